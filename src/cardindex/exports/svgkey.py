"""The key of a picture: entries in lines, from the foot of the sheet upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cardindex.brief import shortened
from cardindex.characters import shown
from cardindex.exports.svgnames import width
from cardindex.exports.svgways import Disc
from cardindex.exports.xml import escaped

SIZE, ROW, SIGN, GAP = 7.0, 12.0, 20.0, 12.0
"""Of letters, of a line of entries, of a sign, and between two entries; in points."""

INK, SOFT = "#2b2520", "#685e52"


class Entry(NamedTuple):
    """What a sign says: ``sign`` is head, colour, line, mark, sizes, arrow or wash.

    ``how``: the colour of a line or a wash, the standing of a line (empty for what was only meant),
    or shape and colour of a mark.
    """

    sign: str
    text: str
    how: str = ""


def laid_out(
    entries: Sequence[Entry], sides: tuple[float, float], bottom: float
) -> tuple[str, float]:
    """Return the key as SVG, and where on the sheet it begins."""
    rows = list(_rows(entries, sides))
    top = bottom - len(rows) * ROW
    found = []
    for at, row in enumerate(rows):
        y = top + at * ROW + ROW / 2
        found += [_entry(entry, x, y) for entry, x in row]
    return "".join(found), top


def _rows(
    entries: Sequence[Entry], sides: tuple[float, float]
) -> Iterator[list[tuple[Entry, float]]]:
    left, right = sides
    row: list[tuple[Entry, float]] = []
    x = left
    for entry in entries:
        wide = _wide(entry)
        # Every head begins a line of its own, and no entry is cut.
        if row and (entry.sign == "head" or x + wide > right):
            yield row
            row, x = [], left if entry.sign == "head" else left + HEAD
        row.append((entry, x))
        x = left + HEAD if entry.sign == "head" else x + wide + GAP
    if row:
        yield row


HEAD = 62.0
"""The room for a head, before its entries."""


def _wide(entry: Entry) -> float:
    return SIGN + 4 + width(_cut(entry.text), SIZE)


def _cut(text: str) -> str:
    return shortened(" ".join(shown(text).split()), 80)


def _entry(entry: Entry, x: float, y: float) -> str:
    text = escaped(_cut(entry.text))
    if entry.sign == "head":
        return (
            f'<text x="{x:.2f}" y="{y + 2.4:.2f}" font-size="{SIZE}" fill="{SOFT}" '
            f'font-style="italic">{text}</text>\n'
        )
    sign = _SIGNS[entry.sign](entry.how, x, y)
    return (
        f'{sign}<text x="{x + SIGN + 4:.2f}" y="{y + 2.4:.2f}" font-size="{SIZE}">{text}</text>\n'
    )


def mark(shape: str, colour: str, disc: Disc) -> str:
    """Return the mark of a kind of entity."""
    from cardindex.view.looks import CORNERS

    x, y, size = disc
    if shape in CORNERS:
        corners = ((x + right * size, y + down * size) for right, down in CORNERS[shape])
        points = " ".join(f"{right:.2f},{down:.2f}" for right, down in corners)
        return f'<polygon points="{points}" fill="{colour}"/>'
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size:.2f}" fill="{colour}"/>'


def _colour(how: str, x: float, y: float) -> str:
    return _stroke(x, y, how, 2.0)


def _line(how: str, x: float, y: float) -> str:
    from cardindex.view.looks import MEANT, stroke

    width_, dashes = stroke(how or "single-root", actual=bool(how))
    return _stroke(x, y, INK, width_ * 0.9, dashes if how else MEANT)


def _stroke(x: float, y: float, ink: str, wide: float, dashes: Sequence[float] = ()) -> str:
    dashed = f' stroke-dasharray="{" ".join(f"{it:g}" for it in dashes)}"' if dashes else ""
    return (
        f'<line x1="{x:.2f}" y1="{y:.2f}" x2="{x + SIGN:.2f}" y2="{y:.2f}" stroke="{ink}" '
        f'stroke-width="{wide:.2f}"{dashed}/>'
    )


def _mark(how: str, x: float, y: float) -> str:
    shape, _, colour = how.partition(" ")
    return mark(shape, colour, Disc(x + SIGN - 5, y, 4.0))


def _sizes(_: str, x: float, y: float) -> str:
    discs = ((x + 2, 1.2), (x + 7, 2.4), (x + 15, 4.2))
    return "".join(f'<circle cx="{at:.2f}" cy="{y:.2f}" r="{r}" fill="{INK}"/>' for at, r in discs)


def _arrow(_: str, x: float, y: float) -> str:
    end = x + SIGN
    tip = f"{end:.2f},{y:.2f} {end - 5:.2f},{y - 2.2:.2f} {end - 5:.2f},{y + 2.2:.2f}"
    return f'{_stroke(x, y, INK, 0.9)}<polygon points="{tip}" fill="{INK}"/>'


def _wash(how: str, x: float, y: float) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y - 4:.2f}" width="{SIGN}" height="8" rx="4" fill="{how}" '
        'fill-opacity="0.25"/>'
    )


_SIGNS = {
    "colour": _colour, "line": _line, "mark": _mark, "sizes": _sizes, "arrow": _arrow,
    "wash": _wash,
}  # fmt: skip
