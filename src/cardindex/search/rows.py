"""The rows of an index that are searched, in the order of results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cardindex.finding import named, weights
from cardindex.index import Index
from cardindex.passages import COUNTED, Text, unit_of

NAMES, TITLES, DESCRIPTIONS, CLAIMS, NOTES, TEXTS = range(6)
"""Blocks of rows: those of names come first."""

KIND_OF: Mapping[int, str] = {
    NAMES: "entity",
    TITLES: "source",
    DESCRIPTIONS: "entity",
    CLAIMS: "claim",
    NOTES: "citation",
    TEXTS: "text",
}
"""What the rows of a block are of; a ``text`` is a place in the text of a source."""

_LONGEST = 20_000  # the most characters of a row; longer places of a text are several rows


# The fields of a bibliographic entry that are searched, and of the people in it.
_BIBLIOGRAPHIC = (
    "author", "editor", "translator", "container-title", "collection-title", "publisher",
    "publisher-place", "archive", "archive_location", "call-number", "DOI", "ISBN", "ISSN", "URL",
)  # fmt: skip
_PERSONS = ("given", "family", "literal")


class Row(NamedTuple):
    """One text that is searched: ``id`` is of what it is told; ``place``: where in a text."""

    block: int
    id: str
    place: str
    text: str


def rows(index: Index, texts: Mapping[str, Text]) -> Iterator[Row]:
    """Yield all that is searched of an index, block after block, the most connected first."""
    known = weights(index, "entity")
    names = sorted(named(index), key=lambda each: (-known.get(each[0], 0), each[0]))
    yield from (Row(NAMES, id_, "", name) for id_, name in dict.fromkeys(names) if name)
    sources = index.sources
    yield from _told(TITLES, sources.index, sources["title"])
    yield from _told(TITLES, sources.index, _about(index))
    yield from _told(DESCRIPTIONS, index.entities.index, index.entities["description"])
    claims = index.claims
    both = (
        f"{gloss} · {text}" if gloss and text else gloss or text
        for gloss, text in zip(claims["gloss"].tolist(), claims["text"].tolist(), strict=True)
    )
    yield from _told(CLAIMS, claims.index, both)
    yield from _told(NOTES, index.citations["id"].tolist(), index.citations["note"].tolist())
    for source, text in sorted(texts.items()):
        yield from _places(source, text, unit_of(index, source))


def _told(block: int, ids: Iterable[str], told: Iterable[str]) -> Iterator[Row]:
    return (Row(block, id_, "", text) for id_, text in zip(ids, told, strict=True) if text)


def _about(index: Index) -> Iterator[str]:
    """Yield of each source who made it, and what a bibliography says of it."""
    for id_, authors in zip(index.sources.index, index.sources["authors"], strict=True):
        entry = index.bibliography.get(id_, {})
        made = [index.labels.get(author, author) for author in authors]
        yield " · ".join(dict.fromkeys((*made, *_texts_of(entry, _BIBLIOGRAPHIC))))


def _texts_of(value: object, names: Iterable[str]) -> Iterator[str]:
    """Yield the texts that an entry has under some names; whatever else JSON has is none."""
    if isinstance(value, dict):
        for name in names:
            yield from _texts_of(value.get(name), ())
    elif isinstance(value, list):
        for one in value:
            person = isinstance(one, dict)
            told = " ".join(_texts_of(one, _PERSONS)) if person else "".join(_texts_of(one, ()))
            yield from filter(None, [told])
    elif isinstance(value, str) and value:
        yield value


def _places(source: str, text: Text, unit: str) -> Iterator[Row]:
    """Yield a text by its places; in pieces where it has none, or they are long."""
    units = text.units(unit) or text.units(COUNTED)
    found = units.between(0, len(text.raw)) if units else [(-1, 0, len(text.raw))]
    for place, start, end in found:
        name = units.names[place] if units and place >= 0 else ""
        for at in range(start, end, _LONGEST):
            part = text.raw[at : min(at + _LONGEST, end)]
            if part.strip():
                yield Row(TEXTS, source, name, part)
