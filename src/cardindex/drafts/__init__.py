"""Drafts: claims that somebody or something proposes, and that nobody has read yet.

A draft is a line of ``drafts.jsonl``; ``draft.schema.json`` says what it may hold. It becomes a
claim when a person accepts it, and never counts before.
"""

from cardindex.drafts.draft import FIELDS, FILE, JUDGED, SCHEMA, Draft
from cardindex.drafts.holding import Held, Placed, hold, meant
from cardindex.drafts.marking import Verdict, note, noted
from cardindex.drafts.proposing import proposed
from cardindex.drafts.reading import parse, read
from cardindex.drafts.writing import to_lines, write

__all__ = [
    "FIELDS",
    "FILE",
    "JUDGED",
    "SCHEMA",
    "Draft",
    "Held",
    "Placed",
    "Verdict",
    "hold",
    "meant",
    "note",
    "noted",
    "parse",
    "proposed",
    "read",
    "to_lines",
    "write",
]
