"""What tracing comes to, a value for each citation, one by one: what arrays are held against."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.groups import Groups
from cardindex.lineage import (
    UNKNOWN,
    Source,
    Told,
    Traced,
    Way,
    strike_keys,
    traced,
    works_of,
)
from cardindex.lineage.grounds import NOWHERE

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class Grounds(NamedTuple):
    """What follows from the citations, in their order.

    A *node* is all citations of one work in one group and direction. ``leans``: the node that a
    citation leans on, NOWHERE for a ground; ``node``: its own node, NOWHERE where nothing leans
    on it. ``leans_on``: the work whose citations those are, or nothing. ``root`` of a ground:
    ``entity:x``, ``source:y`` or nothing if it is unknown; nothing for what leans. ``speakers``:
    source ids. ``touched``: the keys under which a strike reaches it (``source:x``, ``author:y``,
    ``origin:z``). ``misquoted``, ``overstated``: the last work of its chain says otherwise, or
    says it less surely. ``loop``: how who follows it comes back to a work (``a > b rests on a``),
    or nothing.
    """

    leans: Numbers
    node: Numbers
    leans_on: list[str]
    root: list[str]
    speakers: list[tuple[str, ...]]
    touched: list[tuple[str, ...]]
    misquoted: Flags
    overstated: Flags
    loop: list[str]


class End(NamedTuple):
    """What citations that are alike come to; ``leans_on``, ``root`` and ``touched`` as above."""

    leans_on: str
    root: str
    touched: tuple[str, ...]


def trace(told: Told, sources: Mapping[str, Source]) -> Grounds:
    """Find what leans on what, the root of each ground, and what is misquoted or circular.

    Chains have to parse, and all works have to be among ``sources``.
    """
    return spread(traced(told, works_of(sources)))


def spread(found: Traced) -> Grounds:
    """Return what was traced with a value for each citation."""
    ends, end = ends_of(found)
    ids, way_ = found.about.ids, found.way.tolist()
    speakers = [tuple(ids[it] for it in some) for some in _lists(found.ways.speakers)]
    return Grounds(
        leans=found.leans,
        node=found.node,
        leans_on=[ends[at].leans_on for at in end],
        root=[ends[at].root for at in end],
        speakers=[speakers[at] for at in way_],
        touched=[ends[at].touched for at in end],
        misquoted=found.misquoted,
        overstated=found.overstated,
        loop=found.loop,
    )


def _lists(groups: Groups) -> list[list[int]]:
    things, starts = groups.things.tolist(), groups.starts.tolist()
    return [things[start:end] for start, end in pairwise(starts)]


def ends_of(found: Traced) -> tuple[list[End], list[int]]:
    """Return what citations come to, once for all that are alike, and which of it each comes to."""
    farthest = int(found.stop.max(initial=NOWHERE)) + 2
    alike = (found.way * farthest + (found.stop + 1)) * 2 + found.misquoted
    distinct, of = np.unique(alike, return_inverse=True)
    ends = []
    for code in distinct.tolist():
        which, at = divmod(code // 2, farthest)
        way, sources = found.ways[which], found.about.sources
        ends.append(_end(way, at - 1, sources, misquoted=bool(code % 2)))
    return ends, of.tolist()


def _end(taken: Way, stop: int, sources: Mapping[str, Source], *, misquoted: bool) -> End:
    """Return what a citation leans on at the step ``stop``, its root as a ground, its keys."""
    works = passed(taken, stop)
    keys = {key for work in works for key in strike_keys(work, sources[work])}
    if stop >= 0:
        return End(taken.steps[stop], UNKNOWN, tuple(sorted(keys)))
    root = UNKNOWN if misquoted else taken.root
    if root.startswith("entity:"):
        keys.add(root.replace("entity:", "origin:", 1))
    return End("", root, tuple(sorted(keys)))


def passed(taken: Way, stop: int) -> tuple[str, ...]:
    """Return the works that are passed up to the step ``stop``; all of them if it is negative.

    The works of the chain are always among them, as a citation stands in each of these.
    """
    beyond = len(taken.works) - 1
    return (*taken.works, *(taken.rests if stop < 0 else taken.rests[: max(stop + 1 - beyond, 0)]))
