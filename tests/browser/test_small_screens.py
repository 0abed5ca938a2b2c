"""On a small screen and in a frame all is in reach."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from drawn import box
from waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]


@pytest.mark.parametrize("size", [(390, 844), (667, 375), (480, 480), (320, 568)])
def test_on_a_small_screen_the_header_is_one_row_and_every_control_is_in_reach(
    opened: Opener, page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    opened()
    views = ["#tab-network", "#tab-table", "#tab-money", "#tab-disputes"]
    rows = ["#open-rail", "#search", *views, "#more"]
    boxes = [box(page.locator(one)) for one in rows]
    assert max(top for _, top, _, _ in boxes) < min(bottom for _, _, _, bottom in boxes)
    assert all(left >= 0 and right <= width for left, _, right, _ in boxes)
    assert all(one[2] <= other[0] + 1 for one, other in pairwise(boxes))
    stage = box(page.locator("#stage"))
    for button in page.locator("#status button").all():
        left, top, right, bottom = box(button)
        assert left >= 0 and right <= stage[2] and bottom <= stage[3]  # noqa: PT018
        assert button.evaluate(
            """(it) => {
                const { left, top, width, height } = it.getBoundingClientRect();
                return document.elementFromPoint(left + width / 2, top + height / 2) === it;
            }"""
        )
    page.locator("#more").click()
    for name in ("Cite", "Picture", "Light or dark", "About"):
        left, top, right, bottom = box(page.get_by_role("button", name=name))
        assert left >= 0 and top >= 0 and right <= width and bottom <= height  # noqa: PT018
    page.keyboard.press("Escape")
    assert page.locator("#tool-list").is_hidden()
    page.locator("#open-rail").click()
    page.locator("#legend input").last.scroll_into_view_if_needed()
    until(page, lambda: box(page.locator("#legend input").last)[3] <= height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [(390, 844), (375, 667), (667, 375), (480, 480)])
def test_on_a_small_screen_drawing_and_card_are_seen_side_by_side(
    opened: Opener, page: Page, size: tuple[int, int]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened("#select=entity:ines")
    stage, panel = box(page.locator("#stage")), box(page.locator("#panel"))
    apart = stage[3] <= panel[1] + 1 or stage[2] <= panel[0] + 1
    assert apart
    assert min(stage[2] - stage[0], stage[3] - stage[1]) >= 110
    assert min(panel[2] - panel[0], panel[3] - panel[1]) >= 110
    x, y = page.evaluate(
        """() => {
            const { network } = document.getElementById('stage').drawing;
            const at = network.canvasToDOM(network.getPosition('ines'));
            return [at.x, at.y];
        }"""
    )
    assert 0 < x < stage[2] - stage[0]
    assert 0 < y < stage[3] - stage[1]


def test_in_a_frame_there_is_only_the_drawing_and_the_way_to_the_whole(opened: Opener) -> None:
    page = opened("#embed=1&families=money&select=entity:ines", welcomed=False)
    for hidden in (".top", "#rail", "#welcome"):
        assert page.locator(hidden).is_hidden()
    page.locator("#panel").get_by_role("button", name="Close").click()
    link = page.get_by_role("link", name="open in full")
    assert link.get_attribute("href") == "#families=money"
    assert "embed=1" in page.url
    with page.context.expect_page() as other:
        link.click()
    other.value.wait_for_selector("body[data-ready]")
    assert other.value.locator(".top").is_visible()
