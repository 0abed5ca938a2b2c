"""The terms in use: namespaces, what an index calls its own things, how a fact is written down.

A fact is plain text until a syntax writes it: ``("ci:when", "edtf:EDTF", "1970")``. A predicate is
a prefixed name of ``NAMESPACES``, or an IRI in ``<>``; the kind says what the value is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from cardindex import dates
from cardindex.errors import MalformedValue
from cardindex.ontology import CORE

NAMESPACES: dict[str, str] = {
    "ci": CORE,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that are the same in every index."""

KINDS = (
    "entity", "claim", "citation", "source", "grouping", "coder", "decision", "row", "graph",
)  # fmt: skip
"""What an index names, each in a namespace of its own under the base: ``base + "entity/"``."""

FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats of a dump, by name."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""Whatever may be the object of a triple in RDF that others wrote."""

Row = Any
"""A row of a frame, as ``itertuples`` gives it."""

OWN = "own"
"""The kind of a value that is a thing of the index, by its path under the base: ``entity/kgb``."""

TERM = "term"
"""The kind of a value that is a prefixed name (``ci:Claim``) or an IRI in ``<>``."""

TEXT = "xsd:string"
"""The kind of a plain text. Other kinds are datatypes, or languages: ``@de``."""

Said = tuple[str, str, str]
"""What is said of something: predicate, kind and value."""

Node = tuple[str, list[Said]]
"""A thing, by its path under the base or its IRI in ``<>``, and all that is said of it."""


@cache
def term(short: str) -> ox.NamedNode:
    """Return the IRI that a prefixed name (``ci:when``) of ``NAMESPACES`` stands for."""
    return ox.NamedNode(expanded(short))


def expanded(short: str) -> str:
    """Return the IRI of a prefixed name of ``NAMESPACES``, or of an IRI in ``<>``."""
    if short.startswith("<"):
        return short[1:-1]
    prefix, _, local = short.partition(":")
    return NAMESPACES[prefix] + local


def ref(iri: str) -> str:
    """Return an IRI as a value of the kind ``TERM``. Raises ValueError where it is none."""
    return f"<{ox.NamedNode(iri).value}>"


@dataclass(frozen=True)
class Names:
    """What an index calls its own things: IRIs that follow from base and ids alone."""

    base: str

    def __post_init__(self) -> None:
        try:
            ox.NamedNode(self.base)
        except ValueError as error:
            reason = f"the base of the index is no IRI ({error}); mend it in index.toml"
            raise MalformedValue(self.base, reason) from error

    @property
    def prefixes(self) -> dict[str, str]:
        """All prefixes: those of every index, and one for each kind of thing in this one."""
        own = {kind: f"{self.base}{kind}/" for kind in KINDS}
        return dict(sorted({**NAMESPACES, **own}.items()))

    def of(self, kind: str, id_: str) -> ox.NamedNode:
        """Return the IRI of an entity, claim, citation, source or graph by its id."""
        return ox.NamedNode(f"{self.base}{kind}/{id_}")

    def iri(self, subject: str) -> str:
        """Return the IRI of a ``Node``'s subject."""
        return subject[1:-1] if subject.startswith("<") else self.base + subject

    def membership(self, entity: str, scheme: str, value: str) -> str:
        """Return the path of an entity's place in a grouping of which there is something to say."""
        return self.inside("entity", entity, f"group-{_digest(scheme, value)}")

    def silent(self, source: str, locator: str) -> str:
        """Return the path of a place of a source that states nothing."""
        return self.inside("source", source, f"silent-{_digest(locator)}")

    def name(self, entity: str, name: str, kind: str, language: str) -> str:
        """Return the path of one name of an entity: a row of names.csv has no id of its own."""
        digest = sha256(f"{kind}\n{language}\n{name}".encode()).hexdigest()[:8]
        return self.inside("entity", entity, f"name-{digest}")

    def inside(self, kind: str, id_: str, part: str) -> str:
        """Return the path of a part of something, such as a name of an entity."""
        # An IRI has at most one fragment; a base that ends in # uses it already.
        mark = "-" if "#" in self.base else "#"
        return f"{kind}/{id_}{mark}{part}"


def grouping(scheme: str, value: str) -> str:
    """Return the path of the entities that a scheme puts together; the value is any text."""
    return f"grouping/{scheme}/{quote(value, safe='')}"


def row(kind: str, *cells: str) -> str:
    """Return the path of a row that has no id, by the cells that tell it from others."""
    return f"{kind}/{_digest(*cells)}"


def _digest(*cells: str) -> str:
    """Return 16 hex digits for some cells: enough that no two of many rows collide."""
    return sha256("\n".join(cells).encode()).hexdigest()[:16]


def root(root_: str) -> str:
    """Return the path of a root that lineage writes ``entity:kgb`` or ``source:report``."""
    return root_.replace(":", "/", 1)


def texts(*pairs: tuple[str, str]) -> Iterator[Said]:
    """Yield plain texts by their predicates; one that is empty says nothing."""
    return ((predicate, TEXT, text) for predicate, text in pairs if text)


@cache
def day(number: int) -> str:
    """Return the day with this day number as an xsd:date of XML Schema 1.1, where 0000 is 1 BC."""
    return dates.iso(number)


@cache
def language(tag: str) -> str:
    """Return the kind of a text in a language: plain, where the tag is none that RDF admits."""
    try:
        return f"@{ox.Literal('', language=tag).language}" if tag else TEXT
    except ValueError:
        return TEXT
