"""Runs the tests that matter most to a change, within a minute on two cores: ``make quick``.

First the files of tests that changed since BASE (``main``), then those that mirror what changed by
name, then those that name it, then those that open the page, if its scripts changed; the quickest
first, as far as the time goes. What is left of the time goes to those of all others that have most
tests a second. What was left out is told.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pace

PROJECT = Path(__file__).resolve().parent.parent
ALWAYS = "tests/test_house.py"
PAGE = "src/cardindex/view/static/"  # any test that opens the page may try any of its scripts
PAGES = re.compile(r'(?i)view"? / "static"')
EXAMPLE = "src/cardindex/example/"  # tests of editing and of the desk change copies of it
FOR_THE_CHANGE = 45.0  # seconds that the files take one after another; two cores halve them
IN_ALL = 60.0
UNKNOWN = 3.0


def changed(base: str, project: Path = PROJECT) -> list[str] | None:
    """Return the files that differ from where this branch left ``base``; None where Git fails."""

    def git(*words: str) -> list[str]:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=off", *words],
            cwd=project, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.splitlines()

    try:
        (start,) = git("merge-base", base, "HEAD")
        return git("diff", "--name-only", start) + git("ls-files", "-o", "--exclude-standard")
    except (OSError, subprocess.CalledProcessError):
        return None


def rank(test: str, text: str, changes: Iterable[str]) -> int | None:
    """Return how near a file of tests is to a change.

    0 itself, 1 by name, 2 by what it names, 3 as it opens the page or reads all of its files.
    """
    found = []
    for path in changes:
        parts = Path(path).with_suffix("").parts
        names = [part.strip("_") for part in parts if part not in ("src", "cardindex", "__init__")]
        words = Path(test).stem.removeprefix("test_")
        if path == test:
            found.append(0)
        elif parts[0] in ("src", "docs") and is_mirror(words, names):
            found.append(1)
        elif names and re.search(naming(path, names), text):
            found.append(2)
        elif path.startswith(PAGE) and (test.startswith("tests/browser/") or PAGES.search(text)):
            found.append(3)
    return min(found, default=None)


def is_mirror(words: str, names: list[str]) -> bool:
    """Tell whether ``store_remote`` is by its name about ``store/remote.py``, or a part of it."""
    wanted = "_".join(names)
    return f"{wanted}_".startswith(f"{words}_") or f"{words}_".startswith(f"{names[-1]}_")


def naming(path: str, names: list[str]) -> str:
    """Return what finds a file of the project in the text of a test that has to do with it."""
    if path.startswith("src/") and path.endswith(".py"):
        dotted = re.escape(".".join(["cardindex", *names]))
        parent, name = re.escape(".".join(["cardindex", *names[:-1]])), re.escape(names[-1])
        return rf"\b{dotted}\b|from {parent} import [^\n]*\b{name}\b"
    if path.startswith(EXAMPLE):
        return r"(?m)^(?:import|from) (?:desks|example)\b|\bEXAMPLE\b"
    if path.startswith("tests/") and path.endswith(".py"):
        return rf"(?m)^(?:import|from) {re.escape(names[-1])}\b"
    return rf"(?<![\w-]){re.escape(Path(path).name)}(?![\w-])"


def chosen(
    ranks: Mapping[str, int | None], seconds: Mapping[str, float], tests: Mapping[str, float]
) -> tuple[list[str], list[str]]:
    """Return the files to run, and of those that have to do with the change the ones left out."""

    def took(file: str) -> float:
        return seconds.get(file, UNKNOWN)

    spent = took(ALWAYS)
    taken, left = [ALWAYS], []
    near = [(at, took(file), file) for file, at in ranks.items() if at is not None]
    for _, cost, file in sorted(near):
        if file != ALWAYS and spent + cost <= FOR_THE_CHANGE:
            taken.append(file)
            spent += cost
        elif file != ALWAYS:
            left.append(file)
    others = [file for file in ranks if file not in {*taken, *left}]
    for file in sorted(others, key=lambda file: (-tests.get(file, 1) / (took(file) + 0.1), file)):
        if spent + took(file) <= IN_ALL:
            taken.append(file)
            spent += took(file)
    return taken, left


def main() -> None:
    base = os.environ.get("BASE", "main")
    changes = changed(base)
    tests = sorted(
        path.relative_to(PROJECT).as_posix()
        for folder in ("tests", "tests/browser", "tests/server")
        for path in (PROJECT / folder).glob("test_*.py")
    )
    seconds = pace.kept()
    ranks = {
        test: rank(test, (PROJECT / test).read_text(encoding="utf-8"), changes or ())
        for test in tests
    }
    taken, left = chosen(ranks, seconds, pace.kept(column="tests"))
    out = [test for test in tests if test not in taken]
    sys.stdout.write(
        ("" if changes is not None else f"No {base} to compare with, so no change is known. ")
        + f"{len(taken)} of {len(tests)} files of tests; left out are {len(out)}, of some"
        f" {sum(seconds.get(test, UNKNOWN) for test in out):.0f} s"
        + (f", of which these have to do with the change: {', '.join(left)}" if left else "")
        + ". make test runs all.\n"
    )
    sys.stdout.flush()
    pytest = [sys.executable, "-P", "-m", "pytest", "-q", "-n", "auto", "--maxprocesses", "4"]
    words = [*pytest, "--no-loadscope-reorder", *taken]
    sys.exit(subprocess.run(words, cwd=PROJECT, check=False).returncode)


if __name__ == "__main__":
    main()
