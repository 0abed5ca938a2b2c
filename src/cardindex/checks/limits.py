"""Checks of size: cells that are longer than any use of them, or than every format can hold."""

from __future__ import annotations

from collections.abc import Iterator

from cardindex.checks.registry import Draft, check
from cardindex.errors import Problem
from cardindex.tables import COLUMNS

TEXT = 100_000
"""Characters of the longest text: some thirty pages."""

NAME = 2_000
"""Characters of the longest name, title or chain; the titles of old pamphlets are long."""

WORD = 200
"""Characters of the longest id or word; a file may be called by it on every system."""

NUMBER = 40
"""Characters of the longest claim id, which has room for a hash."""

LIST = 10_000
"""Characters of the longest list of ids or places: some hundreds of them."""

_TEXTS = (
    "description", "text", "gloss", "note", "why", "reason", "row",
)  # fmt: skip
_NAMED = ("label", "name", "title", "value", "key", "index", "chain")
_LISTS = ("author", "rests_on", "ties")
_CLAIM_IDS = (("claims", "id"), ("citations", "claim"))

LONGEST = {
    (name, column): (
        NUMBER if (name, column) in _CLAIM_IDS
        else TEXT if column in _TEXTS
        else NAME if column in _NAMED
        else LIST if column in _LISTS
        else WORD
    )
    for name, columns in COLUMNS.items()
    for column in columns
}  # fmt: skip
"""How many characters a cell of each column has at most."""


@check
def cells_are_no_longer_than_their_use(draft: Draft) -> Iterator[Problem]:
    """No cell is longer than its kind: an id is no longer than a word, a label than a name."""
    for table in draft.tables:
        for column, cells in table.columns.items():
            most = LONGEST[table.name, column]
            if cells.longest() <= most:
                continue
            for row, cell in enumerate(cells):
                if len(cell) > most:
                    message = (
                        f"{len(cell):,} characters, and {column} has room for {most:,}; shorten "
                        f"it: {cell[:20]}…"
                    )
                    yield table.problem(row, column, "too-long", message)
