"""Long lists on cards: built as far as they are asked for, and nothing out of reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from building import cite, claim, index

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    Opener = Callable[..., Any]

MANY = 400


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    claims = [claim(f"c{i:03}", f"a met b{i:03}") for i in range(MANY)]
    made = index(folder / "made", claims, [cite(row["id"], "book") for row in claims])
    file = folder / "many.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        # As many rows at first as a card has room for.
        ("select=entity:a", "#panel .claims > li:not(.rest)"),
        ("select=source:book", "#panel .claims > li:not(.rest)"),
        ("struck=source:book&select=strikes:now", "#panel section:first-of-type li:not(.rest)"),
    ],
)
def test_every_row_of_a_long_list_can_be_reached(
    opened: Opener, many: Path, address: str, rows: str
) -> None:
    page = opened(f"#{address}", file=many)
    list_ = page.locator(rows)
    first = list_.count()
    assert 4 <= first <= 60
    page.get_by_role("button", name=f"Show 250 more of the {MANY - first} left").first.click()
    assert list_.count() == first + 250
    # Who goes by keyboard is at the first of the new rows.
    assert page.evaluate("document.activeElement.textContent").find(f"B{first:03}") >= 0
    page.get_by_role("button", name=f"Show {MANY - first - 250} more", exact=True).first.click()
    assert list_.count() == MANY
    assert f"B{MANY - 1}" in list_.last.inner_text()


def test_list_stays_as_long_as_it_was_when_the_card_is_drawn_anew(
    opened: Opener, many: Path
) -> None:
    page = opened("#select=entity:a", file=many)
    rows = page.locator("#panel .claims > li:not(.rest)")
    first = rows.count()
    page.get_by_role("button", name="Show 250 more").click()
    page.get_by_role("checkbox", name="tentative").check()
    assert rows.count() == first + 250


def test_paper_says_how_many_rows_are_not_on_it(opened: Opener, many: Path) -> None:
    page = opened("#select=entity:a", file=many)
    left = MANY - page.locator("#panel .claims > li:not(.rest)").count()
    assert page.get_by_text(f"and {left} more").is_hidden()
    page.emulate_media(media="print")
    assert page.get_by_text(f"and {left} more").is_visible()
    assert page.get_by_role("button", name="Show 250 more").is_hidden()
