"""Circles: claims that are tied as the same or as rivals, which must come into one partition.

They are the connected components of ties, found on the driver: a claim with ties takes some 500
bytes, so ten million of them take five gigabytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.cluster.errors import explained
from cardindex.cluster.given import Frame
from cardindex.cluster.session import Session
from cardindex.errors import InvalidIndex, MalformedValue, Problem
from cardindex.groups import Numbers, joined
from cardindex.ties import Tie, parse_ties

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

Arrow = Any
"""A table or a column of Arrow's."""

_BINDING = frozenset(("same", "rival"))

KEY, ID, CITED = "key", "id", "cited"
CLAIM = ("subject", "relation", "object", "mode", "ties")
CITATION = ("source", "chain", "stance", "certainty")
CELLS = tuple(f"cell{at}" for at in range(len(CLAIM)))
"""The columns of ``rows`` for what CLAIM names of a claim, and CITATION of a citation."""


def keys(claims: Frame, *, every: bool = False) -> Arrow | None:
    """Return the claims that are in circles with others: ``id``, ``key`` (one of the circle).

    ``every``: by ties of every kind, for writers of ties. Raises InvalidIndex where a tie cannot be
    read.
    """
    with explained():
        tied = claims.where("ties != ''").select("id", "ties").toArrow()
    return keys_of(tied["id"].combine_chunks(), tied["ties"].combine_chunks(), every=every)


def keys_of(ids: Arrow, ties: Arrow, *, every: bool = False) -> Arrow | None:
    """Return the same of claims given as their ids and the cells of their ties."""
    pairs = _pairs(ids, ties, every=every)
    if not pairs:
        return None
    named = arrow.array([id_ for pair in pairs for id_ in pair], type=arrow.string())
    coded = named.dictionary_encode()
    ends: Numbers = np.asarray(coded.indices, dtype=np.int64).reshape(-1, 2)
    first = joined(len(coded.dictionary), ends)
    names = coded.dictionary
    return arrow.table({ID: names, KEY: names.take(arrow.array(first))})


def _pairs(ids: Arrow, ties: Arrow, *, every: bool) -> list[tuple[str, str]]:
    coded = ties.dictionary_encode()
    parsed: list[tuple[Tie, ...]] = []
    problems = []
    for text in coded.dictionary.to_pylist():
        try:
            parsed.append(parse_ties(text))
        except MalformedValue as error:
            problems.append(Problem("claims.parquet", 0, "ties", error.code, str(error)))
            parsed.append(())
    if problems:
        raise InvalidIndex(problems)
    binding = [
        [tie.claim for tie in some if every or (tie.kind in _BINDING and not tie.perhaps)]
        for some in parsed
    ]
    rows = zip(ids.to_pylist(), coded.indices.to_pylist(), strict=True)
    return [(id_, other) for id_, code in rows for other in binding[code]]


def rows(spark: Session, claims: Frame, citations: Frame, circles: Arrow | None) -> Frame:
    """Return claims and citations as rows of one frame: ``key``, ``id`` (the claim's), ``cited``.

    And CELLS. Rows of one key have to come into one partition.
    """
    told = claims.selectExpr(
        ID, *(f"{name} AS {cell}" for name, cell in zip(CLAIM, CELLS, strict=True)),
        f"false AS {CITED}",
    )  # fmt: skip
    said = citations.selectExpr(
        f"claim AS {ID}",
        *(f"{name} AS {cell}" for name, cell in zip(CITATION, CELLS, strict=False)),
        f"'' AS {CELLS[-1]}", f"true AS {CITED}",
    )  # fmt: skip
    return keyed(spark, told.unionAll(said), circles)


def keyed(spark: Session, frame: Frame, circles: Arrow | None) -> Frame:
    """Return a frame of rows with ``id`` as one with ``key`` as well."""
    if circles is None:
        return frame.selectExpr("*", f"{ID} AS {KEY}")
    from pyspark.sql.functions import broadcast  # noqa: PLC0415 - only where a cluster is asked

    known = broadcast(spark.createDataFrame(circles).withColumnRenamed(KEY, "circle"))
    both = frame.join(known, ID, "left")
    return both.selectExpr("*", f"coalesce(circle, {ID}) AS {KEY}").drop("circle")
