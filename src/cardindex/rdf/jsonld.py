"""JSON-LD that a person can read: plain keys, short values, and the context that explains them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox

from cardindex.rdf.terms import KINDS, NAMESPACES, Fact, Names, term

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

_NUMBERS = ("xsd:integer", "xsd:nonNegativeInteger")


def context(names: Names) -> Json:
    """Return the context: the core as vocabulary, prefixes, and the keys."""
    keys = {
        key: {"@id": property_, "@type": read_as} if read_as else property_
        for key, (property_, read_as) in _KEYS.items()
    }
    base = {"@base": names.base} if _joins(names.base) else {}
    opening = {"@version": 1.1, **base, "@vocab": NAMESPACES["ci"]}
    return {**opening, **NAMESPACES, "id": "@id", "type": "@type", **keys}


def document(facts: Iterable[Fact], names: Names) -> bytes:
    """Return facts as one JSON-LD document in UTF-8: a context and a graph of plain nodes.

    There is one object a subject, in the order in which subjects come first. It has no named
    graphs: who reads JSON-LD as one graph, as most do, would be left without what is in them.
    """
    writer = _Writer(names.base)
    nodes: dict[str, Json] = {}
    for subject, predicate, object_ in facts:
        id_ = writer.id_of(subject.value)
        node = nodes.setdefault(id_, {"id": id_})
        key, value = writer.pair(predicate, object_)
        if key in node:
            before = node[key]
            node[key] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            node[key] = value
    whole = {"@context": context(names), "@graph": list(nodes.values())}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _joins(base: str) -> bool:
    """Tell whether a relative id ("entity/kgb") is joined to the base as Turtle has it.

    A base with # or ? would lose what comes after, and one with dots as steps would lose these.
    """
    return urljoin(base, KINDS[0]) == f"{base}{KINDS[0]}"


class _Writer:
    """The forms that the context gives to terms."""

    def __init__(self, base: str) -> None:
        self._own = tuple(f"{base}{kind}/" for kind in KINDS) if _joins(base) else ()
        self._base = base
        self._keys = {term(property_).value: key for key, (property_, _) in _KEYS.items()}
        self._keys[term("rdf:type").value] = "type"
        self._taken = {*_KEYS, *NAMESPACES, "id", "type"}

    def id_of(self, iri: str) -> str:
        """Return a thing's id, relative to the base where it is one of the index's own."""
        return iri.removeprefix(self._base) if iri.startswith(self._own) else iri

    def word(self, iri: str) -> str:
        """Return the form of a term of a vocabulary: bare where it is the core's, or prefixed."""
        for prefix, namespace in NAMESPACES.items():
            if iri.startswith(namespace):
                local = iri.removeprefix(namespace)
                bare = prefix == "ci" and local not in self._taken and ":" not in local
                return local if bare else f"{prefix}:{local}"
        return iri

    def pair(self, predicate: ox.NamedNode, object_: ox.NamedNode | ox.Literal) -> tuple[str, Any]:
        """Return the key and the value of one triple."""
        key = self._keys.get(predicate.value) or self.word(predicate.value)
        read_as = "@vocab" if key == "type" else _KEYS.get(key, ("", ""))[1]
        if isinstance(object_, ox.Literal):
            return key, _literal(object_, read_as)
        if read_as == "@vocab":
            return key, self.word(object_.value)
        id_ = self.id_of(object_.value)
        return key, id_ if read_as == "@id" else {"id": id_}


def _literal(literal: ox.Literal, read_as: str) -> Any:  # noqa: ANN401 - whatever JSON has for it
    """Return a literal as bare as its key allows."""
    if literal.language:
        return {"@value": literal.value, "@language": literal.language}
    datatype = literal.datatype
    if datatype == term("xsd:string") and not read_as:
        return literal.value
    if not read_as or read_as.startswith("@") or datatype != term(read_as):
        return {"@value": literal.value, "@type": datatype.value}
    if read_as in _NUMBERS:
        return int(literal.value)
    return literal.value == "true" if read_as == "xsd:boolean" else literal.value
