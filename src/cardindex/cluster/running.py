"""A tally on a cluster from end to end: reading, computing and writing, step by step."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cardindex import __version__
from cardindex.cluster import circles, dependence, given, links, standings, weights
from cardindex.cluster.errors import explained
from cardindex.cluster.given import Given
from cardindex.cluster.parts import SOURCE, Arrow, Shared, packed, plain
from cardindex.cluster.rounds import ALL_AT_ONCE, Rows, Spread
from cardindex.cluster.session import Session, workers
from cardindex.cluster.writing import Place
from cardindex.watching import working

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

STANDINGS, LINKS, WEIGHTS = OUTPUTS = ("standings", "links", "weights")
"""What a tally writes, each a folder of Parquet."""

ROWS, WEIGHING = "rows", "weighing"
"""The folders of the rows of rounds, and of the parts of weights; they stay, as engines do not
delete files."""


class Done(NamedTuple):
    """What a tally has written, and what it has found: claims by standing."""

    place: str
    outputs: tuple[str, ...]
    claims: int
    spread: Spread
    standings: dict[str, int]


class Laid(NamedTuple):
    """An index laid out for partitions: its rows with their keys, and what goes to each."""

    rows: Rows
    circles: Arrow | None
    shared: Shared
    claims: int
    spread: Spread


def tally(
    spark: Session,
    source: str,
    out: str,
    *,
    outputs: Collection[str] = OUTPUTS,
    spread: Spread = ALL_AT_ONCE,
    replace: bool = False,
) -> Done:
    """Tally the index in ``source`` and write OUTPUTS into the folder ``out``.

    Both are paths that the engine reads and writes. Standings are always written, as all else is
    made of them. Raises ClusterError, InvalidIndex or OutputError.
    """
    chosen = tuple(name for name in OUTPUTS if name == STANDINGS or name in outputs)
    place = Place(spark, out, replace=replace)
    place.free()
    with working("Asking the workers"):
        workers(spark)
    index = given.read(spark, source, ("claims", "citations", "sources"))
    with working("Laying out"):
        laid = lay_out(spark, index, place, spread)
    with working("Tallying"), explained():
        place.write(STANDINGS, standings.standings(laid.rows, laid.shared, laid.spread))
    told = place.read(STANDINGS)
    if WEIGHTS in outputs:
        with working("Weighing"), explained():
            made = weights.counts(laid.rows, laid.shared, index.vocabulary, laid.spread)
            place.write(WEIGHING, made)
            struck = weights.weights(spark, place.read(WEIGHING), told, laid.shared)
            place.write(WEIGHTS, [struck])
    if LINKS in outputs:
        with working("Linking"), explained():
            place.write(LINKS, links.links(told, laid.shared, laid.spread))
    with explained():
        counts = told.groupBy("standing").count().toArrow().to_pylist()
    by = {row["standing"]: row["count"] for row in sorted(counts, key=lambda it: it["standing"])}
    done = Done(out, chosen, laid.claims, laid.spread, by)
    outputs, counted = ", ".join(done.outputs), json.dumps(by)
    place.finish({"claims": done.claims, "outputs": outputs, "standings": counted,
                  "cardindex": __version__})  # fmt: skip
    return done


def lay_out(spark: Session, index: Given, place: Place, spread: Spread) -> Laid:
    """Lay out an index for partitions, which is to find its circles and who counts as one.

    Where there are rounds, the rows of each are written into ``place``.
    """
    claims, citations = index.tables["claims"], index.tables["citations"]
    known = circles.keys(claims)
    with explained():
        count = int(claims.count())
        sources = index.tables["sources"].select(*SOURCE).toArrow()
    spread = spread.over(count)
    rows = spread.apart(circles.rows(spark, claims, citations, known), place, ROWS)
    shared = Shared(packed(sources), packed(dependence.NOBODY), plain(index.vocabulary))
    led = dependence.leaders(rows, shared, index.vocabulary, spread)
    return Laid(rows, known, shared._replace(leaders=packed(led)), count, spread)
