"""FollowTheMoney: what entities and statements say, who states it, and what is no such file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cardindex.imports.format import Unreadable
from cardindex.imports.found import (
    Dropped,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundRelation,
    FoundSource,
    Link,
    Read,
    Wishes,
)
from cardindex.imports.ftm import read

ANN = {"id": "p1", "schema": "Person", "properties": {"name": ["Ann Vole"]}}
BOB = {"id": "p2", "schema": "Person", "properties": {"name": ["Bob Vole"]}}
ACME = {"id": "c1", "schema": "Company", "properties": {"name": ["Acme"]}}
HOLDING = {"id": "c2", "schema": "LegalEntity", "properties": {"name": ["Acme Holding"]}}
HEADER = (
    "canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,original_value,external,"
    "first_seen,last_seen,origin\n"
)


def one(id_: str, schema: str, *datasets: str, **properties: str | list[Any]) -> dict[str, Any]:
    listed = {key: v if isinstance(v, list) else [v] for key, v in properties.items()}
    told = {"datasets": list(datasets)} if datasets else {}
    return {"id": id_, "schema": schema, "properties": listed, **told}


@pytest.fixture
def lines(tmp_path: Path):
    def write(*entities: Any, name: str = "x.ftm.json") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(each) + "\n" for each in entities), encoding="utf-8")
        return path

    return write


@pytest.fixture
def table(tmp_path: Path):
    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "statements.csv"
        path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return write


def found(path: Path, kind: type | None = None, **wishes: Any) -> list[Any]:
    every = list(read([path], Wishes(**wishes)))
    return every if kind is None else [each for each in every if isinstance(each, kind)]


def claims(path: Path, **wishes: Any) -> list[tuple[str, str, str]]:
    return [(c.subject, c.relation, c.object) for c in found(path, FoundClaim, **wishes)]


def test_file_is_read_whole(lines) -> None:
    ann = one("p1", "Person", "register", name=["Ann Vole", "Анна"], alias="Annie",
              birthDate="1970-02", nationality="gb", wikidataId="Q1", eyeColor="grey",
              notes="A vole.")  # fmt: skip
    owns = one("o1", "Ownership", "register", "leak", owner="p1", asset="c1", percentage="50%",
               role="shareholder", startDate="2001-03-04T10:00:00",
               sourceUrl="https://example.org/o1", retrievedAt="2020-05-01")  # fmt: skip
    page = {"type": "webpage", "title": "https://example.org/o1", "URL": "https://example.org/o1",
            "accessed": {"date-parts": [[2020, 5, 1]]}}  # fmt: skip
    chain = (Link("https://example.org/o1"),)
    assert found(lines(ann, ACME, owns)) == [
        FoundEntity("p1", "Ann Vole", "person", "A vole.",
                    (("Анна", "", ""), ("Annie", "", ""), ("Q1", "wikidata", "")),
                    (("nationality", "gb"),), "ftm", "x.ftm.json:1"),
        FoundSource("register", "register", "web"),
        FoundClaim("p1", "born", when="1970-02", citations=(FoundCitation("register"),),
                   at="x.ftm.json:1"),
        FoundEntity("c1", "Acme", "business", id_kind="ftm", at="x.ftm.json:2"),
        FoundSource("https://example.org/o1", "https://example.org/o1", "web", entry=page,
                    at="x.ftm.json:3"),
        FoundSource("leak", "leak", "web"),
        FoundClaim("p1", "Ownership", "c1", "shareholder", "50", "percent", "2001-03-04/",
                   citations=(FoundCitation("register", chain=chain),
                              FoundCitation("leak", chain=chain)),
                   key="o1", at="x.ftm.json:3"),
        FoundRelation("Ownership", "owns", family="money",
                      definition="Owned the other or a part of it; the share is the quantity."),
        Read(3, "record"),
        Dropped("x.ftm.json", 'property "eyeColor" of Person', "there is no place for it"),
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["list", "results", "one line", "nested"])
def test_list_and_nested_entities_say_the_same(tmp_path: Path, shape: str) -> None:
    post = one("d1", "Directorship", director="p1", organization="c1", role="Director")
    nested = one("d1", "Directorship", director=[ANN], organization=[ACME], role="Director")
    every: Any = {
        "list": [ANN, ACME, post],
        "results": {"total": 3, "results": [ANN, ACME, post]},
        "one line": nested,
        "nested": [nested],
    }[shape]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(every, indent=None if shape == "one line" else 1), encoding="utf-8")
    assert claims(path) == [("p1", "held_office_at", "c1")]
    assert [(e.key, e.label) for e in found(path, FoundEntity)] == [
        ("p1", "Ann Vole"),
        ("c1", "Acme"),
    ]


def test_relation_of_ours_is_taken_where_it_fits_the_ends_alone(lines) -> None:
    posts = [
        one(f"d{n}", "Directorship", director="p1", organization=f"c{n}", role="Director")
        for n in (1, 2)
    ]
    assert claims(lines(ANN, ACME, HOLDING, *posts)) == [
        ("p1", "held_office_at", "c1"),
        ("p1", "Directorship", "c2"),
    ]


@pytest.mark.parametrize(
    ("relationship", "relation", "inverse"),
    [("Father", "parent_of", True), ("daughter", "parent_of", False), ("wife", "married_to", False),
     ("cousin", "related_to", False)],
)  # fmt: skip
def test_family_is_told_from_the_side_of_the_person(
    lines, relationship: str, relation: str, inverse: bool
) -> None:
    kin = one("f", "Family", person="p1", relative="p2", relationship=relationship)
    (claim,) = found(lines(ANN, BOB, kin), FoundClaim)
    assert (claim.subject, claim.relation, claim.object, claim.inverse, claim.text) == (
        "p1", relation, "p2", inverse, relationship,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("edge", "told"),
    [
        (one("e", "Payment", payer="c1", beneficiary="p1", amount="1000.50", currency="EUR",
             date="2010-05-04", purpose="advice"),
         ("c1", "funded", "p1", "advice", "1000.50", "EUR", "2010-05-04")),
        (one("e", "Debt", debtor="p1", creditor="c1", amountUsd="7", startDate="2001",
             endDate="2003"),
         ("p1", "Debt", "c1", "", "7", "USD", "2001/2003")),
        (one("e", "Email", emitters="p1", recipients="p2", subject="Hello",
             date="2011-01-01T10:00"),
         ("p1", "wrote_to", "p2", "Hello", "", "", "2011-01-01")),
        (one("e", "UnknownLink", subject="p1", object="p2", role="friend"),
         ("p1", "UnknownLink", "p2", "friend", "", "", "")),
        (one("e", "Sanction", entity="p1", authority="Office", program="MOTH", endDate="2003"),
         ("p1", "Sanction", "", "Office; MOTH", "", "", "/2003")),
    ],
)  # fmt: skip
def test_intervals_are_claims_with_what_they_carry(lines, edge: Any, told: tuple) -> None:
    claim = found(lines(ANN, BOB, ACME, edge), FoundClaim)[-1]
    assert told == (
        claim.subject, claim.relation, claim.object, claim.text, claim.quantity, claim.unit,
        claim.when,
    )  # fmt: skip


def test_document_is_a_source_and_stands_in_the_chain_of_what_it_proves(lines) -> None:
    deed = one("doc", "Document", "leak", title="Deed", author="Clerk", date="1999-01-02")
    link = one("u", "UnknownLink", "leak", subject="p1", object="p2", proof="doc")
    path = lines(ANN, BOB, deed, link, one("x", "Documentation", document="doc", entity="p1"))
    assert found(path, FoundSource)[0] == FoundSource(
        "doc", "Deed", "report", date="1999-01-02", at="x.ftm.json:3",
        entry={"type": "document", "title": "Deed", "author": [{"literal": "Clerk"}]},
    )  # fmt: skip
    assert found(path, FoundClaim)[0].citations == (FoundCitation("leak", chain=(Link("doc"),)),)
    assert [(d.what, d.why) for d in found(path, Dropped)] == [
        (
            "Documentation of doc (doc)",
            "an end of it is a document, which is a source here and no entity",
        )
    ]


def test_same_fact_in_two_data_sets_is_one_claim(table) -> None:
    path = table(
        "Q1,aa-1,id,checksum,Person,abc,aa,,,f,,,",
        "Q1,aa-1,name,name,LegalEntity,Анна,aa,rus,,f,,,",
        "Q1,aa-1,name,name,Person,Ann Vole,aa,eng,,f,,,",
        "Q1,bb-1,birthDate,date,Person,1970,bb,,,f,,,",
        "Q1,aa-1,birthDate,date,Person,1970,aa,,,f,,,",
        "Q1,cc-1,birthDate,date,Person,1971,cc,,,f,,,",
        "Q1,cc-1,birthDate,date,Person,1999,dd,,,t,,,",
        'c1,c1,name,name,Company,"Acme\n""Old""",aa,,,f,,,',
        "o1,o1,owner,entity,Ownership,Q1,aa,,,f,,,",
        "o1,o1,asset,entity,Ownership,c1,aa,,,f,,,",
        "o1,o2,owner,entity,Ownership,Q1,bb,,,f,,,",
        "o1,o2,asset,entity,Ownership,c1,bb,,,f,,,",
        "short,row",
    )
    assert [(c.relation, c.when, [each.source for each in c.citations], c.at)
            for c in found(path, FoundClaim)] == [
        ("born", "1970", ["bb", "aa"], "statements.csv:3"),
        ("born", "1971", ["cc"], "statements.csv:3"),
        ("Ownership", "", ["aa", "bb"], "statements.csv:11"),
    ]  # fmt: skip
    assert [(e.key, e.label, e.names) for e in found(path, FoundEntity)] == [
        ("Q1", "Ann Vole", (("Анна", "", "rus"),)),
        ("c1", 'Acme\n"Old"', ()),
    ]
    assert found(path, Dropped) == [
        Dropped("statements.csv", "statements marked as external", "nobody has judged them yet"),
        Dropped("statements.csv:15", "a row", "it has fewer cells than the header"),
    ]


def test_statements_in_any_order_say_the_same(table) -> None:
    rows = [
        "Q1,Q1,name,name,Person,Ann,aa,,,f,,,",
        "Q1,Q1,birthDate,date,Person,1970,aa,,,f,,,",
        "Q2,Q2,name,name,Person,Bob,aa,,,f,,,",
        "u,u,subject,entity,UnknownLink,Q1,aa,,,f,,,",
        "u,u,object,entity,UnknownLink,Q2,bb,,,f,,,",
    ]
    together = claims(table(*rows))
    assert together == [("Q1", "born", ""), ("Q1", "UnknownLink", "Q2")]
    assert claims(table(*(rows[n] for n in (4, 0, 2, 1, 3)))) == together


def test_only_takes_the_schemata_that_are_named(lines) -> None:
    owns = one("o", "Ownership", owner="p1", asset="c1")
    path = lines(ANN, BOB, ACME, owns, one("u", "UnknownLink", subject="p1", object="p2"))
    assert claims(path, only=("Person",)) == [("p1", "UnknownLink", "p2")]
    assert [(d.what, d.why) for d in found(path, Dropped, only=("Person",))] == [
        ("Company entities", "not asked for (--only)"),
        ('claims "Ownership"', "an end was not asked for (--only)"),
    ]


def test_only_of_a_schema_that_nothing_is_of_is_told(lines) -> None:
    with pytest.raises(Unreadable) as error:
        found(lines(ANN, ACME), only=("Person,Persons",))
    assert str(error.value) == (
        '--only "Persons": nothing is of this schema; there are Company, Person'
    )


def test_what_is_unknown_missing_or_of_a_wrong_type_is_told(lines) -> None:
    path = lines(
        {**ANN, "properties": {"name": "Ann Vole", "alias": [3, None, {"x": 1}], "wings": ["2"]}},
        one("s", "Spaceship", name="Moth One"),
        one("u", "UnknownLink", subject="p1", object="gone"),
        one("v", "Ownership", owner="p1"),
        {"id": 7, "schema": "Person"},
    )
    assert [(e.label, e.kind, e.names) for e in found(path, FoundEntity)] == [
        ("Ann Vole", "person", (("3", "", ""),)),
        ("Moth One", "Spaceship", ()),
    ]
    assert found(path, FoundKind) == [
        FoundKind("Spaceship", "spaceship", "The file's own kind of entity.")
    ]
    assert [(d.at, d.what, d.why) for d in found(path, Dropped)] == [
        ("x.ftm.json:3", "UnknownLink of p1 (gone)", "an end of it is not in the file"),
        ("x.ftm.json:4", "Ownership v", "it has no asset"),
        ("x.ftm.json", 'property "wings" of Person',
         "the model of FollowTheMoney does not have it"),
        ("x.ftm.json:5", "no entity of FollowTheMoney", "it has no id and schema"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "bundle", "id": "bundle--1", "objects": [{"type": "tool", "id": "tool--1"}]}',
         'x.json: this is no FollowTheMoney; it looks like stix: "cardindex import stix x.json"'),
        ('{"id": "a"}\n{"id": "b"}\n',
         ("x.json: this is no FollowTheMoney: its first record has no id and schema; an entity is "
          '{"id": "…", "schema": "Person", "properties": {"name": ["…"]}}')),
        (json.dumps(ANN) + "\n" + json.dumps(ANN)[:-9],
         "x.json:2: this line is no JSON: Unterminated string starting at, at its character 58"),
        ("name,kind\nAnn,x\n", "x.json: this is no JSON"),
        ("canonical_id,prop,schema,val,dataset\n",
         'x.json:1: statements need a column value; is it "val"?'),
    ],
)  # fmt: skip
def test_what_is_no_followthemoney_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as error:
        found(path)
    assert str(error.value) == message
