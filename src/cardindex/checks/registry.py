"""The list of checks, and what a check is given: everything read, nothing trusted yet."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from cardindex.errors import MalformedValue, Problem
from cardindex.groups import Numbers
from cardindex.lineage import Grounds, Source, Told, parse_chain, split_list, trace
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
        return frozenset(self._claim_rows) - {""}

    @cached_property
    def _claim_rows(self) -> Mapping[str, int]:
        """The row of every claim id; of several the last."""
        return {id_: at for at, id_ in enumerate(self.claims["id"])}

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
        # A source without an id contains nothing, though works in no container name none either.
        rows = {id_: (within, unit) for id_, within, unit in zip(*columns, strict=True) if id_}
        return {id_: rows.get(container, ("", unit))[1] for id_, (container, unit) in rows.items()}

    @cached_property
    def traced(self) -> tuple[Numbers, Grounds]:
        """What leans on what among the citations that can be read, and which rows these are.

        A citation can be read if its claim, its source and the works of its chain exist, none of
        them twice; of an index without errors that is every one.
        """
        number, known = self._claim_rows, self.source_ids
        chains = {text: self._works(text) for text in set(self.citations["chain"])}
        same = {text: text for text in (*chains, *known)}  # one text for all that are equal
        rows, sources, chained = array("q"), list[str](), list[str]()
        columns = (self.citations[name] for name in ("claim", "source", "chain"))
        for row, (claim_id, source, chain) in enumerate(zip(*columns, strict=True)):
            if claim_id in number and source in known:
                works = chains[chain]
                if works is not None and source not in works:
                    rows.append(row)
                    sources.append(same[source])
                    chained.append(same[chain])
        read = np.array(rows, dtype=np.int64)
        claim = self._of(read, (number.get(id_, 0) for id_ in self.citations["claim"]), np.int64)
        stances = (word != "affirms" for word in self.citations["stance"])
        certainties = (word == "possible" for word in self.citations["certainty"])
        told = Told(
            claim=claim,
            group=self._told_as_one[claim],
            source=sources,
            chain=chained,
            against=self._of(read, stances, np.bool_),
            possible=self._of(read, certainties, np.bool_),
        )
        return read, trace(told, self.lineages)

    def _of(self, rows: Numbers, values: Iterable[int], kind: type[Any]) -> Any:  # noqa: ANN401
        """Return those of the values of all citations that are of these rows."""
        return np.fromiter(values, kind, len(self.citations))[rows]

    @cached_property
    def _told_as_one(self) -> Numbers:
        """The number of each claim, the same for those that share their citations."""
        parsed: dict[str, tuple[Tie, ...]] = {}
        for text in set(self.claims["ties"]):
            with suppress(MalformedValue):
                parsed[text] = parse_ties(text)
        tied = [parsed.get(text, ()) for text in self.claims["ties"]]
        return told_as_one(self.claims["id"], tied, self.claims["mode"])

    def _works(self, text: str) -> tuple[str, ...] | None:
        """Return the works of a chain; None where it does not parse, or not each exists once."""
        try:
            works = parse_chain(text).sources
        except MalformedValue:
            return None
        whole = self.source_ids.issuperset(works) and len(set(works)) == len(works)
        return works if whole else None


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
        cells = table[column]
        for row in cells.rows_of(values):
            yield row, cells[row]


def unlike(table: Table, column: str, form: str) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each value of ``column`` that is neither empty nor of this form.

    ``form`` is a regular expression without an alternative at its top. A column in which every
    value is another is held against it in one go, as that is twice as fast as one by one.
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
