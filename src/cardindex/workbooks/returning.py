"""An edited workbook compared with the tables: only the changes made in the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from cardindex.editing import Entry
from cardindex.editing.entries import Change, clean, difference
from cardindex.tables import COLUMNS
from cardindex.workbooks.reading import Book
from cardindex.workbooks.sheets import mark

Row = tuple[str, ...]


def returned(book: Book, now: Mapping[str, Sequence[Row]], what: str) -> Entry:
    """Return the entry that brings the tables to what the workbook says.

    ``now``: the rows of the tables as they are. What has come into a table since the workbook was
    made stays; what has gone from it and is unchanged in the workbook stays gone, and the notes
    say so. Of a workbook that does not say what it was made of, the tables become its rows.
    """
    changes: list[Change] = []
    notes: list[str] = []
    for table in COLUMNS:
        if table in book.rows:
            wanted = [clean(row) for row in book.rows[table]]
            made_of = book.made_of.get(table, frozenset()) if book.made_of is not None else None
            kept = wanted if made_of is None else _merged(wanted, now[table], made_of)
            changes += difference(table, now[table], kept)
            notes += _told(table, wanted, kept)
        elif now[table]:
            notes.append(f"there is no sheet {table}; {table}.csv stays as it is")
    return Entry(what, tuple(changes), tuple(notes))


def _merged(wanted: Sequence[Row], now: Sequence[Row], made_of: frozenset[str]) -> list[Row]:
    """Return the rows of the workbook and of what has come since, without what has gone since."""
    here, there = Counter(now), Counter(wanted)
    since = [row for row in (here - there).elements() if mark(row) not in made_of]
    gone = Counter(row for row in (there - here).elements() if mark(row) in made_of)
    kept = []
    for row in wanted:
        if gone[row]:
            gone[row] -= 1
        else:
            kept.append(row)
    return kept + since


def _told(table: str, wanted: Sequence[Row], kept: Sequence[Row]) -> list[str]:
    since = sum((Counter(kept) - Counter(wanted)).values())
    gone = sum((Counter(wanted) - Counter(kept)).values())
    told = []
    if since:
        told.append(f"{table}.csv: rows that have come since the workbook was made stay ({since})")
    if gone:
        told.append(
            f"{table}.csv: rows that have gone since the workbook was made stay gone ({gone})"
        )
    return told
