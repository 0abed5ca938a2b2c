"""The packaged queries through our server beside Oxigraph's own, over one store, in one run.

    python benchmarks/serving_sparql.py [CLAIMS]

The index of the essay, or a made-up one of so many claims. Both servers read the same folder, and
one client asks them in turn over a connection that stays open: the same text, with the prefixes
declared, answered as JSON. Ours runs each query in a process that it can end, checks what it asks
for, and counts what it comes to; theirs (the program of the wheel `oxigraph`) runs it in a thread.
Medians of RUNS; ours with one worker. Memory is that of all processes of ours, what they share
counted once.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import made_up
from queries import questions

from cardindex.index import Index
from cardindex.store import Store

PROJECT = Path(__file__).resolve().parent.parent
PORTS = 8961, 8962
RUNS = 15
PATIENCE = 120.0  # seconds until a server is up
JSON = "application/sparql-results+json"


def main(claims: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = made_up.write(Path(folder) / "index", claims) if claims else PROJECT / "graph"
        index = Index.open(place)
        store = Store.keeping(index)
        if not isinstance(store.source, Path):
            sys.exit("the store is kept nowhere; see `cardindex cache`")
        declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in store.prefixes.items())
        asked = {name: declared + text for name, text in questions(index).items()}
        with servers(place, store.source) as memory:
            print(f"{len(index.claims):,} claims; milliseconds, medians of {RUNS}; {load()}")
            compare(asked)
            print(f"memory of ours {memory():,.0f} MB")


def compare(asked: dict[str, str]) -> None:
    ours, theirs = (HTTPConnection("127.0.0.1", port, timeout=PATIENCE) for port in PORTS)
    head = f"{'query':20}{'rows':>8}{'ours':>10}{'Oxigraph':>10}{'ratio':>8}"
    print(f"{head}\n{'-' * len(head)}")
    ratios, sums = [], [0.0, 0.0]
    for name, text in asked.items():
        spent: tuple[list[float], list[float]] = [], []
        for _ in range(RUNS):
            answers = [
                timed(each, text, times) for each, times in zip((ours, theirs), spent, strict=True)
            ]
        if rows(answers[0]) != rows(answers[1]):
            sys.exit(f"{name}: other rows than Oxigraph's")
        medians = [statistics.median(times) for times in spent]
        sums = [before + median for before, median in zip(sums, medians, strict=True)]
        ratios.append(medians[0] / medians[1])
        print(
            f"{name:20}{rows(answers[0]):8,}{medians[0]:10.1f}{medians[1]:10.1f}{ratios[-1]:8.2f}"
        )
    print(f"{'all':28}{sums[0]:10.1f}{sums[1]:10.1f}{sums[0] / sums[1]:8.2f}")
    print(f"median of the ratios {statistics.median(ratios):.2f}, largest {max(ratios):.2f}")


def timed(connection: HTTPConnection, text: str, times: list[float]) -> bytes:
    """Ask one server, and keep how many milliseconds it took until the last byte."""
    body = urlencode({"query": text})
    headers = {"Accept": JSON, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request(
        "POST", "/sparql" if connection.port == PORTS[0] else "/query", body, headers
    )
    answer = connection.getresponse()
    found = answer.read()
    times.append(1000 * (time.perf_counter() - began))
    if answer.status != 200:
        sys.exit(found[:500].decode("utf-8", "replace"))
    return found


def rows(answer: bytes) -> int:
    import json

    return len(json.loads(answer)["results"]["bindings"])


@contextmanager
def servers(place: Path, store: Path) -> Iterator[object]:
    """Start both, wait until they answer, and end them."""
    beside = Path(sys.executable).parent
    theirs = shutil.which("oxigraph", path=f"{beside}{os.pathsep}{os.environ['PATH']}")
    if not theirs:
        sys.exit("pip install oxigraph")
    ours = [sys.executable, "-m", "cardindex", "serve", str(place), "--port", str(PORTS[0])]
    peer = [theirs, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{PORTS[1]}"]
    started = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (ours, [*peer, "--union-default-graph"])
    ]
    try:
        for port in PORTS:
            until_up(port)
        yield lambda: memory(started[0].pid)
    finally:
        for process in started:
            process.terminate()
            process.wait(30)


def until_up(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            HTTPConnection("127.0.0.1", port, timeout=1).request("GET", "/")
        except OSError:
            if time.monotonic() > until:
                sys.exit(f"nothing answers at port {port}")
            time.sleep(0.1)
        else:
            return


def memory(pid: int) -> float:
    """Return the memory of a process and of all that it started, in MB."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    own = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) / 1024
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(memory(int(child)) for each in listed for child in each.read_text().split())


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
