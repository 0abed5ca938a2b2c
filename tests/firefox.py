"""Find the Firefox that `make test-engines` drives, and start it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chromium import version
from websockets.sync.client import connect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

VARIABLE = "CARDINDEX_FIREFOX"
NAMES = ("firefox-esr", "firefox")
RELAY = Path(__file__).with_name("engines") / "relay.py"
OLDEST = 153  # of older ones Playwright asks what they do not know yet
HOW_TO = f"""\
The tests of other engines need a Firefox, {OLDEST} or newer, and there is none that runs.
Either of these will do:
  - a package of your system: apt-get update, apt-get install firefox-esr; dnf install firefox; ...
  - one that you have elsewhere: {VARIABLE}=/path/to/firefox
"""


def find() -> Path | None:
    """Return the first Firefox that runs and is new enough: the one asked for, or else PATH's."""
    asked_for = os.environ.get(VARIABLE)
    candidates = [asked_for] if asked_for else filter(None, map(shutil.which, NAMES))
    return next((Path(candidate) for candidate in candidates if fits(candidate)), None)


def fits(executable: str) -> bool:
    """Tell whether it starts, and is a Firefox that is new enough."""
    said = re.search(r"firefox (\d+)", version(executable).lower())
    return said is not None and int(said[1]) >= OLDEST


@contextmanager
def launched(playwright: Playwright, executable: Path) -> Iterator[Browser]:
    """Start a stock Firefox behind the relay, which does for it what it does not know yet."""
    with tempfile.TemporaryDirectory(prefix="cardindex-firefox-") as folder:
        starter, told = Path(folder) / "firefox", Path(folder) / "address"
        words = shlex.join([sys.executable, str(RELAY), str(told), str(executable)])
        starter.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        starter.chmod(0o755)
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=starter)
        relay = told.read_text(encoding="utf-8")
        browser.on("context", lambda context: context.on("page", partial(teach_paper, relay)))
        yield browser
        browser.close()


def teach_paper(relay: str, page: Page) -> None:
    """Have the page shown as on paper where a test asks for it: Playwright cannot do that here."""
    emulate = page.emulate_media

    def emulate_media(*, media: str | None = None, **others: Any) -> None:
        if media:
            with connect(f"{relay}/medium") as medium:
                medium.send("" if media == "screen" else media)
                medium.recv()
        if others:
            emulate(**others)

    page.emulate_media = emulate_media


def main() -> int:
    """Say which Firefox the tests will drive; exit 1 where there is none."""
    found = find()
    if found is None:
        print(HOW_TO, file=sys.stderr)
        return 1
    print(f"Firefox for the tests of other engines: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
