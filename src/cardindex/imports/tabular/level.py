"""Rows made even: as many cells as there are headings, and nothing where a program wrote NA."""

from __future__ import annotations

from collections.abc import Iterator

from cardindex.imports.found import Dropped, Found, Guessed
from cardindex.imports.tabular.sheets import Sheet, brief_row
from cardindex.imports.tabular.words import missing


def level(sheet: Sheet, width: int, aside: list[Found]) -> Iterator[tuple[str, list[str]]]:
    """Yield where each row stands and its cells: ``width`` of them, and an empty one more.

    Dropped rows, and values read as empty, go to ``aside``. A row of CSV with more cells than
    headings is dropped: a comma has split one of its cells, and it is not known which.
    """
    nothing = missing()
    for number, cells in sheet.rows:
        at = sheet.at(number)
        if len(cells) > width and any(cells[width:]):
            if sheet.mark == ":":
                why = (
                    f"it has {len(cells)} cells, and the header {width}; put a cell that holds "
                    "what separates cells into quotation marks"
                )
                aside.append(Dropped(at, brief_row(cells), why))
                continue
            aside.append(Dropped(at, brief_row(cells[width:]), "it stands under no heading"))
        row = [*cells[:width], *[""] * (width + 1 - len(cells[:width]))]
        if not nothing.isdisjoint(row):
            told = ", ".join(sorted(nothing & set(row)))
            aside.append(Guessed(f"cells with {told} are taken for empty"))
            row = ["" if cell in nothing else cell for cell in row]
        yield at, row
