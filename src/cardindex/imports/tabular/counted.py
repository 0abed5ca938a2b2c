"""Lists of nodes whose rows R or pandas has numbered, where links name people by these numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice

from cardindex.imports.found import Guessed
from cardindex.imports.tabular.shapes import Table
from cardindex.imports.tabular.sheets import Row

_PEEKED = 50  # rows that tell whether their cells are numbers


def counted(tables: Sequence[Table]) -> list[Table]:
    """Take a first column without a heading for the ids of nodes, if links go by numbers."""
    found = list(tables)
    linked = [each for each in range(len(found)) if found[each].shape == "links"]
    lists = [at for at, each in enumerate(found) if each.shape == "nodes" and _is_headless(each)]
    if not linked or not lists:
        return found
    for at in linked:
        found[at], first = _peeked(found[at])
        columns = found[at].columns
        assert columns is not None  # noqa: S101 - links have both ends
        sides = columns.first("from"), columns.first("to")
        if not all(side < len(row) and row[side].isdigit() for _, row in first for side in sides):
            return found
    for at in lists:
        found[at], first = _peeked(found[at])
        if first and all(row and row[0].isdigit() for _, row in first):
            found[at] = _with_ids(found[at])
    return found


def _is_headless(each: Table) -> bool:
    columns = each.columns
    return columns is not None and "id" not in columns.places and not columns.header[:1][0]


def _peeked(each: Table) -> tuple[Table, list[Row]]:
    first = list(islice(each.sheet.rows, _PEEKED))
    return replace(each, sheet=replace(each.sheet, rows=chain(first, each.sheet.rows))), first


def _with_ids(each: Table) -> Table:
    columns = each.columns
    assert columns is not None  # noqa: S101 - only such are asked for
    lost = {at: why for at, why in columns.lost.items() if at}
    name = each.sheet.name
    told = Guessed(f"{name}: its first column, without a heading, is the ids that links go by")
    return replace(
        each,
        columns=replace(columns, places={**columns.places, "id": (0,)}, lost=lost),
        sheet=replace(each.sheet, told=(*each.sheet.told, told)),
    )
