"""JSON-LD that a person can read: plain keys, short values, and the context that explains them.

Each thing is one object on one line. There are no named graphs: most readers read JSON-LD as one
graph, and would lose them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urljoin

from cardindex.frames import joined
from cardindex.rdf.columns import Texts, without
from cardindex.rdf.syntax import MARK, Around, Frame, Plain, around
from cardindex.rdf.terms import KINDS, NAMESPACES, OWN, TERM, TEXT, Names, expanded

Json = dict[str, Any]

# Key of the document → property, and how its values are to be read: "@id" for things, "@vocab" for
# words of the vocabulary, a datatype, or nothing where values carry their own.
_KEYS: dict[str, tuple[str, str]] = {
    "subject": ("rdf:subject", "@id"),
    "relation": ("rdf:predicate", "@vocab"),
    "object": ("rdf:object", "@id"),
    "family": ("ci:family", "@vocab"),
    "text": ("ci:text", ""),
    "quantity": ("ci:quantity", ""),
    "low": ("ci:low", "xsd:decimal"),
    "high": ("ci:high", "xsd:decimal"),
    "unit": ("ci:unit", ""),
    "place": ("ci:place", "@id"),
    "mode": ("ci:mode", "@vocab"),
    "gloss": ("ci:gloss", ""),
    "when": ("ci:when", "edtf:EDTF"),
    "earliestStart": ("ci:earliestStart", "xsd:date"),
    "latestStart": ("ci:latestStart", "xsd:date"),
    "earliestEnd": ("ci:earliestEnd", "xsd:date"),
    "latestEnd": ("ci:latestEnd", "xsd:date"),
    "openStart": ("ci:openStart", "xsd:boolean"),
    "openEnd": ("ci:openEnd", "xsd:boolean"),
    "rival": ("ci:rival", "@id"),
    "same": ("ci:same", "@id"),
    "part": ("ci:part", "@id"),
    "perhapsRival": ("ci:perhapsRival", "@id"),
    "perhapsSame": ("ci:perhapsSame", "@id"),
    "perhapsPart": ("ci:perhapsPart", "@id"),
    "tieList": ("ci:tieList", ""),
    "standing": ("ci:standing", "@vocab"),
    "stands": ("ci:stands", "xsd:boolean"),
    "root": ("ci:root", "@id"),
    "supportLow": ("ci:supportLow", "xsd:integer"),
    "supportHigh": ("ci:supportHigh", "xsd:integer"),
    "works": ("ci:works", "xsd:integer"),
    "oppositionLow": ("ci:oppositionLow", "xsd:integer"),
    "oppositionHigh": ("ci:oppositionHigh", "xsd:integer"),
    "toldByDoer": ("ci:toldByDoer", "xsd:boolean"),
    "toldByConcerned": ("ci:toldByConcerned", "xsd:boolean"),
    "apparent": ("ci:apparent", "xsd:boolean"),
    "circular": ("ci:circular", "xsd:boolean"),
    "misquoted": ("ci:misquoted", "xsd:boolean"),
    "overstated": ("ci:overstated", "xsd:boolean"),
    "caution": ("ci:caution", "@vocab"),
    "citation": ("ci:citation", "@id"),
    "claim": ("oa:hasBody", "@id"),
    "position": ("ci:position", ""),
    "target": ("oa:hasTarget", "@id"),
    "targetSource": ("oa:hasSource", "@id"),
    "selector": ("oa:hasSelector", "@id"),
    "start": ("oa:start", "xsd:nonNegativeInteger"),
    "end": ("oa:end", "xsd:nonNegativeInteger"),
    "source": ("ci:source", "@id"),
    "locator": ("ci:locator", ""),
    "stance": ("ci:stance", "@vocab"),
    "certainty": ("ci:certainty", "@vocab"),
    "chain": ("ci:chain", ""),
    "speaker": ("ci:speaker", "@id"),
    "saidIn": ("ci:saidIn", "@id"),
    "saidEarliest": ("ci:saidEarliest", "xsd:date"),
    "saidLatest": ("ci:saidLatest", "xsd:date"),
    "leansOn": ("ci:leansOn", "@id"),
    "derivedFrom": ("prov:wasDerivedFrom", "@id"),
    "primarySource": ("prov:hadPrimarySource", "@id"),
    "seal": ("ci:seal", ""),
    "coder": ("ci:coder", "@id"),
    "coderList": ("ci:coderList", ""),
    "note": ("ci:note", ""),
    "label": ("rdfs:label", ""),
    "description": ("dcterms:description", ""),
    "altLabel": ("skos:altLabel", ""),
    "exactMatch": ("skos:exactMatch", "@id"),
    "otherName": ("ci:otherName", "@id"),
    "literalForm": ("skosxl:literalForm", ""),
    "nameKind": ("ci:nameKind", "@vocab"),
    "language": ("dcterms:language", ""),
    "title": ("dcterms:title", ""),
    "sourceKind": ("ci:sourceKind", "@vocab"),
    "creator": ("dcterms:creator", "@id"),
    "authorList": ("ci:authorList", ""),
    "origin": ("ci:origin", "@id"),
    "date": ("dcterms:date", "edtf:EDTF"),
    "container": ("ci:container", "@id"),
    "locatorUnit": ("ci:locatorUnit", ""),
    "restsOn": ("ci:restsOn", "@id"),
    "restsOnList": ("ci:restsOnList", ""),
    "bibliography": ("ci:bibliography", ""),
    "member": ("skos:member", "@id"),
    "scheme": ("ci:scheme", ""),
    "grouping": ("ci:grouping", "@id"),
    "grouped": ("ci:grouped", "@id"),
    "silentIn": ("ci:silentIn", "@id"),
    "silentAt": ("ci:silentAt", ""),
    "reason": ("ci:reason", ""),
    "one": ("ci:one", "@id"),
    "other": ("ci:other", "@id"),
    "verdict": ("ci:verdict", ""),
    "why": ("ci:why", ""),
    "table": ("ci:table", ""),
    "rowKey": ("ci:rowKey", ""),
    "fromIndex": ("ci:fromIndex", ""),
    "row": ("ci:row", ""),
    "license": ("dcterms:license", "@id"),
    "conformsTo": ("dcterms:conformsTo", "@id"),
    "version": ("dcat:version", ""),
    "vocabulary": ("void:vocabulary", "@id"),
    "uriSpace": ("void:uriSpace", ""),
    "entities": ("void:entities", "xsd:integer"),
    "triples": ("void:triples", "xsd:integer"),
    "subset": ("void:subset", "@id"),
}

_BARE = frozenset({"xsd:integer", "xsd:nonNegativeInteger", "xsd:boolean"})
_ACTING = bytes((*range(0x20), *b'"\\'))

_json = json.JSONEncoder(ensure_ascii=False).encode  # made once: ``json.dumps`` makes one a call


def context(names: Names) -> Json:
    """Return the context: the core as vocabulary, prefixes, and the keys."""
    keys = {
        key: {"@id": property_, "@type": read_as} if read_as else property_
        for key, (property_, read_as) in _KEYS.items()
    }
    base = {"@base": names.base} if _joins(names.base) else {}
    opening = {"@version": 1.1, **base, "@vocab": NAMESPACES["ci"]}
    return {**opening, **NAMESPACES, "id": "@id", "type": "@type", **keys}


def _joins(base: str) -> bool:
    """Tell whether a relative id ("entity/kgb") is joined to the base as Turtle has it.

    A base with # or ? would lose what comes after, and one with dots as steps would lose these.
    """
    return urljoin(base, KINDS[0]) == f"{base}{KINDS[0]}"


class JsonLd:
    """Facts as members of one object a thing."""

    around = Around('{"id": ', end="}", joint=",\n")

    def __init__(self, names: Names) -> None:
        self._names = names
        self._relative = _joins(names.base)
        self._taken = {*_KEYS, *NAMESPACES, "id", "type"}
        self._keys = {expanded(property_): key for key, (property_, _) in _KEYS.items()}
        self._keys[expanded("rdf:type")] = "type"
        self.frame = cache(self._frame)
        self.value = cache(self._value)

    def _frame(self, predicate: str, *, several: bool) -> Frame:
        """Return what stands around one value or several: a list where there are several."""
        before = f", {_json(self._key(predicate))}: "
        return (
            Frame(f"{before}[{MARK}", f", {MARK}", "]") if several else Frame(before + MARK, "", "")
        )

    def _value(self, predicate: str, kind: str) -> Callable[[str], str]:
        """Return what writes a value as bare as its key allows."""
        key = self._key(predicate)
        read_as = "@vocab" if key == "type" else _KEYS.get(key, ("", ""))[1]
        if kind == OWN or (kind == TERM and read_as != "@vocab"):
            write = self._id if kind == OWN else lambda short: _json(expanded(short))
            return write if read_as == "@id" else lambda value: f'{{"id": {write(value)}}}'
        if kind == TERM:
            return lambda short: _json(self._word(short))
        if kind.startswith("@"):
            return lambda text: f'{{"@value": {_json(text)}, "@language": {_json(kind[1:])}}}'
        if kind == TEXT and not read_as:
            return _json
        if kind != read_as:
            type_ = _json(expanded(kind))
            return lambda text: f'{{"@value": {_json(text)}, "@type": {type_}}}'
        return str if kind in _BARE else _json

    def plain(self, predicate: str, kind: str, under: str) -> Plain | None:
        """Return how texts of a kind are written; terms have to be shortened one by one."""
        if kind == TERM:
            return None
        return Plain(*around(self.value(predicate, kind), under), _safe)

    def subject(self, path: str) -> str:
        """Return the id of a thing."""
        return _json(path[1:-1]) if path.startswith("<") else self._id(path)

    def subjects(self, under: str, ids: Texts) -> Texts:
        """Return the ids of things."""
        before, behind = around(self._id, under)
        return joined(before, _safe(ids)[0], behind)

    def _id(self, path: str) -> str:
        """Return a thing's id, relative to the base where that is joined to it rightly."""
        return _json(path if self._relative else self._names.base + path)

    def _key(self, predicate: str) -> str:
        return self._keys.get(expanded(predicate)) or self._word(predicate)

    def _word(self, short: str) -> str:
        """Return the form of a term of a vocabulary: bare where it is the core's, or prefixed."""
        iri = expanded(short)
        for prefix, namespace in NAMESPACES.items():
            if iri.startswith(namespace):
                local = iri.removeprefix(namespace)
                bare = prefix == "ci" and local not in self._taken and ":" not in local
                return local if bare else f"{prefix}:{local}"
        return iri


def _safe(texts: Texts) -> tuple[Texts, bool]:
    """Return texts as they stand between the quotation marks."""
    return without(texts, _ACTING, lambda text: _json(text)[1:-1]), True
