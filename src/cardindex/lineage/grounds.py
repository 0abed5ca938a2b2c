"""Grounds: which citations of a claim lean on others, and whose knowledge the rest go back to.

Within a claim and a direction (affirming; denying and doubting) a citation leans on all citations
of the nearest work on its way that has any; the others are grounds (docs/concepts.md). Works on
columns, as an index may have millions of citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.groups import Groups
from cardindex.lineage.circles import Walk, loops_of
from cardindex.lineage.leaning import leaning
from cardindex.lineage.paths import Paths, Works, paths
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


class Traced(NamedTuple):
    """What follows from the citations, in their order, as numbers.

    A *node* is all citations of one work in one group and direction. ``leans``: the node that a
    citation leans on, NOWHERE for a ground; ``node``: its own node, NOWHERE where nothing leans
    on it. ``misquoted``, ``overstated``: the last work of its chain says otherwise, or says it
    less surely. ``loop``: how who follows it comes back to a work (``a > b rests on a``), or
    nothing. ``way``: by citation, which of ``ways`` is its; ``stop``: the place among its steps of
    the work that it leans on, NOWHERE for a ground. ``root``: that of a ground, a number among
    those of ``about``, which has the works; 0 for what leans and where it is unknown.
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


def traced(told: Told, about: Works) -> Traced:
    """Find what leans on what, the root of each ground, and what is misquoted or circular.

    Chains have to parse, and all works have to be among ``about``. Where ``source`` and ``chain``
    are Columns of Arrow's texts, no citation becomes an object of Python's.
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
    loop = loops_of(Walk(who, direction, of, ways, stop, about.ids))
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

    Only citations in which the work speaks count, not those in which it reports others.
    """
    says = told.claim * works + own
    asked = told.claim * works + quoted
    same, other = np.zeros((2, len(asked)), dtype=bool)
    surely = same.copy()
    for against in (False, True):
        here = told.against == against
        same[here] = np.isin(asked[here], says[said & here])
        surely[here] = np.isin(asked[here], says[said & here & ~told.possible])
        other[~here] = np.isin(asked[~here], says[said & here])
    names = quoted >= 0
    return names & other & ~same, names & same & ~surely & ~told.possible
