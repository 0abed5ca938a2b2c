"""The grounds that citations reach, and so their roots."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cardindex.evidence.cited import UNKNOWN_ROOT, Cited, Flags, Numbers
from cardindex.groups import added, distinct
from cardindex.lineage import Leaning


def grounds_of(
    who: Leaning, whose: Numbers, starts: Numbers, allowed: Flags
) -> tuple[Numbers, Numbers]:
    """Return the grounds that leaning citations come to over ``allowed`` ones, and for whom.

    ``starts`` are leaning citations, ``whose`` a number for each, which several may share. A
    ground may be told more than once.
    """
    nodes = len(who.members.starts) - 1
    grounds, owners = [starts[:0]], [whose[:0]]
    waiting = distinct(whose * nodes + who.leans[starts])
    seen = waiting
    while len(waiting):
        rows, of = who.members.of(waiting % nodes)
        owner = (waiting // nodes)[of]
        open_ = allowed[rows]
        rows, owner = rows[open_], owner[open_]
        ends = who.leans[rows] < 0
        grounds.append(rows[ends])
        owners.append(owner[ends])
        reached = distinct(owner[~ends] * nodes + who.leans[rows[~ends]])
        waiting, seen = added(seen, reached)
    return np.concatenate(grounds), np.concatenate(owners)


def roots_of_citations(evidence: Cited, left: Flags) -> list[tuple[str, ...]]:
    """Return for each citation the known roots that it goes back to over what is left, sorted."""
    codes, roots = coded_roots(evidence, left)
    return list(map(roots.__getitem__, codes.tolist()))


def coded_roots(evidence: Cited, left: Flags) -> tuple[Numbers, list[tuple[str, ...]]]:
    """Return for each citation the place of its roots among those that differ, and these."""
    roots: list[tuple[str, ...]] = [(name,) for name in evidence.roots]
    roots[UNKNOWN_ROOT] = ()
    reached: dict[int, set[str]] = {}
    for rows, found in _handed_on(evidence, left):
        for at, code in zip(rows.tolist(), found.tolist(), strict=True):
            reached.setdefault(at, set()).add(evidence.roots[code])
    codes = np.maximum(evidence.root, UNKNOWN_ROOT).astype(np.int64)
    known: dict[tuple[str, ...], int] = {}
    for at, names in reached.items():
        several = tuple(sorted(names))
        codes[at] = known.setdefault(several, len(roots) + len(known))
    return codes, roots + list(known)


def _handed_on(evidence: Cited, left: Flags) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield citations that lean, with a known root that each goes back to; each pair once.

    The search starts from the grounds, so that each node hands a root on only once; searches from
    each citation would walk the same ways over and over.
    """
    who, width = evidence.who, len(evidence.roots)
    known = np.flatnonzero(left & (evidence.root > UNKNOWN_ROOT) & (who.node >= 0))
    waiting = distinct(who.node[known] * width + evidence.root[known])
    seen = waiting
    while len(waiting):
        rows, of = who.leaners.of(waiting // width)
        open_ = left[rows]
        rows, roots = rows[open_], (waiting % width)[of][open_]
        yield rows, roots
        leaned = who.node[rows] >= 0
        reached = distinct(who.node[rows[leaned]] * width + roots[leaned])
        waiting, seen = added(seen, reached)
