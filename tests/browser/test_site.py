"""The pages of a site in a real browser: nothing for axe to blame, the words of the explorer."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from visits import HOST, PHONE, WIDE, Going, harbour, hold_to_axe, visiting

from cardindex.dates.briefly import in_few_words

if TYPE_CHECKING:
    from playwright.sync_api import Page

DATA = Path(__file__).resolve().parent.parent / "data"
EVERY_DATE = DATA / "valid" / "every-form-of-date" / "claims.csv"

PLACES = (
    "/", "/entity/ines", "/claim/c001", "/source/survey", "/entities", "/disputes", "/relations",
    "/about", "/changes", "/embed/entity/ines", "/lost",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with harbour() as asking:
        yield asking


@pytest.fixture
def going(page: Page, client: TestClient) -> Going:
    frame = f'<iframe src="{HOST}/embed/claim/c001" sandbox="allow-popups"></iframe>'
    # The page of an error, which a browser that met it as one would complain of in its console.
    lost = client.get("/entity/inesx", headers={"Accept": "text/html"})
    assert lost.status_code == 404
    parent = f"<!doctype html><title>Else</title>{frame}"
    return visiting(page, client, {"/parent": parent, "/lost": lost.text})


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_axe_finds_nothing_to_blame(going: Going, page: Page, scheme, size) -> None:
    hold_to_axe(page, going, PLACES, scheme=scheme, size=size)


def _told(page: Page, card: str) -> dict[str, dict[str, str]]:
    """Return what is said of each claim of a card, part by part, white space and dots aside."""
    found = page.evaluate(
        """(card) => [...document.querySelectorAll(card)].map((claim) => [
          claim.dataset.claim ?? claim.id,
          Object.fromEntries(["sentence", "facts", "gloss", "evidence", "standing", "tie"].map(
            (part) => [part, [...claim.querySelectorAll(`:scope > .${part}`)]
              .map((it) => it.textContent).join(" ")])),
        ])""",
        card,
    )
    plain = re.compile(r"[\s·]+")
    # The explorer draws what stands in the drawing by signs, a tie's claim by its id as well.
    return {
        id_: {part: re.sub(r"c\d+", "", plain.sub("", text)) for part, text in parts.items()}
        for id_, parts in found
    }


def test_a_page_says_what_the_card_of_the_explorer_says(going: Going, page: Page, opened) -> None:
    for entity in ("ines", "aurora", "orlov"):
        read = _told(going(f"/entity/{entity}"), "li.claim")
        # All standings and modes, as the page of an entity has them.
        standings = "corroborated,single-root,untraced,contested,tentative,denied"
        modes = "actual,asked,authorised,planned,attempted,failed"
        opened(f"#select=entity:{entity}&standings={standings}&modes={modes}")
        card = _told(page, "#panel article.claim")
        shown = {id_: card[id_] for id_ in read if id_ in card}
        assert shown
        assert {id_: read[id_] for id_ in shown} == shown


def _digest(page: Page) -> list[str]:
    """Return the lines of the digest of a card."""
    lines = page.locator("dl.digest").first.locator("dt, dd").all_text_contents()
    return ["".join(line.split()) for line in lines]


def test_a_digest_counts_what_that_of_the_explorer_counts(going: Going, page: Page, opened) -> None:
    standings = "corroborated,single-root,untraced,contested,tentative,denied"
    everything = f"standings={standings}&modes=actual,asked,authorised,planned,attempted,failed"
    for kind, id_ in (("entity", "ines"), ("source", "survey"), ("source", "tale")):  # fmt: skip
        read = _digest(going(f"/{kind}/{id_}"))
        opened(f"#select={kind}:{id_}&{everything}")
        page.wait_for_selector("#panel dl.digest")
        card = _digest(page)
        same = 6 if kind == "entity" else len(card)  # a page says of a source what falls, too
        assert read[:same] == [line.replace("nothinginthisview", "nothing") for line in card], id_


def test_dates_are_in_the_words_of_the_explorer(modules: Callable[..., Any]) -> None:
    dates = [row["when"] for row in csv.DictReader(EVERY_DATE.read_text("utf-8").splitlines())]
    assert len(set(dates)) > 20
    told = modules("base/dates.js", "(module, dates) => dates.map(module.inWords)", dates)
    assert [in_few_words(date) for date in dates] == told


def test_the_explorer_runs_by_its_own_policy(going: Going, page: Page) -> None:
    page.add_init_script("try { localStorage.setItem('cardindex.welcomed', 'yes'); } catch {}")
    going("/explore/entity/ines")
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#panel, #stage").count() == 2
    assert page.locator("h1 a").get_attribute("href") == "/"
    page.evaluate("location.hash = '#select=entity:ines'")
    page.click("#panel .at-server a")
    page.wait_for_url(f"{HOST}/entity/ines")


def test_a_card_stands_in_a_page_of_somebody_else(going: Going, page: Page) -> None:
    going("/parent")
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").count() == 1
    colour = frame.locator("html").evaluate("it => getComputedStyle(it).backgroundColor")
    assert colour == "rgb(255, 252, 244)"  # its style sheet has come
