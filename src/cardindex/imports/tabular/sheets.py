"""A table as it was read, whatever file it lies in: rows of cells, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cardindex.imports.found import Dropped, Guessed

Row = tuple[int, list[str]]
"""The number of a row in its file, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """A table of a file, its cells trimmed; empty rows are not there.

    ``name`` and ``mark``: a row is told as ``edges.csv:12`` or ``Sheet1!12``. ``told``:
    what was guessed and left out while the file was opened.
    """

    name: str
    rows: Iterator[Row]
    mark: str = ":"
    told: Sequence[Guessed | Dropped] = field(default=())

    def at(self, row: int) -> str:
        """Say where a row stands."""
        return f"{self.name}{self.mark}{row}"


def brief_row(cells: Sequence[str]) -> str:
    """Show a row in a line: its cells that say something, the first of them."""
    shown = " | ".join(filter(None, cells))
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


_LONGEST = 120
