"""Betweenness from drawn sources (pivots), the same under every strike, with its standard error.

Brandes and Pich, International Journal of Bifurcation and Chaos 17 (2007), 2303-2318: what a few
sources depend on an entity, scaled up, is what all do, give or take. Where the values with nothing
struck are known exactly, they say how far off the pivots are, which makes the rest far surer (a
regression estimator; Cochran, Sampling Techniques, third edition, 1977, chapter 7). Errors come
from random groups of pivots (Wolter, Introduction to Variance Estimation, second edition, 2007,
chapter 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cardindex.evidence.cited import Numbers
from cardindex.measures import paths
from cardindex.measures.ground import Ground
from cardindex.measures.paths import Paths, Values
from cardindex.measures.simplenetwork import Folded

SPEED = 500e6
"""How many steps along lines count as a second, so that equal input is answered equally anywhere.

It is what one core of a laptop does.
"""

GROUPS = 16
"""Into how many groups pivots are put, to see how far these differ."""

SEED = 1971
"""What pivots are drawn by."""

_LEAST = 8 * GROUPS  # pivots, even where these take longer than was asked for


@dataclass(frozen=True, eq=False)
class Drawn:
    """Pivots, and what they say of the network that nothing was struck from.

    ``pivots``: positions in the index, a multiple of ``GROUPS``, group after group; ``of`` how
    many they were drawn from. ``whole``: by position, what all depend on each of those within
    with nothing struck, or None if that took too long. ``groups``, of shape (entities, GROUPS):
    the same as each group of pivots has it.
    """

    pivots: Numbers
    of: int
    whole: Values | None
    groups: Values


def is_soon(laid: Paths, within: float) -> bool:
    """Tell whether all sources of one network can be followed in a part of that many seconds."""
    return 4 * len(laid.within) * paths.cost(laid) <= within * SPEED


def draw(
    ground: Ground, folded: Folded, laid: Paths, networks: int, within: float, values: Values | None
) -> Drawn | None:
    """Draw as many pivots as so many networks, like the one given, leave time for.

    None stands for all, where there is time for that. ``within``: seconds, as ``SPEED`` has them.
    ``values``: those with nothing struck, by position in the index, if they are known.
    """
    budget, cost, rows = within * SPEED, paths.cost(laid), len(laid.within)
    if rows * cost * (networks + 1) <= budget:
        return None
    spent = 0.0 if values is None else rows * cost
    sources = max(budget - spent, 0.0) / (cost * (networks + 1))
    order = np.random.default_rng(SEED).permutation(ground.anyone())
    pivots = _first(order, folded, laid, sources)
    if len(pivots) > len(order) - GROUPS:
        return None
    groups = _by_group(pivots, folded, laid, len(ground.entities))
    return Drawn(pivots, len(order), _depends(folded, laid, values), groups)


def _depends(folded: Folded, laid: Paths, values: Values | None) -> Values | None:
    """Return what all depend on those within, by position in the index; as ``Drawn.whole``."""
    if values is None:
        return None
    found, inside = np.zeros(len(values)), folded.at[laid.within]
    found[inside] = values[inside] * paths.scale(laid) - laid.hanging[laid.within]
    return found


def _first(order: Numbers, folded: Folded, laid: Paths, sources: float) -> Numbers:
    """Return as many of ``order`` as can be followed as so many sources: many hang on one."""
    row = _rows(order, folded, laid)
    there = row >= 0
    first = np.zeros(len(order), dtype=bool)
    first[np.flatnonzero(there)[np.unique(row[there], return_index=True)[1]]] = True
    count = int(np.searchsorted(np.cumsum(first), sources, side="right"))
    return order[: max(count, _LEAST) // GROUPS * GROUPS]


def _rows(pivots: Numbers, folded: Folded, laid: Paths) -> Numbers:
    """Return the row that stands for each pivot; -1 for who is not in the network."""
    at = np.minimum(np.searchsorted(folded.at, pivots), len(folded.at) - 1)
    return np.where(folded.at[at] == pivots, laid.stands_for[at], -1)


def _by_group(pivots: Numbers, folded: Folded, laid: Paths, size: int) -> Values:
    """Return what the pivots of each group depend on each entity, by position in the index."""
    row = _rows(pivots, folded, laid)
    group = np.repeat(np.arange(GROUPS), len(row) // GROUPS)
    there = row >= 0
    sources, at = np.unique(row[there], return_inverse=True)
    times = np.zeros((len(sources), GROUPS))
    np.add.at(times, (at, group[there]), 1.0)
    found = np.zeros((size, GROUPS))
    found[folded.at[laid.within]] = paths.between(laid, sources, times)
    return found


def estimate(drawn: Drawn, folded: Folded, laid: Paths) -> tuple[Values, Values]:
    """Return the betweenness of each entity of a network, and its standard error.

    What an entity is between because of what hangs on it is exact, and so the least that it can
    be; who is within no circle has no error.
    """
    depends, error = unbounded(drawn, folded, laid)
    errors = np.zeros(len(folded.at))
    errors[laid.within] = error / paths.scale(laid)
    return paths.shares(laid, np.maximum(depends, 0.0)), errors


def unbounded(drawn: Drawn, folded: Folded, laid: Paths) -> tuple[Values, Values]:
    """Return what all depend on each of those within, unbiased, and the standard error of that."""
    scale = drawn.of * GROUPS / len(drawn.pivots)
    inside = folded.at[laid.within]
    found = _by_group(drawn.pivots, folded, laid, len(drawn.groups))[inside] * scale
    if drawn.whole is not None:
        before = drawn.groups[inside] * scale
        found -= _slopes(found, before) * (before - drawn.whole[inside, None])
    missing = 1 - len(drawn.pivots) / drawn.of
    error: Values = np.sqrt(missing / GROUPS * found.var(axis=1, ddof=1))
    mean: Values = found.mean(axis=1)
    return mean, error


def _slopes(found: Values, before: Values) -> Values:
    """Return how far each group goes along with what it said before, as all other groups tell.

    1 where nothing changed, 0 for who has nothing left of what it was between. That the group
    itself has no say keeps the estimate unbiased.
    """
    others = GROUPS - 1

    def without(each: Values) -> Values:
        total: Values = each.sum(axis=1, keepdims=True) - each
        return total

    sums, sums_before, squares = without(found), without(before), without(before**2)
    along = without(found * before) - sums * sums_before / others
    spread = squares - sums_before**2 / others
    there = spread > 1e-12 * squares
    return np.clip(np.divide(along, spread, out=np.zeros(found.shape), where=there), 0.0, 1.0)
