"""An index in a store: whole or what has changed, by both protocols, and after a break."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pyoxigraph as ox
import pytest
import small
from sites import PATIENCE
from stores import Handler, answering, before, graph_of, oxigraph, reply, taken

from cardindex import rdf
from cardindex.errors import RemoteError
from cardindex.index import Index
from cardindex.pushing import Target, push, target, write
from cardindex.pushing.dumps import dumped, lines
from cardindex.pushing.plans import Step
from cardindex.pushing.target import _update
from cardindex.remote import Patience
from cardindex.store.remote import RemoteStore

OTHER = ox.Quad(*(ox.NamedNode(f"https://example.org/{name}") for name in "abcd"))
WAYS = ("/store", "/update")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oxigraph() as address:
        yield address


@pytest.fixture
def store(server: str) -> str:
    """The server, with nothing in it but a graph of somebody else's."""
    asked(server, "PUT", "/store", b"")
    asked(server, "POST", "/store", f"{OTHER} .".encode(), "application/n-quads")
    return server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(small.FOLDER, tmp_path / "index"))


def asked(
    server: str, method: str, path: str, body: bytes | None, kind: str = "text/turtle"
) -> bytes:
    request = urllib.request.Request(  # noqa: S310 - a server of our own
        server + path, body, {"Content-Type": kind, "Accept": "application/n-quads"}, method=method
    )
    with urllib.request.urlopen(request) as found:  # noqa: S310
        return found.read()


def held(server: str) -> set[ox.Quad]:
    """Return what a store holds, but for what it says of pushes."""
    found = asked(server, "GET", "/store", None)
    quads = set(ox.parse(found, format=ox.RdfFormat.N_QUADS))
    return {quad for quad in quads if not str(quad.graph_name).endswith("graph/pushed>")}


def expected(index: Index) -> set[ox.Quad]:
    """Return what an index comes to there; the store writes numbers and languages its own way."""
    canonical = ox.Store()
    for path, chunks in rdf.graphs(index):
        graph = ox.NamedNode(index.base + path)
        canonical.load(b"".join(chunks), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    return {*canonical, OTHER}


def relabelled(folder: Path, label: str) -> Index:
    path = folder / "entities.csv"
    text = path.read_text("utf-8")
    assert "Orlin Party" in text
    path.write_text(text.replace("Orlin Party", label), "utf-8")
    return Index.open(folder)


def pushed(index: Index, at: Target | str, **how: object) -> tuple[list[str], object]:
    told: list[str] = []
    to = target(at) if isinstance(at, str) else at
    try:
        found = push(index, to, told.append, **how)
    finally:
        to.close()
    return told, found


@pytest.mark.parametrize("way", WAYS)
def test_store_holds_the_index_and_what_was_there(store: str, way: str) -> None:
    pushed(small.index(), store + way)
    assert held(store) == expected(small.index())


@pytest.mark.parametrize("way", WAYS)
def test_batches_come_to_the_same(store: str, way: str) -> None:
    _, found = pushed(small.index(), store + way, batch=100)
    assert held(store) == expected(small.index())
    assert found.requests > 20


@pytest.mark.parametrize("way", WAYS)
def test_second_push_sends_nothing(store: str, way: str) -> None:
    pushed(small.index(), store + way)
    told, found = pushed(small.index(), store + way)
    assert (told, found.plan) == (["the store holds this version already"], None)


def test_change_is_sent_triple_by_triple(store: str, folder: Path) -> None:
    pushed(small.index(), f"{store}/update")
    changed = relabelled(folder, "Orlin Party of Workers")
    told, found = pushed(changed, f"{store}/update")
    assert held(store) == expected(changed)
    assert told[0] == "pushed is what has changed since the last push"
    gone = [part.triples for part in found.plan.parts if part.kind == "delete"]
    come = [part.triples for part in found.plan.parts if part.kind == "insert"]
    assert 0 < sum(gone) == sum(come) < 30


def test_change_is_sent_graph_by_graph_without_update(store: str, folder: Path) -> None:
    pushed(small.index(), f"{store}/store")
    changed = relabelled(folder, "Orlin Party of Workers")
    _, found = pushed(changed, f"{store}/store")
    assert held(store) == expected(changed)
    assert [part.name for part in found.plan.parts] == ["truthy", "claims"]


def test_graph_store_with_update_beside_it_takes_triples(store: str, folder: Path) -> None:
    both = target(f"{store}/store", update=f"{store}/update")
    pushed(small.index(), both)
    changed = relabelled(folder, "Orlin Party of Workers")
    _, found = pushed(changed, target(f"{store}/store", update=f"{store}/update"))
    assert held(store) == expected(changed)
    assert {part.kind for part in found.plan.parts} == {"delete", "insert"}


def test_push_of_another_machine_is_believed_and_not_compared(
    store: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pushed(relabelled(folder, "Orlin Party of Workers"), f"{store}/update")
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "elsewhere"))
    told, _ = pushed(small.index(), f"{store}/update")
    assert "what was pushed then is not kept here" in told[0]
    assert held(store) == expected(small.index())


def test_store_that_lost_triples_is_pushed_whole(store: str) -> None:
    pushed(small.index(), f"{store}/store")
    graph = f"{small.index().base}graph/sources"
    asked(store, "POST", "/update", f"CLEAR GRAPH <{graph}>".encode(), "application/sparql-update")
    told, _ = pushed(small.index(), f"{store}/store")
    assert told[0].startswith("the store does not hold what it was told: sources has 0 triples")
    assert held(store) == expected(small.index())


def test_without_a_cache_all_is_pushed(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARDINDEX_CACHE", "off")
    pushed(small.index(), f"{store}/update")
    assert held(store) == expected(small.index())


def test_dry_run_changes_nothing(store: str) -> None:
    told, found = pushed(small.index(), f"{store}/store", dry=True)
    assert held(store) == {OTHER}
    assert found.plan.requests == 5
    assert len(told) == 6


# A push that is broken off.


class Broken:
    """Lets so many requests that write through, and answers with 403 from there on."""

    def __init__(self, let: int) -> None:
        self.let, self.seen = let, 0

    def __call__(self, handler: Handler, _: bytes) -> bool:
        if handler.command == "GET" or handler.path.startswith("/query"):
            return False
        self.seen += 1
        if self.seen > self.let:
            reply(handler, 403, b"no more today")
            return True
        return False


@pytest.mark.parametrize("way", WAYS)
def test_push_that_was_broken_off_goes_on(store: str, way: str) -> None:
    broken = Broken(let=8)
    with before(store, broken) as between:
        with pytest.raises(RemoteError, match="no more today") as raised:
            pushed(small.index(), between + way, batch=100)
        assert "the store holds a part of it; the same command goes on" in str(raised.value)
        assert b'"under way ' in asked(store, "GET", "/store", None)
        broken.let, broken.seen = 10_000, 0
        told, found = pushed(small.index(), between + way, batch=100)
    assert held(store) == expected(small.index())
    assert "goes on where it was broken off: 7 of" in told[-1]
    assert found.requests == broken.seen - 2  # but for the two that mark what the store holds


@pytest.mark.parametrize("way", WAYS)
def test_change_that_was_broken_off_goes_on(store: str, way: str, folder: Path) -> None:
    changed, broken = relabelled(folder, "Orlin Party of Workers"), Broken(let=10_000)
    with before(store, broken) as between:
        pushed(small.index(), between + way)
        broken.let, broken.seen = 4, 0
        with pytest.raises(RemoteError, match="goes on from there"):
            pushed(changed, between + way, batch=100)
        broken.let = 10_000
        told, _ = pushed(changed, between + way, batch=100)
    assert held(store) == expected(changed)
    assert "goes on where it was broken off: 3 of" in told[-1]


def test_another_version_after_a_break_is_pushed_whole(store: str, folder: Path) -> None:
    with before(store, Broken(let=8)) as between, pytest.raises(RemoteError):
        pushed(small.index(), f"{between}/update", batch=100)
    changed = relabelled(folder, "Orlin Party of Workers")
    told, _ = pushed(changed, f"{store}/update")
    assert "another push was broken off" in told[0]
    assert held(store) == expected(changed)


def test_push_that_is_killed_goes_on(store: str, tmp_path: Path) -> None:
    environment = os.environ | {"CARDINDEX_CACHE": str(tmp_path / "cache")}
    seen: list[str] = []
    amid, killed = Event(), Event()

    def stopped(handler: Handler, _: bytes) -> bool:
        """Let three batches of claims through, and hold the fourth until it is too late for it."""
        if graph_of(handler.path) == "claims":
            seen.append(handler.command)
        if len(seen) == 4 and not killed.is_set():
            amid.set()
            killed.wait(PATIENCE)
            return True
        return False

    with before(store, stopped) as between:
        command = [sys.executable, "-m", "cardindex", "push", f"{between}/store", small.FOLDER]
        command += ["--batch", "100"]
        running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        assert amid.wait(PATIENCE)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        killed.set()
        assert f"<{small.index().base}graph/claims> .".encode() in asked(
            store, "GET", "/store", None
        )
        assert held(store) != expected(small.index())
        again = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
    assert again.returncode == 0, again.stderr
    assert "goes on where it was broken off" in again.stderr
    assert held(store) == expected(small.index())


def test_push_of_another_in_between_is_noticed(store: str, folder: Path) -> None:
    other, done = relabelled(folder, "Orlin Party of Workers"), []

    def meddle(handler: Handler, _: bytes) -> bool:
        if graph_of(handler.path) == "vocabulary" and not done:
            done.append(True)
            pushed(other, f"{store}/store", whole=True)
        return False

    with (
        before(store, meddle) as between,
        pytest.raises(RemoteError, match="another push has come in between"),
    ):
        pushed(small.index(), f"{between}/store")


# Stores that are busy, or do something else.


def test_busy_store_is_asked_again_when_it_says(store: str) -> None:
    waited: list[float] = []
    told: list[str] = []
    answers = [(503, {"Retry-After": "7"}), (429, {}), (503, {})]

    def meddle(handler: Handler, _: bytes) -> bool:
        if handler.command != "PUT" or not answers:
            return False
        status, headers = answers.pop(0)
        reply(handler, status, **headers)
        return True

    patience = Patience(first=1, tell=told.append, sleep=waited.append)
    with before(store, meddle) as between:
        pushed(small.index(), target(f"{between}/store", patience=patience))
    assert waited == [7, 2, 4]
    assert "busy" in told[0]
    assert told[0].endswith("trying again in 7 s")
    assert held(store) == expected(small.index())


def test_store_that_stays_busy_is_given_up_and_that_is_said(store: str) -> None:
    def meddle(handler: Handler, _: bytes) -> bool:
        if graph_of(handler.path) != "sources":
            return False
        reply(handler, 503)
        return True

    patience = Patience(tries=3, sleep=lambda _: None)
    with before(store, meddle) as between, pytest.raises(RemoteError) as raised:
        pushed(small.index(), target(f"{between}/store", patience=patience))
    assert raised.value.status == 503
    assert "broken off after 1 of" in str(raised.value)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "wants to know who asks"),
        (403, "refuses this"),
        (404, "nothing at this address"),
        (405, "does something else at this address"),
        (413, "--batch"),
        (415, "does not take N-Triples"),
        (507, "no room left"),
    ],
)
def test_refusal_says_what_to_do(store: str, status: int, words: str) -> None:
    def meddle(handler: Handler, _: bytes) -> bool:
        if handler.command == "PUT":
            reply(handler, status, b"<html><title>x</title><h1>So it is</h1></html>")
        return handler.command == "PUT"

    with before(store, meddle) as between, pytest.raises(RemoteError) as raised:
        pushed(small.index(), f"{between}/store")
    assert words in str(raised.value)
    assert f"(answer {status}: So it is)" in str(raised.value)


def test_page_that_takes_anything_is_no_store() -> None:
    seen = []

    def answer(handler: Handler) -> None:
        taken(handler)
        seen.append(handler.command)
        reply(handler, 200, b"<html><p>Welcome", Content_Type="text/html")

    with answering(answer) as url, pytest.raises(RemoteError, match="does not give it back"):
        pushed(small.index(), f"{url}/welcome")
    assert seen == ["GET", "PUT", "GET"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [{}]}}',
        b'{"head": {}, "boolean": true}',
        b'{"head": {"vars": []}, "results": {"bindings": [{}]}}',
    ],
)
def test_store_that_answers_something_else_than_it_is_asked_is_told(body: bytes) -> None:
    def answer(handler: Handler) -> None:
        taken(handler)
        reply(handler, 200, body, Content_Type="application/sparql-results+json")

    with answering(answer) as url:
        store = target(f"{url}/update", query=f"{url}/query")
        with pytest.raises(RemoteError, match="something else"):
            store.marker(small.index().base)
        with dumped(small.index()) as dump, pytest.raises(RemoteError, match="something else"):
            store.counts(dump)
        store.close()


def test_marker_that_would_end_whoever_parses_it_is_none() -> None:
    deep = b"<x:a> <x:b> " + b"<<( <x:a> <x:b> " * 50_000 + b"<x:c>" + b" )>>" * 50_000 + b" ."

    def answer(handler: Handler) -> None:
        reply(handler, 200, deep, Content_Type="text/turtle")

    with answering(answer) as url:
        store = target(f"{url}/store")
        assert store.marker(small.index().base) is None
        store.close()


# What is sent.


@pytest.mark.parametrize("text", ["\\u0041", "\\\\u0041", "a\\", '"\\U0001F600"', "\x07\\u", "é\n"])
def test_texts_come_through_an_update_as_they_are(store: str, text: str) -> None:
    from cardindex.rdf.lines import quoted

    graph, subject = "https://example.org/g", "<https://example.org/s>"
    line = f"{subject} {subject} {quoted(text)} .\n".encode()
    for kind, wanted in (("insert", {text}), ("delete", set())):
        body = _update(Step(kind, graph, line))
        asked(store, "POST", "/update", body, "application/sparql-update")
        found = {quad.object.value for quad in held(store) - {OTHER}}
        assert found == wanted


def test_lines_are_cut_by_number_and_size(tmp_path: Path) -> None:
    with dumped(small.index()) as dump:
        path = dump.path("claims")
        whole = b"".join(b"".join(some) for some in lines(path, 10**6, 10**9))
        tens = list(lines(path, 10, 10**9))
        short = list(lines(path, 10**6, 2_000))
    assert {len(some) for some in tens[:-1]} == {10}
    assert b"".join(b"".join(some) for some in tens) == whole
    assert max(sum(map(len, some)) for some in short) <= 2_100
    assert b"".join(b"".join(some) for some in short) == whole


def test_files_hold_what_a_push_would(tmp_path: Path) -> None:
    import gzip

    names = write(small.index(), tmp_path / "quads")
    store = ox.Store()
    for name in names:
        if name.endswith(".nq.gz"):
            data = gzip.decompress((tmp_path / "quads" / name).read_bytes())
            store.load(data, format=ox.RdfFormat.N_QUADS)
    assert {*store, OTHER} == expected(small.index())
    assert sorted(path.name for path in (tmp_path / "quads").iterdir()) == sorted(names)


def test_script_for_oxigraph_loads_them(tmp_path: Path) -> None:
    write(small.index(), tmp_path / "quads")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["sh", tmp_path / "quads" / "load-oxigraph.sh", tmp_path / "db"],
        env=os.environ | {"PATH": path}, check=True, capture_output=True,
    )  # fmt: skip
    assert {*ox.Store.read_only(str(tmp_path / "db")), OTHER} == expected(small.index())


def test_address_of_queries_is_that_of_stores_one_meets() -> None:
    told = {
        "http://example.org/store": "http://example.org/query",
        "http://example.org/ds/data": "http://example.org/ds/query",
        "http://example.org/ds/update": "http://example.org/ds/query",
        "http://example.org/repositories/r/statements": "http://example.org/repositories/r",
        "http://example.org/repositories/r/rdf-graphs/service": "http://example.org/repositories/r",
        "http://example.org/sparql-graph-crud-auth": "http://example.org/sparql",
    }
    assert {url: str(target(url).queries) for url in told} == told


def test_what_is_pushed_is_asked_as_the_index_is(store: str) -> None:
    pushed(small.index(), f"{store}/store")
    there = RemoteStore.open(f"{store}/query")
    assert there.base == small.index().base
    assert there.query("SELECT (COUNT(*) AS ?n) { ?c a ci:Claim }").rows == [(29,)]
