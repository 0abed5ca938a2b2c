"""The query page in a real browser: the editor, errors at their place, nothing for axe to blame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.testclient import TestClient
from visits import HOST, PHONE, WIDE, Going, harbour, hold_to_axe, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ASKED = "SELECT ?claim ?says {\n  ?claim ci:standing ?how ; rdfs:label ?says\n}"
PLACES = (
    "/sparql",
    f"/sparql?{urlencode({'query': ASKED})}",
    "/query/money-to",
    "/query/contested",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with harbour() as asking:
        yield asking


@pytest.fixture
def going(page: Page, client: TestClient) -> Going:
    return visiting(page, client)


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_axe_finds_nothing_to_blame(going: Going, page: Page, scheme, size) -> None:
    hold_to_axe(page, going, PLACES, scheme=scheme, size=size)


def test_a_query_is_written_and_asked_from_the_keyboard(going: Going) -> None:
    page = going("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.type("ASK { ?s ?p ?o }")
    assert page.locator(".cm-keyword").first.inner_text() == "ASK"
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**query=ASK*")
    assert page.locator("#result").inner_text() == "Yes"


def test_an_error_is_shown_at_its_place(going: Going, page: Page, complaints: list[str]) -> None:
    going(f"/sparql?{urlencode({'query': 'SELECT * {' + chr(10) + '  ?s ?p' + chr(10) + '}'})}")
    place = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (place["line"], place["ch"]) == (1, 2)
    assert "line 2, column 3" in page.locator("[role=alert]").inner_text()
    assert complaints == [each for each in complaints if "400" in each]
    complaints.clear()


@pytest.mark.engine("chromium")  # elsewhere Playwright cannot turn scripts off
def test_the_page_works_without_scripts(browser, client: TestClient) -> None:
    context = browser.new_context(java_script_enabled=False)

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        told = client.get(f"{url.path}?{url.query}", headers={"Accept": "text/html"})
        unpacked = {"content-type": told.headers["content-type"]}
        route.fulfill(status=told.status_code, headers=unpacked, body=told.content)

    context.route(f"{HOST}/**", answer)
    page = context.new_page()
    page.goto(f"{HOST}/sparql")
    page.get_by_label("SPARQL; the prefixes").fill(ASKED)
    page.get_by_role("button", name="Ask").click()
    assert page.locator("table.rows a[href^='/claim/']").count() > 3
    context.close()
