"""The tables of an index as the engine reads them, with their columns checked and no row read."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cardindex import ontology, settings
from cardindex.cluster.errors import explained
from cardindex.cluster.session import Session
from cardindex.errors import InvalidIndex, Problem, suggestion
from cardindex.ontology import Vocabulary
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, OPTIONAL

Frame = Any
"""A data frame of Spark's."""

_TEXTS = ("string", "varchar", "char")


@dataclass(frozen=True)
class Given:
    """An index as it lies before the engine: its tables by name, and what index.toml says."""

    place: str
    tables: dict[str, Frame]
    settings: Settings
    vocabulary: Vocabulary


def read(spark: Session, place: str, names: tuple[str, ...]) -> Given:
    """Look at the tables ``names`` of the index in ``place``: any path that the engine reads.

    Each is a file or a folder ``NAME.parquet``. Raises InvalidIndex with all problems of their
    columns, of index.toml and of the ontology that it names.
    """
    place = place.rstrip("/")
    told, vocabulary, problems = _about(spark, place)
    tables: dict[str, Frame] = {}
    for name in names:
        frame, found = _table(spark, place, name)
        problems += found
        if frame is not None:
            tables[name] = frame
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InvalidIndex(errors)
    return Given(place, tables, told, vocabulary)


def _table(spark: Session, place: str, name: str) -> tuple[Frame | None, list[Problem]]:
    """Return a table with its columns in order; None where it is not there, or is not so."""
    frame: Frame = None
    file = f"{name}.parquet"
    try:
        with explained():
            frame = spark.read.parquet(f"{place}/{file}")
            fields = [(field.name, field.dataType.simpleString()) for field in frame.schema.fields]
    except Exception as error:  # noqa: BLE001 - each engine has its own for a file that is not there
        fields, reason = [], str(error)
    else:
        reason = "the engine finds no columns there"
    if not fields:
        if name in OPTIONAL:
            return None, []
        message = f"cannot be read at {place}: {reason}; put the table there as Parquet"
        return None, [Problem(file, 0, "", "missing-table", message)]
    problems = column_problems(name, fields)
    return (None if problems else frame.select(*(_quoted(it) for it in COLUMNS[name]))), problems


def _quoted(column: str) -> str:
    return f"`{column}`"


def column_problems(name: str, fields: list[tuple[str, str]]) -> list[Problem]:
    """Say what is wrong with the columns of a table, given as names and types of Spark's."""
    file, known = f"{name}.parquet", COLUMNS[name]
    found = []
    for column, count in Counter(column for column, _ in fields).items():
        if column not in known:
            mend = suggestion(column, known) or "; rename or delete it"
            message = f'there is no column "{column}" in this table{mend}'
            found.append(Problem(file, 0, column, "unknown-column", message))
        elif count > 1:
            message = f"the column is there {count} times; keep one of them"
            found.append(Problem(file, 0, column, "repeated-column", message))
    for column, kind in fields:
        if column in known and not kind.startswith(_TEXTS):
            message = f"the column is of the type {kind}; write it as texts (string)"
            found.append(Problem(file, 0, column, "malformed-column", message))
    there = {column for column, _ in fields}
    for column in known:
        if column not in there:
            message = f"the column is missing; it has to have {', '.join(known)}"
            found.append(Problem(file, 0, column, "missing-column", message))
    return found


def _about(spark: Session, place: str) -> tuple[Settings, Vocabulary, list[Problem]]:
    """Read index.toml and the ontology by way of the engine, as only that reaches them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fetch(spark, place, settings.FILE, folder)
        told, _ = settings.read(folder)
        for path in (told.ontology, told.additions):
            if path is not None and path.is_relative_to(folder):
                _fetch(spark, place, path.relative_to(folder).as_posix(), folder)
        told, problems = settings.read(folder)
        path = told.ontology or ontology.packaged_path()
        vocabulary, found = ontology.examine(path, path.name, told.additions)
        if vocabulary is None:
            vocabulary = ontology.load(ontology.packaged_path())
        return told, vocabulary, problems + found


def _fetch(spark: Session, place: str, name: str, folder: Path) -> None:
    """Bring a small file here, if it is there."""
    try:
        with explained():
            rows = spark.read.text(f"{place}/{name}", wholetext=True).toArrow().to_pylist()
    except Exception:  # noqa: BLE001 - that it is not there is told by whoever reads it
        return
    if rows:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rows[0]["value"], encoding="utf-8")
