"""PageRank: how often a walker along the lines, who jumps now and then, is at each entity.

Of one network, or of many with the same lines and other weights, as strikes leave them: the
structure is laid out once. The equations are solved by multicolour Gauss-Seidel (Saad, Iterative
Methods for Sparse Linear Systems, second edition, 2003, 12.4), of which two sweeps lead as far as
three plain steps at the same cost, and by reduced rank extrapolation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cardindex.evidence.cited import Flags, Numbers

Values = npt.NDArray[np.float64]
Matrix = sparse.csr_array[np.float64]

DAMPING = 0.85
"""How often a walker of PageRank follows a line, and does not jump (Page and others, 1999)."""

PRECISION = 1e-11
"""How far at most, in sum over all entities, PageRank is from its limit."""

_COLOURS = 2
"""How many parts there are of whom no two are tied; with more, a sweep costs what it gains."""

_MOVES = 12
"""How many moves are extrapolated from."""


class Part(NamedTuple):
    """Entities who are visited together.

    ``visits``: where they are in the order of visits, ``arrivals``: where the lines that lead to
    them are in the order of arrivals, ``arrives``: those lines, by row, from whom they come.
    """

    visits: slice
    arrivals: slice
    arrives: Matrix


@dataclass(frozen=True, eq=False)
class Walk:
    """The lines of a network as walkers find them; what they weigh is told with each call.

    The matrices hold what was told last: a walk is for one thread.

    ``leaves``: the lines, from row to column. ``order``: the entities in the order of visits.
    ``parts``: the parts of that; within each but the last no line leads from one to another.
    ``lines``: the lines in the order of arrivals, and ``walkers``: whom each of these comes from.
    """

    leaves: Matrix
    order: Numbers
    parts: tuple[Part, ...]
    lines: Numbers
    walkers: Numbers

    def ranks(self, weights: Values | Numbers, near: Values | None = None) -> Values:
        """Return the PageRank of each entity; NaN for those of whose lines none has a weight.

        ``near``: values to start from, all above 0; where it starts does not change where it ends.

        Iterated until the sum of all errors is below ``PRECISION``: the tolerance that libraries
        stop at grows with the number of entities, and then the small values are wrong.
        """
        # A jump from an entity without lines raises all values alike: so the system is solved for
        # one jump into each entity, and the result is scaled to the sum 1.
        weighed = weights.astype(np.float64)
        follows = self._follows(weighed)
        leads = follows > 0
        shares = weighed.take(self.lines) * follows.take(self.walkers)
        for part in self.parts:
            part.arrives.data = shares[part.arrivals]
        rank = np.ones(len(leads)) if near is None else near
        # The start has as many walkers as the limit, where as many jump in as stop.
        rank = rank * (len(rank) / (rank.sum() - DAMPING * rank[leads].sum()))
        found = np.empty(len(rank))
        found[self.order] = self._settle(rank[self.order], int(np.count_nonzero(leads)))
        # Every entity that is reached has more than the one walker who jumps there.
        found[~leads & (found <= 1.0)] = np.nan
        found /= np.nansum(found)
        return found

    def _follows(self, weights: Values) -> Values:
        """Return which part of an entity's walkers goes on, for each weight of the line."""
        self.leaves.data = weights
        out: Values = np.asarray(self.leaves @ np.ones(len(self.order)))
        return np.divide(DAMPING, out, out=np.zeros(len(out)), where=out > 0)

    def _settle(self, rank: Values, size: int) -> Values:
        """Return how many walkers end where, from how many start where, in the order of visits.

        ``size``: how many there are at least.
        """
        # Values of the first part depend only on the other parts.
        others = slice(self.parts[0].visits.stop, None)
        moves = np.empty((_MOVES, len(rank[others])))
        # A sweep takes every walker at least one step, so at most DAMPING of them go on: this
        # bounds the remaining error in the other parts, and from there, step by step, in each.
        to_come = len(self.parts) * DAMPING**2 / (1.0 - DAMPING)
        while True:
            before, move = rank[others].copy(), np.zeros(len(rank))
            self._sweep(rank, 1.0)
            move[others] = rank[others] - before
            for at in range(_MOVES):
                if at:
                    self._sweep(move)
                moves[at] = move[others]
                if np.abs(moves[at]).sum() * to_come <= PRECISION * size:
                    rank[others] = before + moves[: at + 1].sum(axis=0)
                    self._sweep(rank, 1.0)
                    return rank
            rank[others] = before + _lead(moves) @ moves

    def _sweep(self, values: Values, jumps: float = 0.0) -> None:
        """Let walkers arrive, part after part, from where they then are."""
        for visits, _, arrives in self.parts:
            arrived: Values = np.asarray(arrives @ values)
            values[visits] = arrived + jumps if jumps else arrived


def lay(matrix: Matrix) -> Walk:
    """Lay out the lines of a network, from row to column; what they weigh does not count."""
    parts = _parts(matrix)
    order = np.concatenate(parts)
    numbers = np.arange(matrix.nnz), matrix.indices, matrix.indptr
    arrivals = sparse.csr_array(numbers, shape=matrix.shape).T.tocsr()[order][:, order]
    return Walk(
        leaves=matrix.copy(),
        order=order,
        parts=tuple(_arrivals(arrivals, np.cumsum([0, *map(len, parts)]))),
        lines=arrivals.data,
        walkers=order[arrivals.indices],
    )


def _arrivals(arrivals: sparse.csr_array[np.int64], ends: Numbers) -> Iterator[Part]:
    """Yield the parts that end there of a matrix of arrivals, by row, in the order of visits."""
    for start, end in pairwise(ends.tolist()):
        first, last = arrivals.indptr[start], arrivals.indptr[end]
        cells = (
            np.zeros(last - first),
            arrivals.indices[first:last],
            arrivals.indptr[start : end + 1] - first,
        )
        arrives = sparse.csr_array(cells, shape=(end - start, len(arrivals.indptr) - 1))
        yield Part(slice(start, end), slice(first, last), arrives)


def _parts(matrix: Matrix) -> list[Numbers]:
    """Return who is visited together: some of whom no two are tied, some more of these, the rest.

    Those come first who have few lines that lead on, as between them walkers go to and fro.
    """
    size = matrix.shape[0]
    leads = np.diff(matrix.indptr)
    turn = np.empty(size, dtype=np.int64)
    turn[np.argsort(leads, kind="stable")] = np.arange(size)
    one, other = np.repeat(np.arange(size), leads), matrix.indices
    earlier = turn[one] < turn[other]
    lines = np.where(earlier, one, other), np.where(earlier, other, one)
    parts, left = list[Flags](), np.ones(size, dtype=bool)
    for _ in range(_COLOURS):
        parts.append(_apart(*lines, left))
        left &= ~parts[-1]
    return [np.flatnonzero(part) for part in (*parts, left)]


def _apart(first: Numbers, second: Numbers, among: Flags) -> Flags:
    """Return who comes before all their neighbours; then, without those, again, to the last.

    No two of them are tied, and no one could be added (Luby, SIAM Journal on Computing 15 (1986),
    1036-1053, with turns that are not drawn). Each line is from its ``first`` end to its second.
    """
    left, found = among.copy(), np.zeros(len(among), dtype=bool)
    while left.any():
        live = left[first] & left[second]
        first, second = first[live], second[live]
        best = left.copy()
        best[second] = False
        found |= best
        left &= ~best
        left[second[best[first]]] = False
    return found


def _lead(moves: Values) -> Values:
    """Return how much of each of these moves, made one after the other, leads to where they end.

    Reduced rank extrapolation (Sidi, Computers & Mathematics with Applications 56 (2008), 1-24):
    to that mean of the places on the way, found by least squares, whose own move is smallest.
    """
    # A copy: NumPy is twice as slow with a matrix and its own transpose.
    products = moves @ moves.copy().T
    scale = 1.0 / np.sqrt(products.diagonal())
    products *= np.outer(scale, scale)
    # A tiny addition to the diagonal keeps the system solvable where moves are parallel.
    weights = scale * np.linalg.solve(products + 1e-14 * np.eye(len(moves)), scale)
    weights /= weights.sum()
    # Taken only if it is no farther from the limit than plain steps, in their contraction norm.
    if np.abs(weights @ moves).sum() >= np.abs(moves[-1]).sum():
        return np.ones(len(moves))
    return np.cumsum(weights[::-1])[::-1]
