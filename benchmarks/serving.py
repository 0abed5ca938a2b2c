"""How fast a site answers, starts and takes a new version, and what a hostile crowd does to it.

    python benchmarks/serving.py [SECONDS [crowds]]

The server has two workers; the client is asyncio of our own, on the same two cores, so what both
do together is measured. The peer is a bare Starlette application under uvicorn with two workers,
which answers a page of the same size from memory: what is beyond our code. A crowd is 180 readers
who ask for a page about twice a second each, first alone, then with 20 who mean ill at the same
pace, for SECONDS (20 unless told; 300 is what was promised); with ``crowds`` nothing else is
measured. Memory is that of all processes of the site, what they share counted once.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import made_up
from sites import ESSAY, Running, site, until

WORKERS = 2
READERS, HOSTILE = 180, 20
PARTS = 5  # after each of which memory is looked at
THINKING = 0.5  # seconds between two requests of one of them
LARGE = 100_000  # claims

PEER = """
import os, socket, sys
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def page(request):
    return Response(b"x" * 4_000, media_type="text/html")

def bound():
    # As uvicorn's own workers have it, but with the protocol named: else each answer waits 40 ms.
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    taken.bind(("127.0.0.1", int(sys.argv[1])))
    return taken

app = Starlette(routes=[Route("/entity/{id}", page)])
first = os.fork()
uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="error")).run([bound()])
"""
PEER_PORT = 8765


@dataclass
class Heard:
    """What readers met: seconds of each answer, and how often each status; 0 is none at all."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def line(self) -> str:
        """Return it in words."""
        found = quantiles(self.seconds, n=100)
        middle, most, worst = (1000 * found[at] for at in (49, 94, 98))
        return (
            f"{len(self.seconds):7,} answers {dict(self.statuses)}; median {middle:.1f} ms,"
            f" 95th percentile {most:.1f}, 99th {worst:.1f}"
        )


class Client:
    """One connection that is kept, and opened anew where it was closed."""

    def __init__(self, port: int) -> None:
        self.port, self.reader, self.writer = port, None, None

    async def ask(self, path: str, heard: Heard) -> int:
        """Ask, and keep what came of it."""
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(self._ask(path), 60)
        except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
            status, self.reader = 0, None
        heard.seconds.append(time.perf_counter() - began)
        heard.statuses[status] += 1
        return status

    async def _ask(self, path: str) -> int:
        for last in (False, True):
            new = self.reader is None
            if new:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                return await self._exchange(path)
            except (OSError, EOFError):
                # What was kept open may have been closed between two requests: asked once more.
                self.reader = None
                if new or last:
                    raise
        return 0

    async def _exchange(self, path: str) -> int:
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if b"content-length: " in head:
            await self.reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r")[0]))
        elif b"chunked" in head:
            while size := int(await self.reader.readline(), 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readline()
        if b"connection: close" in head:
            self.reader = None
        return int(head.split(None, 2)[1])


async def asked(port: int, clients: int, seconds: float, path: Callable[[], str]) -> Heard:
    """Have so many clients ask without a pause."""
    heard, last = Heard(), time.perf_counter() + seconds

    async def one() -> None:
        client = Client(port)
        while time.perf_counter() < last:
            await client.ask(path(), heard)

    await asyncio.gather(*(one() for _ in range(clients)))
    return heard


async def readers(port: int, seconds: float, paths: list[str]) -> Heard:
    """Have readers ask, with pauses."""
    heard, last, dice = Heard(), time.perf_counter() + seconds, random.Random(17)

    async def reader() -> None:
        client = Client(port)
        await asyncio.sleep(dice.random())
        while time.perf_counter() < last:
            await client.ask(dice.choice(paths), heard)
            await asyncio.sleep(dice.expovariate(1 / THINKING))

    await asyncio.gather(*(reader() for _ in range(READERS)))
    return heard


async def attackers(port: int, seconds: float) -> Heard:
    """Have others do what they can against them."""
    ill, last = Heard(), time.perf_counter() + seconds

    async def attacker(deed: Callable[[int, Heard], Awaitable[None]]) -> None:
        while time.perf_counter() < last:
            try:
                await asyncio.wait_for(deed(port, ill), max(last - time.perf_counter(), 0.1))
            except (OSError, EOFError, TimeoutError):
                ill.statuses[0] += 1
            await asyncio.sleep(THINKING)

    await asyncio.gather(*(attacker(DEEDS[at % len(DEEDS)]) for at in range(HOSTILE)))
    return ill


def attacked(port: int, seconds: float) -> Heard:
    """Do that; for a process of its own, so that it does not hold up who measures."""
    return asyncio.run(attackers(port, seconds))


async def drips(port: int, ill: Heard) -> None:
    """Send headers a byte a second, over a hundred connections."""
    opened = []
    for _ in range(100):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: ")
        opened.append(writer)
    for _ in range(8):
        for writer in opened:
            writer.write(b"x")
        await asyncio.sleep(1)
    for writer in opened:
        writer.close()
    ill.statuses[0] += len(opened)


async def floods(port: int, ill: Heard) -> None:
    """Send more than is read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head.encode())
    for _ in range(100):
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()
    ill.statuses[int((await reader.readline()).split()[1])] += 1
    writer.close()


async def pipelines(port: int, ill: Heard) -> None:
    """Ask for a thousand pages at once, and read none of them."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /entity/kgb HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() * 1000)
    await asyncio.sleep(2)
    writer.close()
    ill.statuses[0] += 1


async def asks_too_much(port: int, ill: Heard) -> None:
    """Ask queries that would take for ever, or all of the memory."""
    for query in (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        'SELECT ?a { ?a ?b ?c FILTER REGEX(STR(?c), "(a|a?)+(a|a?)+(a|a?)+$") }',
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
        "SELECT * " + "{" * 5_000 + "}" * 5_000,
    ):
        await Client(port).ask("/sparql?" + urlencode({"query": query}), ill)


DEEDS = (asks_too_much, drips, floods, pipelines)


def main() -> None:
    if "crowds" in sys.argv:
        crowds(float(sys.argv[1]))
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"load of the machine before  {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        pages(Path(folder))
        large = Path(folder) / "large"
        made_up.write(large, LARGE)
        starts(large)
        reloads(large)
        crowds(seconds)


def pages(folder: Path) -> None:
    """Measure the page of one entity, against a page that is there already."""
    (folder / "peer.py").write_text(PEER, "utf-8")
    with site(ESSAY, "--workers", WORKERS, "--log", "none") as running:
        one = asyncio.run(asked(running.port, 1, 3, lambda: "/entity/kgb"))
        ours = asyncio.run(asked(running.port, 16, 5, lambda: "/entity/kgb"))
    command = [sys.executable, folder / "peer.py", str(PEER_PORT)]
    peer = subprocess.Popen(command, start_new_session=True)
    try:
        time.sleep(3)
        theirs = asyncio.run(asked(PEER_PORT, 16, 5, lambda: "/entity/kgb"))
    finally:
        os.killpg(peer.pid, signal.SIGTERM)
        peer.wait()
    rate, other = len(ours.seconds) / 5, len(theirs.seconds) / 5
    print(f"entity page, one client     {one.line()}")
    print(f"entity page, 16 clients     {rate:7,.0f} a second; {dict(ours.statuses)}")
    print(f"bare Starlette, the same    {other:7,.0f} a second; {dict(theirs.statuses)}")
    print(f"ours to bare Starlette      {rate / other:7.2f}")


def starts(large: Path) -> None:
    """Measure from the start of the command to the address that is good."""
    found = []
    for _ in range(4):
        began = time.perf_counter()
        with site(large, "--workers", WORKERS, "--log", "none"):
            found.append(time.perf_counter() - began)
    told = f"{found[0]:.2f} s, once compiled {median(found[1:]):.2f}"
    print(f"start, {LARGE:,} claims       {told}")


def reloads(large: Path) -> None:
    """Change an index under load, and count what failed until all workers serve it, and after."""
    name = (large / "entities.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    path, heard, ended = large / "index.toml", Heard(), Event()
    with site(large, "--workers", WORKERS) as running:
        until(lambda: any('"event": "prepared"' in line for line in running.lines), 120)

        def load() -> None:
            while not ended.is_set():
                done = asyncio.run(asked(running.port, 4, 1, lambda: f"/entity/{name}"))
                heard.statuses.update(done.statuses)

        loading = Thread(target=load)
        loading.start()
        time.sleep(1)
        path.write_text(path.read_text("utf-8") + "# another version\n", "utf-8")
        began = time.perf_counter()
        until(lambda: opened(running) >= WORKERS, 120)
        seconds = time.perf_counter() - began
        ended.set()
        loading.join()
    failed = sum(number for status, number in heard.statuses.items() if status != 200)
    told = f"served after {seconds:.0f} s; of {heard.statuses.total():,} requests {failed} failed"
    print(f"new version, {LARGE:,} claims {told}")


def opened(running: Running) -> int:
    """Return how often a worker has told that it opened a version."""
    return sum('"event": "opened"' in line for line in list(running.lines))


def crowds(seconds: float) -> None:
    """Measure what readers wait, without and with those who mean ill."""
    rows = (ESSAY / "entities.csv").read_text("utf-8").splitlines()[1:]
    paths = ["/", *(f"/entity/{row.split(',')[0]}" for row in rows)]
    with site(ESSAY, "--workers", WORKERS, "--log", "none") as running:
        # Each page once for each worker, so that it is not the first time that is measured.
        asyncio.run(asked(running.port, 8, 12, lambda: random.choice(paths)))
        alone = asyncio.run(readers(running.port, max(seconds / 2, 10), paths))
        sizes = [memory(running)]
        with ProcessPoolExecutor(1) as other:
            attack = other.submit(attacked, running.port, seconds)
            kind = Heard()
            for _ in range(PARTS):
                heard = asyncio.run(readers(running.port, seconds / PARTS, paths))
                kind.seconds += heard.seconds
                kind.statuses += heard.statuses
                sizes.append(memory(running))
            ill = attack.result()
    print(f"{READERS} readers alone         {alone.line()}")
    print(f"with {HOSTILE} hostile, {seconds:3.0f} s    {kind.line()}")
    print(f"the hostile were told       {dict(sorted(ill.statuses.items()))} (0: hung up, or left)")
    ratio = quantiles(kind.seconds, n=100)[94] / quantiles(alone.seconds, n=100)[94]
    print(f"95th percentile to alone    {ratio:.1f}")
    print(f"memory on the way, MB       {' '.join(f'{size:.0f}' for size in sizes)}")


def memory(running: Running) -> float:
    """Return the memory of all processes of a site, in MB, what they share counted once."""
    total = 0
    for pid in (running.process.pid, *running.workers()):
        told = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
        total += int(told.split("Pss:")[1].split()[0])
    return total / 1000


if __name__ == "__main__":
    main()
