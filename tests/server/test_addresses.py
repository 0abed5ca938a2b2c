"""Addresses: which methods each takes, alone, beside other indexes, and behind a prefix."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Settings, Site, application
from cardindex.server.forwarded import Forwarded

SMALLEST = Path(__file__).resolve().parent.parent / "data" / "valid" / "smallest"
READ, ASKED = "GET, HEAD, OPTIONS", "GET, HEAD, POST, OPTIONS"
TAKEN = {
    "": READ, "entities": READ, "entity/kgb": READ, "entity/nobody": READ, "entity/kgb.ttl": READ,
    "api": READ, "api/": READ, "api/claims": READ, "api/openapi.json": READ, "api/nothing": READ,
    "search.json": READ, "explore": READ, "data": READ, "query/contested": READ, "feed": READ,
    "static/site.css": READ, "oembed": READ, "card/home.png": READ, "robots.txt": READ,
    "ipif": READ, "ipif/persons": READ, "ipif/persons/kgb": READ,
    "sparql": ASKED, "sparql/": ASKED, "reconcile": ASKED, "reconcile/suggest/entity": ASKED,
    "passage": ASKED,
}  # fmt: skip


def held(asked: TestClient, home: str) -> None:
    """Hold every address below a path to the methods that it takes."""
    for path, taken in TAKEN.items():
        told = asked.options(home + path)
        assert (told.status_code, told.headers["allow"], told.content) == (204, taken, b""), path
        refused = asked.request("PUT", home + path)
        assert (refused.status_code, refused.headers["allow"]) == (405, taken), path
        posted = asked.post(home + path)
        refused_here = taken == READ and not path.startswith("ipif")
        assert (posted.status_code == 405) == refused_here, path


def test_each_address_names_the_methods_that_it_takes(client: TestClient) -> None:
    held(client, "/")
    for probe in ("/health", "/ready"):
        assert client.options(probe).headers["allow"] == READ


@pytest.fixture
def several(essay: Served) -> Site:
    one, other = (Served.open(Place(SMALLEST, name)) for name in ("one", "api"))
    named = Served.open(Place(essay.place.folder, "essay"))
    return Site.of([named, one, other], Settings("https://example.org/archive"))


def test_so_does_each_of_several_indexes_behind_a_prefix(several: Site) -> None:
    app = Forwarded(application(several), "/archive")
    for home in ("/archive/", "/"):  # a proxy leaves the prefix on, or takes it away
        asked = TestClient(app, base_url="https://example.org")
        held(asked, f"{home}essay/")
        assert asked.options(home).headers["allow"] == READ
        assert asked.options(f"{home}one/api/claims").headers["allow"] == READ
        assert asked.options(f"{home}sparql").status_code == 404


def test_where_nothing_is_no_method_is_taken(client: TestClient) -> None:
    for method in ("OPTIONS", "POST", "PUT", "TRACE"):
        told = client.request(method, "/nothing/here")
        assert (told.status_code, told.headers.get("allow")) == (404, None), method


def test_a_page_of_elsewhere_is_told_the_same(client: TestClient) -> None:
    asked = {"Origin": "https://elsewhere.example.org", "Access-Control-Request-Method": "GET"}
    for path, taken in (("/entity/kgb", READ), ("/sparql", ASKED)):
        told = client.options(path, headers=asked)
        assert told.headers["access-control-allow-methods"] == taken
        assert told.headers["access-control-max-age"] == "86400"
    assert "access-control-allow-methods" not in client.get("/entity/kgb", headers=asked).headers


def test_only_what_is_under_the_api_of_an_index_is_answered_as_its_api(several: Site) -> None:
    asked = TestClient(application(several), base_url="https://example.org")
    for path, is_api in (
        ("/one/api/x", True), ("/api/api/x", True), ("/api/x", False), ("/x/api/x", False),
        ("/one/x/api", False), ("/one/apis", False), ("/one/api/a%5Cb", True),
        ("/api/a%5Cb", False),
    ):  # fmt: skip
        told = asked.get(path)
        assert told.status_code in (400, 404)
        assert (told.headers["content-type"] == "application/problem+json") == is_api, path
