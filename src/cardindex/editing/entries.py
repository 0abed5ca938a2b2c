"""An entry: the rows that one deed adds, changes and removes, all of them or none.

Beside the tables an entry may change ``bibliography``, whose rows are (id, JSON of the entry).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from cardindex.errors import CardindexError
from cardindex.tables import COLUMNS, bibliography, row_texts

BIBLIOGRAPHY = "bibliography"

SHAPES: Mapping[str, tuple[str, ...]] = {**COLUMNS, BIBLIOGRAPHY: ("id", "entry")}
"""What an entry may change, and the columns of its rows."""

LONGEST = 100_000
"""Characters of the longest cell that is written: a longer one no check would let pass."""

Row = tuple[str, ...]
"""The cells of a row, in the order of ``SHAPES``."""


class UnfitRow(CardindexError):
    """A row that no table can hold; the message says why."""


@dataclass(frozen=True)
class Change:
    """One row that is added (``before`` is None), removed (``after`` is None) or changed."""

    table: str
    before: Row | None
    after: Row | None

    def cell(self, column: str) -> str:
        """Return a cell of the row as it will be, or was if it goes."""
        row = self.before if self.after is None else self.after
        return row[SHAPES[self.table].index(column)] if row else ""


@dataclass(frozen=True)
class Entry:
    """One deed: ``what`` is a line for people, ``changes`` the rows; ``notes`` what to look at.

    No row is told twice. Notes are for whoever does it, and are not kept.
    """

    what: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()


def added(table: str, cells: Mapping[str, str]) -> Change:
    """Return the change that adds a row; columns that are not named are empty.

    Raises KeyError for a column that the table does not have.
    """
    columns = SHAPES[table]
    if strange := cells.keys() - set(columns):
        raise KeyError(*sorted(strange))
    return Change(table, None, clean(cells.get(column, "") for column in columns))


def altered(table: str, before: Row, cells: Mapping[str, str]) -> Change:
    """Return the change of some cells of a row."""
    named = dict(zip(SHAPES[table], before, strict=True))
    if strange := cells.keys() - named.keys():
        raise KeyError(*sorted(strange))
    return Change(table, before, clean({**named, **cells}.values()))


def removed(table: str, before: Row) -> Change:
    """Return the change that removes a row."""
    return Change(table, before, None)


def inverse(entry: Entry) -> Entry:
    """Return the entry that undoes another."""
    undone = (Change(each.table, each.after, each.before) for each in reversed(entry.changes))
    return Entry(entry.what, tuple(undone))


def joined(what: str, *entries: Entry) -> Entry:
    """Return one entry that does what several do, one after the other.

    A row that one adds and a later one changes or removes is told once.
    """
    return Entry(
        what,
        folded_together(chain.from_iterable(each.changes for each in entries)),
        tuple(dict.fromkeys(chain.from_iterable(each.notes for each in entries))),
    )


def folded_together(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes made one after the other as if they were made at once."""
    ends: dict[tuple[str, Row], list[int]] = {}
    found: list[Change] = []
    for each in changes:
        waiting = ends.get((each.table, each.before)) if each.before is not None else None
        if waiting:
            at = waiting.pop()
            found[at] = Change(each.table, found[at].before, each.after)
        else:
            at = len(found)
            found.append(each)
        if each.after is not None:
            ends.setdefault((each.table, each.after), []).append(at)
    return tuple(each for each in found if each.before != each.after)


def clean(cells: Iterable[str]) -> Row:
    """Return cells as reading gives them: stripped, in NFC, with LF."""
    return tuple(map(_cleaned, cells))


def _cleaned(cell: str) -> str:
    if cell.isascii() and "\r" not in cell:
        return cell.strip()
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.strip()).strip()


def fit(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes with clean cells; changes that change nothing are left out.

    Raises UnfitRow.
    """
    fitted = (
        Change(each.table, each.before, None if each.after is None else _fit(each))
        for each in changes
    )
    return tuple(each for each in fitted if each.before != each.after)


def _fit(change: Change) -> Row:
    columns = SHAPES.get(change.table)
    if columns is None:
        raise UnfitRow(f'there is no table "{change.table}"; it is one of {", ".join(SHAPES)}')
    given = change.after or ()
    text = "".join(given)
    if text.isascii() and "\r" not in text and len(text) <= LONGEST:
        # A quick test first: an import can have a million rows, nearly all without a fault.
        row = tuple(map(str.strip, given))
        if change.table != BIBLIOGRAPHY and len(row) == len(columns) and any(row):
            return row
    row = clean(given)
    if len(row) != len(columns):
        raise UnfitRow(
            f"a row of {change.table} has {len(columns)} cells ({', '.join(columns)}), "
            f"and this one {len(row)}"
        )
    if change.table == BIBLIOGRAPHY:
        return _entry(row)
    if not any(row):
        raise UnfitRow(f"a row of {change.table} has nothing in it; fill a cell, or leave it out")
    for column, cell in zip(columns, row, strict=True):
        if len(cell) > LONGEST:
            raise UnfitRow(
                f"{change.table}.csv:{column}: {len(cell):,} characters, and a cell has room for "
                f"{LONGEST:,}; shorten it"
            )
        if not cell.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cell):
            raise UnfitRow(
                f"{change.table}.csv:{column}: half of a character stands alone; write it anew"
            )
    return row


def _entry(row: Row) -> Row:
    """Return a row of the bibliography as it is read. Raises UnfitRow where it is no entry."""
    try:
        read, problems = bibliography.parse(f"[{row[1]}]".encode())
    except UnicodeEncodeError:
        read, problems = None, []
    if read is None or problems or [entry["id"] for entry in read.entries] != [row[0]]:
        why = f": {problems[0].message}" if problems else ""
        raise UnfitRow(f'this is no entry of the bibliography for "{row[0]}"{why}')
    return row[0], bibliography.entry_text(read.entries[0])


def difference(table: str, old: Sequence[Row], new: Sequence[Row]) -> tuple[Change, ...]:
    """Return the rows that went and came between two versions of a table.

    A row that went and the one that came in its place, known by the same first cell, are one
    change.
    """
    gone, come = Counter(old), Counter(new)
    gone, come = gone - come, come - gone
    went = list(gone.elements())
    by_first: dict[str, list[Row]] = {}
    for row in come.elements():
        by_first.setdefault(row[0], []).append(row)
    changes = []
    for row in went:
        partner = by_first.get(row[0])
        changes.append(Change(table, row, partner.pop(0) if partner else None))
    changes += [Change(table, None, row) for rows in by_first.values() for row in rows]
    return tuple(changes)


def diff_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Yield changes as people read a diff: ``- claims.csv: c012,…`` and ``+ claims.csv: …``."""
    for change in changes:
        file = file_of(change.table)
        if change.before is not None:
            yield f"- {file}: {line(change.table, change.before)}"
        if change.after is not None:
            yield f"+ {file}: {line(change.table, change.after)}"


def line(table: str, row: Row) -> str:
    """Return a row as its file has it, without the line's end."""
    if table == BIBLIOGRAPHY:
        return row[1]
    return row_texts([(cell,) for cell in row])[0]


def file_of(table: str) -> str:
    """Return the name of a table's file."""
    return f"{table}.json" if table == BIBLIOGRAPHY else f"{table}.csv"
