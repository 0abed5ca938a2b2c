"""The column ``row`` of ``came_from.csv`` for an imported row: a digest of it, and its old key.

``#`` and twelve hexadecimal digits, the digest of the cells as they came; for a source a plus sign
and the digest of its bibliographic entry follow. Then, after a space, the key of the row in the
file or its earlier id, if that is not its key here. So a later import knows what was edited by hand
or renamed.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

SIGN = "#"
"""What such a cell starts with; all others tell of merged indexes."""

_ENTRY = "+"
_DIGITS = 12


class Mark(NamedTuple):
    """The digest of a row as it came, and the key that it came under, if not its own.

    ``entry``: for a source, the digest of its entry in the bibliography.
    """

    digest: str
    under: str = ""
    entry: str = ""


def is_mark(cell: str) -> bool:
    """Tell whether a cell of ``row`` tells of an imported row, and not of a merged index."""
    return cell.startswith(SIGN)


def digest(row: Iterable[str]) -> str:
    """Return the digest of a row's cells."""
    return blake2b("\x1f".join(row).encode(), digest_size=_DIGITS // 2).hexdigest()


def written(mark: Mark) -> str:
    """Return a mark as ``row`` has it."""
    entry = f"{_ENTRY}{mark.entry}" if mark.entry else ""
    under = f" {mark.under}" if mark.under else ""
    return f"{SIGN}{mark.digest}{entry}{under}"


def read(cell: str) -> Mark:
    """Return what a cell of ``row`` says; an empty Mark where it is none of an import."""
    if not is_mark(cell):
        return Mark("")
    told, _, under = cell[1:].partition(" ")
    row, _, entry = told.partition(_ENTRY)
    return Mark(row, under, entry)
