"""What all strikes of a ranking cost, against networkx's own PageRank and single runs.

Over a made-up index of 10,000 entities, 50,000 claims and 100 origins.
"""

from __future__ import annotations

import gc
import os
import random
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import made_up
import networkx as nx
import numpy as np
import rustworkx as rx

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures import centrality, walks
from cardindex.measures.fold import focus, lay, simple
from cardindex.measures.ranges import Round, left, networks, ranking, rounds
from cardindex.measures.simplenetwork import Folded
from cardindex.network import network
from cardindex.slices import Slice

ENTITIES, CLAIMS, ORIGINS = 10_000, 50_000, 100
SAMPLE = 2  # so many strikes of betweenness are run; each takes as long as any other
RELATIONS = ("funded", "handled", "trained", "urged", "supported", "allied_with")

PEERS = """
  Beside all strikes: nx.pagerank, networkx's own, on what stands with nothing struck.
  a. The same network as ours, folded into one edge a line beforehand; all that networkx has by
     default (it stops at 1e-6 an entity) and Python's garbage collector at work, as users have
     it. This is the peer that the strikes are to cost less than five runs of.
  b. As a, but no garbage is collected: how long that takes hangs on what else is in memory, and
     may be more than half of a.
  c. As a, but as near to the limit as we come, so that ranks of the small are right too.
  d. The MultiDiGraph that network(slice) gives, unfolded: every claim is an edge and counts 1,
     so that its ranks are others.
  What stands is worked out and laid out beforehand for all, ours and theirs; that is in no time
  here but that of the whole table.

                                       one run    strikes / five of these"""

Answer = TypeVar("Answer")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(write(Path(folder)))
    slice_ = focus(index, Slice())
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{os.cpu_count()} cores, on which {busy:.1f} programs wanted to run already\n")
    pagerank(index, slice_)
    betweenness(index, slice_)


def pagerank(index: Index, slice_: Slice) -> None:
    """Hold all strikes against networkx: at its own tolerance, at ours, and unfolded."""
    selection = tally(index, slice_)
    folded = simple(selection, directed=True)
    graph = folded.graph()
    measure = centrality.measure("pagerank")
    ground = lay(selection, "roots", directed=True, wholes=False)
    near = np.full(len(index.entities), np.nan)
    near[folded.at] = centrality.pagerank(folded)

    def strike() -> tuple[list[Round], list[str]]:
        return rounds(ground, left(selection), measure, "origins", near)

    exact, _ = timed(lambda: centrality.pagerank(folded), times=5)
    strikes, (found, _) = timed(strike, times=5)
    table, _ = timed(lambda: ranking(index, measure, slice_, strikes="origins"), times=3)
    print(f"PageRank: {len(folded.entities):,} entities, {folded.lines:,} lines, in processor time")
    print(f"  SciPy, one run, to {walks.PRECISION:.0e}                         {exact:8.3f} s")
    print(f"  {len(found)} strikes: assessed, weighed, ranked           {strikes:8.3f} s")
    print(f"  the same, with the whole table and every tau     {table:8.3f} s")
    print(PEERS)
    against("a. the same network", strikes, lambda: nx.pagerank(graph))
    gc.disable()
    against("b. as a, no garbage collected", strikes, lambda: nx.pagerank(graph))
    gc.enable()
    # networkx stops where the sum of all moves is below its tolerance times the entities.
    own = walks.PRECISION * (1 - walks.DAMPING) / walks.DAMPING / len(graph)
    to_ours = {"tol": own, "max_iter": 1000}
    against("c. as a, to our precision", strikes, lambda: nx.pagerank(graph, **to_ours))
    claims = network(selection)
    against("d. one edge a claim", strikes, lambda: nx.pagerank(claims))
    print()


def against(peer: str, strikes: float, run: Callable[[], object]) -> None:
    one, _ = timed(run, times=5)
    print(f"  {peer:<34}{one:8.3f} s{strikes / (5 * one):22.2f}")


def betweenness(index: Index, slice_: Slice) -> None:
    """Hold some strikes on all cores against as many runs on one, divided by the cores."""
    cores = os.cpu_count() or 1
    measure = centrality.measure("betweenness")
    selection = tally(index, slice_)
    ground = lay(selection, "one", directed=False, wholes=False)
    struck = islice(networks(ground, left(selection), "origins"), SAMPLE)
    some = [ground.fold(weights) for _, weights in struck if weights is not None]
    one, expected = timed(lambda: [on_one_core(each) for each in some], clock=perf_counter)
    all_, found = timed(lambda: [measure.of(each) for each in some], clock=perf_counter)
    same = all(np.allclose(*pair, rtol=1e-12) for pair in zip(expected, found, strict=True))
    print(f"Betweenness: {SAMPLE} strikes, {cores} cores, in time by the clock")
    print(f"  rustworkx on one core, run after run             {one:8.2f} s")
    print(f"  strikes on all cores                             {all_:8.2f} s")
    print(f"  strikes / (runs / cores)                         {all_ / (one / cores):8.2f}")
    print(f"  the values are the same                          {'yes' if same else 'no':>8}")


def on_one_core(folded: Folded) -> np.ndarray:
    graph = centrality.for_rustworkx(folded)
    found = rx.betweenness_centrality(graph, parallel_threshold=len(folded.entities) + 1)
    return np.array([found[at] for at in range(len(folded.entities))])


def write(folder: Path) -> Path:
    """Write an index in which a few archives and a few entities have the most to say."""
    dice = random.Random(1971)
    names = [f"e{at:05}" for at in range(ENTITIES)]
    busy = [1 / (at + 1) ** 0.6 for at in range(ENTITIES)]
    ends = dice.choices(names, busy, k=2 * CLAIMS)
    archives = [f"s{at:03}" for at in range(ORIGINS)]
    sources = [(id_, "archive", id_, "", names[at]) for at, id_ in enumerate(archives)]
    sources.append(("read", "book", "The book through which all was read"))
    claims, citations = [], []
    for at in range(CLAIMS):
        id_, subject, object_ = f"c{at:05}", ends[2 * at], ends[2 * at + 1]
        claims.append((id_, subject, dice.choice(RELATIONS), object_))
        heavy = dice.choices(archives, [1 / (rank + 1) for rank in range(ORIGINS)], k=2)
        said = {*heavy} if dice.random() < 0.5 else {heavy[0]}
        citations += [(id_, "read", "1", each, "affirms", "stated") for each in sorted(said)]
    rows = {
        "entities": [(name, "organisation", name) for name in names],
        "names": [],
        "sources": sorted(sources),
        "claims": claims,
        "citations": citations,
    }
    return made_up.write_rows(folder, rows)


def timed(
    call: Callable[[], Answer], times: int = 1, clock: Callable[[], float] = process_time
) -> tuple[float, Answer]:
    """Return the best time of several, and the answer."""
    best = float("inf")
    for _ in range(times):
        start = clock()
        answer = call()
        best = min(best, clock() - start)
    return best, answer


if __name__ == "__main__":
    main()
