"""Who may ask, and how much: hosts, methods, paths, sizes, numbers; and headers of every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.responses import Response

from cardindex.server.site import PROBES

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_QUERY = 20_000
"""Bytes of a query string; a longer one is to be sent by POST."""

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
"""All methods that any address takes."""

MOST_BYTES = 1_000_000
"""The size of the largest body that is read."""

MORE_BYTES: Mapping[str, int] = {"sparql": 4_000_000, "passage": 300_000}
"""The same, by the last part of a path: a query of a million characters, each written as %41."""

MOST_HELD = 64_000_000
"""Bytes of all bodies that a worker holds at a time."""

MOST_REQUESTS = 250
"""Requests that a worker answers at a time; an answer that is being fetched is none of them."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}
"""The headers of every answer that sets no others."""

# Control characters, backslashes, and steps that lead out of a folder.
_WRONG_PATH = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.{1,2}(/|$)")
_ADDRESS = re.compile(r"(?:\[([0-9a-f:.]+)\]|([0-9a-z.]+))(?::[0-9]{1,5})?")
_OTHER_NAME = "this site does not answer to that name; its operator may add it (--host)"
_READ_ONLY = f"this site is read-only: it knows {', '.join(METHODS)}"
_LATER = {"Retry-After": "2"}

Refusal = tuple[int, str, Mapping[str, str]]
Refuse = Callable[["Scope", int, str, Mapping[str, str]], "ASGIApp"]


class Guard:
    """Lets through allowed requests, and adds missing security headers to every answer.

    ``hosts``: the host names of the site; without any, all are allowed. With ``addresses`` also IP
    addresses and localhost, which DNS rebinding cannot imitate. A body is read before the
    application is called. ``refuse`` makes the answer that refuses a request.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], *, addresses: bool = False,
        most: int = MOST_REQUESTS, refuse: Refuse | None = None,
    ) -> None:  # fmt: skip
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)
        self.addresses, self.most, self.refuse = addresses, most, refuse or _plainly
        self.asking = self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # lifespan events; nothing else is spoken here
        shielded = _shielded(scope, send)
        if refusal := self._refusal(scope):
            await self.refuse(scope, *refusal)(scope, receive, shielded)
            return
        held = 0
        try:
            if _has_body(scope):
                body = await self._body(scope, receive)
                if not isinstance(body, bytes):
                    await self.refuse(scope, *body)(scope, receive, shielded)
                    return
                held, receive = len(body), _again(body, receive)
            await self._asked(scope, receive, shielded)
        finally:
            self.held -= held

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, which counts until its answer begins."""
        if self.asking >= self.most:
            answer = self.refuse(scope, 503, "too many are asking; try again in a moment", _LATER)
            await answer(scope, receive, send)
            return
        counted = True
        self.asking += 1

        def begun() -> None:
            nonlocal counted
            self.asking -= counted
            counted = False

        async def sent(message: Message) -> None:
            begun()
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            begun()

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Return status, words and headers where a request may not pass."""
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"]
                 if name == b"host"]  # fmt: skip
        path = scope["path"]
        if len(hosts) != 1:
            return 400, "a request names its host, once", {}
        if not self._is_known(hosts[0]) and not _is_probe(scope):
            return 421, _OTHER_NAME, {}
        if scope["method"] not in METHODS:
            return 405, _READ_ONLY, {"Allow": ", ".join(METHODS)}
        if len(scope["query_string"]) > LONGEST_QUERY:
            return 414, f"more than {LONGEST_QUERY:,} bytes in the address; send it by POST", {}
        if _WRONG_PATH.search(path):
            return 400, "there is no such path", {}
        return None

    def _is_known(self, host: str) -> bool:
        if not self.hosts or host in self.hosts:
            return True
        return self.addresses and _is_address(host)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | Refusal:
        """Return the body of a request, as far as it may be read."""
        most = MORE_BYTES.get(scope["path"].rstrip("/").rpartition("/")[2], MOST_BYTES)
        told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        long = 413, f"more than {most:,} bytes at once; send less", {"Connection": "close"}
        if not told.isdigit() or len(told) > 12 or int(told) > most:
            return long
        parts: list[bytes] = []
        size, more = 0, True
        try:
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    return 400, "the request ended before its body", {"Connection": "close"}
                part, more = message.get("body", b""), message.get("more_body", False)
                parts.append(part)
                size += len(part)
                self.held += len(part)
                if size > most:
                    return long
                if self.held > MOST_HELD:
                    return 503, "too much at once; try again in a moment", _LATER
            self.held += size  # counted until the answer begins, and released there
            return b"".join(parts)
        finally:
            self.held -= size


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what tells a body once, and then whether the client is still there."""
    told = False

    async def next_part() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_part


def _is_probe(scope: Scope) -> bool:
    """Tell whether it is only asked if the site is up, as machines do by whatever address."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")).lstrip("/") in PROBES


def _is_address(host: str) -> bool:
    """Tell whether a host is an address or localhost, with a port or without."""
    found = _ADDRESS.fullmatch(host)
    name = (found[1] or found[2]) if found else ""
    if name == "localhost":
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _shielded(scope: Scope, send: Send) -> Send:
    async def shielded(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [_here(scope, header) for header in message.get("headers", ())]
            there = {name.lower() for name, _ in own}
            own += [
                (name.encode(), text.encode())
                for name, text in HEADERS.items()
                if name.encode() not in there
            ]
            message = {**message, "headers": own}
        await send(message)

    return shielded


def _here(scope: Scope, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Return a header, a Location on this site without its host, which a proxy may not know."""
    name, value = header
    if name.lower() != b"location":
        return header
    host = next((text for key, text in scope["headers"] if key == b"host"), b"")
    for scheme in (b"http://", b"https://"):
        start = scheme + host + b"/"
        if value.startswith(start):
            return name, b"/" + value[len(start) :].lstrip(b"/")
    return header


def _plainly(_: Scope, status: int, words: str, more: Mapping[str, str]) -> ASGIApp:
    """Return a refusal in words alone."""
    told = {"Cache-Control": "no-store", **more}
    return Response(json.dumps({"error": words}), status, told, media_type="application/json")
