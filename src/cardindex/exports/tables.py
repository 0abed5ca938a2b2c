"""The tables and the bibliography in canonical form, whole or what a slice leaves of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from cardindex import rdf, tables
from cardindex.evidence import Selection
from cardindex.exports.format import WORKED_OUT, Format
from cardindex.lineage import split_list
from cardindex.tables import bibliography
from cardindex.ties import parse_ties

_ROWS = {
    "entities": "an entity a row",
    "names": "another name of an entity a row",
    "groups": "a group that the editor has put an entity into a row",
    "sources": "a work a row",
    "claims": "a claim a row",
    "citations": "a citation of a claim a row",
    "silent": "a place that was read and states nothing a row",
    "decisions": "a decision on two entities or two claims a row",
    "came_from": "where a row of a merged or imported index comes from a row",
}


def write(selection: Selection, *, table: str) -> bytes:
    """Return one table as canonical CSV.

    Of a slice there are its claims with all their citations, and whatever these name; a tie, a
    decision and the like that concern what is not among them are left out, so that what is written
    is an index again.
    """
    return tables.render(table, rows(selection, table)).encode()


def rows(selection: Selection, table: str) -> list[tuple[str, ...]]:
    """Return the rows of one table in canonical order, cells in the order of its columns."""
    frame = _frame(selection, table)
    columns: list[Sequence[str]] = [frame[name].tolist() for name in tables.COLUMNS[table]]
    return list(zip(*columns, strict=True))


def _frame(selection: Selection, table: str) -> pd.DataFrame:
    found = rdf.part_of(selection, table).reset_index()
    if table == "claims":
        present = frozenset(found["id"])
        return found.assign(ties=[_ties_among(ties, present) for ties in found["ties"]])
    if table == "citations":
        offsets = {
            name: ["" if number < 0 else str(number) for number in found[name]]
            for name in ("start", "end")
        }
        return found.assign(**offsets)
    return found


def write_bibliography(selection: Selection) -> bytes:
    """Return the bibliography of the sources that are written, as canonical CSL-JSON."""
    index, present = selection.index, rdf.reach_of(selection).sources
    entries = (entry for id_, entry in index.bibliography.items() if id_ in present)
    return bibliography.canonical(entries).encode()


def _ties_among(text: str, claims: frozenset[str]) -> str:
    """Return those of a claim's ties that lead to one of ``claims``, as they are written."""
    ties = zip(split_list(text), parse_ties(text), strict=True)
    kept = [written for written, tie in ties if tie.claim in claims]
    return text if len(kept) == len(parse_ties(text)) else ";".join(kept)


FORMATS = (
    *(
        Format(
            name=table,
            file=f"{table}.csv",
            media_type="text/csv",
            group="tables",
            description=f"CSV: {told}, in canonical form",
            write=partial(write, table=table),
            partly=WORKED_OUT,
        )
        for table, told in _ROWS.items()
    ),
    Format(
        name="bibliography",
        file=bibliography.FILE,
        media_type="application/vnd.citationstyles.csl+json",
        group="tables",
        description="CSL-JSON: what is known of the sources besides, for managers of references",
        write=write_bibliography,
        partly=WORKED_OUT,
    ),
)
