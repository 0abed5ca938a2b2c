"""Requests behind a proxy: the forwarded address of the client, and the prefix of the site."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from cardindex.characters import quoted
from cardindex.errors import CardindexError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network

UNIX = "unix"
"""The name for proxies that connect over a Unix socket."""


def networks(told: Sequence[str]) -> tuple[Network, ...]:
    """Return the addresses of proxies; ``unix`` is none of them. Raises CardindexError."""
    try:
        return tuple(ip_network(each.strip()) for each in told if each != UNIX)
    except ValueError as error:
        bad = next(each for each in told if each != UNIX and not _is_network(each))
        message = (
            f"{quoted(bad)} is no address of a proxy; write one as 127.0.0.1, a network as "
            "10.0.0.0/8, or unix for whoever opens the socket"
        )
        raise CardindexError(message) from error


def _is_network(told: str) -> bool:
    try:
        ip_network(told.strip())
    except ValueError:
        return False
    return True


class Forwarded:
    """Hands on a request as the reader sent it.

    ``prefix`` ("/chile", or empty) is the path of the site; a proxy may strip it or leave it.
    ``X-Forwarded-Proto`` and ``X-Forwarded-For`` are believed from ``proxies`` alone (and with
    ``unix``, from clients without an address). Of several addresses the last that is no proxy's
    counts, as earlier ones can be forged.
    """

    def __init__(self, app: ASGIApp, prefix: str, proxies: Sequence[str] = ()) -> None:
        self.app, self.prefix = app, prefix
        self.proxies, self.unix = networks(proxies), UNIX in proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on."""
        if scope["type"] == "http":
            if self._is_proxy(scope):
                self._believe(scope)
            if self.prefix:
                self._place(scope)
        await self.app(scope, receive, send)

    def _place(self, scope: Scope) -> None:
        """Have the path begin with the prefix, as ASGI wants it."""
        path: str = scope["path"]
        scope["root_path"] = self.prefix
        if path != self.prefix and not path.startswith(f"{self.prefix}/"):
            scope["path"] = self.prefix + path
            scope["raw_path"] = self.prefix.encode() + scope.get("raw_path", path.encode())

    def _is_proxy(self, scope: Scope) -> bool:
        client = scope.get("client")
        if not client or not client[0]:
            return self.unix
        return self._has(client[0])

    def _has(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self.proxies)

    def _believe(self, scope: Scope) -> None:
        told: dict[bytes, list[str]] = {}
        for name, value in scope["headers"]:
            told.setdefault(name, []).append(value.decode("latin-1"))
        scheme = told.get(b"x-forwarded-proto", [""])[-1].strip().lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme
        for each in reversed(",".join(told.get(b"x-forwarded-for", ())).split(",")):
            address = _address(each.strip())
            if not address:
                return
            scope["client"] = address, 0
            if not self._has(address):
                return


def _address(told: str) -> str:
    """Return an address without its port; nothing where it is none."""
    host = told[1:].partition("]")[0] if told.startswith("[") else told
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        return str(ip_address(host))
    except ValueError:
        return ""
