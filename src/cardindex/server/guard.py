"""Who may ask, and how much: names of hosts, methods, sizes; and the headers of every answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_QUERY = 20_000
"""Bytes of a query string; a longer one is to be sent by POST."""

METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


class Guard:
    """Lets through what may pass, and gives every answer the headers that it has not itself."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks anything else

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                there = {name.lower() for name, _ in own}
                own += [
                    (name.encode(), text.encode())
                    for name, text in _HEADERS.items()
                    if name.encode() not in there
                ]
                message = {**message, "headers": own}
            await send(message)

        if refusal := self._refusal(scope):
            await _refuse(shielded, *refusal)
            return
        await self.app(scope, receive, shielded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and words where a request may not pass."""
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"]
                 if name == b"host"]  # fmt: skip
        if len(hosts) != 1 or (self.hosts and hosts[0] not in self.hosts):
            return 421, "this site does not answer to that name; its operator may add it (--host)"
        if scope["method"] not in METHODS:
            return 405, "this site is read-only: it knows GET, HEAD, POST and OPTIONS"
        if len(scope["query_string"]) > LONGEST_QUERY:
            return 414, f"more than {LONGEST_QUERY:,} bytes in the address; send it by POST"
        return None


async def _refuse(send: Send, status: int, words: str) -> None:
    body = json.dumps({"error": words}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
