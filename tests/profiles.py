"""The profile of a browser that tests of pages share, and that each finds as empty as a new one.

All pages of files then come to one process, which knows their scripts by now. To start a process
for each took a third of the time of all tests of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

FLAG = "--process-per-site"
"""What has Chromium hand the pages of one site to one process, as long as one of them is open."""

Notes = Mapping[str, Callable[..., None]]
"""What is to hear of events of a profile, by their names."""

Opening = Callable[[Notes], AbstractContextManager["Page"]]
"""Opens a page: ``with opening(notes) as page``."""


@contextmanager
def shared(browser: Browser, folder: Path) -> Iterator[Opening]:
    """Yield what opens a page in the one profile of a Chromium, of which nothing stays."""
    silent = folder / "silent.html"
    silent.write_text("<!doctype html><title>silent</title>", encoding="utf-8")
    context = browser.new_context()
    stays = context.new_page()
    stays.goto(silent.as_uri())

    @contextmanager
    def opening(notes: Notes) -> Iterator[Page]:
        for event, note in notes.items():
            context.on(event, note)
        yield context.new_page()
        forget(context, stays)
        for event, note in notes.items():
            context.remove_listener(event, note)

    yield opening
    context.close()


def forget(context: BrowserContext, stays: Page) -> None:
    """Close all pages but one, and have the profile answer, allow and keep no more than a new one.

    Each empties the storage of its origin; for all files the one that stays does so.
    """
    from playwright.sync_api import Error

    for page in context.pages:
        if page == stays or not page.url.startswith("file:"):
            with suppress(Error):  # it has none, or has crashed
                page.evaluate("localStorage.clear()")
        if page != stays:
            page.close()
    context.unroute_all()
    context.clear_permissions()
    context.clear_cookies()


def new_ones(browser: Browser) -> Opening:
    """Return what opens a page in a profile of its own, for an engine that cannot empty one."""

    @contextmanager
    def opening(notes: Notes) -> Iterator[Page]:
        context = browser.new_context()
        for event, note in notes.items():
            context.on(event, note)
        yield context.new_page()
        context.close()

    return opening
