"""Pages of single things: an entity, a claim, a citation, a source, and what else has an IRI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cardindex.dates.briefly import in_few_words
from cardindex.errors import UnknownName
from cardindex.evidence import Weight, weigh
from cardindex.rdf import terms
from cardindex.server import describing
from cardindex.server.answers import page
from cardindex.server.biblio import bibliography
from cardindex.server.head import Head, plain
from cardindex.server.shown import (
    MOST,
    ONE,
    STANDING_WORDS,
    exact,
    folds_shown,
    in_a_sentence,
    known,
    known_of,
    page_of,
)
from cardindex.server.site import public, served_of
from cardindex.telling import Laid, Ref, Said, dossier, told, work
from cardindex.view.words import say

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.answercache import Body
    from cardindex.server.served import Served

_HEAVY = 300_000  # citations of an index, past which a strike takes seconds
_MOST_CITED = 60  # citations of a claim that its page shows of each side
_PASSING = 40


def entity(request: Request, asked: str) -> Body:
    """Return the page of an entity: the same card as ``show``, and the same as the explorer's."""
    laid = known_of(request)
    id_ = exact(request, "entity", asked)
    it = dossier(laid, id_)
    path = f"entity/{id_}"
    shown, pages = folds_shown(request, it.folds, path, id_)
    title = plain(it.label)
    what = it.kind + (f": {it.description}" if it.description else "")
    head = Head(
        title, path, plain(f"{what}. {it.digest.said}.", 300), alternates=True, embeds=True,
        picture=f"card/entity/{id_}.png",
        linked=describing.entity(laid, it, public(request)),
    )  # fmt: skip
    return page(
        request, "entity.html",
        {"head": head, "it": it, "folds": shown, "pages": pages, "standings": STANDING_WORDS},
    )  # fmt: skip


def claim(request: Request, asked: str) -> Body:
    """Return the page of a claim: both sides, every chain to its end, and how to cite it."""
    served = served_of(request)
    laid = known(served)
    id_ = exact(request, "claim", asked)
    at = laid.one(id_)
    said, cells = told(laid, at, whole=True)[0], laid.claims.rows(at)[0]
    words = in_a_sentence(served.index, cells)
    path = f"claim/{id_}"
    address = f"{public(request)}{path}"
    head = Head(
        f"{plain(words)} ({id_})", path, plain(said.gloss or words, 300), alternates=True,
        embeds=True, picture=f"card/claim/{id_}.png",
        meta=describing.claim_meta(served.index, plain(words, 500), address),
        linked=describing.claim(laid, said, words, public(request)),
    )  # fmt: skip
    return page(request, "claim.html", {
        "head": head, "claim": said, "most": _MOST_CITED,
        "support": (int(cells["support_low"]), int(cells["support_high"])),
        "against": (int(cells["opposition_low"]), int(cells["opposition_high"])),
        "loops": list(dict.fromkeys(it.loop for it in said.tellings if it.loop)),
        "cite_as": cite_as(served, id_, words, address),
        "iri": served.names.iri(path),
        "ends": _ends(said),
    })  # fmt: skip


def _ends(said: Said) -> list[Ref]:
    ends = [said.subject, said.object]
    return [end for end in dict.fromkeys(ends) if end]


def cite_as(served: Served, id_: str, words: str, address: str) -> str:
    """Return how a claim is to be cited."""
    index = served.index
    version = {"title": index.title, "version": index.version}
    title = say("caption.title", **version) if index.version else index.title
    what = say("caption.cited_claim", words=f"“{plain(words, 500)}”", id=id_)
    return f"{say('caption.in', what=what, whole=title)}. {address}"


def citation(request: Request, asked: str) -> Body:
    """Return the page of one citation."""
    served = served_of(request)
    laid = known(served)
    claim_id = asked.partition("-")[0]
    said = told(laid, laid.one(claim_id)) if claim_id in laid.ids else []
    cited = next((it for one in said for it in one.tellings if it.id == asked), None)
    if cited is None:
        near = [(it.id, "") for one in said for it in one.tellings]
        raise UnknownName("citation", asked, offers=near[:5])
    path = f"citation/{asked}"
    title = f"{plain(cited.work.label, 80)}: claim {claim_id} ({cited.stance})"
    head = Head(title, path, plain(said[0].gloss, 300), alternates=True)
    return page(
        request, "citation.html",
        {"head": head, "claim": said[0], "cited": cited, "iri": served.names.iri(path)},
    )  # fmt: skip


def source(request: Request, asked: str) -> Body:
    """Return the page of a work: what it is, what it says, from whom, and what falls without it."""
    served = served_of(request)
    laid = known(served)
    id_ = exact(request, "source", asked)
    it = work(laid, id_)
    path = f"source/{id_}"
    shown, pages = folds_shown(request, it.folds, path)
    by = ", ".join(author.label for author in it.authors[:3])
    title = plain(f"{it.title}, {by}" if by else it.title)
    details = bibliography(served.index, id_)
    head = Head(
        title, path, plain(f"{it.kind or 'source'}. {it.says.said}.", 300), alternates=True,
        meta=describing.source_meta(it, details, f"{public(request)}{path}"),
        linked=describing.source(laid, it, public(request)),
    )  # fmt: skip
    weight = _weight(served, id_)
    passing = told(laid, it.passing[:_PASSING]) if pages is ONE else []
    return page(request, "source.html", {
        "head": head, "it": it, "folds": shown, "pages": pages, "passing": passing,
        "bibliography": details.rows, "date": in_few_words(it.date),
        "weight": weight, "unweighed": "“cardindex weigh” tells what falls; here it takes too long",
    })  # fmt: skip


def _weight(served: Served, id_: str) -> Weight | None:
    """Return what falls without a work; None where that would take too long."""
    if len(served.index.citations) > _HEAVY:
        return None
    return weigh(served.index, (f"source:{id_}",))


def coder(request: Request, asked: str) -> Body:
    """Return the page of somebody who coded."""
    index = served_of(request).index
    if asked not in index.coders:
        raise UnknownName("coder", asked, index.coders)
    found = index.coders[asked]
    facts = [("id", asked), ("kind", found.kind)]
    head = Head(plain(found.name or asked), f"coder/{asked}", alternates=True)
    return page(
        request, "plain.html",
        {"head": head, "tab": "Coder", "facts": facts, "rows": [], "pages": ONE},
    )  # fmt: skip


def grouping(request: Request, asked: str) -> Body:
    """Return the page of a group of the editor's: its scheme, and its members."""
    laid = known_of(request)
    groups = laid.index.groups
    scheme, _, value = asked.partition("/")
    members = groups[(groups["scheme"] == scheme) & (groups["value"] == value)]
    if members.empty:
        raise UnknownName("group", asked, [])
    path = terms.grouping(scheme, value)
    pages = page_of(request, len(members), MOST, path)
    here = members["entity"].iloc[pages.part()]
    facts = [("scheme", scheme), ("whose", "the editor’s judgement: no source draws this line")]
    head = Head(plain(value), path, alternates=True)
    rows = [laid.entity(one) for one in here]
    return page(
        request, "plain.html",
        {"head": head, "tab": "Group", "facts": facts, "rows": rows, "pages": pages},
    )  # fmt: skip


def decision(request: Request, asked: str) -> Body:
    """Return the page of what somebody decided of two entities or two claims."""
    served = served_of(request)
    laid, places = known(served), served.part(_decisions)
    if asked not in places:
        raise UnknownName("decision", asked, [])
    made: Any = served.index.decisions.iloc[places[asked]]
    ends = [_either(laid, str(made[end])) for end in ("one", "other")]
    facts = [("of", ends), ("verdict", str(made["decision"])), ("by", str(made["who"])),
             ("why", str(made["why"]))]  # fmt: skip
    title = " and ".join(end.label for end in ends)
    head = Head(plain(f"{title}: {made['decision']}"), f"decision/{asked}", alternates=True)
    return page(request, "plain.html", {
        "head": head, "tab": "Decision", "facts": [fact for fact in facts if fact[1]], "rows": [],
        "pages": ONE,
    })  # fmt: skip


def _either(laid: Laid, id_: str) -> Ref:
    return laid.entity(id_) if id_ in laid.index.labels else Ref("claim", id_, id_)


def _decisions(served: Served) -> dict[str, int]:
    """Return where each decision stands, by its id among linked data."""
    made = served.index.decisions
    cells = zip(made["one"], made["other"], made["who"], strict=True)
    paths = (terms.row("decision", *each) for each in cells)
    return {path.partition("/")[2]: place for place, path in enumerate(paths)}


PAGES: Mapping[str, Callable[[Request, str], Body]] = {
    "entity": entity, "claim": claim, "citation": citation, "source": source, "coder": coder,
    "grouping": grouping, "decision": decision,
}  # fmt: skip
"""What makes the page of each kind of thing, by its id."""
