"""What rankings of a letter network cost, with every catalogue struck: time, memory, exactness.

    python benchmarks/letters.py [FOLDER]

Over a made-up index in the likeness of a published one (12,927 persons, 91,018 letters, 119
catalogues, of which each was made around somebody), or over the index in FOLDER, whose sources are
struck and whose letters are taken. Each ranking is run in a process of its own;
beside it stands the exact betweenness of rustworkx, with nothing struck.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from time import perf_counter

import made_up
import pandas as pd
import rustworkx as rx

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures import centrality
from cardindex.measures.fold import simple
from cardindex.measures.ranges import ranking
from cardindex.slices import Slice

PERSONS, LETTERS, CATALOGUES = 12_927, 91_018, 119
RUNS = (
    ("degree", "exact"),
    ("pagerank", "exact"),
    ("betweenness", "10"),
    ("betweenness", "30"),
    ("betweenness", "exact"),
)
LINK = "wrote_to"
FIRST = 50  # so many of the first are looked at when estimates are held against what is exact


def main(folder: Path) -> None:
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{os.cpu_count()} cores, on which {busy:.1f} programs wanted to run already")
    print("rankings of all, every source struck; seconds by the clock and of the processor, the")
    print("index opened beforehand\n")
    print("                        first answer   all ranges   processor   peak memory   pivots")
    with tempfile.TemporaryDirectory() as kept:
        each = {run: Path(kept) / "-".join(run) for run in RUNS}
        for run, path in each.items():
            subprocess.run([sys.executable, __file__, folder, *run, path], check=True)
        subprocess.run([sys.executable, __file__, folder, "peer"], check=True)
        exact = read(each["betweenness", "exact"])
        for run in RUNS[2:4]:
            against(run[1], read(each[run]), exact)


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col="entity", keep_default_na=False)


def against(within: str, found: pd.DataFrame, exact: pd.DataFrame) -> None:
    """Say how far estimated ranges are from the exact ones."""
    first = exact.index[:FIRST]
    one, other = exact.loc[first], found.loc[first]
    low = ((one["lowest"] - other["lowest"]).abs() / one["lowest"]).astype(float)
    error = (other["error"] / other["value"]).median()
    same = (one["moved_by"] == other["moved_by"]).mean()
    print(
        f"\nEstimated within {within} s, the first {FIRST}: standard error {error:.1%} of the "
        f"value (median of\nthe largest under any strike); the lowest rank is off by "
        f"{low.median():.1%} (median; at most {low.max():.0%});\nthe same source moves most in "
        f"{same:.0%}."
    )


def run(folder: Path, measure: str, within: str, goal: Path) -> None:
    index = Index.open(folder)
    start, spent, first = perf_counter(), os.times(), list[float]()
    found = ranking(
        index, measure, Slice(relations=frozenset([LINK])), strikes="sources",
        within=None if within == "exact" else float(within),
        first=lambda _: first.append(perf_counter() - start),
    )  # fmt: skip
    took, now = perf_counter() - start, os.times()
    processor = now.user + now.system - spent.user - spent.system
    found.table.drop(columns="gone_without").to_csv(goal)
    name = f"{measure}, {within if within == 'exact' else f'within {within}'}"
    print(
        f"{name:<24}{first[0]:11.2f}{took:13.2f}{processor:12.2f}{peak():11.0f} MB"
        f"{found.pivots or '–':>9}",
        flush=True,
    )


def peer(folder: Path) -> None:
    index = Index.open(folder)
    folded = simple(tally(index, Slice(relations=frozenset([LINK]))))
    graph = centrality.for_rustworkx(folded)
    start = perf_counter()
    rx.betweenness_centrality(graph)
    theirs, start = perf_counter() - start, perf_counter()
    centrality.betweenness(folded)
    ours = perf_counter() - start
    print(
        f"\n{len(folded.at):,} entities, {folded.lines:,} lines. Exact betweenness with nothing "
        f"struck: rustworkx {theirs:.2f} s,\nours {ours:.2f} s: {theirs / ours:.1f} times as fast."
    )


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def write(folder: Path) -> Path:
    """Write letters that nobody wrote: few catalogues hold most, most persons wrote to one."""
    dice = random.Random(1971)
    persons = [f"p{at:05}" for at in range(PERSONS)]
    weights = list(accumulate(1 / (at + 1) ** 0.9 for at in range(CATALOGUES)))
    claims, citations, known = [], [], persons[:CATALOGUES]
    met: dict[str, list[str]] = {f"k{at:03}": [] for at in range(CATALOGUES)}
    catalogues, fresh = [*met], CATALOGUES
    for at in range(LETTERS):
        (which,) = dice.choices(range(CATALOGUES), cum_weights=weights)
        catalogue, centre = catalogues[which], persons[which]
        circle = met[catalogue]
        if not circle or dice.random() < 0.186:
            # Somebody new, mostly; or who is known from elsewhere, those most who write most.
            if fresh < PERSONS and dice.random() < 0.89:
                circle.append(persons[fresh])
                fresh += 1
            else:
                circle.append(dice.choice(known))
        other = dice.choice(circle)
        writer = centre if dice.random() < 0.97 else dice.choice(circle)
        if writer == other:
            writer, other = centre, persons[(which + 1) % CATALOGUES]
        known += [other] if dice.random() < 0.3 else []
        id_ = f"c{at:06}"
        claims.append((id_, writer, "wrote_to", other))
        citations.append((id_, catalogue, "1", "", "affirms", "stated"))
    rows = {
        "entities": [(name, "person", f"Person {name}") for name in persons],
        "names": [],
        "sources": [(it, "archive", f"Catalogue {it}", "", "self") for it in catalogues],
        "claims": claims,
        "citations": citations,
    }
    return made_up.write_rows(folder, rows)


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            with tempfile.TemporaryDirectory() as made:
                print("A made-up network of letters")
                main(write(Path(made)))
        case [folder]:
            main(Path(folder))
        case [folder, "peer"]:
            peer(Path(folder))
        case [folder, measure, within, goal]:
            run(Path(folder), measure, within, Path(goal))
