"""Rows of an import held against what came from the same set before.

A row that nobody has changed since becomes what the file says now; what was changed or deleted by
hand stays so, and is told; what the file no longer has is told, and goes only where that is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cardindex.editing import CLAIM, ENTITY, SOURCE, After, Change, Entry, Row, referring
from cardindex.editing.references import mentions
from cardindex.imports.ids import Held
from cardindex.tables import COLUMNS, row_keys
from cardindex.tables.marks import Mark, digest, is_mark, read, written

ORDER = ("entities", "names", "groups", "sources", "claims", "citations")
"""The tables that an import makes rows of."""

CAME = "came_from"


@dataclass
class Again:
    """What an import changes, and what is to be told of it: rows by table.

    ``kept`` were changed by hand, and the file says something else; ``stayed`` were deleted by
    hand; ``vanished`` are no longer in the file; ``pruned`` of these go, but for the ``needed``,
    which rows name that stay.
    """

    changes: list[Change] = field(default_factory=list)
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    stayed: list[tuple[str, str]] = field(default_factory=list)
    vanished: list[tuple[str, Row]] = field(default_factory=list)
    pruned: int = 0
    needed: list[tuple[str, str]] = field(default_factory=list)


Made = Mapping[str, Sequence[tuple[Row, str]]]
"""Rows by table, each with the key under which it came, or nothing where that is its own."""


def against(
    made: Made, held: Held, origin: str, spared: Collection[tuple[str, str]], *, prune: bool
) -> Again:
    """Hold what a file makes against the tables; ``origin`` is what its set is called.

    ``spared``: (table, key) of rows that are in the file, and are left as they are.
    """
    again = Again()
    before: dict[str, dict[str, Row]] = {}
    for row in held.rows(CAME):
        if row[2] == origin and is_mark(row[3]):
            before.setdefault(row[0], {})[row[1]] = row
    for table in ORDER:
        _table(again, table, made.get(table, ()), held, before.get(table, {}), origin)
    left = {
        table: {key: row for key, row in rows.items() if (table, key) not in spared}
        for table, rows in before.items()
    }
    _vanished(again, held, left, prune=prune)
    return again


def keys(table: str, rows: Sequence[Row]) -> list[str]:
    """Return what rows of a table are known by."""
    if not rows:
        return []
    cells = zip(*rows, strict=True)
    return list(row_keys(table, dict(zip(COLUMNS[table], cells, strict=True))))


def _table(
    again: Again,
    table: str,
    made: Sequence[tuple[Row, str]],
    held: Held,
    before: dict[str, Row],
    origin: str,
) -> None:
    rows = [row for row, _ in made]
    now = held.rows(table)
    current = dict(zip(keys(table, now), now, strict=True))
    under = {mark.under: key for key, row in before.items() if (mark := read(row[3])).under}
    for key, (row, came_under) in zip(keys(table, rows), made, strict=True):
        at = key if key in before else under.get(key, key)
        came = before.pop(at, None)
        if came is not None:
            _known(again, table, at, row, came, current.get(at))
        elif key not in current:
            again.changes.append(Change(table, None, row))
            cell = written(Mark(digest(row), came_under))
            again.changes.append(Change(CAME, None, (table, key, origin, cell)))
            again.added[table] = again.added.get(table, 0) + 1


def _known(again: Again, table: str, key: str, row: Row, came: Row, now: Row | None) -> None:
    """Take a row that came before: as it is in the file, as it was changed, or not at all."""
    mark = read(came[3])
    new = digest(row)
    if now is None:
        if new != mark.digest:
            again.stayed.append((table, key))
    elif now != row and digest(now) == mark.digest:
        again.changes.append(Change(table, now, row))
        again.changed[table] = again.changed.get(table, 0) + 1
    elif now != row and new != mark.digest:
        again.kept.append((table, key))
    if new != mark.digest:
        fresh = (*came[:3], written(Mark(new, mark.under)))
        again.changes.append(Change(CAME, came, fresh))


def _vanished(
    again: Again, held: Held, before: Mapping[str, Mapping[str, Row]], *, prune: bool
) -> None:
    """Tell what the file no longer has; with ``prune`` what of it nobody has changed goes."""
    going: dict[tuple[str, Row], Row] = {}
    for table in ORDER:
        left = before.get(table, {})
        if not left:
            continue
        now = held.rows(table)
        current = dict(zip(keys(table, now), now, strict=True))
        for key, came in left.items():
            row = current.get(key)
            if row is not None:
                again.vanished.append((table, row))
            if prune and row is None:
                again.changes.append(Change(CAME, came, None))
            elif prune and row is not None and digest(row) == read(came[3]).digest:
                going[table, row] = came
    for table, row in _needed(going, held, again.changes):
        del going[table, row]
        again.needed.append((table, row[0]))
    for (table, row), came in going.items():
        again.changes.append(Change(table, row, None))
        again.changes.append(Change(CAME, came, None))
    again.pruned = len(going)


def _needed(
    going: Mapping[tuple[str, Row], Row], held: Held, changes: Sequence[Change]
) -> list[tuple[str, Row]]:
    """Return what would go, and is named by what stays: first a claim, then whom it names."""
    after = After(held, Entry("", tuple(changes)))  # type: ignore[arg-type]
    kept: dict[tuple[str, Row], None] = {}
    for kind in (CLAIM, SOURCE, ENTITY):
        ids = {row[0]: row for table, row in going if table == kind}
        if not ids:
            continue
        for table, row in referring(after.rows, kind, ids):
            if (table, row) in going and (table, row) not in kept:
                continue
            for id_ in mentions(row, table, kind):
                if id_ in ids and table != kind:
                    kept[kind, ids[id_]] = None
    return list(kept)
