"""What checking 100,000 claims costs, against csv.reader alone over the same files.

    python benchmarks/check.py [CLAIMS]

The two are run in turn, so that whatever else the machine does falls on both; times are of the
processor, and the median of the repetitions is told. The target is six times at most.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import made_up

from cardindex.checks import examine

REPETITIONS = 7
CLAIMS = 100_000


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS
    with tempfile.TemporaryDirectory() as folder:
        index = made_up.write(Path(folder), claims)
        size = sum(path.stat().st_size for path in index.glob("*.csv"))
        print(f"{claims:,} claims, {size / 1e6:.0f} MB, processor seconds, median of {REPETITIONS}")
        # Who is drawn by lot is now and then said to be two, or misquoted: warnings may be.
        problems = examine(index)[1]
        if errors := [str(problem) for problem in problems if problem.severity == "error"]:
            sys.exit("\n".join(errors))
        print(f"{len(problems):,} warnings")
        runs = {
            "csv.reader, rows dropped": lambda: drop(index),
            "csv.reader, rows kept": lambda: keep(index),
            "examine": lambda: examine(index),
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(REPETITIONS):
            for name, run in runs.items():
                times[name].append(seconds(run))
        dropped, kept, examined = (median(found) for found in times.values())
        for name, found in times.items():
            print(f"{name:26}{median(found):6.2f}")
        print(f"{'times rows kept':26}{examined / kept:6.1f}")
        print(f"{'times rows dropped':26}{examined / dropped:6.1f}")
        command = [Path(sys.executable).with_name("cardindex"), "check", str(index)]
        started = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        print(f"{'cardindex check, process':26}{perf_counter() - started:6.2f} (by the clock)")


def drop(index: Path) -> None:
    for path in index.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for _ in csv.reader(file):
                pass


def keep(index: Path) -> None:
    for path in index.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            list(csv.reader(file))


def seconds(run: Callable[[], object]) -> float:
    started = process_time()
    run()
    return process_time() - started


if __name__ == "__main__":
    main()
