"""The drawing by hand: marks that are pinned, several chosen at once, hidden, kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from drawn import address, drag, marks, place
from waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

CHOSEN = "() => document.getElementById('stage').drawing.several.map(({ id }) => id).sort()"


def test_what_is_dragged_is_pinned_in_the_address_and_can_be_let_go(opened: Opener) -> None:
    page = opened()
    before = marks(page)
    drag(page, "ines", 90, 60)
    after = marks(page)
    assert {id_ for id_ in after if after[id_] != before[id_]} == {"ines"}
    hash_ = address(page)
    assert "pins=ines:" in hash_
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert marks(page)["ines"] == pytest.approx(after["ines"], abs=1)
    assert "1 pinned" in page.locator("#status").inner_text()
    page.get_by_role("button", name="let go").click()
    assert marks(page) == before
    assert "pins" not in address(page)
    page.go_back()
    until(page, lambda: marks(page)["ines"] == pytest.approx(after["ines"], abs=1))


def test_pins_are_the_same_on_a_stage_that_is_higher_than_wide(opened: Opener) -> None:
    page = opened("#pins=ines:300:-40")
    assert marks(page)["ines"] == [300, -40]
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert marks(page)["ines"] == [-40, 300]
    assert "pins=ines:300:-40" in address(page)


def test_bad_pins_are_named_and_many_are_kept_out_of_the_address(opened: Opener) -> None:
    page = opened("#pins=ines:1:2,nobody:3:4,orlov:x:1,orlov")
    assert "nobody:3:4, orlov:x:1, orlov" in page.locator("#notice").inner_text()
    assert marks(page)["ines"] == [1, 2]
    page = opened("#pins=" + ",".join(f"nobody{i}:{i}:{i}" for i in range(10_000)))
    assert "10,000" in page.locator("#notice").inner_text()


def test_lasso_with_shift_chooses_and_the_chosen_move_together(opened: Opener) -> None:
    page = opened()
    before = marks(page)
    x, y = place(page, "ines")
    page.keyboard.down("Shift")
    ring = [(-15, -15), (15, -15), (15, 15), (-15, 15), (-15, -15)]
    page.mouse.move(x + ring[0][0], y + ring[0][1])
    page.mouse.down()
    for right, down in ring[1:]:
        page.mouse.move(x + right, y + down, steps=3)
    page.mouse.up()
    assert page.evaluate(CHOSEN) == ["ines"]
    page.mouse.click(*place(page, "orlov"))
    assert page.evaluate(CHOSEN) == ["ines", "orlov"]
    page.mouse.click(*place(page, "aurora"))
    page.mouse.click(*place(page, "aurora"))
    page.keyboard.up("Shift")
    assert page.evaluate(CHOSEN) == ["ines", "orlov"]
    assert page.locator("#panel").is_hidden()
    assert marks(page) == before
    drag(page, "ines", 60, 50)
    after = marks(page)
    assert {id_ for id_ in after if after[id_] != before[id_]} == {"ines", "orlov"}
    moved = [[after[it][at] - before[it][at] for at in (0, 1)] for it in ("ines", "orlov")]
    assert moved[0] == pytest.approx(moved[1], abs=2)


def test_chosen_are_hidden_or_alone_are_kept(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    everybody = set(marks(page))
    page.locator("#stage").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    status = page.locator("#status")
    status.get_by_role("button", name="hide", exact=True).click()
    assert set(marks(page)) == everybody - {"ines"}
    assert "hidden=ines" in address(page)
    assert "without 1 entity" in (page.locator("#caption").text_content() or "")
    status.get_by_role("button", name="show again").click()
    assert set(marks(page)) == everybody
    page.keyboard.down("Shift")
    for entity in ("ines", "orlov"):
        page.mouse.click(*place(page, entity))
    page.keyboard.up("Shift")
    status.get_by_role("button", name="only these").click()
    assert set(marks(page)) == {"ines", "orlov"}
    assert "kept=ines,orlov" in address(page)


def test_escape_lets_the_choice_go(opened: Opener) -> None:
    page = opened()
    page.keyboard.down("Shift")
    page.mouse.click(*place(page, "ines"))
    page.keyboard.up("Shift")
    assert page.evaluate(CHOSEN) == ["ines"]
    page.keyboard.press("Escape")
    assert page.evaluate(CHOSEN) == []
