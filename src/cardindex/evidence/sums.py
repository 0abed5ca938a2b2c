"""Totals of hedged quantities, in which one sum told twice counts once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from cardindex.checks.claims import Tie

Pair = tuple[str, str]


def totals(claims: pd.DataFrame) -> pd.DataFrame:
    """Total the quantities of ``claims`` by unit and mode.

    Claims tied as ``same`` count once: their largest lower bound in the low total, their largest
    upper bound in the high one. A ``part`` is inside its whole, where the whole is among the
    claims. Of ``rival`` sums, which cannot both be true, the low total takes the smaller, the
    high one the larger. What is tied *perhaps* is taken as tied for the low total, as apart for
    the high one. Returns a frame sorted by unit and mode: ``unit, mode, low, high`` (infinite
    where a bound is open), ``claims`` (the ids of all that were counted or are inside a whole).
    """
    rows = []
    measured = claims[claims["quantity"] != ""]
    for (unit, mode), group in measured.groupby(["unit", "mode"], sort=True):  # type: ignore[misc]
        low, high = total(
            dict(zip(group.index, group["low"], strict=True)),
            dict(zip(group.index, group["high"], strict=True)),
            dict(zip(group.index, group["tied"], strict=True)),
        )
        rows.append((unit, mode, low, high, tuple(group.index)))
    return pd.DataFrame(rows, columns=["unit", "mode", "low", "high", "claims"])


def total(
    low: Mapping[str, float], high: Mapping[str, float], tied: Mapping[str, Iterable[Tie]]
) -> tuple[float, float]:
    """Return the low and the high total of claims with these bounds and ties, by claim id."""
    pairs: defaultdict[tuple[str, bool], list[Pair]] = defaultdict(list)
    for claim, ties in tied.items():
        for tie in ties:
            if tie.claim in low:
                pairs[tie.kind, tie.perhaps].append((claim, tie.claim))
    same, parts, rivals = (pairs[kind, False] for kind in ("same", "part", "rival"))
    apart = _groups(low, same)
    # What is surely inside a whole is in neither total, so that the low never passes the high.
    contained = _inside(apart, parts)
    inside = {claim for claim in low if apart[claim] in contained}
    high_total = _total(apart, parts, rivals, high, inside, smaller=False)
    together = _groups(low, same + pairs["same", True])
    parts, rivals = parts + pairs["part", True], rivals + pairs["rival", True]
    low_total = _total(together, parts, rivals, low, inside, smaller=True)
    return low_total, high_total


def _total(
    group: Mapping[str, str],
    parts: Iterable[Pair],
    rivals: Iterable[Pair],
    bound: Mapping[str, float],
    inside: Collection[str],
    *,
    smaller: bool,
) -> float:
    """Add up the largest bound of each group that is in no other, one of rivals at a time."""
    contained = _inside(group, parts)
    largest: dict[str, float] = {}
    for claim in sorted(bound):
        name = group[claim]
        if name not in contained and claim not in inside:
            largest[name] = max(largest.get(name, 0.0), bound[claim])
    met = [(group[a], group[b]) for a, b in rivals if {group[a], group[b]} <= largest.keys()]
    choices: defaultdict[str, list[float]] = defaultdict(list)
    for name, choice in _groups(largest, met).items():
        choices[choice].append(largest[name])
    choose = min if smaller else max
    return math.fsum(choose(values) for values in choices.values())


def _inside(group: Mapping[str, str], parts: Iterable[Pair]) -> set[str]:
    """Return the groups of which a member is part of a claim in another group."""
    return {group[part] for part, whole in parts if group[part] != group[whole]}


def _groups(members: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """Return for each member the smallest member of its group, ``pairs`` being joined."""
    leader = {member: member for member in members}

    def find(member: str) -> str:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
        leader[second] = first
    return {member: find(member) for member in leader}
