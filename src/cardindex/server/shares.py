"""Shares: of what is scarce one client has only so much at once, so that others come to theirs."""

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
    """So much at once for each client; ``told`` says what one has too much of."""

    def __init__(self, most: int, told: str) -> None:
        self._most, self._told = most, told
        self._lock, self._held = Lock(), Counter[str]()

    @contextmanager
    def one(self, client: str) -> Iterator[None]:
        """Hold one. Raises HTTPException (429) for a client who has its share already."""
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
    """Return who asks, as shares have it; empty where it may be anybody, or the operator.

    That is this machine's own addresses: a proxy has them that does not tell for whom it asks.
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
