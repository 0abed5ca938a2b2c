"""Addresses and the way back: the same address shows the same, and Back never leaves the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import javascript
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("steps.js")


PICTURE = JS["picture"]


def picture(page: Page) -> Any:
    return page.evaluate(PICTURE)


def go(page: Page, address: str) -> None:
    page.evaluate(JS["go"], address)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (["families=money", "select=entity:lonely"], ""),
        (["families=money"], "select=entity:lonely"),
        (["standings=denied,tentative", "focus=ines"], "focus=orlov&depth=2"),
        (["focus=ines&families=money"], "focus=ines"),
        (["select=entity:lonely", "select=entity:gazette"], "modes=planned,authorised"),
    ],
)
def test_the_same_address_gives_the_same_picture_whatever_came_before(
    opened: Opener, page: Page, first: list[str], then: str
) -> None:
    opened(f"#{first[0]}")
    for address in (*first[1:], then):
        go(page, address)
    roundabout = picture(page)
    fresh = page.context.new_page()
    fresh.add_init_script("localStorage.setItem('cardindex.welcomed', 'yes')")
    fresh.goto(page.url.split("#")[0] + f"#{then}")
    fresh.wait_for_selector("body[data-ready]")
    assert roundabout == picture(fresh)


def move(page: Page, way: str) -> None:
    """Go through the browser's history, as its buttons do, and wait for nothing."""
    page.evaluate(f"history.{way}()")


def test_strikes_and_bursts_of_filters_are_steps_from_which_back_returns(opened: Opener) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.get_by_role("checkbox", name="Letters of Aurora").uncheck()
    page.wait_for_url("**struck=**")
    page.get_by_role("tab", name="Legend").click()
    # At once, as what comes a second and a half later is a step of its own.
    page.evaluate(JS["uncheckTwo"])
    page.wait_for_url("**families=**")
    move(page, "back")
    page.wait_for_function("() => !/families=/.test(location) && /struck=/.test(location)")
    move(page, "back")
    page.wait_for_function("() => !/struck=/.test(location)")
    assert page.locator("body[data-ready]").count() == 1
    assert page.locator("#panel").is_hidden()


def test_words_typed_are_one_step(opened: Opener) -> None:
    page = opened()
    page.get_by_placeholder("Only claims with these words").press_sequentially("harbour", delay=60)
    page.wait_for_url("**text=harbour")
    move(page, "back")
    page.wait_for_function("() => !document.getElementById('text-filter').value")
    move(page, "forward")
    page.wait_for_function("() => document.getElementById('text-filter').value === 'harbour'")


def test_back_and_forward_are_off_where_nothing_lies_there(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    back, forward = (
        page.locator("#panel").get_by_role("button", name=name) for name in ("Back", "Forward")
    )
    assert (back.is_disabled(), forward.is_disabled()) == (True, True)
    page.locator("#panel a.name", has_text="Harbour Party").first.click()
    assert (back.is_disabled(), forward.is_disabled()) == (False, True)
    back.click()
    page.wait_for_selector("h2:has-text('Inés')")
    assert (back.is_disabled(), forward.is_disabled()) == (True, False)
    # Loaded again, it knows still that nothing of this page lies behind.
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert back.is_disabled()
