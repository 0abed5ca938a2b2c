"""Find the Chromium that the browser tests drive, or get one (``make chromium``)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "CARDINDEX_CHROMIUM"
# The headless shell is Chromium without the window that nobody sees: pages open in four fifths of
# the time. It is what Playwright drives by itself.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO = f"""\
The browser tests need a Chromium, and there is none. Any of these will do:
  - a package of your system: apt-get install chromium-headless-shell, dnf install chromium, ...
  - Playwright's own: .venv/bin/python -m playwright install chromium
  - one that you have elsewhere: {VARIABLE}=/path/to/chromium
"""


class ChromiumNotUsableError(Exception):
    """The Chromium that was asked for by name does not run."""


def find() -> Path | None:
    """Return the first Chromium that runs: the one asked for, PATH's, or Playwright's own.

    Raises:
        ChromiumNotUsableError: the environment names one that does not run.
    """
    asked_for = os.environ.get(VARIABLE)
    if asked_for:
        if not runs(asked_for):
            message = f"{VARIABLE}={asked_for} is not a Chromium that runs; mend it or unset it"
            raise ChromiumNotUsableError(message)
        return Path(asked_for)
    return next((Path(candidate) for candidate in candidates() if runs(candidate)), None)


def candidates() -> Iterator[str]:
    """Yield the paths at which a Chromium may be."""
    yield from filter(None, map(shutil.which, NAMES))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def runs(executable: str) -> bool:
    """Tell whether it starts and says what it is; some systems put a note in its place."""
    return "chrom" in version(executable).lower()


def version(executable: str) -> str:
    """Return what a browser says that it is; nothing where it does not start."""
    try:
        answer = subprocess.run(
            [executable, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout


def get() -> Path | None:
    """Try the ways to get one that need no person, until one of them has brought it."""
    for way in ways():
        print("Getting a Chromium:", *way, flush=True)
        if subprocess.run(way, check=False).returncode == 0 and (found := find()):
            return found
    return None


def ways() -> Iterator[list[str]]:
    """Yield the commands that bring a Chromium, the system's own packages first."""
    if shutil.which("apt-get") and (root := as_root()) is not None:
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
        # The index of packages may be old or, on a new machine, not there at all.
        subprocess.run([*apt, "update"], check=False)
        # A browser without a font draws no letters.
        for package in (SHELL, "chromium"):
            yield [*apt, "install", "--no-install-recommends", package, "fonts-liberation"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


def as_root() -> list[str] | None:
    """Return what goes before a command to run it as root, or None where a person must be asked."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False).returncode == 0:
        return sudo
    return None


def main() -> int:
    """Say which Chromium the tests will drive; exit 1 where there is none to be had."""
    try:
        found = find() or get()
    except ChromiumNotUsableError as error:
        print(error, file=sys.stderr)
        return 1
    if found is None:
        print(HOW_TO, file=sys.stderr)
        return 1
    print(f"Chromium for the browser tests: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
