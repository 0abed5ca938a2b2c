"""Roots that count as one because claims of dependence join them, also after such claims fall."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import Bonds, Cited, Flags, Numbers
from cardindex.groups import Groups, grouped, joined


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
    """What is joined while nothing more is struck: ``first`` by code, and the ``codes`` of each.

    ``holds``: by bond. ``bound``: by code the bonds that hold, by position, with whom each joins it
    to; ``works`` of each author, and the ``authors`` of each work, by code.
    """

    bonds: Bonds
    holds: Flags
    first: Numbers
    codes: Groups
    bound: Mapping[int, list[tuple[int, int]]]
    works: Mapping[int, list[int]]
    authors: Mapping[int, list[int]]


def joining(evidence: Cited, holds: Flags) -> Joining:
    """Lay out what is joined, so that few bonds that fall cost little."""
    bonds = evidence.bonds
    first = _first(bonds, holds)
    bound: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for bond in np.flatnonzero(holds).tolist():
        one, other = bonds.ends[bond].tolist()
        bound[one].append((bond, other))
        bound[other].append((bond, one))
    works: defaultdict[int, list[int]] = defaultdict(list)
    authors: defaultdict[int, list[int]] = defaultdict(list)
    for work, author in bonds.authors.tolist():
        works[author].append(work)
        authors[work].append(author)
    codes = grouped(first, bonds.size)
    return Joining(bonds, holds, first, codes, dict(bound), dict(works), dict(authors))


def without(laid: Joining, fallen: Numbers, roots: int) -> tuple[Numbers, Numbers]:
    """Return the roots whose representative changes when bonds fall, and the new representatives.

    A search starts from the ends of the fallen bonds, all at once, and ends when the separated
    parts are known; so it costs as much as the smaller parts. Roots are the first ``roots`` codes.
    """
    gone = frozenset(fallen.tolist())
    moved: list[tuple[int, int]] = []
    for group, seeds in _seeds(laid, gone).items():
        parts = _parts(laid, gone, seeds)
        if not parts:
            continue
        off = frozenset().union(*parts)
        if group in off:
            parts.append({code for code in laid.codes.one(group).tolist() if code not in off})
        firsts = ((part, min(part)) for part in parts)
        moved += [(code, first) for part, first in firsts if first != group for code in part]
    moved = sorted(pair for pair in moved if pair[0] < roots)
    found = np.array(moved, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _seeds(laid: Joining, gone: Collection[int]) -> dict[int, list[int]]:
    """Return the ends of fallen bonds, and works of those that are in no bond now, by group."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for code in dict.fromkeys(laid.bonds.ends[list(gone)].ravel().tolist()):
        works = [] if _stands(laid, gone, code) else laid.works.get(code, [])
        found[int(laid.first[code])] += [code, *works]
    return found


def _stands(laid: Joining, gone: Collection[int], code: int) -> bool:
    """Tell whether an author is still an end of a bond, so that their works stay joined."""
    return any(bond not in gone for bond, _ in laid.bound.get(code, ()))


def _beside(laid: Joining, gone: Collection[int], code: int) -> Iterator[int]:
    """Yield the codes that a code is still joined to directly."""
    left = [other for bond, other in laid.bound.get(code, ()) if bond not in gone]
    yield from left
    if left:
        yield from laid.works.get(code, ())
    yield from (author for author in laid.authors.get(code, ()) if _stands(laid, gone, author))


def _parts(laid: Joining, gone: Collection[int], seeds: Iterable[int]) -> list[set[int]]:
    """Return the separated parts around these seeds, except the part whose search ends last.

    The searches take turns, and two that meet go on as one.
    """
    whose = {seed: at for at, seed in enumerate(dict.fromkeys(seeds))}
    seen = {at: {seed} for seed, at in whose.items()}
    waiting = {at: deque([seed]) for seed, at in whose.items()}
    found: list[set[int]] = []
    while len(waiting) > 1:
        for at in list(waiting):
            if at not in waiting or len(waiting) == 1:
                continue
            if not waiting[at]:
                found.append(seen[at])
                del waiting[at]
                continue
            for near in _beside(laid, gone, waiting[at].popleft()):
                other = whose.setdefault(near, at)
                if near not in seen[at] and other == at:
                    seen[at].add(near)
                    waiting[at].append(near)
                elif other != at:
                    for code in seen[other]:
                        whose[code] = at
                    seen[at] |= seen.pop(other)
                    waiting[at] += waiting.pop(other)
    return found
