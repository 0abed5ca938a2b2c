"""What the pointer is on stands out from the drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import javascript
from drawn import place
from waiting import comes_to

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


def test_what_is_chosen_stays_brought_out(opened: Opener) -> None:
    page = opened("#select=entity:orlov")
    page.wait_for_timeout(500)  # until it has come into sight
    chosen = page.evaluate(LIT)
    page.mouse.move(*place(page, "ines"))
    page.wait_for_timeout(400)
    assert page.evaluate(LIT) == chosen
