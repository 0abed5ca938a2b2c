"""Citations of a row: the columns of source, page, who said it, how sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from cardindex.imports.found import FoundCitation, FoundSource, Guessed, Link
from cardindex.imports.tabular.words import certainty_of, stance_of

_SEVERAL = re.compile(r"\s*[;|]\s*")
_ADDRESS = re.compile(r"https?://\S+")
_MARKS = re.compile(r"[;|]|\shttps?://")
_ADDRESSES = re.compile(r"https?://\S+(?:\s+https?://\S+)+")


class Cells(NamedTuple):
    """What one row says of who says it, in its words."""

    source: str = ""
    locator: str = ""
    said_by: str = ""
    chain: str = ""
    certainty: str = ""
    stance: str = ""
    note: str = ""


class Cited(NamedTuple):
    """The citations of a row, what they name, and what was guessed."""

    citations: tuple[FoundCitation, ...]
    named: tuple[FoundSource, ...] = ()
    guessed: tuple[Guessed, ...] = ()


NOTHING = Cited(())


class Reading(NamedTuple):
    """What [certainty] of the mapping says: words, and what numbers are counted to."""

    words: tuple[tuple[str, str], ...]
    scale: float


def reading(words: Mapping[str, object]) -> Reading:
    """Return what the table [certainty] says: theirs = ours, ``scale`` what numbers run to."""
    scale = words.get("scale", 0)
    found = [(str(word).casefold(), str(ours)) for word, ours in words.items() if word != "scale"]
    return Reading(tuple(found), float(scale) if isinstance(scale, int | float) else 0)


def cited(cells: Cells, how: Reading) -> Cited:
    """Return the citations of one row; without any where it says nothing of them."""
    return _cited(cells, how) if any(cells) else NOTHING


@lru_cache(maxsize=65536)
def _cited(cells: Cells, how: Reading) -> Cited:
    guessed: list[Guessed] = []
    notes = [cells.note] if cells.note else []
    certainty = _certainty(cells.certainty, how, notes, guessed) if cells.certainty else ""
    stance = stance_of(cells.stance) if cells.stance else ""
    if cells.stance and not stance:
        notes.append(f"stance: {cells.stance}")
        guessed.append(Guessed(f'the stance "{cells.stance}" is not known: kept in the note'))
    if not cells.said_by and not cells.chain and not _MARKS.search(cells.source):
        one = FoundCitation(
            cells.source, cells.locator, stance=stance, certainty=certainty, note="; ".join(notes)
        )
        return Cited((one,), tuple(_named([one], cells)), tuple(guessed))
    found = [
        FoundCitation(
            source=source,
            locator=locator,
            chain=_chain(cells.chain) + tuple(Link(each) for each in _parts(said, ">")),
            stance=stance,
            certainty=certainty,
            note="; ".join(notes),
        )
        for source, locator in _places(cells.source, cells.locator, guessed)
        for said in _SEVERAL.split(cells.said_by)
    ]
    return Cited(tuple(found), tuple(_named(found, cells)), tuple(guessed))


def _certainty(word: str, how: Reading, notes: list[str], guessed: list[Guessed]) -> str:
    certainty = dict(how.words).get(word.casefold()) or certainty_of(word, how.scale)
    if not certainty:
        notes.append(f"how sure: {word}")
        guessed.append(Guessed(
            f'how sure "{word}" is, is not known, and it is kept in the note; the mapping can say '
            f'it: [certainty] "{word}" = "probable", or scale = 100'
        ))  # fmt: skip
    elif certainty != word.casefold():
        guessed.append(Guessed(f'how sure: "{word}" is taken for {certainty}'))
    return certainty


def _places(source: str, locator: str, guessed: list[Guessed]) -> list[tuple[str, str]]:
    """Return works and places: several, where a cell lists as many of both, or works alone."""
    split = source.split() if _ADDRESSES.fullmatch(source) else _SEVERAL.split(source)
    works = list(filter(None, split))
    pages = list(filter(None, _SEVERAL.split(locator))) or [""] * len(works)
    if len(works) < 2 or len(pages) != len(works):
        return [(source, locator)]
    guessed.append(
        Guessed("several sources in one cell, with ; or | between, are several citations")
    )
    return list(zip(works, pages, strict=True))


def _chain(text: str) -> tuple[Link, ...]:
    """Return works with ``>`` between, each with its place behind an @: ``cable@12 > archive``."""
    links = (part.partition("@") for part in _parts(text, ">"))
    return tuple(Link(work.strip(), where.strip()) for work, _, where in links)


def _parts(text: str, by: str) -> list[str]:
    return [part for part in map(str.strip, text.split(by)) if part]


def _named(citations: list[FoundCitation], cells: Cells) -> Iterator[FoundSource]:
    """Yield the works that citations name; whoever said something is the origin, by name."""
    said_by = _SEVERAL.split(cells.said_by) if cells.said_by else ()
    sayers = {part for said in said_by for part in _parts(said, ">")}
    for citation in citations:
        if citation.source:
            kind = "web" if _ADDRESS.fullmatch(citation.source) else ""
            yield FoundSource(citation.source, citation.source, kind=kind)
        for link in citation.chain:
            origin = link.source if link.source in sayers else ""
            yield FoundSource(link.source, link.source, origin=origin)
