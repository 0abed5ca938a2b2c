"""An endpoint elsewhere: its answers as those of the embedded store, whatever else it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
import small
from stores import Handler, answering, oxigraph, reply, taken, with_small
from test_namedqueries import ANSWERS, ASKED

import cardindex
from cardindex import namedqueries
from cardindex.engine import Found, Limits, Wanted
from cardindex.errors import CardindexError, QueryError, QueueFull, RemoteError
from cardindex.pushing import target
from cardindex.remote import Address, Credentials
from cardindex.store import Store
from cardindex.store.relay import Relay
from cardindex.store.remote import RemoteStore

JSON = "application/sparql-results+json"
PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server with the small index, and what is somebody else's."""
    with with_small() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def store(server: str) -> Iterator[RemoteStore]:
    opened = RemoteStore.open(server)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ASKED)
def test_named_query_answers_as_in_the_embedded_store(store: RemoteStore, name: str) -> None:
    text = namedqueries.load(small.index())[name].text(small.index(), ASKED[name])
    assert store.query(text).csv() == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


def test_prefixes_are_those_of_the_index(store: RemoteStore) -> None:
    assert dict(store.prefixes) == dict(Store.of(small.index()).prefixes)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ci:standing ci:Contested }",
        "ASK { ?s ci:standing ?s }",
        "CONSTRUCT { ?c a ci:Claim } WHERE { ?c ci:standing ci:Contested }",
        "DESCRIBE claim:c001",
        "# a comment with SELECT\nSELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 5",
        "PREFIX x: <https://example.org/> SELECT ?o { x:a ?b ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(ci:))) }",
        "SELECT ?o FROM graph:claims { claim:c001 rdfs:label ?o }",
    ],
)
def test_answer_is_that_of_the_embedded_store(store: RemoteStore, text: str) -> None:
    ours, theirs = Store.of(small.index()).query(text), store.query(text)
    assert (theirs.boolean, theirs.rows) == (ours.boolean, ours.rows)
    assert set(theirs.graph or ()) == set(ours.graph or ())


def test_nothing_else_of_the_endpoint_is_seen(store: RemoteStore) -> None:
    assert store.query("ASK { <https://example.org/a> ?p ?o }").boolean is False
    assert store.query("ASK { GRAPH ?g { <https://example.org/a> ?p ?o } }").boolean is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?s { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE asks another"),
        ("SELECT ?s {\n ?s foo:bar ?o }", 'line 2, column 12: unknown prefix "foo:"'),
        ("DELETE WHERE { ?s ?p ?o }", "queries read and change nothing"),
        ("", "the query is empty"),
    ],
)
def test_what_is_no_query_is_not_sent(store: RemoteStore, text: str, words: str) -> None:
    with pytest.raises(QueryError) as raised:
        store.query(text)
    assert words in str(raised.value)


def test_rows_are_limited(store: RemoteStore) -> None:
    for text in ("SELECT ?s { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        with pytest.raises(QueryError) as raised:
            store.query(text, Limits(rows=10))
        assert raised.value.limit == "rows"


def test_index_that_is_not_there_is_told(server: str) -> None:
    with pytest.raises(QueryError, match=r"no index of the base https://example\.com/, but "):
        RemoteStore.open(server, base="https://example.com/")


def test_bench_asks_an_endpoint(server: str) -> None:
    bench = cardindex.open(small.FOLDER)
    there = bench.query("money-to", endpoint=server, who="orlin-party")
    assert there.equals(bench.query("money-to", who="orlin-party"))


# What endpoints answer that are none, or do not do well.


def asked(answer, text: str = "SELECT ?s { ?s ?p ?o }", limits: Limits | None = None):
    def answering_(handler: Handler) -> None:
        taken(handler)
        answer(handler)

    with answering(answering_) as url:
        store = RemoteStore(Address.of(url), "", {}, limits or Limits(seconds=5))
        try:
            return store.query(text)
        finally:
            store.close()


def says(body: bytes, kind: str = JSON, status: int = 200):
    return lambda handler: reply(handler, status, body, Content_Type=kind)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(b"<html><p>Welcome", "text/html; charset=utf-8"), "answers with a web page"),
        (says(b"{}"), "no answer of SPARQL"),
        (says(b'{"head": {"vars": ["s"]}, "results": {"bindings": ['), "or half of one"),
        (says(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":5}]}}'), "no answer of SPARQL"),
        (says(b"\xff\xfe"), "no answer of SPARQL"),
        (says(b"s\n1\n", "text/csv"), "answers with text/csv, not results of SPARQL as JSON"),
        (says(b"Parse error at 3", "text/plain", 400), "answer 400: Parse error at 3"),
        (says(b"\x1b[31mred", "text/plain", 500), "answer 500: \\x1b[31mred"),
    ],
)
def test_answer_of_another_kind_is_told(answer, words: str) -> None:
    with pytest.raises(RemoteError) as raised:
        asked(answer)
    assert words in str(raised.value)
    assert "\x1b" not in str(raised.value)


def test_endpoint_that_dies_in_mid_answer_is_told() -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"head": {"vars": ["s"]}, "results": {"bindings": [')
        handler.close_connection = True

    with pytest.raises(RemoteError, match="broke off"):
        asked(answer)


def test_limits_are_told_as_those_of_the_embedded_store() -> None:
    with pytest.raises(QueryError, match=r"ended after 0\.3 seconds") as raised:
        asked(lambda _: Event().wait(30), limits=Limits(seconds=0.3))
    assert raised.value.limit == "seconds"
    with pytest.raises(QueryError, match="more than 100 bytes") as raised:
        asked(says(bytes(1000)), limits=Limits(size=100))
    assert raised.value.limit == "size"


def test_query_that_asks_for_much_here_is_left_to_the_endpoint() -> None:
    many = " ".join(str(number) for number in range(2_000))
    text = f"SELECT * {{ VALUES ?a {{ {many} }} VALUES ?b {{ {many} }} }}"
    empty = says(b'{"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}')
    assert asked(empty, text, Limits(seconds=5, rows=1000)).rows == []


def test_ask_of_virtuoso_and_its_booleans_are_read() -> None:
    one = b'{"type": "typed-literal", "datatype": "%s", "value": "1"}'
    whole = b'{"head": {"link": [], "vars": ["x"]}, "results": {"bindings": [{"x": %s}]}}'
    number = one % b"http://www.w3.org/2001/XMLSchema#integer"
    assert asked(says(whole % number), "ASK { ?s ?p ?o }").boolean is True
    boolean = one % b"http://www.w3.org/2001/XMLSchema#boolean"
    assert asked(says(whole % boolean)).csv() == "x\ntrue\n"


def rows(columns: list[str], *found: dict[str, str]) -> bytes:
    """Return results of SPARQL as JSON, whatever was asked."""
    told = [
        {name: {"type": "literal", "value": value} for name, value in row.items()} for row in found
    ]
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": told}}).encode()


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (says(b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": '
              + b'{"type": "triple", "value": {"object": ' * 50_000), "SELECT ?s { ?s ?p ?o }"),
        (says(b"<x:a> <x:b> " + b"<<( <x:a> <x:b> " * 50_000 + b"<x:c>" + b" )>>" * 50_000 + b" .",
              "text/turtle"), "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"),
    ],
)  # fmt: skip
def test_answer_that_would_end_whoever_parses_it_is_no_answer(answer, text: str) -> None:
    with pytest.raises(RemoteError, match="stand inside one another"):
        asked(answer, text)


@pytest.mark.parametrize(
    "body",
    [
        rows([], {}),
        rows(["base", "more"], {"base": "https://example.org/"}),
        b'{"head": {}, "boolean": true}',
    ],
)
def test_endpoint_that_answers_something_else_than_it_is_asked_is_told(body: bytes) -> None:
    def answer(handler: Handler) -> None:
        taken(handler)
        reply(handler, 200, body, Content_Type=JSON)

    with answering(answer) as url, pytest.raises(RemoteError, match="something else than it is"):
        RemoteStore.open(url)


def test_of_what_an_endpoint_holds_a_part_is_told_in_one_line() -> None:
    found = rows(["base"], *({"base": f"\x1b[31m\n{n}" + "x" * 5_000} for n in range(100)))

    def answer(handler: Handler) -> None:
        taken(handler)
        reply(handler, 200, found, Content_Type=JSON)

    for base in ("", "https://example.org/"):
        with answering(answer) as url, pytest.raises(QueryError) as raised:
            RemoteStore.open(url, base=base)
        told = str(raised.value)
        assert told.endswith(", …")
        assert len(told) < 5_000
        assert not {"\x1b", "\n"} & set(told)


# Put to an endpoint by a site.


def relayed(answer, text: str, wanted: Wanted) -> Found:
    def answering_(handler: Handler) -> None:
        taken(handler)
        answer(handler)

    with answering(answering_) as url:
        relay = Relay(lambda: RemoteStore(Address.of(url), "", {}), Limits(seconds=5))
        try:
            return relay.ask(text, wanted).result()
        finally:
            relay.close()


def test_what_virtuoso_answers_is_told_as_the_store_here_tells_it() -> None:
    whole = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": %s}]}}'
    xsd = b"http://www.w3.org/2001/XMLSchema#"
    one = b'{"type": "typed-literal", "datatype": "' + xsd + b'%s", "value": "1"}'
    found = relayed(says(whole % (one % b"integer")), "ASK { ?s ?p ?o }", Wanted(rows="json"))
    assert (found.kind, b'"boolean":true' in found.body) == ("yes", True)
    found = relayed(says(whole % (one % b"boolean")), "SELECT ?x { ?s ?p ?x }", Wanted(rows="csv"))
    assert (found.kind, found.body) == ("rows", b"x\r\ntrue\r\n")


def test_a_mistake_has_the_column_at_which_it_was_typed() -> None:
    with pytest.raises(QueryError, match="line 1, column 22"):
        relayed(says(b""), "SELECT * { ?s foo:bar ?o }", Wanted(base="https://example.org/"))


def test_a_relay_that_is_closed_sends_elsewhere() -> None:
    relay = Relay(lambda: RemoteStore(Address.of("http://127.0.0.1:9/"), "", {}), Limits())
    relay.close()
    for _ in range(2):
        with pytest.raises(QueueFull):
            relay.ask("ASK {}")


# On the command line.


def test_command_asks_an_endpoint(server: str, run, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("query", "contested", "--endpoint", server)
    assert (done.code, done.err) == (0, "")
    assert done.out == (ANSWERS / "contested.csv").read_text(encoding="utf-8")


def test_names_want_an_index_that_is_here(server: str, run, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("query", "money-to", "--set", "who=orlin-party", "--endpoint", server)
    done = run(*words)
    assert done.code == 1
    assert "that is looked up in an index here: there is none in graph; say where" in done.err
    done = run(*words, "-i", small.FOLDER)
    assert done.out == (ANSWERS / "money-to.csv").read_text(encoding="utf-8")


def test_index_here_that_is_another_is_told(server: str, run) -> None:
    done = run("query", "contested", "--endpoint", server, "-i", PROJECT / "graph")
    assert done.code == 1
    assert "holds no index of the base" in done.err
    done = run(
        "query", "ties", "--endpoint", server, "-i", PROJECT / "graph", "--base", small.index().base
    )
    assert done.out == run("query", "ties", "-i", small.FOLDER).out


def test_options_of_another_server_want_one(run) -> None:
    assert run("query", "ties", "--user", "ann").code == 2


def test_push_on_the_command_line(run, tmp_path) -> None:
    with oxigraph() as address:
        done = run("push", f"{address}/store", small.FOLDER)
        assert (done.code, done.out) == (0, "pushed in 5 requests\n")
        again = run("push", f"{address}/store", small.FOLDER)
        assert again.err == "the store holds this version already\n"
    refused = run("push", "example.org/store", small.FOLDER)
    assert (refused.code, refused.out) == (1, "")
    assert "--by files" in refused.err


def test_credentials_go_to_one_server_alone() -> None:
    ann = Credentials("ann", "hush")
    with pytest.raises(CardindexError, match="to which the credentials belong"):
        target("http://example.org/store", query="http://example.com/q", credentials=ann)
