"""The ontology that ships: its relations, kinds and families, its colours, and its core."""

from __future__ import annotations

import itertools

import pytest
import rdflib
from ontologies import PACKAGED, TEXT, VOCABULARY, changed, changed_core
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS
from sights import SIGHTS, apart, contrast

from cardindex import ontology

CI = rdflib.Namespace(ontology.CORE)
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SKOSXL = rdflib.Namespace("http://www.w3.org/2008/05/skos-xl#")
ALIGNED = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
LIGHT, DARK = "#ffffff", "#16181d"


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(PACKAGED)


# What ships.


@pytest.mark.parametrize("relation", VOCABULARY.relations.values(), ids=lambda found: found.id)
def test_relation_is_told_in_full(relation):
    assert relation.label
    assert relation.definition.endswith(".")
    assert relation.words
    assert relation.family in VOCABULARY.families
    assert set(relation.domain) <= VOCABULARY.types.keys()
    assert set(relation.range) <= VOCABULARY.types.keys()
    assert bool(relation.range) == (relation.kind == "link")
    assert bool(relation.inverse_words) == (relation.kind == "link")


@pytest.mark.parametrize("relation", VOCABULARY.relations)
def test_relation_is_told_by_words_and_cues_of_english_and_of_spanish(graph, relation):
    for told in (SKOS.altLabel, SKOS.hiddenLabel):
        assert {word.language for word in graph.objects(CI[relation], told)} == {"en", "es"}, told


@pytest.mark.parametrize("relation", VOCABULARY.relations.values(), ids=lambda found: found.id)
def test_symmetric_relation_reads_alike_from_both_ends(relation):
    if relation.symmetric:
        assert relation.inverse_words == relation.words
        assert relation.domain == relation.range
        assert not relation.inverse


@pytest.mark.parametrize("term", [*VOCABULARY.types.values(), *VOCABULARY.families.values()])
def test_kind_and_family_are_told_in_full(term):
    assert term.label
    assert term.definition.endswith(".")


def test_four_kinds_of_relation_are_told_apart():
    kind_of = {id_: relation.kind for id_, relation in VOCABULARY.relations.items()}
    some = ("funded", "code_name", "size", "born")
    assert [kind_of[id_] for id_ in some] == ["link", "name", "measure", "dating"]


def test_agents_and_organisations_gather_narrower_kinds():
    assert VOCABULARY.types["armed-group"].parents == ("organisation", "agent", "entity")
    assert VOCABULARY.is_a("armed-group", ("place", "organisation"))
    assert VOCABULARY.is_a("event", ("event",))
    assert not VOCABULARY.is_a("event", ("agent", "place"))
    assert [id_ for id_, type_ in VOCABULARY.types.items() if type_.abstract] == ["agent", "entity"]


def test_no_two_terms_differ_in_case_or_hyphens_alone():
    for terms in (VOCABULARY.types, VOCABULARY.relations, VOCABULARY.families):
        folded = [id_.replace("-", "_").lower() for id_ in terms]
        assert sorted(folded) == sorted(set(folded))


def test_words_of_the_tables_are_concepts():
    assert list(VOCABULARY.modes) == ["asked", "authorised", "planned", "attempted", "failed"]
    assert list(VOCABULARY.stances) == ["affirms", "denies", "doubts"]
    assert list(VOCABULARY.certainties) == ["stated", "probable", "possible"]
    assert VOCABULARY.standings["single-root"] == f"{CI}SingleRoot"
    assert VOCABULARY.source_kinds["memoir"] == f"{CI}MemoirSource"
    assert VOCABULARY.name_kinds["wikidata"] == f"{CI}WikidataName"


def flagged(name: str) -> set[str]:
    return {id_ for id_, relation in VOCABULARY.relations.items() if getattr(relation, name)}


def test_code_finds_relations_by_what_is_said_of_them():
    assert flagged("identifies") == {"same_as"}
    assert flagged("dependence") == {
        "same_as", "agreed_accounts_with", "shared_informant_with", "had_account_from",
    }  # fmt: skip
    assert flagged("transfer") == {"funded", "bribed", "equipped"}
    assert flagged("reflexive") == {"killed", "promoted", "regarded"}
    assert flagged("naming") == {"code_named"}
    assert flagged("parthood") == {"part_of"}
    roles = {id_: VOCABULARY.relations[id_].transfer_role for id_ in flagged("transfer_role")}
    assert roles == {
        "payer_in": "payer", "recipient_in": "recipient", "intermediary_in": "intermediary",
    }  # fmt: skip


def test_identification_is_read_one_way():
    same_as = VOCABULARY.relations["same_as"]
    assert not same_as.symmetric
    assert not same_as.transitive
    assert same_as.words != same_as.inverse_words


def test_published_kinds_of_source_are_told_apart():
    assert VOCABULARY.published == {
        "book", "article", "newspaper", "memoir", "web", "essay", "comment",
    }  # fmt: skip
    assert "decision" in VOCABULARY.source_kinds


def test_kind_of_source_of_ones_own_can_be_published(tmp_path):
    more = "my:Film a ci:SourceKind ; skos:notation 'film' ; ci:published true ."
    found = ontology.load(changed(tmp_path, more=more))
    assert found.published == VOCABULARY.published | {"film"}


def test_relation_of_ones_own_can_be_a_payment_or_say_who_depends_on_whom(tmp_path):
    more = """
    my:lent a ci:LinkRelation ; ci:family ci:money ; ci:words 'lent to' ; ci:transfer true .
    my:lender a ci:LinkRelation ; ci:family ci:money ; ci:words 'lent' ; ci:transferRole 'payer' .
    my:copied a ci:LinkRelation ; ci:family ci:discourse ; ci:words 'copied' ; ci:dependence true ;
        rdfs:domain ci:Person ; rdfs:range [ owl:unionOf ( ci:Media ci:Group ) ] .
    my:is a ci:LinkRelation ; ci:family ci:identity ; ci:words 'is' ; ci:dependence true ;
        ci:identifies true ; ci:reflexive true .
    """
    found = ontology.load(changed(tmp_path, more=more)).relations
    assert (found["lent"].transfer, found["lender"].transfer_role) == (True, "payer")
    assert (found["copied"].dependence, found["is"].dependence) == (True, True)
    assert (found["copied"].identifies, found["is"].identifies) == (False, True)
    assert (found["copied"].reflexive, found["is"].reflexive) == (False, True)


def test_inverses_agree(graph):
    # Of the core's own, which no claim has, one direction is told.
    core = set(graph.subjects(RDFS.isDefinedBy, CI.core))
    pairs = {pair for pair in graph.subject_objects(OWL.inverseOf) if pair[0] not in core}
    assert pairs == {(back, there) for there, back in pairs}
    stored = {rdflib.URIRef(found.iri) for found in VOCABULARY.relations.values()}
    for there, back in pairs:
        assert len({there, back} & stored) == 1
    named = set(graph.subjects(RDF.type, CI.InverseRelation))
    assert named == {back for there, back in pairs if there in stored}


def test_inverses_align_with_inverses(graph):
    opposite = {
        ORG.memberOf: ORG.hasMember,
        DCTERMS.isPartOf: DCTERMS.hasPart,
        SDO.children: SDO.parent,
    }
    for there, back in graph.subject_objects(OWL.inverseOf):
        theirs = set(graph.objects(there, RDFS.subPropertyOf)) & opposite.keys()
        assert {opposite[term] for term in theirs} <= set(graph.objects(back, RDFS.subPropertyOf))


def test_alignments_name_terms_that_exist(graph):
    spaces = (DCTERMS, FOAF, ORG, OWL, PROV, RDF, SDO, SKOS)
    # What rdflib has no list of, or an older one than schema.org's of today.
    other = {
        OA.Annotation,
        OA.hasBody,
        SKOSXL.Label,
        SKOSXL.altLabel,
        rdflib.URIRef(f"{SDO}PoliticalParty"),
    }
    ours = {*graph.subjects(RDF.type, OWL.Class), *other}
    for predicate in ALIGNED:
        for subject, term in graph.subject_objects(predicate):
            known = any(term.startswith(str(space)) and term in space for space in spaces)
            assert known or term in ours, f"{subject} is aligned with {term}, which is not defined"


def test_alignments_reach_every_vocabulary(graph):
    aligned = {str(term) for predicate in ALIGNED for term in graph.objects(None, predicate)}
    for space in (DCTERMS, FOAF, OA, ORG, PROV, SDO, SKOS):
        assert any(term.startswith(str(space)) for term in aligned), space


def test_classes_and_properties_are_not_mixed_up(graph):
    classes = set(graph.subjects(RDF.type, OWL.Class))
    properties = {
        *graph.subjects(RDF.type, OWL.ObjectProperty),
        *graph.subjects(RDF.type, OWL.DatatypeProperty),
    }
    assert not classes & properties
    assert set(graph.subjects(RDFS.subClassOf)) <= classes
    assert set(graph.subjects(RDFS.subPropertyOf)) <= properties
    used = {
        term
        for triple in graph
        for term in triple
        if isinstance(term, rdflib.URIRef) and term.startswith(CI)
    }
    assert used <= set(graph.subjects()), "a term is used, but said nowhere to be anything"


@pytest.mark.parametrize(
    "colour",
    sorted(
        {
            term.colour
            for terms in (VOCABULARY.families, VOCABULARY.groups, VOCABULARY.types)
            for term in terms.values()
        }
    ),
)
def test_colour_stands_out_on_light_and_dark(colour):
    assert min(contrast(colour, LIGHT), contrast(colour, DARK)) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
def test_families_are_told_apart_by_colour(sight):
    for one, other in itertools.combinations(VOCABULARY.families.values(), 2):
        # A thin line wants several times the least that is noticed.
        assert apart(one.colour, other.colour, sight) >= 14, (one.id, other.id)


@pytest.mark.parametrize("sight", SIGHTS)
def test_groups_of_families_are_told_apart_at_rest(sight):
    for one, other in itertools.combinations(VOCABULARY.groups.values(), 2):
        assert apart(one.colour, other.colour, sight) >= 20, (one.id, other.id)


def test_every_family_is_in_one_of_five_groups():
    assert {family.group for family in VOCABULARY.families.values()} == set(VOCABULARY.groups)
    assert len(VOCABULARY.groups) <= ontology.MOST_GROUPS


# The core.


def test_packaged_core_is_unchanged():
    assert changed_core(PACKAGED) == []


def test_core_is_unchanged_by_terms_of_ones_own(tmp_path):
    more = (
        "my:paid a owl:ObjectProperty , ci:LinkRelation ; ci:family ci:money ; ci:words 'paid'@en ."
    )
    assert changed_core(changed(tmp_path, more=more)) == []


def test_core_is_unchanged_by_the_order_of_statements(tmp_path, graph):
    lines = sorted(graph.serialize(format="nt").splitlines())
    path = tmp_path / "reordered.ttl"
    for order in (lines, reversed(lines)):
        path.write_text("\n".join(order), encoding="utf-8")
        assert changed_core(path) == []


def test_core_is_unchanged_by_another_way_of_writing_it(tmp_path, graph):
    path = tmp_path / "rewritten.ttl"
    graph.serialize(path, format="longturtle")
    assert changed_core(path) == []


@pytest.mark.parametrize(
    ("old", "new", "terms"),
    [
        ('"How sure it is."@en', '"How certain."@en', ["ci:certainty"]),
        ("ci:SingleRoot a ci:Sta", "ci:OneRoot a ci:Sta", ["ci:OneRoot", "ci:SingleRoot"]),
        ("sh:path ci:citation ; sh:class ci:Citation ; sh:minCount 1 ;", "sh:path ci:citation ;",
         ["ci:ClaimShape"]),
        ("ci:Claim a owl:Class ;", "ci:Claim a owl:Class , my:Thing ;", ["ci:Claim"]),
        ('"Said to be likely."@en', '"Said to be likely."', ["ci:Probable"]),
    ],
)  # fmt: skip
def test_changed_core_is_named(tmp_path, old, new, terms):
    assert TEXT.count(old) == 1
    prefix = "@prefix my: <https://example.org/mine/> .\n"
    path = tmp_path / "my.ttl"
    path.write_text(prefix + TEXT.replace(old, new), encoding="utf-8")
    assert changed_core(path) == terms


def test_core_term_that_is_said_more_of_is_changed(tmp_path):
    path = changed(tmp_path, more="ci:Stated skos:altLabel 'sure'@en .")
    assert changed_core(path) == ["ci:Stated"]


def test_file_without_core_lacks_all_of_it(tmp_path):
    path = tmp_path / "empty.ttl"
    path.write_text("", encoding="utf-8")
    assert {"ci:Claim", "ci:ClaimShape", "ci:Affirms"} <= set(changed_core(path))


def test_kinds_families_and_relations_are_not_core(graph):
    core = {str(term) for term in graph.subjects(RDFS.isDefinedBy, CI.core)}
    tables = (VOCABULARY.relations, VOCABULARY.families, VOCABULARY.types)
    own = {term.iri for terms in tables for term in terms.values()}
    assert core & own == {f"{CI}Entity"}


def test_everything_that_is_not_core_is_a_kind_a_family_a_group_or_a_relation(graph):
    tables = (VOCABULARY.relations, VOCABULARY.families, VOCABULARY.groups, VOCABULARY.types)
    own = {term.iri for terms in tables for term in terms.values()}
    core = {str(term) for term in graph.subjects(RDFS.isDefinedBy, CI.core)}
    inverse = {str(term) for term in graph.subjects(RDF.type, CI.InverseRelation)}
    described = {str(term) for term in graph.subjects() if isinstance(term, rdflib.URIRef)}
    assert described - core - own - inverse == {"https://w3id.org/cardindex"}
