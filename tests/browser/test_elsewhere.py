"""A page that has no room for all of an index: it says so, and how a page of the rest is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import cite, claim, entity, index

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

WORDS = ["ann met ben", "ann met cem", "ben met cem", "cem met eva", "eva met gil"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    claims = [claim(f"c{i}", text) for i, text in enumerate(WORDS, 1)]
    made = index(
        tmp_path / "index",
        claims,
        [cite(row["id"], "book") for row in claims],
        entities=[entity("gil", "person", label="Gil <b>Grey</b>")],
    )
    file = tmp_path / "page.html"
    file.write_text(render(tally(made), most=3), encoding="utf-8")
    return file


def test_the_page_says_how_much_it_holds(opened: Opener, file: Path) -> None:
    page = opened(file=file)
    assert "3 of 5 claims have room on this page" in page.locator("#status").inner_text()
    assert "3 of 5 claims have room" in (page.locator("#caption").text_content() or "")


def test_whoever_is_elsewhere_is_found_and_the_way_there_is_told(
    opened: Opener, file: Path
) -> None:
    page = opened(file=file)
    page.fill("#search", "grey")
    found = page.locator("#found [role=group]")
    found.wait_for()
    assert found.get_attribute("aria-label") == "Not on this page"
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    panel.locator("h2").wait_for()
    assert panel.locator("h2").inner_text() == "Gil <b>Grey</b>"
    assert "1 claim of it is in the index, none of them on this page, which holds 3 of 5" in (
        panel.inner_text()
    )
    assert panel.locator("code").inner_text() == "cardindex view --focus gil -o gil.html"
    # An address that leads there from elsewhere.
    assert page.url.endswith("#select=elsewhere:gil")


def test_a_card_tells_what_of_it_is_not_on_the_page(opened: Opener, file: Path) -> None:
    page = opened("#select=entity:cem", file=file)
    assert "1 more claim of it is in the index, but not on this page" in (
        page.locator("#panel").inner_text()
    )
    page = opened("#select=entity:ann", file=file)
    assert "in the index, but not on this page" not in page.locator("#panel").inner_text()


def test_a_page_that_holds_all_says_nothing_of_it(opened: Opener) -> None:
    assert "have room" not in opened().locator("#status").inner_text()
