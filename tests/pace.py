"""How long the files of tests take: the longest start first, and what was slow is told at the end.

Each file runs in one process, so that what it sets up is set up once. A long file that starts last
is waited for by all others, hence the order. It comes from ``seconds.csv``, which
``pytest --keep-seconds`` writes anew.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

KEPT = Path(__file__).with_name("seconds.csv")
TOLD = 10
A_TEST = 0.2  # seconds, of a file of which none are kept


def kept(path: Path = KEPT, column: str = "seconds") -> dict[str, float]:
    """Return the seconds of each file, or how many tests it has, by its path in the project."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: float(row[column]) for row in csv.DictReader(file)}


def longest_first(nodes: Iterable[str], seconds: Mapping[str, float]) -> list[str]:
    """Return the files of these tests, the longest first; one that is not known by its tests."""
    counted = Counter(map(file_of, nodes))

    def key(file: str) -> tuple[float, str]:
        return -seconds.get(file, counted[file] * A_TEST), file

    return sorted(counted, key=key)


def file_of(node: str) -> str:
    return node.partition("::")[0]


class Pace:
    """Adds up what each file takes, as its tests are reported."""

    def __init__(self) -> None:
        self.phases: dict[str, Counter[str]] = defaultdict(Counter)
        self.tests: dict[str, Counter[str]] = defaultdict(Counter)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take one phase of a test: what it is given, itself, or what is cleared away."""
        file, _, name = report.nodeid.partition("::")
        self.phases[file][report.when] += report.duration
        self.tests[file][name] += report.duration

    def seconds(self) -> dict[str, float]:
        """Return the seconds of each file."""
        return {file: sum(phases.values()) for file, phases in self.phases.items()}

    def lines(self) -> Iterator[str]:
        """Yield a table of the slowest files, and which of their tests took most."""
        seconds = self.seconds()
        yield f"{'seconds':>8}{'tests':>7}{'set-up':>8}  file, and its slowest test"
        for file in sorted(seconds, key=lambda file: -seconds[file])[:TOLD]:
            share = self.phases[file]["setup"] / (seconds[file] or 1)
            ((name, took),) = self.tests[file].most_common(1)
            yield (
                f"{seconds[file]:8.1f}{len(self.tests[file]):7}{share:8.0%}  {file}"
                f"  {took:.1f} {name}"
            )
        all_ = sum(seconds.values())
        setting_up = sum(phases["setup"] for phases in self.phases.values())
        yield (
            f"{all_:8.1f}{sum(map(len, self.tests.values())):7}{setting_up / (all_ or 1):8.0%}"
            f"  all {len(seconds)} files"
        )

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> None:
        """Tell it, and keep the seconds where that was asked for."""
        if self.phases:
            terminalreporter.section("where the time went")
            for line in self.lines():
                terminalreporter.write_line(line)
        if config.getoption("keep_seconds"):
            keep(self.seconds(), {file: len(tests) for file, tests in self.tests.items()})


def keep(seconds: Mapping[str, float], tests: Mapping[str, int], path: Path = KEPT) -> None:
    """Write the seconds and tests of each file; of files that did not run, what was known stays."""
    project = path.parent.parent
    if path.exists():
        seconds = kept(path) | dict(seconds)
        tests = kept(path, "tests") | dict(tests)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("file", "seconds", "tests"))
        for file in sorted(seconds):
            if (project / file).exists():
                writer.writerow((file, f"{seconds[file]:.1f}", int(tests[file])))
