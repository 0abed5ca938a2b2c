"""The embedded store: its answers as Python, and what it says of queries that it cannot run."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import small

from cardindex import compiled, ontology, rdf
from cardindex.errors import OutputError, QueryError
from cardindex.index import Index
from cardindex.store import Store, bare, begin, shelf

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(small.index())


# Answers.


def test_rows_are_plain_python_values(store: Store) -> None:
    answer = store.query("""
        SELECT ?claim ?when ?low ?day ?roots ?stands ?nothing
        WHERE {
          ?claim ci:quantity "~400000" ; ci:when ?when ; ci:low ?low ; ci:earliestStart ?day ;
            ci:supportHigh ?roots ; ci:stands ?stands .
          OPTIONAL { ?claim ci:nothing ?nothing }
        }
    """)
    assert answer.columns == ("claim", "when", "low", "day", "roots", "stands", "nothing")
    assert answer.rows == [("claim:c001", "1958", Decimal(300000), date(1958, 1, 1), 2, True, None)]
    assert [type(value) for value in answer.rows[0]] == [
        str, str, Decimal, date, int, bool, type(None),
    ]  # fmt: skip


def test_frame_has_the_rows_as_they_are(store: Store) -> None:
    answer = store.query("SELECT ?c ?n { ?c ci:supportHigh ?n } ORDER BY ?c LIMIT 2")
    frame = answer.frame()
    assert list(frame.columns) == ["c", "n"]
    assert frame.to_numpy().tolist() == [["claim:c001", 2], ["claim:c002", 1]]


def test_csv_and_json_hold_the_same_rows(store: Store) -> None:
    answer = store.query(
        "SELECT ?c ?text ?s { ?c ci:text ?text ; ci:stands ?s } ORDER BY ?c LIMIT 3"
    )
    rows = list(csv.reader(StringIO(answer.csv())))
    assert rows[0] == ["c", "text", "s"]
    assert rows[1] == ["claim:c004", "for a printing press", "false"]
    found = json.loads(answer.json())
    assert found["head"]["vars"] == ["c", "text", "s"]
    assert found["results"]["bindings"][0] == {
        "c": {"type": "uri", "value": "https://example.org/aldmark/claim/c004"},
        "text": {"type": "literal", "value": "for a printing press"},
        "s": {
            "type": "literal", "value": "false",
            "datatype": "http://www.w3.org/2001/XMLSchema#boolean",
        },
    }  # fmt: skip
    assert len(found["results"]["bindings"]) == len(rows) - 1


def test_json_leaves_out_what_is_unbound_and_tags_languages(store: Store) -> None:
    answer = store.query('SELECT ?a ?b { BIND("x"@es AS ?a) }')
    assert json.loads(answer.json())["results"]["bindings"] == [
        {"a": {"type": "literal", "value": "x", "xml:lang": "es"}}
    ]


def test_boolean_answers(store: Store) -> None:
    answer = store.query("ASK { ?claim ci:standing ci:Contested }")
    assert answer.boolean is True
    assert json.loads(answer.json()) == {"head": {}, "boolean": True}
    assert answer.frame().to_numpy().tolist() == [[True]]


def test_graph_answers_are_turtle_that_others_read(store: Store) -> None:
    answer = store.query("CONSTRUCT WHERE { entity:jonas-reet ?p ?o }")
    read = rdflib.Graph().parse(data=answer.turtle(), format="turtle")
    assert len(read) == len(answer.graph or ()) == len(answer.frame()) > 5
    assert answer.turtle() == store.query("CONSTRUCT WHERE { entity:jonas-reet ?p ?o }").turtle()
    assert "@prefix entity:" in answer.turtle()
    assert "@prefix dcat:" not in answer.turtle()


def test_prefixes_of_the_index_are_declared(store: Store) -> None:
    for prefix in ("ci", "entity", "claim", "citation", "source", "rdf", "rdfs", "skos", "prov",
                   "oa", "edtf", "xsd", "dcterms", "foaf", "schema"):  # fmt: skip
        assert store.query(f"ASK {{ BIND({prefix}:x AS ?x) }}").boolean


def test_own_prefix_of_a_query_is_allowed(store: Store) -> None:
    prefix = "PREFIX e: <https://example.org/aldmark/entity/>\nPREFIX ci: <http://other/>"
    assert store.query(f"{prefix}\nASK {{ e:norrin rdfs:label 'Norrin' }}").boolean
    assert not store.query(f"{prefix}\nASK {{ e:norrin a ci:State }}").boolean


def test_graphs_are_one_unless_a_query_tells_them_apart(store: Store) -> None:
    everywhere = (
        "entity:norrin rdfs:label ?l . claim:c001 ci:stands ?s . source:survey ci:origin ?o"
    )
    assert store.query(f"ASK {{ {everywhere} }}").boolean
    (graphs,) = zip(
        *store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g").rows, strict=True
    )
    assert graphs == ("graph:claims", "graph:sources", "graph:truthy", "graph:vocabulary")
    assert not store.query("ASK FROM graph:truthy { ?s ci:standing ?o }").boolean
    assert store.query("ASK { ?from ci:standing ?service }").boolean  # these are no keywords


def test_store_holds_the_dump_and_the_vocabulary(store: Store) -> None:
    vocabulary = store.query("SELECT ?s ?p ?o { GRAPH graph:vocabulary { ?s ?p ?o } }").terms
    dump = set(rdf.quads(small.index()))
    assert len(set(store.quads())) == len(dump) + len(vocabulary)
    named = store.query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }").terms
    assert len(named) == len(
        [quad for quad in store.quads() if quad.graph_name != ox.DefaultGraph()]
    )
    assert store.query('ASK { ci:funded ci:words "funded" ; ci:family ci:money }').boolean


def test_triple_in_an_answer_is_json_as_sparql_has_it(store: Store) -> None:
    answer = store.query("SELECT ?t { BIND(<<( <a:s> <a:p> 1 )>> AS ?t) }")
    (found,) = json.loads(answer.json())["results"]["bindings"]
    assert found["t"] == {
        "type": "triple",
        "value": {
            "subject": {"type": "uri", "value": "a:s"},
            "predicate": {"type": "uri", "value": "a:p"},
            "object": {
                "type": "literal", "value": "1",
                "datatype": "http://www.w3.org/2001/XMLSchema#integer",
            },
        },
    }  # fmt: skip


def test_answer_is_as_the_engine_has_it_to_the_letter(store: Store) -> None:
    terms = [
        '"a\\tb\\nc\\r\\"\\\\"', "007", "1.50", "1e0", '"1"^^xsd:boolean', '"x"@en-us',
        '"x"^^xsd:integer', '""', "<http://a/é>", '"\u0001\u009b\u2028\U0001f600"',
        "<<( <a:s> <a:p> 'a\\tb'@en )>>",
    ]  # fmt: skip
    text = f"SELECT ?t {{ VALUES ?t {{ {' '.join(terms)} UNDEF }} }}"
    expected = ox.Store().query(text, prefixes=dict(store.prefixes))
    assert store.query(text).terms == [tuple(row) for row in expected]
    assert store.query("SELECT * { VALUES () { () () } }").terms == [(), ()]
    assert store.query("SELECT ?x ?y { FILTER(false) }").columns == ("x", "y")


# The ontology's own prefixes.

OWN = DATA / "valid" / "own-ontology"


def own(folder: Path, more: str = "") -> Index:
    """Open a copy of an index whose ontology is the packaged one with some text around it."""
    shutil.copytree(OWN, folder)
    added = (folder / "added-to-ontology.ttl").read_text(encoding="utf-8")
    text = more + ontology.packaged_path().read_text(encoding="utf-8") + added
    (folder / "ontology.ttl").write_text(text, encoding="utf-8")
    return Index.open(folder)


def test_prefixes_of_the_ontology_are_declared(tmp_path: Path) -> None:
    index = own(tmp_path / "index")
    for store in (Store.of(index), Store.of(index, tmp_path / "s"), Store.open(tmp_path / "s")):
        assert store.prefixes["tiny"] == "https://example.org/tiny/terms#"
        answer = store.query("SELECT ?p { ?p a ci:LinkRelation ; ci:family tiny:sea }")
        assert answer.rows == [("tiny:stopped_at",)]


def test_prefixes_of_every_index_win_over_those_of_an_ontology(tmp_path: Path) -> None:
    more = f"@prefix entity: <https://example.org/mine/> .\n@prefix a: <{ontology.CORE}> .\n"
    store = Store.of(own(tmp_path / "index", more))
    assert store.prefixes["entity"] == "https://example.org/tiny/entity/"
    # Both prefixes may be written; what is printed is as in any other index.
    assert store.query("SELECT ?x { VALUES ?x { a:Claim } }").rows == [("ci:Claim",)]


# Faults.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n  ?s ?p\n}", "line 2, column 3: the query cannot be read on from here"),
        ("SELECT ?x {\n  ?x a ?y\n  ?y a ?z\n}\nLIMIT 3\n", "line 3, column 3"),
        ("SELECT ?x {\n  ?x entiti:y ?z }", 'line 2, column 14: unknown prefix "entiti:"'),
        ("SELECT ?x {\n  ?x entiti:y ?z }", 'did you mean "entity"?'),
        ("SELECT * { ?s ?p ?o } LIMIT ten", "line 1, column 23"),
        ("  \n", "the query is empty"),
        ("SELCT ?x { ?x a ?y }", "line 1, column 1"),
        ("SELECT ?x {", "line 1, column 12"),
        ("DELETE WHERE { ?s ?p ?o }", "queries read and change nothing"),
        ("PREFIX x: <http://x/>\nINSERT DATA { x:a x:b x:c }", "queries read and change nothing"),
        ("SELECT ?x { ?x a <http://a b> }", "this is no IRI"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x a ?y }", "neither grouped by nor counted"),
        ("SELECT * {\n  SERVICE <http://example.org/> { ?s ?p ?o } }", "line 2, column 3: SERVICE"),
    ],
)  # fmt: skip
def test_query_that_cannot_be_run_is_told_with_its_place(
    store: Store, text: str, message: str
) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        store.query(text)


def test_fault_is_shown_in_the_users_own_line(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("SELECT ?x\nWHERE { ?x a ci:Claim ; ; ) }\n")
    _, line, pointer = str(caught.value).split("\n")
    assert line == "  WHERE { ?x a ci:Claim ; ; ) }"
    assert line[pointer.index("^")] == ")"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('"SERVICE" ?x', "          ?x"),
        ("'it\\'s' ?x", "        ?x"),
        ('"""a "b" c""" ?x', "              ?x"),
        ("# SERVICE\n?x", "         \n?x"),
        ("<http://x/#a> ?x", "              ?x"),
        ("?a < ?b # c", "?a < ?b    "),
        (r"citation:c1\#target ?x", "citation:c1  target ?x"),
        ("# SERVICE\r?x", "         \r?x"),
        ("(?a<?b&&?c>?d)", "(?a<?b&&?c>?d)"),
        ("(?a<$b&&?c>$d)", "(?a<$b&&?c>$d)"),
        ("(?a<5&&?c>'x')", "(?a          )"),
    ],
)
def test_bare_text_keeps_places_and_drops_what_is_quoted(text: str, left: str) -> None:
    assert bare(text) == left


# On disk.


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    Store.of(small.index(), tmp_path / "store")
    return tmp_path / "store"


def test_store_on_disk_answers_as_the_one_in_memory(folder: Path, store: Store) -> None:
    text = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    opened = Store.open(folder)
    assert opened.query(text).rows == store.query(text).rows
    assert opened.prefixes == store.prefixes


def test_folder_that_exists_is_not_written_over(folder: Path) -> None:
    with pytest.raises(OutputError, match="exists already"):
        Store.of(small.index(), folder)


def test_folder_without_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no store that can be opened"):
        Store.open(tmp_path / "nothing")


# Kept in the user's cache.


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small index, and a cache of the test's own."""
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "cache"))
    return shutil.copytree(small.FOLDER, tmp_path / "copy")


ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


def test_store_that_is_kept_answers_as_the_one_in_memory(copy: Path, store: Store) -> None:
    assert Store.kept(copy) is None
    for found in (Store.keeping(Index.open(copy)), Store.kept(copy)):
        assert isinstance(found.source, Path)
        assert found.query(ALL).rows == store.query(ALL).rows
        assert dict(found.prefixes) == dict(store.prefixes)


def test_store_of_an_index_that_has_changed_is_not_found(copy: Path) -> None:
    Store.keeping(Index.open(copy))
    names = copy / "names.csv"
    names.write_bytes(names.read_bytes().replace(b"\n", b"\r\n"))
    assert Store.kept(copy) is None


def test_store_of_an_index_that_was_changed_in_memory_is_not_kept(copy: Path) -> None:
    index = Index.open(copy)
    other = replace(index, title="Another")
    assert not isinstance(Store.keeping(other).source, Path)


def test_store_that_cannot_be_kept_is_made_in_memory(
    copy: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index.open(copy)
    monkeypatch.setattr("cardindex.store.shelf.fill", full)
    found = Store.keeping(index)
    assert not isinstance(found.source, Path)
    assert found.query(ALL).rows == store.query(ALL).rows


@pytest.mark.parametrize(("most", "merged"), [(10**9, True), (0, False)])
def test_parts_of_a_kept_store_are_merged_where_the_cache_has_room_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, *, merged: bool
) -> None:
    done: list[str] = []

    class Noted:
        def __init__(self, path: str) -> None:
            Path(path).mkdir()
            (Path(path) / "some.sst").write_bytes(b"some")

        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *_, **__: done.append(name)

    monkeypatch.setattr("pyoxigraph.Store", Noted)
    monkeypatch.setattr("cardindex.store.shelf._MERGED", most)
    shelf.fill(tmp_path / "store", iter(()))
    assert done == ["bulk_load", "flush", *(["optimize"] if merged else [])]


@pytest.mark.parametrize("cache", ["", "off"])
def test_process_that_was_begun_for_a_store_answers_and_one_that_has_died_is_replaced(
    copy: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    if cache:
        monkeypatch.setenv("CARDINDEX_CACHE", cache)
    for first, dead in ((True, False), (False, True), (False, False)):
        begun = begin()
        found = Store.kept(copy, begun=begun)
        assert (found is None) is (first or cache == "off")
        found = found or Store.keeping(Index.open(copy), begun=begun)
        if dead:
            begun.end()
        assert found.query("ASK {}").boolean is True
        assert (found.runner._process is begun) is not dead


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_damage_of_a_kept_store_is_mended(copy: Path, store: Store) -> None:
    index = Index.open(copy)
    expected = store.query(ALL).rows
    whole = set(Store.keeping(index).quads())
    folder = Store.keeping(index).source
    assert isinstance(folder, Path)
    for path in sorted(folder.iterdir()):
        for damage in (lambda data: b"\x55" * len(data), lambda data: data[: len(data) // 2]):
            place = folder / path.name
            if place.exists() and place.stat().st_size:
                place.write_bytes(damage(place.read_bytes()))
            found = Store.kept(copy) or Store.keeping(index)
            assert found.query(ALL).rows == expected, path.name
            del found
            assert set(Store.kept(copy).quads()) == whole  # which needs no engine to be started


def test_kept_store_is_not_taken_away_while_it_is_used(copy: Path) -> None:
    found = Store.keeping(Index.open(copy))
    place = compiled.cache()
    place.clear()
    assert found.query("ASK { ?s ?p ?o }").boolean
    assert len(place.entries()) == 1
    del found
    place.clear()
    assert place.entries() == []
