"""Behind a proxy: its prefix, taken away or left, and its word, taken only where it is known."""

from __future__ import annotations

import pytest
from sites import awaited
from starlette.testclient import TestClient

from cardindex.errors import CardindexError
from cardindex.server import Served, Settings, Site, application
from cardindex.server.forwarded import Forwarded, networks

PUBLIC = "https://example.org/chile"


@pytest.fixture(scope="module")
def proxied(essay: Served) -> TestClient:
    app = application(Site.of([essay], Settings(public=PUBLIC)))
    return TestClient(Forwarded(app, "/chile"), base_url="http://127.0.0.1")


@pytest.mark.parametrize("path", ["/entity/kgb", "/chile/entity/kgb"])
def test_a_prefix_may_be_taken_away_or_left(proxied: TestClient, path: str) -> None:
    found = proxied.get(path)
    assert found.status_code == 200
    assert 'href="/chile/static/site.css' in found.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/chile/", 200), ("/chile/health", 200), ("/health", 200), ("/chilean", 404),
     ("/chile/chile/entity/kgb", 404)],
)  # fmt: skip
def test_a_prefix_is_a_whole_part_of_a_path(proxied: TestClient, path: str, status: int) -> None:
    assert proxied.get(path, follow_redirects=False).status_code == status


def test_where_one_is_sent_names_no_host_that_only_the_proxy_knows(proxied: TestClient) -> None:
    found = proxied.get("/chile/entity/kgb/", follow_redirects=False)
    assert found.headers.get("location", "/chile/entity/kgb") == "/chile/entity/kgb"


async def _told(proxies, client, *headers):
    found = {}

    async def app(scope, receive, send) -> None:
        found.update(scheme=scope["scheme"], client=scope["client"])

    scope = {"type": "http", "scheme": "http", "client": client, "path": "/",
             "headers": [(name.encode(), value.encode()) for name, value in headers]}  # fmt: skip
    await Forwarded(app, "", proxies)(scope, None, None)
    return found["scheme"], found["client"] and found["client"][0]


FORGED = ("x-forwarded-for", "6.6.6.6, 203.0.113.7"), ("x-forwarded-proto", "https")


@pytest.mark.parametrize(
    ("proxies", "client", "headers", "told"),
    [
        ((), ("10.0.0.2", 1), FORGED, ("http", "10.0.0.2")),
        (("10.0.0.9",), ("10.0.0.2", 1), FORGED, ("http", "10.0.0.2")),
        (("10.0.0.0/8",), ("10.0.0.2", 1), FORGED, ("https", "203.0.113.7")),
        (("10.0.0.0/8",), ("::ffff:10.0.0.2", 1), FORGED, ("https", "203.0.113.7")),
        (("unix",), None, FORGED, ("https", "203.0.113.7")),
        ((), None, FORGED, ("http", None)),
        (("10.0.0.0/8",), ("10.0.0.2", 1), (("x-forwarded-for", "203.0.113.7, 10.0.0.3"),),
         ("http", "203.0.113.7")),
        (("10.0.0.0/8",), ("10.0.0.2", 1), (("x-forwarded-for", "[2001:db8::7]:81"),),
         ("http", "2001:db8::7")),
        (("10.0.0.0/8",), ("10.0.0.2", 1), (("x-forwarded-for", "no\t<script>"),),
         ("http", "10.0.0.2")),
        (("10.0.0.0/8",), ("10.0.0.2", 1), (("x-forwarded-proto", "javascript"),),
         ("http", "10.0.0.2")),
    ],
)  # fmt: skip
def test_only_a_known_proxy_says_who_asks(proxies, client, headers, told) -> None:
    assert awaited(_told(proxies, client, *headers)) == told


@pytest.mark.parametrize("told", ["example.org", "10.0.0.0/33", "", "10.0.0.1/8"])
def test_what_is_no_address_of_a_proxy_is_told(told: str) -> None:
    with pytest.raises(CardindexError, match="is no address of a proxy"):
        networks((told,))
