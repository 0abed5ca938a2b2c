"""What opening an index costs, from its tables and compiled, and the first query and the next.

    python benchmarks/opening.py [CLAIMS] [--million FOLDER]

A made-up index of 100,000 claims, or of as many as are told. Each line is a process of its own, and
its peak memory. Opening is held against csv.reader over the same files, rows kept; the first query
against Oxigraph's own bulk load of the same N-Quads, from a file. --million: an index of a million
claims that lies there already (made_up.py makes one), opened and tallied; with --build it is also
built, without a cache that has it and with one. Times are of the clock, those in brackets of the
processor.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import made_up

CLAIMS = 100_000
AIMS = {"tables": 2.5, "first": 1.5}

_BEGIN = """
import json, resource, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
"""
_END = """
print(json.dumps([time.perf_counter() - clock, time.process_time() - core,
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6]))
"""
_CLOCK = "clock, core = time.perf_counter(), time.process_time()\n"
_OPEN = f"{_BEGIN}from cardindex.index import Index\n{_CLOCK}Index.open(folder)\n{_END}"
_TALLY = (
    f"{_BEGIN}from cardindex.evidence import tally\nfrom cardindex.index import Index\n{_CLOCK}"
    f"tally(Index.open(folder))\n{_END}"
)
_ROWS = f"""{_BEGIN}import csv
{_CLOCK}
rows = [list(csv.reader(path.open(newline="", encoding="utf-8"))) for path in folder.glob("*.csv")]
{_END}"""
_DUMP = f"""{_BEGIN}from itertools import chain
from cardindex import rdf
from cardindex.index import Index
index = Index.open(folder)
with Path(sys.argv[2]).open("wb") as file:
    for piece in chain(rdf.nquads(index), rdf.vocabulary_nquads(index)):
        file.write(piece)
{_CLOCK}{_END}"""
_LOAD = f"""{_BEGIN}import pyoxigraph as ox
{_CLOCK}
store = ox.Store(sys.argv[2] + ".store")
store.bulk_load(path=sys.argv[2], format=ox.RdfFormat.N_QUADS)
store.flush()
{_END}"""


def main() -> None:
    reading = argparse.ArgumentParser()
    reading.add_argument("claims", nargs="?", type=int, default=CLAIMS)
    reading.add_argument("--million", type=Path)
    reading.add_argument("--no-query", action="store_true")
    reading.add_argument("--build", action="store_true")
    asked = reading.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["CARDINDEX_CACHE"] = str(Path(place) / "cache")
        index = made_up.write(Path(place) / "index", asked.claims)
        print(f"{asked.claims:,} claims; load of the machine {os.getloadavg()[0]:.1f}")
        opening(index, _OPEN, "open")
        if not asked.no_query:
            querying(index, Path(place) / "dump.nq")
        if asked.million:
            print(f"{asked.million.name}; load of the machine {os.getloadavg()[0]:.1f}")
            if asked.build:
                building(asked.million, Path(place), "build, from tables")
            opening(asked.million, _TALLY, "open and tally")
            if asked.build:
                building(asked.million, Path(place), "build, compiled")


def opening(index: Path, program: str, told: str) -> None:
    rows = run("csv.reader, rows kept", _ROWS, index)
    tables = run(f"{told}, from tables", program, index)
    compiled = run(f"{told}, compiled", program, index)
    ratio = tables[1] / rows[1]
    print(f"from tables / csv.reader (processor): {ratio:.1f} (aim {AIMS['tables']} for open)")
    print(f"compiled / from tables: 1/{tables[0] / compiled[0]:.0f}")


def querying(index: Path, dump: Path) -> None:
    run("N-Quads into a file", _DUMP, index, str(dump))
    print(f"the file: {dump.stat().st_size / 1e6:.0f} MB")
    load = run("Oxigraph's bulk load of it", _LOAD, index, str(dump))
    # Another cache, so that the first has to open the index from its tables as well.
    os.environ["CARDINDEX_CACHE"] = str(dump.with_name("another"))
    first, again = asking(index), min(asking(index) for _ in range(3))
    print(f"{'query handlers, first':28}{first:8.2f} s")
    print(f"{'query handlers, again':28}{again:8.2f} s, process included")
    print(f"first / bulk load: {first / load[0]:.1f} (aim {AIMS['first']})")


def building(index: Path, place: Path, told: str) -> None:
    """Build an index, which takes one process, and print what that takes."""
    # A cache of their own, or the index would lie compiled before it is opened from its tables.
    environment = os.environ | {"CARDINDEX_CACHE": str(place / "cache of builds")}
    command = [Path(sys.executable).with_name("cardindex"), "build", str(index)]
    started = perf_counter()
    with (place / "told").open("wb") as out:
        child = subprocess.Popen(
            [*map(str, command), "-o", str(place / "built")],
            env=environment, stdout=out, stderr=out,
        )  # fmt: skip
        _, code, used = os.wait4(child.pid, 0)
    clock, core = perf_counter() - started, used.ru_utime + used.ru_stime
    if code:
        sys.exit((place / "told").read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in (place / "built").iterdir())
    peak = used.ru_maxrss / 1e6
    print(f"{told:28}{clock:8.2f} s ({core:.2f}), {peak:.2f} GB; files of {size / 1e9:.1f} GB")


def run(told: str, program: str, *words: Path | str) -> tuple[float, float, float]:
    """Run a program; return seconds of the clock, of the processor, and peak GB."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], check=True, capture_output=True
    )
    clock, core, peak = json.loads(done.stdout)
    print(f"{told:28}{clock:8.2f} s ({core:.2f}), {peak:.2f} GB", flush=True)
    return clock, core, peak


def asking(index: Path) -> float:
    command = [Path(sys.executable).with_name("cardindex"), "query", "handlers", "-i", str(index)]
    started = perf_counter()
    subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started


if __name__ == "__main__":
    main()
