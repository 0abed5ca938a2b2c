"""An ontology of one's own: what it adds, and how what is wrong in it is told."""

from __future__ import annotations

import pytest
from ontologies import LINE, LINK, TEXT, VOCABULARY, WHOLE, changed, changed_core, problems

from cardindex import ontology

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
    assert changed_core(path) == ["<https://example.org/mine/Core>"]


CLASSES = "ci:LinkRelation, ci:NameRelation, ci:MeasureRelation, ci:DatingRelation"
FAMILIES = ", ".join(f"ci:{id_}" for id_ in VOCABULARY.families)


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
    assert changed_core(path) == []


def test_file_that_cannot_be_read_is_reported(tmp_path):
    message = "cannot be read: it is a folder; put a file there that you may open"
    assert problems(tmp_path) == [f"{tmp_path.name}: {message} [unreadable-file]"]
