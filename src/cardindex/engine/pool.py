"""A pool of processes over one store: queries wait in line, and long ones do not hold up the rest.

A query begins at once where a process is free. A query that runs for longer than ``Bounds.quick``
is long: it goes on at a lower priority while there is room for long ones. Where there is none and
others wait, it is ended and waits in a second line, where it also waits from the start when it is
asked again. So long queries never keep out short ones.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Condition, RLock, Thread

from cardindex.engine.limits import LIMITS, Limits
from cardindex.engine.runner import Found, Runner
from cardindex.engine.wanted import WANTED, Wanted
from cardindex.engine.worker import FAILED, STORE
from cardindex.errors import CardindexError, QueryError, QueueFull

Source = Path | Callable[[], Iterable[bytes]]

_TICK = 0.05  # seconds between two looks at what runs
_KNOWN = 2_000  # how many long queries are remembered
_RENEWALS = 3  # how often a damaged store is made anew: after that, the disk is at fault
_LONGEST_WAIT = 60  # the most seconds that a client is told to wait before it asks again


@dataclass(frozen=True)
class Bounds:
    """How many processes there are, and how many queries may wait for them.

    ``long`` is how many processes at most are at queries that have run for longer than ``quick``
    seconds; it is less than ``processes``. ``waiting`` and ``waiting_long`` are how many queries
    wait at most: new ones, and those that are known to be long.
    ``patience``: the seconds after which a waiting query is told that there is no room.
    """

    processes: int = 6
    long: int = 2
    quick: float = 0.15
    waiting: int = 64
    waiting_long: int = 8
    patience: float = 30.0

    def __post_init__(self) -> None:
        if not 0 < self.long < self.processes:
            message = f"long={self.long}: between 1 and one less than processes ({self.processes})"
            raise ValueError(message)


@dataclass(eq=False)
class _Query:
    """A query in the pool; ``runner`` is set while it runs, ``sent_off`` if it had to make way."""

    text: str
    wanted: Wanted
    limits: Limits
    answer: Future[Found] = field(default_factory=Future)
    asked: float = field(default_factory=time.monotonic)
    begun: float = 0.0
    runner: Runner | None = None
    long: bool = False
    sent_off: bool = False
    killed: bool = False

    def kill(self) -> None:
        """End what it runs in, if it runs."""
        if self.runner is not None:
            self.killed = True
            self.runner.kill()

    @property
    def key(self) -> bytes:
        return sha256(f"{self.wanted}\0{self.text}".encode("utf-8", "replace")).digest()


class Pool:
    """Processes that answer queries over one store, and the two lines before them.

    ``source`` is as for ``Runner``; ``again`` makes it anew where it turns out to be damaged.
    """

    def __init__(
        self,
        source: Source,
        prefixes: Mapping[str, str],
        *,
        limits: Limits = LIMITS,
        bounds: Bounds | None = None,
        again: Callable[[], Source] | None = None,
    ) -> None:
        self.limits, self.bounds = limits, bounds or Bounds()
        self.prefixes = dict(prefixes)
        self._source, self._again, self._renewals = source, again, _RENEWALS
        # One lock with two conditions: workers wait for queries, the watcher for running ones.
        lock = RLock()
        self._state, self._watched = Condition(lock), Condition(lock)
        self._idle = False
        self._line: deque[_Query] = deque()
        self._long_line: deque[_Query] = deque()
        self._running: set[_Query] = set()
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._closed = False
        self._threads = [
            Thread(target=self._serve, daemon=True) for _ in range(self.bounds.processes)
        ]
        self._threads.append(Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    def ask(
        self, text: str, wanted: Wanted = WANTED, limits: Limits | None = None
    ) -> Future[Found]:
        """Put a query in line. Its answer, or the error that it comes to, is the future's.

        A future that is cancelled ends its query. Raises QueueFull where there is no room.
        """
        query = _Query(text, wanted, limits or self.limits)
        with self._state:
            known = query.key in self._known
            line, most = (
                (self._long_line, self.bounds.waiting_long)
                if known
                else (self._line, self.bounds.waiting)
            )
            if self._closed or len(line) >= most:
                raise QueueFull(self._wait(known=known))
            line.append(query)
            self._state.notify()
            if self._idle:
                self._watched.notify()
        query.answer.add_done_callback(lambda answer: self._left(query, answer))
        return query.answer

    def run(self, text: str, wanted: Wanted = WANTED, limits: Limits | None = None) -> Found:
        """Put a query in line and wait for its answer. Raises QueryError, and QueueFull as one."""
        return self.ask(text, wanted, limits).result()

    def close(self, seconds: float = 5.0) -> None:
        """Take no more queries, answer those that are there, and end all processes.

        What is not answered after so many ``seconds`` is ended.
        """
        with self._state:
            self._closed = True
            self._state.notify_all()
            self._watched.notify()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        while any(thread.is_alive() for thread in self._threads):
            self._drop_all()
            for thread in self._threads:
                thread.join(_TICK)

    def _drop_all(self) -> None:
        with self._state:
            left = [*self._line, *self._long_line]
            self._line.clear()
            self._long_line.clear()
            for query in self._running:
                query.long = True  # a query that is ended at closing does not wait again
                query.kill()
            self._state.notify_all()
        for query in left:
            _tell(query, QueueFull(1))

    def at_work(self) -> int:
        """Return how many queries run at the moment."""
        with self._state:
            return len(self._running)

    def _left(self, query: _Query, answer: Future[Found]) -> None:
        """End a query that nobody waits for any more."""
        if not answer.cancelled():
            return
        with self._state:
            for line in (self._line, self._long_line):
                with suppress(ValueError):
                    line.remove(query)
            query.kill()

    def _wait(self, *, known: bool) -> int:
        """Return after how many seconds it may be worth asking again."""
        if known:
            return min(int(self.limits.seconds), _LONGEST_WAIT)
        return 1 + len(self._line) // (8 * self.bounds.processes)

    def _serve(self) -> None:
        """Answer one query after the other, in a process of one's own."""
        source = self._source
        runner = Runner(source)
        self._prepare(runner)
        while (query := self._next(runner)) is not None:
            found = self._asked(query, runner)
            if isinstance(found, QueryError) and found.limit == STORE and self._make_again(source):
                runner.end()
                source = self._source
                runner = Runner(source)
                with self._state:
                    query.runner, query.begun = runner, time.monotonic()
                found = self._asked(query, runner)
            self._done(query, found)
            if query.long or query.killed:
                # Its process has a lower priority for good, or is about to be ended.
                query.killed = False
                runner.end()
            if not runner.lives():
                self._prepare(runner)
        runner.end()

    def _asked(self, query: _Query, runner: Runner) -> Found | QueryError:
        if query.long:
            runner.yield_to_others()
        try:
            return runner.run(query.text, self.prefixes, query.limits, query.wanted)
        except QueryError as error:
            return error
        except Exception as error:  # noqa: BLE001 - whoever waits is told, and the next one served
            return QueryError(f"the query failed: {error}", FAILED)

    def _prepare(self, runner: Runner) -> None:
        """Start a process, so that the next query need not wait for it."""
        with suppress(QueryError, OSError):  # the next query tries again and gets the error
            runner.start()

    def _make_again(self, used: Source) -> bool:
        """Make a store anew that is damaged; tell whether there is now another one."""
        with self._state:
            if self._source is used and self._again is not None and self._renewals:
                self._renewals -= 1
                with suppress(CardindexError):
                    self._source = self._again()
            return self._source is not used

    def _next(self, runner: Runner) -> _Query | None:
        """Return what is to be answered next, when there is something; None at the end."""
        with self._state:
            while True:
                query = self._first()
                if query is not None:
                    query.runner, query.begun = runner, time.monotonic()
                    self._running.add(query)
                    return query
                if self._closed and not self._running and not self._long_line:
                    return None
                self._state.wait()

    def _first(self) -> _Query | None:
        if self._long_line and self._long() < self.bounds.long:
            query = self._long_line.popleft()
            query.long = True
            return query
        return self._line.popleft() if self._line else None

    def _long(self) -> int:
        return sum(query.long for query in self._running)

    def _done(self, query: _Query, found: Found | QueryError) -> None:
        with self._state:
            self._running.discard(query)
            query.runner = None
            if isinstance(found, Found) and time.monotonic() - query.begun < self.bounds.quick:
                self._known.pop(query.key, None)
            again = query.sent_off and not query.long and isinstance(found, QueryError)
            if again and not query.answer.cancelled():
                if len(self._long_line) < self.bounds.waiting_long:
                    self._long_line.append(query)
                else:
                    again, found = False, QueueFull(self._wait(known=True))
            if self._closed:
                self._state.notify_all()
            elif self._line or self._long_line:
                self._state.notify()
        if not again:
            _tell(query, found)

    def _watch(self) -> None:
        """Keep long queries from blocking those that wait."""
        while True:
            with self._state:
                if self._closed and not self._running and not self._line and not self._long_line:
                    self._state.notify_all()
                    return
                self._idle = not (self._running or self._line or self._long_line)
                self._watched.wait(None if self._idle else _TICK)
                self._idle = False
                now = time.monotonic()
                for query in [each for each in self._running if not each.long]:
                    if now - query.begun > self.bounds.quick and not query.sent_off:
                        self._make_way(query)
                late = self._late(now)
            for query in late:
                _tell(query, QueueFull(self._wait(known=True)))

    def _make_way(self, query: _Query) -> None:
        """Have a query go on as a long one, or wait among those."""
        assert query.runner is not None  # noqa: S101 - for mypy: it runs
        self._known[query.key] = None
        while len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        if self._long() < self.bounds.long:
            query.long = True
            query.runner.yield_to_others()
        elif self._line:
            query.sent_off = True
            query.kill()

    def _late(self, now: float) -> list[_Query]:
        """Take those out of the lines that have waited for too long."""
        late: list[_Query] = []
        for line in (self._line, self._long_line):
            while line and now - line[0].asked > self.bounds.patience + line[0].limits.seconds * (
                line is self._long_line
            ):
                late.append(line.popleft())
        return late


def _tell(query: _Query, found: Found | QueryError) -> None:
    with suppress(InvalidStateError):  # nobody waits any more
        if isinstance(found, QueryError):
            query.answer.set_exception(found)
        else:
            query.answer.set_result(found)
