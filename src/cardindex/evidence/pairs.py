"""Pairs of entities that standing links join, and those that a strike leaves without one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cardindex.evidence.cited import Cited, Flags, Numbers, positions
from cardindex.evidence.identities import identities
from cardindex.evidence.standing import (
    Assessed,
)
from cardindex.index import Index
from cardindex.slices import Slice


def pairs_of(index: Index, within: Slice, evidence: Cited, assessed: Assessed) -> Numbers:
    """Return for each claim its unordered pair of entities as one number, -1 where it has none."""
    entities = index.entities.index
    subject, object_ = index.ends
    found = identities(index, within, evidence, assessed) if within.identities else None
    if found and found.links:
        into = positions(pd.Series([found.of(id_) for id_ in entities]), entities)
        subject, object_ = into[subject], np.where(object_ < 0, object_, into[object_])
        object_[found.saying(index)] = -1  # a copy: np.where has made it
    both = np.minimum(subject, object_) * len(entities) + np.maximum(subject, object_)
    return np.where((object_ >= 0) & (object_ != subject), both, -1)


def named_pairs(index: Index, pairs: Numbers) -> tuple[tuple[str, str], ...]:
    """Return numbers of pairs as pairs of ids, sorted as entities are."""
    ids = index.entities.index.tolist()
    both = (divmod(pair, len(ids)) for pair in pairs.tolist())
    return tuple((ids[one], ids[other]) for one, other in both)


def orphaned_of(index: Index, before: Numbers, after: Numbers) -> tuple[str, ...]:
    """Return the entities that are in a pair before and in none after."""
    count = len(index.entities)
    was, is_ = (np.concatenate([pairs // count, pairs % count]) for pairs in (before, after))
    return tuple(index.entities.index[np.setdiff1d(was, is_)])


def count_lost(
    of: Numbers, pair: Numbers, falls: Flags, clears: Flags, standing: Numbers, count: int
) -> Numbers:
    """Count, for each of so many strikes, the pairs that stood and of which no claim is left.

    ``of``: by claim, which strike is its; ``standing``: by pair, how many claims stood.
    """
    changed = (pair >= 0) & (falls | clears)
    width = len(standing)
    both, at = np.unique(of[changed] * width + pair[changed], return_inverse=True)
    change = np.bincount(at, np.where(clears[changed], 1, -1), minlength=len(both))
    strike, pairs = (both // width, both % width) if len(both) else (both, both)
    lost = (standing[pairs] > 0) & (standing[pairs] + change == 0)
    return np.bincount(strike[lost], minlength=count)
