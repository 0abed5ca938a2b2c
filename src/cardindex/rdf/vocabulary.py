"""The vocabulary as triples, so that a query can ask for the words and family of a relation.

Dumps do not carry it: ``ontology.ttl`` is published beside them, and says more.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from cardindex.ontology import Relation, Vocabulary
from cardindex.rdf.terms import Fact, Said, term


def vocabulary(defined: Vocabulary) -> Iterator[Fact]:
    """Yield families, kinds of entity, relations and concepts as ``ontology.ttl`` states them."""
    for group in defined.groups.values():
        iri = ox.NamedNode(group.iri)
        yield iri, term("rdf:type"), term("ci:FamilyGroup")
        yield iri, term("rdfs:label"), ox.Literal(group.label)
        yield iri, term("skos:definition"), ox.Literal(group.definition)
    for family in defined.families.values():
        iri = ox.NamedNode(family.iri)
        yield iri, term("rdf:type"), term("ci:Family")
        yield iri, term("rdfs:label"), ox.Literal(family.label)
        yield iri, term("skos:definition"), ox.Literal(family.definition)
        yield iri, term("ci:structural"), ox.Literal(family.structural)
        if family.group:
            yield iri, term("ci:familyGroup"), ox.NamedNode(defined.groups[family.group].iri)
    for kind in defined.types.values():
        iri = ox.NamedNode(kind.iri)
        yield iri, term("rdf:type"), term("owl:Class")
        yield iri, term("rdfs:label"), ox.Literal(kind.label)
        yield iri, term("skos:definition"), ox.Literal(kind.definition)
        for parent in kind.parents:
            yield iri, term("rdfs:subClassOf"), ox.NamedNode(defined.types[parent].iri)
    for relation in defined.relations.values():
        iri = ox.NamedNode(relation.iri)
        for predicate, object_ in _relation(relation, defined):
            yield iri, predicate, object_
    for words in (
        defined.source_kinds, defined.name_kinds, defined.modes,
        defined.stances, defined.certainties, defined.standings,
    ):  # fmt: skip
        for word, concept in words.items():
            yield ox.NamedNode(concept), term("skos:notation"), ox.Literal(word)


def _relation(relation: Relation, defined: Vocabulary) -> Iterator[Said]:
    yield term("rdf:type"), term(f"ci:{relation.kind.title()}Relation")
    yield term("rdfs:label"), ox.Literal(relation.label)
    yield term("skos:definition"), ox.Literal(relation.definition)
    yield term("ci:family"), ox.NamedNode(defined.families[relation.family].iri)
    yield term("ci:words"), ox.Literal(relation.words)
    if relation.inverse_words:
        yield term("ci:inverseWords"), ox.Literal(relation.inverse_words)
    if relation.inverse:
        yield term("owl:inverseOf"), ox.NamedNode(relation.inverse)
    if relation.symmetric:
        yield term("rdf:type"), term("owl:SymmetricProperty")
    if relation.transitive:
        yield term("rdf:type"), term("owl:TransitiveProperty")
