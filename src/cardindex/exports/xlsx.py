"""The tables as a workbook, to be edited in a spreadsheet and read back."""

from __future__ import annotations

from cardindex import workbooks
from cardindex.evidence import Selection
from cardindex.exports import tables
from cardindex.exports.format import WORKED_OUT, Format
from cardindex.tables import COLUMNS


def write(selection: Selection) -> bytes:
    """Return a workbook of all tables. Raises TooLarge where it has no room for them."""
    rows = {table: tables.rows(selection, table) for table in COLUMNS}
    return workbooks.to_bytes(rows, selection.index.vocabulary)


FORMATS = (
    Format(
        name="xlsx",
        file="tables.xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        group="tables",
        description="workbook of all tables, to be edited and read by cardindex import xlsx",
        write=write,
        lacks=frozenset({"bibliography"}),
        partly=WORKED_OUT,
        built=False,
    ),
)
