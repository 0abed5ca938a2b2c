"""A second import of the same set: its rows compared with those of the first.

A row that nobody has edited is brought up to date. A row that was edited or deleted by hand stays
so, and is told. A row that the file lacks now is told, and deleted only if that is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cardindex.editing import (
    BIBLIOGRAPHY,
    CLAIM,
    ENTITY,
    SOURCE,
    After,
    Change,
    Entry,
    Row,
    referring,
)
from cardindex.editing.live import keys_of
from cardindex.editing.references import mentions
from cardindex.imports.aside import Packed, in_batches
from cardindex.imports.ids import Held
from cardindex.tables.marks import Mark, digest, is_mark, read, written

ORDER = ("entities", "names", "groups", "sources", "claims", "citations")
"""The tables that an import makes rows of."""

CAME = "came_from"


@dataclass
class Again:
    """What an import changes, and rows by table to be told.

    ``kept``: edited by hand, and the file says something else; ``stayed``: deleted by hand;
    ``vanished``: missing from the file; ``pruned``: those of them that are deleted; ``needed``:
    those that stay because other rows name them.
    """

    changes: list[Change] | Packed[Change] = field(default_factory=list)
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    stayed: list[tuple[str, str]] = field(default_factory=list)
    vanished: list[tuple[str, Row]] = field(default_factory=list)
    pruned: int = 0
    needed: list[tuple[str, str]] = field(default_factory=list)


Made = Mapping[str, Iterable[tuple[Row, str]]]
"""Rows by table, each with the key under which it came, or nothing where that is its own."""


def against(
    made: Made,
    held: Held,
    origin: str,
    spared: Collection[tuple[str, str]],
    *,
    prune: bool,
    large: bool = False,
) -> Again:
    """Hold what a file makes against the tables; ``origin`` is what its set is called.

    ``spared``: (table, key) of rows that are in the file, and are left as they are. The changes of
    what is ``large`` lie in a file aside.
    """
    again = Again(Packed((), _flat, _whole) if large else [])
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


def _flat(change: Change) -> tuple[str, Row | None, Row | None]:
    return change.table, change.before, change.after


def _whole(flat: tuple[str, Row | None, Row | None]) -> Change:
    return Change(*flat)


def _table(
    again: Again,
    table: str,
    made: Iterable[tuple[Row, str]],
    held: Held,
    before: dict[str, Row],
    origin: str,
) -> None:
    now = held.rows(table)
    current = dict(zip(keys_of(table, now), now, strict=True))
    under = {mark.under: key for key, row in before.items() if (mark := read(row[3])).under}
    for key, (row, came_under) in _with_keys(table, made):
        at = key if key in before else under.get(key, key)
        came = before.pop(at, None)
        if came is not None:
            _known(again, table, at, row, came, current.get(at))
        elif key not in current:
            again.changes.append(Change(table, None, row))
            cell = written(Mark(digest(row), came_under))
            again.changes.append(Change(CAME, None, (table, key, origin, cell)))
            again.added[table] = again.added.get(table, 0) + 1


def _with_keys(
    table: str, made: Iterable[tuple[Row, str]]
) -> Iterator[tuple[str, tuple[Row, str]]]:
    for batch in in_batches(made):
        yield from zip(keys_of(table, [row for row, _ in batch]), batch, strict=True)


def _known(again: Again, table: str, key: str, row: Row, came: Row, now: Row | None) -> None:
    """Decide on a row that came before: take the file's, keep the edited one, or drop it."""
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
        fresh = (*came[:3], written(mark._replace(digest=new)))
        again.changes.append(Change(CAME, came, fresh))


def with_entries(again: Again, made: Iterable[Row], held: Held, origin: str) -> None:
    """Take in the entries of the bibliography, each with the source that it is of."""
    now = {row[0]: row for row in held.rows(BIBLIOGRAPHY)}
    came = {row[1]: row for row in held.rows(CAME) if row[0] == SOURCE and row[2] == origin}
    fresh = {
        each.after[1]: at
        for at, each in enumerate(again.changes)
        if each.after is not None and each.after[:1] == (SOURCE,) and each.table == CAME
    }
    for row in made:
        mark, current = read(came.get(row[0], ("",) * 4)[3]), now.get(row[0])
        new = _entry(again, row, current, mark)
        if row[0] in fresh:
            at = fresh[row[0]]
            again.changes[at] = _with_entry(again.changes[at], new)
        elif row[0] in came and mark.entry != new:
            old = came[row[0]]
            again.changes.append(_with_entry(Change(CAME, old, old), new))


def _entry(again: Again, row: Row, current: Row | None, mark: Mark) -> str:
    """Take one entry as it is in the file, or leave it as it was changed; return its digest."""
    new = entry_digest(row)
    if current is None and not mark.entry:
        again.changes.append(Change(BIBLIOGRAPHY, None, row))
        again.added[BIBLIOGRAPHY] = again.added.get(BIBLIOGRAPHY, 0) + 1
    elif current is None:
        if mark.entry != new:
            again.stayed.append((BIBLIOGRAPHY, row[0]))
    elif current != row and mark.entry == entry_digest(current):
        again.changes.append(Change(BIBLIOGRAPHY, current, row))
        again.changed[BIBLIOGRAPHY] = again.changed.get(BIBLIOGRAPHY, 0) + 1
    elif current != row and mark.entry != new:
        again.kept.append((BIBLIOGRAPHY, row[0]))
    return new


def entry_digest(row: Row) -> str:
    """Return the digest of what an entry says, whatever its source is called."""
    return digest((json.dumps({**json.loads(row[1]), "id": ""}, ensure_ascii=False),))


def _with_entry(change: Change, entry: str) -> Change:
    after = change.after or ()
    cell = written(read(after[3])._replace(entry=entry))
    return Change(change.table, change.before, (*after[:3], cell))


def _vanished(
    again: Again, held: Held, before: Mapping[str, Mapping[str, Row]], *, prune: bool
) -> None:
    """Tell what the file no longer has; with ``prune`` what of it nobody has changed goes."""
    going: dict[tuple[str, Row], Row] = {}
    entries = {row[0]: row for row in held.rows(BIBLIOGRAPHY)}
    for table in ORDER:
        listed = entries if table == SOURCE else {}
        left = before.get(table, {})
        if not left:
            continue
        now = held.rows(table)
        current = dict(zip(keys_of(table, now), now, strict=True))
        for key, came in left.items():
            row = current.get(key)
            if row is not None:
                again.vanished.append((table, row))
            if prune and row is None:
                again.changes.append(Change(CAME, came, None))
            elif prune and row is not None and _is_as_it_came(row, came, listed.get(row[0])):
                going[table, row] = came
    for table, row in _needed(going, held, again.changes):
        del going[table, row]
        again.needed.append((table, row[0]))
    for (table, row), came in going.items():
        again.changes.append(Change(table, row, None))
        if table == SOURCE and row[0] in entries:
            again.changes.append(Change(BIBLIOGRAPHY, entries[row[0]], None))
        again.changes.append(Change(CAME, came, None))
    again.pruned = len(going)


def _is_as_it_came(row: Row, came: Row, entry: Row | None) -> bool:
    """Tell whether nobody has changed a row, nor its entry in the bibliography."""
    mark = read(came[3])
    whole = entry is None or entry_digest(entry) == mark.entry
    return whole and digest(row) == mark.digest


def _needed(
    going: Mapping[tuple[str, Row], Row], held: Held, changes: Sequence[Change]
) -> list[tuple[str, Row]]:
    """Return what would go, and is named by what stays: first a claim, then whom it names."""
    if not going:
        return []
    after = After(held, Entry("", tuple(changes)))  # type: ignore[arg-type]
    kept: dict[tuple[str, Row], None] = {}
    for kind in (CLAIM, SOURCE, ENTITY):
        ids = {row[0]: row for table, row in going if table == kind}
        if not ids:
            continue
        for table, row in referring(after.rows, kind, ids):
            if table == BIBLIOGRAPHY or ((table, row) in going and (table, row) not in kept):
                continue
            for id_ in mentions(row, table, kind):
                if id_ in ids and table != kind:
                    kept[kind, ids[id_]] = None
    return list(kept)
