"""What an index says beside claims and sources, as triples: groups, coders, decisions and the like.

All of it is the work of its makers, and so stands with what the index says of itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.lineage import split_list
from cardindex.rdf.reach import part_of
from cardindex.rdf.terms import Fact, Names, Row, Said, term
from cardindex.settings import PERSON


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


def coded_by(cell: str, names: Names) -> Iterator[Said]:
    """Yield the coders of a cell; where there are several, their order as well."""
    ids = split_list(cell)
    for id_ in dict.fromkeys(ids):
        yield term("ci:coder"), names.of("coder", id_)
    if len(ids) > 1:
        yield term("ci:coderList"), ox.Literal(cell)


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
