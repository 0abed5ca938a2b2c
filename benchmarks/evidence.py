"""What evidence costs: against a plain reading of the same definitions, and against last time.

Over made-up indexes of 100,000 claims: one in which every claim is read as it comes, and one in
which works that were read have 30% of the claims from one another. The plain reading is
``tests/reference.py``, which the tests hold to the same answers; it stands for loops over rows,
which is how one would first write it. There one strike is weighed and the time of all reckoned
from it, as each takes as long. *Before* is the commit below, checked out beside this one, which
found roots citation by citation; it is given the same claims in the form of its time. Seconds are
those of the processor, so that what else a machine does matters little.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

import made_up

from cardindex import ontology
from cardindex.evidence import tally, weigh, weights
from cardindex.index import Index
from cardindex.slices import EVERYTHING, Slice, strikable

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

import reference  # noqa: E402 - from among the tests

BEFORE = "944bd2c"
CLAIMS = 100_000
RETOLD = 0.3
STRIKES = 100
SOURCES = 50_000
Answer = TypeVar("Answer")

# Run by both versions, each with its own code.
_TIMED = """
import json, sys
from statistics import median
from time import process_time
from cardindex.evidence import tally, weights
from cardindex.index import Index
from cardindex.slices import Slice, strikable

def seconds(function, times):
    taken = []
    for _ in range(times):
        start = process_time()
        function()
        taken.append(process_time() - start)
    return median(taken)

start = process_time()
index = Index.open(sys.argv[1])
opened = process_time() - start
part = Slice(struck=frozenset(strikable(index)[:1]))
print(json.dumps({
    "opening": opened,
    "tally of the whole index": seconds(lambda: tally(index), 9),
    "tally after a strike": seconds(lambda: tally(index, part), 9),
    "tally and links": seconds(lambda: tally(index).links, 5),
    "weight of every strike": seconds(lambda: weights(index), 3),
}))
"""


def main() -> None:
    print(f"{CLAIMS:,} claims, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        against_before(Path(folder))
        against_plain_python(Path(folder) / "plain")
        many_sources(Path(folder) / "sources")


def against_before(folder: Path) -> None:
    """Time both versions on the same claims, one after the other, and the whole of it twice."""
    before = folder / "before"
    git = ("git", "-C", str(PROJECT), "worktree")
    subprocess.run([*git, "add", "--quiet", "--detach", before, BEFORE], check=True)
    try:
        theirs = ontology.load(before / "ontology.ttl").relations
        ours = ontology.load(ontology.packaged_path()).relations
        for name, share in (("as they come", 0), (f"{RETOLD:.0%} told through works read", RETOLD)):
            path = folder / name
            made_up.write(path, CLAIMS, retold=share, without=ours.keys() - theirs.keys())
            as_it_was(path, before)
            rounds = [
                (timed_by(PROJECT, path), timed_by(before, folder / f"{name}, before"))
                for _ in range(2)
            ]
            print(f"\nagainst {BEFORE}, claims {name}\n")
            for what in rounds[0][0]:
                now, then = (min(each[side][what] for each in rounds) for side in (0, 1))
                told = f"{what:<34} {seconds(now):>9}   before {seconds(then):>9}"
                print(f"{told}   {now / then:6.2f} times as long")
    finally:
        subprocess.run([*git, "remove", "--force", before], check=True)


def as_it_was(path: Path, before: Path) -> None:
    """Write the index in ``path`` beside it, with the columns that tables had before."""
    old = path.with_name(f"{path.name}, before")
    old.mkdir()
    (old / "index.toml").write_bytes((path / "index.toml").read_bytes())
    code = "import json; from cardindex.tables import COLUMNS; print(json.dumps(COLUMNS))"
    columns = json.loads(run(before, "-c", code))
    for name, kept in columns.items():
        with (
            (path / f"{name}.csv").open(encoding="utf-8", newline="") as rows,
            (old / f"{name}.csv").open("w", encoding="utf-8", newline="") as written,
        ):
            writer = csv.DictWriter(written, kept, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(csv.DictReader(rows))


def timed_by(version: Path, path: Path) -> dict[str, float]:
    found: dict[str, float] = json.loads(run(version, "-c", _TIMED, str(path)))
    return found


def run(version: Path, *arguments: str) -> str:
    """Run Python with the code of a version, and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(version / "src")}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def against_plain_python(folder: Path) -> None:
    index = Index.open(made_up.write(folder, CLAIMS, retold=RETOLD))
    print(f"\nagainst plain Python, {RETOLD:.0%} told through works read\n")
    keys = strikable(index)
    key = keys[0]
    evidence, reading = timed(lambda: reference.read(index), 1)
    print(f"plain Python: reading the rows {seconds(reading)}, counted nowhere below\n")

    _, whole = timed(lambda: tally(index), 5)
    judged, plainly = timed(lambda: reference.judge(evidence), 1)
    compare("tally of the whole index", whole, plainly)

    part = Slice(standings=EVERYTHING.standings, modes=EVERYTHING.modes, struck=frozenset((key,)))
    _, struck = timed(lambda: tally(index, part), 5)
    _, plainly = timed(lambda: reference.judge(evidence, {key}), 1)
    compare("tally after a strike", struck, plainly)

    _, links = timed(lambda: tally(index).links, 3)
    _, plainly = timed(lambda: reference.links(evidence, judged), 1)
    compare("links", links - whole, plainly)

    _, one = timed(lambda: weigh(index, [key]), 3)
    _, plainly = timed(lambda: reference.weight(evidence, {key}), 1)
    compare("weight of one strike", one, plainly)

    frame, every = timed(lambda: weights(index), 1)
    compare(f"weight of each of {len(frame):,} strikes", every, plainly * len(frame))
    print(f"\n{seconds(every * STRIKES / len(frame))} for {STRIKES} strikes")


def many_sources(folder: Path) -> None:
    """Weigh all of very many sources, beside weighing one and reckoning all from it."""
    index = Index.open(made_up.write(folder, CLAIMS, sources=SOURCES))
    key = strikable(index)[0]
    frame, every = timed(lambda: weights(index), 1)
    _, one = timed(lambda: weigh(index, [key]), 3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"\n{SOURCES:,} sources: each of {len(frame):,} strikes in {seconds(every)}, ", end="")
    print(f"one by one {seconds(one * len(frame))}; at most {peak:,.0f} MB in all of this run")


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
