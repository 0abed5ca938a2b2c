"""The usable part of an index with errors: its rows without an error.

Rows that name a row that was left out are left out too. The problems are told all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cardindex.checks import CHECKS, Draft
from cardindex.errors import CardindexError, Problem
from cardindex.index import Index
from cardindex.tables import COLUMNS, Table, columns_of
from cardindex.tables.bibliography import Bibliography

if TYPE_CHECKING:
    from cardindex.editing import Ledger

_ROUNDS = 8  # the most rounds of leaving out rows that name left-out rows


def drafted(ledger: Ledger) -> Draft:
    """Return the tables of a ledger as what the checks read."""
    made = {name: _table(name, ledger) for name in COLUMNS}
    entries = [json.loads(row[1]) for row in ledger.rows("bibliography")]
    listed = Bibliography(entries, range(2, len(entries) + 2))
    return Draft(ledger.settings, ledger.vocabulary, **made, bibliography=listed)


def _table(name: str, ledger: Ledger) -> Table:
    held = ledger.held(name)
    cells = (held.columns[column] for column in COLUMNS[name])
    return Table(name, columns_of(name, cells), range(2, len(held) + 2))


def index_of(folder: Path, draft: Draft) -> Index | None:
    """Return the index of a draft that the checks found no fault with; None if they were wrong."""
    try:
        return Index.of(folder, draft)
    except (CardindexError, KeyError, ValueError, IndexError):
        return None


def usable(folder: Path, draft: Draft) -> Index | None:
    """Return the index of the rows without errors; None where nothing of it can be used."""
    problems = _problems(draft)
    for _ in range(_ROUNDS):
        errors = {(each.file, each.row) for each in problems if _is_of_a_row(each)}
        if not errors:
            break
        draft = _without(draft, errors)
        problems = _problems(draft)
    return index_of(folder, draft)


def _is_of_a_row(problem: Problem) -> bool:
    return problem.severity == "error" and problem.row > 0


def _problems(draft: Draft) -> list[Problem]:
    return [problem for check in CHECKS for problem in check(draft)]


def _without(draft: Draft, gone: Iterable[tuple[str, int]]) -> Draft:
    gone = set(gone)
    left = {name: _left(getattr(draft, name), gone) for name in COLUMNS}
    return Draft(draft.settings, draft.vocabulary, **left, bibliography=Bibliography())


def _left(table: Table, gone: set[tuple[str, int]]) -> Table:
    kept = [at for at, line in enumerate(table.lines) if (table.file, line) not in gone]
    cells = ([column[at] for at in kept] for column in table.columns.values())
    return Table(table.name, columns_of(table.name, cells), [table.lines[at] for at in kept])
