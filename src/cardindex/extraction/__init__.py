"""A file that somebody hands over → its text, where its units begin, and what was left out.

Plain text, Markdown, HTML, DOCX, ODT, RTF, EPUB, PDF and TEI. Nothing here knows an index, loads
anything from outside the file, or guesses: what cannot be read is refused with a way to mend it.
"""

from __future__ import annotations

from cardindex.extraction.assembling import UNITS, assembled, default_unit, marked
from cardindex.extraction.extract import Extract, Mark, Options, Unreadable
from cardindex.extraction.kinds import SUFFIXES, extract

__all__ = [
    "SUFFIXES",
    "UNITS",
    "Extract",
    "Mark",
    "Options",
    "Unreadable",
    "assembled",
    "default_unit",
    "extract",
    "marked",
]
