"""The citations of an index as arrays, laid out once for all strikes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.frames import runs, texts
from cardindex.groups import Groups
from cardindex.index import Index
from cardindex.lineage import Leaning, leading_to, leaning
from cardindex.tuples import coded, tuples

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

UNKNOWN_ROOT = 0
"""The code of the root that nobody knows."""


class Bonds(NamedTuple):
    """Claims that make roots depend on one another.

    ``claim``: their positions; ``ends``: an array of shape (bonds, 2) of codes: roots, and behind
    them entities that are no root. ``authors``: pairs of a root that is a work and one of its
    authors who is an end of a bond. ``size``: how many codes there are.
    """

    claim: Numbers
    ends: Numbers
    authors: Numbers
    size: int


class Cited(NamedTuple):
    """The citations of an index, or of some of its claims, as arrays.

    ``claims``: how many claims. By citation: ``claim`` (its position), ``affirms``, ``denies``,
    ``doubts``, ``sure`` (stated or probable), ``root`` (a position in ``roots``, of which the
    first is the unknown one), ``circular``, ``misquoted``, ``overstated``, ``grounded`` (its way
    comes to a ground while nothing is struck) and ``speakers`` (codes of works). ``who`` leans on
    whom. By claim: ``shares`` (its citations may lean on those of another claim), and ``doer``
    and ``concerned``: its subject and object as roots; where the relation is symmetric both are
    concerned, and ``mutual`` is the subject.
    ``rivals``: pairs of claims that cannot both be true, both ways round.
    """

    claims: int
    claim: Numbers
    affirms: Flags
    denies: Flags
    doubts: Flags
    sure: Flags
    root: Numbers
    circular: Flags
    misquoted: Flags
    overstated: Flags
    grounded: Flags
    speakers: Groups
    who: Leaning
    shares: Flags
    doer: Numbers
    concerned: Numbers
    mutual: Numbers
    rivals: Numbers
    bonds: Bonds
    roots: tuple[str, ...]


def cited(index: Index, elsewhere: Iterable[str] = ()) -> Cited:
    """Return the citations of ``index`` as arrays.

    They are laid out once for an index, as every slice and strike of it is judged by them.
    ``elsewhere``: roots of citations that are not in it, where it is a part of a larger one.
    """
    others = frozenset(elsewhere)
    if others:
        return _laid_out(index, others)
    if index not in _CITED:
        _CITED[index] = _laid_out(index, others)
    return _CITED[index]


_CITED: WeakKeyDictionary[Index, Cited] = WeakKeyDictionary()


def _laid_out(index: Index, elsewhere: Iterable[str]) -> Cited:
    claims, citations = index.claims, index.citations
    claim = positions(citations["claim"], claims.index)
    roots, root = _roots(citations["root"], elsewhere)
    who = leaning(citations["leans"].to_numpy(), citations["node"].to_numpy())
    stance, certainty = citations["stance"], citations["certainty"]
    symmetric = index.symmetric
    subject, object_ = _as_roots(index, roots)
    told_as = claims["told_as"].to_numpy()
    return Cited(
        claims=len(claims),
        claim=claim,
        affirms=(stance == "affirms").to_numpy(dtype=bool),
        denies=(stance == "denies").to_numpy(dtype=bool),
        doubts=(stance == "doubts").to_numpy(dtype=bool),
        sure=(certainty != "possible").to_numpy(dtype=bool),
        root=root,
        circular=(citations["loop"] != "").to_numpy(dtype=bool),
        misquoted=citations["misquoted"].to_numpy(dtype=bool),
        overstated=citations["overstated"].to_numpy(dtype=bool),
        grounded=leading_to(who, who.leans < 0, np.ones(len(claim), dtype=bool)),
        speakers=tuples(citations["speakers"]).places(index.sources.index),
        who=who,
        shares=(np.bincount(told_as, minlength=len(claims)) > 1)[told_as],
        doer=np.where(symmetric, -1, subject),
        concerned=object_,
        mutual=np.where(symmetric, subject, -1),
        rivals=_rivals(index),
        bonds=_bonds(index, roots),
        roots=tuple(roots),
    )


def positions(names: pd.Series[str], among: pd.Index[str]) -> Numbers:
    """Return the position of each name in ``among``; -1 for a name that is not there.

    Equal neighbours are looked up once, as the citations of a claim follow one another.
    """
    cells = texts(names)
    if not len(cells):
        return np.empty(0, dtype=np.int64)
    starts = np.append(True, runs(cells))
    firsts = cells.filter(starts)
    found = np.arange(len(firsts))
    if len(firsts) != len(among) or not firsts.equals(texts(among)):
        codes, distinct = coded(firsts)
        found = among.get_indexer(pd.Index(distinct, dtype=object)).astype(np.int64)[codes]
    places: Numbers = found[np.cumsum(starts) - 1]
    return places


def _roots(column: pd.Series[str], elsewhere: Iterable[str]) -> tuple[pd.Index[str], Numbers]:
    """Return the roots, sorted, the unknown one first, and which of them each citation has."""
    codes, distinct = coded(column)
    roots = pd.Index(["", *sorted({*distinct, *elsewhere} - {""})], dtype=object)
    return roots, roots.get_indexer(pd.Index(distinct, dtype=object)).astype(np.int64)[codes]


def _as_roots(index: Index, roots: pd.Index[str]) -> tuple[Numbers, Numbers]:
    """Return the subject and the object of each claim as roots; -1 for who is none."""
    known = roots.get_indexer(pd.Index([f"entity:{id_}" for id_ in index.entities.index]))
    of = np.append(known, -1)  # without an object the position is -1, which takes the last entry
    subject, object_ = index.ends
    return of[subject], of[object_]


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


def _bonds(index: Index, roots: pd.Index[str]) -> Bonds:
    """Return the claims of a dependence relation that say that it was so, and whom they join."""
    relations = index.vocabulary.relations
    binding = [id_ for id_, relation in relations.items() if relation.dependence]
    claims = index.claims
    chosen = claims["relation"].isin(binding) & (claims["mode"] == "") & (claims["object"] != "")
    at = np.flatnonzero(chosen)
    named = "entity:" + claims.iloc[at][["subject", "object"]]
    codes: dict[str, int] = {root: code for code, root in enumerate(roots)} if len(at) else {}
    names: list[str] = named.to_numpy(dtype=object).ravel().tolist()
    ends = [codes.setdefault(name, len(codes)) for name in names]
    bound = set(ends)
    authors_of = dict(zip(index.sources.index, index.sources["authors"], strict=True))
    authors = [
        (code, other)
        for root, code in list(codes.items())
        if root.startswith("source:")
        for author in authors_of[root.removeprefix("source:")]
        if (other := codes.get(f"entity:{author}", -1)) in bound
    ]
    return Bonds(at, _pairs(ends), _pairs(authors), max(len(codes), len(roots)))


def _pairs(numbers: list[int] | list[tuple[int, int]]) -> Numbers:
    return np.array(numbers, dtype=np.int64).reshape(-1, 2)
