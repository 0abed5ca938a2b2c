"""Grounds: which citations of a claim lean on others, and whose knowledge the rest go back to.

Within a claim and a direction (affirming; denying and doubting) a citation leans on all citations
of the nearest work on its way that has any; the others are grounds. The rules are those of the
design, §3. Works on columns, as an index may have millions of citations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.lineage.chains import parse_chain, without_places
from cardindex.lineage.circles import Walk, loops_of
from cardindex.lineage.leaning import leaning
from cardindex.lineage.works import UNKNOWN, Source, Way, passed, strike_keys, way
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


class Ways(NamedTuple):
    """The distinct ways of citations, and which of them each has."""

    of: Numbers
    ways: list[Way]


class End(NamedTuple):
    """What citations that are alike come to; ``leans_on``, ``root`` and ``touched`` as above."""

    leans_on: str
    root: str
    touched: tuple[str, ...]


class Traced(NamedTuple):
    """The same as ``Grounds``, with each different way and end said once.

    ``way`` and ``end``: by citation, which of ``ways`` and of ``ends`` is its.
    """

    leans: Numbers
    node: Numbers
    way: Numbers
    ways: list[Way]
    end: Numbers
    ends: list[End]
    misquoted: Flags
    overstated: Flags
    loop: list[str]


def trace(told: Told, sources: Mapping[str, Source]) -> Grounds:
    """Find what leans on what, the root of each ground, and what is misquoted or circular.

    Chains have to parse, and all works have to be among ``sources``.
    """
    return spread(traced(told, sources))


def spread(found: Traced) -> Grounds:
    """Return what was traced with a value for each citation."""
    ends = [found.ends[at] for at in found.end.tolist()]
    return Grounds(
        leans=found.leans,
        node=found.node,
        leans_on=[end.leans_on for end in ends],
        root=[end.root for end in ends],
        speakers=[found.ways[at].speakers for at in found.way.tolist()],
        touched=[end.touched for end in ends],
        misquoted=found.misquoted,
        overstated=found.overstated,
        loop=found.loop,
    )


def traced(told: Told, sources: Mapping[str, Source]) -> Traced:
    """Find the same as ``trace``, without an object of Python's for each citation.

    That is so where ``source`` and ``chain`` are Columns of Arrow's texts.
    """
    number = {id_: at for at, id_ in enumerate(sources)}
    source, chain = Column.of(told.source), Column.of(told.chain)
    taken = _ways(source, chain, sources)
    own = np.array([number[id_] for id_ in source.distinct], dtype=np.int64)[source.codes]
    direction = told.group * 2 + told.against
    keys, place = np.unique(direction * len(number) + own, return_inverse=True)
    found, stop = _nearest(direction, taken, keys, number)
    leaned, leans = np.unique(np.append(NOWHERE, found), return_inverse=True)
    leans = leans[1:].astype(np.int64) - 1
    nodes = np.full(len(keys), NOWHERE)
    nodes[leaned[1:]] = np.arange(len(leaned) - 1)
    node = nodes[place]
    misquoted, overstated = _misread(told, taken, own, number)
    end, ends = _reached(taken, stop, misquoted, sources)
    walk = Walk(leaning(leans, node), direction, taken.of, taken.ways, stop)
    loop = loops_of(walk)
    return Traced(leans, node, taken.of, taken.ways, end, ends, misquoted, overstated, loop)


def _ways(source: Column, chain: Column, sources: Mapping[str, Source]) -> Ways:
    """Return the way of each citation; pages say nothing of it, and without them few differ."""
    works: dict[str, int] = {}
    code = [works.setdefault(without_places(text), len(works)) for text in chain.distinct]
    chains = [parse_chain(text) for text in works]
    width = max(len(chains), 1)
    pairs = source.codes.astype(np.int64) * width + np.array(code, dtype=np.int64)[chain.codes]
    distinct, of = np.unique(pairs, return_inverse=True)
    ids = source.distinct
    found = [way(ids[pair // width], chains[pair % width], sources) for pair in distinct.tolist()]
    return Ways(of.astype(np.int64), found)


def _nearest(
    direction: Numbers, taken: Ways, keys: Numbers, number: Mapping[str, int]
) -> tuple[Numbers, Numbers]:
    """Return for each citation which of ``keys`` it leans on and how many steps away that is.

    A key is the direction of a group and a work, as one number. NOWHERE, twice, for a ground.
    """
    lengths = np.array([len(each.steps) for each in taken.ways], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    steps = np.array([number[work] for each in taken.ways for work in each.steps], dtype=np.int64)
    found = np.full(len(direction), NOWHERE)
    stop = np.full(len(direction), NOWHERE)
    waiting = np.flatnonzero(lengths[taken.of])
    for depth in range(int(lengths.max(initial=0))):
        which = taken.of[waiting]
        going = lengths[which] > depth
        waiting, which = waiting[going], which[going]
        wanted = direction[waiting] * len(number) + steps[starts[which] + depth]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        met = keys[at] == wanted
        found[waiting[met]], stop[waiting[met]] = at[met], depth
        waiting = waiting[~met]
    return found, stop


def _misread(
    told: Told, taken: Ways, own: Numbers, number: Mapping[str, int]
) -> tuple[Flags, Flags]:
    """Tell which citations misquote, and which overstate, the last work of their chain.

    What a work says it says as a speaker: that it reports what others say is not its word.
    """
    last = [number[each.quoted] if each.quoted else NOWHERE for each in taken.ways]
    speaks = [each.works[0] in each.speakers for each in taken.ways]
    quoted = np.array(last, dtype=np.int64)[taken.of]
    said = np.array(speaks, dtype=bool)[taken.of]
    says = told.claim * len(number) + own
    asked = told.claim * len(number) + quoted
    same, other = np.zeros((2, len(asked)), dtype=bool)
    surely = same.copy()
    for against in (False, True):
        here = told.against == against
        same[here] = np.isin(asked[here], says[said & here])
        surely[here] = np.isin(asked[here], says[said & here & ~told.possible])
        other[~here] = np.isin(asked[~here], says[said & here])
    names = quoted >= 0
    return names & other & ~same, names & same & ~surely & ~told.possible


def _reached(
    taken: Ways, stop: Numbers, misquoted: Flags, sources: Mapping[str, Source]
) -> tuple[Numbers, list[End]]:
    """Return for each citation which of the ends it comes to: those that are alike to one."""
    keys = {id_: frozenset(strike_keys(id_, about)) for id_, about in sources.items()}
    farthest = int(stop.max(initial=NOWHERE)) + 2
    alike = (taken.of * farthest + (stop + 1)) * 2 + misquoted
    distinct, of = np.unique(alike, return_inverse=True)
    found = []
    for code in distinct.tolist():
        which, at = divmod(code // 2, farthest)
        found.append(_end(taken.ways[which], at - 1, keys, misquoted=bool(code % 2)))
    return of.astype(np.int64), found


def _end(taken: Way, stop: int, keys_of: Mapping[str, frozenset[str]], *, misquoted: bool) -> End:
    """Return what a citation leans on at the step ``stop``, its root as a ground, its keys."""
    keys = set().union(*map(keys_of.__getitem__, passed(taken, stop)))
    if stop >= 0:
        return End(taken.steps[stop], UNKNOWN, tuple(sorted(keys)))
    root = UNKNOWN if misquoted else taken.root
    if root.startswith("entity:"):
        keys.add(root.replace("entity:", "origin:", 1))
    return End("", root, tuple(sorted(keys)))
