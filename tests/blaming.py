"""What axe blames in a page that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What it finds in order, element by element, would take longer to hand over than to find.
BLAMED = "axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)"


def blamed(page: Page) -> list[dict[str, Any]]:
    """Return the rules that a page breaks, each with the elements that do, as axe has them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(BLAMED)
    return found


def serious(page: Page) -> list[str]:
    """Return the rules that a page breaks seriously."""
    return [it["id"] for it in blamed(page) if it["impact"] in {"serious", "critical"}]
