"""The ways of citations by column: their chains, who makes the statement, who knew of it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from cardindex.frames import texts
from cardindex.index import Index
from cardindex.lineage import UNKNOWN, Source, Way, parse_chain, way
from cardindex.lineage.many import Chains, parse_chains
from cardindex.rdf.columns import Coded, Lists, Numbers, Texts, arrow, coded, compute, spread

_MOST = 1 << 16  # the size of caches for recurring values


class Ways(NamedTuple):
    """The chains of some citations, by those that differ."""

    codes: Numbers
    texts: Texts
    chains: Chains

    @classmethod
    def of(cls, column: Texts) -> Ways:
        """Parse the chains of citations."""
        found = column.dictionary_encode()
        return cls(
            found.indices.to_numpy().astype(np.int64), found.dictionary,
            parse_chains(found.dictionary),
        )  # fmt: skip

    @property
    def works(self) -> Lists:
        """The works of the chains."""
        return Lists.among(self.codes, self.chains.steps.starts, self.chains.sources)

    def made_in(self, sources: Texts) -> Texts:
        """Return the works that make the statements, or nothing where that is hearsay."""
        chains = self.chains
        last = chains.steps.starts[1:] - 1
        # Behind the works of all chains stands that which is not known, and nothing the one read.
        at = np.where(np.diff(chains.steps.starts) > 0, last, -1)
        at = np.where(chains.hearsay, len(chains.sources), at)[self.codes]
        works = arrow.concat_arrays([chains.sources, texts([""])])
        return compute.coalesce(works.take(arrow.array(at, mask=at < 0)), sources)


class Primaries:
    """For citations the works whose makers knew at first hand.

    That is the work in which lineage finds the root: the end of the chain, ``rests_on`` followed.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._way = lru_cache(_MOST)(self._followed)

    @cached_property
    def _about(self) -> dict[str, Source]:
        sources = self._index.sources
        columns = zip(*(sources[name] for name in ("authors", "origin", "rests")), strict=True)
        return {id_: Source(*cells) for id_, cells in zip(sources.index, columns, strict=True)}

    @cached_property
    def _number(self) -> dict[str, int]:
        return {id_: at for at, id_ in enumerate(self._index.sources.index)}

    def of(self, sources: Texts, ways: Ways, made_in: Texts) -> Texts:
        """Return them for citations, by the works that make the statements; or nothing."""
        works = coded(made_in)
        # Hearsay comes from nobody who is known; what a work has concluded itself, it knows.
        ends = [_end(self._way(work, "")) if work else "" for work in works.cells]
        own = arrow.array(ways.chains.own[ways.codes])
        found = compute.if_else(own, made_in, spread(Coded(works.codes, ends)))
        back = self._coming_back(sources, ways, works)
        if not len(back):
            return found
        chains = ways.texts.take(arrow.array(ways.codes[back])).to_pylist()
        pairs = zip(sources.take(arrow.array(back)).to_pylist(), chains, strict=True)
        there = np.zeros(len(sources), dtype=bool)
        there[back] = True
        made = texts([_end(self._way(*pair)) for pair in pairs])
        return compute.replace_with_mask(found, arrow.array(there), made)

    def _coming_back(self, sources: Texts, ways: Ways, ends: Coded) -> Numbers:
        """Return the citations of which ``rests_on`` leads from the end to an earlier work.

        For all others only the end of the chain matters.
        """
        size, number = len(self._number), self._number
        rests = [self._way(end, "").rests if end else () for end in ends.cells]
        known = np.array(
            [
                number[end] * size + number[work]
                for end, some in zip(ends.cells, rests, strict=True)
                for work in some
            ],
            dtype=np.int64,
        )  # fmt: skip
        goes_on = np.array(list(map(bool, rests)), dtype=bool)[ends.codes]
        steps = ways.chains.steps
        of_others = (np.diff(steps.starts) > 0) & ~ways.chains.own
        rows = np.flatnonzero(goes_on & of_others[ways.codes])
        at, whose = steps.of(ways.codes[rows])
        read, passed = sources.take(arrow.array(rows)), ways.chains.sources.take(arrow.array(at))
        met = coded(arrow.concat_arrays([read, passed]))
        rows = np.append(rows, rows[whose])
        places = np.array([number[work] for work in met.cells], dtype=np.int64)[met.codes]
        last = np.array([number.get(end, 0) for end in ends.cells], dtype=np.int64)[ends.codes][
            rows
        ]
        found: Numbers = np.unique(rows[np.isin(last * size + places, known)])
        return found

    def _followed(self, source: str, chain: str) -> Way:
        return way(source, parse_chain(chain), self._about)


def _end(taken: Way) -> str:
    """Return the last work of a way, if its root is known."""
    return (*taken.works, *taken.rests)[-1] if taken.root != UNKNOWN else ""
