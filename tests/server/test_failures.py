"""Errors: problems of the JSON API, JSON for programs, and a page that leads on for people."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Settings, Site, application
from cardindex.server.failures import PROBLEM
from cardindex.server.forwarded import Forwarded
from cardindex.server.guard import LONGEST_QUERY, Guard
from cardindex.server.slots import Slots

READER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LONG = "a=" + "x" * LONGEST_QUERY


def links(text: str) -> dict[str, str]:
    """Return where the text of a page leads, and by which words, the first that lead there."""
    main = text.partition("<main")[2].partition("</main>")[0]
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)(?:</li>|</a>\n)', main, re.DOTALL)
    told: dict[str, str] = {}
    for href, words in found:
        told.setdefault(unescape(href), unescape(re.sub("<[^>]*>", "", words)))
    return told


REFUSED = [
    ("a%5Cb", "", {}, 400, "there is no such path"),
    ("a//b", "", {}, 400, "there is no such path"),
    ("x", LONG, {}, 414, "bytes in the address"),
    ("x", "", {"Host": "rebound.example.com"}, 421, "does not answer to that name"),
    ("claims", "", {"Content-Length": "9999999"}, 413, "bytes at once"),
]


@pytest.fixture(scope="module")
def hosted(essay: Served) -> TestClient:
    site = Site.of([essay], Settings(hosts=frozenset(("a.example.org",))))
    return TestClient(application(site), base_url="http://a.example.org")


@pytest.mark.parametrize(("path", "query", "headers", "status", "words"), REFUSED)
def test_what_the_guard_refuses_is_told_as_the_address_tells_errors(
    hosted: TestClient, path: str, query: str, headers: dict[str, str], status: int, words: str
) -> None:
    told = hosted.get(f"/api/{path}?{query}", headers={**READER, **headers})
    assert (told.status_code, told.headers["content-type"]) == (status, PROBLEM)
    assert told.json()["status"] == status
    assert words in told.json()["detail"]
    other = hosted.get(f"/{path}?{query}", headers=headers)
    assert (other.status_code, other.headers["content-type"]) == (status, "application/json")
    assert words in other.json()["error"]
    page = hosted.get(f"/{path}?{query}", headers={**READER, **headers})
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in unescape(page.text)
    for answer in (told, other, page):
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_who_comes_by_another_name_is_shown_nothing_of_an_index(hosted: TestClient) -> None:
    told = hosted.get("/entity/kgb", headers={**READER, "Host": "rebound.example.com"})
    title = hosted.get("/entity/kgb").text.partition("<title>")[2].partition("</title>")[0]
    assert title.rpartition(" · ")[2] not in told.text
    assert list(links(told.text).items()) == [("/", "Begin at the index")]


def test_one_too_many_is_told_as_the_address_tells_errors(essay: Served) -> None:
    app = application(Site.of([essay]))
    assert isinstance(app, Guard)
    app.most = 0
    asked = TestClient(app, base_url="http://127.0.0.1")
    told = asked.get("/api/claims")
    assert (told.status_code, told.headers["content-type"]) == (503, PROBLEM)
    page = asked.get("/", headers=READER)
    assert "Wait 2 seconds, then load this page again." in page.text
    assert page.headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("path", "leads", "words"),
    [
        ("/entity/kgbx", "/entity/kgb", "kgb KGB"),
        ("/explore/entity/kgbx", "/entity/kgb", "kgb KGB"),
        ("/source/essey", "/source/essay", "The Downfall of Salvador Allende"),
        ("/relation/fundedd", "/relation/funded", "funded"),
        ("/query/contestd", "/query/contested", "contested"),
        ("/kgb", "/entity/kgb", "kgb KGB"),
        ("/person/kgb", "/entity/kgb", "kgb KGB"),
        ("/entites", "/entities", "entities"),
        ("/entities?page=99", "/entities", "the same page from its beginning"),
        ("/entity/kgb?family=none-such", "/entity/kgb", "kgb KGB"),
    ],
)
def test_what_is_not_found_leads_to_what_is_nearest(
    client: TestClient, path: str, leads: str, words: str
) -> None:
    told = client.get(path, headers=READER)
    assert told.status_code == 404
    found = links(told.text)
    assert found[leads] == words
    assert client.get(leads).status_code == 200


def test_a_page_of_an_error_says_what_is_wrong_and_leads_on(client: TestClient) -> None:
    told = client.get("/entity/no-such-body-anywhere", headers=READER)
    assert 'unknown entity "no-such-body-anywhere"' in unescape(told.text)
    assert {"/", "/entities", "/sources"} <= links(told.text).keys()
    assert 'value="no such body anywhere"' in told.text
    assert 'action="/search"' in told.text
    assert '<meta name="robots" content="noindex">' in told.text
    assert "canonical" not in told.text
    wrong = client.get("/search?q=kgb&kind=nothing", headers=READER)
    assert wrong.status_code == 400
    assert "Mend the address" in wrong.text
    other = client.get("/claim/c0042", headers={"Accept": "image/png, text/html;q=0"})
    assert (other.status_code, "not to be had as that" in other.text) == (406, True)


def test_who_is_to_wait_is_told_how_long(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Slots(1, "explorers are being made", after=7)
    monkeypatch.setattr(full, "_wait", 0.01)
    monkeypatch.setattr("cardindex.server.explorer._SLOTS", full)
    with full.one("somebody else"):
        told = client.get("/explore?text=of-one-too-many", headers=READER)
    assert (told.status_code, told.headers["retry-after"]) == (503, "7")
    assert "Wait 7 seconds, then load this page again." in told.text


def test_a_mistyped_address_is_never_markup(client: TestClient) -> None:
    for path in (
        "/%3Cimg%20src=x%3E",
        "/entity/%22%3E%3Cscript%3E",
        "/%E2%80%AEevil",
        "/entity/%00",
    ):
        told = client.get(path, headers=READER)
        main = told.text.partition("<main")[2]
        assert told.status_code in (400, 404), path
        assert "<img" not in main
        assert "<script" not in main
        assert "\u202e" not in main.replace("<bdi>", "")


def test_a_page_of_no_index_has_the_style_of_one(essay: Served) -> None:
    named = [Served.open(Place(essay.place.folder, name)) for name in ("one", "two")]
    site = Site.of(named, Settings("https://example.org/of"))
    asked = TestClient(Forwarded(application(site), "/of"), base_url="https://example.org")
    told = asked.get("/of/nothing", headers=READER)
    assert told.status_code == 404
    assert links(told.text)["/of/"] == "Begin at the index"
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]*)">', told.text)
    assert asked.get(sheet).status_code == 200
    assert 'action="/of/two/search"' in asked.get("/of/two/nothing", headers=READER).text


def test_pages_have_a_sign_that_is_there_and_that_their_policy_lets_through(
    client: TestClient,
) -> None:
    for path in ("/", "/entity/kgb", "/embed/entity/kgb", "/entity/nobody-at-all", "/sparql"):
        told = client.get(path, headers=READER)
        sign = re.search(r'<link rel="icon" type="image/svg\+xml" href="([^"]*)">', told.text)
        assert sign, path
        got = client.get(sign[1])
        assert (got.status_code, got.headers["content-type"]) == (200, "image/svg+xml")
        assert "img-src 'self'" in told.headers["content-security-policy"]
