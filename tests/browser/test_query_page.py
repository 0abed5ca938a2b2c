"""The query page in a real browser: the editor, errors at their place, nothing for axe to blame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Site, application

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

HOST = "http://cardindex.test"
HARBOUR = Path(__file__).resolve().parent.parent / "data" / "page"
ASKED = "SELECT ?claim ?says {\n  ?claim ci:standing ?how ; rdfs:label ?says\n}"
PLACES = (
    "/sparql",
    f"/sparql?{urlencode({'query': ASKED})}",
    "/query/money-to",
    "/query/contested",
)
WIDE, PHONE = (1280, 800), (390, 844)

Going = Callable[[str], "Page"]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    served = Served.open(Place(HARBOUR))
    yield TestClient(application(Site.of([served])), base_url=HOST)
    served.close()


@pytest.fixture
def going(page: Page, client: TestClient) -> Going:
    """Go to a path of the site; all that a page asks for is answered by the application itself."""

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        path = url.path + (f"?{url.query}" if url.query else "")
        told = client.get(path, headers={"Accept": route.request.headers.get("accept", "*/*")})
        unpacked = {name: value for name, value in told.headers.items()
                    if name not in ("content-encoding", "content-length")}  # fmt: skip
        route.fulfill(status=told.status_code, headers=unpacked, body=told.content)

    page.context.route(f"{HOST}/**", answer)

    def go(path: str) -> Page:
        page.goto(HOST + path)
        return page

    return go


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_axe_finds_nothing_to_blame(going: Going, page: Page, scheme, size) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    for place in PLACES:
        going(place)
        blamed = [(it["id"], it["nodes"][0]["html"][:120])
                  for it in Axe().run(page).response["violations"]]  # fmt: skip
        assert blamed == [], place
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, place


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
