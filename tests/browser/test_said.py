"""What the page says of a view, in captions, status and address, can be taken at its word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cardindex.evidence import tally
from cardindex.slices import EVERYTHING, Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

    Opener = Callable[..., Page]


def test_status_line_adds_up(opened: Opener, harbour: Index) -> None:
    page = opened()
    for change in ("", "tentative", "denied"):
        if change:
            page.get_by_label(change).check()
        parts = page.locator("#status").inner_text().split(" · ")
        counted = sum(int(part.split(" claim")[0].split(" ")[0]) for part in parts)
        assert counted == len(harbour.claims), parts


def test_years_of_a_caption_are_no_quantities(opened: Opener) -> None:
    page = opened("#window=1950/1954")
    assert "possibly within 1950 to 1954" in (page.locator("#caption").text_content() or "")


def test_captions_say_in_words_what_is_struck_out(opened: Opener) -> None:
    page = opened("#struck=author:ines,origin:aurora")
    assert (
        "Struck out: all by Inés Ábalos (author:ines), all that goes back to Aurora (origin:aurora)"
    ) in (page.locator("#caption").text_content() or "")


def test_address_of_everybodys_word_can_be_read_again(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    file = tmp_path / "survey.html"
    part = Slice(**{**vars(EVERYTHING), "according_to": "survey"})
    file.write_text(render(tally(harbour, part)), encoding="utf-8")
    page = opened(file=file)
    one = page.locator("#status").inner_text()
    page.get_by_role("tab", name="Sources").click()
    page.locator("[data-choose=speaker]").select_option("")
    everybody = page.locator("#status").inner_text()
    assert everybody != one
    page.wait_for_timeout(600)  # until the address is written
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#notice").is_hidden()
    assert page.locator("#status").inner_text() == everybody


def test_nobody_is_offered_beside_himself(opened: Opener) -> None:
    page = opened("#according_to=survey")
    page.get_by_role("tab", name="Sources").click()
    others = page.locator("#versus-choice option")
    own = "#versus-choice option[value=survey]"
    assert page.locator(own).is_disabled()
    page.locator("#speaker-choice").select_option("memoir")
    assert page.locator(own).is_enabled()
    assert others.evaluate_all(
        "rows => rows.filter((it) => it.disabled).map((it) => it.value)"
    ) == ["memoir"]


def test_button_that_says_copied_goes_back_to_its_name(opened: Opener, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened()
    button = page.locator("[data-do=cite]")
    name = button.inner_text()
    button.click()
    page.wait_for_timeout(200)
    assert button.inner_text() != name
    button.click()
    page.wait_for_timeout(2000)
    assert button.inner_text() == name
