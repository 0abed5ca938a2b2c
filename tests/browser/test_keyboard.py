"""The welcome, the keyboard and the tools: what a reader meets before the drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from drawn import box

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]


def test_escape_and_a_click_close_the_welcome(opened: Opener) -> None:
    page = opened(welcomed=False)
    assert page.locator("#welcome").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#welcome").is_hidden()
    page.get_by_role("button", name="About").click()
    assert page.locator("#welcome").is_visible()
    page.locator("#time").click(position={"x": 3, "y": 3})
    assert page.locator("#welcome").is_hidden()


@pytest.mark.parametrize("address", ["#select=entity:ines", "#view=table", "#embed=1"])
def test_the_welcome_covers_no_view_that_was_shared(opened: Opener, address: str) -> None:
    page = opened(address, welcomed=False)
    assert page.locator("#welcome").is_hidden()


def test_the_drawing_is_no_more_than_ten_tab_stops_away(opened: Opener) -> None:
    page = opened()
    stops = []
    while len(stops) < 20 and "stage" not in stops:
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.id || document.activeElement.textContent")
        )
    assert stops[0] == "Skip to the drawing"
    assert "stage" in stops[:10]


def test_the_arrows_go_from_tool_to_tool(opened: Opener) -> None:
    page = opened()
    page.get_by_role("button", name="Cite").focus()
    named = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        named.append(page.evaluate("document.activeElement.textContent"))
    assert named == ["Picture", "Light or dark", "About", "Cite", "About"]


def test_the_first_tab_stop_skips_to_the_drawing(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert box(page.get_by_role("button", name="Skip to the drawing"))[1] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "stage"


def test_the_legend_can_be_folded_and_stays_so(opened: Opener) -> None:
    page = opened()
    narrow = box(page.locator("#stage"))
    page.locator("#rail").get_by_role("button", name="Close").click()
    assert page.locator("#rail").is_hidden()
    assert box(page.locator("#stage"))[0] < narrow[0]
    # A busy browser may lose what a page from a disk has kept, so it is given what it had.
    kept = page.evaluate("localStorage.getItem('cardindex.rail')")
    page.add_init_script(f"localStorage.setItem('cardindex.rail', '{kept}')")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#rail").is_hidden()
    page.get_by_role("button", name="Legend").click()
    assert page.locator("#rail").is_visible()
    assert box(page.locator("#stage")) == narrow


def test_the_page_works_where_storage_is_refused(opened: Opener, page: Page) -> None:
    page.add_init_script(
        """Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('refused', 'SecurityError'); },
        });"""
    )
    opened(welcomed=False)
    page.get_by_role("button", name="Start reading").click()
    page.get_by_role("button", name="Light or dark").click()
    page.locator("#rail").get_by_role("button", name="Close").click()
    assert page.locator("#rail").is_hidden()
    page.get_by_role("button", name="Legend").click()
    assert page.locator("#legend").is_visible()
