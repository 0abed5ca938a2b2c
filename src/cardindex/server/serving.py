"""Serving: indexes opened and watched, workers on a socket, a quiet end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from select import select
from types import FrameType

from cardindex import watching
from cardindex.cachewriter import Prepared, already
from cardindex.errors import CardindexError
from cardindex.server import logs, metrics, naming, preparing
from cardindex.server.changes import Watched, seen
from cardindex.server.connections import Bounds
from cardindex.server.crew import Crew, Member
from cardindex.server.listening import Listening, listening
from cardindex.server.preparing import Preparing
from cardindex.server.served import Place
from cardindex.server.site import Settings
from cardindex.server.worker import Work, answer, answer_metrics

HOST = "127.0.0.1"
_TRIES = 2  # seconds after which a worker that has never started is given up

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Running:
    """How a site is run.

    ``bind`` is an address or ``unix:PATH``; ``port`` 0 takes one that is free. ``metrics`` is where
    what is counted can be asked, ``[ADDRESS:]PORT``, or empty. ``every`` are seconds between two
    looks at the files; 0: only SIGHUP has them looked at.
    """

    bind: str = HOST
    port: int = 0
    workers: int = 1
    proxies: Sequence[str] = ()
    metrics: str = ""
    log: logs.Form = "none"
    clients: logs.Clients = "none"
    bounds: Bounds = field(default_factory=Bounds)
    every: float = 2.0


def serve(
    places: Sequence[Place], settings: Settings, tell: Tell, running: Running | None = None
) -> None:
    """Serve indexes until SIGTERM or SIGINT. Raises CardindexError before anything is answered.

    ``tell`` is told the address once it is good, and what an operator should know before that.
    """
    running = running or Running()
    watching.hide()
    naming.hold(places, settings)
    with _open_doors(running) as (door, counted):
        settings = replace(settings, hosts=settings.hosts | door.hosts, addresses=door.addresses)
        if door.path is not None and not settings.public:
            raise CardindexError(
                "behind a socket of the file system stands a proxy: say with --public where readers"
                " come, as https://archive.example.org"
            )
        work = Work(places, settings, running.proxies, running.clients, running.bounds,
                    counted is not None)  # fmt: skip
        logs.begin(running.log)
        if not hasattr(os, "fork"):
            tell(door.address)
            answer(work, {}, frozenset(), door.of(0))
            return
        watched = _first(places, tell)
        _supervise(_Site(work, running, door, counted, watched), tell)


@contextmanager
def _open_doors(running: Running) -> Iterator[tuple[Listening, Listening | None]]:
    """Take the sockets, and a folder for what is counted; give all back."""
    door = listening(running.bind, running.port, running.workers)
    counted, folder = None, ""
    try:
        if running.metrics:
            host, _, port = running.metrics.rpartition(":")
            if not port.isdecimal() or int(port) > 65_535:
                raise CardindexError("--metrics: write a port as 9100, or ADDRESS:PORT")
            counted = listening(host or HOST, int(port))
            folder = tempfile.mkdtemp(prefix="cardindex-metrics-")
            os.environ[metrics.FOLDER] = folder
        yield door, counted
    finally:
        door.close()
        if counted is not None:
            counted.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
            os.environ.pop(metrics.FOLDER, None)


def _first(places: Sequence[Place], tell: Tell) -> list[Watched]:
    """Make all indexes ready; raises one error with the problems of all."""
    watched, wrong = [], []
    for place in places:
        now = seen(place)
        prepared = already(place.folder, place.texts)
        prepared = prepared or preparing.awaited(preparing.begin(place, whole=False))
        if prepared.message:
            of = f"{place.name or place.folder}, of {len(places)} indexes:\n" if places[1:] else ""
            wrong.append(of + prepared.message)
        watched.append(Watched(place, prepared, now, now))
    if wrong:
        raise CardindexError("\n".join(wrong))
    for base, names in naming.sharing({each.place.name: each.prepared.base for each in watched}):
        tell(
            f"Warning: {', '.join(names)} have one base IRI ({base}), so that one IRI may stand for"
            " two things; where they are not versions of one index, give each its own base in"
            " index.toml"
        )
    return watched


@dataclass
class _Site:
    work: Work
    running: Running
    door: Listening
    counted: Listening | None
    watched: list[Watched]
    crew: Crew = field(default_factory=Crew)
    preparing: dict[str, Preparing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.crew.counts = self.counted is not None
        for number in range(self.running.workers):
            self.crew.members.append(Member(f"worker {number + 1}", self._answering(number)))
        if self.counted is not None:
            self.crew.members.append(Member("metrics", self._counting(self.counted)))

    @property
    def stale(self) -> frozenset[str]:
        return frozenset(each.place.name for each in self.watched if each.is_stale)

    def _answering(self, number: int) -> Callable[[socket.socket], None]:
        def work(told: socket.socket) -> None:
            mine = self.door.of(number)
            self.door.leave(mine)
            if self.counted is not None:
                self.counted.leave()
            keys = {each.place.name: each.prepared.key for each in self.watched}
            answer(self.work, keys, self.stale, mine, told)

        return work

    def _counting(self, counted: Listening) -> Callable[[socket.socket], None]:
        def work(told: socket.socket) -> None:
            self.door.leave()
            answer_metrics(counted, told)

        return work


def _supervise(site: _Site, tell: Tell) -> None:
    """Keep workers running and indexes fresh until a signal comes."""
    with _signals() as (came, wake):
        for member in site.crew.members:
            site.crew.start(member)
        is_told, looked = False, 0.0
        while not ({signal.SIGTERM, signal.SIGINT} & set(came)):
            pipes = [each.pipe for each in site.preparing.values()]
            heard: list[socket.socket | int] = [wake, *site.crew.lines(), *pipes]
            select(heard, [], [], 0.5)
            with suppress(BlockingIOError):
                os.read(wake, 1 << 10)
            site.crew.hear()
            site.crew.mend()
            if not is_told and site.crew.is_ready():
                is_told = True
                tell(site.door.address)
                for watched in site.watched:  # the slow parts, made before anybody waits for them
                    _begin(site, watched)
            elif not is_told and any(member.fell > _TRIES for member in site.crew.members):
                site.crew.end(lambda: True)
                raise CardindexError("no worker comes up; what was written before this says why")
            looked = _look(site, came, looked)
        for each in site.preparing.values():
            preparing.end(each)
        for taken in site.door.sockets:
            taken.close()  # from here on the system refuses new connections
        del came[:]
        site.crew.end(lambda: signal.SIGINT in came)


def _look(site: _Site, came: list[int], looked: float) -> float:
    """Read what was prepared, and begin to prepare what changed; return when it was last looked."""
    for name, under_way in list(site.preparing.items()):
        if (told := preparing.outcome(under_way)) is not None:
            del site.preparing[name]
            _take(site, next(each for each in site.watched if each.place.name == name), told)
    now, asked = time.monotonic(), signal.SIGHUP in came
    if asked:
        came[:] = [each for each in came if each != signal.SIGHUP]
    if not asked and (not site.running.every or now - looked < site.running.every):
        return looked
    for watched in site.watched:
        if watched.place.name not in site.preparing and (watched.is_due() or asked):
            _begin(site, watched)
    return now


def _begin(site: _Site, watched: Watched) -> None:
    """Begin to prepare an index as it lies there now."""
    watched.tried = seen(watched.place)
    site.preparing[watched.place.name] = preparing.begin(watched.place)


def _take(site: _Site, watched: Watched, told: Prepared) -> None:
    """Have a version served that was prepared; where there is none, the one before stays."""
    name, before = watched.place.name, site.stale
    watched.is_stale = bool(told.message)
    if site.stale != before:
        site.crew.tell(stale=sorted(site.stale))
    if told.message:
        logs.fault("not reloaded", index=name,
                  why="the files are in error; the version before is served on",
                  problems=told.message.splitlines())  # fmt: skip
        return
    if told.version and told.version == watched.prepared.version:
        logs.tell("prepared", index=name)
        return
    watched.prepared = told
    site.crew.tell(open=[name, told.key])


@contextmanager
def _signals() -> Iterator[tuple[list[int], int]]:
    """Collect signals while the block runs: a list that grows, and a pipe that wakes."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    noted = [signal.SIGTERM, signal.SIGINT]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup SIGHUP stays ignored
        noted.append(signal.SIGHUP)
    before = {each: signal.signal(each, note) for each in noted}
    woken = signal.set_wakeup_fd(writing)
    try:
        yield came, reading
    finally:
        signal.set_wakeup_fd(woken)
        for each, handler in before.items():
            signal.signal(each, handler)
        os.close(reading)
        os.close(writing)
