"""Linked data: what an index names is had at its name, in each format, as the dumps have it."""

from __future__ import annotations

from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import rdflib
from starlette.testclient import TestClient

from cardindex import rdf
from cardindex.server import Served
from cardindex.server.formats import SYNTAXES
from cardindex.server.linked import descriptions


@pytest.fixture(scope="module")
def full(essay: Served) -> frozenset[ox.Quad]:
    """All that the full dump of the essay says."""
    return frozenset(rdf.quads(essay.everything))


def _paths(essay: Served, full: frozenset[ox.Quad]) -> list[str]:
    """Return the paths of all that the dump describes, without fragments."""
    base = essay.index.base
    found = {quad.subject.value.removeprefix(base).partition("#")[0] for quad in full}
    return sorted(path for path in found if path and not path.startswith("graph/"))


def test_all_descriptions_together_are_the_dump_but_for_what_describes_it(
    essay: Served, full: frozenset[ox.Quad]
) -> None:
    made, told = essay.part(descriptions), set()
    for path in _paths(essay, full):
        kind, _, id_ = path.partition("/")
        thing = made.of(kind, unquote(id_))
        assert thing is not None, path
        told.update(ox.parse(rdf.described(thing, essay.names, "nquads"),
                             format=ox.RdfFormat.N_QUADS))  # fmt: skip
        assert thing.pages == 1
    assert told <= full
    left = {quad.subject.value.removeprefix(essay.index.base) for quad in full - told}
    assert left == {"", "graph/truthy", "graph/sources", "graph/claims"}


@pytest.mark.parametrize("kind", SYNTAXES)
def test_whatever_is_named_is_had_in_each_format(
    client: TestClient, essay: Served, full: frozenset[ox.Quad], kind: str
) -> None:
    flat = {quad.triple for quad in full}
    # Every eightieth of all, those of each kind among them.
    paths = _paths(essay, full)
    some = [*paths[::80], *{path.partition("/")[0]: path for path in paths}.values()]
    for path in some:
        told = client.get(f"/{path}", headers={"Accept": kind})
        assert told.status_code == 200, path
        assert told.headers["content-type"].partition(";")[0] == kind
        assert told.headers["content-location"] == f"/{path}.{SYNTAXES[kind][0]}"
        assert "Accept" in told.headers["vary"].split(", ")
        found = {quad.triple for quad in
                 ox.parse(told.content, format=rdf.FORMATS[SYNTAXES[kind][1]])}  # fmt: skip
        assert found <= flat
        assert any(triple.subject.value == f"{essay.index.base}{path}" for triple in found)
        again = client.get(told.headers["content-location"])
        assert again.content == told.content


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("kind", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_rdflib_reads_the_same(client: TestClient, kind: str) -> None:
    told = client.get("/entity/kgb", headers={"Accept": kind}).text
    lines = client.get("/entity/kgb.nt").content
    count = len(set(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)))
    assert len(rdflib.Graph().parse(data=told, format=kind)) == count > 50


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle;q=0.8, application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ('application/ld+json;profile="a, text/html;q=1"', "application/ld+json"),
        ("", "text/html"),
    ],
)
def test_who_asks_has_what_is_wanted_most(client: TestClient, accept: str, kind: str) -> None:
    told = client.get("/source/essay", headers={"Accept": accept})
    assert (told.status_code, told.headers["content-type"].partition(";")[0]) == (200, kind)


def test_what_is_not_there_as_that_is_told_with_what_there_is(client: TestClient) -> None:
    told = client.get("/entity/kgb", headers={"Accept": "image/png"})
    assert told.status_code == 406
    assert "text/turtle (.ttl)" in told.text


@pytest.mark.parametrize("path", [
    "/entity/kgbx.ttl", "/claim/.ttl", "/citation/c1-00000000.ttl", "/coder/nobody.ttl",
    "/grouping/bloc/none.ttl", "/row/0.ttl", "/decision/0.nt", "/entity/kgb.ttl?page=2",
    "/entity/kgb.ttl?page=0", "/entity/kgb.ttl?page=x", "/entity/kgb/x.ttl", "/entity/.ttl",
])  # fmt: skip
def test_what_is_not_named_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_address_leads_on(client: TestClient, essay: Served) -> None:
    told = client.get("/entity/kgb.ttl").headers["link"]
    assert '</entity/kgb.jsonld>; rel="alternate"; type="application/ld+json"' in told
    assert f'<{essay.index.base}entity/kgb>; rel="describes"' in told
    assert f'<{essay.index.licence}>; rel="license"' in told
    assert "text/turtle" not in told


def test_head_says_what_get_says(client: TestClient) -> None:
    got, head = client.get("/entity/kgb.ttl"), client.head("/entity/kgb.ttl")
    assert head.content == b""
    assert {**head.headers} == {**got.headers}
