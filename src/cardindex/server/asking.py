"""Queries of a served index: its pool of processes, what each may take, clients that go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cardindex.engine import LIMITS, Bounds, Found, Pool, Source, Wanted
from cardindex.errors import QueryError, QueueFull
from cardindex.server.shares import Shares, client_of
from cardindex.server.site import served_of, site_of
from cardindex.store import Store
from cardindex.store.relay import Relay
from cardindex.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from cardindex.server.served import Served

_MEGABYTE = 1 << 20
_PATIENCE = 2.0  # seconds that one who asks waits for a store that another has made
_LATER = 5  # seconds

SERVED_LIMITS = replace(
    LIMITS, seconds=30.0, reading=5.0, memory=512 * _MEGABYTE, rows=100_000, size=32 * _MEGABYTE
)
"""What a query of anybody may take: less than one of one's own machine."""

BOUNDS = Bounds()
"""How many processes a worker has for one index, and how long its lines are."""

SHARES = Shares(16, "too many queries are being answered")
"""How many queries of one client each worker has in its lines or at work."""

LIMIT_HEADERS = {
    "X-Limit-Seconds": f"{SERVED_LIMITS.seconds:g}",
    "X-Limit-Rows": str(SERVED_LIMITS.rows),
    "X-Limit-Bytes": str(SERVED_LIMITS.size),
}
"""Told with every answer."""


class ClientGone(Exception):
    """Nobody is there any more to be answered."""


class Queries:
    """The pool of an index, made when it is first asked; for ``Served.part``."""

    def __init__(self, make: Callable[[], Pool | Relay]) -> None:
        self._make, self._lock = make, Lock()
        self.made: Pool | Relay | None = None

    def pool(self) -> Pool | Relay:
        """Return the pool. Raises QueueFull where it is still being made, which may take long."""
        if self.made is not None:
            return self.made
        if not self._lock.acquire(timeout=_PATIENCE):
            raise QueueFull(_LATER)
        try:
            if self.made is None:
                self.made = self._make()
            return self.made
        finally:
            self._lock.release()

    def close(self) -> None:
        """Close the pool, if there is one."""
        with self._lock:
            if self.made is not None:
                self.made.close()


def queries(served: Served) -> Queries:
    """Return what answers the queries of an index: the store that is kept of it, or an endpoint."""

    def make() -> Pool | Relay:
        if served.place.endpoint:
            opened = partial(RemoteStore.open, served.place.endpoint, served.index)
            return Relay(opened, SERVED_LIMITS)
        store = Store.keeping(served.index)

        def again() -> Source:
            nonlocal store
            if store.again is not None:
                store = store.again()
            return store.source

        return Pool(store.source, store.prefixes, limits=SERVED_LIMITS, bounds=BOUNDS, again=again)

    return Queries(make)


async def asked(request: Request, text: str, wanted: Wanted) -> Found:
    """Answer a query, in a process. Raises QueryError, QueueFull, ClientGone.

    Raises HTTPException (429) where the client has its share of queries under way.

    Relative IRIs are the index's: ``<entity/kgb>``. A client that goes before its answer is there
    has its query ended.
    """
    count = site_of(request).count
    served = served_of(request)
    wanted = replace(wanted, base=served.index.base)
    try:
        own = served.part(queries)
        processes = own.made
        if processes is None:
            processes = await run_in_threadpool(own.pool)
        with SHARES.one(client_of(request)):
            found = await _unless_gone(request, asyncio.wrap_future(processes.ask(text, wanted)))
    except (QueueFull, HTTPException):
        count("query", "refused")
        raise
    except (QueryError, ClientGone):
        count("query", "ended")
        raise
    count("query", "run")
    return found


async def _unless_gone(request: Request, answer: asyncio.Future[Found]) -> Found:
    await request.body()
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((gone, answer), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ClientGone
        return answer.result()
    finally:
        gone.cancel()
        answer.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
