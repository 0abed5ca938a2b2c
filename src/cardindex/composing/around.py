"""The passage around a selection: the sentences that hold it, one more or one fewer a side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from cardindex.errors import CardindexError
from cardindex.passages import Paragraphs, Place, place

Side = Literal["before", "after"]


class Unit(NamedTuple):
    """Where a unit of a text begins, in code points, and its number as a locator writes it."""

    start: int
    name: str


def sentence_around(
    paragraphs: Paragraphs, start: int, end: int, units: Sequence[Unit] = ()
) -> Place:
    """Return the sentence, or the run of sentences, that holds the selection ``[start:end]``.

    Offsets are code points of the text. White space at the ends of a selection counts for nothing;
    an empty selection is a caret, and means the sentence in which it stands. ``units``: where the
    units of the text begin, in order, if its locators count another thing than its lines; a
    passage across units has all of them in its locator (``87-88``). Keep the ``paragraphs`` of a
    text while it is open: they know the sentences that were asked for. Raises CardindexError where
    nothing stands in the text, or the selection is not in it.
    """
    raw = paragraphs.text.raw
    if not 0 <= start <= end <= len(raw):
        message = f"the selection {start} to {end} is not in the text, which has {len(raw)} letters"
        raise CardindexError(message)
    if not raw.strip():
        message = "nothing stands in this text, so that no passage of it can be cited"
        raise CardindexError(message)
    first, last = _trimmed(raw, start, end)
    begins, ends, doubts = paragraphs.passage(first, last)
    return _placed(paragraphs, begins, ends, doubts, units)


def widen(paragraphs: Paragraphs, passage: Place, side: Side, units: Sequence[Unit] = ()) -> Place:
    """Return a passage with the sentence before or after it; itself at the end of the text."""
    beside = paragraphs.before(passage.start) if side == "before" else paragraphs.after(passage.end)
    if beside is None:
        return passage
    return _spanning(paragraphs, min(beside[0], passage.start), max(beside[1], passage.end), units)


def narrow(paragraphs: Paragraphs, passage: Place, side: Side, units: Sequence[Unit] = ()) -> Place:
    """Return a passage without its first (``before``) or last sentence; itself if it has but one.

    What ``widen`` added is taken away again.
    """
    if side == "before":
        first = paragraphs.after(passage.start)
        beside = paragraphs.after(first[1]) if first else None
        if beside is None or beside[0] >= passage.end:
            return passage
        return _spanning(paragraphs, beside[0], passage.end, units)
    last = paragraphs.before(passage.end)
    beside = paragraphs.before(last[0]) if last else None
    if beside is None or beside[1] <= passage.start:
        return passage
    return _spanning(paragraphs, passage.start, beside[1], units)


def _spanning(paragraphs: Paragraphs, start: int, end: int, units: Sequence[Unit]) -> Place:
    _, _, doubts = paragraphs.passage(start, end)
    return _placed(paragraphs, start, end, doubts, units)


def _placed(
    paragraphs: Paragraphs, start: int, end: int, doubts: tuple[str, ...], units: Sequence[Unit]
) -> Place:
    found = place(paragraphs.text, start, end, paragraphs.unit, doubts)
    if not units:
        return found
    first, last = _unit_at(units, start), _unit_at(units, max(end - 1, start))
    locator = first if first == last or not (first and last) else f"{first}-{last}"
    return Place(locator or last, found.start, found.end, found.seal, found.passage, found.doubts)


def _unit_at(units: Sequence[Unit], offset: int) -> str:
    at = bisect_right(units, offset, key=lambda unit: unit.start) - 1
    return units[at].name if at >= 0 else ""


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    """Return a selection without the white space at its ends; of nothing else, where it starts."""
    chosen = raw[start:end]
    if not chosen.strip():
        return start, start
    return start + len(chosen) - len(chosen.lstrip()), end - len(chosen) + len(chosen.rstrip())
