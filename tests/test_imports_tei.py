"""TEI: lists of persons and relations, documents of an edition, letters; compared as read."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import of

from cardindex.imports import (
    FORMATS,
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
    Unreadable,
    Wishes,
)

EXCERPT = Path(__file__).resolve().parents[2] / "shared" / "texts" / "frus1969-76ve16-excerpt.xml"


def found(path: Path, text: str | bytes | None = None) -> list[Found]:
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(FORMATS["tei"].read([path], Wishes()))


def tei(body: str, header: str = "<title>Register of Mills</title>", more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="mills"><teiHeader><fileDesc>'
        f"<titleStmt>{header}</titleStmt><publicationStmt><p/></publicationStmt>"
        f"<sourceDesc><p/></sourceDesc></fileDesc>{more}</teiHeader>{body}</TEI>"
    )


PEOPLE = """<standOff>
<listBibl><bibl xml:id="b1"><author>Rey</author>, <title>Old Mills</title>, <date>1950</date></bibl>
</listBibl>
<listPerson>
<person xml:id="p1" sex="F">
<persName type="main"><forename>Ana</forename> <nameLink>de</nameLink>
<surname>Vega</surname></persName>
<persName type="maiden" xml:lang="es">Ana Ruiz</persName>
<idno type="VIAF">https://viaf.org/viaf/113230702</idno><idno type="GND">118540238</idno>
<birth when="1880-05-02"><placeName ref="#pl1">Riverton</placeName></birth>
<death notBefore="1950" notAfter="1952"/>
<occupation>miller</occupation>
<affiliation from="1910" to="1920"><roleName>chair</roleName> of the
<orgName ref="#o1">Guild</orgName></affiliation>
<note>Known for wheels.</note><state><p>widowed</p></state></person>
<person xml:id="p2"><persName>Rey, Jo, Jr.</persName></person>
<person xml:id="p3"><persName>Li</persName></person>
<listRelation>
<relation name="parent" active="#p1" passive="#p2 #p3" source="#b1" cert="medium" resp="#ed"/>
<relation name="rivalOf" mutual="#p1 #p2 #p3" from="1901" to="1903"/>
<relation name="child" active="people.xml#p2" passive="#p1"/>
<relation name="spouse"/>
</listRelation>
</listPerson>
<listOrg><org xml:id="o1"><orgName>Guild of Millers</orgName><desc>A guild.</desc>
<org xml:id="o2"><orgName>Youth of the Guild</orgName></org></org></listOrg>
<listPlace><place xml:id="pl1"><placeName>Riverton</placeName>
<location><geo>1 2</geo></location></place></listPlace></standOff>"""


def test_a_key_with_a_hash_points_and_a_year_may_have_three_digits(tmp_path: Path) -> None:
    body = (
        "<listPlace><place xml:id='pl1'><placeName>Riverton</placeName></place></listPlace>"
        "<listPerson><person xml:id='p1'><persName>Vega</persName><birth><date>268</date>"
        "<settlement><placeName key='#pl1'>Riverton</placeName></settlement></birth>"
        "<death><date>331-11-12</date></death></person></listPerson>"
    )
    things = found(tmp_path / "a.xml", tei(f"<standOff>{body}</standOff>"))
    assert [(each.when, each.place) for each in of(things, FoundClaim)] == [
        ("0268", "pl1"), ("0331-11-12", ""),
    ]  # fmt: skip
    assert {each.key for each in of(things, FoundEntity)} == {"p1", "pl1"}


def test_lists_become_entities_with_names_and_attributes(tmp_path: Path) -> None:
    things = found(tmp_path / "a.xml", tei(PEOPLE))
    entities = {each.key: each for each in of(things, FoundEntity)}
    assert entities["p1"] == FoundEntity(
        "p1",
        "Ana de Vega",
        "person",
        "Known for wheels.",
        (
            ("Ana Ruiz", "former", "es"),
            ("113230702", "viaf", ""),
            ("118540238", "gnd", ""),
            ("mills#p1", "xml-id", ""),
        ),
        (("occupation", "miller"), ("gender", "F")),
        at="a.xml:6",
    )
    assert entities["p2"].label == "Jo Rey Jr."
    assert {key: (each.label, each.kind) for key, each in entities.items() if key[0] != "p"} == {
        "o1": ("Guild of Millers", "organisation"),
        "o2": ("Youth of the Guild", "organisation"),
    }
    assert entities["pl1"].label == "Riverton"
    assert of(things, Dropped) == [
        Dropped("a.xml:23", "a relation", "it does not say between whom"),
        Dropped("a.xml", "location of a place", "there is no place for it"),
        Dropped("a.xml", "state of a person", "there is no place for it"),
    ]
    assert {each.of: each.rows for each in of(things, Read)} == {
        "organisation": 2, "person": 3, "place": 1, "relation": 4,
    }  # fmt: skip


def test_relations_and_what_is_said_of_persons_become_claims(tmp_path: Path) -> None:
    things = found(tmp_path / "a.xml", tei(PEOPLE))
    own = (FoundCitation("mills"),)
    cited = FoundCitation(
        "mills", chain=(Link("b1"),), certainty="probable", note="responsible: ed"
    )
    claims = {(each.at, each.subject, each.object): each for each in of(things, FoundClaim)}
    said = [
        FoundClaim("p1", "born", when="1880-05-02", place="pl1", citations=own, at="a.xml:11"),
        FoundClaim("p1", "died_on", when="[1950..1952]", citations=own, at="a.xml:12"),
        FoundClaim(
            "p1", "member_of", "o1", "chair", when="1910/1920", citations=own, at="a.xml:14"
        ),
        FoundClaim("p1", "parent_of", "p2", citations=(cited,), at="a.xml:20"),
        FoundClaim("p1", "parent_of", "p3", citations=(cited,), at="a.xml:20"),
        FoundClaim("p1", "rival of", "p2", when="1901/1903", citations=own, at="a.xml:21"),
        FoundClaim("p1", "rival of", "p3", when="1901/1903", citations=own, at="a.xml:21"),
        FoundClaim("p2", "rival of", "p3", when="1901/1903", citations=own, at="a.xml:21"),
        FoundClaim("p2", "parent_of", "p1", inverse=True, citations=own, at="a.xml:22"),
        FoundClaim("o2", "part_of", "o1", citations=own, at="a.xml:27"),
    ]  # fmt: skip
    assert list(claims.values()) == said
    assert of(things, FoundRelation) == [FoundRelation("rival of", symmetric=True)]
    assert [(each.key, each.title, each.date) for each in of(things, FoundSource)] == [
        ("mills", "Register of Mills", ""),
        ("b1", "Old Mills", "1950"),
    ]


DOCUMENTS = """<text><front><div type="section"><head>Persons</head><list type="names">
<item><hi><persName xml:id="p_VA">Vega, <persName corresp="#p_VA">Ana</persName> M.</persName>,</hi>
Envoy until 1950</item>
<item><hi><term xml:id="t_GM">GM</term>,</hi> Guild of Millers</item>
</list></div></front><body>
<div type="document" n="7" xml:id="d7"><head>7. Telegram From the Embassy in Riverton to the
Department of Mills<note><p><seg>Summary: Of wheels.</seg>
<seg type="source">Source: State Archives, Box 7.</seg></p></note></head>
<dateline><placeName>Riverton</placeName>,
<date when="1950-05-02T18:04:00-04:00">May 2</date></dateline>
<list type="subject"><head>SUBJECT</head><item>Wheels</item></list>
<p>A <persName corresp="#p_VA">Vega</persName> is <placeName ref="#x">here</placeName>.</p></div>
<div type="document" n="8" xml:id="d8"><head>8. Memorandum From the Assistant to the President
(<persName corresp="#p_VA">Vega</persName>) to
<persName ref="http://example.org/rey">Jo Rey</persName> and the Guild of Millers</head>
<opener><date notBefore="1950-06-01" notAfter="1950-06-09">undated</date></opener>
<p>Yes.</p></div>
<div type="document" n="9" xml:id="d9"><head>9. Memorandum for the Record</head><p>No.</p></div>
</body></text>"""


def test_each_document_of_an_edition_is_a_source_and_says_who_wrote_to_whom(tmp_path: Path) -> None:
    things = found(tmp_path / "a.xml", tei(DOCUMENTS))
    works = {each.key: each for each in of(things, FoundSource)}
    assert works["mills-d7"] == FoundSource(
        "mills-d7",
        "Telegram From the Embassy in Riverton to the Department of Mills",
        "cable",
        ("Embassy in Riverton",),
        date="1950-05-02",
        container="mills",
        entry={
            "id": "mills-d7",
            "type": "document",
            "title": "Telegram From the Embassy in Riverton to the Department of Mills",
            "archive_location": "State Archives, Box 7.",
        },
        at="a.xml:7",
        slug="mills-d7",
    )
    assert (works["mills-d8"].author, works["mills-d8"].date) == (
        ("p_VA",),
        "[1950-06-01..1950-06-09]",
    )
    assert (works["mills-d9"].kind, works["mills-d9"].author) == ("minutes", ())
    assert [
        (each.subject, each.relation, each.object, each.text, each.place, each.citations)
        for each in of(things, FoundClaim)
    ] == [
        (
            "Embassy in Riverton", "wrote_to", "Department of Mills", "Wheels", "Riverton",
            (FoundCitation("mills-d7", "7"),),
        ),
        ("p_VA", "wrote_to", "http://example.org/rey", "", "", (FoundCitation("mills-d8", "8"),)),
        ("p_VA", "wrote_to", "Guild of Millers", "", "", (FoundCitation("mills-d8", "8"),)),
    ]  # fmt: skip
    entities = {each.key: each for each in of(things, FoundEntity)}
    assert entities["p_VA"] == FoundEntity(
        "p_VA", "Ana M. Vega", "person", "Envoy until 1950",
        (("Vega, Ana M.", "alias", ""), ("mills#p_VA", "xml-id", "")), at="a.xml:3",
    )  # fmt: skip
    assert entities["http://example.org/rey"].label == "Jo Rey"
    guess = "senders and receivers whom no list names were taken as bodies, as heads call them"
    assert of(things, Guessed) == [Guessed(guess)] * 3
    assert of(things, Dropped) == [
        Dropped(
            "a.xml",
            "the text of 3 documents",
            'only their heads are read; "cardindex text add" takes in what they say',
        ),
        Dropped(
            "a.xml",
            "mentions of persons within documents (3 times)",
            "to be named in a text states no relation",
        ),
        Dropped(
            "a.xml",
            "mentions of places within documents",
            "to be named in a text states no relation",
        ),
        Dropped("a.xml", "a term of a list", "it is no person, body or place"),
    ]


LETTERS = """<profileDesc>
<correspDesc key="7" source="#u1"><correspAction type="sent">
<persName ref="http://d-nb.info/gnd/1">Ana Vega</persName>
<placeName ref="http://example.org/riverton">Riverton</placeName>
<date when="1910-05-02"/></correspAction>
<correspAction type="received">
<persName ref="http://d-nb.info/gnd/2">Jo Rey</persName></correspAction>
</correspDesc>
<correspDesc key="8"><correspAction type="sent"><persName>Rey, Jo</persName>
<date from="1911-01" to="1911-02"/></correspAction><correspAction type="received">
<orgName>Guild of Millers</orgName></correspAction>
<correspContext><p/></correspContext></correspDesc>
</profileDesc>"""


def test_letters_of_a_register_are_sources_and_claims(tmp_path: Path) -> None:
    things = found(tmp_path / "a.xml", tei("", more=LETTERS))
    works = {each.key: each for each in of(things, FoundSource)}
    assert [(each.title, each.kind, each.date, each.container) for each in works.values()] == [
        ("Register of Mills", "book", "", ""),
        ("Ana Vega to Jo Rey", "letter", "1910-05-02", "u1"),
        ("Jo Rey to Guild of Millers", "letter", "1911-01/1911-02", "mills"),
    ]
    assert [
        (each.subject, each.object, each.when, each.place, each.citations[0].source)
        for each in of(things, FoundClaim)
    ] == [
        (
            "http://d-nb.info/gnd/1", "http://d-nb.info/gnd/2", "1910-05-02",
            "http://example.org/riverton", "mills-7",
        ),
        ("Jo Rey", "Guild of Millers", "1911-01/1911-02", "", "mills-8"),
    ]  # fmt: skip


def test_a_file_that_is_one_letter_has_its_title(tmp_path: Path) -> None:
    letter = LETTERS.replace(LETTERS[LETTERS.index('<correspDesc key="8"') :], "</profileDesc>")
    things = found(tmp_path / "a.xml", tei("<text><body><p>x</p></body></text>", more=letter))
    assert [(each.key, each.title, each.kind) for each in of(things, FoundSource)] == [
        ("mills", "Register of Mills", "letter")
    ]


def test_each_file_of_a_corpus_is_a_work_of_its_own(tmp_path: Path) -> None:
    one = tei("<text><body><p/></body></text>").partition("?>")[2].replace(' xml:id="mills"', "")
    corpus = (
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{tei("").split("<TEI ")[1]}'
        .replace('xmlns="http://www.tei-c.org/ns/1.0" xml:id="mills">', "", 1)
        .replace("</TEI>", "")
        + one * 2
        + "</teiCorpus>"
    )  # fmt: skip
    works = of(found(tmp_path / "a.xml", corpus), FoundSource)
    assert [(each.key, each.container) for each in works] == [
        ("a", ""),
        ("a-1", "a"),
        ("a-2", "a"),
    ]


BOMB = """<!DOCTYPE TEI [<!ENTITY a "mill"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>&b;</p></text></TEI>"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "declares entities"),
        ("<TEI><text>", "is no XML that can be read"),
        (tei(PEOPLE)[:900], "is no XML that can be read"),
        ("<html><body/></html>", "is no TEI: its root is <html>"),
        ('<graphml xmlns="x"/>', 'it looks like graphml: "cardindex import graphml a.xml"'),
        ("", "is no XML that can be read"),
    ],
)
def test_what_is_no_tei_says_so(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=r"^a\.xml") as raised:
        found(tmp_path / "a.xml", text)
    assert told in str(raised.value)


def test_the_excerpt_of_an_edition_says_who_wrote_to_whom() -> None:
    if not EXCERPT.exists():
        pytest.skip("the excerpt of the edition is not at hand")
    things = found(EXCERPT)
    works = {each.key: each for each in of(things, FoundSource)}
    assert len(works) == 14
    assert [
        (each.subject, each.object, each.when, each.citations[0].locator)
        for each in of(things, FoundClaim)
    ] == [
        ("Central Intelligence Agency", "Station in Chile", "1970-09-21", "22"),
        ("p_KEM_1", "p_MCA_1", "1970-09-21", "23"),
        ("p_KEM_1", "p_KHA_1", "1970-09-21", "23"),
        ("p_NA_1", "p_KHA_1", "1971-05-20", "68"),
        ("Embassy in Chile", "Department of State", "1972-11-23", "125"),
        ("p_CWE_1", "p_KHA_1", "1973-09-16", "145"),
    ]


def test_people_of_a_file_of_their_own_are_those_whom_letters_point_at(tmp_path: Path) -> None:
    (tmp_path / "people.xml").write_text(tei(PEOPLE), encoding="utf-8")
    letter = tei("", "<title>Letter 1</title>", LETTERS[: LETTERS.index('<correspDesc key="8"')])
    letter = letter.replace('xml:id="mills"', 'xml:id="l1"').replace(
        "http://d-nb.info/gnd/1", "people.xml#p1"
    )
    (tmp_path / "letter.xml").write_text(
        letter.replace("</teiHeader>", "</profileDesc></teiHeader>")
    )
    paths = [tmp_path / "letter.xml", tmp_path / "people.xml"]
    things = list(FORMATS["tei"].read(paths, Wishes()))
    wrote = [each for each in of(things, FoundClaim) if each.relation == "wrote_to"]
    assert [(each.subject, each.citations) for each in wrote] == [("p1", (FoundCitation("l1"),))]
    assert [each.label for each in of(things, FoundEntity) if each.key == "p1"] == ["Ana de Vega"]
