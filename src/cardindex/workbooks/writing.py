"""Tables → the bytes of a workbook, all cells as text, equal for equal rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.errors import CardindexError
from cardindex.ontology import Vocabulary
from cardindex.tables import COLUMNS
from cardindex.workbooks.sheets import LISTS, MADE_OF, mark

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MOST_ROWS = 1_048_575
"""Rows of a table for which a sheet has room, its header left out."""

MOST_CHARACTERS = 32_767
"""Characters for which a cell has room."""

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ROOM = 5_000  # empty rows below the last that are formatted as text and have drop-down lists
_WIDTHS = {"description": 50, "gloss": 50, "note": 40, "title": 40, "label": 30, "seal": 12}

_ENTITIES, _SOURCES, _CLAIMS = "entities", "sources", "claims"
# The choices for the cells of a column: a list of words, or the ids of a table.
_CHOICES: Mapping[tuple[str, str], str] = {
    ("entities", "type"): "kinds of entity",
    ("names", "entity"): _ENTITIES,
    ("groups", "entity"): _ENTITIES,
    ("sources", "kind"): "kinds of source",
    ("sources", "container"): _SOURCES,
    ("claims", "subject"): _ENTITIES,
    ("claims", "relation"): "relations",
    ("claims", "object"): _ENTITIES,
    ("claims", "place"): _ENTITIES,
    ("claims", "mode"): "modes",
    ("citations", "claim"): _CLAIMS,
    ("citations", "source"): _SOURCES,
    ("citations", "stance"): "stances",
    ("citations", "certainty"): "certainties",
    ("silent", "source"): _SOURCES,
}


class TooLarge(CardindexError):
    """A table that no workbook has room for; the message says which, and what to do."""


def to_bytes(rows: Mapping[str, Sequence[tuple[str, ...]]], vocabulary: Vocabulary) -> bytes:
    """Return a workbook of ``rows``: of each table all rows, cells in the order of its columns.

    Raises TooLarge where a sheet or a cell has no room for them.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - not at every start

    _refuse_too_large(rows)
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _EPOCH})
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    lists = _lists(vocabulary)
    for table, columns in COLUMNS.items():
        sheet = book.add_worksheet(table)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column, 18), text)
            sheet.write_string(0, at, column, head)
            if choice := _CHOICES.get((table, column)):
                last = min(len(rows[table]) + _ROOM, MOST_ROWS)
                sheet.data_validation(1, at, last, at, _validation(choice, lists, rows))
        for line, row in enumerate(rows[table], start=1):
            for at, cell in enumerate(row):
                if cell:
                    sheet.write_string(line, at, cell, text)
        sheet.autofilter(0, 0, max(len(rows[table]), 1), len(columns) - 1)
    _hidden(book, LISTS, lists)
    _hidden(book, MADE_OF, {table: list(map(mark, rows[table])) for table in COLUMNS})
    book.close()
    return stream.getvalue()


def _refuse_too_large(rows: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    for table, some in rows.items():
        if len(some) > MOST_ROWS:
            message = (
                f"{table}.csv has {len(some):,} rows, and a sheet has room for {MOST_ROWS:,}; "
                "edit the table itself, or export a slice"
            )
            raise TooLarge(message)
        for line, row in enumerate(some, start=1):
            longest = max(map(len, row), default=0)
            if longest > MOST_CHARACTERS:
                message = (
                    f"{table}.csv, row {line}: a cell of {longest:,} characters, and a sheet has "
                    f"room for {MOST_CHARACTERS:,}; shorten it"
                )
                raise TooLarge(message)


def _lists(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {
        "kinds of entity": sorted(vocabulary.types),
        "relations": sorted(vocabulary.relations),
        "kinds of source": sorted(vocabulary.source_kinds),
        "modes": list(MODES),
        "stances": list(STANCES),
        "certainties": list(CERTAINTIES),
    }


def _validation(
    choice: str,
    lists: Mapping[str, Sequence[str]],
    rows: Mapping[str, Sequence[tuple[str, ...]]],
) -> dict[str, Any]:
    """Return what Excel asks of a cell; another value is warned of and not refused.

    Rows that are added to a table are offered in others, so their room is in the list as well.
    """
    if choice in lists:
        column = _letter(list(lists).index(choice))
        last, sheet = len(lists[choice]) + 1, LISTS
    else:
        column, last, sheet = "A", min(len(rows[choice]) + _ROOM, MOST_ROWS), choice
    return {
        "validate": "list",
        "source": f"='{sheet}'!${column}$2:${column}${last}",
        "error_type": "warning",
        "error_title": f"not among the {choice}",
        "error_message": f"The sheet {sheet} does not have this one. Keep it all the same?",
    }


def _letter(column: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def _hidden(book: Workbook, name: str, columns: Mapping[str, Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.hide()
    for at, (title, values) in enumerate(columns.items()):
        for line, value in enumerate(chain((title,), values)):
            sheet.write_string(line, at, value)
