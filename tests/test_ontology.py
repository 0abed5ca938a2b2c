"""The ontology that ships, and how an index's own is read."""

from __future__ import annotations

import itertools
import os
import socket
from pathlib import Path

import pytest
import rdflib
import shacl
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS
from sights import SIGHTS, apart, contrast

from cardindex import ontology, turtlereader
from cardindex.errors import InvalidIndex

PACKAGED = ontology.packaged_path()
TEXT = PACKAGED.read_text(encoding="utf-8")
VOCABULARY = ontology.load(PACKAGED)
CI = rdflib.Namespace(ontology.CORE)
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SKOSXL = rdflib.Namespace("http://www.w3.org/2008/05/skos-xl#")
ALIGNED = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
LIGHT, DARK = "#ffffff", "#16181d"


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(PACKAGED)


def changed(tmp_path: Path, text: str = TEXT, *, more: str = "") -> Path:
    """Write an ontology of one's own; it may use the prefix ``my:``."""
    path = tmp_path / "my.ttl"
    path.write_text(f"{text}\n@prefix my: <https://example.org/mine/> .\n{more}", encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(InvalidIndex) as caught:
        ontology.load(path)
    return [str(problem) for problem in caught.value.problems]


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
    assert ontology.changed_core(PACKAGED) == []


def test_core_is_unchanged_by_terms_of_ones_own(tmp_path):
    more = (
        "my:paid a owl:ObjectProperty , ci:LinkRelation ; ci:family ci:money ; ci:words 'paid'@en ."
    )
    assert ontology.changed_core(changed(tmp_path, more=more)) == []


def test_core_is_unchanged_by_the_order_of_statements(tmp_path, graph):
    lines = sorted(graph.serialize(format="nt").splitlines())
    path = tmp_path / "reordered.ttl"
    for order in (lines, reversed(lines)):
        path.write_text("\n".join(order), encoding="utf-8")
        assert ontology.changed_core(path) == []


def test_core_is_unchanged_by_another_way_of_writing_it(tmp_path, graph):
    path = tmp_path / "rewritten.ttl"
    graph.serialize(path, format="longturtle")
    assert ontology.changed_core(path) == []


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
    assert ontology.changed_core(path) == terms


def test_core_term_that_is_said_more_of_is_changed(tmp_path):
    path = changed(tmp_path, more="ci:Stated skos:altLabel 'sure'@en .")
    assert ontology.changed_core(path) == ["ci:Stated"]


def test_file_without_core_lacks_all_of_it(tmp_path):
    path = tmp_path / "empty.ttl"
    path.write_text("", encoding="utf-8")
    assert {"ci:Claim", "ci:ClaimShape", "ci:Affirms"} <= set(ontology.changed_core(path))


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


# An ontology of one's own.


MINE = """
my:sports a ci:Family ; rdfs:label "Sports"@en ; skos:definition "Games."@en ;
    ci:colour "#336699" ; ci:dash "1 2" ; ci:structural true .
my:SkiClub a owl:Class ; rdfs:subClassOf ci:Organisation , schema:SportsClub .
my:AlpineSkiClub a owl:Class ; rdfs:subClassOf my:SkiClub ; ci:shape "star" .
my:skied_with a owl:ObjectProperty , ci:LinkRelation , owl:SymmetricProperty ;
    rdfs:label "skied with"@en ; skos:definition "Skied together."@en ;
    ci:family my:sports ; ci:words "skied with"@en ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( ci:Person my:SkiClub ) ] ;
    rdfs:range [ a owl:Class ; owl:unionOf ( ci:Person my:SkiClub ) ] .
my:FilmSource a ci:SourceKind ; rdfs:label "film"@en ; skos:notation "film" .
"""


def test_family_kind_and_relation_are_added_by_the_file_alone(tmp_path):
    found = ontology.load(changed(tmp_path, more=MINE))
    assert found.families["sports"] == ontology.Family(
        "sports", "https://example.org/mine/sports", "Sports", "Games.", "#336699", structural=True
    )
    assert found.types["alpine-ski-club"] == ontology.EntityType(
        "alpine-ski-club", "https://example.org/mine/AlpineSkiClub", "AlpineSkiClub", "",
        ("ski-club", "organisation", "agent", "entity"), abstract=False, shape="star",
        colour=VOCABULARY.types["organisation"].colour,
    )  # fmt: skip
    assert found.relations["skied_with"] == ontology.Relation(
        "skied_with", "https://example.org/mine/skied_with", "skied with", "Skied together.",
        "sports", "link", ("person", "ski-club"), ("person", "ski-club"), "", symmetric=True,
        transitive=False, words="skied with", inverse_words="skied with", dash="1 2",
    )  # fmt: skip
    assert not found.relations["skied_with"].dependence
    assert found.source_kinds["film"] == "https://example.org/mine/FilmSource"
    assert {id_: found.relations[id_] for id_ in VOCABULARY.relations} == VOCABULARY.relations


def test_relation_of_ones_own_has_synonyms_cues_and_what_to_take_instead(tmp_path):
    said = (
        'skos:altLabel "gab Geld"@de , "gave  money"@en ; skos:hiddenLabel "paid*" , "paid*"@en ; '
        'skos:scopeNote "Not for bribes."'
    )
    vocabulary = ontology.load(changed(tmp_path, more=f"my:paid {WHOLE} ; {said} ."))
    paid = vocabulary.relations["paid"]
    assert paid.synonyms == ("gave money", "gab Geld")
    assert paid.cues == ("paid*",)
    assert paid.otherwise == "Not for bribes."


def test_relation_is_added_in_the_same_namespace_too(tmp_path):
    more = """
    ci:taught a owl:ObjectProperty , ci:LinkRelation ; ci:family ci:alliance ;
        ci:words "taught"@en ; ci:inverseWords "was taught by"@en ; ci:dash "4 4" .
    """
    taught = ontology.load(changed(tmp_path, more=more)).relations["taught"]
    assert (taught.label, taught.family, taught.dash) == ("taught", "alliance", "4 4")
    assert (taught.domain, taught.range) == (("entity",), ("entity",))


def test_circle_of_kinds_is_walked_once(tmp_path):
    more = """
    my:A a owl:Class ; rdfs:subClassOf my:B . my:B a owl:Class ; rdfs:subClassOf my:A , ci:Event .
    """
    types = ontology.load(changed(tmp_path, more=more)).types
    assert types["a"].parents == ("b", "event", "entity")
    assert types["b"].parents == ("a", "event", "entity")


def test_list_that_leads_into_itself_ends(tmp_path):
    more = """
    my:met a owl:ObjectProperty , ci:LinkRelation ; ci:family ci:money ; ci:words "x"@en ;
        rdfs:domain [ owl:unionOf _:l ] . _:l rdf:first ci:Person ; rdf:rest _:l .
    my:Core rdfs:isDefinedBy ci:core ; rdfs:seeAlso _:l .
    """
    path = changed(tmp_path, TEXT.replace("ci:met a", "ci:met_in_person a"), more=more)
    assert ontology.load(path).relations["met"].domain == ("person",)
    assert ontology.changed_core(path) == ["<https://example.org/mine/Core>"]


LINK = "a owl:ObjectProperty , ci:LinkRelation"
WHOLE = f'{LINK} ; ci:family ci:money ; ci:words "paid"@en'
CLASSES = "ci:LinkRelation, ci:NameRelation, ci:MeasureRelation, ci:DatingRelation"
FAMILIES = ", ".join(f"ci:{id_}" for id_ in VOCABULARY.families)
LINE = TEXT.count("\n") + 3


@pytest.mark.parametrize(
    ("term", "report"),
    [
        pytest.param(
            f'my:paid {LINK} ; ci:words "paid"@en .',
            f"my:paid has no ci:family; take one of {FAMILIES} [relation-without-family]",
            id="no-family",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; ci:family ci:alliance .",
            f"my:paid has more than one ci:family; take one of {FAMILIES}"
            " [relation-without-family]",
            id="two-families",
        ),
        pytest.param(
            f'my:paid {LINK} ; ci:family ci:monney ; ci:words "paid"@en .',
            "my:paid has the family ci:monney, which is not defined; did you mean ci:money?"
            " [unknown-family]",
            id="misspelt-family",
        ),
        pytest.param(
            f'my:paid {LINK} ; ci:family my:qqqq ; ci:words "paid"@en .',
            f"my:paid has the family my:qqqq, which is not defined; take one of {FAMILIES},"
            " or define it [unknown-family]",
            id="unknown-family",
        ),
        pytest.param(
            'my:paid a owl:ObjectProperty ; ci:family ci:money ; ci:words "paid"@en .',
            f"my:paid is of no kind of relation; make it one of {CLASSES} [relation-without-kind]",
            id="no-kind",
        ),
        pytest.param(
            f"my:paid a ci:NameRelation . my:paid {WHOLE} .",
            f"my:paid is of more than one kind of relation; make it one of {CLASSES}"
            " [relation-without-kind]",
            id="two-kinds",
        ),
        pytest.param(
            f"my:paid {LINK} ; ci:family ci:money .",
            "my:paid has no ci:words; say what stands between subject and object, like"
            ' "funded" [relation-without-words]',
            id="no-words",
        ),
        pytest.param(
            f"my:funded {WHOLE} .",
            'my:funded has the id "funded", which ci:funded has already; tables could not tell'
            " them apart, so rename one of them [duplicate-term]",
            id="relation-twice",
        ),
        pytest.param(
            "my:ArmedGroup a owl:Class ; rdfs:subClassOf ci:Event .",
            'my:ArmedGroup has the id "armed-group", which ci:ArmedGroup has already; tables could'
            " not tell them apart, so rename one of them [duplicate-term]",
            id="kind-twice",
        ),
        pytest.param(
            "my:money a ci:Family .",
            'my:money has the id "money", which ci:money has already; tables could'
            " not tell them apart, so rename one of them [duplicate-term]",
            id="family-twice",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; rdfs:domain ci:Persom .",
            "my:paid has the domain ci:Persom, which is no kind of entity; did you mean"
            " ci:Person? [unknown-class]",
            id="misspelt-domain",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; rdfs:range [ owl:unionOf ( ci:Person xsd:string ) ] .",
            "my:paid has the range xsd:string, which is no kind of entity; define it as a class"
            " below ci:Entity [unknown-class]",
            id="literal-range",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; rdfs:range [ a owl:Restriction ] .",
            "my:paid has the range [ … ], which is no kind of entity; define it as a class"
            " below ci:Entity [unknown-class]",
            id="restriction",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; rdfs:domain ci:Person , ci:Party .",
            "my:paid has more than one rdfs:domain, which means all of them at once; join them"
            " as [ a owl:Class ; owl:unionOf ( … ) ] [several-domains]",
            id="two-domains",
        ),
        pytest.param(
            'my:Tape a ci:SourceKind ; skos:notation "book" .',
            'my:Tape has the id "book", which ci:BookSource has already; tables could not tell'
            " them apart, so rename one of them [duplicate-term]",
            id="concept-twice",
        ),
        pytest.param(
            "my:Tape a ci:SourceKind .",
            "my:Tape has no skos:notation; give it the word that stands for it in the tables"
            " [concept-without-word]",
            id="concept-without-word",
        ),
        pytest.param(
            'my:Club a owl:Class ; rdfs:subClassOf ci:Group ; ci:shape "squrae" .',
            'my:Club has the shape "squrae"; did you mean "square"? [unknown-shape]',
            id="shape",
        ),
        pytest.param(
            'my:Club a owl:Class ; rdfs:subClassOf ci:Group ; ci:colour "red" .',
            'my:Club has the colour "red"; write it as six hexadecimal digits, like "#0c60d8"'
            " [malformed-colour]",
            id="colour",
        ),
        pytest.param(
            f'my:paid {WHOLE} ; ci:transferRole "banker" .',
            'my:paid has the ci:transferRole "banker"; take one of payer, recipient, intermediary'
            " [unknown-transfer-role]",
            id="transfer-role",
        ),
        pytest.param(
            'my:sum a ci:MeasureRelation ; ci:family ci:money ; ci:words "x" ; ci:transfer true .',
            "my:sum has ci:transfer, but is a measure and leads to no other entity; make it a"
            " ci:LinkRelation, or take the property out [property-of-links]",
            id="transfer-of-a-measure",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; ci:dependence true ; rdfs:range ci:Agent .",
            "my:paid has ci:dependence, but its domain takes the kind entity: only an agent can"
            " know, and be one witness with another; make its domain ci:Agent or kinds below"
            " that, or take the property out [dependence-without-agents]",
            id="dependence-of-anything",
        ),
        pytest.param(
            f"my:paid {WHOLE} ; skos:altLabel ci:Person .",
            "my:paid has the skos:altLabel ci:Person, which is no text; write one"
            " [malformed-property]",
            id="synonym",
        ),
        pytest.param(
            f'my:paid {WHOLE} ; skos:scopeNote "a"@en , "b"@en .',
            "my:paid has more than one skos:scopeNote in one language; keep one [several-values]",
            id="scope",
        ),
        pytest.param(
            f'my:paid {WHOLE} ; ci:dash "3,3" .',
            'my:paid has the dash "3,3"; write lengths from 1 to 99, a space between, like'
            ' "6 3" [malformed-dash]',
            id="dash",
        ),
    ],
)
def test_faulty_term_is_reported_with_its_line(tmp_path, term, report):
    assert problems(changed(tmp_path, more=term)) == [f"my.ttl:{LINE}: {report}"]


def test_all_faults_are_reported_at_once(tmp_path):
    more = f"my:one {LINK} ; ci:family ci:money .\n<https://example.org/mine/two> {LINK} ."
    found = [line.rpartition(" ")[2] for line in problems(changed(tmp_path, more=more))]
    assert found == [
        "[relation-without-words]", "[relation-without-family]", "[relation-without-words]"
    ]  # fmt: skip


def test_text_that_is_not_turtle_is_reported_with_its_line(tmp_path):
    path = tmp_path / "my.ttl"
    path.write_text("@prefix a: <https://a.example/> .\n\na:b c:d a:e .\n", encoding="utf-8")
    assert problems(path) == [
        "my.ttl:3: is not Turtle: The prefix c: has not been declared [malformed-ontology]"
    ]


def test_text_that_is_not_utf8_is_reported(tmp_path):
    path = tmp_path / "my.ttl"
    path.write_bytes("#\n# Montréal\n".encode("latin-1"))
    assert problems(path) == [
        "my.ttl:2: byte 0xe9 is not UTF-8; save the file as UTF-8 [bad-encoding]"
    ]


def test_byte_order_mark_is_no_matter(tmp_path):
    path = tmp_path / "my.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert ontology.load(path) == VOCABULARY
    assert ontology.changed_core(path) == []


def test_file_that_cannot_be_read_is_reported(tmp_path):
    message = "cannot be read: it is a folder; put a file there that you may open"
    assert problems(tmp_path) == [f"{tmp_path.name}: {message} [unreadable-file]"]


# What somebody may hand over.


def only(path: Path) -> str:
    """The one problem of an ontology, as it is printed."""
    _, (problem,) = ontology.examine(path)
    assert "\n" not in str(problem)
    return str(problem)


CHANGED = (
    "ci:Stated: the core term ci:Stated is not as cardindex ships it; take it over from the"
    " packaged ontology, and define what you need as terms of your own [core-changed]"
)


@pytest.mark.parametrize(
    "more",
    [
        # Two ways to each: more ways through than anybody could walk.
        "ci:Stated rdfs:seeAlso _:b0 .\n"
        + "".join(
            f"_:b{n} rdfs:seeAlso _:b{n + 1} ; rdfs:comment _:b{n + 1} .\n" for n in range(99)
        ),
        f"ci:Stated rdfs:seeAlso {'[ rdfs:seeAlso ' * 10_000} 1 {']' * 10_000} .",
        f"ci:Stated rdfs:seeAlso {'( ' * 10_000} 1 {')' * 10_000} .",
        f"ci:Stated rdfs:seeAlso ( {'1 ' * 10_000} ) .",
        "ci:Stated rdfs:seeAlso _:a . _:a rdfs:seeAlso _:b . _:b rdfs:seeAlso _:a .",
    ],
    ids=["shared", "nested", "nested-lists", "long-list", "circle"],
)
def test_blank_nodes_may_hang_on_core_terms_as_they_like(tmp_path, more):
    assert only(changed(tmp_path, more=more)) == f"my.ttl:{LINE}:{CHANGED}"


def test_core_is_compared_whatever_its_blank_nodes_share(tmp_path, graph):
    # What is said twice of two nodes, and once of one that both places share, reads alike.
    shared = "my:s rdfs:isDefinedBy ci:core ; rdfs:seeAlso _:a , _:b ."
    one = ontology.changed_core(changed(tmp_path, more=f"{shared} _:a rdfs:comment 1 ."))
    other = ontology.changed_core(changed(tmp_path, more=f"{shared} _:b rdfs:comment 1 ."))
    assert one == other == ["<https://example.org/mine/s>"]


@pytest.mark.parametrize(
    ("more", "report"),
    [
        (f"my:a my:b {'<<( my:a my:b ' * 50_000}1", "is not Turtle 1.1: a statement on"),
        (f"my:a my:b {'[ my:b ' * 50_000}", "is not Turtle: Unexpected end"),
        (f"my:a my:b {'( ' * 50_000}", "is not Turtle: Unexpected end"),
        ('my:a my:b "x', "is not Turtle: Unexpected end of file"),
        ("my:a my:b <https://e.org/a b> .", "is not Turtle: Invalid IRI code point ' '"),
        ("<https://e.org/\n> my:b 1 .", r"is not Turtle: Invalid IRI code point '\n'"),
        ("my:a my:b <c> .", "is not Turtle: an IRI has no beginning such as https:"),
    ],
)  # fmt: skip
def test_text_that_does_not_end_well_is_one_line(tmp_path, more, report):
    assert only(changed(tmp_path, more=more)).startswith(f"my.ttl:{LINE}: {report}")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "RDF/XML"),
        ("<?xml version='1.0'?>\n<Ontology/>", "XML"),
        ('{"@context": {}}', "JSON-LD"),
        ('[{"@id": "https://e.org/"}]', "JSON-LD"),
        ("<https://e.org/g> { <https://e.org/a> <https://e.org/b> 1 }", "TriG"),
        ("<https://e.org/a> <https://e.org/b> 1 <https://e.org/g> .".replace("1", '"1"'),
         "N-Quads"),
        ("@prefix : <https://e.org/> . { :a :b :c } => { :d :e :f } .", "N3"),
        ("<!DOCTYPE html><title>404</title>", "a web page"),
    ],
)  # fmt: skip
def test_other_format_is_named(tmp_path, text, called):
    path = tmp_path / "my.ttl"
    path.write_text(text, encoding="utf-8")
    assert only(path).startswith(f"my.ttl: is {called} and not Turtle; save it as Turtle")


@pytest.mark.parametrize("text", ["", " \n", "# Nothing.\n"])
def test_file_that_says_nothing_is_one_line(tmp_path, text):
    path = tmp_path / "my.ttl"
    path.write_text(text, encoding="utf-8")
    assert only(path).startswith("my.ttl: holds none of the core terms of cardindex")


def test_file_of_any_size_is_not_read(tmp_path):
    path = tmp_path / "my.ttl"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    assert "it is larger than 20 MB" in only(path)


def test_pipe_is_no_ontology(tmp_path):
    os.mkfifo(tmp_path / "my.ttl")
    assert only(tmp_path / "my.ttl").startswith("my.ttl: cannot be read: it is a pipe")


def test_problems_name_the_file_as_they_are_told_to(tmp_path):
    path = changed(tmp_path, more="my:money a ci:Family .")
    _, (problem,) = ontology.examine(path, "../my.ttl")
    assert (problem.file, problem.row) == ("../my.ttl", LINE)


def test_imports_are_not_followed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        more = f"<{address}> owl:imports <{address}o> ; rdfs:seeAlso <{address}s> ."
        found, told = ontology.examine(changed(tmp_path, more=more))
        assert (found.relations, told) == (VOCABULARY.relations, [])
        with pytest.raises(TimeoutError):
            server.accept()


def chain(length: int) -> str:
    """So many kinds, each below the one before."""
    links = (f"my:K{n} a owl:Class ; rdfs:subClassOf my:K{n - 1} ." for n in range(1, length))
    return "\n".join(["my:K0 a owl:Class ; rdfs:subClassOf ci:Entity .", *links])


def test_kinds_may_be_a_hundred_deep(tmp_path):
    types = ontology.load(changed(tmp_path, more=chain(100))).types
    assert types["k99"].parents == (*(f"k{n}" for n in range(98, -1, -1)), "entity")


def test_chain_of_kinds_without_end_is_one_line(tmp_path):
    assert only(changed(tmp_path, more=chain(10_000))) == (
        f"my.ttl:{LINE + 100}: my:K100 has more than 100 kinds above it, as have 9899 more; leave"
        " some between out [kinds-too-deep]"
    )


def test_kind_below_itself_is_walked_once(tmp_path):
    more = "my:A a owl:Class ; rdfs:subClassOf my:A , ci:Person . my:p rdfs:subPropertyOf my:p ."
    assert ontology.load(changed(tmp_path, more=more)).types["a"].parents == (
        "person", "agent", "entity",
    )  # fmt: skip


def test_class_of_rdfs_is_a_kind_too(tmp_path):
    more = "my:A a rdfs:Class ; rdfs:subClassOf ci:Person ."
    assert "a" in ontology.load(changed(tmp_path, more=more)).types


def test_many_problems_are_told_up_to_a_thousand(tmp_path):
    more = "\n".join(f"my:r{n} {LINK} ; ci:family my:x{n} ; ci:words 'x' ." for n in range(20_000))
    vocabulary, found = ontology.examine(changed(tmp_path, more=more))
    assert vocabulary is None
    assert len(found) == 1001
    assert found[0].message.startswith("of the problems with this file the first 1000 are told")


@pytest.mark.parametrize(
    "labels",
    [
        '"лыжи"@ru , "skis"@en , "skis"@fr',
        '"лыжи"@ru , "skis"@en-GB',
        '"лыжи"@ru , "skis"',
        '"  skis\\n"@en',
        '"skis"@fr , "Ski"@de',
    ],
)
def test_label_is_the_english_one_or_else_the_first(tmp_path, labels):
    found = ontology.load(changed(tmp_path, more=f"my:skis a ci:Family ; rdfs:label {labels} ."))
    assert found.families["skis"].label == "skis"


def test_words_are_english_where_there_are_such(tmp_path):
    more = f'my:paid {LINK} ; ci:family ci:money ; ci:words "pagó a"@es , "paid"@en .'
    assert ontology.load(changed(tmp_path, more=more)).relations["paid"].words == "paid"


def test_label_without_letters_is_no_label(tmp_path):
    more = 'my:ski_club a ci:Family ; rdfs:label " \\n" .'
    assert ontology.load(changed(tmp_path, more=more)).families["ski_club"].label == "ski club"


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Ñandú", "ñandú"), ("Nandu\u0301", "nandú"), ("क्षि", "क्षि"), ("A.b-c", "a.b-c")],
)
def test_name_of_a_kind_may_be_of_any_script(tmp_path, name, id_):
    more = f"<https://example.org/mine/{name}> a owl:Class ; rdfs:subClassOf ci:Person ."
    assert id_ in ontology.load(changed(tmp_path, more=more)).types


def test_address_of_another_form_has_a_name_too(tmp_path):
    found = ontology.load(changed(tmp_path, more="<urn:mine:sports> a ci:Family ."))
    assert found.families["sports"].iri == "urn:mine:sports"


ACTS = "a character that is not to be seen, and that programs act on"
TURNS = "which turns the direction of what follows, so that a name reads as another"
USE_MARKS = "delete it; for a mark of direction use U+200E or U+200F"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (
            'my:a a ci:Family ; rdfs:label "a\u202eb" .',
            f'rdfs:label U+202E (right-to-left override), {TURNS}: "a\\u202eb"; {USE_MARKS}',
        ),
        (
            'my:a a ci:Family ; skos:definition "\\u0007" .',
            f'skos:definition U+0007, {ACTS}: "\\x07"; delete it',
        ),
        (
            f'my:a {LINK} ; ci:family ci:money ; ci:words "\u009b" .',
            f'ci:words U+009B, {ACTS}: "\\x9b"; write ›, as Windows has it, or delete it',
        ),
    ],
)
def test_character_that_acts_is_told_as_in_tables(tmp_path, term, told):
    path = changed(tmp_path, more=term)
    assert only(path) == f"my.ttl:{LINE}: my:a has in its {told} [control-character]"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (
            'my:a a ci:Family ; rdfs:label "a\u200bb" .',
            (
                "has in its rdfs:label U+200B (zero width space), which is not seen, so that two "
                'names that look alike differ: "a\\u200bb"; delete it [invisible-character]'
            ),
        ),
        (
            'my:a a ci:Family ; skos:definition "a\ufffdb" .',
            (
                "has in its skos:definition U+FFFD (replacement character), which stands for a "
                'letter that a program could not read: "a\\ufffdb"; '
                "write the letter [lost-character]"
            ),
        ),
        (
            'my:a a ci:Family ; rdfs:label "f\u0443nded" .',
            (
                'has in its rdfs:label "f\u0443nded" mixes scripts: \u0443 (U+0443) is Cyrillic '
                'among other letters; write "fynded", or leave it if it is so '
                "written [mixed-scripts]"
            ),
        ),
    ],
)
def test_doubts_about_characters_are_warnings_as_in_tables(tmp_path, term, told):
    vocabulary, problems = ontology.examine(changed(tmp_path, more=term))
    assert vocabulary is not None
    assert [(str(it), it.severity) for it in problems] == [
        (f"my.ttl:{LINE}: my:a {told}", "warning")
    ]


@pytest.mark.parametrize(
    "label", ["\u2764\ufe0f", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645"]
)
def test_what_scripts_and_symbols_need_is_free_in_an_ontology(tmp_path, label):
    path = changed(tmp_path, more=f'my:a a ci:Family ; rdfs:label "{label}" .')
    assert ontology.examine(path)[1] == []


@pytest.mark.parametrize(
    ("more", "term"),
    [
        ("ci:Claim a ci:LinkRelation ; ci:family ci:money ; ci:words 'x' .", "ci:Claim"),
        ("ci:words a ci:Family .", "ci:words"),
        ("my:Maybe a ci:Stance ; skos:notation 'maybe' .", "<https://example.org/mine/Maybe>"),
        ("my:Sure a ci:Certainty ; skos:notation 'sure' .", "<https://example.org/mine/Sure>"),
    ],
)
def test_core_term_that_is_made_something_else_is_told_with_its_line(tmp_path, more, term):
    found = only(changed(tmp_path, more=more))
    assert found.startswith(f"my.ttl:{LINE}:{term}: the core term {term} is not as cardindex ships")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@prefix my: <https://example.org/mine/> .\n\n  my:a my:b 1 .", 3),
        ("PREFIX m: <https://example.org/mine/>\nm:x m:y [ m:z m:a ] . m:a m:b 1 .", 2),
        ("@base <https://example.org/mine/> .\n<x> <y> '''\n<a> '''.\n<a> <b> 1 .", 4),
        ("@prefix x: <https://example.org/> .\n# x:mine\\/a\nx:mine\\/a x:b 1.5 .", 3),
        ("<https://example.org/mine/x> <https://example.org/mine/y> <https://example.org/mine/a> .",
         0),
    ],
)  # fmt: skip
def test_line_is_that_of_the_statement(tmp_path, text, line):
    path = tmp_path / "my.ttl"
    path.write_text(text, encoding="utf-8")
    assert turtlereader.read(path).line("https://example.org/mine/a") == line


# Shapes.


EXAMPLE = """
@prefix c: <https://example.org/claim/> .
@prefix e: <https://example.org/entity/> .
@prefix s: <https://example.org/source/> .
@prefix z: <https://example.org/citation/> .

e:ann a ci:Person , ci:Entity ; rdfs:label "Ann" ; dcterms:description "A person." ;
    ci:otherName <https://example.org/entity/ann#name-1> .
<https://example.org/entity/ann#name-1> a ci:Name ;
    skosxl:literalForm "Anna"@en ; ci:nameKind ci:AliasName .
e:club a ci:ArmedGroup , ci:Entity ; rdfs:label "Club" .
<https://example.org/grouping/bloc/1> a ci:Grouping ; ci:scheme "bloc" ;
    rdfs:label "Some" ; skos:member e:ann , e:club .
s:book a ci:Source ; ci:sourceKind ci:BookSource ; dcterms:title "Book" ; dcterms:creator e:ann ;
    dcterms:date "1999"^^edtf:EDTF ; ci:locatorUnit "page" ; ci:restsOn s:files .
s:files a ci:Source ; ci:sourceKind ci:ArchiveSource ; dcterms:title "Files" ; ci:origin e:club .
c:c1 a ci:Claim ; rdf:subject e:club ; rdf:predicate ci:funded ; rdf:object e:ann ;
    ci:quantity "10..20" ; ci:low 10.0 ; ci:high 20.0 ; ci:unit "USD" ; ci:when "1970"^^edtf:EDTF ;
    ci:earliestStart "1970-01-01"^^xsd:date ; ci:latestStart "1970-12-31"^^xsd:date ;
    ci:earliestEnd "1970-01-01"^^xsd:date ; ci:latestEnd "1970-12-31"^^xsd:date ;
    ci:mode ci:Planned ; ci:same c:c1b ; ci:citation z:z1 .
c:c1b a ci:Claim ; rdf:subject e:club ; rdf:predicate ci:funded ;
    rdf:object e:ann ; ci:citation z:z1b .
c:c2 a ci:Claim ; rdf:subject e:ann ; rdf:predicate ci:nickname ; ci:text "Nan" ;
    ci:citation z:z2 .
c:c3 a ci:Claim ; rdf:subject e:club ; rdf:predicate ci:size ;
    ci:quantity "~50" ; ci:unit "persons" ; ci:citation z:z3 .
c:c4 a ci:Claim ; rdf:subject e:ann ; rdf:predicate ci:born ;
    ci:when "1930~"^^edtf:EDTF ; ci:citation z:z4 .
z:z1 oa:hasTarget <https://example.org/citation/z1#target> .
<https://example.org/citation/z1#target> a oa:SpecificResource ; oa:hasSource s:book ;
    oa:hasSelector <https://example.org/citation/z1#selector> .
<https://example.org/citation/z1#selector> a oa:TextPositionSelector ;
    oa:start "3"^^xsd:nonNegativeInteger ; oa:end "9"^^xsd:nonNegativeInteger .
"""


def example() -> str:
    """The example with what all of its claims and citations have in common written out."""
    parts = [TEXT, EXAMPLE]
    for claim in ("1", "1b", "2", "3", "4"):
        parts.append(
            f"c:c{claim} ci:standing ci:SingleRoot ; ci:stands true ; ci:works 1 ;"
            f" ci:supportLow 1 ; ci:supportHigh 1 .\n"
            f"z:z{claim} a ci:Citation ;"
            f" ci:source s:book ; ci:speaker s:book ; ci:root e:club ; ci:stance ci:Affirms ;"
            f" ci:certainty ci:Stated ; prov:hadPrimarySource s:files .\n"
        )
        if claim != "1":
            parts.append(
                f"z:z{claim} oa:hasTarget <https://example.org/citation/z{claim}#target> .\n"
                f"<https://example.org/citation/z{claim}#target> a oa:SpecificResource ;"
                f" oa:hasSource s:book .\n"
            )
    return "".join(parts)


def messages(data: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    _, report, _ = shacl.validate(data, shacl_graph=shapes, inplace=True)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


@pytest.fixture(scope="module")
def shapes(graph) -> rdflib.Graph:
    return graph


def test_shapes_pass_what_is_whole(shapes):
    assert messages(rdflib.Graph().parse(data=example()), shapes) == set()


ORDERED = (
    "The earliest start is not after the latest start, and the latest start and the earliest end "
    "are not after the latest end."
)
FAULTS = [
    ("", "e:ann rdfs:label 'Anna' .", "An entity has exactly one label, a plain string."),
    ("e:ann a ci:Person", "", "An entity is of a kind that the ontology defines below ci:Entity."),
    ("e:ann a ci:Person", "e:ann a ci:Agent .",
     "An entity is of a kind that the ontology defines below ci:Entity."),
    ("", "e:ann dcterms:description 'Another.' .", "An entity has at most one description."),
    ("", "e:ann ci:otherName e:club .", "Other names are of the class ci:Name."),
    ("<https://example.org/entity/ann#name-1> skosxl:literalForm 'Anna'@en", "",
     "A name has exactly one literal form."),
    ("<https://example.org/entity/ann#name-1> ci:nameKind ci:AliasName", "",
     "A name is of exactly one kind."),
    ("e:ann ci:otherName <https://example.org/entity/ann#name-1>", "",
     "A name is that of exactly one entity."),
    ("", "<https://example.org/grouping/bloc/1> skos:member s:book .",
     "A grouping has members, and they are entities."),
    ("s:book ci:sourceKind ci:BookSource", "s:book ci:sourceKind ci:Planned .",
     "A source is of exactly one kind."),
    ("s:book dcterms:title 'Book'", "", "A source has exactly one title."),
    ("", "s:book dcterms:creator s:files .", "The authors of a source are entities."),
    ("", "s:files dcterms:date '1999' .", "A source has at most one date, in EDTF."),
    ("", "s:files ci:origin s:files .", "A source has at most one origin, an entity or itself."),
    ("", "s:files ci:restsOn e:ann .", "What a source rests on is a source."),
    ("", "s:files ci:container e:ann .", "A source stands in at most one other source."),
    ("c:c1 rdf:subject e:club", "", "A claim has exactly one subject, an entity."),
    ("c:c1 rdf:predicate ci:funded", "c:c1 rdf:predicate ci:funded_by .",
     "A claim has exactly one relation, and the ontology defines it."),
    ("c:c1 rdf:object e:ann", "", "A claim of a link has an object."),
    ("c:c1 rdf:object e:ann", "c:c1 rdf:object s:book .",
     "A claim has at most one object, an entity."),
    ("c:c2 ci:text 'Nan'", "", "A claim of a name has a text and no object."),
    ("", "c:c2 rdf:object e:club .", "A claim of a name has a text and no object."),
    ("c:c3 ci:quantity '~50'", "",
     "A claim of a measure has a quantity with its unit and no object."),
    ("", "c:c3 rdf:object e:ann .",
     "A claim of a measure has a quantity with its unit and no object."),
    ("c:c4 ci:when '1930~'^^edtf:EDTF", "",
     "A claim of a dating has a date, no object and no quantity."),
    ("", "c:c4 rdf:object e:club .", "A claim of a dating has a date, no object and no quantity."),
    ("c:c1 ci:unit 'USD'", "", "A quantity has a unit, and a unit a quantity."),
    ("", "c:c2 ci:unit 'USD' .", "A quantity has a unit, and a unit a quantity."),
    ("c:c1 ci:low 10.0", "c:c1 ci:low 21.0 .",
     "The low bound of a quantity is a decimal, and not above the high one."),
    ("", "c:c2 ci:when '1970' .", "A claim has at most one date, in EDTF."),
    ("c:c1 ci:latestStart '1970-12-31'^^xsd:date", "c:c1 ci:latestStart '1971-12-31'^^xsd:date .",
     ORDERED),
    ("", "c:c2 ci:mode ci:Stated .", "A claim has at most one mode."),
    ("", "c:c2 ci:perhapsRival z:z1 .", "Claims are tied to claims."),
    ("c:c2 ci:standing ci:SingleRoot", "", "A claim has exactly one standing."),
    ("", "c:c2 ci:standing ci:Denied .", "A claim has exactly one standing."),
    ("c:c2 ci:citation z:z2", "", "A claim has a citation: no edge without a source."),
    ("", "c:c1 ci:citation z:z2 .", "A citation speaks to exactly one claim, which lists it."),
    ("", "z:z9 a ci:Citation .", "A citation speaks to exactly one claim, which lists it."),
    ("", "z:z2 ci:position '3-9' .",
     "A citation has at most one position, as RFC 5147 writes it."),
    ("", "c:c2 ci:oppositionLow 2 ; ci:oppositionHigh 1 .",
     "A claim has at most one low opposition, which is not above the high one."),
    ("z:z2 ci:source s:book", "", "A citation has exactly one source."),
    ("z:z2 ci:stance ci:Affirms", "", "A citation has exactly one stance."),
    ("", "z:z2 ci:stance ci:Denies .", "A citation has exactly one stance."),
    ("z:z2 ci:certainty ci:Stated", "z:z2 ci:certainty ci:Affirms .",
     "A citation has exactly one certainty."),
    ("", "z:z2 ci:speaker e:club .", "The speakers of a citation are sources."),
    ("", "z:z2 ci:locator '1' , '2' .", "A citation has at most one locator."),
    ("", "z:z2 ci:root c:c1 .", "The roots of a citation are entities or sources."),
    ("", "z:z2 ci:leansOn s:book , s:files .", "A citation leans on at most one work."),
    ("", "z:z2 ci:leansOn e:ann .", "A citation leans on at most one work."),
    ("<https://example.org/citation/z1#target> oa:hasSource s:book", "",
     "A target lies in exactly one source."),
    ("<https://example.org/citation/z1#selector> oa:end '9'^^xsd:nonNegativeInteger", "",
     "A selector has exactly one end."),
    ("<https://example.org/citation/z1#selector> oa:end '9'^^xsd:nonNegativeInteger",
     "<https://example.org/citation/z1#selector> oa:end '2'^^xsd:nonNegativeInteger .",
     "A selector has exactly one start, and it lies before the end."),
]  # fmt: skip


@pytest.mark.parametrize(("gone", "new", "message"), FAULTS)
def test_shapes_find_what_is_broken(shapes, gone, new, message):
    data = rdflib.Graph().parse(data=example() + new)
    if gone:
        prefixes = "\n".join(f"@prefix {p}: <{n}> ." for p, n in data.namespaces())
        for triple in rdflib.Graph().parse(data=f"{prefixes}\n{gone} ."):
            assert triple in data
            data.remove(triple)
    assert message in messages(data, shapes)
