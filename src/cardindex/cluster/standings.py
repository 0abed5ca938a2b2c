"""Standings of claims, computed partition by partition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.cluster.circles import KEY
from cardindex.cluster.given import Frame
from cardindex.cluster.parts import (
    OUT_AT_ONCE,
    Arrow,
    Common,
    Shared,
    common,
    gathered,
    index_of,
)
from cardindex.cluster.rounds import Rows, Spread
from cardindex.evidence.cited import Cited, cited
from cardindex.evidence.standing import STANDING_NAMES, Assessed, assess
from cardindex.frames import texts
from cardindex.groups import Numbers
from cardindex.index import Index
from cardindex.slices import STANDING

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

_COUNTS = ("support_low", "support_high", "works", "opposition_low", "opposition_high")
_FLAGS = (
    "told_by_doer", "told_by_concerned", "apparent", "circular", "misquoted", "overstated",
)  # fmt: skip
_ENDS = ("subject", "relation", "object", "mode")

SCHEMA = ", ".join(
    (
        "id string",
        *(f"{name} string" for name in (*_ENDS, "standing")),
        "stands boolean",
        *(f"{name} long" for name in _COUNTS),
        *(f"{name} boolean" for name in _FLAGS),
        "roots array<string>",
        "joined array<string>",
    )
)
"""The columns of standings, as Spark writes types.

Those of the claim, and what ``evidence.tally`` says of it in the whole index. ``joined``: for each
of its roots the one by which all those are told that count as one with it.
"""


def standings(rows: Rows, shared: Shared, spread: Spread) -> Iterator[Frame]:
    """Yield the standings of all claims by rounds."""
    for some in rows:
        yield spread.within(some, KEY).drop(KEY).mapInArrow(partial(work, shared), SCHEMA)


def work(shared: Shared, batches: Iterable[Arrow]) -> Iterator[Arrow]:
    """Work on one partition: its rows in, its standings out."""
    part = gathered(batches)
    if part is None:
        return
    both = common(shared)
    index = index_of(part, both)
    evidence = cited(index)
    every = np.ones(len(evidence.claim), dtype=bool)
    found = assess(evidence, every, joined=joined_by(evidence, both))
    yield from _table(index, both, evidence, found).to_batches(OUT_AT_ONCE)


def joined_by(evidence: Cited, shared: Common) -> Numbers:
    """Return for each root of a partition the first that it counts as one with."""
    group = _groups(evidence, shared)
    first = np.arange(len(group))
    among = np.flatnonzero(group >= 0)
    firsts = np.full(len(shared.leaders), len(group))
    np.minimum.at(firsts, group[among], among)
    first[among] = firsts[group[among]]
    return first


def _groups(evidence: Cited, shared: Common) -> Numbers:
    """Return for each root the number of those that it counts as one with; -1 without others."""
    groups = shared.leaders["group"].combine_chunks().take(_led(evidence, shared))
    return np.asarray(groups.fill_null(-1), dtype=np.int64)


def _led(evidence: Cited, shared: Common) -> Arrow:
    """Return for each root its row among those that count as one with others, or null."""
    return compute.index_in(_names(evidence), value_set=texts(shared.leaders["root"]))


def _names(evidence: Cited) -> Arrow:
    return arrow.array(evidence.roots, type=arrow.large_string())


def _table(index: Index, shared: Common, evidence: Cited, found: Assessed) -> Arrow:
    standing = arrow.array(STANDING_NAMES, type=arrow.string())
    names = standing.take(arrow.array(found.columns.standing % len(STANDING_NAMES)))
    claims = index.claims
    actual = compute.equal(arrow.array(claims["mode"].array), "")
    stands = compute.and_(compute.is_in(names, value_set=arrow.array(sorted(STANDING))), actual)
    columns: dict[str, Any] = {"id": _strings(claims.index)}
    columns |= {name: _strings(claims[name]) for name in _ENDS}
    columns |= {"standing": names, "stands": stands}
    columns |= {name: getattr(found.columns, name) for name in (*_COUNTS, *_FLAGS)}
    ends = np.searchsorted(found.roots.claim, np.arange(len(claims) + 1)).astype(np.int32)
    known, roots = arrow.array(found.roots.root), _names(evidence).cast(arrow.string())
    for name, told in (("roots", roots), ("joined", _leading(evidence, shared, roots))):
        columns[name] = arrow.ListArray.from_arrays(arrow.array(ends), told.take(known))
    return arrow.table(columns)


def _leading(evidence: Cited, shared: Common, roots: Arrow) -> Arrow:
    """Return for each root the one by which it is told: the same in every partition."""
    leader = shared.leaders["leader"].combine_chunks().take(_led(evidence, shared))
    return compute.coalesce(leader.cast(arrow.string()), roots)


def _strings(column: Any) -> Arrow:  # noqa: ANN401 - a column of pandas
    return texts(column).cast(arrow.string())
