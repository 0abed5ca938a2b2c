"""The page as a reader meets it: cards, the legend, hostile names, and what it must never do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from blaming import serious
from drawn import card, click_line, click_node, ties

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Opener = Callable[..., Page]


def test_click_on_a_node_shows_its_card(opened: Opener) -> None:
    page = opened()
    click_node(page, "ines")
    text = card(page)
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"
    assert "Secretary of the harbour party." in text
    assert "SWALLOW" in text
    assert "led Harbour Party" in text.replace("\n", " ")
    assert page.url.endswith("#select=entity:ines")


def test_click_on_a_line_opens_all_its_claims_with_every_citation(opened: Opener) -> None:
    page = opened()
    click_line(page, "aurora+harbour-party+money")
    claims = page.locator("article.claim")
    assert [claims.nth(i).get_attribute("data-claim") for i in range(claims.count())] == [
        "c002",
        "c001",
    ]
    second = claims.nth(1)
    assert "about 400,000 USD" in second.inner_text()
    assert "told by the doer" in second.inner_text()
    citation = second.locator("li.citation").nth(1)
    lines = [line for line in citation.inner_text().split("\n") if line]
    assert lines[0] == "The Harbour Tale, paragraph 14 affirms as stated"
    assert lines[1:3] == [
        "which takes it from A Survey of the Quays, p. 72",
        "which takes it from Letters of Aurora",
    ]
    assert lines[3].lower().startswith("root aurora")
    assert "Letters of Aurora" in lines[3]


def test_denial_rival_and_hearsay_are_told(opened: Opener) -> None:
    page = opened("#select=claim:c014")
    denial = page.locator("li.citation.denies")
    assert "denies as stated" in denial.inner_text()
    assert "No trace in its books." in denial.inner_text()
    assert page.locator(".standing .verdict").inner_text().lower() == "contested"
    page.goto(page.url.split("#")[0] + "#select=claim:c009")
    assert re.search(r"cannot both be true with .* c010\n", card(page))
    page.goto(page.url.split("#")[0] + "#select=claim:c012")
    assert "from someone not named" in card(page)
    assert "untraced: no known root · 1 work" in card(page).lower()


def test_every_name_on_a_card_leads_on_and_back_returns(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    page.locator("#panel a.name", has_text="Harbour Party").first.click()
    assert page.get_by_role("heading", level=2).inner_text() == "Harbour Party"
    page.get_by_role("button", name="Back").click()
    page.wait_for_selector("h2:has-text('Inés')")
    page.get_by_role("button", name="Forward").click()
    page.wait_for_selector("h2:has-text('Harbour Party')")


def test_hostile_names_stay_text(opened: Opener) -> None:
    page = opened()
    page.evaluate("() => { window.alert = (text) => { document.body.dataset.alerted = text; }; }")
    for selection in ("entity:hostile", "entity:rtl", "entity:long", "claim:c016"):
        page.goto(page.url.split("#")[0] + f"#select={selection}")
        page.wait_for_selector("#panel h2")
    assert "</script><img src=x onerror=alert(1)>" in card(page)
    assert '"><b onclick=alert(2)>x</b>' in card(page)
    page.locator("#search").fill("onerror")
    assert page.locator("#found").get_by_role("option").count() == 1
    assert page.locator("img, #panel b").count() == 0
    assert page.evaluate("document.body.dataset.alerted") is None


def test_legend_filters_and_the_address_carries_it(opened: Opener) -> None:
    page = opened()
    page.locator("#fold-means").click()
    page.get_by_role("checkbox", name="Money and means").uncheck()
    assert not [tie for tie in ties(page) if tie.endswith("+money")]
    page.wait_for_url("**families=**")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert not [tie for tie in ties(page) if tie.endswith("+money")]


def test_foreign_permalink_is_ignored_with_a_note(opened: Opener) -> None:
    page = opened("#select=entity:nobody&standings=%E0%A4%A&families=money,magic")
    assert ties(page) == {"aurora+harbour-party+money", "beacon+gazette+money"}
    note = page.locator("#notice").inner_text()
    assert "nobody" in note
    assert "magic" in note


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(opened: Opener, page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened("#select=pair:aurora+harbour-party+money", welcomed=False)
    assert serious(page) == []


def test_dark_paper_is_dark(opened: Opener, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    opened()
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (light, dark) == ("rgb(243, 237, 225)", "rgb(28, 26, 23)")


def test_first_visit_explains_itself_once(opened: Opener) -> None:
    page = opened(welcomed=False)
    assert "it is not a fact" in page.locator("#welcome").inner_text()
    page.get_by_role("button", name="Start reading").click()
    # A busy browser may lose what a page from a disk has kept, so it is given what it had.
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.add_init_script(f"Object.assign(localStorage, {kept})")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#welcome").is_hidden()


@pytest.mark.engine("chromium")  # elsewhere Playwright cannot turn scripts off
def test_without_javascript_the_claims_are_a_table(browser: Browser, harbour_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(harbour_file.as_uri())
    rows = page.locator("noscript tbody tr, .without-script tbody tr")
    first = rows.first.locator("td").all_inner_texts()
    assert [*first[:3], first[-1]] == ["Aurora", "funded", "Harbour Party", "c001"]
    assert rows.count() == 22
    assert page.locator(".app").is_hidden()
    context.close()


@pytest.mark.parametrize("claims", [set(), {"ines"}])
def test_page_of_few_claims_or_none_opens(
    opened: Opener, harbour: Index, tmp_path: Path, claims: set[str]
) -> None:
    only = Slice(entities=frozenset(claims) or frozenset({"lonely"}))
    file = tmp_path / "few.html"
    file.write_text(render(tally(harbour, only)), encoding="utf-8")
    page = opened(file=file)
    status = page.locator("#status").inner_text()
    assert status.startswith("No claim") is not bool(claims)


def test_keyboard_walks_the_drawing(opened: Opener) -> None:
    page = opened()
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    first = page.get_by_role("heading", level=2).inner_text()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("heading", level=2).inner_text() != first
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_about_explains_the_words_on_the_cards(opened: Opener) -> None:
    page = opened()
    page.get_by_role("button", name="About").click()
    terms = page.locator("#welcome dt").all_inner_texts()
    assert [term.strip() for term in terms] == [
        "corroborated",
        "single root",
        "untraced",
        "contested",
        "tentative",
        "denied",
        "told by the doer",
        "told by the one concerned",
        "apparent corroboration",
        "circular reporting",
        "misquoted",
        "overstated",
        "root",
        "works",
    ]


def test_words_of_the_address_stand_in_their_box(opened: Opener) -> None:
    page = opened("#text=harbour")
    box = page.get_by_placeholder("Only claims with these words")
    assert box.input_value() == "harbour"
    page.evaluate("() => { location.hash = ''; }")
    page.wait_for_function("() => !document.getElementById('text-filter').value")
