"""The claims that a slice could have, laid out once, so that each strike only weighs them anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.evidence.cited import Flags, Numbers
from cardindex.evidence.identities import NO_CEILING, Identities, Pair
from cardindex.evidence.standing import Assessed
from cardindex.evidence.strikes import Strike
from cardindex.groups import Groups, grouped
from cardindex.index import Index
from cardindex.measures.simplenetwork import Folded, Places, Weighting, Weights

if TYPE_CHECKING:
    from scipy import sparse


class Hung(NamedTuple):
    """Which claims need identifications, and what the weakest of these has, by claim."""

    needs: Flags
    ceiling: Numbers


@dataclass(frozen=True, eq=False)
class Ground:
    """The claims that a slice could have, laid out as the cells of a matrix over all entities.

    The cells are in the order of a matrix by rows: ``columns`` has the column of each, ``rows``
    where each row starts. ``claim`` and ``cell``: which claim is in which cell (twice where it
    counts both ways); ``of_claim`` and ``of_cell``: where in these each claim and each cell is.
    ``roots``: the known roots of each claim, by their numbers. ``wholes``: the whole into which an
    entity was folded, by ``parts``: what is part of what. ``hung``: what claims need to be told of
    one into whom others are folded; None where nobody is.
    """

    index: Index
    entities: npt.NDArray[np.object_]
    rows: Places
    columns: Places
    claim: Numbers
    cell: Numbers
    of_claim: Groups
    of_cell: Groups
    roots: Groups
    directed: bool
    weight: Weighting
    wholes: Mapping[str, str]
    parts: tuple[Pair, ...]
    hung: Hung | None

    def fold(self, weights: Weights) -> Folded:
        """Return the network with these weights of the cells."""
        from scipy import sparse  # noqa: PLC0415 - takes long to load, and few exports measure

        size = len(self.entities)
        cells = weights.astype(np.float64), self.columns.copy(), self.rows.copy()
        matrix = sparse.csr_array(cells, shape=(size, size))
        matrix.eliminate_zeros()
        present = np.diff(matrix.indptr) > 0
        present |= np.bincount(matrix.indices, minlength=size) > 0
        at = np.flatnonzero(present)
        number = np.cumsum(present, dtype=np.int32) - 1
        # Rows that go are empty, so that those that stay start where they did.
        starts = np.append(matrix.indptr[at], matrix.indptr[-1])
        kept = matrix.data, number.take(matrix.indices), starts
        matrix = sparse.csr_array(kept, shape=(len(at), len(at)))
        return Folded(self.entities, at, matrix, self.directed, self.weight)

    def anyone(self) -> Numbers:
        """Return who has a line in some network of this ground, by position in the index."""
        ends = np.bincount(self.columns, minlength=len(self.entities))
        return np.flatnonzero((np.diff(self.rows) > 0) | (ends > 0))

    def pattern(self) -> sparse.csr_array[np.float64]:
        """Return the matrix of all cells, as if each had a weight of 1."""
        from scipy import sparse  # noqa: PLC0415 - takes long to load, and few exports measure

        size = len(self.entities)
        cells = np.ones(len(self.columns)), self.columns, self.rows
        return sparse.csr_array(cells, shape=(size, size))

    def lines(self, weights: Weights) -> int:
        """Return how many lines there are with these weights of the cells."""
        return int(np.count_nonzero(weights)) // (1 if self.directed else 2)

    def weights(self, claims: Flags) -> Weights:
        """Return the weight of each cell for these claims."""
        return self._weights(claims, np.arange(len(self.columns)))

    def reweigh(self, weights: Weights, claims: Flags, strike: Strike) -> Weights:
        """Return weights anew after a strike, which leaves these claims.

        Most strikes change few claims, and to count all again would take ten times as long.
        """
        entries, _ = self.of_claim.of(strike.claims)
        hit = np.zeros(len(weights), dtype=bool)
        hit[self.cell[entries]] = True
        cells = np.flatnonzero(hit)
        found = weights.copy()
        found[cells] = self._weights(claims, cells, strike)
        return found

    def _weights(self, claims: Flags, cells: Numbers, strike: Strike | None = None) -> Weights:
        """Return the weights of ``cells``, which are in order."""
        entry, of = self.of_cell.of(cells)
        live = claims[self.claim[entry]]
        of = of[live]
        counts = np.bincount(of, minlength=len(cells))
        if self.weight == "one":
            return np.minimum(counts, 1)
        if self.weight == "claims":
            return counts
        if self.weight == "quantity":
            return self._sums(self.claim[entry[live]], of, len(cells))
        roots, whose = self._roots(self.claim[entry[live]], strike)
        width = int(roots.max(initial=0)) + 1

        def distinct(which: Flags | slice) -> Numbers:
            pairs = np.unique(of[whose[which]] * width + roots[which])
            return np.bincount(pairs // width, minlength=len(cells)).astype(np.int64)

        found = distinct(slice(None))
        if self.hung is not None:
            claim = self.claim[entry[live]]
            ceiling = np.full(len(cells), NO_CEILING)
            np.minimum.at(ceiling, of, self.hung.ceiling[claim])
            own = distinct(~self.hung.needs[claim][whose])
            found = np.maximum(own, np.minimum(found, ceiling))
        # Where no root is known there is a voice all the same.
        return np.maximum(found, counts > 0)

    def _sums(self, claims: Numbers, of: Numbers, size: int) -> npt.NDArray[np.float64]:
        """Return what claims say together, by cell; those told as one count once, as the most."""
        amounts, one = self._amounts
        order = np.lexsort((-amounts[claims], one[claims], of))
        cell, fact = of[order], one[claims][order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (cell[1:] != cell[:-1]) | (fact[1:] != fact[:-1])
        said = amounts[claims][order][first]
        return np.bincount(cell[first], weights=said, minlength=size).astype(np.float64)

    @cached_property
    def _amounts(self) -> tuple[npt.NDArray[np.float64], Numbers]:
        """The quantity of each claim, 1 where it has none, and with whom it is told as one.

        Of a hedged quantity it is the middle of its bounds, of an open one the bound.
        """
        claims = self.index.claims
        low, high = (claims[name].to_numpy(dtype=np.float64) for name in ("low", "high"))
        middle = np.where(np.isinf(high), low, (low + high) / 2)
        return np.where(np.isnan(low), 1.0, middle), claims["told_as"].to_numpy(dtype=np.int64)

    def anew(self, found: Identities, assessed: Assessed) -> Ground:
        """Return the ground where others are folded, as identifications have come or gone."""
        given = self.index, self.weight, self.parts, assessed
        return laid(*given, directed=self.directed, found=found)

    def _roots(self, claims: Numbers, strike: Strike | None) -> tuple[Numbers, Numbers]:
        """Return the known roots of claims, one after the other, and whose each is."""
        if strike is None:
            return self.roots.of(claims)
        at = np.minimum(np.searchsorted(strike.claims, claims), len(strike.claims) - 1)
        near = strike.claims[at] == claims
        far, close = np.flatnonzero(~near), np.flatnonzero(near)
        kept, of_far = self.roots.of(claims[far])
        changed, of_close = strike.roots.of(at[close])
        return np.concatenate([kept, changed]), np.concatenate([far[of_far], close[of_close]])


def laid(
    index: Index,
    weight: Weighting,
    parts: tuple[Pair, ...],
    assessed: Assessed,
    *,
    directed: bool,
    found: Identities | None,
) -> Ground:
    """Lay out the claims of an index, parts folded into wholes and, if ``found``, identities."""
    of = found.of if found else str
    wholes = wholes_of((of(part), of(whole)) for part, whole in parts)
    named = found.into if found else {}
    into = {**wholes, **{name: wholes.get(bearer, bearer) for name, bearer in named.items()}}
    claim, row, column = _both_ends(index, into, found, directed=directed)
    size = len(index.entities)
    places, cell = np.unique(row * size + column, return_inverse=True)
    return Ground(
        index=index,
        entities=index.entities.index.to_numpy(dtype=object),
        rows=np.searchsorted(places, np.arange(size + 1) * size).astype(np.int32),
        columns=(places % size).astype(np.int32),
        claim=claim,
        cell=cell,
        of_claim=grouped(claim, len(index.claims)),
        of_cell=grouped(cell, len(places)),
        roots=assessed.roots.by_claim(len(index.claims)),
        directed=directed,
        weight=weight,
        wholes=wholes,
        parts=parts,
        hung=_hung(index, found) if named and found else None,
    )


def _hung(index: Index, found: Identities) -> Hung:
    """Return which claims need identifications, and what their lines can have at most."""
    places = index.entities.index.get_indexer(pd.Index(list(found.ways)))
    most = np.full(len(index.entities) + 1, NO_CEILING)  # the last is for claims without object
    most[places] = [found.ceiling(way)[1] for way in found.ways.values()]
    hung = np.zeros(len(most), dtype=bool)
    hung[places] = True
    subject, object_ = index.ends
    return Hung(hung[subject] | hung[object_], np.minimum(most[subject], most[object_]))


def wholes_of(parts: Iterable[Pair]) -> dict[str, str]:
    """Return the whole at the top of each part, where one is reached."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for part, whole in parts:
        above[part].add(whole)
    tops = ((part, _top(part, above)) for part in sorted(above))
    return {part: top for part, top in tops if top != part}


def _top(part: str, above: Mapping[str, set[str]]) -> str:
    """Return the last whole that is reached, one at a time; the part itself from a circle."""
    path = [part]
    while len(wholes := above.get(path[-1], set())) == 1:
        (whole,) = wholes
        if whole in path:
            return part
        path.append(whole)
    return path[-1]


def _both_ends(
    index: Index, into: Mapping[str, str], found: Identities | None, *, directed: bool
) -> tuple[Numbers, Numbers, Numbers]:
    """Return claim, row and column of every cell that a claim of the index counts in."""
    entities, (subject, object_) = index.entities.index, index.ends
    if into:
        moved = np.arange(-1, len(entities))
        ones, others = (entities.get_indexer(pd.Index(list(it))) for it in (into, into.values()))
        moved[ones + 1] = others
        subject, object_ = moved[subject + 1], moved[object_ + 1]
    linked = np.flatnonzero((object_ >= 0) & (subject != object_))
    if found and found.links:
        linked = np.setdiff1d(linked, found.saying(index))
    returns = linked[index.symmetric[linked]] if directed else linked
    claim = np.concatenate([linked, returns])
    row = np.concatenate([subject[linked], object_[returns]])
    column = np.concatenate([object_[linked], subject[returns]])
    return claim, row, column
