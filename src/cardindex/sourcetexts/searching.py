"""Words found in all texts at once, as people type them, with the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cardindex.index import Index
from cardindex.passages import Text, spans
from cardindex.watching import watched

AROUND = 60
"""Characters of a text that are shown before and after what was found, unless it is said."""


@dataclass(frozen=True)
class Hit:
    """Words in a text: of which source, where, and what stands before and after them.

    ``start`` and ``end`` are offsets in code points. ``before``, ``words`` and ``after`` are one
    line.
    """

    source: str
    locator: str
    start: int
    end: int
    before: str
    words: str
    after: str


def found_in(
    index: Index, texts: Mapping[str, Text], words: str, around: int = AROUND
) -> Iterator[Hit]:
    """Yield where ``words`` stand, source by source in the order of ids; ``a … b`` spans a gap.

    Case, accents, quotation marks, dashes and spacing do not matter, nor does a hyphen at a line's
    end.
    """
    for source, text in watched(sorted(texts.items()), "Searching texts", len(texts)):
        units = text.units(str(index.sources.at[source, "unit"]))
        for start, end in sorted(spans(text, words)):
            yield Hit(
                source,
                units.locator(start, end) if units else "",
                start,
                end,
                _before(text.raw, start, around),
                " ".join(text.raw[start:end].split()),
                _after(text.raw, end, around),
            )


def _before(raw: str, start: int, around: int) -> str:
    """Return the whole words before an offset, as many as fit."""
    low = max(start - around, 0)
    cut = raw[low:start]
    if low and not raw[low - 1].isspace():
        # A word that is cut is dropped, unless it is the only one.
        cut = cut.partition(" ")[2] or cut
    return " ".join(cut.split())


def _after(raw: str, end: int, around: int) -> str:
    """Return the whole words after an offset, as many as fit."""
    high = end + around
    cut = raw[end:high]
    if high < len(raw) and not raw[high].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return " ".join(cut.split())
