"""Waiting for what a page comes to: as long as a busy machine needs, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 20.0  # seconds; far more than anything takes here
PAUSE = 20  # milliseconds


def until(page: Page, found: Callable[[], Any]) -> Any:
    """Return what is found of a page, once that is something."""
    last = time.monotonic() + PATIENCE
    while not (given := found()) and time.monotonic() < last:
        page.wait_for_timeout(PAUSE)
    assert given
    return given


def comes_to(page: Page, expression: str, expected: object) -> None:
    """Wait until a script gives what is expected of a page."""
    last = time.monotonic() + PATIENCE
    while (given := page.evaluate(expression)) != expected and time.monotonic() < last:
        page.wait_for_timeout(PAUSE)
    assert given == expected
