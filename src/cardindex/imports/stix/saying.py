"""Relationships and sightings of STIX → claims, with who says so and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cardindex.imports.found import FoundCitation, FoundClaim, Link
from cardindex.imports.meeting import Meeting, words
from cardindex.imports.stix.gathering import Catalogue, references
from cardindex.imports.stix.objects import Object, cited, plain, span, text, texts, type_of
from cardindex.imports.stix.works import by_name, creator_key, reference_key

SCALE = ("stated", "probable", "possible")
"""The certainties, the surest first."""


def relationship(
    one: Object, citations: tuple[FoundCitation, ...], meeting: Meeting, at: str
) -> FoundClaim:
    """Return a relationship as a claim."""
    start, end = text(one, "source_ref"), text(one, "target_ref")
    word = text(one, "relationship_type")
    custom = f'A relationship of the type "{word}", which the file defines itself.'
    met = meeting.relation(
        word, (type_of(start),), (type_of(end),), definition=custom,
        family=words("stix")["family"],
    )  # fmt: skip
    return FoundClaim(
        start,
        met.word,
        end,
        when=span(text(one, "start_time"), text(one, "stop_time")),
        gloss=plain(text(one, "description")),
        inverse=met.inverse,
        citations=citations,
        key=one["id"],
        at=at,
    )


def sightings(
    one: Object, citations: tuple[FoundCitation, ...], meeting: Meeting, at: str
) -> Iterator[FoundClaim]:
    """Yield a claim for each who has seen it: where it was sighted, or else who says so.

    A count of 0 says that it was looked for and not seen.
    """
    where = texts(one, "where_sighted_refs") or [text(one, "created_by_ref")]
    count = text(one, "count")
    if count == "0":
        citations = tuple(replace(each, stance="denies") for each in citations)
    for subject in where:
        yield FoundClaim(
            subject,
            meeting.relation("sighting").word,
            text(one, "sighting_of_ref"),
            quantity=count if count != "0" else "",
            unit="sightings" if count and count != "0" else "",
            when=span(text(one, "first_seen"), text(one, "last_seen")),
            gloss=plain(text(one, "summary") or text(one, "description")),
            citations=citations,
            key=one["id"] if len(where) == 1 else "",
            at=at,
        )


def citations_of(
    one: Object, catalogue: Catalogue, lowest: Mapping[str, int]
) -> tuple[FoundCitation, ...]:
    """Return who says what a relationship says.

    Each reference is one citation, and so is each report that holds it; where there are several
    creators, each stands in the chain. Opinions come last, with their stances. ``lowest``: see
    ``scale``.
    """
    certainty = certainty_of(one, lowest)
    who = attribution(one, catalogue)
    begin = (Link(creator_key(who)),) if who and len(catalogue.creators) > 1 else ()
    said = text(one, "description")
    found = [
        replace(each, chain=begin + each.chain)
        for each in reference_citations(references(one), said)
    ]
    found += [
        FoundCitation(chain=(Link(work),))
        for work in catalogue.mentions.get(one["id"], ())
        if not catalogue.why_not(work)
    ]
    found = found or [FoundCitation(chain=begin)]
    sure = [replace(each, certainty=certainty) for each in found]
    return (*sure, *_opinions(one["id"], catalogue))


def reference_citations(
    refs: Sequence[Object], said: str, *, cited_only: bool = False
) -> list[FoundCitation]:
    """Return a citation for each reference that names a work.

    Those that the text cites come in its order; others after them, unless only those are wanted.
    """
    named = by_name(refs)
    order = [named[name] for name in cited(said) if name in named]
    rest = [] if cited_only else [ref for ref in refs if ref not in order]
    keys = dict.fromkeys(reference_key(ref) for ref in (*order, *rest))
    return [FoundCitation(chain=(Link(key),)) for key in keys if key]


def attribution(one: Object, catalogue: Catalogue) -> str:
    """Return the id of who made an object; empty where that is not told, or not in the file."""
    creator = text(one, "created_by_ref")
    return creator if creator and not catalogue.why_not(creator) else ""


def certainty_of(one: Object, lowest: Mapping[str, int]) -> str:
    """Return the certainty that an object's confidence, 0 to 100, stands for; empty without one.

    ``lowest``: see ``scale``. What lies below all of them is only possible.
    """
    value = one.get("confidence")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        return ""
    return next((word for word in SCALE if value >= lowest[word]), SCALE[-1])


def scale(asked: Mapping[str, Any]) -> dict[str, int]:
    """Return the lowest confidence of each certainty: as ``asked``, or else as in stix.toml."""
    known: dict[str, int] = dict(words("stix")["confidence"])
    return {word: asked.get(word, known[word]) for word in SCALE}


def _opinions(id_: str, catalogue: Catalogue) -> Iterator[FoundCitation]:
    for work, word, why in catalogue.opinions.get(id_, ()):
        stand = words("stix")["opinions"].get(word)
        if stand and not catalogue.why_not(work):
            stance, certainty = stand
            yield FoundCitation(chain=(Link(work),), stance=stance, certainty=certainty, note=why)
