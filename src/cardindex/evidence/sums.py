"""Payments, and totals of hedged sums in which a sum that is told twice counts once."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.groups import leaders
from cardindex.lineage import loops
from cardindex.ontology import Vocabulary
from cardindex.ties import Tie

Pair = tuple[str, str]
Ties = Mapping[str, Iterable[Tie]]

CURRENCY = re.compile(r"[A-Z]{3}")
"""A unit that means money: the code of a currency by ISO 4217."""


def payments(claims: pd.DataFrame, vocabulary: Vocabulary) -> npt.NDArray[np.bool_]:
    """Tell of each of ``claims`` whether its quantity is a sum that went from one to another.

    It has two ends, and its relation moves things (``transfer``, ``transfer_role``), or is of a
    family that carries means and its unit is a currency. Years in prison and the dead are no sums.
    """
    moves = {id_: bool(it.transfer or it.transfer_role) for id_, it in vocabulary.relations.items()}
    carries = {
        id_: vocabulary.families[it.family].structural for id_, it in vocabulary.relations.items()
    }
    units = {unit: bool(CURRENCY.fullmatch(unit)) for unit in set(claims["unit"])}
    moved, carried, money = (
        claims[column].map(known).to_numpy(dtype=bool)
        for column, known in (("relation", moves), ("relation", carries), ("unit", units))
    )
    whole = ((claims["object"] != "") & (claims["quantity"] != "")).to_numpy()
    found: npt.NDArray[np.bool_] = whole & (moved | (carried & money))
    return found


def totals(claims: pd.DataFrame, tied: Ties) -> pd.DataFrame:
    """Total the quantities of ``claims`` by unit and mode.

    ``tied``: the ties of every claim of the index, for two claims may be the same by way of a
    third that is not among ``claims``. Returns a frame sorted by unit and mode: ``unit, mode, low,
    high`` (infinite where a bound is open), ``claims`` (the ids of all that have the unit and the
    mode, those inside a whole included). See ``total``.
    """
    written = {claim: ties for claim, ties in tied.items() if ties}
    measured = claims[claims["quantity"] != ""]
    rows = []
    for (unit, mode), group in measured.groupby(["unit", "mode"], sort=True):
        ids = group.index
        bounds = dict(zip(ids, zip(group["low"], group["high"], strict=True), strict=True))
        rows.append((unit, mode, *total(bounds, written), tuple(ids)))
    return pd.DataFrame(rows, columns=["unit", "mode", "low", "high", "claims"])


def hanging_together(tied: Ties) -> dict[str, Ties]:
    """Return for each tied claim the ties of all claims that ties connect with it.

    Totals of few claims need no other ties than these.
    """
    pairs = [(claim, tie.claim) for claim, ties in tied.items() for tie in ties]
    found: defaultdict[str, dict[str, Iterable[Tie]]] = defaultdict(dict)
    first = leaders({claim for pair in pairs for claim in pair}, pairs)
    for claim in first:
        found[first[claim]][claim] = tied.get(claim, ())
    return {claim: found[leader] for claim, leader in first.items()}


def total(bounds: Mapping[str, tuple[float, float]], tied: Ties) -> tuple[float, float]:
    """Return the low and the high total of claims with these bounds, by claim id.

    Claims tied as ``same`` count once: their largest lower bound in the low total, their largest
    upper bound in the high one. A ``part`` is inside its whole, if the whole is there. ``rival``
    sums are versions of one: the low total takes the smallest, the high one the largest. What is
    tied *perhaps* is read both ways, and the totals are the lowest and the highest that come out.
    """
    readings = [_total(bounds, _pairs(tied, perhaps=perhaps)) for perhaps in (False, True)]
    lows, highs = zip(*readings, strict=True)
    return min(lows), max(highs)


def _total(
    bounds: Mapping[str, tuple[float, float]], pairs: Mapping[str, Collection[Pair]]
) -> tuple[float, float]:
    """Return both totals of one reading of the ties, told as pairs of claims by kind of tie."""
    named = {claim for some in pairs.values() for pair in some for claim in pair}
    group = leaders(bounds.keys() | named, pairs["same"])
    wholes = _wholes(group, pairs["part"])
    while circles := loops(wholes):
        # Two groups that are each inside the other are the same.
        equal = [pair for loop in circles for pair in pairwise(loop)]
        group = leaders(group, [*pairs["same"], *equal, *group.items()])
        wholes = _wholes(group, pairs["part"])
    there = {group[claim] for claim in bounds}
    largest: dict[str, tuple[float, float]] = {}
    for claim, (low, high) in bounds.items():
        name = group[claim]
        if not _is_inside(name, wholes, there):
            known = largest.get(name, (0.0, 0.0))
            largest[name] = max(known[0], low), max(known[1], high)
    met = [(group[one], group[other]) for one, other in pairs["rival"]]
    versions: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    met = [pair for pair in met if largest.keys() >= {*pair}]
    for name, first in leaders(largest, met).items():
        versions[first].append(largest[name])
    lows = (min(low for low, _ in some) for some in versions.values())
    highs = (max(high for _, high in some) for some in versions.values())
    return math.fsum(lows), math.fsum(highs)


def _pairs(tied: Ties, *, perhaps: bool) -> dict[str, list[Pair]]:
    """Return pairs of tied claims by kind of tie; with ``perhaps``, perhaps-ties too."""
    pairs: dict[str, list[Pair]] = {"same": [], "part": [], "rival": []}
    for claim, ties in tied.items():
        for tie in ties:
            if perhaps or not tie.perhaps:
                pairs[tie.kind].append((claim, tie.claim))
    return pairs


def _wholes(group: Mapping[str, str], parts: Iterable[Pair]) -> dict[str, set[str]]:
    """Return for each group the groups that it is inside of."""
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for part, whole in parts:
        if group[part] != group[whole]:
            wholes[group[part]].add(group[whole])
    return wholes


def _is_inside(name: str, wholes: Mapping[str, set[str]], there: Collection[str]) -> bool:
    """Tell whether a group is inside one that counts, directly or by way of others."""
    waiting = [name]
    for inner in waiting:
        outer = wholes.get(inner, set())
        if not outer.isdisjoint(there):
            return True
        waiting += outer
    return False
