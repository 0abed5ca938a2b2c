"""Shares: one client holds only a few of a scarce resource at once, so that others get some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

_HOUSEHOLD = 64  # bits of an IPv6 address that a client cannot choose
_AFTER = 5  # seconds after which one may ask again


class Shares:
    """At most ``most`` at once for each client; ``told`` is the message for one more."""

    def __init__(self, most: int, told: str) -> None:
        self._most, self._told = most, told
        self._lock, self._held = Lock(), Counter[str]()

    @contextmanager
    def one(self, client: str) -> Iterator[None]:
        """Hold one. Raises HTTPException (429) if the client holds its share already."""
        if not client:
            yield
            return
        with self._lock:
            if self._held[client] >= self._most:
                words = f"{self._told} from your address; ask again in {_AFTER} seconds"
                raise HTTPException(429, words, {"Retry-After": str(_AFTER)})
            self._held[client] += 1
        try:
            yield
        finally:
            with self._lock:
                self._held[client] -= 1
                if not self._held[client]:
                    del self._held[client]


def client_of(request: Request) -> str:
    """Return the client that shares are counted for; empty for addresses of this machine.

    These are the operator, or a proxy that does not tell the address of its client.
    """
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _HOUSEHOLD), strict=False))
    return str(address)
