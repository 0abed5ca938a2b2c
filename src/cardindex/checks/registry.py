"""The list of checks, and what a check is given: everything read, nothing trusted yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np

from cardindex.checks.tracing import (
    NOBODY,
    Chains,
    Retold,
    chains_of,
    leaning,
    readable,
    retold,
    traced,
)
from cardindex.errors import MalformedValue, Problem
from cardindex.groups import Numbers
from cardindex.lineage import Source, Traced, split_list
from cardindex.ontology import Vocabulary
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, Table
from cardindex.tables.bibliography import Bibliography
from cardindex.ties import Tie, parse_ties, told_as_one


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

    def let_go(self) -> None:
        """Free what only checks need; the tables and the leaning of citations stay."""
        for table in self.tables:
            table.let_go_of_file()
        self.traced  # noqa: B018 - worked out now, while the rest is there
        for name in set(self.__dict__) - {*(each.name for each in fields(self)), "traced"}:
            del self.__dict__[name]

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
        return frozenset(self.claims["id"].differing()) - {""}

    @cached_property
    def _claim_rows(self) -> Mapping[str, int]:
        """The row of every claim id; of several the last."""
        ids = self.claims["id"]
        return dict(zip(ids, range(len(ids)), strict=True))

    @cached_property
    def lineages(self) -> Mapping[str, Source]:
        """Authors, origin and ``rests_on`` of each source; only works that exist are named."""
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
        # "" is no container: a source without an id contains nothing.
        rows = {id_: (within, unit) for id_, within, unit in zip(*columns, strict=True) if id_}
        return {id_: rows.get(container, ("", unit))[1] for id_, (container, unit) in rows.items()}

    @cached_property
    def chains(self) -> Chains:
        """The chains of the citations, each different text parsed once."""
        return chains_of(self.citations, self.source_ids)

    @cached_property
    def traced(self) -> tuple[Numbers, Traced]:
        """What leans on what among the citations that can be read, and which rows these are.

        A citation can be read if its claim, its source and the works of its chain exist, none of
        them twice; of an index without errors that is every one.
        """
        return self._readable, self._traced(self._readable)

    @cached_property
    def retold(self) -> Retold:
        """What tracing finds in the claims in which a citation may lean on another, or in a circle.

        Where there are none, the code that traces is not loaded: that takes longer than a check.
        """
        group = self._told_as_one[self._claims_of_citations] if len(self.claims) else self._readable
        rows = leaning(self.chains, self.citations, self._readable, group, self.lineages)
        if not len(rows):
            none = np.zeros(0, dtype=np.bool_)
            return Retold(rows, [], none, none, none)
        return retold(rows, self._traced(rows))

    def _traced(self, rows: Numbers) -> Traced:
        claim = self._claims_of_citations
        return traced(self.citations, rows, claim, self._told_as_one, self.lineages)

    @cached_property
    def _readable(self) -> Numbers:
        known = len(self.source_ids)
        return readable(self.chains, self.citations, self._claims_of_citations, known)

    @cached_property
    def _claims_of_citations(self) -> Numbers:
        """The row of each citation's claim."""
        cited, ids = self.citations["claim"], self.claims["id"]
        if not ids.is_packed and len(ids.distinct) == len(ids) and cited.distinct == ids.distinct:
            return cited.codes.astype(np.int64)
        found = (self._claim_rows.get(id_, NOBODY) for id_ in cited.distinct)
        return np.fromiter(found, np.int64, len(cited.distinct))[cited.codes]

    @cached_property
    def _told_as_one(self) -> Numbers:
        """The number of each claim, the same for those that share their citations."""
        claims, ties = self.claims, dict[str, tuple[Tie, ...]]()
        for text in claims["ties"].differing():
            with suppress(MalformedValue):
                if parsed := parse_ties(text):
                    ties[text] = parsed
        tied = ((row, one) for row, text in where(claims, "ties", ties) for one in ties[text])

        def place(ids: Sequence[str]) -> Numbers:
            return np.array([self._claim_rows.get(id_, NOBODY) for id_ in ids], dtype=np.int64)

        return told_as_one(tied, place, claims["mode"].codes)


Check = Callable[[Draft], Iterable[Problem]]

CHECKS: list[Check] = []
"""Every registered check, in the order in which they run."""


def check(function: Check) -> Check:
    """Register a check."""
    CHECKS.append(function)
    return function


def where(table: Table, column: str, values: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each row whose ``column`` holds one of ``values``.

    Checks look for bad values among the distinct ones first; only then for the rows with them.
    """
    if values:
        cells = table[column]
        for row in cells.rows_of(values):
            yield row, cells[row]


def unlike(table: Table, column: str, form: str) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each value of ``column`` that is neither empty nor of this form.

    ``form`` is a regular expression without an alternative at its top. A column whose values all
    differ is matched as one text, which is twice as fast as value by value.
    """
    cells = table[column]
    if cells.is_arrow:
        odd = {cells[row] for row in cells.unlike(form)}
        yield from where(table, column, {cell for cell in odd if not re.fullmatch(form, cell)})
        return
    joined = "\n".join(cells) + "\n"
    if re.fullmatch(rf"(?:(?:{form})?\n)*+", joined) and joined.count("\n") == len(cells):
        return
    pattern = re.compile(form)
    yield from where(
        table, column, {cell for cell in cells.differing() if not pattern.fullmatch(cell)} - {""}
    )


def unknown(
    table: Table, column: str, known: Collection[str], *, several: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each value of ``column`` that is neither empty nor ``known``.

    ``several``: a cell may hold more than one value, joined by ``;``.
    """
    distinct = table[column].differing()
    if not several:
        wrong_ones = {cell for cell in distinct if cell not in known} - {""}
        yield from where(table, column, wrong_ones)
        return
    wrong = {
        cell: [part for part in split_list(cell) if part and part not in known] for cell in distinct
    }
    for row, cell in where(table, column, {cell for cell, parts in wrong.items() if parts}):
        for part in wrong[cell]:
            yield row, part
