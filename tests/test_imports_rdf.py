"""RDF by a query, and our own dumps back into an index, byte for byte."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from importing import of

from cardindex import rdf
from cardindex.cli import commands
from cardindex.imports import (
    FORMATS,
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Link,
    Read,
    Unreadable,
    Wishes,
    rdfdumps,
)
from cardindex.index import Index

PROJECT = Path(__file__).resolve().parent.parent

TURTLE = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:ana a foaf:Person ; foaf:name "Ana Vega"@en, "Ana la Vega"@es ; ex:worksWith ex:jo ;
  foaf:knows ex:li_po ; ex:mills 3 .
ex:jo foaf:name "Jo Rey" .
[] foaf:name "Nobody" ; foaf:knows ex:ana .
[] foaf:knows ex:ana .
ex:s1 ex:who ex:ana ; ex:whom ex:jo ; ex:doc ex:book ; ex:by "Old > http://example.org/older" ;
  ex:at "1950-05-02T10:00:00Z"^^xsd:dateTime .
ex:book <http://purl.org/dc/terms/title> "The Mill Book" .
"""
QUERY = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX ex: <http://example.org/>
SELECT ?subject ?relation ?object ?source ?chain ?when WHERE {
  { VALUES ?relation { foaf:knows ex:worksWith ex:mills } ?subject ?relation ?object }
  UNION { ?s ex:who ?subject ; ex:whom ?object ; ex:doc ?source ; ex:by ?chain ; ex:at ?when
          BIND("met" AS ?relation) }
}"""


def found(
    folder: Path, query: str | None = QUERY, name: str = "a.ttl", **files: bytes
) -> list[Found]:
    (folder / name).write_bytes(files.get("data", TURTLE.encode()))
    asked = None
    if query is not None:
        asked = folder / "q.rq"
        asked.write_text(query, encoding="utf-8")
    wishes = Wishes(query=str(asked) if asked else None)
    return list(FORMATS["rdf"].read([folder / name], wishes))


def test_a_query_says_what_is_taken(tmp_path: Path) -> None:
    things = found(tmp_path)
    base = "http://example.org/"
    claims = sorted(of(things, FoundClaim), key=lambda each: (each.relation, each.subject))
    own = (FoundCitation(),)
    book = FoundCitation(f"{base}book", chain=(Link("Old"), Link(f"{base}older")))
    assert [
        (each.subject, each.relation, each.object, each.quantity, each.when, each.citations)
        for each in claims
    ] == [
        ("Nobody", "knows", f"{base}ana", "", "", own),
        (f"{base}ana", "knows", f"{base}li_po", "", "", own),
        (f"{base}ana", "met", f"{base}jo", "", "1950-05-02", (book,)),
        (f"{base}ana", "mills", "", "3", "", own),
        (f"{base}ana", "works with", f"{base}jo", "", "", own),
    ]
    entities = {each.key: each for each in of(things, FoundEntity)}
    assert entities == {
        f"{base}ana": FoundEntity(f"{base}ana", "Ana Vega", "person", id_kind="iri"),
        f"{base}jo": FoundEntity(f"{base}jo", "Jo Rey", id_kind="iri"),
        f"{base}li_po": FoundEntity(f"{base}li_po", "li po", id_kind="iri"),
        "Nobody": FoundEntity("Nobody", "Nobody"),
    }
    assert {each.key: (each.title, each.note) for each in of(things, FoundSource)} == {
        f"{base}book": ("The Mill Book", f"{base}book"),
        "Old": ("Old", ""),
        f"{base}older": ("older", f"{base}older"),
    }
    assert sorted(of(things, FoundRelation), key=lambda each: each.word) == [
        FoundRelation("knows", definition="As <http://xmlns.com/foaf/0.1/knows> has it."),
        FoundRelation("mills", definition=f"As <{base}mills> has it.", takes="measure"),
        FoundRelation("works with", definition=f"As <{base}worksWith> has it."),
    ]
    assert of(things, Read) == [Read(16, "triple"), Read(6, "row")]
    assert of(things, Dropped) == [
        Dropped("", "a row of a blank node", "it has no name: select its ?…Label")
    ]


def test_every_syntax_is_read_packed_or_not(tmp_path: Path) -> None:
    import pyoxigraph as ox

    plain = {
        (each.subject, each.relation, each.object, each.quantity)
        for each in of(found(tmp_path), FoundClaim)
    }
    quads = list(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    for suffix, format_ in (
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
    ):
        data = ox.serialize([quad.triple for quad in quads], format=format_) or b""
        for name, written in ((f"a.{suffix}", data), (f"a.{suffix}.gz", gzip.compress(data))):
            claims = of(found(tmp_path, name=name, data=written), FoundClaim)
            assert {
                (each.subject, each.relation, each.object, each.quantity) for each in claims
            } == plain


def test_without_a_query_one_to_begin_with_is_shown_and_runs(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="--query names") as raised:
        found(tmp_path, None)
    query = str(raised.value).partition("\n\n")[2]
    assert query.splitlines()[2:6] == [
        "SELECT ?subject ?relation ?object WHERE {",
        "  VALUES ?relation {",
        "    <http://xmlns.com/foaf/0.1/knows>  # 3 times",
        "    <http://example.org/doc>  # 1 times",
    ]
    relations = {each.relation for each in of(found(tmp_path, query), FoundClaim)}
    assert relations == {"knows", "doc", "who", "whom", "works with"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?subject ?relatoin ?object { ?a ?b ?c }", "the nearest is ?relation"),
        ("SELECT ?relation ?object { ?a ?b ?c }", "it selects no ?subject"),
        ("SELECT ?subject ?object { ?a ?b ?c }", "it selects no ?relation"),
        ("SELECT ?subject ?relation { ?a ?b ?c }", "it selects no ?object"),
        ("ASK { ?a ?b ?c }", "this is no SELECT"),
        ("SELECT ?subject { ", "q.rq: line 1"),
        ("SELECT ?subject { SERVICE <http://example.org> { ?a ?b ?c } }", "asks another server"),
    ],
)
def test_a_query_that_makes_no_claims_says_so(tmp_path: Path, query: str, told: str) -> None:
    with pytest.raises(Unreadable, match=r"^q\.rq") as raised:
        found(tmp_path, query)
    assert told in str(raised.value)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in ("ab", "bc", "cd", "de"))
    + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.ttl", TURTLE[:-30], "a.ttl:11: is no Turtle that can be read"),
        ("a.ttl", "@book{a, title = {A}}", "it looks like bibtex"),
        ("a.rdf", BOMB, "swells without end"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:x">]><r/>', "stands for another file"),
        ("a.jsonld", '{"@context": "https://example.org/c", "@id": "x:a"}', "nothing is fetched"),
        ("a.dat", "nothing", "tells no syntax of RDF"),
        ("a.ttl", "", "is empty"),
        ("a.ttl.gz", gzip.compress(TURTLE.encode())[:-20], "cut off or damaged"),
    ],
)
def test_what_is_no_rdf_says_so(tmp_path: Path, name: str, data: str | bytes, told: str) -> None:
    with pytest.raises(Unreadable) as raised:
        found(tmp_path, name=name, data=data if isinstance(data, bytes) else data.encode())
    assert told in str(raised.value)


VALID = PROJECT / "tests" / "data" / "valid"
SYNTAXES = {"turtle": "ttl", "ntriples": "nt", "trig": "trig", "nquads": "nq", "jsonld": "jsonld"}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("name", ["blocs-and-all-settings", "one-of-each-optional-table"])
def test_a_dump_comes_back_as_the_index_that_it_was_made_of(
    tmp_path: Path, name: str, syntax: str
) -> None:
    folder, back = VALID / name, tmp_path / "back"
    index = Index.open(folder)
    dump = tmp_path / f"dump.{SYNTAXES[syntax]}"
    dump.write_bytes(rdf.dump(index, "full", syntax))
    result = CliRunner().invoke(commands, ["import", "rdf", str(dump), "-o", str(back)])
    assert (result.exit_code, result.output) == (
        0,
        f'made {back} of the dump of an index; "cardindex check {back}" checks it\n',
    )
    for path in (*folder.glob("*.csv"), *folder.glob("*.json")):
        assert (back / path.name).read_bytes() == path.read_bytes(), path.name
    again = Index.open(back)
    for about in ("title", "base", "description", "licence", "version", "coders"):
        assert getattr(again, about) == getattr(index, about), about
    assert rdf.dump(again, "full", syntax) == dump.read_bytes()


def test_the_ontology_of_a_dump_is_taken_from_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(VALID / "own-ontology", folder)
    added = (folder / "added-to-ontology.ttl").read_text(encoding="utf-8")
    whole = (PROJECT / "ontology.ttl").read_text(encoding="utf-8") + added
    (folder / "ontology.ttl").write_text(whole, encoding="utf-8")
    index = Index.open(folder)
    dump = tmp_path / "dist" / "index.nq"
    dump.parent.mkdir()
    dump.write_bytes(rdf.dump(index, "full", "nquads"))
    with pytest.raises(Unreadable, match="put its ontology beside it"):
        rdfdumps.restored(dump)
    (dump.parent / "ontology.ttl").write_bytes((folder / "ontology.ttl").read_bytes())
    rdfdumps.write(rdfdumps.restored(dump) or {}, tmp_path / "back")
    for path in (*folder.glob("*.csv"), folder / "ontology.ttl"):
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes(), path.name
    assert Index.open(tmp_path / "back").title == index.title


def test_a_dump_makes_an_index_of_its_own_and_changes_none(tmp_path: Path) -> None:
    folder, dump = VALID / "small", tmp_path / "dump.nq"
    index = Index.open(folder)
    dump.write_bytes(rdf.dump(index, "full", "nquads"))
    result = CliRunner().invoke(commands, ["import", "rdf", str(dump), "-i", str(folder)])
    assert result.exit_code == 1
    assert "is a dump of a whole index" in str(result.exception or result.output)
    tried = ["import", "rdf", str(dump), "-o", str(tmp_path / "new"), "--dry-run"]
    assert CliRunner().invoke(commands, tried).exit_code == 0
    assert not (tmp_path / "new").exists()
    truthy = tmp_path / "truthy.nq"
    truthy.write_bytes(rdf.dump(index, "truthy", "nquads"))
    with pytest.raises(Unreadable, match="a dump without claims"):
        rdfdumps.restored(truthy)
    (tmp_path / "a.ttl").write_text(TURTLE, encoding="utf-8")
    assert rdfdumps.restored(tmp_path / "a.ttl") is None
