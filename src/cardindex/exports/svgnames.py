"""Names in a picture, none of which lies on another: the best linked get theirs first.

How wide a text is depends on the letters of whoever shows the picture: here it is reckoned rather
too wide, by the widest of the common ones.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cardindex.exports.svgways import Disc

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NARROW = frozenset("iljtfr.,:;'’‘|!()[] -/")
_WIDE = frozenset("mwQO%")
_WIDEST = frozenset("MW@—…")
_CELL = 40.0


class Name(NamedTuple):
    """A name on the paper: its text, where, how it is anchored there, and its size in points."""

    text: str
    x: float
    y: float
    anchor: str
    size: float
    strong: bool


def width(text: str, size: float, *, strong: bool = False) -> float:
    """Return about how wide a text is, in the unit of its size; rather more than less."""
    return sum(map(_width, text)) * size * (1.06 if strong else 1.0)


def _width(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) == "So":
        return 1.1
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 0.98
    if letter in _WIDEST:
        return 1.06
    return 0.76 if letter.isupper() or letter.isdigit() else 0.6


class Boxes:
    """Boxes in a grid of cells, to find what meets what without comparing all with all."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[tuple[Box, float]]] = defaultdict(list)

    def add(self, box: Box, size: float) -> None:
        """Take up a box: a mark of that size, or a name, which is larger than any."""
        for cell in _cells(box):
            self._cells[cell].append((box, size))

    def is_free(self, box: Box, least: float, own: Box) -> bool:
        """Tell whether no other box larger than ``least`` meets one."""
        return not any(
            size > least and other != own and _meet(box, other)
            for cell in _cells(box)
            for other, size in self._cells.get(cell, ())
        )


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL) for side in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


NAME = 1e9
"""The size of a name among boxes: larger than every mark."""


def placed(
    discs: Sequence[Disc], texts: Sequence[tuple[str, float, bool]], sides: Box
) -> list[Name | None]:
    """Return a place for the name of each mark, or None where there is none, in this order.

    ``texts``: the text, its size and whether it is strong, the foremost first; ``sides``: what
    names stay within.
    """
    boxes = Boxes()
    for disc in discs:
        boxes.add(_around(disc), disc.size)
    return [_place(boxes, disc, text, sides) for disc, text in zip(discs, texts, strict=True)]


def _around(disc: Disc) -> Box:
    half = disc.size * 0.9
    return disc.x - half, disc.y - half, disc.x + half, disc.y + half


def _place(boxes: Boxes, disc: Disc, written: tuple[str, float, bool], sides: Box) -> Name | None:
    text, size, strong = written
    wide, own = width(text, size, strong=strong), _around(disc)
    # A name may lie on marks smaller than its own, if there is no better place.
    for least in (0.0, max(0.6, disc.size * 0.8)):
        for anchor, x, y in _spots(disc, size):
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            box = left - 1, y - size * 0.62, left + wide + 1, y + size * 0.62
            inside = (
                box[0] > sides[0] and box[1] > sides[1] and box[2] < sides[2] and box[3] < sides[3]
            )
            if inside and boxes.is_free(box, least, own):
                boxes.add(box, NAME)
                return Name(text, x, y + size * 0.33, anchor, size, strong)
    return None


def _spots(disc: Disc, size: float) -> Iterator[tuple[str, float, float]]:
    """Yield where a name may stand: below, right, left, above, and aslant."""
    x, y, mark = disc
    gap = size * 0.25
    yield "middle", x, y + mark + gap + size / 2
    yield "start", x + mark + gap, y
    yield "end", x - mark - gap, y
    yield "middle", x, y - mark - gap - size / 2
    for down in (1, -1):
        aslant = y + down * (mark * 0.7 + size / 2)
        yield "start", x + mark * 0.7 + gap / 2, aslant
        yield "end", x - mark * 0.7 - gap / 2, aslant
