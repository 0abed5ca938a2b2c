"""Rows that are alike in several columns, by one number for each combination."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cardindex.groups import Numbers
from cardindex.tables import Column

Part = tuple[npt.NDArray[np.integer] | npt.NDArray[np.bool_], int]
"""A number for each row, and a bound that the numbers stay under."""

_MOST = 1 << 62


def part(column: Column) -> Part:
    """Return a column as numbers, one for each different cell."""
    return column.codes, len(column.distinct)


def combined(parts: Sequence[Part]) -> tuple[Numbers, int]:
    """Return one number for each row, the same for rows alike in all parts, and their bound."""
    key, most = np.zeros(len(parts[0][0]), dtype=np.int64), 1
    for numbers, size in parts:
        if most * size > _MOST:
            different, key = np.unique(key, return_inverse=True)
            most = len(different)
        key = key * max(size, 1) + numbers
        most *= max(size, 1)
    return key, most


def numbered(parts: Sequence[Part]) -> tuple[Numbers, list[int]]:
    """Return which of the different combinations each row has, and the first row of each."""
    key, most = combined(parts)
    if most > 4 * len(key) + 1024:
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        return which, first.tolist()
    first = np.full(most, -1)
    first[key[::-1]] = np.arange(len(key))[::-1]
    present = np.flatnonzero(first >= 0)
    place = np.empty(most, dtype=np.int64)
    place[present] = np.arange(len(present))
    return place[key], first[present].tolist()


def repeated(parts: Sequence[Part]) -> list[int]:
    """Return the rows of which there is another that is alike in all parts, in order."""
    key, _ = combined(parts)
    ordered = np.sort(key)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(key, twice)).tolist() if len(twice) else []


def rows_where(which: Numbers, chosen: Sequence[bool]) -> list[int]:
    """Return the rows whose combination, as ``numbered`` has it, is among the chosen."""
    if not any(chosen):
        return []
    rows: list[int] = np.flatnonzero(np.array(chosen, dtype=np.bool_)[which]).tolist()
    return rows
