"""Editing: the tables of an index changed entry by entry, checked before, undone after.

A ``Change`` is one row, an ``Entry`` one deed's changes, and the ``Ledger`` holds the tables of
one folder, writes entries and takes them back. The other functions make entries of tables and
write nothing: give them a ledger, or what would be ``After`` an entry.
"""

from __future__ import annotations

from cardindex.editing.dropping import (
    StillNamed,
    citation,
    delete,
    delete_citation,
    edit,
    edit_citation,
    hanging,
    id_of,
)
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
from cardindex.editing.judging import Pair, decide, duplicates
from cardindex.editing.ledger import ChangedOnDisk, Ledger, NothingToUndo
from cardindex.editing.live import Found
from cardindex.editing.locks import HOME, Presence
from cardindex.editing.making import (
    add_citation,
    add_claim,
    add_row,
    entity_id,
    next_claim,
    source_id,
)
from cardindex.editing.moving import rename, renumber
from cardindex.editing.references import CLAIM, ENTITY, SOURCE, referring
from cardindex.editing.rows import Rows, RowsChanged
from cardindex.editing.similar import names_like
from cardindex.editing.uniting import LEAVE, MERGE, SAME, TWICE, split, unite
from cardindex.editing.views import After, Tables, cells

__all__ = [
    "BIBLIOGRAPHY",
    "CLAIM",
    "ENTITY",
    "HOME",
    "LEAVE",
    "MERGE",
    "SAME",
    "SHAPES",
    "SOURCE",
    "TWICE",
    "After",
    "Change",
    "ChangedOnDisk",
    "Entry",
    "Found",
    "Ledger",
    "NothingToUndo",
    "Pair",
    "Presence",
    "Row",
    "Rows",
    "RowsChanged",
    "StillNamed",
    "Tables",
    "UnfitRow",
    "add_citation",
    "add_claim",
    "add_row",
    "added",
    "altered",
    "cells",
    "citation",
    "clean",
    "decide",
    "delete",
    "delete_citation",
    "diff_lines",
    "duplicates",
    "edit",
    "edit_citation",
    "entity_id",
    "hanging",
    "id_of",
    "inverse",
    "joined",
    "names_like",
    "next_claim",
    "referring",
    "removed",
    "rename",
    "renumber",
    "source_id",
    "split",
    "unite",
]
