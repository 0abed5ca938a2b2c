"""Strikes that touch nothing in common, assessed together as if they were one.

Each strike reaches few claims, and there are as many strikes as works, authors and origins. One
by one, most of their time would go into beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import Cited, Flags, Numbers
from cardindex.evidence.joining import Joining, without
from cardindex.evidence.nearby import Layout, lay_out, near_claims, part_of
from cardindex.evidence.standing import Assessed, among, assess
from cardindex.watching import watched

# A strike that reaches so many circles of claims takes its time with those; it stands alone.
_MANY = 1000


class Batch(NamedTuple):
    """Strikes by their ``keys``, and all that they come to; claims and citations by position.

    ``struck``: the citations that each strikes, of those that were left.
    ``claims``: those that the strikes can change, ``after`` what these alone come to, and ``of``
    which strike (by its place in ``keys``) is theirs. ``gone``: the citations that are heard, and
    are struck or fall, ``whose`` of which strike.
    """

    keys: tuple[str, ...]
    struck: tuple[Numbers, ...]
    claims: Numbers
    after: Assessed
    of: Numbers
    gone: Numbers
    whose: Numbers


class Struck(NamedTuple):
    """A strike: its key, the citations that it strikes, and the circles that they are in."""

    key: str
    citations: Numbers
    circles: Numbers


def batches(
    evidence: Cited,
    before: Assessed,
    reach: Iterable[tuple[str, Numbers]],
    kept: Flags,
    heard: Flags | None,
) -> Iterator[Batch]:
    """Assess each strike on its own; ``reach`` has its key and the citations that it strikes.

    Those that strike nothing are passed over. ``before``: what ``evidence`` comes to, as ``kept``
    and ``heard``.
    """
    layout = lay_out(evidence, before.affirmed)
    owner = np.full(evidence.claims, -1)
    together = _together(evidence, layout, before, reach)
    for strikes in watched(together, "Striking", len(together)):
        struck = np.concatenate([strike.citations for strike in strikes])
        claims, after, lost = _assessed(evidence, layout, before, struck, kept, heard)
        gone = lost[among(before.left, heard)[lost]]
        if len(strikes) == 1:
            of, whose = np.zeros(len(claims), dtype=np.int64), np.zeros(len(gone), dtype=np.int64)
        else:
            for at, strike in enumerate(strikes):
                owner[strike.circles] = at
            of, whose = owner[layout.circle[claims]], owner[layout.circle[evidence.claim[gone]]]
        keys = tuple(strike.key for strike in strikes)
        cited = tuple(strike.citations for strike in strikes)
        yield Batch(keys, cited, claims, after, of, gone, whose)


def _together(
    evidence: Cited, layout: Layout, before: Assessed, reach: Iterable[tuple[str, Numbers]]
) -> list[list[Struck]]:
    """Put strikes together that reach no circle in common, each with the first that it can.

    What may change which roots count as one reaches beyond its circles, and stands alone.
    """
    alone: list[list[Struck]] = []
    shared: list[list[Struck]] = []
    taken: dict[int, int] = {}  # circle → the batches that reach it, as bits
    bonded = np.zeros(evidence.claims, dtype=bool)
    bonded[layout.circle[evidence.bonds.claim]] = True
    for key, reached in reach:
        citations = reached[before.left[reached]]
        if not len(citations):
            continue
        circles = np.unique(layout.circle[evidence.claim[citations]])
        strike = Struck(key, citations, circles)
        if len(circles) > _MANY or bonded[circles].any():
            alone.append([strike])
            continue
        bits = 0
        for circle in circles.tolist():
            bits |= taken.get(circle, 0)
        first = (~bits & (bits + 1)).bit_length() - 1
        for circle in circles.tolist():
            taken[circle] = taken.get(circle, 0) | 1 << first
        if first == len(shared):
            shared.append([])
        shared[first].append(strike)
    return shared + alone


def _assessed(
    evidence: Cited,
    layout: Layout,
    before: Assessed,
    struck: Numbers,
    kept: Flags,
    heard: Flags | None,
) -> tuple[Numbers, Assessed, Numbers]:
    """Return the claims that a strike can change, what they come to, and the citations lost."""
    hit, joined = evidence.claim[struck], before.joined
    while True:
        near = near_claims(layout, hit)
        part, rows = part_of(evidence, layout, near)
        keep = kept[rows]
        keep[np.searchsorted(rows, struck)] = False
        after = assess(part, keep, None if heard is None else heard[rows], joined)
        found = _rejoined(layout.joining, before, near, after)
        if found is joined or (found == joined).all():
            return near, after, rows[before.left[rows] & ~after.left]
        # A claim that made roots count as one has fallen: all who rest on those are near, too.
        moved = found[before.roots.root] != before.joined[before.roots.root]
        hit, joined = np.append(hit, before.roots.claim[moved]), found


def _rejoined(laid: Joining, before: Assessed, near: Numbers, after: Assessed) -> Numbers:
    """Return which roots count as one when the claims ``near`` come to what is ``after``."""
    bonds = laid.bonds.claim
    at = np.minimum(np.searchsorted(near, bonds), len(near) - 1)
    inside = near[at] == bonds
    fallen = np.flatnonzero(inside & laid.holds & ~after.affirmed[at])
    return without(laid, fallen, len(before.joined)) if len(fallen) else before.joined
