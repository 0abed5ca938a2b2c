"""The five tables in their canonical form, whole or what a slice leaves of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from cardindex import rdf, tables
from cardindex.evidence import Selection
from cardindex.exports.format import Format
from cardindex.lineage import split_list
from cardindex.ties import parse_ties

_ROWS = {
    "entities": "an entity a row",
    "names": "another name of an entity a row",
    "sources": "a work a row",
    "claims": "a claim a row",
    "citations": "a citation of a claim a row",
}


def write(selection: Selection, *, table: str) -> bytes:
    """Return one table as canonical CSV.

    Of a slice there are its claims with all their citations, and whatever these name; a tie to a
    claim that is not among them is left out, so that what is written is an index again.
    """
    return tables.render(table, rows(selection, table)).encode()


def rows(selection: Selection, table: str) -> list[tuple[str, ...]]:
    """Return the rows of one table in canonical order, cells in the order of its columns."""
    frame = _frame(selection, table)
    columns: list[Sequence[str]] = [frame[name].tolist() for name in tables.COLUMNS[table]]
    return list(zip(*columns, strict=True))


def _frame(selection: Selection, table: str) -> pd.DataFrame:
    index, reach = selection.index, rdf.reach_of(selection)
    frame: pd.DataFrame = getattr(index, table)
    match table:
        case "entities":
            return frame[frame.index.isin(reach.entities)].reset_index()
        case "names":
            return frame[frame["entity"].isin(reach.entities)]
        case "sources":
            return frame[frame.index.isin(reach.sources)].reset_index()
        case "claims":
            found = frame.loc[selection.claims.index].reset_index()
            present = frozenset(found["id"])
            return found.assign(ties=[_ties_among(ties, present) for ties in found["ties"]])
    found = frame[frame["claim"].isin(selection.claims.index)]
    offsets = {
        name: ["" if number < 0 else str(number) for number in found[name]]
        for name in ("start", "end")
    }
    return found.assign(**offsets)


def _ties_among(text: str, claims: frozenset[str]) -> str:
    """Return those of a claim's ties that lead to one of ``claims``, as they are written."""
    ties = zip(split_list(text), parse_ties(text), strict=True)
    kept = [written for written, tie in ties if tie.claim in claims]
    return text if len(kept) == len(parse_ties(text)) else ";".join(kept)


FORMATS = tuple(
    Format(
        name=table,
        file=f"{table}.csv",
        media_type="text/csv",
        group="tables",
        description=f"CSV: {told}, in canonical form",
        write=partial(write, table=table),
    )
    for table, told in _ROWS.items()
)
