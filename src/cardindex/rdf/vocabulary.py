"""The vocabulary as triples, so that a query can ask for the words and family of a relation.

Dumps do not carry it: ``ontology.ttl`` is published beside them, and says more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from cardindex.ontology import Relation, Vocabulary
from cardindex.rdf.terms import TERM, TEXT, Names, Node, Said, ref, texts

_SHACL = "http://www.w3.org/ns/shacl#"


def vocabulary(defined: Vocabulary) -> Iterator[Node]:
    """Yield families, kinds of entity, relations and concepts as ``ontology.ttl`` states them."""
    for group in defined.groups.values():
        yield ref(group.iri), list(_defined("ci:FamilyGroup", group.label, group.definition))
    for family in defined.families.values():
        said = [*_defined("ci:Family", family.label, family.definition)]
        said.append(("ci:structural", "xsd:boolean", "true" if family.structural else "false"))
        if family.group:
            said.append(("ci:familyGroup", TERM, ref(defined.groups[family.group].iri)))
        yield ref(family.iri), said
    for kind in defined.types.values():
        above = (("rdfs:subClassOf", TERM, ref(defined.types[it].iri)) for it in kind.parents)
        yield ref(kind.iri), [*_defined("owl:Class", kind.label, kind.definition), *above]
    for relation in defined.relations.values():
        yield ref(relation.iri), list(_relation(relation, defined))
    for words in (
        defined.source_kinds, defined.name_kinds, defined.modes,
        defined.stances, defined.certainties, defined.standings,
    ):  # fmt: skip
        for word, concept in words.items():
            yield ref(concept), [("skos:notation", TEXT, word)]


def prefixes(names: Names, declared: Mapping[str, str]) -> Iterator[Node]:
    """Yield prefixes as SHACL has it: a store then knows those of an ontology that is not there."""
    for prefix, namespace in declared.items():
        node = names.inside("graph", "vocabulary", f"prefix-{quote(prefix, safe='')}")
        pairs = (("prefix", prefix), ("namespace", namespace))
        yield node, [(f"<{_SHACL}{name}>", TEXT, value) for name, value in pairs]


def _defined(class_: str, label: str, definition: str) -> Iterator[Said]:
    yield "rdf:type", TERM, class_
    yield "rdfs:label", TEXT, label
    yield "skos:definition", TEXT, definition


def _relation(relation: Relation, defined: Vocabulary) -> Iterator[Said]:
    yield from _defined(f"ci:{relation.kind.title()}Relation", relation.label, relation.definition)
    yield "ci:family", TERM, ref(defined.families[relation.family].iri)
    yield "ci:words", TEXT, relation.words
    yield from texts(("ci:inverseWords", relation.inverse_words))
    if relation.inverse:
        yield "owl:inverseOf", TERM, ref(relation.inverse)
    if relation.symmetric:
        yield "rdf:type", TERM, "owl:SymmetricProperty"
    if relation.transitive:
        yield "rdf:type", TERM, "owl:TransitiveProperty"
