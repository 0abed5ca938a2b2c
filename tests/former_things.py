"""Entities, sources and what is beside them, as the triples of a dump once told them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox
from former_terms import (
    Fact,
    Names,
    Row,
    Said,
    coded_by,
    dated,
    term,
)

from cardindex import identifiers
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.lineage import SELF
from cardindex.rdf.reach import part_of
from cardindex.settings import PERSON
from cardindex.tables.bibliography import entry_text


def groupings(index: Index, names: Names, chosen: Collection[str]) -> Iterator[Fact]:
    """Yield the editor's groupings, with those members that are chosen."""
    frame = index.groups[index.groups["entity"].isin(chosen)]
    for (scheme, value), rows in frame.groupby(["scheme", "value"]):
        iri = names.grouping(str(scheme), str(value))
        yield iri, term("rdf:type"), term("ci:Grouping")
        yield iri, term("rdfs:label"), ox.Literal(str(value))
        yield iri, term("ci:scheme"), ox.Literal(str(scheme))
        for entity in rows["entity"]:
            yield iri, term("skos:member"), names.of("entity", entity)
        for entity, note in zip(rows["entity"], rows["note"], strict=True):
            if note:
                node = names.membership(entity, str(scheme), str(value))
                yield node, term("rdf:type"), term("ci:Membership")
                yield node, term("ci:grouping"), iri
                yield node, term("ci:grouped"), names.of("entity", entity)
                yield node, term("ci:note"), ox.Literal(note)


def coders(index: Index, names: Names) -> Iterator[Fact]:
    """Yield who coded: persons and machines."""
    for id_, coder in sorted(index.coders.items()):
        iri = names.of("coder", id_)
        agent = "prov:Person" if coder.kind == PERSON else "prov:SoftwareAgent"
        yield iri, term("rdf:type"), term("ci:Coder")
        yield iri, term("rdf:type"), term(agent)
        yield iri, term("rdfs:label"), ox.Literal(coder.name)


def silent(selection: Selection, names: Names) -> Iterator[Fact]:
    """Yield the places that were read and state nothing."""
    row: Row
    for row in part_of(selection, "silent").itertuples():
        iri = names.silent(row.source, row.locator)
        yield iri, term("rdf:type"), term("ci:SilentPlace")
        yield iri, term("ci:silentIn"), names.of("source", row.source)
        yield iri, term("ci:silentAt"), ox.Literal(row.locator)
        yield iri, term("ci:reason"), ox.Literal(row.reason)


def decisions(selection: Selection, names: Names) -> Iterator[Fact]:
    """Yield what was decided of two entities or two claims."""
    claims = selection.index.claims.index
    row: Row
    for row in part_of(selection, "decisions").itertuples():
        iri = names.row("decision", row.one, row.other, row.who)
        kind = "claim" if row.one in claims and row.other in claims else "entity"
        yield iri, term("rdf:type"), term("ci:Decision")
        yield iri, term("ci:one"), names.of(kind, row.one)
        yield iri, term("ci:other"), names.of(kind, row.other)
        yield iri, term("ci:verdict"), ox.Literal(row.decision)
        for predicate, object_ in coded_by(row.who, names):
            yield iri, predicate, object_
        if row.why:
            yield iri, term("ci:why"), ox.Literal(row.why)


def came_from(selection: Selection, names: Names) -> Iterator[Fact]:
    """Yield where rows of a merged or imported index come from."""
    row: Row
    for row in part_of(selection, "came_from").itertuples(index=False, name=None):
        table, key, origin, text, _ = row
        iri = names.row("row", table, key, origin)
        yield iri, term("rdf:type"), term("ci:ImportedRow")
        yield iri, term("ci:table"), ox.Literal(table)
        yield iri, term("ci:rowKey"), ox.Literal(key)
        yield iri, term("ci:fromIndex"), ox.Literal(origin)
        if text:
            yield iri, term("ci:row"), ox.Literal(text)


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
