"""Grounds: which citations of a claim lean on others, and whose knowledge the rest go back to.

Within a claim and a direction (affirming; denying and doubting) a citation leans on all citations
of the nearest work on its way that has any; the others are grounds. The rules are those of the
design, §3. Works on columns, as an index may have millions of citations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.groups import Groups, is_in
from cardindex.lineage.circles import Walk, loops_of
from cardindex.lineage.leaning import leaning
from cardindex.lineage.paths import Paths, Works, paths, works_of
from cardindex.lineage.works import UNKNOWN, Source, Way, passed, strike_keys
from cardindex.tables import Column

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

NOWHERE = -1
"""The number of the node on which a ground leans."""


class Told(NamedTuple):
    """Citations as equally long columns.

    ``claim``: the number of the claim; ``group``: that of all claims that share their citations
    for leaning, as they are tied as the same. ``against``: denies or doubts. ``possible``: is no
    surer than that.
    """

    claim: Numbers
    group: Numbers
    source: Sequence[str]
    chain: Sequence[str]
    against: Flags
    possible: Flags


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


class Traced(NamedTuple):
    """The same as ``Grounds``, in numbers.

    ``way``: by citation, which of ``ways`` is its; ``stop``: the place among its steps of the work
    that it leans on, NOWHERE for a ground. ``root``: that of a ground, a number among those of
    ``about``, which has the works; 0 for what leans and where it is unknown.
    """

    leans: Numbers
    node: Numbers
    way: Numbers
    ways: Paths
    stop: Numbers
    root: Numbers
    misquoted: Flags
    overstated: Flags
    loop: list[str]
    about: Works


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


def traced(told: Told, about: Works) -> Traced:
    """Find the same as ``trace``, without an object of Python's for each citation.

    That is so where ``source`` and ``chain`` are Columns of Arrow's texts.
    """
    source, chain = Column.of(told.source), Column.of(told.chain)
    of, ways = paths((source.codes, source.distinct), (chain.codes, chain.distinct), about)
    own, works = ways.works.things[ways.works.starts[of]], len(about.ids)
    direction = told.group * 2 + told.against
    keys, place = np.unique(direction * works + own, return_inverse=True)
    found, stop = _nearest(direction, of, ways.steps, keys, works)
    leaned, leans = np.unique(np.append(NOWHERE, found), return_inverse=True)
    leans = leans[1:].astype(np.int64) - 1
    nodes = np.full(len(keys), NOWHERE)
    nodes[leaned[1:]] = np.arange(len(leaned) - 1)
    node = nodes[place]
    misquoted, overstated = _misread(told, ways.quoted[of], ways.speaks[of], own, works)
    root = np.where((stop < 0) & ~misquoted, ways.root[of], 0)
    who = leaning(leans, node)
    loop = loops_of(Walk(who, direction, of, ways, stop, circular=ways.circular))
    return Traced(leans, node, of, ways, stop, root, misquoted, overstated, loop, about)


def _nearest(
    direction: Numbers, of: Numbers, tried: Groups, keys: Numbers, works: int
) -> tuple[Numbers, Numbers]:
    """Return for each citation which of ``keys`` it leans on and how many steps away that is.

    A key is the direction of a group and a work, as one number. NOWHERE, twice, for a ground.
    """
    lengths, starts, steps = np.diff(tried.starts), tried.starts, tried.things
    found = np.full(len(direction), NOWHERE)
    stop = np.full(len(direction), NOWHERE)
    waiting = np.flatnonzero(lengths[of])
    for depth in range(int(lengths.max(initial=0))):
        which = of[waiting]
        going = lengths[which] > depth
        waiting, which = waiting[going], which[going]
        wanted = direction[waiting] * works + steps[starts[which] + depth]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        met = keys[at] == wanted
        found[waiting[met]], stop[waiting[met]] = at[met], depth
        waiting = waiting[~met]
    return found, stop


def _misread(
    told: Told, quoted: Numbers, said: Flags, own: Numbers, works: int
) -> tuple[Flags, Flags]:
    """Tell which citations misquote, and which overstate, the last work of their chain.

    What a work says it says as a speaker: that it reports what others say is not its word.
    """
    says = told.claim * works + own
    asked = told.claim * works + quoted
    same, other = np.zeros((2, len(asked)), dtype=bool)
    surely = same.copy()
    for against in (False, True):
        here = told.against == against
        same[here] = is_in(asked[here], says[said & here])
        surely[here] = is_in(asked[here], says[said & here & ~told.possible])
        other[~here] = is_in(asked[~here], says[said & here])
    names = quoted >= 0
    return names & other & ~same, names & same & ~surely & ~told.possible


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
