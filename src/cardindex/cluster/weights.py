"""Weights of strikes over partitions: what falls and clears in each, added up by the engine.

A strike may fell a claim of dependence, and so change which roots count as one anywhere. So every
partition gets those claims with all that is tied to them, strikes them as well, and counts only
what happens to its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.cluster import dependence
from cardindex.cluster.circles import CELLS, CITED, ID, KEY
from cardindex.cluster.errors import explained
from cardindex.cluster.given import Frame
from cardindex.cluster.parts import (
    OUT_AT_ONCE,
    Arrow,
    Shared,
    common,
    gathered,
    handed,
    index_of,
    packed,
    unpacked,
)
from cardindex.cluster.rounds import Rows, Spread
from cardindex.cluster.session import Session
from cardindex.evidence.cited import cited
from cardindex.evidence.strikes import Counted, counted, keys_of_holders
from cardindex.groups import Numbers
from cardindex.index import Index
from cardindex.lineage import Source, split_list
from cardindex.ontology import Vocabulary

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

_FIGURES = ("citations", "falls", "clears", "weakens", "there", "tells")
SCHEMA = ", ".join(
    ("kind string", "key string", "one string", "other string", *(f"{it} long" for it in _FIGURES))
)
"""What partitions count, as Spark writes types: rows of four kinds.

``key``: the figures of a strike. ``pair``: a claim between two that falls (``falls`` is -1) or
clears (1). ``held``: citations of a work that stands in another, which go with a strike; ``all``:
how many there are of it, and with no work how many there are of those that stand in none.
"""


def counts(rows: Rows, shared: Shared, vocabulary: Vocabulary, spread: Spread) -> Iterator[Frame]:
    """Yield what strikes do in each partition, by rounds."""
    bonds = [dependence.circles_of(some, vocabulary).select(ID, *CELLS, CITED) for some in rows]
    with explained():
        guests = arrow.concat_tables([some.toArrow() for some in bonds])
    works = tuple(sorted(dependence.joining_works(rows, shared, guests, spread)))
    for some in rows:
        these = spread.within(some, KEY).select(ID, *CELLS, CITED)
        yield these.mapInArrow(partial(_count, shared, packed(guests), works), SCHEMA)


def _count(
    shared: Shared, guests: bytes, works: tuple[str, ...], batches: Iterable[Arrow]
) -> Iterator[Arrow]:
    table = handed(batches)
    if table is None:
        return
    ids = compute.unique(table[ID])
    others = unpacked(guests)
    others = others.filter(compute.invert(compute.is_in(others[ID], value_set=ids)))
    part = gathered([*table.to_batches(), *others.cast(table.schema).to_batches()])
    if part is None:
        return
    index = index_of(part, common(shared), touched=True)
    evidence = cited(index, works)
    mine = np.asarray(
        compute.is_in(arrow.array(index.claims.index.array), value_set=ids.cast("large_string"))
    )
    held = (index.sources["container"] != "").to_numpy(dtype=bool)
    source = index.sources.index.get_indexer(pd.Index(index.citations["source"]))
    there = mine[evidence.claim] & ~held[source]
    yield from _all(index, source, mine[evidence.claim], held).to_batches()
    still = int(there.sum())
    for some in counted(index, evidence, mine.astype(bool), there):
        yield from _strikes(some).to_batches(OUT_AT_ONCE)
        yield from _pairs(index, some).to_batches(OUT_AT_ONCE)
        yield from _held(index, some, source, held, still).to_batches(OUT_AT_ONCE)


def _rows(kind: str, count: int, **columns: Any) -> Arrow:  # noqa: ANN401 - arrays of any kind
    """Return rows of SCHEMA; what is not given is empty, or nothing."""
    texts = {"kind": [kind] * count}
    cells = [
        arrow.array(columns.get(name, texts.get(name, [""] * count)), arrow.string())
        for name in ("kind", "key", "one", "other")
    ]
    figures = [
        arrow.array(np.asarray(columns.get(name, np.zeros(count)), dtype=np.int64))
        for name in _FIGURES
    ]
    return arrow.table(dict(zip(_NAMES, [*cells, *figures], strict=True)))


_NAMES = ("kind", "key", "one", "other", *_FIGURES)


def _all(index: Index, source: Numbers, mine: Any, held: Any) -> Arrow:  # noqa: ANN401 - flags
    number = np.bincount(source[mine], minlength=len(held))
    works = np.flatnonzero(held & (number > 0))
    names = ["", *index.sources.index[works]]
    return _rows("all", len(names), one=names, citations=[number[~held].sum(), *number[works]])


def _strikes(some: Counted) -> Arrow:
    figures = {name: getattr(some, name) for name in _FIGURES}
    return _rows("key", len(some.keys), key=list(some.keys), **figures)


def _pairs(index: Index, some: Counted) -> Arrow:
    claims = index.claims.iloc[some.claim]
    ends = [claims[name].to_numpy(dtype=object) for name in ("subject", "object")]
    which = np.flatnonzero((ends[1] != "") & (ends[0] != ends[1]))
    both = np.sort(np.stack([end[which] for end in ends]).astype(str), axis=0)
    keys = np.array(some.keys, dtype=object)[some.of[which]]
    one, other = (it.tolist() for it in both)
    return _rows("pair", len(which), key=keys, one=one, other=other, falls=some.change[which])


def _held(index: Index, some: Counted, source: Numbers, held: Any, still: int) -> Arrow:  # noqa: ANN401
    """Return what goes of works that stand in others, where nothing is left of all else."""
    width = len(held)
    whole = some.there >= still
    which = whole[some.whose] & held[source[some.gone]]
    both = some.whose[which] * width + source[some.gone[which]]
    pairs, number = np.unique(both, return_counts=True)
    keys = np.array(some.keys, dtype=object)[pairs // width]
    works = index.sources.index[pairs % width].tolist()
    return _rows("held", len(pairs), key=keys, one=works, citations=number)


def weights(spark: Session, told: Frame, standings: Frame, shared: Shared) -> Frame:
    """Add up what partitions have counted: a row a key, as ``evidence.weights`` has them."""
    keys = _summed(told.where("kind = 'key'"), ("key",), _FIGURES).where("tells > 0")
    change = _summed(told.where("kind = 'pair'"), ("key", "one", "other"), ("falls",))
    linking = standings.where("stands AND object <> '' AND subject <> object")
    ends = ("least(subject, object) AS one", "greatest(subject, object) AS other")
    pairs = linking.selectExpr(*ends).groupBy("one", "other").count()
    lost = change.join(pairs, ["one", "other"]).where("falls + count = 0")
    lost = lost.groupBy("key").count().withColumnRenamed("count", "lost")
    with explained():
        everything = _everything(told, keys, shared)
    named = arrow.table({"key": arrow.array(["", *sorted(everything)], arrow.string())})
    known = spark.createDataFrame(named).selectExpr("key", "true AS known")
    whole = keys.join(lost, "key", "left").join(known, "key", "left")
    return whole.selectExpr(
        "key", "citations", "falls", "clears", "weakens", "coalesce(lost, 0) AS lost_pairs",
        "coalesce(known, false) AS everything",
    )  # fmt: skip


def _summed(frame: Frame, by: tuple[str, ...], figures: tuple[str, ...]) -> Frame:
    return (
        frame.groupBy(*by)
        .agg(dict.fromkeys(figures, "sum"))
        .selectExpr(*by, *(f"`sum({name})` AS {name}" for name in figures))
    )


def _everything(told: Frame, keys: Frame, shared: Shared) -> set[str]:
    """Return the keys through which all was read; see ``evidence.Weight``."""
    number = _summed(told.where("kind = 'all'"), ("one",), ("citations",)).toArrow().to_pylist()
    left = {row["one"]: row["citations"] for row in number}
    still = left.pop("", 0)
    candidates = keys.where(f"there >= {still}").select("key").toArrow()["key"].to_pylist()
    if not candidates or not left:
        return set(candidates)
    gone = _summed(told.where("kind = 'held'"), ("key", "one"), ("citations",)).toArrow()
    lost = {(row["key"], row["one"]): row["citations"] for row in gone.to_pylist()}
    inside = _standing_in(shared)
    return {
        key
        for key in candidates
        if all(key in inside[work] for work in left if left[work] > lost.get((key, work), 0))
    }


def _standing_in(shared: Shared) -> Mapping[str, frozenset[str]]:
    """Return for each work the keys that strike what it stands in."""
    rows = {row["id"]: row for row in unpacked(shared.sources).to_pylist()}
    container = {work: row["container"] for work, row in rows.items()}

    def about(work: str) -> Source:
        return Source(split_list(rows[work]["author"]), rows[work]["origin"], ())

    return {work: keys_of_holders(work, container, about) for work in rows}
