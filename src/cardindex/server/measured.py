"""Each request as its operator sees it: a line in the log, and what is counted."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from cardindex.server import logs
from cardindex.server.site import SERVED

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

GONE = 499
"""The status of a request whose client left before an answer began; none is sent."""

SLOW = 1.0
"""Seconds from which on a request is marked as slow."""


@dataclass
class Asked:
    """A request, and what came of it. ``route`` is the template of its path, or empty."""

    method: str
    path: str
    agent: str
    client: str
    route: str = ""
    index: str = ""
    status: int = GONE
    size: int = 0
    seconds: float = 0


class Measured:
    """Tells of each request once it is answered; ``count`` is told of each as well."""

    def __init__(
        self, app: ASGIApp, clients: logs.Clients, count: Callable[[Asked], None] | None
    ) -> None:
        self.app, self.clients, self.count = app, clients, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have one request answered, and tell of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked, began = _asked(scope), perf_counter()

        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start":
                asked.status = message["status"]
            asked.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, seen)
        except Exception as error:
            logs.fault("error", error, method=asked.method, path=asked.path)
            raise
        finally:
            asked.seconds = perf_counter() - began
            asked.route, asked.index = _route(scope), _index(scope)
            self._tell(asked)

    def _tell(self, asked: Asked) -> None:
        if self.count is not None:
            self.count(asked)
        if not logs.LOG.isEnabledFor(logging.INFO):
            return
        told: dict[str, object] = {
            "method": asked.method, "path": asked.path, "route": asked.route, "index": asked.index,
            "status": asked.status, "bytes": asked.size, "ms": round(asked.seconds * 1000, 1),
            "agent": asked.agent,
        }  # fmt: skip
        if self.clients != "none":
            told["client"] = logs.address(asked.client, self.clients)
        if asked.seconds >= SLOW:
            told["slow"] = True
        logs.tell("request", **told)


def _asked(scope: Scope) -> Asked:
    agent = next((text for name, text in scope["headers"] if name == b"user-agent"), b"")
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    client = scope.get("client")
    return Asked(
        method=scope["method"],
        path=logs.cut(path.decode("latin-1")),
        agent=logs.cut(agent.decode("latin-1")),
        client=client[0] if client else "",
    )


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "")


def _index(scope: Scope) -> str:
    served = scope.get(SERVED)
    return served.place.name if served is not None else ""
