"""What a table is: a list of links, a list of nodes, a matrix, or pairs without a known heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Literal

from cardindex.imports.found import Dropped, Guessed
from cardindex.imports.tabular import columns as headings
from cardindex.imports.tabular.columns import Columns, Mapped
from cardindex.imports.tabular.joined import joined, parted
from cardindex.imports.tabular.matrix import is_matrix
from cardindex.imports.tabular.sheets import Row, Sheet, brief_row
from cardindex.imports.tabular.spells import order_of
from cardindex.imports.tabular.words import synonyms
from cardindex.tables.headers import header_of

Shape = Literal["links", "nodes", "matrix", ""]

_PEEKED = 200  # rows that tell what a table is
_WIDTH = 3  # of two ends, and the number of the row
_ABOVE = 15  # rows that may stand above a header: a title, a comment
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PAIR = ("from", "to", "quantity")


@dataclass(frozen=True)
class Table:
    """A sheet whose shape is known, its rows those below the header; "" where nobody knows.

    ``sure``: a heading tells what it is, and nobody has said what it was to be. ``order``: that of
    the numbers in its dates, if its first rows tell.
    """

    shape: Shape
    sheet: Sheet
    header: tuple[str, ...]
    columns: Columns | None = None
    sure: bool = True
    order: str = ""


def table(sheet: Sheet, mapped: Mapped, wanted: Shape = "") -> Table:
    """Find the header of a sheet and what it is; ``wanted``: what it was said to be."""
    first = list(islice(sheet.rows, _PEEKED))
    if first and not wanted and (apart := _parted(sheet, first, mapped)):
        return apart
    plain = [(number, _uncommented(cells)) for number, cells in first]
    square = _matrix(plain, square=True) if not wanted else False
    for at, (_, cells) in enumerate(plain[:_ABOVE] if not square else ()):
        shape, columns = _known(header_of(cells), mapped, wanted)
        # A single known word is not enough for a header: a row of data may contain it.
        if columns and (at == 0 or len(columns.places) > 1):
            return _made(sheet, shape, columns, first, at)
    if not wanted and not square and _is_counted(plain):
        rows = ((line, cells[1:]) for line, cells in chain(first, sheet.rows))
        what = "the column number 1, which counts rows"
        lost = Dropped(sheet.at(first[0][0]), what, "it has no heading")
        return table(replace(sheet, rows=rows, told=[*sheet.told, lost]), mapped)
    if square or (not wanted and _matrix(plain, square=False)):
        rest = replace(sheet, rows=chain(first[1:], sheet.rows))
        return Table("matrix", rest, tuple(header_of(plain[0][1])))
    if not wanted and (pairs := _pairs(sheet, first, plain)):
        return pairs
    header = tuple(header_of(plain[0][1])) if plain else ()
    rest = replace(sheet, rows=chain(first, sheet.rows))
    return Table("", rest, header, sure=not wanted)


def _made(sheet: Sheet, shape: Shape, columns: Columns, first: list[Row], at: int) -> Table:
    """Return a table whose header is the row ``at`` (-1: it has none); rows above are told."""
    above = [
        Dropped(sheet.at(line), brief_row(row), "it stands above the header")
        for line, row in first[: max(at, 0)]
    ]
    where = sheet.at(first[max(at, 0)][0])
    lost = [Dropped(where, what, why) for what, why in headings.lost(columns).items()]
    below = first[at + 1 :]
    order = order_of(
        cells[place]
        for meaning in ("when", "start", "end", *synonyms("datings"))
        for place in columns.places.get(meaning, ())
        for _, cells in below
        if place < len(cells)
    )
    told: list[Guessed | Dropped] = [*sheet.told, *above, *lost]
    width = len(columns.header)
    if len(below) > 1 and all(len(cells) == width + 1 for _, cells in below):
        told.append(Guessed(
            f"{sheet.name}: its rows have one cell more than its header: the first is taken for "
            "the name of the row, as R writes it"
        ))  # fmt: skip
        named = ((line, cells[1:]) for line, cells in chain(below, sheet.rows))
        return Table(shape, replace(sheet, rows=named, told=told), columns.header, columns)
    if order:
        told.append(Guessed(f"{sheet.name}: dates such as 03/04/1971 have the {order}"))
    rows = chain(below, sheet.rows)
    found = replace(sheet, rows=rows, told=told)
    return Table(shape, found, columns.header, columns, order=order)


def _uncommented(cells: list[str]) -> list[str]:
    """Return a row without the # or % that opens a comment, in which a header may stand."""
    return [cells[0].lstrip("#% "), *cells[1:]] if cells[0][:1] in {"#", "%"} else cells


def _known(header: list[str], mapped: Mapped, wanted: Shape) -> tuple[Shape, Columns | None]:
    if wanted != "nodes" and (found := headings.links(header, mapped)):
        return "links", found
    return "nodes", headings.nodes(header, mapped)


def _parted(sheet: Sheet, first: list[Row], mapped: Mapped) -> Table | None:
    """Return a table of Cytoscape's edges, whose ends are joined in one cell; None of others."""
    header = header_of(first[0][1])
    found = joined(header)
    if found is None or headings.links(header, mapped) is not None:
        return None
    named = ["source", "interaction", "target", *(header[at] for at in found.others)]
    columns = headings.links(named, mapped)
    rows = parted(chain(first[1:], sheet.rows), found)
    below = list(islice(rows, _PEEKED))
    if columns is None or not any(cells[2] for _, cells in below):
        return None
    apart = replace(sheet, rows=rows)
    return _made(apart, "links", columns, [(first[0][0], named), *below], 0)


def _is_counted(rows: Sequence[Row]) -> bool:
    """Tell whether rows of two cells have their number before them, as R writes it."""
    numbers = [cells[0] for _, cells in rows[1:]]
    counted = any(numbers == list(map(str, range(by, len(numbers) + by))) for by in (0, 1))
    header = header_of(rows[0][1]) if rows else []
    return bool(numbers) and counted and len(header) == _WIDTH and not header[0]


def _matrix(rows: Sequence[Row], *, square: bool) -> bool:
    if len(rows) < 2:
        return False
    header = header_of(rows[0][1])
    if square and not {cells[0] for _, cells in rows[1:]} <= set(header[1:]):
        return False
    return is_matrix(header, rows[1:])


def _pairs(sheet: Sheet, first: list[Row], plain: list[Row]) -> Table | None:
    """Return a table of two columns, or of two and a number, whose headings nobody knows."""
    above = [at for at, (_, cells) in enumerate(first) if cells[0][:1] in {"#", "%"}]
    start = above[-1] + 1 if above == list(range(len(above))) and above else 0
    body = [header_of(cells) for _, cells in first[start:]]
    widths = {len(cells) for cells in body}
    if not body or not widths <= {2, 3} or len(widths) > 1:
        return None
    width = widths.pop()
    if width == 3 and (len(body) < 2 or not all(_NUMBER.fullmatch(cells[2]) for cells in body[1:])):
        return None
    seen = {cell for cells in body[1:] for cell in cells[:2]}
    numbers = all(_NUMBER.fullmatch(cell) for cell in body[0])
    headed = not numbers and not seen & set(body[0][:2]) and len(body) > 1
    if width == 3 and headed and _NUMBER.fullmatch(body[0][2]):
        headed = False
    header = _unique(body[0]) if headed else list(_PAIR[:width])
    said = {meaning: (heading,) for meaning, heading in zip(_PAIR, header, strict=False)}
    columns = headings.links(header, said)
    if columns is None:  # a header cannot be distinguished from data here
        return None
    shown = " | ".join(plain[start][1][:width])
    guess = Guessed(
        f"{sheet.name}: its first row ({shown}) is taken for a header, and its columns for the two "
        'ends of links; where it is a link itself, put "Source,Target" above it'
        if headed
        else f"{sheet.name}: it is taken to have no header, and its two columns for ends of links"
    )
    found = replace(sheet, told=[*sheet.told, guess])
    made = _made(found, "links", columns, first, start if headed else start - 1)
    return replace(made, sure=False)


def _unique(header: list[str]) -> list[str]:
    return [heading if header.index(heading) == at else f"{heading} {at + 1}"
            for at, heading in enumerate(header)]  # fmt: skip
