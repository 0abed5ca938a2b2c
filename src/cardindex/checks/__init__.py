"""Everything that can be wrong with an index, found at once.

``examine`` reads a folder and runs every registered check over what it read. A new check is a
function in one of the modules here under the ``check`` decorator; its code is told in ``codes``.
"""

from __future__ import annotations

from pathlib import Path

from cardindex import ontology, settings, tables
from cardindex.checks import citations, claims, names
from cardindex.checks.registry import CHECKS, Draft
from cardindex.errors import InvalidIndex, Problem
from cardindex.ontology import Vocabulary
from cardindex.settings import Settings
from cardindex.tables import Table

__all__ = ["CHECKS", "Draft", "citations", "claims", "examine", "names"]

_FILES = (settings.FILE, *(f"{name}.csv" for name in tables.COLUMNS))


def examine(folder: Path) -> tuple[Draft | None, list[Problem]]:
    """Read and check the index in ``folder``.

    Returns what was read and every problem found, errors and warnings, in the order of files and
    lines. Where a file cannot be read there is no draft, and the problems are those of reading:
    what other files say of the missing one would only be noise.
    """
    problem = _not_a_folder(folder)
    if problem:
        return None, [problem]
    read_settings, problems = settings.read(folder)
    vocabulary, found = _vocabulary(read_settings)
    problems += found
    read_tables: dict[str, Table] = {}
    for name in tables.COLUMNS:
        table, found = tables.read(folder, name)
        problems += found
        if table is not None:
            read_tables[name] = table
    if vocabulary is None or len(read_tables) < len(tables.COLUMNS):
        return None, problems
    draft = Draft(read_settings, vocabulary, **read_tables)
    for check in CHECKS:
        problems += check(draft)
    problems += [problem for table in draft.tables if (problem := tables.form_problem(table))]
    return draft, sorted(problems, key=_place)


def _not_a_folder(folder: Path) -> Problem | None:
    """Say why ``folder`` holds no index at all, if so."""
    how = '"cardindex init DIR" makes a new index'
    if not folder.exists():
        return Problem(str(folder), 0, "", "no-index", f"there is no such folder; {how}")
    if not folder.is_dir():
        message = "is a file; name the folder that holds index.toml and the tables"
        return Problem(str(folder), 0, "", "no-index", message)
    if not any((folder / file).exists() for file in _FILES):
        message = f"holds no index: neither {settings.FILE} nor a table; {how}"
        return Problem(str(folder), 0, "", "no-index", message)
    return None


def _vocabulary(read: Settings) -> tuple[Vocabulary | None, list[Problem]]:
    """Load the index's ontology; a core that was changed is a problem of its own."""
    path = read.ontology or ontology.packaged_path()
    try:
        vocabulary = ontology.load(path)
    except InvalidIndex as error:
        return None, list(error.problems)
    problems = [
        Problem(
            path.name, 0, term, "core-changed",
            f"the core term {term} is not as cardindex ships it; take it over from the packaged "
            "ontology, and define what you need as terms of your own",
        )
        for term in (ontology.changed_core(path) if read.ontology else ())
    ]  # fmt: skip
    return vocabulary, problems


def _place(problem: Problem) -> tuple[int, int, str, str]:
    order = _FILES.index(problem.file) if problem.file in _FILES else len(_FILES)
    return order, problem.row, problem.column, problem.message
