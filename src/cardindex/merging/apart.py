"""A merged index → one of the indexes that it was made of, as it was."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from cardindex import atomic, inputs, tables
from cardindex.editing import SHAPES, Ledger, Row
from cardindex.editing.live import keys_of
from cardindex.editing.references import mentions, renamed
from cardindex.errors import CardindexError, suggestion
from cardindex.lineage import SELF
from cardindex.merging.naming import KINDS
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
    known_there = _called_there(ledger, came)
    for table in COLUMNS:
        if table == "came_from":
            continue
        rows = _rows(ledger, table, [row for row in came if row[0] == table], known_there)
        if rows or table not in OPTIONAL:
            found[f"{table}.csv"] = tables.render(table, tables.ordered(table, rows)).encode()
    return found


_Called = Mapping[str, Mapping[str, str]]
"""By kind: what ids of the whole are called in the index."""


def _called_there(ledger: Ledger, came: Sequence[Row]) -> _Called:
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    here = {kind: {row[0] for row in ledger.rows(kind)} for kind in KINDS}
    for table, key, _, cell in came:
        if table in KINDS and key in here[table]:
            old = json.loads(cell).get("id", key) if cell.startswith("{") else key
            found[table][key] = old
    return found


def _rows(ledger: Ledger, table: str, came: Sequence[Row], called: _Called) -> list[Row]:
    rows = ledger.rows(table)
    here: Mapping[str, Row] = dict(zip(keys_of(table, rows), rows, strict=True))
    there = {kind: set(names.values()) for kind, names in called.items()}
    found = []
    for _, key, _, cell in came:
        if key in here:
            plain = _anew(table, here[key], called)
            row = _then(table, plain, cell)
            found.append(row if _is_whole(table, row, there) else plain)
    return found


def _is_whole(table: str, row: Row, there: Mapping[str, Collection[str]]) -> bool:
    """Tell whether all that a row names is in the index."""
    return all(
        id_ in there[kind] or id_ == SELF for kind in KINDS for id_ in mentions(row, table, kind)
    )


def _anew(table: str, row: Row, called: _Called) -> Row:
    """Return a row of the whole with the ids of the part, also where these differ in the whole."""
    for kind in KINDS:
        names = called[kind]
        if all(names.get(id_, id_) == id_ for id_ in mentions(row, table, kind)):
            continue
        row = renamed(row, table, kind, lambda id_, names=names: names.get(id_, id_))  # type: ignore[misc]
    return row


def _then(table: str, row: Row, cell: str) -> Row:
    """Return a row as it was, with the cells that differed."""
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
    atomic.refuse_full(folder)
    atomic.write_folder(folder, found)
