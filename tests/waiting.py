"""Waiting for what a page comes to: as long as a busy machine needs, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

PATIENCE = 20.0  # seconds; far more than anything takes here
PAUSE = 20  # milliseconds
# What a page does at the next frame, as when its size has changed, it has done after two.
TWO_FRAMES = """() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
})"""
LATER = "(milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); })"


def until(
    page: Page | Frame, found: Callable[[], Any], never: Callable[[], str] | None = None
) -> Any:
    """Return what is found of a page, once that is something; ``never`` says what is there else."""
    last = time.monotonic() + PATIENCE
    while not (given := found()) and time.monotonic() < last:
        page.wait_for_timeout(PAUSE)
    assert given, never() if never else given
    return given


def comes_to(page: Page | Frame, expression: str, expected: object) -> None:
    """Wait until a script gives what is expected of a page."""
    last = time.monotonic() + PATIENCE
    while (given := page.evaluate(expression)) != expected and time.monotonic() < last:
        page.wait_for_timeout(PAUSE)
    assert given == expected


def settled(page: Page | Frame) -> None:
    """Wait until a page has taken in and painted what was done last: before what is *not* to be."""
    page.evaluate(TWO_FRAMES)


def later(page: Page | Frame, milliseconds: int) -> None:
    """Wait by the clock of the page itself: what it has put off for less is done by then.

    That holds however slow the machine is, as timers of a page come in the order in which they are
    due.
    """
    page.evaluate(LATER, milliseconds)
