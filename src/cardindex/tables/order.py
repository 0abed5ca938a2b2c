"""Whether the rows of a table stand in canonical order, by numbers of cells and not by rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, starmap
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from cardindex.tables.column import Column
from cardindex.tables.columns import SORTED_BY
from cardindex.tables.ids import claim_key, is_sorted, key_of, sort_keys

if TYPE_CHECKING:
    from cardindex.tables.column import Codes


class Order(NamedTuple):
    """Whether rows are in canonical order, and whether no two are alike in what they sort by."""

    canonical: bool
    strict: bool


def order_of(name: str, columns: Mapping[str, Column]) -> Order:
    """Tell whether the rows of the table ``name`` stand in the order of ``ids.sort_keys``."""
    import numpy as np  # noqa: PLC0415 - the command line lists tables before it reads any

    if any(columns[column].is_packed for column in SORTED_BY[name]):
        keys = sort_keys(name, columns)
        return Order(is_sorted(keys), all(starmap(lt, pairwise(zip(*keys, strict=True)))))
    number = len(columns[SORTED_BY[name][0]])
    rows = np.arange(max(number - 1, 0))
    for column in SORTED_BY[name]:
        if not len(rows):
            break
        # Only neighbours with equal earlier keys are compared by this one.
        cells = columns[column]
        before, after = cells.codes[rows], cells.codes[rows + 1]
        apart = before != after
        if not _ascend(_keys(name, column, cells.distinct), before[apart], after[apart]):
            return Order(canonical=False, strict=False)
        rows = rows[~apart]
    return Order(canonical=True, strict=not len(rows))


def _keys(name: str, column: str, distinct: Sequence[str]) -> Sequence[str]:
    key = key_of(name, column)
    if key is None or (key is claim_key and len({*map(len, distinct)}) < 2):
        return distinct
    return list(map(key, distinct))


def _ascend(keys: Sequence[str], before: Codes, after: Codes) -> bool:
    """Tell whether each of ``before`` stands for a smaller key than that of ``after``."""
    import numpy as np  # noqa: PLC0415 - as above

    if all(starmap(lt, pairwise(keys))):
        return bool((before < after).all())
    if len(keys) > len(before):
        pairs = zip(before.tolist(), after.tolist(), strict=True)
        return all(keys[one] < keys[other] for one, other in pairs)
    rank = np.empty(len(keys), np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return bool((rank[before] < rank[after]).all())
