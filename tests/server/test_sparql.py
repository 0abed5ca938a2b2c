"""SPARQL over HTTP: what is answered in which format, what is refused and how, the pages."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import pytest
from asking import FOR_EVER
from starlette.testclient import TestClient

from cardindex.engine import FAILED, GRAPHS, ROWS, STORE, Bounds, Limits, Pool
from cardindex.errors import QueryError, QueueFull
from cardindex.server import Served, Site, application
from cardindex.server.asking import Queries, queries

LARGE = f'SELECT ({"CONCAT(?a, " * 20}?a{")" * 20} AS ?b) {{ VALUES ?a {{ "{"a" * 4_000}" }} }}'
CONTESTED = "SELECT ?claim ?says { ?claim ci:standing ci:Contested ; rdfs:label ?says }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
TSV, HTML = "text/tab-separated-values; charset=utf-8", "text/html; charset=utf-8"
STATIC = Path(__file__).parents[2] / "src" / "cardindex" / "server" / "static"


def ask(client: TestClient, query: str, **headers: str):
    return client.get("/sparql", params={"query": query}, headers=headers)


def children() -> set[int]:
    """Return the processes that this one has started."""
    told = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for each in told for pid in each.read_text("ascii").split()}


def busy(pids: set[int]) -> list[int]:
    """Return those of some processes that have used a processor for long."""
    stats = {pid: Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2] for pid in pids}
    return [pid for pid, stat in stats.items() if int(stat.split()[11]) > 60]


@pytest.fixture(scope="module")
def limited(essay: Served) -> Iterator[TestClient]:
    """Asks a site whose queries may take little, of a store of three hundred triples."""
    lines = [f'<a:{n}> <a:p> "{n}" .\n'.encode() for n in range(300)]
    with closing(
        Pool(
            lambda: iter(lines), {}, limits=Limits(seconds=3, rows=100, size=50_000, text=10_000),
            bounds=Bounds(processes=2, long=1),
        )
    ) as pool:  # fmt: skip
        served = replace(essay, _parts={queries: Queries(lambda: pool)})
        yield TestClient(application(Site.of([served])), base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.3, text/tab-separated-values;q=0.4", TSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        # What cannot be read is no wish.
        (";;q=,,", "application/sparql-results+json"),
        ("text/csv;q=" + "9" * 5_000, "text/csv; charset=utf-8"),
    ],
)  # fmt: skip
def test_rows_are_answered_in_what_is_wanted(
    client: TestClient, accept: str | None, answered: str
) -> None:
    told = ask(client, CONTESTED, **({"Accept": accept} if accept else {"Accept": ""}))
    assert (told.status_code, told.headers["content-type"]) == (200, answered)
    assert "c0533" in told.text


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs_are_answered_in_what_is_wanted(client: TestClient, name: str) -> None:
    text = "CONSTRUCT { ?claim rdfs:label ?says } WHERE { ?claim rdfs:label ?says } LIMIT 2"
    by_accept = ask(client, text, Accept=GRAPHS[name])
    by_name = client.get("/sparql", params={"query": text, "format": name})
    assert by_accept.headers["content-type"].partition(";")[0] == GRAPHS[name]
    assert by_accept.content == by_name.content


@pytest.mark.parametrize(
    ("query", "accept"),
    [("ASK {}", "text/turtle"), ("DESCRIBE <a:b>", "text/csv"), ("ASK {}", "image/png")],
)
def test_what_cannot_be_had_is_told_with_what_can(
    client: TestClient, query: str, accept: str
) -> None:
    told = ask(client, query, Accept=accept)
    assert told.status_code == 406
    assert " can be had as " in told.json()["error"]


def test_three_ways_of_asking_have_one_answer(client: TestClient) -> None:
    told = ask(client, CONTESTED)
    form = client.post(
        "/sparql", content=urlencode({"query": CONTESTED}), headers={"Content-Type": FORM}
    )
    direct = client.post(
        "/sparql", content=CONTESTED, headers={"Content-Type": f"{DIRECT}; charset=UTF-8"}
    )
    assert told.content == form.content == direct.content  # fmt: skip


def test_a_dataset_is_what_is_asked(client: TestClient, essay: Served) -> None:
    def count(**graphs: str) -> int:
        text = "SELECT (COUNT(*) AS ?n) { ?claim ci:standing ?standing }"
        told = client.get("/sparql", params={"query": text, "format": "csv", **graphs})
        return int(told.text.split()[1])

    claims = {"default-graph-uri": f"{essay.index.base}graph/claims"}
    sources = {"default-graph-uri": f"{essay.index.base}graph/sources"}
    assert (count(), count(**claims), count(**sources)) == (count(**claims), count(), 0)
    assert count() > 500


def test_a_drawing_and_the_files_beside_a_page_are_of_the_same_dataset(
    client: TestClient, essay: Served
) -> None:
    graph = f"{essay.index.base}graph/sources"
    asks = {"query": CONTESTED, "default-graph-uri": graph}
    assert client.get("/sparql", params={**asks, "format": "svg"}).status_code == 404
    told = client.get("/sparql", params=asks, headers={"Accept": "text/html"}).text
    files = re.findall(r'href="(/sparql[^"]*format=csv)"', told)
    assert [client.get(html.unescape(each)).text.count("\n") for each in files] == [1]


def test_relative_iris_are_the_index_s(client: TestClient) -> None:
    assert ask(client, "ASK { <entity/kgb> rdfs:label ?label }").json()["boolean"] is True


def test_an_answer_that_is_known_is_not_made_again(client: TestClient) -> None:
    first = ask(client, CONTESTED)
    again = ask(client, CONTESTED, **{"If-None-Match": first.headers["etag"]})
    other = ask(client, CONTESTED, **{"If-None-Match": first.headers["etag"], "Accept": "text/csv"})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert "etag" not in ask(client, "SELECT (NOW() AS ?now) {}").headers


def test_limits_are_told_and_anybody_s_page_may_read_them(client: TestClient) -> None:
    for told in (ask(client, "ASK {}"), ask(client, "ASK {"), client.get("/sparql")):
        assert told.headers["x-limit-seconds"] == "30"
        assert told.headers["access-control-allow-origin"] == "*"
        assert "X-Limit-Seconds" in told.headers["access-control-expose-headers"]
    before = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert "POST" in before.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("query", "status", "limit", "words"),
    [
        (FOR_EVER, 500, "seconds", "after 3 seconds, which is as long as a query may take here"),
        ("SELECT * { ?s ?p ?o }", 500, "rows", "more than 100 rows"),
        (LARGE, 500, "size", "more than 50,000 bytes"),
        ("ASK { SERVICE <a:b> {} }", 500, "service", "line 1, column 7: SERVICE"),
        ("ASK " + "{" * 300 + "}" * 300, 400, "depth", "nested more than 200 deep"),
        ("ASK { # " + "a" * 10_000 + "\n}", 413, "text", "more than 10,000 characters"),
        ("SELECT * {\n  ?s ?p\n}", 400, None, "line 2, column 3: "),
        ("ASK {\0}", 400, None, "line 1, column 6: "),
        ("", 400, None, "the query is empty"),
        ('ASK { FILTER(REGEX("' + "a" * 50 + '", "(((a*)*)*)*b")) }', 200, None, ""),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_and_the_next_is_answered(
    limited: TestClient, query: str, status: int, limit: str | None, words: str
) -> None:
    told = limited.post("/sparql", content=query, headers={"Content-Type": DIRECT})
    assert (told.status_code, told.headers.get("x-limit")) == (status, limit), told.text
    assert words in told.text
    assert "--timeout" not in told.text
    assert ask(limited, "ASK { ?s ?p 5 }").json()["boolean"] is False


@pytest.mark.parametrize(
    ("method", "path", "content", "kind", "status"),
    [
        ("POST", "/sparql", b"ASK {}", None, 415),
        ("POST", "/sparql", b"ASK {}", "text/plain", 415),
        ("POST", "/sparql", b"ASK {}", "multipart/form-data; boundary=x", 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), f"{DIRECT}; charset=utf-16", 415),
        ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT, 400),
        ("POST", "/sparql", b"ASK { ?s ?p '\xed\xa0\x80' }", DIRECT, 400),
        ("POST", "/sparql", b"query=%ff", FORM, 400),
        ("POST", "/sparql", b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", b"ASK {}", DIRECT, 400),
        ("POST", "/sparql", b"", FORM, 400),
        ("POST", "/sparql", b"update=CLEAR%20ALL", FORM, 403),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 403),
        ("POST", "/sparql", b"CLEAR ALL", DIRECT, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, None, 400),
        ("GET", "/sparql?query=%ED%A0%80", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=no%20iri", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&format=word", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D" + "&a=b" * 1_000, None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D" + "&a=" + "b" * 30_000, None, None, 414),
        ("PUT", "/sparql", b"ASK {}", DIRECT, 405),
        ("DELETE", "/sparql?query=ASK%20%7B%7D", None, None, 405),
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused_as_the_protocol_has_it(
    client: TestClient, method: str, path: str, content: bytes | None, kind: str | None, status: int
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    told = client.request(method, path, content=content, headers=headers)
    assert told.status_code == status, told.text
    assert told.json()["error"]


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (QueueFull(7), 503, {"retry-after": "7"}),
        (QueryError("the store cannot be read", STORE), 500, {"x-limit": STORE}),
        (QueryError("the query failed: it is gone", FAILED), 500, {"x-limit": FAILED}),
    ],
)
def test_what_goes_wrong_in_the_pool_is_told(
    essay: Served, error: QueryError, status: int, headers: dict[str, str]
) -> None:
    def broken() -> Pool:
        raise error

    served = replace(essay, _parts={queries: Queries(broken)})
    client = TestClient(application(Site.of([served])), base_url="http://127.0.0.1")
    told = ask(client, "ASK {}")
    assert (told.status_code, headers.items() <= dict(told.headers).items()) == (status, True)


def test_a_process_that_dies_in_mid_answer_is_told_and_the_next_query_is_answered(
    essay: Served,
) -> None:
    lines = [f'<a:{n}> <a:p> "{n}" .\n'.encode() for n in range(300)]
    before = children()
    with closing(Pool(lambda: iter(lines), {}, bounds=Bounds(processes=2, long=1))) as pool:
        served = replace(essay, _parts={queries: Queries(lambda: pool)})
        client = TestClient(application(Site.of([served])), base_url="http://127.0.0.1")
        with ThreadPoolExecutor() as threads:
            asked = threads.submit(ask, client, FOR_EVER)
            while not (own := busy(children() - before)):
                time.sleep(0.02)
            os.kill(own[0], signal.SIGKILL)
            told = asked.result()
        assert (told.status_code, told.headers["x-limit"]) == (500, FAILED)
        assert "ended from outside" in told.json()["error"]
        assert ask(client, "ASK { ?s ?p '1' }").json()["boolean"] is True


def test_a_page_shows_rows_with_links_and_how_the_claims_stand(client: TestClient) -> None:
    told = ask(client, CONTESTED, Accept="text/html").text
    assert '<a href="/claim/c0533">claim:c0533</a>' in told
    assert re.search(r'<th scope="row">contested</th><td><meter', told)
    assert "format=csv" in told
    assert "<script>" not in told


def test_a_page_shows_an_error_at_its_place(client: TestClient) -> None:
    told = ask(client, "SELECT * {\n  ?s ?p\n}</textarea><script>", Accept="text/html")
    assert told.status_code == 400
    assert 'data-line="2" data-column="3"' in told.text
    assert "<script>" not in told.text
    assert 'role="alert"' in told.text


def test_what_is_nested_too_deep_to_be_laid_out_is_told(client: TestClient) -> None:
    """Statements on statements are as deep as a query is long, and need no brackets for it."""
    deep = " ".join(f"BIND(TRIPLE(?s, ?p, ?t{n}) AS ?t{n + 1})" for n in range(500))
    query = f"SELECT ?t500 {{ ?s ?p ?t0 {deep} }} LIMIT 1"

    def posted(accept: str, form: str = ""):
        data = {"query": query, "format": form}
        return client.post("/sparql", data=data, headers={"Accept": accept})

    assert posted("text/csv").status_code == 200
    for told in (posted("text/html"), posted("*/*", "svg")):
        assert told.status_code == 400
        assert "nested too deep to be laid out" in told.text


def test_the_network_of_the_claims_in_an_answer_is_drawn(client: TestClient) -> None:
    drawn = client.get("/sparql", params={"query": CONTESTED, "format": "svg"})
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert "KGB" in drawn.text
    nothing = client.get("/sparql", params={"query": "SELECT (1 AS ?n) {}", "format": "svg"})
    assert nothing.status_code == 404


def test_a_named_query_is_asked_by_its_address(client: TestClient) -> None:
    address = "/query/money-to?who=pcch"
    rows = client.get(address, headers={"Accept": "text/csv"})
    read = client.get(address, headers={"Accept": "application/json"})
    page = client.get(address, headers={"Accept": "text/html"})
    assert rows.text.startswith("claim,says,quantity")
    assert len(read.json()["results"]["bindings"]) == rows.text.count("\r\n") - 1
    assert '<option value="kgb">KGB</option>' in page.text
    assert 'value="pcch"' in page.text
    assert "c0292" in page.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/query/money-to", 400, "has to be told who"),
        ("/query/money-to?who=nobody-at-all", 404, "nobody-at-all"),
        ("/query/money-to?who=pcch&whom=x", 404, "unknown parameter"),
        ("/query/active-in?year=then", 400, "four digits"),
        ("/query/nothing-such", 404, "unknown query"),
        ("/query/..%2f..%2fsecret", 400, ""),
    ],
)  # fmt: skip
def test_a_named_query_that_is_not_told_all_says_so(
    client: TestClient, address: str, status: int, words: str
) -> None:
    told = client.get(address, headers={"Accept": "application/json"})
    assert (told.status_code, words in told.json()["error"]) == (status, True), told.text


def test_a_named_query_without_its_parameters_is_a_form(client: TestClient) -> None:
    told = client.get("/query/money-to", headers={"Accept": "text/html"})
    assert (told.status_code, 'role="alert"' in told.text) == (200, False)
    wrong = client.get("/query/money-to?who=nobody-at-all", headers={"Accept": "text/html"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (400, True)


def test_the_page_lists_every_named_query(client: TestClient, essay: Served) -> None:
    from cardindex import namedqueries

    told = client.get("/sparql", headers={"Accept": "text/html"}).text
    assert [
        name for name in namedqueries.places(essay.index) if f'href="/query/{name}"' not in told
    ] == []


def test_every_format_is_told_in_the_docs() -> None:
    told = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text("utf-8")
    assert [name for name in (*ROWS, *GRAPHS) if f"`{name}`" not in told] == []


def test_the_editor_is_what_its_note_says() -> None:
    told = (STATIC / "codemirror" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(.+)` \| ([\d,]+) \| `(\w+)` \|$", told, re.MULTILINE)
    found = [(path.name, path.read_bytes()) for path in sorted(STATIC.glob("codemirror/*.[cj]s*"))]
    assert rows == [(name, f"{len(body):,}", sha256(body).hexdigest()) for name, body in found]


def test_json_is_whole(client: TestClient) -> None:
    assert json.loads(ask(client, CONTESTED).content)["head"]["vars"] == ["claim", "says"]
