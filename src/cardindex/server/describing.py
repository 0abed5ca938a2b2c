"""What a page is about in the words of others: schema.org, and the tags of reference managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardindex.identifiers import iri
from cardindex.ontology import CORE
from cardindex.server.head import is_web, plain, scripted
from cardindex.view.shorttitles import PERSON, year_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from cardindex.index import Index
    from cardindex.server.biblio import Details
    from cardindex.telling import Dossier, Laid, Ref, Said, Work

_CONTEXT = "https://schema.org"
_ORGANISATION = f"{CORE}Organisation"
_MOST = 30  # of names, works and parties that are told


def index_(index: Index, address: str) -> Markup:
    """Return what an index is: a data set."""
    told: dict[str, Any] = {
        "@context": _CONTEXT, "@type": "Dataset", "@id": address, "url": address,
        "name": plain(index.title, 500), "description": plain(index.description, 5000),
    }  # fmt: skip
    if index.version:
        told["version"] = index.version
    if index.licence:
        told["license"] = index.licence
    return scripted(told)


def entity(laid: Laid, it: Dossier, public: str) -> Markup:
    """Return who an entity is; nothing that is claimed of it."""
    told = _party(laid, it.id, public)
    others = [name for name, kind, _ in it.names[:_MOST] if not iri(kind, name)]
    same = [found for name, kind, _ in it.names if (found := iri(kind, name))]
    if others:
        told["alternateName"] = [plain(name, 500) for name in others]
    if same:
        told["sameAs"] = same
    if it.description:
        told["description"] = plain(it.description, 2000)
    return scripted({"@context": _CONTEXT, **told})


def claim(laid: Laid, said: Said, words: str, public: str) -> Markup:
    """Return what a claim is: a claim, of whom, and in which works it appears."""
    works = dict.fromkeys(it.work for it in said.tellings)
    ends = [end for end in (said.subject, said.object, said.place) if end]
    return scripted({
        "@context": _CONTEXT, "@type": "Claim", "@id": f"{public}claim/{said.id}",
        "url": f"{public}claim/{said.id}", "identifier": said.id, "name": plain(words, 500),
        "text": plain(said.gloss or words, 2000),
        "about": [_party(laid, end.id, public) for end in dict.fromkeys(ends)],
        "appearance": [_work(laid, one, public) for one in list(works)[:_MOST]],
        "isPartOf": {"@type": "Dataset", "@id": public, "name": plain(laid.index.title, 500)},
    })  # fmt: skip


def source(laid: Laid, it: Work, public: str) -> Markup:
    """Return what a work is."""
    told = _work(laid, laid.titled(it.id), public)
    if it.authors:
        told["author"] = [
            _party(laid, one.id, public) if one.id else {"@type": "Thing", "name": one.label}
            for one in it.authors[:_MOST]
        ]
    if year := year_of(it.date):
        told["datePublished" if it.kind in laid.index.vocabulary.published else "dateCreated"] = (
            year
        )
    if it.container:
        told["isPartOf"] = _work(laid, it.container, public)
    return scripted({"@context": _CONTEXT, **told})


def _party(laid: Laid, id_: str, public: str) -> dict[str, Any]:
    types = laid.index.vocabulary.types
    kind = types[str(laid.index.entities.at[id_, "type"])]
    wider = {kind.iri, *(types[one].iri for one in kind.parents if one in types)}
    name = "Person" if PERSON in wider else "Organization" if _ORGANISATION in wider else "Thing"
    address = f"{public}entity/{id_}"
    return {"@type": name, "@id": address, "url": address, "name": plain(laid.entity(id_).label)}


def _work(laid: Laid, one: Ref, public: str) -> dict[str, Any]:
    address = f"{public}source/{one.id}"
    title = plain(laid.title(one.id), 500)
    return {"@type": "CreativeWork", "@id": address, "url": address, "name": title}


def claim_meta(index: Index, words: str, address: str) -> tuple[tuple[str, str], ...]:
    """Return what a manager of references takes of a claim: a page in this index."""
    return (
        ("citation_title", words),
        ("citation_inbook_title", plain(index.title, 500)),
        ("citation_public_url", address),
    )


def source_meta(it: Work, details: Details, address: str) -> tuple[tuple[str, str], ...]:
    """Return what a manager of references takes of a work: the work itself."""
    pairs = [("citation_title", plain(it.title, 500))]
    names = details.authors or [one.label for one in it.authors]
    pairs += [("citation_author", plain(name, 300)) for name in names[:_MOST]]
    if year := year_of(it.date):
        pairs.append(("citation_publication_date", year))
    if it.container:
        pairs.append(("citation_inbook_title", plain(it.container.label, 500)))
    pairs += [(name, plain(value, 500)) for name, value in details.meta]
    pairs.append(("citation_public_url", details.url if is_web(details.url) else address))
    return tuple(pairs)
