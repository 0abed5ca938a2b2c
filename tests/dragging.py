"""Marks of the page's drawing: where they stand, and dragging one; the address as it is by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MARKS = """() => Object.fromEntries(document.getElementById('stage').drawing.marks
    .map(({ id, x, y }) => [id, [x, y]]))"""

SPOT = """(id) => {
    const { model, network, stage } = document.getElementById('stage').drawing;
    const { x, y } = network.canvasToDOM(model.entityById.get(id));
    const { left, top } = stage.getBoundingClientRect();
    return [left + x, top + y];
}"""


def marks(page: Page) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate(MARKS)
    return found


def drag(page: Page, entity: str, right: int, down: int) -> None:
    x, y = page.evaluate(SPOT, entity)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()
    page.wait_for_timeout(150)  # vis-network takes no second press within 50 ms


def address(page: Page) -> str:
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # has it written
    return str(page.evaluate("location.hash"))
