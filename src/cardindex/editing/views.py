"""The tables that an operation reads: those of a ledger, or a ledger with an unwritten entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from cardindex.editing.entries import SHAPES, Change, Entry, Row, folded_together
from cardindex.editing.live import key_of
from cardindex.tables import marks


class Tables(Protocol):
    """What holds tables: the ledger, and what ``after`` returns."""

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table."""

    def row(self, table: str, id_: str) -> Row | None:
        """Return a row by its first cell: that of an entity, a source, a claim."""


class After:
    """Tables with an entry's changes, none of which is written."""

    def __init__(self, tables: Tables, entry: Entry) -> None:
        self._tables = tables
        self._changes: dict[str, list[Change]] = {}
        for each in entry.changes:
            self._changes.setdefault(each.table, []).append(each)
        self._rows: dict[str, list[Row]] = {}

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table as they would be; new ones stand last."""
        if table not in self._changes:
            return self._tables.rows(table)
        if table not in self._rows:
            some = self._changes[table]
            ends = {each.before: each.after for each in some if each.before is not None}
            found = (ends.get(row, row) for row in self._tables.rows(table))
            fresh = (each.after for each in some if each.before is None)
            self._rows[table] = [row for row in (*found, *fresh) if row is not None]
        return self._rows[table]

    def row(self, table: str, id_: str) -> Row | None:
        """Return a row by its first cell."""
        return self._by_id[table].get(id_)

    @cached_property
    def _by_id(self) -> Mapping[str, Mapping[str, Row]]:
        return _ById(self)


class _ById(dict[str, dict[str, Row]]):
    """The rows of each table by their first cells, gathered as they are asked for."""

    def __init__(self, after: After) -> None:
        super().__init__()
        self._after = after

    def __missing__(self, table: str) -> dict[str, Row]:
        self[table] = {row[0]: row for row in self._after.rows(table)}
        return self[table]


def cells(table: str, row: Row) -> dict[str, str]:
    """Return the cells of a row by their columns."""
    return dict(zip(SHAPES[table], row, strict=True))


def told(
    tables: Tables,
    what: str,
    changes: Iterable[Change],
    notes: Iterable[str] = (),
    *,
    renaming: bool = False,
) -> Entry:
    """Return an entry, with the rows of came_from.csv that follow the rows that it changes.

    ``renaming``: only ids change, which is no edit of imported rows.
    """
    whole = folded_together(changes)
    return Entry(
        what,
        folded_together((*whole, *_followed(tables, whole, renaming=renaming))),
        tuple(dict.fromkeys(filter(None, notes))),
    )


def _followed(tables: Tables, changes: Sequence[Change], *, renaming: bool) -> Iterator[Change]:
    """Yield the changes of came_from.csv as the keys of its rows change.

    The entry of an imported row stays after the row is deleted, so that no import brings it back.
    """
    origins: dict[tuple[str, str], list[Row]] = {}
    for row in tables.rows("came_from"):
        origins.setdefault((row[0], row[1]), []).append(row)
    if not origins:
        return
    known = {row[:3] for row in tables.rows("came_from")}
    touched = {each.before for each in changes if each.table == "came_from"}
    for each in changes:
        if each.before is None or each.table == "came_from":
            continue
        key = key_of(each.table, each.before)
        new = key_of(each.table, each.after) if each.after is not None else ""
        for row in origins.get((each.table, key), ()):
            if row in touched or (not new and marks.is_mark(row[3])):
                continue
            moved = (row[0], new, row[2], _mark(row[3], each, key, new, renaming=renaming))
            if moved == row:
                continue
            stays = bool(new) and (new == key or moved[:3] not in known)
            known.add(moved[:3])
            yield Change("came_from", row, moved if stays else None)


def _mark(cell: str, change: Change, key: str, new: str, *, renaming: bool) -> str:
    """Return the new cell on how an imported row came, now that the row is edited."""
    if not marks.is_mark(cell) or change.before is None or change.after is None:
        return cell
    mark = marks.read(cell)
    if renaming and mark.digest == marks.digest(change.before):
        mark = mark._replace(digest=marks.digest(change.after))
    return marks.written(mark._replace(under=mark.under or (key if new != key else "")))
