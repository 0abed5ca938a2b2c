"""From citations to standing: roots counted, denials kept, rivals met.

Works on arrays over claims and citations, so that an index of a million claims, or a hundred
strikes of one, cost no more than the arithmetic. The definitions are those of the design, §3.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.index import Index
from cardindex.slices import STANDINGS

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

CORROBORATED, SINGLE_ROOT, CONTESTED, TENTATIVE, DENIED = range(len(STANDINGS))
FALLEN = -1
"""The standing of a claim of which no citation is left."""


class Cited(NamedTuple):
    """The citations of an index, as arrays; ``claim`` and ``root`` are codes.

    ``claims``: how many there are. ``claim`` is the position in the claims frame, ``root`` a
    position in ``roots``, of which the first is the unknown root. ``own``: the root is the claim's
    subject or object. ``rivals``: pairs of claims that cannot both be true, both ways round.
    """

    claims: int
    claim: Numbers
    affirms: Flags
    denies: Flags
    doubts: Flags
    firm: Flags
    root: Numbers
    own: Flags
    rivals: Numbers
    roots: tuple[str, ...]


class Assessment(NamedTuple):
    """What the citations come to, one value a claim; ``standing`` is a code or FALLEN."""

    standing: Numbers
    support: Numbers
    opposition: Numbers
    unsourced: Flags
    self_reported: Flags
    apparent: Flags


def cited(index: Index) -> Cited:
    """Return the citations of ``index`` as arrays."""
    claims, citations = index.claims, index.citations
    claim = positions(citations["claim"], claims.index)
    roots = pd.Index(["", *sorted(set(citations["root"]) - {""})], dtype=object)
    root = positions(citations["root"], roots)
    subject, object_ = (positions("entity:" + claims[end], roots) for end in ("subject", "object"))
    stance = citations["stance"]
    return Cited(
        claims=len(claims),
        claim=claim,
        affirms=(stance == "affirms").to_numpy(dtype=bool),
        denies=(stance == "denies").to_numpy(dtype=bool),
        doubts=(stance == "doubts").to_numpy(dtype=bool),
        firm=(citations["certainty"] != "possible").to_numpy(dtype=bool),
        root=root,
        own=(root == subject[claim]) | (root == object_[claim]),
        rivals=_rivals(index),
        roots=tuple(roots),
    )


def positions(names: pd.Series[str], among: pd.Index[str]) -> Numbers:
    """Return the position of each name in ``among``; -1 for a name that is not there."""
    return among.get_indexer(pd.Index(names)).astype(np.int64)


def _rivals(index: Index) -> Numbers:
    """Return the pairs of certain rivals as an array of shape (pairs, 2), both ways round."""
    tied = index.claims.loc[index.claims["ties"] != "", "tied"]
    pairs = [
        (id_, tie.claim)
        for id_, ties in tied.items()
        for tie in ties
        if tie.kind == "rival" and not tie.perhaps
    ]
    flat = pd.Series([id_ for pair in pairs for id_ in pair], dtype=object)
    one_way = positions(flat, index.claims.index).reshape(-1, 2)
    return np.concatenate([one_way, one_way[:, ::-1]])


def assess(cited_: Cited, keep: Flags) -> Assessment:
    """Assess every claim by the citations that ``keep`` leaves."""
    count = cited_.claims
    claim, root = cited_.claim[keep], cited_.root[keep]
    firm, own = cited_.firm[keep], cited_.own[keep]
    affirms, denies, doubts = cited_.affirms[keep], cited_.denies[keep], cited_.doubts[keep]
    strong = affirms & firm
    affirmed = _any(claim, strong, count)
    known = _roots(claim, root, strong, count)
    foreign = _roots(claim, root, strong & ~own, count)
    traced = _tally(claim, strong & (root > 0), count)
    against = denies & firm
    opposed = _any(claim, against, count)
    denied, doubted = _any(claim, denies, count), _any(claim, doubts, count)
    met = np.zeros(count, dtype=bool)
    met[cited_.rivals[affirmed[cited_.rivals[:, 1]], 0]] = True
    standing = np.select(
        [
            affirmed & (denied | doubted | met),
            affirmed & (known >= 2),
            affirmed,
            denied,
            _any(claim, np.ones_like(affirms), count),
        ],
        [CONTESTED, CORROBORATED, SINGLE_ROOT, DENIED, TENTATIVE],
        FALLEN,
    )
    return Assessment(
        standing=standing.astype(np.int64),
        support=_support(affirmed, known),
        opposition=_support(opposed, _roots(claim, root, against, count)),
        unsourced=affirmed & (known == 0),
        self_reported=(known > 0) & (foreign == 0),
        apparent=(known == 1) & (traced > 1),
    )


def roots_of(cited_: Cited, keep: Flags) -> list[tuple[str, ...]]:
    """Return for each claim the known roots that affirm it as stated or probable, sorted."""
    claim, root = _distinct(cited_.claim, cited_.root, keep & cited_.affirms & cited_.firm)
    names = np.array(cited_.roots, dtype=object)[root].tolist()
    ends = np.searchsorted(claim, np.arange(cited_.claims + 1)).tolist()
    return [tuple(names[start:end]) for start, end in pairwise(ends)]


def _support(voiced: Flags, known: Numbers) -> Numbers:
    """Return the number of known roots; where none is known, one for whoever spoke."""
    return np.where(known > 0, known, voiced)


def _any(claim: Numbers, which: Flags, count: int) -> Flags:
    found = np.zeros(count, dtype=bool)
    found[claim[which]] = True
    return found


def _tally(claim: Numbers, which: Flags, count: int) -> Numbers:
    return np.bincount(claim[which], minlength=count).astype(np.int64)


def _roots(claim: Numbers, root: Numbers, which: Flags, count: int) -> Numbers:
    """Return the number of distinct known roots of each claim among ``which``."""
    distinct, _ = _distinct(claim, root, which)
    return np.bincount(distinct, minlength=count).astype(np.int64)


def _distinct(claim: Numbers, root: Numbers, which: Flags) -> tuple[Numbers, Numbers]:
    """Return each claim and known root that come together in ``which`` once, sorted."""
    which = which & (root > 0)
    # One number for claim and root sorts many times faster than pairs do.
    width = int(root.max(initial=0)) + 1
    distinct = np.unique(claim[which] * width + root[which])
    return distinct // width, distinct % width
