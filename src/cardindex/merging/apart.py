"""A whole → one of the indexes that it was made of, as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from cardindex import files, inputs, tables
from cardindex.editing import SHAPES, Ledger, Row
from cardindex.editing.live import key_of
from cardindex.errors import CardindexError, OutputError, suggestion
from cardindex.tables import COLUMNS, OPTIONAL

_COPIES = "merged"


class NotMerged(CardindexError):
    """An index that was not made of the one that is asked for."""


def part(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files of the index that ``name`` is called by in a whole, by their paths.

    What was edited in the whole is in them, but for what the whole has of its own. Raises
    InvalidIndex where the whole cannot be read, and NotMerged.
    """
    ledger = Ledger.open(folder)
    home = folder / _COPIES / name
    known = sorted(each.name for each in (folder / _COPIES).glob("*") if each.is_dir())
    if name not in known:
        mend = suggestion(name, known) or (f"; it was made of {', '.join(known)}" if known else "")
        raise NotMerged(f'{folder} was not made of an index "{name}"{mend}')
    came = [row for row in ledger.rows("came_from") if row[2] == name]
    found = {
        path.relative_to(home).as_posix(): inputs.contents(path)
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }
    for table in COLUMNS:
        if table == "came_from":
            continue
        rows = _rows(ledger, table, [row for row in came if row[0] == table])
        if rows or table not in OPTIONAL:
            found[f"{table}.csv"] = tables.render(table, tables.ordered(table, rows)).encode()
    return found


def _rows(ledger: Ledger, table: str, came: Sequence[Row]) -> list[Row]:
    here: Mapping[str, Row] = {key_of(table, row): row for row in ledger.rows(table)}
    return [_then(table, here[key], cell) for _, key, _, cell in came if key in here]


def _then(table: str, row: Row, cell: str) -> Row:
    """Return a row as it was: with the cells that differed."""
    if not cell.startswith("{"):
        return row
    told = json.loads(cell)
    columns = SHAPES[table]
    return tuple(told.get(column, now) for column, now in zip(columns, row, strict=True))


def rows_of(found: Mapping[str, bytes], table: str) -> list[Row]:
    """Return the rows of a table among the files of a part."""
    data = found.get(f"{table}.csv")
    parsed = tables.parse(table, data)[0] if data else None
    return list(parsed.rows()) if parsed else []


def write(found: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a part to a new folder, all or nothing. Raises OutputError."""
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            f"{folder}: is not empty; name a new folder, so that nothing is overwritten"
        )
    with files.replacing(folder) as place:
        for name, data in found.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
