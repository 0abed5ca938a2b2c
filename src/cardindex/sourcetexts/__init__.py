"""The texts of sources: made from files, listed, and searched all at once."""

from __future__ import annotations

from cardindex.sourcetexts.adding import Addition, NewSource, added
from cardindex.sourcetexts.listing import listed
from cardindex.sourcetexts.searching import Hit, found_in
from cardindex.sourcetexts.starting import Begun, from_texts

__all__ = [
    "Addition",
    "Begun",
    "Hit",
    "NewSource",
    "added",
    "found_in",
    "from_texts",
    "listed",
]
