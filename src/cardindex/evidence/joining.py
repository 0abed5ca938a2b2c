"""Roots that count as one, as claims of dependence join them; and anew, when such claims fall."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import Bonds, Cited, Flags, Numbers
from cardindex.groups import Groups, grouped, joined, leaders


def joined_roots(evidence: Cited, holds: Flags) -> Numbers:
    """Return for each root the first of those that it is joined to.

    ``holds``: by bond, whether its claim is so affirmed. A root that is a work is joined through
    those of its authors who stand in such a claim.
    """
    return _first(evidence.bonds, holds)[: len(evidence.roots)]


def _first(bonds: Bonds, holds: Flags) -> Numbers:
    ends = bonds.ends[holds]
    through = bonds.authors[np.isin(bonds.authors[:, 1], ends)]
    return joined(bonds.size, np.concatenate([ends, through]))


class Joining(NamedTuple):
    """What is joined while nothing more is struck: ``first`` by code, and what is in each group.

    A group is told by the first code in it: its ``codes``, its ``bonds`` and the pairs of
    ``authors`` by their positions in ``Bonds``. ``holds``: by bond.
    """

    bonds: Bonds
    holds: Flags
    first: Numbers
    codes: Groups
    held: Groups
    authors: Groups


def joining(evidence: Cited, holds: Flags) -> Joining:
    """Lay out what is joined, so that few bonds that fall cost little."""
    bonds = evidence.bonds
    first = _first(bonds, holds)
    by = (first, first[bonds.ends[:, 0]], first[bonds.authors[:, 1]])
    return Joining(bonds, holds, first, *(grouped(group, bonds.size) for group in by))


def without(laid: Joining, fallen: Numbers, roots: int) -> tuple[Numbers, Numbers]:
    """Return the roots that are joined to another first when bonds have fallen, and to which.

    Only the groups that these bonds were in are joined anew; roots are the first so many codes.
    """
    groups = np.unique(laid.first[laid.bonds.ends[fallen, 0]])
    bonds, _ = laid.held.of(groups)
    left = bonds[laid.holds[bonds] & ~np.isin(bonds, fallen)]
    ends = laid.bonds.ends[left]
    authors = laid.bonds.authors[laid.authors.of(groups)[0]]
    pairs = np.concatenate([ends, authors[np.isin(authors[:, 1], ends)]])
    codes = np.sort(laid.codes.of(groups)[0])
    first = _leaders(codes, pairs)
    moved = (codes < roots) & (first != laid.first[codes])
    return codes[moved], first[moved]


def _leaders(codes: Numbers, pairs: Numbers) -> Numbers:
    """Return for each of these codes, in order, the first of those that pairs join it to."""
    if len(codes) > _MANY:
        return codes[joined(len(codes), np.searchsorted(codes, pairs))]
    leader = leaders(codes.tolist(), map(tuple, pairs.tolist()))
    return np.array([leader[code] for code in codes.tolist()], dtype=np.int64)


# Of so many, finding who is joined pays for laying them out as a matrix.
_MANY = 50
