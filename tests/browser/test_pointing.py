"""What the pointer is on stands out from the drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import javascript
from drawn import at_rest, box, place
from waiting import comes_to, later, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("pointing.js")


LIT = JS["lit"]


def test_all_but_neighbours_are_dimmed_while_the_pointer_rests_on_a_mark(opened: Opener) -> None:
    page = opened()
    ties = page.evaluate(
        """() => document.getElementById('stage').drawing.lines
            .map(({ tie }) => [tie.a.id, tie.b.id])"""
    )
    near = sorted({end for tie in ties if "ines" in tie for end in tie})
    everybody = page.evaluate(LIT)
    page.mouse.move(*place(page, "ines"))
    comes_to(page, LIT, [near, near, near])
    assert near != everybody[1]
    page.mouse.move(5, 5)
    comes_to(page, LIT, everybody)


def test_what_is_chosen_stays_brought_out(opened: Opener, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened("#select=entity:orlov")
    at_rest(page)
    chosen = page.evaluate(LIT)
    page.mouse.move(*place(page, "ines"))
    comes_to(page, "document.getElementById('stage').drawing.hovered.entity?.id", "ines")
    later(page, 400)  # the rest would be dimmed after 180 ms
    assert page.evaluate(LIT) == chosen


def test_a_note_on_a_line_follows_the_pointer_and_stays_on_the_stage(opened: Opener) -> None:
    page = opened()
    page.evaluate(JS["noteNotes"])
    way = page.evaluate(JS["threeSpots"])
    found = []
    for x, y in way:
        page.mouse.move(x, y)
        settled(page)
        found.append(page.evaluate("window.notes.at(-1)"))
    ratio = page.evaluate("devicePixelRatio")
    stage = box(page.locator("#stage"))
    for (x, y), (left, middle, right, height) in zip(way, found, strict=True):
        assert left >= 0
        assert right <= (stage[2] - stage[0]) * ratio
        assert abs(height - (y - stage[1]) * ratio) < 60 * ratio
        if left > 20 and right < (stage[2] - stage[0]) * ratio - 20:
            assert abs(middle - (x - stage[0]) * ratio) < 5 * ratio
