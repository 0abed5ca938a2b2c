"""The search box: what it finds, in which order, by keyboard, and whatever is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]


def test_search_by_keyboard_finds_names_without_their_accents(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("ines aba")
    assert page.locator("#found").get_by_role("option").all_inner_texts() == ["Inés Ábalos person"]
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"


@pytest.mark.parametrize(
    ("typed", "group", "leads_to"),
    [
        ("swallow", "Code names", "Inés Ábalos"),
        ("morgenrote", "Other names", "Aurora"),
        ("survey of", "Sources", "A Survey of the Quays"),
    ],
)
def test_search_groups_what_it_finds(opened: Opener, typed: str, group: str, leads_to: str) -> None:
    page = opened()
    page.locator("#search").fill(typed)
    page.get_by_role("group", name=group).get_by_role("option").click()
    assert page.get_by_role("heading", level=2).inner_text() == leads_to


@pytest.mark.parametrize(
    ("typed", "first", "leads_to"),
    [
        ("HP", "HP Harbour Party", "Harbour Party"),  # whole, though "ship" is in other names
        ("harbour", "Harbour Party party", "Harbour Party"),  # and not the gazette or a work
        ("dockers' union", "Dockers' Union union", "Dockers' Union"),
        ("dockers\u2019 union", "Dockers' Union union", "Dockers' Union"),
        ("Aurora_Files", "aurora-files Files of Aurora", "Files of Aurora"),
        ("INES", "Inés Ábalos person", "Inés Ábalos"),
    ],
)
def test_search_has_the_best_first_and_enter_takes_it(
    opened: Opener, typed: str, first: str, leads_to: str
) -> None:
    page = opened()
    page.locator("#search").fill(typed)
    assert page.locator("#found").get_by_role("option").first.inner_text() == first
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=2).inner_text() == leads_to


def test_search_finds_a_claim_by_its_number(opened: Opener) -> None:
    page = opened()
    page.locator("#search").fill("C1")
    assert (
        page.locator("#found")
        .get_by_role("option")
        .all_inner_texts()[0]
        .startswith("c001 Money came through")
    )
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('select=claim:c001')")


def test_search_holds_out_against_what_nobody_types(opened: Opener) -> None:
    page = opened()
    for typed in ("(.*", "[", "\\", "constructor", "—", "…", "a " * 100_000, "'" * 300_000):
        page.locator("#search").fill(typed)
        page.locator("#found").wait_for()
        page.locator("#text-filter").fill(typed)
        page.locator("#text-filter").fill("")
