"""Strikes that touch no claim in common, assessed together as one.

There is a strike for each work, author and origin, and each reaches few claims: one by one, most
of the time would go into overhead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import Cited, Flags, Numbers
from cardindex.evidence.joining import without
from cardindex.evidence.nearby import Layout, lay_out, near_claims, part_of
from cardindex.evidence.standing import Assessed, among, assess
from cardindex.groups import Groups, distinct, grouped
from cardindex.watching import watched

# A strike that reaches more circles of claims is assessed alone.
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


class _Ground(NamedTuple):
    """The state before strikes: the evidence, its assessment, and which claims are near which.

    ``joined`` is changed while a strike is assessed, and restored afterwards; ``resting``: the
    claims that rest on each root; ``bonds``: those of each claim, by position.
    """

    evidence: Cited
    layout: Layout
    before: Assessed
    kept: Flags
    heard: Flags | None
    joined: Numbers
    resting: Groups
    bonds: Groups


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
    by_root = grouped(before.roots.root, len(before.joined))
    resting = by_root._replace(things=before.roots.claim[by_root.things])
    bonds = grouped(evidence.bonds.claim, evidence.claims)
    ground = _Ground(evidence, layout, before, kept, heard, before.joined.copy(), resting, bonds)
    owner = np.full(evidence.claims, -1)
    together = _together(ground, reach)
    reached, found = b"", None
    for strikes in watched(together, "Striking", len(together)):
        struck = np.concatenate([strike.citations for strike in strikes])
        if found is None or struck.tobytes() != reached:
            reached, found = struck.tobytes(), _assessed(ground, struck)
        claims, after, lost = found
        gone = lost[among(before.left, heard)[lost]]
        if len(strikes) == 1:
            of, whose = np.zeros(len(claims), dtype=np.int64), np.zeros(len(gone), dtype=np.int64)
        else:
            _own(owner, strikes)
            of, whose = owner[layout.circle[claims]], owner[layout.circle[evidence.claim[gone]]]
        keys = tuple(strike.key for strike in strikes)
        cited = tuple(strike.citations for strike in strikes)
        yield Batch(keys, cited, claims, after, of, gone, whose)


def _own(owner: Numbers, strikes: list[Struck]) -> None:
    """Note of each circle which of the strikes reaches it."""
    sizes = [len(strike.circles) for strike in strikes]
    circles = np.concatenate([strike.circles for strike in strikes])
    owner[circles] = np.repeat(np.arange(len(strikes)), sizes)


def _together(ground: _Ground, reach: Iterable[tuple[str, Numbers]]) -> list[list[Struck]]:
    """Group strikes that reach no circle in common, each into the first group that fits.

    A strike that fells a claim of dependence reaches beyond its circles, and is assessed alone.
    """
    evidence, layout, before = ground.evidence, ground.layout, ground.before
    few: list[Struck] = []
    alone: list[Struck] = []
    binding: list[Struck] = []
    bonded = np.zeros(evidence.claims, dtype=bool)
    bonded[layout.circle[evidence.bonds.claim]] = True
    for key, reached in reach:
        citations = reached[before.left[reached]]
        if not len(citations):
            continue
        circles = distinct(layout.circle[evidence.claim[citations]])
        strike = Struck(key, citations, circles)
        if len(circles) > _MANY:
            alone.append(strike)
        else:
            (binding if bonded[circles].any() else few).append(strike)
    for strikes in _apart(binding):
        harmless, others = _parted(ground, strikes)
        few += harmless
        alone += others
    # A memoir, its author and its origin often strike the same citations.
    alone.sort(key=lambda strike: strike.citations.tobytes())
    return _apart(few) + [[strike] for strike in alone]


def _apart(strikes: Iterable[Struck]) -> list[list[Struck]]:
    """Group strikes that reach no circle in common, each into the first group that fits."""
    found: list[list[Struck]] = []
    taken: dict[int, int] = {}  # circle → the batches that reach it, as bits
    for strike in strikes:
        circles = strike.circles.tolist()
        bits = 0
        for circle in circles:
            bits |= taken.get(circle, 0)
        first = (~bits & (bits + 1)).bit_length() - 1
        for circle in circles:
            taken[circle] = taken.get(circle, 0) | 1 << first
        if first == len(found):
            found.append([])
        found[first].append(strike)
    return found


def _parted(ground: _Ground, strikes: list[Struck]) -> tuple[list[Struck], list[Struck]]:
    """Part strikes that have no circle in common: those by which no bond falls, and the others."""
    struck = np.concatenate([strike.citations for strike in strikes])
    near, _, after = _once(ground, ground.evidence.claim[struck], struck)
    fallen = _fallen(ground, near, after)
    circles = ground.layout.circle[ground.layout.joining.bonds.claim[fallen]]
    owner = np.full(ground.evidence.claims, -1)
    _own(owner, strikes)
    moving = {*owner[circles].tolist()}
    parts: tuple[list[Struck], list[Struck]] = ([], [])
    for at, strike in enumerate(strikes):
        parts[at in moving].append(strike)
    return parts


def _assessed(ground: _Ground, struck: Numbers) -> tuple[Numbers, Assessed, Numbers]:
    """Return the claims that a strike can change, what they come to, and the citations lost."""
    before, joined = ground.before, ground.joined
    hit = ground.evidence.claim[struck]
    moved = firsts = np.empty(0, dtype=np.int64)
    while True:
        near, rows, after = _once(ground, hit, struck)
        joined[moved] = before.joined[moved]
        fallen = _fallen(ground, near, after)
        found, to = moved[:0], firsts[:0]
        if len(fallen):
            found, to = without(ground.layout.joining, fallen, len(joined))
        if np.array_equal(found, moved) and np.array_equal(to, firsts):
            return near, after, rows[before.left[rows] & ~after.left]
        # A claim of dependence has fallen: all claims that rest on its roots can change, too.
        moved, firsts = found, to
        joined[moved] = firsts
        hit = np.append(hit, ground.resting.of(moved)[0])


def _once(ground: _Ground, hit: Numbers, struck: Numbers) -> tuple[Numbers, Numbers, Assessed]:
    """Return the claims near those that are hit, their citations, and what they come to."""
    evidence, layout, heard = ground.evidence, ground.layout, ground.heard
    near = near_claims(layout, hit)
    part, rows = part_of(evidence, layout, near)
    keep = ground.kept[rows]
    keep[np.searchsorted(rows, struck)] = False
    return near, rows, assess(part, keep, None if heard is None else heard[rows], ground.joined)


def _fallen(ground: _Ground, near: Numbers, after: Assessed) -> Numbers:
    """Return the bonds whose claims are among those that are near, and so affirmed no longer."""
    bonds, whose = ground.bonds.of(near)
    return np.sort(bonds[ground.layout.joining.holds[bonds] & ~after.affirmed[whose]])
