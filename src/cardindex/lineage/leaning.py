"""Who leans on whom, as arrays: what is left when citations are struck, and what leads where."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.groups import Groups, distinct, grouped

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class Leaning(NamedTuple):
    """Citations that lean on nodes, and so on all citations of the node; see ``Traced``.

    ``leans`` and ``node``: by citation, -1 for a ground and where nothing leans on it.
    ``members``: the citations of each node. ``leaners``: those that lean on it.
    """

    leans: Numbers
    node: Numbers
    members: Groups
    leaners: Groups


def leaning(leans: Numbers, node: Numbers) -> Leaning:
    """Lay out who leans on whom, from the two columns of ``Traced``."""
    count = int(leans.max(initial=-1)) + 1
    return Leaning(leans, node, _rows_by(node, count), _rows_by(leans, count))


def _rows_by(number: Numbers, count: int) -> Groups:
    rows = np.flatnonzero(number >= 0)
    by = grouped(number[rows], count)
    return Groups(rows[by.things], by.starts)


def leading_to(who: Leaning, start: Flags, allowed: Flags) -> Flags:
    """Return ``start``, and every ``allowed`` citation that leans on one of these, and so forth."""
    reached = start.copy()
    done = np.zeros(len(who.members.starts) - 1, dtype=bool)
    nodes = _nodes(who, np.flatnonzero(start))
    while len(nodes):
        done[nodes] = True
        rows, _ = who.leaners.of(nodes)
        rows = rows[allowed[rows] & ~reached[rows]]
        reached[rows] = True
        nodes = _nodes(who, rows)
        nodes = nodes[~done[nodes]]
    return reached


def sustained(who: Leaning, allowed: Flags) -> Flags:
    """Return the largest part of ``allowed`` in which each leaning citation leans on another of it.

    For ``leans >= 0`` these are the citations that lead into a loop.
    """
    kept = allowed.copy()
    nodes = len(who.members.starts) - 1
    number = np.bincount(who.node[kept & (who.node >= 0)], minlength=nodes)
    empty = np.flatnonzero(number == 0)
    while len(empty):
        rows, _ = who.leaners.of(empty)
        rows = rows[kept[rows]]
        kept[rows] = False
        lost = who.node[rows]
        lost = lost[lost >= 0]
        np.subtract.at(number, lost, 1)
        empty = distinct(lost)
        empty = empty[number[empty] == 0]
    return kept


def _nodes(who: Leaning, rows: Numbers) -> Numbers:
    """Return the nodes that something leans on and that these citations are of, each once."""
    nodes = who.node[rows]
    return distinct(nodes[nodes >= 0])
