"""Other people's data → rows of an index: one file a format, one registry.

A reader says what a file says, in the file's words (``found``); ids, relations, dates and what came
from where are worked out once for all formats.
"""

from __future__ import annotations

from types import ModuleType

from cardindex.imports import ftm, gedcom, stix
from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
    Wishes,
)

__all__ = [
    "FORMATS", "Dropped", "Format", "Found", "FoundCitation", "FoundClaim", "FoundEntity",
    "FoundKind", "FoundRelation", "FoundSource", "Guessed", "Link", "Read", "Unreadable", "Wishes",
]  # fmt: skip

_READERS: tuple[ModuleType, ...] = (
    # One a line, so that two branches that each add a format can be merged.
    ftm,
    gedcom,
    stix,
)

FORMATS: dict[str, Format] = {
    format_.name: format_ for reader in _READERS for format_ in reader.FORMATS
}
"""Every format, by name."""
