"""Where ids stand: every cell that names an entity, a source or a claim, read and written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache

from cardindex.editing.entries import BIBLIOGRAPHY, SHAPES, Row
from cardindex.errors import MalformedValue
from cardindex.lineage import SELF, parse_chain, split_list
from cardindex.ties import parse_ties

ENTITY, SOURCE, CLAIM = "entities", "sources", "claims"
"""The tables whose rows have ids, by which other cells name them."""

ONE, LIST, CHAIN, TIES = "one", "list", "chain", "ties"

REFERENCES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    ENTITY: (
        ("entities", "id", ONE),
        ("names", "entity", ONE),
        ("groups", "entity", ONE),
        ("sources", "author", LIST),
        ("sources", "origin", ONE),
        ("claims", "subject", ONE),
        ("claims", "object", ONE),
        ("claims", "place", ONE),
        ("decisions", "one", ONE),
        ("decisions", "other", ONE),
    ),
    SOURCE: (
        ("sources", "id", ONE),
        ("sources", "container", ONE),
        ("sources", "rests_on", LIST),
        ("citations", "source", ONE),
        ("citations", "chain", CHAIN),
        ("silent", "source", ONE),
        (BIBLIOGRAPHY, "id", ONE),
    ),
    CLAIM: (
        ("claims", "id", ONE),
        ("claims", "ties", TIES),
        ("citations", "claim", ONE),
        ("decisions", "one", ONE),
        ("decisions", "other", ONE),
    ),
}
"""For each table with ids: the columns that name its rows, and how a cell of each is made."""

_WORK = re.compile(r"(?:(?<=[>|])|^)[a-z0-9]+(?:-[a-z0-9]+)*")
_TIED = re.compile(r"[a-z][0-9]+")

Renamed = Callable[[str], str]
"""What an id is to be called; itself where it stays."""


def named(form: str, cell: str) -> tuple[str, ...]:
    """Return the ids that a cell names; what does not parse names nothing that can be told."""
    if not cell:
        return ()
    if form == ONE:
        return (cell,)
    return _named(form, cell)


@cache
def _named(form: str, cell: str) -> tuple[str, ...]:
    if form == LIST:
        return split_list(cell)
    try:
        if form == CHAIN:
            return parse_chain(cell).sources
        return tuple(tie.claim for tie in parse_ties(cell))
    except MalformedValue:
        return ()


def rewritten(form: str, cell: str, name: Renamed) -> str:
    """Return a cell with its ids called as ``name`` says, and all else as it stands."""
    ids = named(form, cell)
    if all(name(id_) == id_ for id_ in ids):
        return cell
    if form == ONE:
        return name(cell)
    if form == LIST:
        parts = [part.replace(part.strip(), name(part.strip())) for part in cell.split(";")]
        known = dict.fromkeys(map(str.strip, parts))
        return ";".join(parts if len(known) == len(parts) else known)
    # The cell parses, so that works stand where a work can stand, and claims after their ties.
    if form == CHAIN:
        return _WORK.sub(lambda found: name(found[0]), cell)
    return _TIED.sub(lambda found: name(found[0]), cell)


def mentions(row: Row, table: str, kind: str) -> Iterator[str]:
    """Yield the ids of one kind (ENTITY, SOURCE or CLAIM) that a row names, its own included."""
    for column, form in _columns(table, kind):
        yield from named(form, row[column])


def referring(
    tables: Callable[[str], Iterable[Row]], kind: str, ids: Collection[str]
) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) of each row that names one of these ids, their own rows included.

    ``tables`` gives the rows of a table. A decision of entities and claims is of both by its ids.
    """
    ids = frozenset(ids)
    for table in SHAPES:
        columns = _columns(table, kind)
        if not columns:
            continue
        plain = [column for column, form in columns if form == ONE]
        made = [(column, form) for column, form in columns if form != ONE]
        for row in tables(table):
            if any(row[column] in ids for column in plain) or any(
                row[column] and not ids.isdisjoint(named(form, row[column]))
                for column, form in made
            ):
                yield table, row


def renamed(row: Row, table: str, kind: str, name: Renamed) -> Row:
    """Return a row with its ids of one kind called as ``name`` says."""
    cells = list(row)
    for column, form in _columns(table, kind):
        if cells[column] and not (cells[column] == SELF and SHAPES[table][column] == "origin"):
            cells[column] = rewritten(form, cells[column], name)
    return tuple(cells)


@cache
def _columns(table: str, kind: str) -> tuple[tuple[int, str], ...]:
    shape = SHAPES[table]
    return tuple(
        (shape.index(column), form) for of, column, form in REFERENCES[kind] if of == table
    )
