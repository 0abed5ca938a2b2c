"""What a file is by its first bytes, where it is none of the tables that it was said to be."""

from __future__ import annotations

import re
from pathlib import Path

from cardindex.imports.format import Unreadable
from cardindex.imports.looks import looks_like

_OPENINGS = (
    (b"%PDF-", "a PDF, which holds no table that can be read; save the table itself as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (.xls): cardindex import xlsx"),
    (b"PK\x03\x04", "a packed file; if it is a workbook: cardindex import xlsx"),
    (b"\x1f\x8b", "packed; unpack it (gunzip) and import what was in it"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a text (RTF), no table; save the table as CSV"),
    (b"PAR1", "Parquet; write it as CSV and import that"),
    (b"SQLite format 3", "a database (SQLite); write its tables as CSV and import those"),
)
_OTHERS = (
    (rb"(?i)<!doctype html|<html[\s>]", "a page of the web (HTML); save the table itself as CSV"),
    (rb"<\?xml|<!", "XML of a kind that is not read"),
    (rb"graph\s*\[|Creator\s", "GML; save it as GraphML in Gephi or networkx"),
    (rb"(?i)\*vertices", "Pajek's; save it as GraphML in Gephi or networkx"),
    (rb"""[\[{]\s*(?:["{\[]|[\]}]\s*$)""", "JSON, of no kind that is read"),
)


def refuse(path: Path, contents: bytes, wanted: str) -> None:
    """Raise Unreadable where a file that is to be ``wanted`` (``CSV``) is something else."""
    if told := what(contents):
        message = f"{path}: it is no {wanted}; by its first bytes it is {told}"
        raise Unreadable(message)


def what(contents: bytes) -> str:
    """Say what a file is that is no table in a text; empty where nothing speaks against it."""
    for opening, told in _OPENINGS:
        if contents.startswith(opening):
            return told
    head = contents[:65536]
    if name := looks_like(head):
        return f"a file of {name}: cardindex import {name}"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((told for pattern, told in _OTHERS if re.match(pattern, start)), "")
