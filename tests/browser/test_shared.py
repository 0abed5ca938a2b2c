"""What several have in common: who is linked with all of them, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import cite, claim, index
from drawn import address, place

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

WORDS = [
    "ann funded club",
    "ben funded club",
    "cem funded club",
    "club met ann",
    "ann met dan",
    "ben met dan",
    "ann met eve",
    "ann met ben",
]
LIT = """() => { const { lit } = document.getElementById('stage').drawing;
    return { ties: [...lit.ties].sort(),
        entities: [...lit.entities].map(({ id }) => id).sort() }}"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    claims = [claim(f"c{i}", text) for i, text in enumerate(WORDS, 1)]
    made = index(tmp_path / "index", claims, [cite(row["id"], "book") for row in claims])
    file = tmp_path / "page.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    return file


def groups(page: Page) -> list[tuple[str, list[str]]]:
    return [
        (
            one.locator("h3").inner_text().lower().replace("\n", " "),
            one.locator("h4").all_inner_texts(),
        )
        for one in page.locator("#panel section.family").all()
    ]


def test_those_linked_with_all_come_first_with_a_line_of_evidence_for_each_link(
    opened: Opener, file: Path
) -> None:
    page = opened("#select=shared:ann+ben+cem", file=file)
    assert groups(page) == [
        ("linked with all 3 1", ["Club"]),
        ("linked with 2 of 3 1", ["Dan"]),
    ]
    club = page.locator("#panel li", has_text="club").first
    assert club.locator(".evidence").count() == 3
    assert club.get_by_text("and 1 more claim", exact=True).count() == 1
    assert page.locator("#panel").get_by_text("Ann – Ben", exact=True).count() == 1
    lit = page.evaluate(LIT)
    assert lit["entities"] == ["ann", "ben", "cem", "club", "dan"]
    assert not any("eve" in tie or tie.startswith("ann+ben") for tie in lit["ties"])
    assert len(lit["ties"]) == 6


def test_a_strike_and_a_filter_take_what_is_shared_with_them(opened: Opener, file: Path) -> None:
    page = opened("#select=shared:ann+ben&families=money", file=file)
    assert [names for _, names in groups(page)] == [["Club"]]
    page = opened("#select=shared:ann+ben&struck=source:book", file=file)
    assert groups(page) == []
    assert "nobody is linked with two of them" in page.locator("#panel").inner_text()


def test_it_is_asked_for_with_the_mouse_and_by_keyboard(opened: Opener, file: Path) -> None:
    page = opened(file=file)
    page.keyboard.down("Shift")
    for entity in ("ann", "ben"):
        page.mouse.click(*place(page, entity))
    page.keyboard.up("Shift")
    page.get_by_role("button", name="what they share").click()
    assert "select=shared:ann+ben" in address(page)
    page = opened("#select=entity:ann", file=file)
    page.get_by_role("button", name="Choose too").press("Enter")
    page.locator("#search").fill("ben")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Choose too").press("Enter")
    page.get_by_role("button", name="What the 2 chosen share").press("Enter")
    assert "select=shared:ann+ben" in address(page)
    assert [names for _, names in groups(page)] == [["Club", "Dan"]]
    assert page.title().startswith("Ann")


@pytest.mark.parametrize("asked", ["ann", "ann+ann", "ann+nobody", "ann+ben+cem+dan+eve+club"])
def test_address_that_asks_of_one_or_of_strangers_is_left_aside(
    opened: Opener, file: Path, asked: str
) -> None:
    page = opened(f"#select=shared:{asked}", file=file)
    assert page.locator("#panel").is_hidden()
    assert asked in page.locator("#notice").inner_text()
