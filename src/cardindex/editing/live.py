"""The checks of ``cardindex check``, run on an entry before it is written.

They run twice on a small index of the rows that the entry touches and of what belongs to them: with
the rows as they were, and as they will be. All problems of the touched rows are told, and those of
other rows that are new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cardindex.checks import CHECKS, Draft
from cardindex.editing.entries import BIBLIOGRAPHY, Change, Row
from cardindex.editing.references import CLAIM, ENTITY, SOURCE, mentions, named, referring
from cardindex.errors import Problem, nearest
from cardindex.tables import COLUMNS, Table, columns_of, row_keys
from cardindex.tables.bibliography import Bibliography

if TYPE_CHECKING:
    from cardindex.editing.rows import Rows
    from cardindex.ontology import Vocabulary
    from cardindex.settings import Settings

_FIRST = 10**9
"""The line of the first row of an entry, beyond all lines of files."""

_LINE = re.compile(r"line (1[0-9]{9})\b")
_PARTIAL = ("unused-entity", "unused-source", "repeated-claim")
"""Problems that need the whole index: whether anything names a row, or says the same."""

_NO_USE = ("names", BIBLIOGRAPHY)
"""The tables that do not count as a use of what they name."""

_LINEAGE = ("author", "origin", "container", "rests_on")

_BESIDE = {"names": (0,), "groups": (0,), "silent": (0,), "decisions": (0, 1), "came_from": (1,)}
"""The tables without ids, and the columns of which rows that say the same have one in common."""

_Place = tuple[str, Row]
"""A table, and a row of it."""


class Found(NamedTuple):
    """A problem, and which change of the entry it is of (from 0); None where of another row.

    The problem's ``row`` is a line of the file for another row, and 0 for one of the entry.
    """

    problem: Problem
    change: int | None


def found(
    held: Mapping[str, Rows], told: Settings, vocabulary: Vocabulary, changes: Sequence[Change]
) -> list[Found]:
    """Return what an entry would make wrong, or leaves wrong in the rows that it touches."""
    lost = _lost(changes)
    context = _around(held, vocabulary, changes, lost)
    befores = [(at, each.table, each.before) for at, each in enumerate(changes) if each.before]
    afters = [(at, each.table, each.after) for at, each in enumerate(changes) if each.after]
    old = set(_problems(_draft(context, held, told, vocabulary, befores)))
    problems = []
    for problem in _problems(_draft(context, held, told, vocabulary, afters)):
        if problem.row >= _FIRST:
            problems.append(Found(_told(problem, 0), problem.row - _FIRST))
        elif problem.row > 0 and problem not in old and _is_whole(problem, lost):
            problems.append(Found(_told(problem, problem.row), None))
    return list(dict.fromkeys(problems))


def _is_whole(problem: Problem, lost: Mapping[str, set[str]]) -> bool:
    """Tell whether the small index is enough to find this problem of a row that is not touched."""
    if problem.code in _PARTIAL:
        return any(f'"{id_}"' in problem.message for ids in lost.values() for id_ in ids)
    return True


def _problems(draft: Draft) -> Iterator[Problem]:
    files = {f"{name}.csv" for name in COLUMNS} | {f"{BIBLIOGRAPHY}.json"}
    for check in CHECKS:
        yield from (problem for problem in check(draft) if problem.file in files)


def _told(problem: Problem, row: int) -> Problem:
    def place(found: re.Match[str]) -> str:
        return f"row {int(found[1]) - _FIRST + 1} of this entry"

    return replace(problem, row=row, message=_LINE.sub(place, problem.message))


def _draft(
    context: Mapping[str, Iterable[Row]],
    held: Mapping[str, Rows],
    told: Settings,
    vocabulary: Vocabulary,
    touched: Sequence[tuple[int, str, Row]],
) -> Draft:
    """Return the small index, the entry's rows last, so that problems of pairs name these."""
    rows: dict[str, list[Row]] = {}
    lines: dict[str, list[int]] = {}
    for table in (*COLUMNS, BIBLIOGRAPHY):
        rows[table] = list(context.get(table, ()))
        lines[table] = list(map(held[table].line_of, rows[table]))
    for at, table, row in touched:
        rows[table].append(row)
        lines[table].append(_FIRST + at)
    made = {table: _table(table, rows[table], lines[table]) for table in COLUMNS}
    entries = [json.loads(row[1]) for row in rows[BIBLIOGRAPHY]]
    return Draft(told, vocabulary, **made, bibliography=Bibliography(entries, lines[BIBLIOGRAPHY]))


def _table(name: str, rows: Sequence[Row], lines: Sequence[int]) -> Table:
    cells = list(zip(*rows, strict=True)) or [()] * len(COLUMNS[name])
    text = "\n".join(map(",".join, rows))
    return Table(name, columns_of(name, cells), lines, text)


def _around(
    held: Mapping[str, Rows],
    vocabulary: Vocabulary,
    changes: Sequence[Change],
    lost: Mapping[str, set[str]],
) -> dict[str, list[Row]]:
    """Return the rows that the checks of an entry look at, but for those that it touches."""
    touched = [
        (each.table, row)
        for each in changes
        for row in (each.before, each.after)
        if row is not None
    ]
    taken: dict[_Place, None] = {}
    claims = {id_ for table, row in touched for id_ in _claims_of(table, row)}
    entities = {row[0] for table, row in touched if table == ENTITY}
    sources = {row[0] for table, row in touched if table == SOURCE}
    if entities:
        taken |= dict.fromkeys(referring(lambda table: held[table].rows, ENTITY, entities))
    if sources:
        taken |= dict.fromkeys(referring(lambda table: held[table].rows, SOURCE, sources))
    if _lineages_change(changes):
        claims |= {row[0] for table, row in taken if table == "citations"}
    taken |= dict.fromkeys(_beside(held, touched))
    claims |= _tied(held, claims | set(_alike(held, vocabulary, touched)))
    taken |= dict.fromkeys(_of_claims(held, claims))
    taken |= dict.fromkeys(_came_from(held, changes))
    taken |= dict.fromkeys(_still_named(held, changes, lost))
    _filled(held, taken, touched)
    gone = {(each.table, each.before) for each in changes}
    around: dict[str, list[Row]] = {}
    for table, row in taken:
        if (table, row) not in gone:
            around.setdefault(table, []).append(row)
    return around


def _lost(changes: Iterable[Change]) -> dict[str, set[str]]:
    """Return the entities and sources that an entry names less often than the rows before it."""
    lost: dict[str, set[str]] = {}
    for kind in (ENTITY, SOURCE):
        ids: set[str] = set()
        for each in changes:
            was = mentions(each.before, each.table, kind) if each.before else ()
            is_ = mentions(each.after, each.table, kind) if each.after else ()
            ids |= set(was) - set(is_)
        lost[kind] = ids
    return lost


def _still_named(
    held: Mapping[str, Rows], changes: Iterable[Change], lost: Mapping[str, set[str]]
) -> Iterator[_Place]:
    """Yield the rows of what is named less often, and one row each that goes on naming it."""
    gone = {(each.table, each.before) for each in changes}
    for kind, ids in lost.items():
        waiting = {id_ for id_ in ids if id_ in held[kind].by_id}
        yield from ((kind, held[kind].by_id[id_]) for id_ in waiting)
        named_by = referring(lambda table: held[table].rows, kind, waiting) if waiting else ()
        for table, row in named_by:
            if table in _NO_USE or (table == kind and row[0] in waiting):
                continue
            ids_here = waiting.intersection(mentions(row, table, kind))
            if ids_here and (table, row) not in gone:
                waiting -= ids_here
                yield table, row
            if not waiting:
                break


def _claims_of(table: str, row: Row) -> tuple[str, ...]:
    return row[:1] if table in (CLAIM, "citations") else ()


def _lineages_change(changes: Iterable[Change]) -> bool:
    places = [COLUMNS[SOURCE].index(column) for column in _LINEAGE]
    return any(
        each.table == SOURCE
        and each.before is not None
        and (each.after is None or any(each.before[at] != each.after[at] for at in places))
        for each in changes
    )


def _beside(held: Mapping[str, Rows], touched: Sequence[_Place]) -> Iterator[_Place]:
    """Yield the rows without ids that may say the same as one that is touched."""
    for table, columns in _BESIDE.items():
        cells = {row[at] for name, row in touched if name == table for at in columns}
        if cells:
            yield from (
                (table, row) for row in held[table].rows if any(row[at] in cells for at in columns)
            )


def _alike(
    held: Mapping[str, Rows], vocabulary: Vocabulary, touched: Iterable[_Place]
) -> Iterator[str]:
    """Yield the claims between the same ends as one that is touched; identities of all."""
    ends = {(frozenset((row[1], row[3])), row[2]) for table, row in touched if table == CLAIM}
    ids = {row[0] for table, row in touched if table == "citations"}
    by_id = held[CLAIM].by_id
    relations = {relation for _, relation in ends} | {by_id[id_][2] for id_ in ids if id_ in by_id}
    identities = vocabulary.identifying if relations & set(vocabulary.identifying) else ()
    if not relations:
        return
    for row in held[CLAIM].rows:
        relation = row[2]
        if relation in relations and (
            relation in identities or (frozenset((row[1], row[3])), relation) in ends
        ):
            yield row[0]


def _tied(held: Mapping[str, Rows], claims: set[str]) -> set[str]:
    """Return claims with all that are tied to them, in however many steps."""
    if not claims:
        return claims
    at = COLUMNS[CLAIM].index("ties")
    ways: dict[str, set[str]] = {}
    for row in held[CLAIM].rows:
        for other in named("ties", row[at]) if row[at] else ():
            ways.setdefault(row[0], set()).add(other)
            ways.setdefault(other, set()).add(row[0])
    known, waiting = set(claims), list(claims)
    while waiting:
        new = ways.get(waiting.pop(), set()) - known
        known |= new
        waiting += new
    return known


def _of_claims(held: Mapping[str, Rows], claims: set[str]) -> Iterator[_Place]:
    """Yield claims, their citations, and the decisions on them."""
    if not claims:
        return
    by_id = held[CLAIM].by_id
    yield from ((CLAIM, by_id[id_]) for id_ in claims if id_ in by_id)
    yield from (("citations", row) for row in held["citations"].rows if row[0] in claims)
    for row in held["decisions"].rows:
        if row[0] in claims or row[1] in claims:
            yield "decisions", row


def _came_from(held: Mapping[str, Rows], changes: Iterable[Change]) -> Iterator[_Place]:
    """Yield what tells where the touched rows come from, and the rows that such rows tell of."""
    told = held["came_from"].rows
    if told:
        keys = {(each.table, key_of(each.table, each.before)) for each in changes if each.before}
        yield from (("came_from", row) for row in told if row[:2] in keys)
    origins = [each for each in changes if each.table == "came_from"]
    wanted = {row[:2] for each in origins for row in (each.before, each.after) if row}
    for table in {table for table, _ in wanted} & set(COLUMNS):
        for key, row in zip(row_keys(table, held[table].columns), held[table].rows, strict=True):
            if (table, key) in wanted:
                yield table, row


def key_of(table: str, row: Row) -> str:
    """Return what a row is known by in ``came_from.csv``; nothing for the bibliography."""
    return "" if table == BIBLIOGRAPHY else keys_of(table, [row])[0]


def keys_of(table: str, rows: Sequence[Row]) -> list[str]:
    """Return what rows of a table, which is not the bibliography, are known by."""
    if not rows:
        return []
    cells = zip(*rows, strict=True)
    return list(row_keys(table, dict(zip(COLUMNS[table], cells, strict=True))))


def _filled(held: Mapping[str, Rows], taken: dict[_Place, None], touched: Sequence[_Place]) -> None:
    """Take in the entities, sources and claims that rows name, and those that these name.

    For an id that does not exist the nearest one is taken in, so that messages can offer it.
    """
    fresh = {(table, row[0]) for table, row in touched}
    waiting = [*taken, *touched]
    while waiting:
        table, row = waiting.pop()
        for kind in (ENTITY, SOURCE, CLAIM):
            for id_ in mentions(row, table, kind):
                there = held[kind].by_id.get(id_)
                if there is None and table != "decisions" and (kind, id_) not in fresh:
                    fresh.add((kind, id_))
                    there = held[kind].by_id.get(nearest(id_, held[kind].by_id) or "")
                if there is not None and (kind, there) not in taken:
                    taken[kind, there] = None
                    waiting.append((kind, there))
