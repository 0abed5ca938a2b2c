"""Checks of the optional tables: groups, silent places, decisions and others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from cardindex.checks.citations import locator_fault
from cardindex.checks.registry import Draft, check, unknown, unlike, where
from cardindex.errors import Problem, nearest, suggestion
from cardindex.folding import folded
from cardindex.scripts import in_latin
from cardindex.settings import FILE as SETTINGS
from cardindex.settings import WASH
from cardindex.tables import COLUMNS, SORTED_BY, bibliography, row_keys
from cardindex.tables.csl import TYPES
from cardindex.tables.marks import is_mark

DECISIONS = ("same", "not", "unsure")
"""The decisions on two entities, or on two claims."""

KINDS = "kind"
"""No scheme has this name: it groups entities by kind."""

_ROOM = 150  # characters of a scheme that a message suggests
_SCHEME = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@check
def schemes_are_words(draft: Draft) -> Iterator[Problem]:
    """A scheme is lower-case words joined by hyphens, and the scheme of the wash has a group."""
    for row, scheme in unlike(draft.groups, "scheme", _SCHEME):
        mend = "-".join(re.findall("[a-z0-9]+", folded(in_latin(scheme))))
        how = f'; write "{mend}"' if mend and mend != KINDS and len(mend) < _ROOM else ""
        message = (
            f'"{scheme}" is no scheme; a scheme is lower-case letters and digits joined by '
            f"hyphens, such as bloc{how}"
        )
        yield draft.groups.problem(row, "scheme", "malformed-scheme", message)
    for row, _ in where(draft.groups, "scheme", {KINDS}):
        message = f'"{KINDS}" stands for the kinds of entities.csv; give the scheme another name'
        yield draft.groups.problem(row, "scheme", "malformed-scheme", message)
    wash, schemes = draft.settings.wash, set(draft.groups["scheme"])
    if wash and wash != WASH and wash not in schemes:
        mend = suggestion(wash, schemes) or "; write rows of it, or leave the line out"
        message = f'no row of groups.csv has the scheme "{wash}", so that nothing is washed{mend}'
        yield Problem(SETTINGS, 0, "wash", "unknown-scheme", message, "warning")


@check
def rows_stand_once(draft: Draft) -> Iterator[Problem]:
    """No two rows of a table without ids say the same: of decisions, either way round."""
    for table in (draft.groups, draft.silent, draft.decisions, draft.came_from):
        if table.order.strict and table is not draft.decisions:
            continue  # no two can be alike without being neighbours
        columns = [table[column] for column in SORTED_BY[table.name]]
        keys = list(zip(*columns, strict=True))
        if table is draft.decisions:
            keys = [(*sorted(key[:2]), key[2]) for key in keys]
        first: dict[tuple[str, ...], int] = {}
        for row, key in enumerate(keys):
            if key in first:
                said = " ".join(filter(None, key))
                message = f'line {table.lines[first[key]]} is of "{said}" already; delete one'
                column = SORTED_BY[table.name][0]
                yield table.problem(row, column, "duplicate-row", message)
            first.setdefault(key, row)


@check
def silent_places_count_in_the_unit(draft: Draft) -> Iterator[Problem]:
    """A place that states nothing is told in the unit of its source."""
    silent = draft.silent
    for row, (source, locator) in enumerate(zip(silent["source"], silent["locator"], strict=True)):
        if fault := locator_fault(draft.units.get(source), locator):
            yield silent.problem(row, "locator", *fault)


@check
def decisions_are_of_two_alike(draft: Draft) -> Iterator[Problem]:
    """A decision is a word that we know, of two entities or of two claims."""
    decisions = draft.decisions
    for row, value in unknown(decisions, "decision", DECISIONS):
        found = nearest(value, DECISIONS)
        mend = f'did you mean "{found}"?' if found else f"it is one of {', '.join(DECISIONS)}"
        message = f'unknown decision "{value}"; {mend}'
        yield decisions.problem(row, "decision", "unknown-decision", message)
    if not decisions:
        return
    known = draft.entity_ids | draft.claim_ids
    for row, ends in enumerate(zip(decisions["one"], decisions["other"], strict=True)):
        if not all(ends):
            continue
        strange = [(column, id_) for column, id_ in zip(("one", "other"), ends, strict=True)
                   if id_ not in known]  # fmt: skip
        for column, id_ in strange:
            mend = suggestion(id_, known) or "; add it to entities.csv or claims.csv"
            message = f'"{id_}" is neither an entity nor a claim{mend}'
            yield decisions.problem(row, column, "unknown-end", message)
        if not strange and (fault := _unlike_ends(draft, *ends)):
            yield decisions.problem(row, "other", "unlike-ends", fault)


def _unlike_ends(draft: Draft, one: str, other: str) -> str:
    """Say why two ids that exist cannot be decided on, if so."""
    if one == other:
        return f'"{one}" is decided on with itself; write which other was meant'
    both = {one, other}
    entities, claims = both <= draft.entity_ids, both <= draft.claim_ids
    if entities and claims:
        return f'"{one}" and "{other}" are entities and claims both; give the entities other ids'
    if entities or claims:
        return ""
    called = {id_: "a claim" if id_ in draft.claim_ids else "an entity" for id_ in (one, other)}
    return (
        f'"{one}" is {called[one]} and "{other}" {called[other]}; decide between two entities, or '
        "between two claims"
    )


@check
def rows_that_came_from_elsewhere_are_here(draft: Draft) -> Iterator[Problem]:
    """Each row of came_from.csv names a row of a table.

    An imported row may have been deleted since: its origin is kept, so that it stays away.
    """
    came = draft.came_from
    tables = [name for name in COLUMNS if name != came.name]
    for row, name in unknown(came, "table", tables):
        mend = suggestion(name, tables) or f"; it is one of {', '.join(tables)}"
        message = f'unknown table "{name}"{mend}'
        yield came.problem(row, "table", "unknown-row", message)
    keys = {
        name: frozenset(row_keys(name, getattr(draft, name).columns))
        for name in {
            name for name, mark in zip(came["table"], came["row"], strict=True) if not is_mark(mark)
        }.intersection(tables)
    }
    cells = zip(came["table"], came["key"], came["row"], strict=True)
    for row, (name, key, mark) in enumerate(cells):
        if key and name in keys and key not in keys[name] and not is_mark(mark):
            mend = suggestion(key, keys[name]) or "; mend the key, or delete the row"
            yield came.problem(row, "key", "unknown-row", f'no row of {name}.csv is "{key}"{mend}')


@check
def bibliography_is_of_sources(draft: Draft) -> Iterator[Problem]:
    """An entry of the bibliography is the only one of a source, and has a type of CSL."""
    read = draft.bibliography
    first: dict[str, int] = {}
    for line, entry in zip(read.lines, read.entries, strict=True):
        id_, type_ = str(entry["id"]), str(entry["type"])
        if id_ not in draft.source_ids:
            mend = suggestion(id_, draft.source_ids) or "; give the entry the id of a source"
            message = f'unknown source "{id_}"{mend}'
            yield Problem(bibliography.FILE, line, "id", "unknown-source", message)
        if id_ in first:
            message = f'"{id_}" has an entry on line {first[id_]} already; delete one of them'
            yield Problem(bibliography.FILE, line, "id", "duplicate-id", message)
        first.setdefault(id_, line)
        if type_ not in TYPES:
            mend = _offered(type_, TYPES)
            message = f'CSL has no type "{type_}"; {mend}'
            yield Problem(bibliography.FILE, line, "type", "unknown-kind", message)


def _offered(name: str, known: Collection[str]) -> str:
    found = nearest(name, known)
    return f'did you mean "{found}"?' if found else f"it is one of {', '.join(known)}"
