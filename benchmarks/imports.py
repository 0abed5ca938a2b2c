"""What importing 100,000 rows of CSV costs, beside pandas and networkx, which keep less of them.

    python benchmarks/imports.py [ROWS]

The table is made up: who, relation, whom, when, source, page, how sure; one seed. The peer reads
it into a frame and makes a graph of it, as people do: it checks nothing and writes nothing. All are
run in turn, in processes of their own, by the clock and by the processor; the median of the
repetitions is told. The target is 10 s for the whole.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

REPETITIONS = 3
ROWS = 100_000
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
