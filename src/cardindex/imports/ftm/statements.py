"""FollowTheMoney as statements in CSV → plain entities, one for all rows of a canonical id."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Protocol

from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped
from cardindex.imports.ftm.entities import Entity, Value
from cardindex.imports.ftm.model import narrower
from cardindex.imports.streaming import head, in_utf8, lines

NEEDED = ("prop", "schema", "value", "dataset")
"""Columns without which rows are no statements, beside canonical_id or entity_id."""

_LONGEST = 1 << 27  # bytes of a cell: a text that was cut out of a document


class _Reader(Protocol):
    """What csv.reader returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


Row = tuple[str, str, str, str, str, str, int]
"""Canonical id, schema, property, value, data set, language, and on which line it stands."""


def is_statements(path: Path, encoding: str = "") -> bool:
    """Tell whether a file is a table of statements, by its header."""
    header = set(_cells(head(path, encoding).partition("\n")[0]))
    return bool(header & {"canonical_id", "entity_id"}) and len(header & {*NEEDED}) > 1


def rows(path: Path, encoding: str = "") -> Iterator[Row | Dropped]:
    """Yield the statements that count, in the order of the file, and what is left out.

    Raises Unreadable where a column is missing.
    """
    with in_utf8(path, encoding) as file:
        usual = csv.field_size_limit(_LONGEST)
        reader = csv.reader(line.decode() + "\n" for line in lines(file))
        try:
            places = _places(path.name, next(reader, []))
            yield from _rows(path.name, reader, places)
        except UnicodeDecodeError as error:
            line = reader.line_num + 1
            reason = f"{path.name}:{line}: it is not UTF-8; name its encoding: --encoding cp1252"
            raise Unreadable(reason) from error
        except csv.Error as error:
            raise Unreadable(f"{path.name}:{reader.line_num}: {error}") from error
        finally:
            csv.field_size_limit(usual)  # of the whole process, and no table of ours has such cells


def gathered(path: Path, encoding: str = "") -> Iterator[Entity]:
    """Yield entities, from rows that stand in any order.

    Where the rows of one do not stand together they are sorted first, on disk.
    """
    kept = (row for row in rows(path, encoding) if not isinstance(row, Dropped))
    yield from _entities(path.name, _sorted(kept) if _scattered(path, encoding) else kept)


def _places(name: str, header: Sequence[str]) -> list[int]:
    """Return in which columns stand the id, schema, property, value, data set and so on."""
    known = {cell.strip().lower(): place for place, cell in enumerate(header)}
    id_ = "canonical_id" if "canonical_id" in known else "entity_id"
    missing = [column for column in (id_, *NEEDED) if column not in known]
    if missing:
        like = get_close_matches(missing[0], known, 1)
        hint = f'; is it "{like[0]}"?' if like else ""
        raise Unreadable(f"{name}:1: statements need a column {missing[0]}{hint}")
    wanted = (id_, "schema", "prop", "value", "dataset", "lang", "external")
    return [known.get(column, -1) for column in wanted]


def _rows(name: str, reader: _Reader, places: list[int]) -> Iterator[Row | Dropped]:
    line = 1
    for cells in reader:
        start, line = line + 1, reader.line_num
        if not any(cells):
            continue
        if len(cells) <= max(places):
            yield Dropped(f"{name}:{start}", "a row", "it has fewer cells than the header")
            continue
        id_, schema, prop, value, dataset, language, external = (
            cells[place].strip() if place >= 0 else "" for place in places
        )
        if external.lower() in {"t", "true", "1"}:
            yield Dropped(name, "statements marked as external", "nobody has judged them yet")
        elif not (id_ and schema and prop):
            yield Dropped(f"{name}:{start}", "a row", "it has no id, schema or prop")
        elif prop != "id":  # a checksum of the others
            yield id_, schema, prop, value, dataset, language, start


def _entities(name: str, kept: Iterable[Row]) -> Iterator[Entity]:
    for id_, group in groupby(kept, lambda row: row[0]):
        entity = Entity(id_, "", "")
        values: dict[str, dict[tuple[str, str], list[str]]] = {}
        for _, schema, prop, value, dataset, language, line in group:
            entity.schema = narrower(entity.schema, schema)
            entity.at = entity.at or f"{name}:{line}"
            stating = values.setdefault(prop, {}).setdefault((value, language), [])
            if dataset and dataset not in stating:
                stating.append(dataset)
        entity.values = {
            prop: [Value(value, tuple(by), lang) for (value, lang), by in told.items() if value]
            for prop, told in values.items()
        }
        yield entity


def _scattered(path: Path, encoding: str) -> bool:
    """Tell whether the rows of some entity do not stand together."""
    done: set[str] = set()
    last = ""
    for row in rows(path, encoding):
        if isinstance(row, Dropped) or row[0] == last:
            continue
        if row[0] in done:
            return True
        done.add(row[0])
        last = row[0]
    return False


def _sorted(kept: Iterable[Row]) -> Iterator[Row]:
    """Yield rows by their id, those of one in the order of the file; sorted on disk."""
    with closing(sqlite3.connect("")) as store:  # a file that nobody sees, gone when it is closed
        store.execute("CREATE TABLE told (id, schema, prop, value, dataset, lang, line)")
        store.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", kept)
        yield from store.execute("SELECT * FROM told ORDER BY id, line")


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"').lower() for cell in line.split(",")]
