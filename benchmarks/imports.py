"""What importing 100,000 rows of CSV costs, beside pandas and networkx, which keep less of them.

    python benchmarks/imports.py [ROWS] [MEGABYTES]

The table is made up: who, relation, whom, when, source, page, how sure; one seed. The peer reads
it into a frame and makes a graph of it, as people do: it checks nothing and writes nothing. All are
run in turn, in processes of their own, by the clock and by the processor; the median of the
repetitions is told. The target is 10 s for the whole.

Then made-up files of JSON of so many megabytes (made_up_sets) are imported, once each: how much
memory a whole process takes at its peak, and how long. The target is less than 1,000 MB of memory
for 1,000 MB.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import made_up_sets

REPETITIONS = 3
ROWS = 100_000
MEGABYTES = 50
SEED = 14

READER = (
    "import sys; from pathlib import Path; from cardindex.imports import FORMATS, Wishes; "
    "print(sum(1 for _ in FORMATS['csv'].read([Path(sys.argv[1])], Wishes(relation='met'))))"
)
PEER = (
    "import sys, pandas, networkx; frame = pandas.read_csv(sys.argv[1], keep_default_na=False); "
    "print(networkx.from_pandas_edgelist(frame, 'Who', 'Whom', edge_attr=True, "
    "create_using=networkx.MultiDiGraph).number_of_edges())"
)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        table, index = Path(folder) / "links.csv", Path(folder) / "index"
        write(table, rows)
        size = table.stat().st_size / 1e6
        print(f"{rows:,} rows, {size:.0f} MB, seconds of whole processes, median of {REPETITIONS}")
        command = Path(sys.executable).with_name("cardindex")
        runs = {
            "pandas.read_csv, networkx": [sys.executable, "-c", PEER, table],
            "the reader alone": [sys.executable, "-c", READER, table],
            "cardindex import csv": [command, "import", "csv", table, "--family", "alliance", "-o"],
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for again in range(REPETITIONS):
            for name, run in runs.items():
                new = [f"{index}-{again}"] if run[-1] == "-o" else []
                times[name].append(seconds([*run, *new]))
        print(f"{'':28}{'clock':>8}{'processor':>11}")
        for name, found in times.items():
            clock, processor = (median(part) for part in zip(*found, strict=True))
            print(f"{name:28}{clock:8.2f}{processor:11.2f}")
    tell_memory(int(sys.argv[2]) if len(sys.argv) > 2 else MEGABYTES)


def tell_memory(megabytes: int) -> None:
    print()
    print(f"{'JSON of made-up sets':28}{'MB in':>8}{'MB of memory':>15}{'seconds':>10}")
    for name, write_set in (("stix", made_up_sets.stix), ("ftm", made_up_sets.ftm)):
        with tempfile.TemporaryDirectory() as folder:
            file, index = Path(folder) / f"set.{name}", Path(folder) / "index"
            write_set(file, megabytes * 1_000_000)
            size = file.stat().st_size / 1e6
            command = Path(sys.executable).with_name("cardindex")
            told = [command, "import", name, file, "--family", "alliance", "-o", index]
            peak, clock = memory([str(part) for part in told])
            print(f"{f'cardindex import {name}':28}{size:8.0f}{peak:15.0f}{clock:10.0f}")


def memory(command: list[str]) -> tuple[float, float]:
    """Return how many megabytes a command takes at its peak, and its seconds by the clock."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss
    return usage.ru_maxrss * unit / 1e6, perf_counter() - start


def write(path: Path, rows: int) -> None:
    """Write a table of links between a tenth as many people, from some hundreds of books."""
    drawn = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["Who", "Relation", "Whom", "When", "Source", "Page", "How sure"])
        for _ in range(rows):
            who, whom = drawn.sample(range(rows // 10), 2)
            table.writerow([
                f"Person {who}", drawn.choice(["met", "wrote to", "funded"]), f"Person {whom}",
                drawn.randint(1920, 1989), f"Book {drawn.randrange(300)}",
                drawn.randint(1, 500), drawn.choice(["", "probable", "?"]),
            ])  # fmt: skip


def seconds(command: list[object]) -> tuple[float, float]:
    """Return the time of a command by the clock, and by the processor."""
    before, start = spent(), perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    done = subprocess.run([str(part) for part in command], check=False, **quiet)
    if done.returncode:
        sys.exit(done.stderr)
    return perf_counter() - start, spent() - before


def spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
