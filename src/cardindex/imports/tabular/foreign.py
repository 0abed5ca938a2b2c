"""What a file is by its first bytes, where it is none of the tables that it was said to be."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cardindex.imports.format import Unreadable

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
_XML = (
    (rb"<(?:\w+:)?graphml[\s>/]", "GraphML: cardindex import graphml"),
    (rb"<(?:\w+:)?gexf[\s>/]", "GEXF: cardindex import gexf"),
    (rb"<(?:\w+:)?(?:TEI|TEI\.2|teiCorpus)[\s>]", "TEI: cardindex import tei"),
    (rb"<(?:\w+:)?RDF[\s>]", "RDF: cardindex import rdf"),
    (rb"(?i)<!doctype html|<html[\s>]", "a page of the web (HTML); save the table itself as CSV"),
)
_LINES = (
    (rb"0 HEAD\b", "GEDCOM: cardindex import gedcom"),
    (rb"TY  - ", "RIS: cardindex import ris"),
    (rb"@[A-Za-z]+\s*\{", "BibTeX: cardindex import bibtex"),
    (rb"@prefix\s|PREFIX\s", "RDF: cardindex import rdf"),
    (rb"graph\s*\[|Creator\s", "GML; save it as GraphML in Gephi or networkx"),
    (rb"(?i)\*vertices", "Pajek's; save it as GraphML in Gephi or networkx"),
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
    head = contents[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        found = (told for pattern, told in _XML if re.search(pattern, head))
        return next(found, "XML" if head.startswith((b"<?xml", b"<!")) else "")
    for pattern, told in _LINES:
        if re.match(pattern, head):
            return told
    return _json(head)


def _json(head: bytes) -> str:
    if not re.match(rb"""[\[{]\s*["{\[\]}]""", head):
        return ""
    first = head.split(b"\n", 1)[0]
    try:
        json.JSONDecoder().raw_decode(first.decode("utf-8", "replace"))
    except ValueError:
        if not re.match(rb"""[\[{]\s*(?:$|["{\[]\s*(?:$|[\w$@-]+"\s*:|"))""", head, re.MULTILINE):
            return ""
    return "JSON: cardindex import stix, ftm, csl or ipif, if it is one of these"
