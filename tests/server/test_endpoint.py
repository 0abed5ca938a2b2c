"""A site whose queries another store answers: the same answers, and nothing else of that store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import small
from starlette.testclient import TestClient
from stores import Handler, answering, reply, taken, with_small

from cardindex.server import Place, Served, Site, application

SAID = "SELECT ?claim ?says { ?claim ci:standing ci:Contested ; rdfs:label ?says } ORDER BY ?claim"
GRAPH = (
    "CONSTRUCT { ?claim rdfs:label ?says } { ?claim ci:standing ci:Contested ; rdfs:label ?says }"
)


def site(endpoint: str = "") -> TestClient:
    served = Served.open(Place(small.FOLDER))
    served = replace(served, place=replace(served.place, endpoint=endpoint))
    return TestClient(application(Site.of([served])), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[TestClient]:
    """A site that asks a server with the small index, and with what is somebody else's."""
    with with_small() as endpoint:
        yield site(endpoint)


@pytest.fixture(scope="module")
def here() -> TestClient:
    return site()


@pytest.mark.parametrize("query", [SAID, "ASK { ?s ci:standing ci:Contested }"])
@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values"])
def test_rows_are_those_of_the_store_here(
    elsewhere: TestClient, here: TestClient, query: str, accept: str
) -> None:
    told = [
        client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        for client in (elsewhere, here)
    ]
    assert told[0].status_code == 200, told[0].text
    assert (told[0].text, told[0].headers["content-type"]) == (
        told[1].text, told[1].headers["content-type"],
    )  # fmt: skip


def test_a_graph_is_that_of_the_store_here(elsewhere: TestClient, here: TestClient) -> None:
    lines = [
        sorted(client.get("/sparql", params={"query": GRAPH},
                          headers={"Accept": "application/n-triples"}).text.splitlines())
        for client in (elsewhere, here)
    ]  # fmt: skip
    assert lines[0] == lines[1]
    assert lines[0]


def test_a_named_query_is_asked_there(elsewhere: TestClient, here: TestClient) -> None:
    pages = [client.get("/query/contested", headers={"Accept": "text/csv"}).text
             for client in (elsewhere, here)]  # fmt: skip
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("SELECT * FROM <https://example.org/other> { ?a ?b ?c }", {}),
        ("SELECT * { ?a ?b ?c }", {"default-graph-uri": "https://example.org/other"}),
        ("SELECT * { GRAPH ?g { ?a ?b ?c } }", {"named-graph-uri": "https://example.org/other"}),
    ],
)
def test_what_else_is_there_is_not_shown(
    elsewhere: TestClient, query: str, more: dict[str, str]
) -> None:
    told = elsewhere.get("/sparql", params={"query": query, **more})
    assert told.status_code == 500
    assert "example.org/c" not in told.text


def test_nobody_is_told_that_what_is_there_is_as_it_was(
    elsewhere: TestClient, here: TestClient
) -> None:
    """The index here may stay as it is while another version is pushed there."""
    told = [client.get("/sparql", params={"query": SAID}).headers for client in (elsewhere, here)]
    assert ["etag" in headers for headers in told] == [False, True]
    assert told[0]["cache-control"] == "no-store"


def test_all_graphs_are_the_index_s_own(elsewhere: TestClient) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?a ?b ?c } }"
    told = elsewhere.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert "https://example.org/other" not in told.text
    assert "graph/claims" in told.text


def test_a_store_that_is_gone_is_told_without_its_address() -> None:
    told = site("http://127.0.0.1:9/query").get("/sparql", params={"query": SAID})
    assert told.status_code == 500
    assert "does not answer" in told.text
    assert "127.0.0.1:9" not in told.text


@pytest.mark.parametrize(
    "base", ["https://secret.example.org/", "https://secret.example.org/\x1b[31m" + "x" * 9_000]
)
def test_what_a_store_holds_instead_is_told_to_the_operator_alone(
    base: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = {"head": {"vars": ["base"]},
             "results": {"bindings": [{"base": {"type": "literal", "value": base}}]}}  # fmt: skip

    def answer(handler: Handler) -> None:
        taken(handler)
        kind = "application/sparql-results+json"
        reply(handler, 200, json.dumps(found).encode(), Content_Type=kind)

    with answering(answer) as url:
        told = site(url).get("/sparql", params={"query": SAID})
    assert told.status_code == 500
    assert "does not answer as it should" in told.text
    assert "secret" not in told.text
    assert url not in told.text
    logged = [record.told for record in caplog.records if record.getMessage() == "endpoint"]
    assert [each["why"][: len(url)] for each in logged] == [url]
    assert "secret.example.org" in logged[0]["why"]


def test_what_is_no_query_is_told_with_its_place(elsewhere: TestClient) -> None:
    told = elsewhere.get("/sparql", params={"query": "SELECT * { ?a ?b }"})
    assert (told.status_code, "line 1" in told.text) == (400, True)
