"""What the page has drawn: its marks and lines, where they stand, and a pointer on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import javascript
from waiting import comes_to, later, settled, until

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

JS = javascript.functions("drawn.js")


def marks(page: Page) -> dict[str, list[float]]:
    """Return where each mark stands in the drawing."""
    found: dict[str, list[float]] = page.evaluate(JS["marks"])
    return found


def shown(page: Page) -> dict[str, dict[str, Any]]:
    """Return the marks that are shown, by the id of their entity: vis-network keeps others too."""
    return dict(page.evaluate(JS["shown"]))


def lines(page: Page) -> dict[str, dict[str, Any]]:
    """Return the lines that are painted, by the id of their tie."""
    return dict(page.evaluate(JS["lines"]))


def ties(page: Page) -> set[str]:
    """Return the ids of the lines that are painted."""
    return set(lines(page))


def place(page: Page, at: str | list[float]) -> tuple[float, float]:
    """Return where on the page the mark of an entity lies, or a point of the drawing."""
    x, y = page.evaluate(JS["onPage"], at)
    return x, y


def place_of_line(page: Page, tie: str) -> tuple[float, float]:
    """Return where on the page a point of a line lies, not far from its middle."""
    way = lines(page)[tie]["way"]
    return place(
        page, [0.36 * a + 0.48 * b + 0.16 * c for a, b, c in zip(*way.values(), strict=True)]
    )


def at_rest(page: Page | Frame) -> None:
    """Wait until the drawing stands as it will: fitted to its size, painted, and nothing moves."""
    until(page, lambda: page.evaluate(JS["atRest"]))
    settled(page)
    until(page, lambda: page.evaluate(JS["atRest"]))


def resize(page: Page, width: int, height: int) -> None:
    """Give the page another size, and wait until the drawing has taken it."""
    page.set_viewport_size({"width": width, "height": height})
    comes_to(page, "[innerWidth, innerHeight]", [width, height])
    at_rest(page)


def click(page: Page, x: float, y: float) -> None:
    """Click in the drawing, however long the machine takes from pressing to letting go."""
    page.evaluate(JS["takeSlowClicks"])
    page.mouse.click(x, y)


def click_node(page: Page, entity: str) -> None:
    click(page, *place(page, entity))


def click_line(page: Page, tie: str) -> None:
    click(page, *place_of_line(page, tie))


def card(page: Page) -> str:
    """Return the words of the card that is open."""
    return page.locator("#panel").inner_text()


def carry(page: Page, entity: str, right: int, down: int) -> None:
    """Drag a mark, and keep the button down."""
    page.evaluate(JS["takeSlowClicks"])
    x, y = place(page, entity)
    page.mouse.move(x, y)
    page.mouse.down()
    # The first steps only tell vis-network that this is no click.
    page.mouse.move(x + 20, y + 10, steps=4)
    page.mouse.move(x + right, y + down, steps=6)


def drag(page: Page, entity: str, right: int, down: int) -> None:
    carry(page, entity, right, down)
    page.mouse.up()
    let_press_again(page)


def let_press_again(page: Page) -> None:
    """Wait for as long as vis-network takes no second press, and more: 50 ms after the first."""
    later(page, 100)


def address(page: Page) -> str:
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # has it written
    return str(page.evaluate("location.hash"))


def box(locator: Locator) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is seen of an element."""
    found = locator.bounding_box()
    assert found
    return (
        found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"],
    )  # fmt: skip
