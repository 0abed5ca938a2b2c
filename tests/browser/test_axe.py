"""axe finds nothing to blame in any view, card, rail or box, by day or by night, large or small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from blaming import blamed

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

PLACES = {
    "network": "",
    "table": "view=table",
    "money": "view=money",
    "disputes": "view=disputes",
    "entity": "select=entity:ines",
    "pair": "select=pair:aurora+harbour-party",
    "claim": "select=claim:c001",
    "work": "select=source:survey",
    "path": "path=aurora,ines&select=path:now",
    "strikes": "struck=source:inquiry&select=strikes:now",
    "two voices": "according_to=survey&versus=inquiry&select=versus:now",
    "surroundings": "focus=orlov",
    "sectors": "focus=ines&sectors=1&depth=2",
    "what they share": "select=shared:ines+orlov",
    "chosen by hand": "hidden=orlov&pins=ines:10:-40",
    "measures": "size=betweenness&colour=measure:pagerank&select=entity:ines",
    "blocs as marks": "folded=bloc:The%20services&select=entity:bloc:The%20services",
    "years": "window=1951/1953&said_by=1975",
    "in another page": "embed=1&select=entity:ines",
}
WIDE, PHONE = (1280, 800), (390, 844)


def faults(page: Page) -> list[str]:
    """Return what axe blames, each with the first element that it blames it for."""
    return [
        f"{it['id']} ({it['impact']}): {it['nodes'][0]['html'][:120]}"
        for it in blamed(page)
        # The page in which another stands has the first heading.
        if not (it["id"] == "page-has-heading-one" and "embed=1" in page.url)
    ]


def at(page: Page, scheme: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_anywhere_by_day_or_by_night(
    opened: Opener, page: Page, place: str, size: tuple[int, int]
) -> None:
    at(page, "light", size)
    opened(f"#{PLACES[place]}")
    for scheme in ("light", "dark"):
        at(page, scheme, size)
        assert faults(page) == [], scheme


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(opened: Opener, page: Page, scheme: str) -> None:
    at(page, scheme, WIDE)
    opened()
    page.locator("#tab-sources").click()
    page.locator("#search").fill("a")
    page.wait_for_selector("#found [role=option]")
    page.locator("#search").press("ArrowDown")
    assert faults(page) == []
    page.locator("#search").press("Escape")
    page.get_by_role("button", name="Picture").click()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_a_phone_opens(opened: Opener, page: Page, scheme: str) -> None:
    at(page, scheme, PHONE)
    opened(welcomed=False)
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#open-rail").click()
    assert faults(page) == []
    page.locator("#tab-sources").click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#more").click()
    assert faults(page) == []
