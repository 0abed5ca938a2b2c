"""What a strike fells stays in the drawing as a shadow, until it is waved away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import javascript
from drawn import click

from cardindex.evidence import weigh

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

    Opener = Callable[..., Page]

JS = javascript.functions("ghosts.js")


SEEN = JS["seen"]


def seen(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(SEEN)
    return found


def strike(page: Page, key: str) -> None:
    page.get_by_role("tab", name="Sources").click()
    page.locator(f'[data-strike="{key}"]').first.uncheck()


def test_what_falls_stays_as_a_shadow_where_it_stood(opened: Opener, harbour: Index) -> None:
    page = opened()
    before = seen(page)
    assert before["ghosts"] == []
    strike(page, "origin:aurora")
    after = seen(page)
    assert after["ghosts"] == sorted(set(before["lines"]) - set(after["lines"]))
    assert "aurora+orlov+membership-and-office" in after["ghosts"]
    weight = weigh(harbour, ["origin:aurora"])
    drawn = {end for key in after["lines"] for end in key.split("+")[:2]}
    assert after["hollow"] == sorted(set(weight.orphaned) - drawn)
    assert after["hollow"] == after["empty"] != []
    assert after["places"] == before["places"]
    assert f"{len(after['ghosts'])} line" in page.locator("#status").inner_text()


def test_shadows_are_waved_away_and_called_back(opened: Opener) -> None:
    page = opened()
    strike(page, "origin:aurora")
    there = seen(page)
    page.keyboard.press("g")
    gone = seen(page)
    assert gone["ghosts"] == gone["hollow"] == []
    assert gone["lines"] == there["lines"]
    assert not set(there["hollow"]) & set(gone["places"])
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert "ghosts=0" in page.evaluate("location.hash")
    page.locator("#status").get_by_role("button", name="show what fell").click()
    assert seen(page) == there
    page.locator("#panel").get_by_role("button", name="wave away").click()
    # What falls next is to be seen again.
    page.locator('[data-strike="source:inquiry"]').first.uncheck()
    assert set(there["ghosts"]) < set(seen(page)["ghosts"])


def test_before_and_after_by_one_key(opened: Opener) -> None:
    page = opened()
    before = seen(page)
    strike(page, "origin:aurora")
    after = seen(page)
    page.keyboard.press("b")
    assert seen(page) == before
    page.keyboard.press("b")
    assert seen(page) == after
    page.keyboard.press("b")
    page.locator("#panel").get_by_role("button", name="Restore all").click()
    assert seen(page) == before


def test_letters_typed_wave_nothing_away(opened: Opener) -> None:
    page = opened("#struck=origin:aurora")
    there = seen(page)
    assert there["ghosts"]
    page.get_by_role("combobox", name="Search").press_sequentially("bg")
    assert seen(page) == there


def test_shadow_tells_what_it_was(opened: Opener) -> None:
    page = opened("#struck=origin:aurora")
    at = page.evaluate(JS["firstShadow"])
    click(page, at["x"], at["y"])
    heading = page.get_by_role("heading", level=2).inner_text()
    assert all(name in heading for name in at["names"])
