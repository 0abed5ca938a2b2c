"""The named queries in Oxigraph against rdflib, on one dump, in one run.

    python benchmarks/queries.py [CLAIMS]

A made-up index of 100,000 claims, or of as many as are told. Both engines hold the same triples in
memory. rdflib gets a limited time for each query (PATIENCE times what Oxigraph took, within the
bounds below); where it has not answered by then, the ratio is a lower bound and marked ">".
The last column is Oxigraph's time at the whole size by that at a tenth: about 10 is linear.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import made_up
import networkx as nx
import pyoxigraph as ox
import rdflib

from cardindex import namedqueries
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import Slice
from cardindex.store import Limits, Store

PATIENCE = 40
SHORTEST, LONGEST = 10.0, 120.0  # seconds of a core that rdflib is given for one query
RUNS = 5
PATIENT = Limits(seconds=600)


def main(claims: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = Index.open(made_up.write(Path(folder) / "small", claims // 10))
        large = Index.open(made_up.write(Path(folder) / "large", claims))
    asked = questions(large)
    tenth, _ = oxigraph(small, questions(small))
    ours, store = oxigraph(large, asked)
    size = f"{claims:,} claims, {len(set(store.quads())):,} triples"
    print(f"{size}; seconds, Oxigraph's the median of {RUNS} runs", flush=True)
    graph = read_by_rdflib(store)
    head = f"{'query':18}{'rows':>8}{'Oxigraph':>10}{'rdflib':>10}{'ratio':>9}{'growth':>8}"
    print(f"{head}\n{'-' * len(head)}")
    slowest = float("inf")
    for name, text in asked.items():
        seconds, rows = ours[name]
        limit = min(max(PATIENCE * seconds, SHORTEST), LONGEST)
        theirs = within(limit, lambda text=text: run_rdflib(graph, text, dict(store.prefixes)))
        bound = ">" if theirs is None else ""
        ratio = (theirs or limit) / seconds
        slowest = min(slowest, ratio)
        print(
            f"{name:18}{rows:8,}{seconds:10.4f}{f'{bound}{theirs or limit:.2f}':>10}"
            f"{f'{bound}{ratio:,.0f}':>9}{seconds / tenth[name][0]:8.1f}",
            flush=True,
        )
    print(f"least ratio {slowest:,.0f}")


def questions(index: Index) -> dict[str, str]:
    """Return every named query, asked of whom the most is said."""
    claims, relations = index.claims, index.vocabulary.relations
    family = claims["relation"].map({id_: relation.family for id_, relation in relations.items()})
    roots = Counter(root for root in index.citations["root"] if root.startswith("entity:"))
    speakers = Counter(work for works in index.citations["speakers"] for work in works)
    values = {
        "money-to": {"who": commonest(claims.loc[family == "money", "object"])},
        "origin-alone": {"origin": commonest(roots).removeprefix("entity:")},
        "active-in": {"year": "1958"},
        "speaker": {"source": commonest(speakers)},
        "single-root": {"who": commonest(claims["subject"])},
        "chain-of-command": widest(index),
    }
    return {
        name: query.text(index, values.get(name, {}))
        for name, query in namedqueries.load(index).items()
    }


def commonest(values: object) -> str:
    return min(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[0]


def widest(index: Index) -> dict[str, str]:
    """Return the ends of a chain of command below and above which there is most."""
    claims = tally(index, Slice(families=frozenset({"command"}))).claims
    down: nx.DiGraph[str] = nx.DiGraph()
    for subject, relation, object_ in claims[["subject", "relation", "object"]].to_numpy():
        if relation in {"led", "controlled", "ordered", "appointed"}:
            down.add_edge(subject, object_)
        elif relation == "part_of":
            down.add_edge(object_, subject)
    up = down.reverse()

    def width(graph: nx.DiGraph[str], entity: str) -> tuple[int, str]:
        return len(nx.descendants(graph, entity)), entity

    some = sorted(down)[:300]
    return {
        "from": max(some, key=lambda entity: width(down, entity)),
        "to": max(some, key=lambda entity: width(up, entity)),
    }


def oxigraph(index: Index, asked: dict[str, str]) -> tuple[dict[str, tuple[float, int]], Store]:
    """Return the median time and the number of rows of each query, and the store."""
    store = Store.of(index)
    store.runner.start()
    found = {}
    for name, text in asked.items():
        times, rows = [], 0
        for _ in range(RUNS):
            # Of the clock: the engine is in another process, and hands its answer over.
            start = time.perf_counter()
            rows = len(store.query(text, PATIENT).terms)
            times.append(time.perf_counter() - start)
        found[name] = statistics.median(times), rows
    return found, store


def read_by_rdflib(store: Store) -> rdflib.Graph:
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        ox.serialize(
            (quad.triple for quad in set(store.quads())), file, format=ox.RdfFormat.N_TRIPLES
        )
        file.flush()
        return rdflib.Graph().parse(file.name, format="nt")


def run_rdflib(graph: rdflib.Graph, text: str, prefixes: dict[str, str]) -> float:
    start = time.process_time()
    list(graph.query(text, initNs=prefixes))
    return time.process_time() - start


def within(limit: float, work: Callable[[], float]) -> float | None:
    """Run ``work`` in a child that shares this one's memory and has ``limit`` seconds of a core."""
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    def child() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit)))
        answers.put(work())

    process = context.Process(target=child)
    process.start()
    process.join()
    return None if process.exitcode else answers.get()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
