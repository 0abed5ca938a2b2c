"""The list of checks, and what a check is given: everything read, nothing trusted yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cardindex.errors import Problem
from cardindex.lineage import Source, split_list
from cardindex.ontology import Vocabulary
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, Table
from cardindex.tables.bibliography import Bibliography


@dataclass(frozen=True)
class Draft:
    """An index as it was read: its settings, vocabulary and tables, before any check."""

    settings: Settings
    vocabulary: Vocabulary
    entities: Table
    names: Table
    groups: Table
    sources: Table
    claims: Table
    citations: Table
    silent: Table
    decisions: Table
    came_from: Table
    bibliography: Bibliography = field(default_factory=Bibliography)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in the order in which problems are told."""
        return tuple(getattr(self, name) for name in COLUMNS)

    @cached_property
    def entity_ids(self) -> frozenset[str]:
        """Every entity id."""
        return frozenset(self.entities["id"]) - {""}

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """Every source id."""
        return frozenset(self.sources["id"]) - {""}

    @cached_property
    def claim_ids(self) -> frozenset[str]:
        """Every claim id."""
        return frozenset(self.claims["id"]) - {""}

    @cached_property
    def lineages(self) -> Mapping[str, Source]:
        """What lineage wants to know of each source; only works that exist are followed."""
        columns = (self.sources[name] for name in ("id", "author", "origin", "rests_on"))
        known = self.source_ids
        return {
            id_: Source(
                split_list(author),
                origin,
                tuple(work for work in split_list(rests) if work in known),
            )
            for id_, author, origin, rests in zip(*columns, strict=True)
        }

    @cached_property
    def units(self) -> Mapping[str, str]:
        """For each source, what its locators count; a contained work counts as its container."""
        columns = (self.sources[name] for name in ("id", "container", "unit"))
        rows = {id_: (container, unit) for id_, container, unit in zip(*columns, strict=True)}
        return {id_: rows.get(container, ("", unit))[1] for id_, (container, unit) in rows.items()}


Check = Callable[[Draft], Iterable[Problem]]

CHECKS: list[Check] = []
"""Every registered check, in the order in which they run."""


def check(function: Check) -> Check:
    """Register a check."""
    CHECKS.append(function)
    return function


def where(table: Table, column: str, values: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each row whose ``column`` holds one of ``values``.

    Checks find the bad values first, among the distinct ones; rows are only walked for those.
    """
    if values:
        for row, value in enumerate(table[column]):
            if value in values:
                yield row, value


def unlike(table: Table, column: str, form: str) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each value of ``column`` that is neither empty nor of this form.

    ``form`` is a regular expression without an alternative at its top. A column in which every
    value is another is held against it in one go, as that is twice as fast as one by one.
    """
    cells = table[column]
    joined = "\n".join(cells) + "\n"
    if re.fullmatch(rf"(?:(?:{form})?\n)*+", joined) and joined.count("\n") == len(cells):
        return
    pattern = re.compile(form)
    yield from where(
        table, column, {cell for cell in set(cells) if not pattern.fullmatch(cell)} - {""}
    )


def unknown(
    table: Table, column: str, known: Collection[str], *, several: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each value of ``column`` that is neither empty nor ``known``.

    ``several``: a cell may hold more than one value, joined by ``;``.
    """
    distinct = set(table[column])
    if not several:
        yield from where(table, column, distinct.difference(known, ("",)))
        return
    wrong = {
        cell: [part for part in split_list(cell) if part and part not in known] for cell in distinct
    }
    for row, cell in where(table, column, {cell for cell, parts in wrong.items() if parts}):
        for part in wrong[cell]:
            yield row, part
