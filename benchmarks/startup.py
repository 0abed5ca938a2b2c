"""How long ``cardindex --help`` takes, against the ``--help`` of a bare click program.

    python benchmarks/startup.py

Both are whole processes of the same Python, run in turn. The target is twice at most.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

REPETITIONS = 31

BARE = """
import click

@click.command()
@click.option("--name", help="A name.")
def command(name):
    "Say nothing."

command(["--help"])
"""
OURS = """
import sys
from cardindex.cli import main

sys.argv = ["cardindex", "--help"]
main()
"""


def main() -> None:
    times: dict[str, list[float]] = {BARE: [], OURS: []}
    for _ in range(REPETITIONS):
        for program, found in times.items():
            found.append(seconds(program))
    bare, ours = (median(found) for found in times.values())
    print(f"milliseconds, median of {REPETITIONS}")
    print(f"{'bare click program --help':26}{bare * 1000:6.0f}")
    print(f"{'cardindex --help':26}{ours * 1000:6.0f}")
    print(f"{'times':26}{ours / bare:6.2f}")


def seconds(program: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started


if __name__ == "__main__":
    main()
