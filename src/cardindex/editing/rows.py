"""The rows of one table in memory, in canonical order: found, changed, and written as text."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from cardindex.brief import shortened
from cardindex.editing.entries import BIBLIOGRAPHY, SHAPES, Change, Row, file_of, line
from cardindex.errors import CardindexError
from cardindex.tables import (
    Table,
    bibliography,
    comma_separated,
    is_sorted,
    lasting_keys,
    ordered,
    row_texts,
    sort_keys,
)

_MANY = 1_000  # changes from which on sorting is quicker than finding each one's place
_LONG = 300  # characters of a row that is told


class RowsChanged(CardindexError):
    """An entry that does not fit the rows as they are; ``changes`` are those that do not."""

    def __init__(self, changes: Sequence[Change], why: str = "") -> None:
        self.changes = tuple(changes)
        head = [why] if why else []
        told = "\n".join(
            head + [f"{file_of(each.table)} has no row {_told(each)}" for each in changes[:20]]
        )
        more = len(changes) - 20
        super().__init__(f"{told}\n… and {more:,} more" if more > 0 else told)


class Rows:
    """The rows of a table, or of the bibliography, in canonical order; never changed in place."""

    def __init__(self, table: str, rows: Sequence[Row]) -> None:
        self.table, self.rows = table, rows

    @classmethod
    def of(cls, table: Table) -> Rows:
        """Return the rows of a table that was read."""
        rows = list(table.rows())
        in_order = is_sorted(sort_keys(table.name, table.columns))
        return cls(table.name, rows if in_order else ordered(table.name, rows))

    @classmethod
    def of_bibliography(cls, read: bibliography.Bibliography) -> Rows:
        """Return the entries of a bibliography as rows."""
        rows = ((str(each["id"]), bibliography.entry_text(each)) for each in read.entries)
        return cls(BIBLIOGRAPHY, sorted(rows, key=lambda row: row[0]))

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by their first cell: the ids of entities, sources and claims."""
        return {row[0]: row for row in self.rows}

    @cached_property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The columns by name."""
        names = SHAPES[self.table]
        cells = list(zip(*self.rows, strict=True)) or [()] * len(names)
        return dict(zip(names, cells, strict=True))

    def holds(self, row: Row) -> bool:
        """Tell whether the table has this very row."""
        return self._position(row) is not None

    def line_of(self, row: Row) -> int:
        """Return the line on which a row starts in the canonical file; 0 if there is none."""
        at = self._position(row)
        if at is None:
            return 0
        return at + 2 + (sum(each.count("\n") for each in self._lines[:at]) if self._folds else 0)

    def changed(self, changes: Iterable[Change]) -> Rows:
        """Return the rows with all of these changes. Raises RowsChanged if one does not fit."""
        changes = tuple(changes)
        if len(changes) > _MANY:
            return self._changed_at_once(changes)
        new = Rows(self.table, list(self.rows))
        rows, keys, lines = list(self.rows), list(self._keys), list(self._lines)
        new.rows, new.__dict__["_keys"], new.__dict__["_lines"] = rows, keys, lines
        amiss = []
        for change in changes:
            if change.before is None:
                continue
            at = new._position(change.before)
            if at is None:
                amiss.append(change)
            else:
                del rows[at], keys[at], lines[at]
        if amiss:
            raise RowsChanged(amiss)
        for row in (change.after for change in changes if change.after is not None):
            key = self._key(row)
            at = bisect_left(keys, key)
            while at < len(rows) and keys[at] == key and rows[at] < row:
                at += 1
            rows.insert(at, row)
            keys.insert(at, key)
            lines.insert(at, line(self.table, row))
        return new

    def _changed_at_once(self, changes: Sequence[Change]) -> Rows:
        """Return the rows with many changes: all sorted anew, and not put in one by one."""
        left = Counter(self.rows)
        amiss = []
        for change in changes:
            if change.before is not None:
                if left[change.before]:
                    left[change.before] -= 1
                else:
                    amiss.append(change)
        if amiss:
            raise RowsChanged(amiss)
        rows = [*left.elements(), *(it.after for it in changes if it.after is not None)]
        keys = self._keys_of(rows)
        order = sorted(range(len(rows)), key=lambda at: (keys[at], rows[at]))
        new = Rows(self.table, [rows[at] for at in order])
        new.__dict__["_keys"] = [keys[at] for at in order]
        return new

    def text(self) -> str:
        """Return the text of the file, as ``cardindex fmt`` writes it."""
        if self.table == BIBLIOGRAPHY:
            return bibliography.canonical(json.loads(row[1]) for row in self.rows)
        header = comma_separated(SHAPES[self.table], [])
        return header + "".join(f"{each}\n" for each in self._lines)

    def _key(self, row: Row) -> tuple[str, ...]:
        return self._keys_of([row])[0]

    def _keys_of(self, rows: Sequence[Row]) -> list[tuple[str, ...]]:
        if self.table == BIBLIOGRAPHY:
            return [row[:1] for row in rows]
        cells = zip(*rows, strict=True) if rows else [()] * len(SHAPES[self.table])
        columns = dict(zip(SHAPES[self.table], cells, strict=True))
        return list(zip(*lasting_keys(self.table, columns), strict=True))

    def _position(self, row: Row) -> int | None:
        key = self._key(row)
        at = bisect_left(self._keys, key)
        while at < len(self.rows) and self._keys[at] == key:
            if self.rows[at] == row:
                return at
            at += 1
        return None

    @cached_property
    def _keys(self) -> list[tuple[str, ...]]:
        return self._keys_of(self.rows)

    @cached_property
    def _lines(self) -> list[str]:
        if self.table == BIBLIOGRAPHY:
            return [row[1] for row in self.rows]
        return row_texts(zip(*self.rows, strict=True))

    @cached_property
    def _folds(self) -> bool:
        return any("\n" in each for each in self._lines)


def _told(change: Change) -> str:
    return shortened(line(change.table, change.before or ()), _LONG)
