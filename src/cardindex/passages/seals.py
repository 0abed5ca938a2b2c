"""Checking seals against texts: whether each passage stands where the index says."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from cardindex.index import Index
from cardindex.passages.locators import holds, lacking, located, mended
from cardindex.passages.normal import Text, seal, seal_of_normal
from cardindex.passages.units import COUNTED
from cardindex.watching import watched

STATES = ("exact", "moved", "misplaced", "missing", "past the end", "no such place", "no text")
"""What a seal can turn out to be, once held against the texts at hand.

``misplaced``: the passage is at its offsets, and the locator names another place. ``past the
end``: of a citation without a seal, whose locator names more than the text has.
"""

COLUMNS = (
    "citation", "claim", "source", "line", "state", "start", "end", "locator", "mended",
)  # fmt: skip

# How many words around the expected place are searched first.
_NEAR = 400


class Mark(NamedTuple):
    """Where a passage should stand: offsets, seal, its locator and what that counts."""

    start: int
    end: int
    seal: str
    locator: str = ""
    unit: str = ""

    @property
    def length(self) -> int:
        """The length of its normal form."""
        return int(self.seal.partition(":")[0])


def text_source(index: Index, source: str) -> str:
    """Return the source whose text holds ``source``: its container, or itself."""
    return index.containers[source] or source


def unit_of(index: Index, source: str) -> str:
    """Return what the locators of a source count; a contained work counts as its container."""
    return str(index.sources.at[text_source(index, source), "unit"])


def verify(index: Index, texts: Mapping[str, Text]) -> pd.DataFrame:
    """Hold every seal against the texts.

    Returns one row a sealed citation, and one for each other whose locator is past the end of
    its text: ``citation, claim, source, line, state, start, end, locator, mended``. The state is
    one of STATES; the offsets are those at which the passage now stands (-1 if nowhere). Where
    the locator does not hold the passage, ``mended`` is the one that does, and else empty;
    locators can be compared where the unit is the paragraph, or is told beside the text.
    """
    sealed = marks(index)
    found = {
        held: found_at(text, sealed[held])
        for held, text in watched(texts.items(), "Looking in texts", len(texts))
        if held in sealed
    }
    rows = []
    for row in index.citations.itertuples(index=False):
        held, unit = text_source(index, str(row.source)), unit_of(index, str(row.source))
        text, locator = texts.get(held), str(row.locator)
        state, start, end, mend = "no text", -1, -1, ""
        if not row.seal:
            if text is None or not lacking(text, unit, locator):
                continue
            state = "past the end" if unit == COUNTED else "no such place"
        elif text is not None:
            state, start, end = found[held][_mark(row, unit)]
            place = located(text, start, end, unit) if start >= 0 else ""
            if place and not holds(text, start, end, locator, unit):
                mend = mended(text, locator, place, unit)
                state = "misplaced" if state == "exact" else state
        rows.append((row.id, row.claim, row.source, row.line, state, start, end, locator, mend))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def passage(index: Index, texts: Mapping[str, Text], citation: Any) -> str:  # noqa: ANN401
    """Return the passage of a citation (a row of the citations frame), or nothing.

    Nothing is returned where no text is at hand or the seal does not hold where it should.
    """
    text = texts.get(text_source(index, citation.source))
    if text is None or not citation.seal:
        return ""
    found = text.raw[citation.start : citation.end]
    return " ".join(found.split()) if seal(found) == citation.seal else ""


def marks(index: Index) -> dict[str, list[Mark]]:
    """Return the marks of the sealed passages by the source whose text holds them."""
    cited = index.citations[index.citations["seal"] != ""]
    found: dict[str, dict[Mark, None]] = {}
    for row in cited.itertuples(index=False):
        held = text_source(index, str(row.source))
        found.setdefault(held, {})[_mark(row, unit_of(index, held))] = None
    return {held: list(some) for held, some in found.items()}


def _mark(row: Any, unit: str) -> Mark:  # noqa: ANN401
    return Mark(row.start, row.end, row.seal, str(row.locator), unit)


def found_at(text: Text, sought: Iterable[Mark]) -> dict[Mark, tuple[str, int, int]]:
    """Return state and offsets of each mark's passage.

    Of passages that are alike, that is taken which stands at its offsets, in its locator, near
    its offsets, or first in the text.
    """
    found: dict[Mark, tuple[str, int, int]] = {}
    by_length: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in sought:
        if seal(text.raw[mark.start : mark.end]) == mark.seal:
            found[mark] = "exact", mark.start, mark.end
            continue
        for starts in (_in_places(text, mark), _near(text, mark.start)):
            near = _search(text, mark.length, {mark.seal}, starts)
            if near:
                found[mark] = "moved", *near[mark.seal]
                break
        else:
            by_length[mark.length].append(mark)
    for length, lost in by_length.items():
        far = _search(text, length, {mark.seal for mark in lost}, text.words)
        for mark in lost:
            found[mark] = ("moved", *far[mark.seal]) if mark.seal in far else ("missing", -1, -1)
    return found


def _in_places(text: Text, mark: Mark) -> list[int]:
    """Return the words of the places that a mark's locator names, the nearest first."""
    units = text.units(mark.unit)
    found = units.ranges(mark.locator) if units else []
    if not units or not found or found[0][0] >= len(units.names):
        return []
    first, last = min(one for one, _ in found), max(other for _, other in found)
    opens = min((start for start, _ in units.stretches(first)), default=0)
    known = min(last, len(units.names) - 1)
    closes = max((end for _, end in units.stretches(known)), default=0)
    words = text.words
    around = words[bisect_left(words, text.at(opens)) : bisect_left(words, text.at(closes))]
    here = text.at(mark.start)
    return sorted(around, key=lambda at: abs(at - here))


def _near(text: Text, offset: int) -> list[int]:
    """Return the words around an offset of the raw text, the nearest first."""
    here = bisect_left(text.words, text.at(offset))
    around = range(max(0, here - _NEAR), min(len(text.words), here + _NEAR))
    return [text.words[at] for at in sorted(around, key=lambda at: abs(at - here))]


def _search(
    text: Text, length: int, seals: Collection[str], starts: Iterable[int]
) -> dict[str, tuple[int, int]]:
    """Return the raw offsets of the first passage of this length that bears each of ``seals``."""
    found: dict[str, tuple[int, int]] = {}
    for start, stretch in _stretches(text.normal, length, starts):
        sealed = seal_of_normal(stretch)
        if sealed in seals and sealed not in found:
            found[sealed] = text.span(start, start + length)
            if len(found) == len(seals):
                break
    return found


def _stretches(text: str, length: int, starts: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield what may be a passage of this length: a normal form ends with no space."""
    for start in starts if length else ():
        stretch = text[start : start + length]
        if len(stretch) == length and stretch[-1] != " ":
            yield start, stretch
