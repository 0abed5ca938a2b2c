"""Find the Firefox that `make test-engines` drives, and start it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

VARIABLE = "CARDINDEX_FIREFOX"
NAMES = ("firefox-esr", "firefox")
RELAY = Path(__file__).with_name("relay.py")
HOW_TO = f"""\
The tests of other engines need a Firefox, and there is none that runs. Either of these will do:
  - a package of your system: apt-get install firefox-esr, dnf install firefox, ...
  - one that you have elsewhere: {VARIABLE}=/path/to/firefox
"""


def find() -> Path | None:
    """Return the first Firefox that runs: the one asked for, or else PATH's."""
    asked_for = os.environ.get(VARIABLE)
    candidates = [asked_for] if asked_for else filter(None, map(shutil.which, NAMES))
    return next((Path(candidate) for candidate in candidates if runs(candidate)), None)


def runs(executable: str) -> bool:
    """Tell whether it starts and says that it is one; some systems put a note in its place."""
    try:
        answer = subprocess.run(
            [executable, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return "firefox" in answer.stdout.lower()


@contextmanager
def launched(playwright: Playwright, executable: Path) -> Iterator[Browser]:
    """Start a stock Firefox behind the relay, which does for it what it does not know yet."""
    with tempfile.TemporaryDirectory(prefix="cardindex-firefox-") as folder:
        starter = Path(folder) / "firefox"
        words = shlex.join([sys.executable, str(RELAY), str(executable)])
        starter.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        starter.chmod(0o755)
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=starter)
        yield browser
        browser.close()


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
