"""Draws docs/architecture.svg, how data flows; a test holds the file to what this draws.

    python tools/architecture.py

A line of ``ROWS`` is a row of boxes, a line of ``ARROWS`` an arrow between two of them. What a box
names is a room, as pyproject.toml lists them.
"""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parent.parent / "docs" / "architecture.svg"
WIDTH, HIGH, GAP, TOP = 860, 62, 44, 16
LEFT, SPACE = 120, 20  # where boxes begin, and what is between two


class Box(NamedTuple):
    """A box: the rooms in it, and what it does in a few words; on disk rather than code."""

    name: str
    told: str
    disk: bool = False


ROWS: tuple[tuple[str, tuple[Box, ...]], ...] = (
    ("who writes", (
        Box("imports", "other people's files"),
        Box("desk, editing", "a person beside a text"),
        Box("merging", "two indexes together"),
    )),
    ("on disk", (
        Box("the index", "CSV tables, index.toml, ontology.ttl: the only truth", disk=True),
    )),
    ("read", (
        Box("tables, checks", "all that is wrong, at once"),
        Box("frames, compiled", "columns, kept in the cache"),
        Box("index", "Index.open: the one door"),
    )),
    ("weigh", (
        Box("lineage, ties", "who has it from whom; roots"),
        Box("evidence", "tally(index, slice): a Selection"),
        Box("slices", "which part, what is struck"),
    )),
    ("put to use", (
        Box("cards", "in words"),
        Box("network", "lines, measured"),
        Box("rdf, store", "triples, asked"),
        Box("view", "the page's data"),
        Box("exports", "as files"),
    )),
    ("show", (
        Box("cli", "all, in a terminal"),
        Box("workbench", "all, in a notebook"),
        Box("server", "all, on the web"),
        Box("one HTML file", "weighs by itself", disk=True),
        Box("files", "for other programs", disk=True),
    )),
)  # fmt: skip

ARROWS: tuple[tuple[str, str], ...] = (
    ("imports", "the index"), ("desk, editing", "the index"), ("merging", "the index"),
    ("the index", "tables, checks"), ("tables, checks", "frames, compiled"),
    ("frames, compiled", "index"), ("index", "evidence"), ("lineage, ties", "evidence"),
    ("slices", "evidence"), ("evidence", "cards"), ("evidence", "network"),
    ("evidence", "rdf, store"), ("evidence", "view"), ("evidence", "exports"),
    ("view", "one HTML file"), ("exports", "files"),
)  # fmt: skip

TITLE = "How data flows through cardindex"
TOLD = (
    "Imports, the desk and merging write the index on disk. Tables are read and checked, made into "
    "frames and opened as an index. Evidence weighs a slice of it. Cards, network and measures, "
    "RDF and store, view and exports put the selection to use; terminal, notebook and web show "
    "these, and the page and files go out by themselves."
)
STYLE = """\
  text { font: 600 14px system-ui, sans-serif; fill: #1d2430; text-anchor: middle; }
  .small { font: 12px system-ui, sans-serif; fill: #4a5464; }
  .row { font: 13px system-ui, sans-serif; fill: #4a5464; text-anchor: start; }
  .box { fill: #ffffff; stroke: #4a5464; stroke-width: 1.5; }
  .disk { fill: #e8effb; stroke: #0c60d8; stroke-width: 2; }
  .line { fill: none; stroke: #4a5464; stroke-width: 1.5; }
  .head { fill: #4a5464; }
  .ground { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8ebf0; }
    .small, .row { fill: #b4bcc8; }
    .box { fill: #232833; stroke: #b4bcc8; }
    .disk { fill: #17294a; stroke: #6aa5ff; }
    .line { stroke: #b4bcc8; }
    .head { fill: #b4bcc8; }
    .ground { fill: #16181d; }
  }"""


HEAD = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
    'markerHeight="8" orient="auto"><path class="head" d="M0 0 10 5 0 10z"/></marker></defs>'
)


class Place(NamedTuple):
    """Where a box is."""

    left: float
    top: float
    width: float


def places() -> dict[str, Place]:
    """Return where each box is, by its name."""
    found = {}
    for number, (_, boxes) in enumerate(ROWS):
        width = (WIDTH - LEFT - SPACE * len(boxes)) / len(boxes)
        for at, box in enumerate(boxes):
            found[box.name] = Place(LEFT + at * (width + SPACE), TOP + number * (HIGH + GAP), width)
    return found


def arrow(start: Place, end: Place) -> str:
    """Return the line from a box to one beside it, or to one in the next row."""
    if start.top == end.top:
        right = start.left < end.left
        from_, to = (
            (start.left + start.width, end.left) if right else (start.left, end.left + end.width)
        )
        path = f"M{from_:g} {start.top + HIGH / 2:g}H{to:g}"
    else:
        middle = start.left + start.width / 2
        # Into a broad box straight down; into a narrow one to its middle.
        to = middle if end.left < middle < end.left + end.width else end.left + end.width / 2
        path = f"M{middle:g} {start.top + HIGH:g}L{to:g} {end.top:g}"
    return f'<path class="line" d="{path}" marker-end="url(#arrow)"/>'


def drawn(box: Box, place: Place) -> str:
    """Return a box with what stands in it."""
    kind, round_ = ("disk", 8) if box.disk else ("box", 2)
    middle = place.left + place.width / 2
    return (
        f'<rect class="{kind}" x="{place.left:g}" y="{place.top:g}" width="{place.width:g}" '
        f'height="{HIGH}" rx="{round_}"/>\n'
        f'<text x="{middle:g}" y="{place.top + 26:g}">{box.name}</text>\n'
        f'<text class="small" x="{middle:g}" y="{place.top + 46:g}">{box.told}</text>'
    )


def draw() -> str:
    """Return the drawing."""
    at = places()
    high = TOP + len(ROWS) * (HIGH + GAP) - GAP + TOP
    size = f'viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">',
        f'<title id="t">{TITLE}</title>',
        f'<desc id="d">{TOLD}</desc>',
        f"<style>\n{STYLE}\n</style>",
        HEAD,
        f'<rect class="ground" width="{WIDTH}" height="{high}"/>',
        *(arrow(at[start], at[end]) for start, end in ARROWS),
    ]
    for number, (row, boxes) in enumerate(ROWS):
        high_up = TOP + number * (HIGH + GAP) + 36
        lines.append(f'<text class="row" x="16" y="{high_up}">{row}</text>')
        lines += [drawn(box, at[box.name]) for box in boxes]
    return "\n".join([*lines, "</svg>\n"])


if __name__ == "__main__":
    FILE.write_text(draw(), encoding="utf-8")
