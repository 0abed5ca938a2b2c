"""The days by which the statement of each citation was made, and published.

A *way* is the works of a citation, from the source that was read to the last of its chain, which
made the statement. A statement in one of them was said by the date of that work, and published by
then if the work is of a published kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.dates import ALWAYS, NEVER
from cardindex.index import Index
from cardindex.lineage import Chain, parse_chain, without_places

Days = npt.NDArray[np.int64]


class ToldDays(NamedTuple):
    """Days, one a citation, in the order of the index: from each on, the answer is yes.

    ``said_earliest``: it may have been said by then. ``said_latest``: it surely was.
    ``published_earliest``, ``published_latest``: likewise published. Days since 1970-01-01;
    ALWAYS (possible at any time) and NEVER where no date bounds it. The earliest is never after the
    latest, and what is published is never before what is said.
    """

    said_earliest: Days
    said_latest: Days
    published_earliest: Days
    published_latest: Days


_KNOWN: WeakKeyDictionary[Index, ToldDays] = WeakKeyDictionary()


class _Works(NamedTuple):
    """The works of an index by number: when each was made, and whether it is published."""

    number: dict[str, int]
    earliest: Days
    latest: Days
    published: npt.NDArray[np.bool_]


def told_days(index: Index) -> ToldDays:
    """Return the days from which on each citation was said, and published.

    It was *surely* said by a day if any work of its way is surely of that day or before, and
    *possibly* if the last of them may be, or has no date; a final ``?`` is a last without date.
    It was *surely* published if any work of a published kind is surely of that day or before, and
    *possibly* if one may be and no work behind it is surely later.
    """
    # Cached: every slice with such a day asks for it, and the index does not change.
    found = _KNOWN.get(index)
    if found is None:
        found = _KNOWN[index] = _told_days(index)
    return found


def _told_days(index: Index) -> ToldDays:
    works = _works(index)
    texts = index.citations["chain"].to_numpy(dtype=object)
    source = index.sources.index.get_indexer(pd.Index(index.citations["source"]))
    # Each distinct chain is followed once; many differ only in pages.
    of_text, distinct = pd.factorize(texts)
    codes: dict[str, int] = {}
    of_chain = [codes.setdefault(without_places(text), len(codes)) for text in distinct]
    chain = np.array(of_chain, dtype=np.int64)[of_text]
    ends = _columns(_of_chain(parse_chain(text), works) for text in codes)
    earliest, latest = works.earliest[source], works.latest[source]
    published = works.published[source]
    said_latest = np.minimum(latest, ends.latest[chain])
    last = np.where(ends.ends[chain], ends.last[chain], earliest)
    own = np.where(published, latest, NEVER)
    published_latest = np.minimum(own, ends.published_latest[chain])
    before = np.where(published, np.maximum(earliest, ends.behind[chain]), NEVER)
    before = np.minimum(before, ends.published_earliest[chain])
    return ToldDays(
        said_earliest=np.minimum(last, said_latest),
        said_latest=said_latest,
        published_earliest=np.minimum(before, published_latest),
        published_latest=published_latest,
    )


class _Ends(NamedTuple):
    """What chains add to the works that were read, by chain.

    ``ends``: it has a last that is not the source. ``last``: the earliest day of that one.
    ``latest``: the least latest day. ``behind``: the greatest earliest day.
    """

    ends: npt.NDArray[np.bool_]
    last: Days
    latest: Days
    behind: Days
    published_earliest: Days
    published_latest: Days


def _of_chain(chain: Chain, works: _Works) -> tuple[bool, int, int, int, int, int]:
    """Return what one chain adds, in the order of ``_Ends``."""
    latest = published_earliest = published_latest = NEVER
    behind = last = ALWAYS
    for work in reversed([works.number[work] for work in chain.sources]):
        earliest, end = int(works.earliest[work]), int(works.latest[work])
        behind, latest = max(behind, earliest), min(latest, end)
        if works.published[work]:
            published_earliest = min(published_earliest, behind)
            published_latest = min(published_latest, end)
    ends = bool(chain.steps) or chain.hearsay
    if chain.steps and not chain.hearsay:
        last = int(works.earliest[works.number[chain.sources[-1]]])
    return ends, last, latest, behind, published_earliest, published_latest


def _columns(rows: Iterable[tuple[bool, int, int, int, int, int]]) -> _Ends:
    ends, *days = np.array(list(rows), dtype=np.int64).reshape(-1, 6).T
    return _Ends(ends.astype(bool), *days)


def _works(index: Index) -> _Works:
    sources = index.sources
    return _Works(
        number={work: at for at, work in enumerate(sources.index)},
        earliest=sources["earliest_start"].to_numpy(),
        latest=sources["latest_end"].to_numpy(),
        published=sources["kind"].isin(index.vocabulary.published).to_numpy(dtype=bool),
    )
