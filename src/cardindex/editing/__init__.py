"""Editing: the tables of an index changed entry by entry, checked before, undone after.

A ``Change`` is one row, an ``Entry`` one deed's changes, and the ``Ledger`` holds the tables of
one folder, writes entries and takes them back.
"""

from __future__ import annotations

from cardindex.editing.entries import (
    BIBLIOGRAPHY,
    SHAPES,
    Change,
    Entry,
    Row,
    UnfitRow,
    added,
    altered,
    clean,
    diff_lines,
    inverse,
    joined,
    removed,
)
from cardindex.editing.ledger import ChangedOnDisk, Ledger, NothingToUndo
from cardindex.editing.live import Found
from cardindex.editing.locks import HOME, Presence
from cardindex.editing.rows import Rows, RowsChanged

__all__ = [
    "BIBLIOGRAPHY",
    "HOME",
    "SHAPES",
    "Change",
    "ChangedOnDisk",
    "Entry",
    "Found",
    "Ledger",
    "NothingToUndo",
    "Presence",
    "Row",
    "Rows",
    "RowsChanged",
    "UnfitRow",
    "added",
    "altered",
    "clean",
    "diff_lines",
    "inverse",
    "joined",
    "removed",
]
