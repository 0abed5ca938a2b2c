"""A matrix → claims: who is linked to whom by the cell where row and column meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cardindex.folding import folded
from cardindex.imports.found import Dropped, Found, FoundClaim, FoundRelation, Guessed, Read
from cardindex.imports.tabular.ends import Ends, meet
from cardindex.imports.tabular.sheets import Row, Sheet
from cardindex.imports.tabular.words import missing, words

_NUMBER = re.compile(r"[-+]?[0-9]*[.,]?[0-9]+(?:[eE][-+]?[0-9]+)?")


def is_matrix(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Tell whether a table is a matrix: names above and at the left, numbers or marks between.

    ``rows``: the first of them, of a square one best all.
    """
    labels = [label for label in header[1:] if label]
    if len(labels) < 2 or not rows or len(set(labels)) != len(labels):
        return False
    firsts = [cells[0] for _, cells in rows]
    inside = [cell for _, cells in rows for cell in cells[1:]]
    filled = [cell for cell in inside if cell]
    if not all(firsts) or not all(map(_is_value, filled)):
        return False
    square = set(firsts) <= set(labels)
    # A table of figures has a word in the corner of its header: it is no matrix.
    return square or (not header[0] and not all(map(_is_value, labels)))


def claims(sheet: Sheet, header: Sequence[str], ends: Ends, relation: str) -> Iterator[Found]:
    """Yield the claims of a matrix: rows are linked to columns.

    One that is the same on both sides of its diagonal is of a relation that runs both ways, and so
    is one of which one side is empty.
    """
    read = _Cells(header)
    count = 0
    for number, cells in sheet.rows:
        count += 1
        yield from _row(read, sheet, number, cells)
    both_ways = _mirrored(read)
    if not both_ways and _half(read):
        yield Guessed("one half of the matrix is empty: its links are taken to run both ways")
        yield FoundRelation(relation, symmetric=True)
    elif both_ways:
        yield FoundRelation(relation, symmetric=True)
    for label in dict.fromkeys([*read.lines, *filter(None, header[1:])]):
        if (label, "", "") not in ends.known:
            yield from meet(ends, label, "", "", sheet.at(read.lines.get(label, 1)))
    place = read.place
    alone = set(read.values.values()) == {"1"}
    for (who, whom), value in read.values.items():
        if both_ways and place[who] > place[whom]:
            continue
        one, other = (ends.known.get((label, "", "")) for label in (who, whom))
        if one is not None and other is not None:
            quantity = "" if alone or not _NUMBER.fullmatch(value) else value
            text = "" if _NUMBER.fullmatch(value) else value
            at = sheet.at(read.lines[who])
            yield FoundClaim(one, relation, other, text=text, quantity=quantity, at=at)
    yield Read(count, "row")


def _mirrored(read: _Cells) -> bool:
    return (
        read.square
        and bool(read.values)
        and all(read.values.get((whom, who)) == cell for (who, whom), cell in read.values.items())
    )


@dataclass
class _Cells:
    """The cells of a matrix that say something, by the labels of row and column."""

    header: Sequence[str]
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def place(self) -> dict[str, int]:
        """Return the column of each label."""
        return {label: at for at, label in enumerate(self.header)}

    @property
    def square(self) -> bool:
        """Tell whether all rows are columns, too."""
        return self.lines.keys() <= set(self.header[1:])


def _row(read: _Cells, sheet: Sheet, number: int, cells: Sequence[str]) -> Iterator[Dropped]:
    who, at = cells[0], sheet.at(number)
    if not who:
        yield Dropped(at, "a row of the matrix", "its first cell, which says whose it is, is empty")
        return
    if who in read.lines:
        yield Dropped(at, who, f"the matrix has a row of {who} already")
        return
    read.lines[who] = number
    extra = len(cells) > len(read.header) and any(cells[len(read.header) :])
    if extra:
        yield Dropped(at, who, f"the row has {len(cells)} cells, and the header {len(read.header)}")
        return
    for whom, cell in zip(read.header[1:], cells[1:], strict=False):
        if not _links(cell):
            continue
        if not whom:
            yield Dropped(at, f"{who}: {cell}", "the cell stands under no heading")
        elif who == whom:
            yield Dropped(at, f"{who}: {cell}", f"the diagonal links {who} to itself")
        else:
            read.values[who, whom] = "1" if folded(cell) in words("yes") else _plain(cell)


def _links(cell: str) -> bool:
    """Tell whether a cell says that there is a link: anything but nothing, zero and no."""
    if not cell or folded(cell) in words("no") or cell in missing():
        return False
    return not _NUMBER.fullmatch(cell) or float(cell.replace(",", ".")) != 0


def _plain(cell: str) -> str:
    return re.sub(r"\.0+$", "", cell)


def _is_value(cell: str) -> bool:
    if _NUMBER.fullmatch(cell) or cell in missing():
        return True
    return folded(cell) in words("yes") | words("no")


def _half(read: _Cells) -> bool:
    """Tell whether all that a square matrix says stands on one side of its diagonal."""
    if not read.square:
        return False
    place = read.place
    sides = {place[who] < place[whom] for who, whom in read.values}
    return len(sides) == 1 and len(read.values) > len(place) / 2
