"""What the page says of a view, in captions, status and address, can be taken at its word."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waiting import later, settled, until

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
    until(page, lambda: page.url != file.as_uri())  # the address is written a little later
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#notice").is_hidden()
    assert page.locator("#status").inner_text() == everybody


@pytest.mark.parametrize("how", ["possibly", "surely"])
def test_page_of_what_was_said_by_a_day_counts_that_alone_and_says_so(
    opened: Opener, harbour: Index, tmp_path: Path, how: str
) -> None:
    part = replace(EVERYTHING, said_by="1960", surely=how == "surely")
    file = tmp_path / "said.html"
    selection = tally(harbour, part)
    file.write_text(render(selection), encoding="utf-8")
    page = opened("#standings=" + ",".join(sorted(EVERYTHING.standings)), file=file)
    assert f"no more than claims {how} said by 1960" in (
        page.locator("#caption").text_content() or ""
    )
    page.get_by_role("tab", name="Claims").click()
    command = shlex.split(page.locator(".copyable code").inner_text())
    assert command[command.index("--said-by") + 1] == "1960"
    assert ("--surely" in command) is part.surely
    # c005 was told in a memoir of 1971 and a survey of 1999, which nobody had heard of by then.
    assert "c005" not in selection.claims.index
    assert not page.get_by_role("cell", name="c005").count()
    # The denial of c014, in the inquiry of 1960, and the letters of 1953 were both said.
    assert selection.claims.at["c014", "standing"] == "contested"


def test_card_marks_what_was_not_told_by_then(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    # Of c014 the letters of 1953 are heard by 1955, and the inquiry of 1960 is not.
    file = tmp_path / "said.html"
    selection = tally(harbour, replace(EVERYTHING, said_by="1955"))
    file.write_text(render(selection), encoding="utf-8")
    page = opened("#select=claim:c014", file=file)
    card = page.locator("article.claim[data-claim=c014]")
    standing = selection.claims.at["c014", "standing"]
    assert standing == "single-root"
    assert card.locator(f".standing.is-{standing}").count() == 1
    late = card.locator(".citation", has_text="not told by then")
    assert late.count() == 1
    assert "denies" in (late.inner_text() or "")


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
    until(page, lambda: button.inner_text() != name)
    button.click()
    later(page, 2000)  # either time has passed
    until(page, lambda: button.inner_text() == name)


def test_an_empty_text_has_no_quotation_marks(opened: Opener, harbour: Index) -> None:
    page = opened(
        "#view=table&standings=contested,corroborated,denied,single-root,tentative,untraced"
    )
    assert page.locator("#sheet q").count() == sum(
        bool(text.strip()) and not object_
        for text, object_ in zip(
            tally(harbour).claims["text"], tally(harbour).claims["object"], strict=True
        )
    )
    page.locator("#text-filter").fill("   ")
    settled(page)
    assert not re.search(r"“\s*”", page.locator("#caption").text_content() or "")
    assert render(tally(harbour)).count("““") == 0
