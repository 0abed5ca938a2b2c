"""Entities, their names, and sources as triples, and the direct triples of what stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from cardindex import identifiers
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.lineage import SELF
from cardindex.rdf.days import dated
from cardindex.rdf.terms import Fact, Names, Row, Said, edtf, term
from cardindex.tables.bibliography import entry_text


def entities(index: Index, names: Names, chosen: Collection[str]) -> Iterator[Fact]:
    """Yield what is said of the chosen entities: kind, label, description, other names."""
    called = index.names.groupby("entity", sort=False).indices
    rows = list(index.names[["name", "kind", "language"]].itertuples(index=False, name=None))
    entity: Row
    for entity in index.entities.itertuples():
        id_ = entity.Index
        if id_ not in chosen:
            continue
        others = [rows[at] for at in called.get(id_, ())]
        iri = names.of("entity", id_)
        kind = index.vocabulary.types[entity.type].iri
        yield iri, term("rdf:type"), ox.NamedNode(kind)
        yield iri, term("rdf:type"), term("ci:Entity")
        yield iri, term("rdfs:label"), ox.Literal(entity.label)
        if entity.description:
            yield iri, term("dcterms:description"), ox.Literal(entity.description)
        # Two kinds of name may agree in name and language: a triple is said once.
        for predicate, object_ in dict.fromkeys(_called(others, index.vocabulary.identifiers)):
            yield iri, predicate, object_
        for name, name_kind, language in others:
            node = names.name(id_, name, name_kind, language)
            yield iri, term("ci:otherName"), node
        for name, name_kind, language in others:
            node = names.name(id_, name, name_kind, language)
            concept = index.vocabulary.name_kinds[name_kind]
            yield node, term("rdf:type"), term("ci:Name")
            yield node, term("skosxl:literalForm"), _tagged(name, language)
            yield node, term("ci:nameKind"), ox.NamedNode(concept)
            if language:
                # Stores fold the case of a literal's tag; here it is kept as the table has it.
                yield node, term("dcterms:language"), ox.Literal(language)


def _called(rows: Iterable[tuple[str, str, str]], numbers: Collection[str]) -> Iterator[Said]:
    """Yield the plain forms of other names and identifiers, for who asks no more of them.

    ``numbers``: the kinds of name that are identifiers.
    """
    for name, kind, language in rows:
        if kind in numbers and kind not in identifiers.SCHEMES:
            yield term("dcterms:identifier"), ox.Literal(name)
        elif kind not in identifiers.SCHEMES:
            yield term("skos:altLabel"), _tagged(name, language)
        # exactMatch and not owl:sameAs: that two records are of one person is a librarian's
        # judgement, and a reasoner must not pour what others say of it into our claims.
        elif elsewhere := identifiers.iri(kind, name):
            yield term("skos:exactMatch"), ox.NamedNode(elsewhere)


def _tagged(text: str, language: str) -> ox.Literal:
    """Return a text in a language; without tag where the tag is none that RDF admits."""
    try:
        return ox.Literal(text, language=language or None)
    except ValueError:
        return ox.Literal(text)


# The column in which a claim of each kind of relation says its matter.
_MATTER = {"link": "object", "name": "text", "measure": "quantity", "dating": "when"}


def direct(selection: Selection, names: Names) -> Iterator[Fact]:
    """Yield the direct triple of each claim that stands in the whole index, once.

    The triple is that of the claim. One of a symmetric relation is not turned round: the ontology
    says that it holds both ways.
    """
    relations = selection.index.vocabulary.relations
    standing = selection.claims[selection.claims["whole_stands"]]
    kinds = (relations[relation].kind for relation in standing["relation"])
    columns = (standing[name] for name in ("subject", "relation", *_MATTER.values()))
    facts = (
        (subject, relation, kind, dict(zip(_MATTER, matter, strict=True))[kind])
        for kind, (subject, relation, *matter) in zip(
            kinds, zip(*columns, strict=True), strict=True
        )
    )
    for subject, relation, kind, value in dict.fromkeys(facts):
        object_: ox.NamedNode | ox.Literal
        if kind == "link":
            object_ = names.of("entity", value)
        else:
            object_ = edtf(value) if kind == "dating" else ox.Literal(value)
        yield names.of("entity", subject), ox.NamedNode(relations[relation].iri), object_


def sources(index: Index, names: Names, chosen: Collection[str]) -> Iterator[Fact]:
    """Yield what is said of the chosen sources."""
    entries = {id_: entry_text(entry) for id_, entry in index.bibliography.items()}
    source: Row
    for source in index.sources.itertuples():
        id_ = source.Index
        if id_ not in chosen:
            continue
        iri = names.of("source", id_)
        kind = index.vocabulary.source_kinds[source.kind]
        yield iri, term("rdf:type"), term("ci:Source")
        yield iri, term("ci:sourceKind"), ox.NamedNode(kind)
        yield iri, term("dcterms:title"), ox.Literal(source.title)
        for author in dict.fromkeys(source.authors):
            yield iri, term("dcterms:creator"), names.of("entity", author)
        if source.origin:
            origin = iri if source.origin == SELF else names.of("entity", source.origin)
            yield iri, term("ci:origin"), origin
        for said, day in dated(source):
            yield iri, said, day
        if source.container:
            yield iri, term("ci:container"), names.of("source", source.container)
        for work in dict.fromkeys(source.rests):
            yield iri, term("ci:restsOn"), names.of("source", work)
        # Order and spelling of a list are not in its triples; the way back to the table needs them.
        for predicate, text in (
            ("ci:locatorUnit", source.unit),
            ("ci:authorList", source.author),
            ("ci:restsOnList", source.rests_on),
            ("ci:note", source.note),
            ("ci:bibliography", entries.get(id_, "")),
        ):
            if text:
                yield iri, term(predicate), ox.Literal(text)
