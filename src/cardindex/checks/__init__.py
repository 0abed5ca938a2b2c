"""Checks of an index, which find all its problems at once.

``examine`` reads a folder and runs every registered check on it. A new check is a function in one
of the modules here under the ``check`` decorator; its code is explained in ``codes``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cardindex import atomic, ontology, settings, tables
from cardindex.checks import (
    beside,
    characters,
    citations,
    claims,
    coders,
    doubts,
    identifiers,
    limits,
    names,
    reporting,
    use,
)
from cardindex.checks.registry import CHECKS, Draft
from cardindex.errors import Problem
from cardindex.watching import watched

__all__ = [
    "CHECKS", "Draft", "beside", "characters", "citations", "claims", "coders", "doubts",
    "examine", "identifiers", "limits", "names", "no_index", "reporting", "use",
    "without_collecting",
]  # fmt: skip

_ONTOLOGY, _CODERS = "ontology", "coders"
_TABLES = [f"{name}{ending}" for name in tables.COLUMNS for ending in tables.ENDINGS]
_FILES = (settings.FILE, *_TABLES, tables.bibliography.FILE)
_PLACES = {
    (f"{name}{ending}", column): place
    for name, columns in tables.COLUMNS.items()
    for ending in tables.ENDINGS
    for place, column in enumerate(columns, start=1)
}

# The problems that follow in other tables from a file that cannot be read.
_ECHOES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(tables.COLUMNS, ("unknown-row",)),
    "entities": ("unknown-entity", "unknown-end", "unknown-row"),
    "groups": ("unknown-scheme", "unknown-row", "unused-entity"),
    "sources": ("unknown-source", "unknown-row", "unused-entity", "unused-source"),
    "claims": ("unknown-claim", "unknown-end", "unknown-row", "unused-entity"),
    "citations": ("uncited-claim", "unknown-row", "unused-source"),
    "silent": ("unknown-row", "unused-source"),
    "decisions": ("unknown-row", "unused-entity"),
    _CODERS: ("unknown-coder",),
    tables.bibliography.FILE: (),
    _ONTOLOGY: (
        "core-changed", "unknown-relation", "unknown-kind", "wrong-domain", "wrong-range",
        "missing-object", "missing-text", "missing-quantity", "missing-when", "unexpected-object",
        "unexpected-value",
    ),
}  # fmt: skip


def examine(folder: Path) -> tuple[Draft | None, list[Problem]]:
    """Read and check the index in ``folder``.

    Returns what was read and every problem found, errors and warnings, in the order of files and
    lines. There is no draft where a file cannot be read; the others are checked all the same.
    """
    problem = no_index(folder)
    if problem:
        return None, [problem]
    atomic.finish(folder)
    with without_collecting():
        return _examine(folder)


def _examine(folder: Path) -> tuple[Draft | None, list[Problem]]:
    read_settings, problems = settings.read(folder)
    unread = {
        part
        for problem in problems
        for part in (_ONTOLOGY, _CODERS)
        if problem.column in {"", part, *(settings.PATHS if part == _ONTOLOGY else ())}
    }
    path = read_settings.ontology or ontology.packaged_path()
    added = read_settings.additions
    vocabulary, found = ontology.examine(path, _name(path, folder), added)
    if vocabulary is None:
        unread.add(_ONTOLOGY)
        vocabulary = ontology.load(ontology.packaged_path())
    problems += found
    read_tables = {}
    for name in watched(tables.COLUMNS, "Reading tables", len(tables.COLUMNS)):
        table, found = tables.read(folder, name)
        problems += found
        if table is None and (found or name not in tables.OPTIONAL):
            unread.add(name)
        read_tables[name] = tables.empty(name) if table is None else table
    listed, found = tables.bibliography.read(folder)
    problems += found
    if listed is None and found:
        unread.add(tables.bibliography.FILE)
    listed = listed or tables.bibliography.Bibliography()
    draft = Draft(read_settings, vocabulary, **read_tables, bibliography=listed)
    misread = {problem.file for problem in problems if problem.code == "bad-encoding"}
    running = watched(CHECKS, "Checking", len(CHECKS))
    found = [each for check in running for each in check(draft)]
    # Bytes that are no UTF-8 were read as U+FFFD.
    found = [each for each in found if each.file not in misread or each.code != "lost-character"]
    problems += _without_echoes(draft, unread, found)
    problems += _of_form(draft, problems)
    if listed.text and (problem := tables.bibliography.form_problem(listed)):
        problems.append(problem)
    problems += characters.of_queries(folder)
    # The same problem of a cell is told once.
    return None if unread else draft, sorted(dict.fromkeys(problems), key=_place)


def _of_form(draft: Draft, problems: list[Problem]) -> list[Problem]:
    """Return what is not in canonical form, of the tables that could be read whole."""
    faulty = {problem.file for problem in problems if problem.code in _OF_READING}
    whole = (table for table in draft.tables if table.written and table.file not in faulty)
    return [problem for table in whole if (problem := tables.form_problem(table))]


# "cardindex fmt" leaves a table with one of these alone, so its form is not checked yet.
_OF_READING = (
    "missing-table", "unreadable-file", "bad-encoding", "missing-header", "malformed-csv",
    "unknown-column", "repeated-column", "missing-column", "ragged-row", "malformed-bibliography",
    "malformed-parquet", "two-files",
)  # fmt: skip


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the garbage collector: tables are millions of texts without cycles.

    Searching them for cycles again and again would take a third of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def no_index(folder: Path) -> Problem | None:
    """Say why ``folder`` holds no index at all, if so."""
    how = '"cardindex init DIR" makes a new index'
    try:
        return _no_index(folder, how)
    except OSError as error:
        message = f"cannot be entered: {error.strerror}; name a folder that you may open"
        return Problem(str(folder), 0, "", "no-index", message)


def _no_index(folder: Path, how: str) -> Problem | None:
    if not folder.exists():
        return Problem(str(folder), 0, "", "no-index", f"there is no such folder; {how}")
    if not folder.is_dir():
        message = "is a file; name the folder that holds index.toml and the tables"
        return Problem(str(folder), 0, "", "no-index", message)
    if not any((folder / file).exists() for file in _FILES):
        message = f"holds no index: neither {settings.FILE} nor a table; {how}"
        return Problem(str(folder), 0, "", "no-index", message)
    return None


def _name(path: Path, folder: Path) -> str:
    """Return the ontology's path as index.toml gives it; it may be outside the folder."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _without_echoes(draft: Draft, unread: set[str], found: Iterable[Problem]) -> list[Problem]:
    """Leave out problems that only follow from a file, column or row that could not be read."""
    lost = unread | {table.name for table in draft.tables if table.missing & {"id", "claim"}}
    echoes = {code for name in lost for code in _ECHOES[name]}
    missing = {(table.file, column) for table in draft.tables for column in table.missing}
    ragged = {(table.file, line) for table in draft.tables for line in table.ragged}
    return [
        problem
        for problem in found
        if problem.code not in echoes
        and (problem.file, problem.column) not in missing
        and (problem.file, problem.row) not in ragged
    ]


def _place(problem: Problem) -> tuple[int, str, int, int, str, str]:
    known = problem.file in _FILES
    order = _FILES.index(problem.file) if known else len(_FILES)
    column = _PLACES.get((problem.file, problem.column), 0)
    other = "" if known else problem.file
    return order, other, problem.row, column, problem.column, problem.message
