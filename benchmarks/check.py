"""What checking an index costs, against csv.reader alone over the same files.

    python benchmarks/check.py [CLAIMS | FOLDER]

An index is made up with so many claims, or is that of the folder. The two are run in turn, so that
whatever else the machine does falls on both; times are of the processor, and the median of the
repetitions is told. The target is four times csv.reader that drops its rows. The peak of memory is
that of a process that does nothing else.
"""

from __future__ import annotations

import csv
import os
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
MANY = 500_000  # claims from which on fewer repetitions have to do

ALONE = """
import resource, sys
from pathlib import Path
from cardindex.checks import examine
examine(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    asked = sys.argv[1] if len(sys.argv) > 1 else str(CLAIMS)
    if not asked.isdecimal():
        tell(Path(asked))
        return
    with tempfile.TemporaryDirectory() as folder:
        tell(made_up.write(Path(folder), int(asked)))


def tell(index: Path) -> None:
    size = sum(path.stat().st_size for path in index.glob("*.csv"))
    # Who is drawn by lot is now and then said to be two, or misquoted: warnings may be.
    draft, problems = examine(index)
    if errors := [str(problem) for problem in problems if problem.severity == "error"]:
        sys.exit("\n".join(errors))
    claims = len(draft.claims) if draft else 0
    del draft
    times = REPETITIONS if claims < MANY else 3
    print(f"{claims:,} claims, {size / 1e6:.0f} MB, processor seconds, median of {times}")
    print(f"{len(problems):,} warnings; load {os.getloadavg()[0]:.1f}")
    measure(index, times)
    command = [sys.executable, "-c", ALONE, str(index)]
    peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print(f"{'peak of memory, GB':26}{int(peak) / 1e6:6.2f}")
    command = [str(Path(sys.executable).with_name("cardindex")), "check", str(index)]
    started = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{'cardindex check, process':26}{perf_counter() - started:6.2f} (by the clock)")


def measure(index: Path, times: int) -> None:
    runs = {
        "csv.reader, rows dropped": lambda: drop(index),
        "csv.reader, rows kept": lambda: keep(index),
        "examine": lambda: examine(index),
    }
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(seconds(run))
    dropped, kept, examined = map(median, found.values())
    for name, each in found.items():
        print(f"{name:26}{median(each):6.2f}")
    print(f"{'times rows kept':26}{examined / kept:6.1f}")
    print(f"{'times rows dropped':26}{examined / dropped:6.1f}")


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
