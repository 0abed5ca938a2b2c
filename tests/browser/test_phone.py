"""The little room of a phone: what the drawing is left of it, and what lies on what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import javascript
import pytest
from building import cite, claim, index
from drawn import box
from waiting import comes_to

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("phone.js")


SIZES = [(390, 844), (844, 390), (667, 375), (320, 568), (480, 480), (480, 360)]
UPRIGHT = [(390, 844), (320, 568)]
CARD = "#select=entity:ines"
OUT = JS["out"]


def sized(page: Page, size: tuple[int, int]) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize("address", ["", CARD, "#view=table", "#view=money", "#view=disputes"])
@pytest.mark.parametrize("size", SIZES)
def test_page_itself_never_scrolls(
    opened: Opener, page: Page, size: tuple[int, int], address: str
) -> None:
    sized(page, size)
    opened(address)
    assert page.evaluate(
        """() => { const { scrollWidth, scrollHeight } = document.documentElement;
            return [scrollWidth, scrollHeight]; }"""
    ) == list(size)


@pytest.mark.parametrize("size", UPRIGHT)
def test_drawing_has_half_of_what_a_card_shares_with_it(
    opened: Opener, page: Page, size: tuple[int, int]
) -> None:
    sized(page, size)
    opened(CARD)
    _, top, _, bottom = box(page.locator("#stage"))
    below = box(page.locator("#panel"))
    header = box(page.locator(".top"))
    assert bottom - top >= (below[3] - header[3]) * 0.48
    assert (top, bottom) == pytest.approx((header[3], below[1]), abs=0.1)
    # What it says is still heard.
    assert page.get_by_role("status").first.inner_text()


@pytest.mark.parametrize("size", UPRIGHT)
def test_line_below_the_drawing_lies_on_none_of_it(
    opened: Opener, page: Page, size: tuple[int, int]
) -> None:
    sized(page, size)
    opened()
    assert box(page.locator("#stage"))[3] <= box(page.locator("#status"))[1] + 0.1


@pytest.mark.parametrize("size", SIZES[:4])
def test_names_stay_on_the_drawing(opened: Opener, page: Page, size: tuple[int, int]) -> None:
    sized(page, size)
    opened()
    comes_to(page, OUT, [])


@pytest.mark.parametrize(("size", "least"), [((390, 844), 60), ((320, 568), 40)])
def test_search_shows_what_is_typed_into_it(
    opened: Opener, page: Page, size: tuple[int, int], least: int
) -> None:
    sized(page, size)
    opened()
    left, _, right, _ = box(page.locator("#search"))
    assert right - left >= least
    assert page.get_by_role("button", name="Legend").is_visible()
    page.locator("#search").focus()
    left, _, right, _ = box(page.locator("#search"))
    assert right - left > size[0] * 0.9


def test_table_of_claims_stands_on_a_small_desk(opened: Opener, page: Page, tmp_path: Path) -> None:
    row = claim("c1", "chilean-coup succeeded election-of-1970", when="1970-11/1973-09")
    places = "84-85,90-91,118-125"
    told = [
        cite("c1", "essay", "andrew-and-mitrokhin>kgb-files", locator=places),
        cite("c1", "essay", f"gustafson@{places}", "denies probable", locator=places),
    ]
    file = tmp_path / "desk.html"
    file.write_text(render(tally(index(tmp_path / "desk", [row], told))), encoding="utf-8")
    sized(page, (1280, 800))
    opened("#view=table&standings=contested", file=file)
    assert page.locator("#sheet .evidence .telling").count() == 2
    wide, room = page.evaluate(
        """() => { const { scrollWidth, clientWidth } = document.getElementById('sheet');
            return [scrollWidth, clientWidth]; }"""
    )
    assert wide <= room
