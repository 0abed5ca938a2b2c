"""A full dump → the rows of the tables, the coders and the bibliography: the way back.

Syntax, graphs and the order of triples do not matter. Only values with a column in a table are
read; what follows from them (standing, bounds, direct triples) is computed when the index opens.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from cardindex import ontology
from cardindex.errors import CardindexError, UnknownName
from cardindex.lineage import SELF
from cardindex.nesting import TooDeep, hold_turtle
from cardindex.ontology import Vocabulary
from cardindex.rdf.terms import FORMATS, Term, term
from cardindex.settings import MACHINE, PERSON, Coder
from cardindex.tables import ordered
from cardindex.tables.bibliography import Entry

_POSITION = re.compile(r"char=([0-9]+),([0-9]+)")

Rows = list[tuple[str, ...]]

_About = dict[ox.NamedNode, list[Term]]
_Described = Mapping[str, _About]


class Read(NamedTuple):
    """What a dump holds of an index: the rows of each table, coders and bibliography by id."""

    tables: dict[str, Rows]
    coders: dict[str, Coder]
    bibliography: dict[str, Entry]


def read(
    dump: Path | bytes,
    format: str = "turtle",  # noqa: A002
    vocabulary: Vocabulary | None = None,
) -> dict[str, Rows]:
    """Read the tables of a full dump in one of ``FORMATS``; see ``read_whole``."""
    return read_whole(dump, format, vocabulary).tables


def read_whole(
    dump: Path | bytes,
    format: str = "turtle",  # noqa: A002
    vocabulary: Vocabulary | None = None,
) -> Read:
    """Read a full dump in one of ``FORMATS``; the cells of rows are as in the tables' columns.

    ``vocabulary`` is that of the index that was dumped; without it the packaged one. Rows are in
    canonical order. Raises CardindexError where the dump does not parse, UnknownName where it
    uses a term that the vocabulary does not have.
    """
    known = vocabulary or ontology.load(ontology.packaged_path())
    described: defaultdict[str, _About] = defaultdict(dict)
    try:
        content = dump if isinstance(dump, bytes) else dump.read_bytes()
        if FORMATS[format] != ox.RdfFormat.JSON_LD:
            hold_turtle(content)
        for quad in ox.parse(content, format=FORMATS[format]):
            about = described[_value(quad.subject)]
            about.setdefault(quad.predicate, []).append(quad.object)
    except (SyntaxError, TooDeep, OSError) as error:
        raise CardindexError(f"the dump cannot be read: {error}") from error
    found = {
        "entities": _entities(described, known),
        "names": _names(described, known),
        "groups": _groups(described),
        "sources": _sources(described, known),
        "claims": _claims(described, known),
        "citations": _citations(described, known),
        "silent": _silent(described),
        "decisions": _decisions(described),
        "came_from": _came_from(described),
    }
    rows = {name: ordered(name, some) for name, some in found.items()}
    return Read(rows, dict(sorted(_coders(described))), dict(sorted(_bibliography(described))))


def _entities(described: _Described, known: Vocabulary) -> Iterator[tuple[str, ...]]:
    kinds = {kind.iri: id_ for id_, kind in known.types.items() if not kind.abstract}
    for iri, about in _of_type(described, "ci:Entity"):
        types = [_value(type_) for type_ in about[term("rdf:type")]]
        found = [kinds[type_] for type_ in types if type_ in kinds]
        if not found:
            raise UnknownName("kind of entity", ", ".join(types), kinds)
        yield _id(iri), found[0], _text(about, "rdfs:label"), _text(about, "dcterms:description")


def _names(described: _Described, known: Vocabulary) -> Iterator[tuple[str, ...]]:
    kinds = _words(known.name_kinds)
    for iri, about in _of_type(described, "ci:Entity"):
        for node in about.get(term("ci:otherName"), ()):
            name = described[_value(node)]
            kind = _word(name, "ci:nameKind", kinds)
            yield _id(iri), _text(name, "skosxl:literalForm"), kind, _text(name, "dcterms:language")


def _sources(described: _Described, known: Vocabulary) -> Iterator[tuple[str, ...]]:
    kinds = _words(known.source_kinds)
    for iri, about in _of_type(described, "ci:Source"):
        origin = _text(about, "ci:origin")
        yield (
            _id(iri),
            _word(about, "ci:sourceKind", kinds),
            _text(about, "dcterms:title"),
            _text(about, "ci:authorList"),
            SELF if origin == iri else _id(origin),
            _text(about, "dcterms:date"),
            _id(_text(about, "ci:container")),
            _text(about, "ci:locatorUnit"),
            _text(about, "ci:restsOnList"),
            _text(about, "ci:note"),
        )


def _claims(described: _Described, known: Vocabulary) -> Iterator[tuple[str, ...]]:
    relations = {relation.iri: id_ for id_, relation in known.relations.items()}
    modes = _words(known.modes)
    for iri, about in _of_type(described, "ci:Claim"):
        yield (
            _id(iri),
            _id(_text(about, "rdf:subject")),
            _word(about, "rdf:predicate", relations),
            _id(_text(about, "rdf:object")),
            _text(about, "ci:text"),
            _text(about, "ci:quantity"),
            _text(about, "ci:unit"),
            _text(about, "ci:when"),
            _id(_text(about, "ci:place")),
            _word(about, "ci:mode", modes),
            _text(about, "ci:tieList"),
            _text(about, "ci:gloss"),
        )


def _citations(described: _Described, known: Vocabulary) -> Iterator[tuple[str, ...]]:
    stances, certainties = _words(known.stances), _words(known.certainties)
    claims = {
        _value(citation): iri
        for iri, about in _of_type(described, "ci:Claim")
        for citation in about.get(term("ci:citation"), ())
    }
    for iri, about in _of_type(described, "ci:Citation"):
        yield (
            _id(claims.get(iri, "") or _text(about, "oa:hasBody")),
            _id(_text(about, "ci:source")),
            _text(about, "ci:locator"),
            _text(about, "ci:chain"),
            _word(about, "ci:stance", stances),
            _word(about, "ci:certainty", certainties),
            *_position(about, described),
            _text(about, "ci:seal"),
            _coded_by(about),
            _text(about, "ci:note"),
        )


def _position(about: _About, described: _Described) -> tuple[str, str]:
    """Return start and end of a passage: by RFC 5147, or from the selector of an older dump."""
    if found := _POSITION.fullmatch(_text(about, "ci:position")):
        return found[1], found[2]
    target = described.get(_text(about, "oa:hasTarget"), {})
    selector = described.get(_text(target, "oa:hasSelector"), {})
    return _text(selector, "oa:start"), _text(selector, "oa:end")


def _groups(described: _Described) -> Iterator[tuple[str, ...]]:
    notes = {
        (_text(about, "ci:grouped"), _text(about, "ci:grouping")): _text(about, "ci:note")
        for _, about in _of_type(described, "ci:Membership")
    }
    for iri, about in _of_type(described, "ci:Grouping"):
        scheme, value = _text(about, "ci:scheme"), _text(about, "rdfs:label")
        for member in about.get(term("skos:member"), ()):
            note = notes.get((_value(member), iri), "")
            yield _id(_value(member)), scheme, value, note


def _silent(described: _Described) -> Iterator[tuple[str, ...]]:
    for _, about in _of_type(described, "ci:SilentPlace"):
        source = _id(_text(about, "ci:silentIn"))
        yield source, _text(about, "ci:silentAt"), _text(about, "ci:reason")


def _decisions(described: _Described) -> Iterator[tuple[str, ...]]:
    for _, about in _of_type(described, "ci:Decision"):
        ends = (_id(_text(about, end)) for end in ("ci:one", "ci:other"))
        yield (*ends, _text(about, "ci:verdict"), _coded_by(about), _text(about, "ci:why"))


def _came_from(described: _Described) -> Iterator[tuple[str, ...]]:
    columns = ("ci:table", "ci:rowKey", "ci:fromIndex", "ci:row")
    for _, about in _of_type(described, "ci:ImportedRow"):
        yield tuple(_text(about, column) for column in columns)


def _coders(described: _Described) -> Iterator[tuple[str, Coder]]:
    for iri, about in _of_type(described, "ci:Coder"):
        is_person = term("prov:Person") in about[term("rdf:type")]
        yield _id(iri), Coder(_text(about, "rdfs:label"), PERSON if is_person else MACHINE)


def _bibliography(described: _Described) -> Iterator[tuple[str, Entry]]:
    for iri, about in _of_type(described, "ci:Source"):
        if text := _text(about, "ci:bibliography"):
            yield _id(iri), json.loads(text)


def _coded_by(about: _About) -> str:
    return _text(about, "ci:coderList") or _id(_text(about, "ci:coder"))


def _of_type(described: _Described, class_: str) -> Iterator[tuple[str, _About]]:
    wanted = term(class_)
    for iri, about in described.items():
        if wanted in about.get(term("rdf:type"), ()):
            yield iri, about


def _words(concepts: Mapping[str, str]) -> dict[str, str]:
    return {iri: word for word, iri in concepts.items()}


def _word(about: _About, predicate: str, words: Mapping[str, str]) -> str:
    """Return the word of the tables for a term of the vocabulary, or nothing."""
    iri = _text(about, predicate)
    if iri and iri not in words:
        raise UnknownName(f"value of {predicate}", iri, words)
    return words[iri] if iri else ""


def _text(about: _About, predicate: str) -> str:
    return next((_value(object_) for object_ in about.get(term(predicate), ())), "")


def _id(iri: str) -> str:
    """Return the id in an IRI that ends in ``entity/kgb``."""
    return iri.rpartition("/")[2]


def _value(node: Term) -> str:
    return str(node) if isinstance(node, ox.Triple) else node.value
