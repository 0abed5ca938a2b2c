"""A workbook (XLSX, XLS, ODS) → its sheets, each cell as the text that one sees."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardindex.errors import suggestion
from cardindex.extraction import packages
from cardindex.extraction.extract import Unreadable as Swollen
from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped, Guessed
from cardindex.imports.tabular.foreign import what
from cardindex.imports.tabular.sheets import Row, Sheet
from cardindex.workbooks.lost import lost

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_Merged = Mapping[tuple[int, int], tuple[int, int]]


def names(path: Path, contents: bytes) -> list[str]:
    """Return what the sheets of a workbook are called; raises Unreadable for what is none."""
    return list(_opened(path, contents).sheet_names)


def sheets(path: Path, contents: bytes, wanted: str = "") -> list[Sheet]:
    """Return the sheets of a workbook that hold something, or the one that is ``wanted``.

    Raises Unreadable for what is no workbook, and where there is no such sheet.
    """
    book = _opened(path, contents)
    known = list(book.sheet_names)
    if wanted:
        chosen = [name for name in known if name.strip().casefold() == wanted.strip().casefold()]
        if not chosen:
            hint = suggestion(wanted, known) or ""
            message = f'{path}: it has no sheet "{wanted}"{hint}; it has {_quoted(known)}'
            raise Unreadable(message)
        known = chosen
    found = _read(path, book, contents, known)
    full = [sheet for sheet in found if sheet is not None]
    if not full:
        message = f"{path}: there is nothing in {_quoted(known)}; look whether it was saved"
        raise Unreadable(message)
    return full


def _read(
    path: Path, book: CalamineWorkbook, contents: bytes, known: Sequence[str]
) -> list[Sheet | None]:
    from python_calamine import CalamineError  # noqa: PLC0415 - heavy

    try:
        without = lost(contents)
        return [_sheet(book.get_sheet_by_name(name), without.get(name, {})) for name in known]
    except (CalamineError, ValueError, OSError, zlib.error) as error:
        message = f"{path}: it is broken ({error}); open it in its program and save it anew"
        raise Unreadable(message) from error


def _opened(path: Path, contents: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - heavy

    try:
        if contents.startswith(b"PK"):
            packages.opened(contents).close()  # a ZIP bomb is refused
        return CalamineWorkbook.from_filelike(BytesIO(contents))
    except Swollen as error:
        message = f"{path}: {error}"
        raise Unreadable(message) from error
    except (CalamineError, ValueError, OSError) as error:
        told = what(contents) if not contents.startswith(b"PK") else ""
        text = "" if contents[:4096].count(0) else "a text; if it is a table: cardindex import csv"
        reason = f"it is {told or text}" if told or text else f"{error}"
        message = f"{path}: it is no workbook ({reason}); save it as XLSX, without a password"
        raise Unreadable(message) from error


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _sheet(sheet: CalamineSheet, without: Mapping[tuple[int, int], str]) -> Sheet | None:
    cells = sheet.to_python(skip_empty_area=False)
    if not any(cell != "" for row in cells for cell in row):
        return None
    merged = _merged(sheet.merged_cell_ranges or ())
    told: list[Guessed | Dropped] = []
    if any(first[0] != row for (row, _), first in merged.items()):
        told.append(Guessed(f"{sheet.name}: cells merged over several rows count for each of them"))
    kinds = {type(cell) for row in cells for cell in row}
    if kinds & {date, datetime}:
        told.append(Guessed(
            f"{sheet.name}: cells that the spreadsheet keeps as dates are taken by their day "
            "(where only a month was typed, the 1st is the spreadsheet's)"
        ))  # fmt: skip
    for (line, _), lacks in without.items():
        at = f"{sheet.name}!{line}" if line else sheet.name
        told.append(Dropped(at, "a cell", f"there is {lacks} in it; write the value as text"))
    return Sheet(sheet.name, _rows(cells, merged), mark="!", told=told)


def _merged(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> _Merged:
    """Return for each cell of a merged range, but the first, the one that has its value.

    Cells that are merged over columns alone are a heading over several, and stay as they are.
    """
    return {
        (row, first[1]): first
        for first, last in ranges
        for row in range(first[0] + 1, min(last[0], first[0] + _MOST_MERGED) + 1)
    }


_MOST_MERGED = 100_000


def _rows(cells: Sequence[Sequence[Any]], merged: _Merged) -> Iterator[Row]:
    for at, row in enumerate(cells):
        found = [_text(cell) for cell in row]
        if any(found) and merged:
            for place, cell in enumerate(found):
                if not cell and (first := merged.get((at, place))):
                    found[place] = _text(cells[first[0]][first[1]])
        if any(found):
            yield at + 1, found


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a sheet holds
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
