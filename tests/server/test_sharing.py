"""Who may read answers from a page of another site."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from cardindex.server import Served, Settings, Site, application

LOCAL = "http://127.0.0.1:8000"


def _site(essay: Served, public: str) -> TestClient:
    hosts = frozenset({"127.0.0.1:8000"})
    return TestClient(application(Site.of([essay], Settings(public, hosts))), base_url=LOCAL)


def test_what_is_public_is_read_by_all(essay: Served) -> None:
    client = _site(essay, "https://archive.example.org")
    told = client.get("/entity/kgb.ttl", headers={"Origin": "https://elsewhere.example.org"})
    assert told.headers["access-control-allow-origin"] == "*"
    assert "ETag" in told.headers["access-control-expose-headers"]
    assert "Origin" not in told.headers["vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK%7B%7D",
        "/reconcile",
        "/ipif/persons",
        "/oembed?url=x",
        "/search.json?q=kgb",
    ],
)
def test_what_is_allowed_is_told_once(essay: Served, path: str) -> None:
    told = _site(essay, "https://archive.example.org").get(path)
    assert told.headers.get_list("access-control-allow-origin") == ["*"]
    exposed = told.headers.get_list("access-control-expose-headers")
    assert len(exposed) == 1
    assert {"ETag", "Retry-After", "X-Limit-Seconds"} <= set(exposed[0].split(", "))


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:3333", True),
        ("http://localhost:8888", True),
        ("https://elsewhere.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost:8888@example.org", False),
        ("null", False),
    ],
)
def test_what_is_not_published_is_read_by_this_machine_alone(
    essay: Served, origin: str, *, allowed: bool
) -> None:
    client = _site(essay, "")
    for method in ("GET", "HEAD"):
        told = client.request(method, "/entity/kgb.ttl", headers={"Origin": origin})
        assert told.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "Origin" in told.headers["vary"].split(", ")
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    before = client.options("/sparql", headers=asked)
    assert before.status_code == 204
    assert ("access-control-allow-methods" in before.headers) == allowed


def test_options_tells_what_can_be_asked(client: TestClient) -> None:
    told = client.options("/entity/kgb")
    assert (told.status_code, told.content) == (204, b"")
    assert "GET" in told.headers["allow"]


@pytest.mark.parametrize(("public", "shared"), [("", False), ("https://a.example.org", True)])
def test_no_page_of_elsewhere_reads_what_is_not_published_as_its_script(
    essay: Served, public: str, *, shared: bool
) -> None:
    client = _site(essay, public)
    for path in ("/reconcile?callback=f", "/reconcile?callback=f&queries=%7B%7D"):
        told = client.get(path)
        assert told.text.startswith("/**/f(") is shared
        assert told.status_code == (200 if shared else 403)
    for path in ("/entity/kgb", "/search.json?q=kgb", "/card/entity/kgb.png", "/entity/nobody"):
        policy = client.get(path).headers.get("cross-origin-resource-policy")
        assert policy == (None if shared else "same-site")
