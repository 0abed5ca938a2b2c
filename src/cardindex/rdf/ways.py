"""The ways of citations by column: their chains, who makes the statement, who knew of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.groups import distinct
from cardindex.index import Index
from cardindex.lineage import tails_of
from cardindex.lineage.many import Chains, parse_chains
from cardindex.rdf.columns import Lists, Numbers, Texts, and_none, arrow, coded
from cardindex.tuples import tuples


class Works:
    """The works of an index as numbers, in their order; the one behind the last is none.

    ``ids`` and ``titles`` are by number. ``tails``: what a work leads to along ``rests_on``, one
    after the other, and ``leads``: whether it does. ``end``: the work whose makers knew at first
    hand what it says; none where that is not known.
    """

    def __init__(self, index: Index) -> None:
        sources = index.sources
        self._number = {id_: at for at, id_ in enumerate(sources.index)}
        self.none = len(sources)
        self.ids, self.titles = and_none(sources.index), and_none(sources["title"])
        rests = tuples(sources["rests"]).places(sources.index)
        sizes = np.diff(rests.starts)
        single = np.full(self.none, -1)
        single[sizes == 1] = rests.things[rests.starts[:-1][sizes == 1]]
        self.tails, around = tails_of(single)
        leads = np.diff(self.tails.starts) > 0
        end = np.arange(self.none)
        end[leads] = self.tails.things[self.tails.starts[1:][leads] - 1]
        without = (sources["origin"] == "").to_numpy(dtype=bool)
        unknown = around | (sizes > 1)[end] | without[end]
        self.end = np.append(np.where(unknown, self.none, end), self.none)
        self.leads = np.append(leads, np.zeros(1, dtype=bool))

    def numbers(self, column: Texts) -> Numbers:
        """Return the works of a column of ids."""
        found = coded(column)
        return np.array(list(map(self._number.__getitem__, found.cells)), np.int64)[found.codes]

    def called(self, works: Numbers) -> Texts:
        """Return the ids of works."""
        return self.ids.take(arrow.array(works))

    def titled(self, works: Numbers) -> Texts:
        """Return the titles of works."""
        return self.titles.take(arrow.array(works))


class Ways(NamedTuple):
    """The chains of some citations, by those that differ; ``steps`` are the works of all chains."""

    codes: Numbers
    chains: Chains
    steps: Numbers

    @classmethod
    def of(cls, column: Texts, works: Works) -> Ways:
        """Parse the chains of citations."""
        found = column.dictionary_encode()
        chains = parse_chains(found.dictionary)
        codes = found.indices.to_numpy().astype(np.int64)
        return cls(codes, chains, works.numbers(chains.sources))

    @property
    def works(self) -> Lists:
        """The works of the chains."""
        return Lists.among(self.codes, self.chains.steps.starts, self.chains.sources)

    def made_in(self, sources: Numbers, none: int) -> Numbers:
        """Return the works that make the statements; ``none`` where that is hearsay."""
        chains, steps = self.chains, np.append(self.steps, none)
        last = chains.steps.starts[1:] - 1
        passed = np.diff(chains.steps.starts) > 0
        made = np.where(chains.hearsay, none, steps[last])[self.codes]
        return np.where((passed | chains.hearsay)[self.codes], made, sources)


def primaries(works: Works, sources: Numbers, ways: Ways, made_in: Numbers) -> Numbers:
    """Return for citations the works whose makers knew at first hand, or none.

    That is the work in which lineage finds the root: the end of the chain, ``rests_on`` followed.
    What a work has concluded itself, it knows.
    """
    end = works.end[made_in]
    end[_coming_back(works, sources, ways, made_in)] = works.none
    found: Numbers = np.where(ways.chains.own[ways.codes], made_in, end)
    return found


def _coming_back(works: Works, sources: Numbers, ways: Ways, ends: Numbers) -> Numbers:
    """Return the citations of which ``rests_on`` leads from the end to an earlier work."""
    chains = ways.chains
    of_others = (np.diff(chains.steps.starts) > 0) & ~chains.own
    rows = np.flatnonzero(works.leads[ends] & of_others[ways.codes])
    at, whose = chains.steps.of(ways.codes[rows])
    met, of = np.append(sources[rows], ways.steps[at]), np.append(rows, rows[whose])
    different = distinct(ends[rows])
    rests, whose = works.tails.of(different)
    known = different[whose] * works.none + rests
    return distinct(of[np.isin(ends[of] * works.none + met, known)])
