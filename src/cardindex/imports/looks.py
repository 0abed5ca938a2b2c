"""The first bytes of a file → the format that it is plainly in, for those who named another."""

from __future__ import annotations

import re

_ROOTS = {
    "TEI": "tei", "teiCorpus": "tei", "TEI.2": "tei", "graphml": "graphml", "gexf": "gexf",
    "RDF": "rdf",
}  # fmt: skip
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")
_ASIDE = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>", re.DOTALL)
_BIBTEX = re.compile(rb"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_RIS = re.compile(rb"^TY  ?- ?[A-Z]+", re.MULTILINE)
_GEDCOM = re.compile(rb"\s*0 +HEAD\b")
_TURTLE = re.compile(rb"^\s*(?:@prefix|@base|PREFIX|BASE)\s", re.MULTILINE | re.IGNORECASE)
_TRIPLE = re.compile(rb"^<[^<>\s]+>\s+<[^<>\s]+>\s+[<\"_].*\.\s*$", re.MULTILINE)
_JSON = (
    ("stix", re.compile(rb'"type"\s*:\s*"bundle"|"spec_version"\s*:\s*"2')),
    ("ipif", re.compile(rb'"(?:factoid|person|source|statement)-refs?"|"factoids"\s*:')),
    ("rdf", re.compile(rb'"@context"|"@graph"')),
    ("ftm", re.compile(rb'"schema"\s*:\s*"[A-Z]\w+"')),
    ("csl", re.compile(rb'"(?:date-parts|container-title|citation-key|family)"\s*:')),
    ("csl", re.compile(rb'"type"\s*:\s*"(?:book|chapter|article(?:-\w+)?|webpage|thesis)"')),
)


def looks_like(head: bytes) -> str:
    """Return the name of the format that a file begins like; empty where it is not plain."""
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") and not _TRIPLE.search(start):
        root = _ROOT.search(_ASIDE.sub(b"", start))
        return _ROOTS.get(root[1].decode(), "") if root else ""
    if start[:1] in (b"{", b"["):
        return next((name for name, sign in _JSON if sign.search(start)), "")
    for name, sign in (("gedcom", _GEDCOM), ("ris", _RIS), ("bibtex", _BIBTEX)):
        if sign.search(start):
            return name
    return "rdf" if _TURTLE.search(start) or _TRIPLE.search(start) else ""
