"""Connections with limits of time, size and number, against abuse.

uvicorn waits without end for a slow request, and for a client that does not fetch its answer. Here
slow clients are disconnected, and where there are too many connections, idle ones are closed: so a
client that sends its request in one piece is always served.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from cardindex.server.guard import HEADERS

if TYPE_CHECKING:
    from uvicorn.server import ServerState

_LEAST_TAKEN = 1_000  # the fewest bytes a second at which a client must fetch an answer


@dataclass(frozen=True)
class Bounds:
    """What one connection may be, and how many there may be in one worker.

    Bytes of a request before its body, number of its headers, requests sent ahead of answers;
    seconds for what comes before a body, for all of a request, and in which an answer has to get
    on; connections in all, and of one client (0: as many).
    """

    head: int = 32_768
    headers: int = 100
    ahead: int = 8
    head_seconds: float = 10
    request_seconds: float = 30
    answer_seconds: float = 20
    connections: int = 1_000
    of_client: int = 0


@dataclass(frozen=True)
class Kind:
    """What all connections of a server share; ``count`` is told why one was ended."""

    bounds: Bounds
    count: Callable[[str], None]


class Refused(Exception):
    """A request that is refused before an application sees it."""


class Connection(HttpToolsProtocol):
    """One connection, bounded; ``overdue`` is asked every second."""

    kind: ClassVar[Kind]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a client, or make room, or say that there is none."""
        super().connection_made(transport)
        self.began: float | None = self.loop.time()  # of a request that is not complete
        self.in_head, self.head = True, 0
        self.refusal = (400, "this is no HTTP request")
        self.marked: tuple[float, int] | None = None  # what lay unfetched, and when
        if self.kind.bounds.of_client and self._of_this_client() > self.kind.bounds.of_client:
            self._refuse(429, "too many connections from your address", "of one client")
        elif len(self.connections) > self.kind.bounds.connections and not self._room():
            self._refuse(503, "too many are asking; try again in a moment", "too many")

    def data_received(self, data: bytes) -> None:
        """Read on, as far as a request may go."""
        if self.transport.is_closing():
            return
        if self.began is None:
            self.began, self.in_head, self.head = self.loop.time(), True, 0
        self.head += len(data)
        super().data_received(data)
        if self.in_head and self.head > self.kind.bounds.head and not self.transport.is_closing():
            self._refuse(431, "the headers are too long", "long headers")

    def on_message_begin(self) -> None:
        """Begin a request, which may stand in one packet with the one before."""
        super().on_message_begin()
        self.in_head = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        if len(self.headers) >= self.kind.bounds.headers:
            self._raise(431, "there are too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Judge a request by its head."""
        self.in_head = False
        if len(self.url) + sum(len(n) + len(v) for n, v in self.headers) > self.kind.bounds.head:
            self._raise(431, "the headers are too long")
        if len(self.pipeline) >= self.kind.bounds.ahead:
            self._raise(429, "too many requests before an answer")
        if not self.url.startswith(b"/"):
            self._whole_address()
        super().on_headers_complete()
        if self.parser.should_upgrade():
            # The rest would be an upgraded protocol, which is not spoken here.
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Note that a request is complete."""
        self.began, self.head = None, 0
        super().on_message_complete()

    def resume_writing(self) -> None:
        """Note that the client has fetched the buffered bytes."""
        self.marked = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, unless another answer is being sent."""
        del msg
        self._refuse(*self.refusal, "no request")

    def overdue(self, now: float) -> None:
        """Let a client go that takes too long over its request, or over an answer."""
        if self.began is not None:
            most = (
                self.kind.bounds.head_seconds if self.in_head else self.kind.bounds.request_seconds
            )
            if now - self.began > most:
                self._refuse(408, "the request took too long", "slow request")
                return
        left = self.transport.get_write_buffer_size()
        if not left:
            self.marked = None
        elif self.marked is None:
            self.marked = now, left
        elif now - self.marked[0] > self.kind.bounds.answer_seconds:
            least = _LEAST_TAKEN * (now - self.marked[0])
            if self.marked[1] - left < least:
                self.kind.count("slow reader")
                self.transport.abort()
            else:
                self.marked = now, left

    @property
    def is_waiting(self) -> bool:
        """Tell whether no answer of it is under way."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _whole_address(self) -> None:
        """Take an address with a host, as a proxy is sent, if it is the one of the header."""
        if self.parser.get_method() == b"CONNECT":
            self._raise(405, "this is no proxy")
        try:
            found = httptools.parse_url(self.url)
        except httptools.HttpParserInvalidURLError:
            found = None
        host = b"" if found is None or not found.path else found.host or b""
        port = b":%d" % found.port if found is not None and found.port else b""
        named = [value.lower() for name, value in self.headers if name == b"host"]
        if not host or named != [host.lower() + port]:
            self._raise(400, "the address is not one of this site, as Host has it")

    def _raise(self, status: int, words: str) -> None:
        self.refusal = status, words
        raise Refused(words)

    def _refuse(self, status: int, words: str, why: str) -> None:
        """Answer in short and hang up; without words where another answer is under way."""
        self.kind.count(why)
        if self.is_waiting or not self.cycle.response_started:
            self.transport.write(_answer(status, words, self.server_state.default_headers))
        if not self.is_waiting:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.pipeline.clear()
        self.transport.close()

    def _of_this_client(self) -> int:
        mine = self.client[0] if self.client else None
        return sum(each.client is not None and each.client[0] == mine
                   for each in _ours(self.server_state) if each is not self)  # fmt: skip

    def _room(self) -> bool:
        """Close a connection to make room: one with a half-sent request, then the longest idle."""
        waiting = [
            each
            for each in _ours(self.server_state)
            if each is not self
            and each.is_waiting
            and not each.transport.is_closing()
            and not each.transport.get_write_buffer_size()
        ]
        if not waiting:
            return False
        now = self.loop.time()
        oldest = min(waiting, key=lambda each: (each.began is None, each.began or now))
        self.kind.count("made room")
        oldest.transport.abort()
        return True


def protocol(bounds: Bounds, count: Callable[[str], None]) -> type[asyncio.Protocol]:
    """Return the protocol of a server; ``count`` is told why a connection was ended."""
    return type("Bounded", (Connection,), {"kind": Kind(bounds, count)})


def sweep(state: ServerState, now: float) -> None:
    """Let all go that take too long; for every second. ``now`` is of the event loop's clock."""
    for each in list(_ours(state)):
        each.overdue(now)


def _ours(state: ServerState) -> Iterable[Connection]:
    return (each for each in state.connections if isinstance(each, Connection))


def _answer(status: int, words: str, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    body = json.dumps({"error": words}).encode()
    told: dict[bytes, Any] = {
        **dict(headers),
        **{name.encode(): text.encode() for name, text in HEADERS.items()},
        b"content-type": b"application/json", b"cache-control": b"no-store",
        b"content-length": b"%d" % len(body), b"connection": b"close",
    }  # fmt: skip
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        told[b"retry-after"] = b"5"
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    lines += [b"%s: %s" % header for header in told.items()]
    return b"\r\n".join([*lines, b"", body])
