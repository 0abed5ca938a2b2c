"""What a workbook is made of besides the tables: sheets that are hidden, and marks of rows."""

from __future__ import annotations

from hashlib import sha256

LISTS = "lists"
"""The hidden sheet of what drop-downs offer, a list a column."""

MADE_OF = "made of"
"""The hidden sheet of the rows that the workbook was made of, a table a column, as marks."""


def mark(row: tuple[str, ...]) -> str:
    """Return what a row is known again by: 16 hex digits of the SHA-256 of its cells."""
    return sha256("\x1f".join(row).encode("utf-8", "surrogatepass")).hexdigest()[:16]
