"""Links over partitions: what the claims of two ends and a relation come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa

from cardindex.cluster.given import Frame
from cardindex.cluster.parts import OUT_AT_ONCE, Arrow, Shared, common, handed
from cardindex.cluster.rounds import Spread
from cardindex.evidence.links import links as links_of

arrow: Any = pa  # its stubs know fewer types than it does

SCHEMA = (
    "subject string, relation string, object string, family string, stands boolean, "
    "standing string, roots array<string>, support_low long, support_high long, "
    "claims array<string>"
)
"""The columns of links, as Spark writes types; those of ``evidence.links``."""

_TOLD = ("id", "subject", "relation", "object", "stands", "standing", "roots", "joined")


def links(standings: Frame, shared: Shared, spread: Spread) -> Iterator[Frame]:
    """Yield the links of all claims by rounds, from their standings."""
    ends = "concat_ws(' ', least(subject, object), relation, greatest(subject, object)) AS ends"
    linking = standings.where("object <> ''").selectExpr(*_TOLD, ends)
    for some in spread.by(linking, "ends"):
        yield some.mapInArrow(partial(_linked, shared), SCHEMA)


def _linked(shared: Shared, batches: Iterable[Arrow]) -> Iterator[Arrow]:
    told = handed(batches)
    if told is None:
        return
    names = [each for name in ("roots", "joined") for each in (_flat(told[name]),)]
    joined = {root: leader for root, leader in zip(*names, strict=True) if root != leader}
    columns = {name: told[name].to_pandas() for name in _TOLD[1:-2]}
    columns["roots"] = pd.Series(list(map(tuple, told["roots"].to_pylist())), dtype=object)
    claims = pd.DataFrame(columns).set_index(pd.Index(told["id"].to_pylist(), dtype=object))
    found = links_of(claims, common(shared).vocabulary, joined)
    yield from _table(found).to_batches(OUT_AT_ONCE)


def _flat(lists: Arrow) -> list[str]:
    flat: list[str] = lists.combine_chunks().flatten().to_pylist()
    return flat


def _table(found: pd.DataFrame) -> Arrow:
    columns: dict[str, Any] = {}
    for part in SCHEMA.split(", "):
        name, kind = part.split(" ")
        cells = found[name].tolist()
        columns[name] = arrow.array(cells, _KINDS[kind])
    return arrow.table(columns)


_KINDS = {
    "string": arrow.string(), "boolean": arrow.bool_(), "long": arrow.int64(),
    "array<string>": arrow.list_(arrow.string()),
}  # fmt: skip
