"""What the sources come to: ``tally(index, slice)`` gives the one answer that all others read.

The definitions of root, support, opposition, standing, link, sum and weight are here and nowhere
else; networks, measures, exports and the page take the ``Selection`` and work nothing out again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from cardindex.brief import brief, count
from cardindex.evidence.cited import Cited, Flags, Numbers, cited
from cardindex.evidence.identities import Identities, identifying, identities, said
from cardindex.evidence.leftout import left_out
from cardindex.evidence.lines import Told, lines, told_of
from cardindex.evidence.links import links
from cardindex.evidence.reach import roots_of_citations
from cardindex.evidence.standing import (
    FALLEN,
    STANDING_NAMES,
    Assessed,
    among,
    assess,
    roots_of,
    stand,
)
from cardindex.evidence.strikes import ALL, Weight, alike, weigh, weights
from cardindex.evidence.sums import Ties, payments, totals
from cardindex.frames import differing, named
from cardindex.index import Index
from cardindex.slices import (
    EVERYTHING,
    Slice,
    claims_in,
    heard_in,
    kept_in,
    verify,
)

__all__ = ["Selection", "Weight", "alike", "selected", "tally", "totals", "weigh", "weights"]


@dataclass(frozen=True, eq=False)
class Selection:
    """The part of an index that a slice leaves, assessed.

    ``claims`` has the columns of the index's claims and, for what the slice leaves of the
    citations: ``standing, stands``, the other columns of ``Assessment`` and ``roots`` (the known
    ones, a sorted tuple). The same names after ``whole_`` (``whole_standing``) say the same of the
    whole index, and are what exports carry.
    ``citations`` are those that are left and heard of these claims.
    ``evidence`` and ``assessed`` are all of this as arrays over the whole index, for measures.

    Claims are never rewritten: a slice with ``identities`` folds the ``links``, as ``folded``
    (entity to entity) and ``unfolded`` (who is said to be several) have it.
    """

    index: Index
    slice: Slice
    claims: pd.DataFrame
    citations: pd.DataFrame
    evidence: Cited
    assessed: Assessed

    def __repr__(self) -> str:
        parts = count(len(self.claims), "claim"), count(len(self.citations), "citation")
        return brief(self, self.index.title, *parts, repr(self.slice))

    @cached_property
    def roots_of_citations(self) -> pd.Series[Any]:
        """The known roots that each of ``citations`` goes back to: tuples, by their row labels."""
        found = roots_of_citations(self.evidence, self.assessed.left)
        return pd.Series(found, index=self.index.citations.index, dtype=object).loc[
            self.citations.index
        ]

    @cached_property
    def joined(self) -> dict[str, str]:
        """Roots that count as one with another, and the root that stands for both."""
        names, joined = self.evidence.roots, self.assessed.joined
        moved = np.flatnonzero(joined != np.arange(len(names))).tolist()
        return {names[at]: names[joined[at]] for at in moved}

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links that the claims come to; see ``evidence.links`` and ``evidence.lines``."""
        vocabulary = self.index.vocabulary
        if not self.slice.identities:
            return links(self.claims, vocabulary, self.joined)
        return lines(self.told, vocabulary, self.joined, self.identities)

    @cached_property
    def identities(self) -> Identities:
        """Who is who by the identifications that stand, whether the slice folds or not."""
        return identities(self.index, self.slice, self.evidence, self.assessed)

    @cached_property
    def identifications(self) -> pd.DataFrame:
        """The identifications within the dates of the slice, with the columns of ``claims``.

        The other fields of the slice do not touch them; they have any standing but fallen.
        """
        at = identifying(self.index, self.slice)
        at = at[self.assessed.columns.standing[at] != FALLEN]
        here = _columns(self.index, self.evidence, self.assessed, at)
        found: pd.DataFrame = self.index.claims.iloc[at].join(here)
        return found

    @property
    def folded(self) -> Mapping[str, str]:
        """Each entity that the slice folds, and into whom."""
        return self.identities.into if self.slice.identities else {}

    @property
    def unfolded(self) -> Mapping[str, tuple[str, ...]]:
        """Each entity that is said to be several, and these; the slice does not fold it."""
        return self.identities.two if self.slice.identities else {}

    def names(self, entity: str) -> tuple[str, ...]:
        """Return the entity into which the slice folds ``entity``, and all others folded into it.

        Without identities, or for an entity that is not folded, that is the entity alone.
        """
        bearer = self.folded.get(entity, entity)
        return bearer, *(name for name, into in self.folded.items() if into == bearer)

    @cached_property
    def linking(self) -> pd.DataFrame:
        """The claims that link two entities; with folded ends, where the slice folds."""
        return (
            self.told.claims if self.slice.identities else self.claims[self.claims["object"] != ""]
        )

    @cached_property
    def told(self) -> Told:
        """The claims that link, with folded ends; see ``evidence.lines``."""
        return told_of(self.claims, self.index.vocabulary, self.identities)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Sentences on the identities that the slice folds."""
        if not self.slice.identities:
            return ()
        apart = len(self.told.inside), len(self.told.identifying)
        return said(self.index, self.identities, apart)

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """Claims that defaults of the slice leave out: ``reason, which``; see ``leftout``."""
        return left_out(self)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """What the payments among the claims add up to; see ``evidence.sums``."""
        tied: Ties = dict(self.index.claims["tied"].items())  # type: ignore[arg-type]
        return totals(self.claims[payments(self.claims, self.index.vocabulary)], tied)

    @cached_property
    def entities(self) -> pd.DataFrame:
        """The entities that are subject, object or place of a claim here."""
        told = differing(self.claims, "subject", "object", "place")
        return self.index.entities[self.index.entities.index.isin(told)]


def tally(index: Index, slice_: Slice = EVERYTHING) -> Selection:
    """Assess ``index`` and return what ``slice_`` leaves of it.

    Raises UnknownName or MalformedValue where the slice names what the index does not have.
    """
    slice_ = verify(index, slice_)
    evidence = cited(index)
    keep, heard = kept_in(index, slice_), heard_in(index, slice_)
    everything = _unstruck(index, evidence)
    found = everything if keep.all() and heard is None else assess(evidence, keep, heard)
    whole = _columns(index, evidence, everything)
    here = whole if found is everything else _columns(index, evidence, found)
    claims = pd.concat([index.claims, here, whole.add_prefix("whole_")], axis=1)
    chosen = _of_standing(found, slice_.standings) & claims_in(index, slice_)
    left = among(found.left, heard) & chosen[evidence.claim]
    return Selection(
        index, slice_, _only(claims, chosen), _only(index.citations, left), evidence, found
    )


def _unstruck(index: Index, evidence: Cited) -> Assessed:
    """Return what all citations come to: once for an index, as it is told beside every slice."""
    if index not in _UNSTRUCK:
        _UNSTRUCK[index] = assess(evidence, np.ones(len(evidence.claim), dtype=bool))
    return _UNSTRUCK[index]


_UNSTRUCK: WeakKeyDictionary[Index, Assessed] = WeakKeyDictionary()


def _only(frame: pd.DataFrame, rows: Flags) -> pd.DataFrame:
    """Return these rows as a new frame."""
    return frame.copy(deep=False) if rows.all() else frame[rows]


def _of_standing(found: Assessed, standings: Collection[str]) -> Flags:
    """Tell which claims are of one of these standings; those that have fallen are of none."""
    is_one = np.array([name in standings and name != "" for name in STANDING_NAMES], dtype=bool)
    return is_one[found.columns.standing]


def selected(index: Index, evidence: Cited, found: Assessed) -> Selection:
    """Return all of ``index`` as a selection, from an assessment made by the caller.

    A caller with a part of an index knows from the whole which of its roots count as one.
    """
    whole = _columns(index, evidence, found)
    claims = pd.concat([index.claims, whole, whole.add_prefix("whole_")], axis=1)
    return Selection(index, EVERYTHING, claims, index.citations, evidence, found)


def _columns(
    index: Index, evidence: Cited, found: Assessed, at: Numbers | slice = ALL
) -> pd.DataFrame:
    """Return what the citations come to as columns, of the claims at these positions."""
    claims = index.claims.iloc[at]
    columns = {name: column[at] for name, column in found.columns._asdict().items()}
    frame = pd.DataFrame(columns, index=claims.index)
    standing = found.columns.standing[at]
    frame["standing"] = named(standing, STANDING_NAMES)
    stands = stand(standing) & (claims["mode"] == "").to_numpy(dtype=bool)
    frame.insert(1, "stands", stands)
    frame["roots"] = roots_of(evidence, found.roots, at)
    return frame
