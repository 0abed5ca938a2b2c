"""The guard of the desk: only its own page, with one of two tokens, may ask.

A server on 127.0.0.1 can be reached by every page that the browser has open and by every user of
the machine. So the Host header must be exactly ours (against DNS rebinding), the origin ours or
none, and every answer about the index needs a token that nobody can guess.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
TOKEN = "x-cardindex-token"  # noqa: S105 - the name of a header
MOST_BYTES = 2_000_000
"""The size of the largest body that is read: an entry is some hundred bytes."""

LONGEST_QUERY = 20_000

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_OURS = frozenset(("same-origin", "none"))


@dataclass(frozen=True)
class Keys:
    """The two tokens of a desk: ``write`` allows everything, ``read`` only reading."""

    port: int
    write: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    read: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    read_only: bool = False

    @property
    def host(self) -> str:
        """What the browser has to call this server."""
        return f"{HOST}:{self.port}"

    def address(self, token: str) -> str:
        """Return the address that lets in; what follows the # is never sent to a server."""
        return f"http://{self.host}/#token={token}"

    def may(self, token: str) -> str:
        """Return what a token allows: ``write``, ``read`` or nothing."""
        given = token.encode()
        writes = secrets.compare_digest(given, self.write.encode())
        reads = secrets.compare_digest(given, self.read.encode())
        if writes and not self.read_only:
            return "write"
        return "read" if writes or reads else ""


class Guard:
    """Lets through allowed requests, and adds the security headers to every answer."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # lifespan events; nothing else is spoken here

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), text.encode()) for name, text in _HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *own]}
            await send(message)

        headers = {name.decode("latin-1"): text.decode("latin-1")
                   for name, text in scope["headers"]}  # fmt: skip
        refusal = self._refusal(scope, headers)
        if refusal:
            await _refuse(shielded, *refusal)
            return
        await self.app(scope, _bounded(receive), shielded)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str] | None:
        """Return status and words where a request may not pass."""
        own = f"http://{self.keys.host}"
        path, method = scope["path"], scope["method"]
        if headers.get("host") != self.keys.host:
            return 421, f"this desk is at {own}, and answers to no other name"
        if headers.get("origin", own) != own or headers.get("sec-fetch-site", "none") not in _OURS:
            return 403, "another page asks; the desk answers its own page alone"
        if method not in ("GET", "POST") or len(scope["query_string"]) > LONGEST_QUERY:
            return 400, "the desk does not understand this request"
        if path.startswith("/api/"):
            allowed = self.keys.may(headers.get(TOKEN, ""))
            scope["cardindex.may"] = allowed
            return _token_refusal(path, allowed) or _body_refusal(method, headers)
        return None if method == "GET" else (400, "the desk does not understand this request")


def _token_refusal(path: str, allowed: str) -> tuple[int, str] | None:
    if not allowed:
        return 401, "open the address that the terminal shows: its end lets you in"
    if path.startswith("/api/write/") and allowed != "write":
        return 403, "this desk is for reading only; nothing was changed"
    return None


def _body_refusal(method: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 12 or int(length) > MOST_BYTES:
        return 413, f"more than {MOST_BYTES:,} bytes at once; write less"
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if method == "POST" and kind != "application/json":
        return 415, "only JSON is read here"
    return None


class TooLong(Exception):
    """A body that is longer than it said, or than may be."""


def _bounded(receive: Receive) -> Receive:
    """Return what reads a body as far as it may be read."""
    read = 0

    async def next_part() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            raise TooLong
        return message

    return next_part


async def _refuse(send: Send, status: int, words: str) -> None:
    body = json.dumps({"error": words}).encode()
    kind = (b"content-type", b"application/json")
    await send({"type": "http.response.start", "status": status, "headers": [kind]})
    await send({"type": "http.response.body", "body": body})
