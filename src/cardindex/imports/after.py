"""An index as it would be after an import: its tables, their problems, their files.

Rows may lie in temporary files; then no table is in memory whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path

from cardindex import tables
from cardindex.checks import CHECKS, Draft
from cardindex.editing import BIBLIOGRAPHY, Change, Row
from cardindex.editing.entries import file_of
from cardindex.errors import Problem
from cardindex.imports.aside import Packed, Seen, in_batches, in_order
from cardindex.imports.ids import Held
from cardindex.ontology import Vocabulary
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, OPTIONAL, Table, columns_of
from cardindex.tables.bibliography import Bibliography


def tables_after(held: Held, changes: Iterable[Change], *, large: bool) -> dict[str, Sequence[Row]]:
    """Return the rows of all tables as they would be, in canonical order."""
    gone: dict[str, Counter[Row]] = {}
    come: dict[str, list[Row] | Packed[Row]] = {}
    for each in changes:
        if each.before is not None:
            gone.setdefault(each.table, Counter())[each.before] += 1
        if each.after is not None:
            if each.table not in come:
                come[each.table] = Packed() if large else []
            come[each.table].append(each.after)
    final: dict[str, Sequence[Row]] = {}
    for table in (*COLUMNS, BIBLIOGRAPHY):
        going, now = gone.get(table, Counter()), held.rows(table)
        left = now if not going else [row for row in now if not going[row]]
        changed = bool(going) or table in come
        rows = chain(left, come.pop(table, ()))
        if not changed:
            final[table] = left
        elif large:
            final[table] = in_order(rows, partial(_keys, table))
        else:
            final[table] = sorted(rows) if table == BIBLIOGRAPHY else tables.ordered(table, rows)
    return final


def _keys(table: str, rows: list[Row]) -> list[Row]:
    """Return what rows are sorted by, whatever rows come to them."""
    if table == BIBLIOGRAPHY:
        return rows
    columns = dict(zip(COLUMNS[table], zip(*rows, strict=True), strict=True))
    return list(zip(*tables.lasting_keys(table, columns), strict=True))


def problems(
    told: Settings, vocabulary: Vocabulary, final: Mapping[str, Sequence[Row]]
) -> list[Problem]:
    """Return what ``check`` says of the index as it would be."""
    made = {}
    for table, names in COLUMNS.items():
        rows = final[table]
        lines = range(2, len(rows) + 2)
        made[table] = Table(table, columns_of(table, _columns(rows, len(names))), lines)
    listed = Seen(final[BIBLIOGRAPHY], _entry)
    draft = Draft(
        told, vocabulary, **made, bibliography=Bibliography(listed, range(1, len(listed) + 1))
    )
    return sorted(dict.fromkeys(each for check in CHECKS for each in check(draft)))


def _columns(rows: Sequence[Row], number: int) -> Sequence[Sequence[str]]:
    if isinstance(rows, Packed):
        return [Seen(rows, itemgetter(at)) for at in range(number)]
    return list(zip(*rows, strict=True)) or [()] * number


def _entry(row: Row) -> dict[str, object]:
    entry: dict[str, object] = json.loads(row[1])
    return entry


def write(final: Mapping[str, Sequence[Row]], folder: Path) -> None:
    """Write the files of all tables that have rows, or that every index has."""
    for table, rows in final.items():
        if rows or table not in (*OPTIONAL, BIBLIOGRAPHY):
            with (folder / file_of(table)).open("wb") as file:
                file.writelines(text.encode() for text in _texts(table, rows))


def _texts(table: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the text of a file, a piece at a time."""
    if table == BIBLIOGRAPHY:
        yield from tables.bibliography.pieces(map(_entry, rows))
        return
    yield tables.comma_separated(COLUMNS[table], ())
    for batch in in_batches(rows):
        yield "\n".join((*tables.row_texts(zip(*batch, strict=True)), ""))
