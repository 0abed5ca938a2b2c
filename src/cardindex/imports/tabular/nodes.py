"""A list of nodes → entities: what they are called, what they are, when they were born and died."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cardindex.folding import folded
from cardindex.imports.found import (
    OWN_ID,
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundSource,
    Read,
)
from cardindex.imports.tabular.columns import Columns
from cardindex.imports.tabular.ends import Ends, enlist, whole
from cardindex.imports.tabular.level import level
from cardindex.imports.tabular.sheets import Sheet, brief_row
from cardindex.imports.tabular.spells import spells
from cardindex.imports.tabular.words import plain, synonyms

_SEVERAL = re.compile(r"\s*[;|]\s*")


@dataclass(frozen=True)
class Lists:
    """What is the same for all rows of a list of nodes."""

    columns: Columns
    id_kind: str
    datings: tuple[str, ...]
    schemes: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, str], ...]
    order: str


def entities(sheet: Sheet, columns: Columns, ends: Ends, order: str = "") -> Iterator[Found]:
    """Yield the entities of a list of nodes, and what it dates of them; note them in ``ends``."""
    lists = opened(columns, order)
    aside: list[Found] = []
    count = 0
    for at, row in level(sheet, len(columns.header), aside):
        count += 1
        yield from aside
        aside.clear()
        yield from entity(row, at, lists, ends)
    yield from aside
    yield Read(count, "node")


def opened(columns: Columns, order: str = "") -> Lists:
    """Return what it takes to read the rows of a list of nodes; ``order`` is that of dates."""
    chosen = dict.fromkeys((*columns.places.get("attributes", ()), *columns.extra))
    return Lists(
        columns,
        OWN_ID if "id" in columns.places else "",
        tuple(relation for relation in synonyms("datings") if relation in columns.places),
        tuple((at, scheme(columns.header[at])) for at in chosen),
        tuple((at, name_kind(columns.header[at])) for at in columns.places.get("names", ())),
        order,
    )


def entity(row: Sequence[str], at: str, lists: Lists, ends: Ends) -> Iterator[Found]:
    """Yield what one row says of somebody, and note them in ``ends``."""
    columns = lists.columns
    label = row[columns.first("label")] or " ".join(
        filter(None, (row[columns.first("first")], row[columns.first("last")]))
    )
    id_ = whole(row[columns.first("id")])
    key, label = id_ or label, label or id_
    if not key:
        yield Dropped(at, brief_row(row), "it has neither id nor name")
        return
    known = ends.labels.get(key)
    if known is not None and folded(known) != folded(label):
        why = f'"{key}" is the id of {known} already; give one of the two another'
        yield Dropped(at, brief_row(row), why)
        return
    enlist(ends, key, label)
    yield FoundEntity(
        key,
        label,
        kind=row[columns.first("kind")],
        description="; ".join(
            filter(None, (row[i] for i in columns.places.get("description", ())))
        ),
        names=tuple(
            (name, kind, "")
            for i, kind in lists.names
            for name in _SEVERAL.split(row[i])
            if name and name != label
        ),
        attributes=tuple(_attributes(row, label, lists)),
        id_kind=lists.id_kind if key != label else "",
        at=at,
    )
    yield from _datings(row, at, key, lists)


def _attributes(row: Sequence[str], label: str, lists: Lists) -> Iterator[tuple[str, str]]:
    columns = lists.columns
    for at, name in lists.schemes:
        if row[at] and row[at] != label:
            yield name, row[at]
    for at in columns.places.get("tags", ()):
        for value in filter(None, _SEVERAL.split(row[at])):
            yield scheme(columns.header[at]), value
    for at in columns.places.get("exists", ()):
        for time in filter(None, spells("", "", "", row[at])):
            yield scheme(columns.header[at]), time
    if not any(row[columns.first(relation)] for relation in lists.datings):
        for at in columns.places.get("source", ()):
            if row[at]:
                yield scheme(columns.header[at]), row[at]


def _datings(row: Sequence[str], at: str, key: str, lists: Lists) -> Iterator[Found]:
    """Yield a claim for each date, said by the source of the row where it names one."""
    columns = lists.columns
    told = [(relation, row[columns.first(relation)]) for relation in lists.datings]
    works = [row[i] for i in columns.places.get("source", ()) if row[i]]
    if any(when for _, when in told):
        yield from (FoundSource(work, work, at=at) for work in works)
    for relation, when in told:
        if when:
            citations = tuple(FoundCitation(source=work) for work in works)
            date = spells(when, "", "", "", lists.order)[0]
            yield FoundClaim(key, relation, when=date, citations=citations, at=at)


@cache
def scheme(heading: str) -> str:
    """Return the name of the scheme of groups that a column becomes: ``political-ideology``."""
    return re.sub(r"[\W_]+", "-", folded(heading)).strip("-") or heading


def name_kind(heading: str) -> str:
    """Return the kind of the other names that stand under a heading, or nothing."""
    kinds = synonyms("names_kinds")
    return next((kind for kind, known in kinds.items() if plain(heading) in known), "")


def inside(key: str, label: str, whole_: str, at: str) -> Iterator[FoundEntity]:
    """Yield that somebody stands in something, as a group."""
    yield FoundEntity(key, label, attributes=((scheme("within"), whole_),), at=at)
