"""What evidence costs over arrays, against a plain reading of the same definitions.

Over a made-up index of 100,000 claims. The plain reading is ``tests/reference.py``, which the
tests hold to the same answers; it stands for loops over rows, which is how one would first write
it. There one strike is weighed and the time of all reckoned from it, as each takes as long.
Seconds are those of the processor, so that what else a machine does matters little.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

import made_up

from cardindex.evidence import tally, weigh, weights
from cardindex.index import Index
from cardindex.slices import EVERYTHING, Slice, strikable

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import reference

CLAIMS = 100_000
STRIKES = 100
Answer = TypeVar("Answer")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(made_up.write(Path(folder), CLAIMS))
    print(
        f"{CLAIMS:,} claims, {len(index.citations):,} citations, Python {platform.python_version()}"
    )
    keys = strikable(index)
    key = keys[0]
    evidence, reading = timed(lambda: reference.read(index), 1)
    print(f"\nplain Python: reading the rows {seconds(reading)}, counted nowhere below\n")

    _, whole = timed(lambda: tally(index), 5)
    judged, plainly = timed(lambda: reference.judge(evidence), 3)
    compare("tally of the whole index", whole, plainly)

    part = Slice(standings=EVERYTHING.standings, modes=EVERYTHING.modes, struck=frozenset((key,)))
    _, struck = timed(lambda: tally(index, part), 5)
    _, plainly = timed(lambda: reference.judge(evidence, {key}), 3)
    compare("tally after a strike", struck, plainly)

    _, links = timed(lambda: tally(index).links, 3)
    _, plainly = timed(lambda: reference.links(evidence, judged), 3)
    compare("links", links - whole, plainly)

    _, one = timed(lambda: weigh(index, [key]), 3)
    _, plainly = timed(lambda: reference.weight(evidence, {key}), 1)
    compare("weight of one strike", one, plainly)

    frame, every = timed(lambda: weights(index), 1)
    compare(f"weight of each of {len(frame):,} strikes", every, plainly * len(frame))
    print(f"\n{seconds(every * STRIKES / len(frame))} for {STRIKES} strikes")


def timed(function: Callable[[], Answer], times: int) -> tuple[Answer, float]:
    """Return what a function gives, and the median of the seconds that it takes."""
    taken = []
    for _ in range(times):
        start = process_time()
        answer = function()
        taken.append(process_time() - start)
    return answer, median(taken)


def compare(what: str, ours: float, plainly: float) -> None:
    told = f"{what:<34} {seconds(ours):>9}   plain Python {seconds(plainly):>9}"
    print(f"{told}   {plainly / ours:6.1f} times")


def seconds(number: float) -> str:
    return f"{number:.2f} s" if number < 100 else f"{number:,.0f} s"


if __name__ == "__main__":
    main()
