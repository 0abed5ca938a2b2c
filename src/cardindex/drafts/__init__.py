"""Drafts: claims that somebody or something proposes, and that nobody has read yet.

A draft is a line of ``drafts.jsonl``; ``draft.schema.json`` says what it may hold. It becomes a
claim when a person accepts it, and never counts before.
"""

from cardindex.drafts.draft import FIELDS, FILE, SCHEMA, Draft
from cardindex.drafts.holding import Held, hold
from cardindex.drafts.proposing import proposed
from cardindex.drafts.reading import parse, read
from cardindex.drafts.writing import to_lines, write

__all__ = [
    "FIELDS",
    "FILE",
    "SCHEMA",
    "Draft",
    "Held",
    "hold",
    "parse",
    "proposed",
    "read",
    "to_lines",
    "write",
]
