"""The drawing: what its marks and lines tell, how near one comes, and what is dragged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import javascript
import pytest
from drawn import (
    at_rest,
    card,
    carry,
    click_line,
    click_node,
    let_press_again,
    lines,
    place,
    place_of_line,
    resize,
    shown,
    ties,
)
from waiting import comes_to, settled, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("drawing.js") | javascript.functions("painting.js")


def test_kinds_differ_by_shape_and_groups_of_families_by_colour(opened: Opener) -> None:
    page = opened()
    shapes = {entity: shown(page)[entity]["shape"] for entity in ("aurora", "militia", "ines")}
    assert shapes == {"aurora": "diamond", "militia": "triangle", "ines": "dot"}
    drawn = lines(page)
    money, meeting = (drawn[tie] for tie in ("aurora+harbour-party+money", "ines+orlov+diplomacy"))
    assert money["colour"] != meeting["colour"]


def test_line_tells_standing(opened: Opener) -> None:
    drawn = lines(opened())
    corroborated = drawn["aurora+harbour-party+money"]
    single = drawn["harbour-party+ines+command"]
    contested = drawn["aurora+strike-1952+events"]
    assert corroborated["width"] > single["width"]
    assert (single["dashes"], bool(contested["dashes"])) == ([], True)


def test_arrow_tells_direction(opened: Opener) -> None:
    drawn = lines(opened())

    def arrows(tie: str) -> tuple[bool, bool]:
        return drawn[tie]["back"], drawn[tie]["forth"]

    assert arrows("aurora+harbour-party+money") == (False, True)
    assert arrows("harbour-party+ines+command") == (True, False)
    assert arrows("ines+orlov+diplomacy") == (False, False)


def test_tentative_claims_and_mere_plans_are_drawn_only_when_asked_for(opened: Opener) -> None:
    page = opened()
    assert not {"beacon+militia+diplomacy", "aurora+ines+money"} & ties(page)
    page.get_by_label("tentative").check()
    page.get_by_label("was authorised").check()
    assert {"beacon+militia+diplomacy", "aurora+ines+money"} <= ties(page)


def test_labels_keep_their_size_when_one_zooms(opened: Opener) -> None:
    page = opened()
    placed = "document.getElementById('stage').drawing.sheets.labels"
    before = page.evaluate(f"{placed}.scale")
    page.get_by_role("button", name="Zoom in").click()
    expect_scale = page.evaluate("document.getElementById('stage').drawing.network.getScale()")
    assert expect_scale == pytest.approx(before * 1.35)
    comes_to(page, f"{placed}.scale", expect_scale)


@pytest.mark.parametrize("tie", ["hostile+rtl+diplomacy", "hostile+long+diplomacy"])
def test_on_a_phone_both_ends_of_a_line_are_seen_above_its_card(
    opened: Opener, page: Page, tie: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    opened()
    # So near that the line goes from one side of the screen to the other.
    page.evaluate(
        JS["comeNear"],
        tie.split("+")[:2],
    )
    click_line(page, tie)
    page.wait_for_selector("#panel h2")
    ends = page.evaluate(
        JS["ends"],
        tie.split("+")[:2],
    )
    card_top = page.evaluate("document.getElementById('panel').getBoundingClientRect().top")
    stage_top = page.evaluate("document.getElementById('stage').getBoundingClientRect().top")
    assert all(0 < x < 390 and stage_top < y < card_top for x, y in ends)


def test_no_label_lies_on_another_at_the_opening(opened: Opener) -> None:
    page = opened()
    boxes = page.evaluate(JS["labelBoxes"])
    assert len(boxes) > 8
    overlapping = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert overlapping == []


def test_pointer_on_a_line_is_told_what_it_stands_for(opened: Opener) -> None:
    page = opened()
    page.evaluate(JS["notePainted"])
    x, y = place_of_line(page, "aurora+harbour-party+money")
    page.mouse.move(x, y)
    page.mouse.move(x + 1, y)
    told = "Aurora – Harbour Party: Money and means, 2 claims"
    until(page, lambda: told in page.evaluate("window.painted"))


@pytest.mark.parametrize("address", ["", "#focus=ines"])
def test_what_is_dragged_takes_its_lines_and_its_label_along_and_stays(
    opened: Opener, address: str
) -> None:
    page = opened(address)
    tie = "harbour-party+ines+command"
    before = lines(page)
    carry(page, "ines", 130, 90)
    carried = page.evaluate(
        """() => document.getElementById('stage').drawing.carried.lines
            .map(({ tie, way }) => [tie.key, way])"""
    )
    page.mouse.up()
    after = lines(page)
    assert dict(carried)[tie] == after[tie]["way"] != before[tie]["way"]
    assert list(after) == list(before)
    put = place(page, "ines")
    page.locator("#fold-means").click()
    page.get_by_role("checkbox", name="Money and means").uncheck()
    page.get_by_role("button", name="Light or dark").click()
    at_rest(page)
    assert place(page, "ines") == pytest.approx(put, abs=1)
    assert lines(page)[tie]["way"] == after[tie]["way"]
    x, y, size = page.evaluate(
        """() => {
            const { sheets, looks } = document.getElementById('stage').drawing;
            const { entity, x, y } = sheets.labels.placed
                .find(({ entity }) => entity.id === 'ines');
            return [x - entity.x, y - entity.y, looks.get(entity).size];
        }"""
    )
    assert max(abs(x), abs(y)) < size * 3
    # A drag is no click, and leaves nothing marked.
    assert not page.locator("#panel").is_visible()
    click_line(page, tie)
    assert "led" in card(page)


def test_only_what_the_page_has_selected_looks_selected(opened: Opener) -> None:
    page = opened()
    click_node(page, "ines")
    page.keyboard.press("Escape")
    colours = "() => document.getElementById('stage').drawing.network.body.nodes.ines.options"
    found = page.evaluate(colours)
    assert found["color"]["highlight"]["border"] == found["color"]["border"]
    assert found["borderWidthSelected"] == found["borderWidth"]


def test_drawing_is_as_large_as_it_was_once_the_window_is(opened: Opener) -> None:
    page = opened()
    page.emulate_media(reduced_motion="reduce")
    scale = "document.getElementById('stage').drawing.network.getScale()"
    at_rest(page)
    before = page.evaluate(scale)
    click_node(page, "ines")
    page.wait_for_selector("#panel h2")
    for size in ((1000, 500), (1280, 720)):
        resize(page, *size)
    page.locator("#panel").get_by_role("button", name="Close").click()
    page.locator("#panel").wait_for(state="hidden")
    at_rest(page)
    assert page.evaluate(scale) == pytest.approx(before)
    assert page.evaluate(
        """() => {
            const canvas = document.querySelector('#stage canvas');
            return canvas.width / devicePixelRatio - document.getElementById('stage').clientWidth;
        }"""
    ) == pytest.approx(0, abs=1)


def test_drawing_stands_after_printing_where_it_stood(opened: Opener, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened("#select=entity:ines")
    stand = """() => {
        const { network } = document.getElementById('stage').drawing;
        const { x, y } = network.getViewPosition();
        return [network.getScale(), x, y];
    }"""
    at_rest(page)
    before = page.evaluate(stand)
    page.emulate_media(media="print")
    page.wait_for_selector("html[data-paper]")
    settled(page)
    page.emulate_media(media="screen")
    page.wait_for_selector("html:not([data-paper])")
    settled(page)
    at_rest(page)
    assert page.evaluate(stand) == pytest.approx(before, abs=0.01)


def test_drawing_zooms_only_as_far_as_something_can_be_seen(opened: Opener) -> None:
    page = opened()
    scale = "document.getElementById('stage').drawing.network.getScale()"
    page.locator("#stage").focus()
    for key, furthest in (("+", 10), ("-", 0.05)):
        for _ in range(36):
            page.keyboard.press(key)
        comes_to(page, scale, pytest.approx(furthest))


def test_a_box_drawn_with_shift_moves_nothing_later(opened: Opener) -> None:
    page = opened()
    box = page.locator("#stage").bounding_box()
    assert box
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 80, box["y"] + box["height"] - 60, steps=8)
    page.mouse.up()
    page.keyboard.up("Shift")
    let_press_again(page)
    before = place(page, "harbour-party")
    carry(page, "ines", 60, 40)
    page.mouse.up()
    assert place(page, "harbour-party") == pytest.approx(before, abs=1)
