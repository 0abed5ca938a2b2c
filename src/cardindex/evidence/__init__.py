"""What the sources come to: ``tally(index, slice)`` gives the one answer that all others read.

The definitions of root, support, opposition, standing, link, sum and weight are here and nowhere
else; networks, measures, exports and the page take the ``Selection`` and work nothing out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cardindex.evidence.links import links
from cardindex.evidence.standing import Assessment, Cited, Flags, assess, cited, roots_of
from cardindex.evidence.strikes import Weight, weigh, weights
from cardindex.evidence.sums import Ties, payments, totals
from cardindex.index import Index
from cardindex.slices import (
    EVERYTHING,
    STANDING,
    STANDINGS,
    Slice,
    citations_in,
    claims_in,
    verify,
)

__all__ = ["Selection", "Weight", "tally", "totals", "weigh", "weights"]


@dataclass(frozen=True, eq=False)
class Selection:
    """The part of an index that a slice leaves, assessed.

    ``claims`` has the columns of the index's claims and, for what the slice leaves of the
    citations: ``standing, stands, support, opposition, unsourced, self_reported, apparent,
    roots`` (a sorted tuple). The same names after ``whole_`` (``whole_standing``) say the same of
    the whole index, and are what exports carry.
    ``citations`` are those that are left of these claims.
    """

    index: Index
    slice: Slice
    claims: pd.DataFrame
    citations: pd.DataFrame

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links that the claims come to; see ``evidence.links``."""
        return links(self.claims, self.index.vocabulary)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """What the payments among the claims add up to; see ``evidence.sums``."""
        tied: Ties = dict(self.index.claims["tied"].items())  # type: ignore[arg-type]
        return totals(self.claims[payments(self.claims, self.index.vocabulary)], tied)

    @cached_property
    def entities(self) -> pd.DataFrame:
        """The entities that are subject, object or place of a claim here."""
        named = pd.unique(self.claims[["subject", "object", "place"]].to_numpy().ravel())
        return self.index.entities[self.index.entities.index.isin(named)]


def tally(index: Index, slice_: Slice = EVERYTHING) -> Selection:
    """Assess ``index`` and return what ``slice_`` leaves of it.

    Raises UnknownName or MalformedValue where the slice names what the index does not have.
    """
    verify(index, slice_)
    evidence = cited(index)
    everything = np.ones(len(index.citations), dtype=bool)
    whole = _columns(index, evidence, everything)
    keep = citations_in(index, slice_)
    here = whole if keep.all() else _columns(index, evidence, keep)
    claims = pd.concat([index.claims, here, whole[_OF_WHOLE].add_prefix("whole_")], axis=1)
    chosen = claims["standing"].isin(slice_.standings).to_numpy() & claims_in(index, slice_)
    claims = claims[chosen]
    left = index.citations[keep & chosen[evidence.claim]]
    return Selection(index, slice_, claims, left)


_OF_WHOLE = [
    "standing", "stands", "support", "opposition",
    "unsourced", "self_reported", "apparent", "roots",
]  # fmt: skip
# FALLEN is -1, and so names the last.
_NAMES = np.array([*STANDINGS, ""], dtype=object)


def _columns(index: Index, evidence: Cited, keep: Flags) -> pd.DataFrame:
    found: Assessment = assess(evidence, keep)
    frame = pd.DataFrame(found._asdict(), index=index.claims.index)
    frame["standing"] = _NAMES[found.standing]
    actual = index.claims["mode"] == ""
    frame.insert(1, "stands", frame["standing"].isin(STANDING) & actual)
    frame["roots"] = pd.Series(roots_of(evidence, keep), index=frame.index, dtype=object)
    return frame
