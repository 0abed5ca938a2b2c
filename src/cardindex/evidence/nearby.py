"""The claims that a strike can change, and their part of the evidence.

A strike changes only claims whose citations it reaches, claims that share these citations, and
rivals of both: mostly few. Assessing all claims for each strike would take a hundred times as long.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import Cited, Flags, Numbers
from cardindex.evidence.joining import Joining, joining
from cardindex.groups import Groups, distinct, grouped, joined
from cardindex.lineage import leaning


class Layout(NamedTuple):
    """What belongs to a claim: the claims of its circle, and each claim's citations and rivals.

    ``circle``: the circle of each claim; the rest by circle and by claim, as positions.
    ``joining``: which roots count as one before anything is struck.
    """

    circle: Numbers
    claims: Groups
    citations: Groups
    rivals: Groups
    joining: Joining


def lay_out(evidence: Cited, affirmed: Flags) -> Layout:
    """Lay out who is near whom; ``affirmed``: by claim, whether it is so affirmed."""
    circle, count = joined(evidence.claims, _pairs(evidence)), evidence.claims
    return Layout(
        circle=circle,
        claims=grouped(circle, count),
        citations=grouped(evidence.claim, count),
        rivals=grouped(evidence.rivals[:, 0], count),
        joining=joining(evidence, affirmed[evidence.bonds.claim]),
    )


def _pairs(evidence: Cited) -> Numbers:
    """Return the pairs of claims that are rivals, or share citations to lean on."""
    who = evidence.who
    rows = np.flatnonzero(who.leans >= 0)
    # One citation stands for its node: all of the node are joined to it just below.
    first = who.members.things[who.members.starts[:-1]]
    leaning_ = np.stack([evidence.claim[rows], evidence.claim[first[who.leans[rows]]]], axis=1)
    of = np.flatnonzero(who.node >= 0)
    alike = np.stack([evidence.claim[of], evidence.claim[first[who.node[of]]]], axis=1)
    return np.concatenate([evidence.rivals, leaning_, alike])


def near_claims(layout: Layout, struck: Numbers) -> Numbers:
    """Return the claims that a strike at these claims can change, in order."""
    circles = distinct(layout.circle[struck])
    return np.sort(layout.claims.of(circles)[0])


def part_of(evidence: Cited, layout: Layout, near: Numbers) -> tuple[Cited, Numbers]:
    """Return the evidence of these claims alone, and which citations it holds, in order."""
    rows, _ = layout.citations.of(near)
    rows = np.sort(rows)
    claim = np.searchsorted(near, evidence.claim[rows])
    rivals, one = layout.rivals.of(near)
    # All rivals of these claims are among them.
    other = np.searchsorted(near, evidence.rivals[rivals, 1])
    leans, node = _renumbered(evidence.who.leans[rows], evidence.who.node[rows])
    speakers, of = evidence.speakers.of(rows)
    return evidence._replace(
        claims=len(near),
        claim=claim,
        affirms=evidence.affirms[rows],
        denies=evidence.denies[rows],
        doubts=evidence.doubts[rows],
        sure=evidence.sure[rows],
        root=evidence.root[rows],
        circular=evidence.circular[rows],
        misquoted=evidence.misquoted[rows],
        overstated=evidence.overstated[rows],
        grounded=evidence.grounded[rows],
        speakers=Groups(speakers, np.searchsorted(of, np.arange(len(rows) + 1))),
        who=leaning(leans, node),
        shares=evidence.shares[near],
        doer=evidence.doer[near],
        concerned=evidence.concerned[near],
        mutual=evidence.mutual[near],
        rivals=np.stack([one, other], axis=1),
    ), rows


def _renumbered(leans: Numbers, node: Numbers) -> tuple[Numbers, Numbers]:
    """Return both columns with the nodes numbered without gaps."""
    used = distinct(leans[leans >= 0])
    if not len(used):
        return leans, np.full(len(node), -1)
    at = np.minimum(np.searchsorted(used, node), len(used) - 1)
    return np.where(leans >= 0, np.searchsorted(used, leans), -1), np.where(
        used[at] == node, at, -1
    )
