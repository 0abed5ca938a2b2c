"""One worker: it answers, opens new versions as it is told, and ends once it has answered."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cardindex.compiled import Key
from cardindex.errors import CardindexError
from cardindex.server import logs, metrics, pages
from cardindex.server.application import application
from cardindex.server.connections import Bounds, protocol, sweep
from cardindex.server.forwarded import Forwarded
from cardindex.server.guard import Guard
from cardindex.server.listening import Listening
from cardindex.server.measured import Measured
from cardindex.server.served import Place, Served
from cardindex.server.site import Settings, Site

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

GRACE = 30
"""Seconds in which answers under way are finished before a worker ends."""

_OTHER_FILES = 500  # files that a worker has open besides connections: columns, stores, pipes
_FEW = 50  # connections to the address of the counts
_TURN = 0.001  # seconds that a request may wait while a version is opened


@dataclass(frozen=True)
class Work:
    """What every worker of a site is told.

    ``proxies`` are those whose forwarded headers are believed; ``counts`` says that there is a
    folder for them.
    """

    places: Sequence[Place]
    settings: Settings
    proxies: Sequence[str] = ()
    clients: logs.Clients = "none"
    bounds: Bounds = field(default_factory=Bounds)
    counts: bool = False


def answer(
    work: Work, keys: Mapping[str, Key | None], stale: frozenset[str], listening: socket.socket,
    told: socket.socket | None = None,
) -> None:  # fmt: skip
    """Answer until told to end: by SIGTERM, SIGINT, or the end of ``told``.

    ``keys`` are the versions to open. By ``told`` come lines of JSON: ``{"open": [name, key]}`` and
    ``{"stale": names}``; a byte is sent there every second.
    """
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    sys.setswitchinterval(_TURN)
    bounds = _as_many_as_may_be_open(work.bounds)
    counted = metrics.Metrics() if work.counts else None
    site = Site.of((Served.open(each, keys.get(each.name)) for each in work.places), work.settings)
    site.stale = stale
    if counted is not None:
        site.count = counted.came_to
        for served in site.served.values():
            counted.opened(served)
    app: ASGIApp = Measured(application(site), work.clients, counted.asked if counted else None)
    app = Forwarded(app, urlsplit(work.settings.public).path, work.proxies)
    ended = counted.connection_ended if counted else _nothing
    _run(_Running(server(app, protocol(bounds, ended)), site, counted, told), listening)


def _as_many_as_may_be_open(bounds: Bounds) -> Bounds:
    """Have the system let as many files be open as there may be connections, or fewer of these."""
    if sys.platform == "win32":
        return bounds
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = bounds.connections + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return replace(bounds, connections=max(1, min(bounds.connections, soft - _OTHER_FILES)))
    return bounds


def answer_metrics(listening: Listening, told: socket.socket) -> None:
    """Answer what is counted until told to end."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    app = Guard(metrics.application(), listening.hosts, addresses=listening.addresses)
    http = protocol(Bounds(connections=_FEW), _nothing)
    _run(_Running(server(app, http), told=told), listening.of(0))


def server(app: ASGIApp, http: Any) -> Server:  # noqa: ANN401 - a class of uvicorn's kind
    """Return a server of an application; it logs by ``logs`` alone and believes no header."""
    import uvicorn  # noqa: PLC0415 - half of what a test of the application can spare

    config = uvicorn.Config(
        app, http=http, ws="none", lifespan="off", log_config=None, access_log=False,
        proxy_headers=False, server_header=False, timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )  # fmt: skip
    return uvicorn.Server(config)


@dataclass
class _Running:
    server: Server
    site: Site | None = None
    counted: metrics.Metrics | None = None
    told: socket.socket | None = None
    line: bytes = b""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


def _run(running: _Running, listening: socket.socket) -> None:
    try:
        asyncio.run(_serve(running, listening))
    except (KeyboardInterrupt, SystemExit):
        pass  # uvicorn raises the signal again that ended it
    finally:
        if running.site is not None:
            running.site.close()


async def _serve(running: _Running, listening: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ticking = loop.create_task(_tick(running))
    if running.told is not None:
        running.told.setblocking(False)  # noqa: FBT003
        loop.add_reader(running.told, _hear, running)
    try:
        await running.server.serve([listening])
    finally:
        ticking.cancel()


async def _tick(running: _Running) -> None:
    """Every second: close slow connections, record counts, send a sign of life."""
    loop = asyncio.get_running_loop()
    state = running.server.server_state
    while True:
        if running.server.started:
            sweep(state, loop.time())
            if running.counted is not None and running.site is not None:
                running.counted.tick(running.site, len(state.connections))
            if running.told is not None:
                try:
                    running.told.send(b".")
                except BlockingIOError:
                    pass  # the parent does not read at the moment
                except OSError:
                    running.server.should_exit = True
        await asyncio.sleep(1 if running.server.started else 0.01)


def _hear(running: _Running) -> None:
    """Read what a worker is told; it ends where there is nobody left to tell it anything."""
    assert running.told is not None  # noqa: S101 - for mypy
    try:
        part = running.told.recv(1 << 16)
    except BlockingIOError:
        return
    except OSError:
        part = b""
    if not part:
        asyncio.get_running_loop().remove_reader(running.told)
        running.server.should_exit = True
        return
    *lines, running.line = (running.line + part).split(b"\n")
    for line in lines:
        task = asyncio.get_running_loop().create_task(_do(running, json.loads(line)))
        running.tasks.add(task)
        task.add_done_callback(running.tasks.discard)


async def _do(running: _Running, told: Mapping[str, Any]) -> None:
    site = running.site
    if site is None:
        return  # the metrics' process is told as well, and has nothing to open
    if "stale" in told:
        site.stale = frozenset(told["stale"])
    if "open" in told:
        name, key = told["open"]
        async with running.turn:
            await _open(running, site, name, as_key(key))


async def _open(running: _Running, site: Site, name: str, key: Key | None) -> None:
    """Open a version beside the one that is asked, and put it in its place."""
    place, began = site.served[name].place, time.perf_counter()
    try:
        new = await asyncio.to_thread(Served.open, place, key)
    except (CardindexError, OSError, MemoryError) as error:
        logs.fault("not opened", index=name, why=str(error))
        return
    await asyncio.to_thread(_ready, site, site.served[name], new)
    site.replace(new)
    if running.counted is not None:
        running.counted.opened(new)
    logs.tell(
        "opened", index=name, version=new.version, ms=round((time.perf_counter() - began) * 1e3)
    )
    await asyncio.to_thread(gc.collect)


def _ready(site: Site, old: Served, new: Served) -> None:
    """Note what changed, and lay out what pages show, while the old version still answers."""
    try:
        site.changes.of(old)
        site.changes.of(new)
        pages.prepare(new)
    except Exception as error:  # noqa: BLE001 - a version is served all the same
        logs.fault("not made ready", error, index=new.place.name)


def as_key(told: Sequence[Any] | None) -> Key | None:
    """Return a key as it was before it went through JSON."""
    if told is None:
        return None
    text, seen = told
    return Key(text, tuple((str(name), *map(int, numbers)) for name, *numbers in seen))  # type: ignore[misc]


def _leave(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def _nothing(_: str) -> None:
    """Count nothing."""
