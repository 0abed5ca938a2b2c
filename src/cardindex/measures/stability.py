"""The stability coefficient: how many sources, or claims, can go before a ranking is another.

The CS-coefficient of Epskamp, Borsboom and Fried, Behavior Research Methods 50 (2018), 195-212, as
R's bootnet has it: the largest share of cases that can be dropped such that, with a probability of
95%, the values correlate with the original ones by at least 0.7. Cases there are persons who were
asked. Here a case is a source, as it is struck, or a claim.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.brief import brief, count
from cardindex.errors import UndefinedMeasure
from cardindex.evidence.cited import Numbers
from cardindex.evidence.standing import assess
from cardindex.measures import sampling
from cardindex.measures.centrality import DIGITS, Values
from cardindex.measures.ground import Ground
from cardindex.measures.paths import in_order, lay
from cardindex.measures.rounds import How, folding
from cardindex.measures.simplenetwork import Weights
from cardindex.measures.strikes import Left, anew
from cardindex.slices import Slice, heard_in, kept_in
from cardindex.watching import watched

Case = Literal["sources", "claims"]

Dropped = Literal["none", "sources", "claims"]

DROPPED: tuple[Dropped, ...] = get_args(Dropped)
"""What can be dropped, or that nothing is."""

SHARES = np.linspace(0.05, 0.75, 10)
"""Which shares of the cases are dropped, as in bootnet."""

DRAWS = 100
"""How often each share is drawn; bootnet's 1000 in all."""

CORRELATED, SURE = 0.7, 0.95
"""How far values have to correlate, and in which part of the draws."""

Keys = npt.NDArray[np.str_]

SEED = 1971
_LEAST = 4  # cases, of whom a share can be dropped


@dataclass(frozen=True, eq=False)
class Stability:
    """How a ranking fares as cases are dropped at random.

    ``of``: what a case is, and ``cases`` how many there are. ``coefficient``: the largest of the
    shares at which the values still correlate; 0 if there is none, NaN where there are too few
    cases. ``table``, by share: ``dropped`` (how many cases), ``mean`` (of the correlations, which
    are Pearson's), ``low`` (which 95% of them reach) and ``reached`` (the part of the draws that
    reach 0.7).
    """

    of: Case
    cases: int
    coefficient: float
    table: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self, f"{self.coefficient:.2f}", count(self.cases, self.of.removesuffix("s")))

    @property
    def note(self) -> str:
        """What it says, as a sentence."""
        case = self.of.removesuffix("s")
        if np.isnan(self.coefficient):
            return f"No stability coefficient: it takes {_LEAST} {self.of} to drop some of them."
        said = (
            f"so many of the {self.cases:,} {self.of} can be dropped at random that, in "
            f"{SURE:.0%} of the draws, the values correlate with these by at least {CORRELATED}"
            if self.coefficient
            else f"with {SHARES[0]:.0%} of the {self.cases:,} {self.of} dropped at random the "
            f"values correlate with these by {CORRELATED} in less than {SURE:.0%} of the draws"
        )
        return (
            f"Stability coefficient (Epskamp, Borsboom and Fried 2018; a case is a {case}): "
            f"{self.coefficient:.2f}: {said}. They ask for 0.25 at least, and better 0.5."
        )


class Draw(NamedTuple):
    """One drawing: which of ``SHARES`` is dropped, and the how manieth it is."""

    share: int
    at: int


def stability(
    ground: Ground, before: Left, how: How, values: Values, of: Case, within: float | None
) -> Stability:
    """Drop cases at random, and correlate the values that are left with the whole ones.

    Args:
        ground: The ground that nothing is dropped from.
        before: What the slice leaves of it.
        how: How networks are measured; pivots are drawn anew, as there are other networks.
        values: Those with nothing dropped, by position in the index.
        of: What a case is. Those are left in through which everything was read.
        within: As ``struck.Run`` has it.

    Who has no line left counts as 0, which is what most measures would give; where the lowest
    value is the first rank, only who is there both times counts.
    """
    keys, claims = _sources(before), _claims(ground, before)
    size = len(keys) if of == "sources" else len(claims)
    if size < _LEAST:
        return Stability(of, size, np.nan, _table(size, np.zeros((0, DRAWS))))
    how = _drawn(ground, before, how, values, within)

    def one(draw: Draw) -> float:
        dice = np.random.default_rng((SEED, *draw))
        at = np.sort(dice.choice(size, _dropped(size)[draw.share], replace=False))
        laid, weights = (
            _without_sources(ground, before, keys[at])
            if of == "sources"
            else _without_claims(ground, before, claims[at])
        )
        return _correlation(values, _values(laid, weights, how), how)

    draws = [Draw(share, at) for share in range(len(SHARES)) for at in range(DRAWS)]
    # What walks does so in one thread, and shortest paths are in parallel by themselves.
    each = map(one, draws) if how.measure.paths else in_order(one, draws)
    told = watched(each, f"Dropping {of}", len(draws))
    found = np.array(list(told)).reshape(len(SHARES), DRAWS)
    table = _table(size, found)
    steady = table.index[table["reached"] >= SURE]
    return Stability(of, size, float(max(steady, default=0.0)), table)


def _dropped(cases: int) -> Numbers:
    """Return how many cases each share is: one at least, and never all."""
    return np.clip(np.rint(SHARES * cases), 1, cases - 1).astype(np.int64)


def _table(cases: int, found: Values) -> pd.DataFrame:
    shares = pd.Index([round(float(share), 4) for share in SHARES[: len(found)]], name="share")
    columns = {
        "dropped": _dropped(cases)[: len(found)] if len(found) else [],
        "mean": found.mean(axis=1),
        "low": np.quantile(found, 1 - SURE, axis=1) if len(found) else [],
        "reached": (found >= CORRELATED).mean(axis=1),
    }
    return pd.DataFrame(columns, index=shares).round(DIGITS)


def _drawn(ground: Ground, before: Left, how: How, values: Values, within: float | None) -> How:
    """Return how networks are measured in so much time as all drawings have together."""
    if how.measure.paths is None or within is None:
        return replace(how, drawn=None)
    folded = ground.fold(ground.weights(before.claims))
    laid = lay(folded.matrix, directed=folded.directed)
    networks = len(SHARES) * DRAWS
    known = values if how.drawn is None or how.drawn.whole is not None else None
    return replace(how, drawn=sampling.draw(ground, folded, laid, networks, within, known))


def _sources(before: Left) -> Keys:
    """Return the keys that strike a source of the slice and leave something."""
    selection = before.selection
    index, kept = selection.index, kept_in(selection.index, selection.slice)
    heard = heard_in(index, selection.slice)
    there = kept if heard is None else kept & heard
    # What stands in a work, as a comment below an essay does, does not keep it from being all.
    held = index.sources.index[index.sources["container"] != ""]
    alone = there & ~index.citations["source"].isin(held).to_numpy()
    codes, touched = pd.factorize(index.citations["touched"].to_numpy(dtype=object))
    struck, apart = Counter[str](), Counter[str]()
    for counted, flags in ((struck, there), (apart, alone)):
        counts = np.bincount(codes[flags], minlength=len(touched)).tolist()
        for keys, number in zip(touched, counts, strict=True):
            counted.update({key: number for key in keys if key.startswith("source:")})
    everything = int(alone.sum())
    return np.array(sorted(key for key in struck if struck[key] and apart[key] < everything))


def _claims(ground: Ground, before: Left) -> Numbers:
    """Return the claims that are lines of the network, by position."""
    lines = np.zeros(len(before.claims), dtype=bool)
    lines[ground.claim] = True
    return np.flatnonzero(lines & before.claims)


def _without_sources(ground: Ground, before: Left, keys: Keys) -> tuple[Ground, Weights]:
    """Return what is left when all these keys are struck."""
    chosen, index = before.selection, ground.index
    keep = kept_in(index, chosen.slice) & kept_in(index, Slice(struck=frozenset(keys.tolist())))
    heard = heard_in(index, chosen.slice)
    if chosen.slice.identities:
        return anew(ground, before, keep, heard)
    assessed = assess(chosen.evidence, keep, heard)
    left = before.wanted[assessed.columns.standing] & before.told
    laid = replace(ground, roots=assessed.roots.by_claim(len(before.claims)))
    return ground, laid.weights(left)


def _without_claims(ground: Ground, before: Left, claims: Numbers) -> tuple[Ground, Weights]:
    """Return what is left when all these claims are as if they had not been made."""
    left = before.claims.copy()
    left[claims] = False
    return ground, ground.weights(left)


def _values(ground: Ground, weights: Weights, how: How) -> Values:
    """Return the values of a network; none for anybody where they are undefined."""
    found = np.full(len(ground.entities), np.nan)
    if not weights.any():
        return found
    measured = folding(ground, how)
    try:
        return measured(weights)[0]
    except UndefinedMeasure:
        return found


def _correlation(whole: Values, values: Values, how: How) -> float:
    """Return Pearson's correlation, 0 where it is undefined."""
    ranked = ~np.isnan(whole)
    if how.measure.lowest_first:
        ranked &= ~np.isnan(values)
    one, other = whole[ranked], np.nan_to_num(values[ranked])
    if len(one) < 2 or one.min() == one.max() or other.min() == other.max():
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
