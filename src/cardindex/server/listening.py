"""Where a site listens: an address and port, or a socket of the file system; one a worker."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cardindex.characters import quoted
from cardindex.errors import CardindexError

UNIX = "unix:"
_MODE = 0o660  # of a Unix socket: for its owner and its group, to which the proxy must belong


@dataclass
class Listening:
    """The sockets of a site.

    ``hosts`` are the names under which it is reached there; with ``addresses`` whatever address the
    machine has. Each worker has a socket of its own where the system shares clients out by that;
    elsewhere all have the first.
    """

    sockets: list[socket.socket]
    address: str
    hosts: frozenset[str]
    addresses: bool = False
    path: Path | None = None

    def of(self, number: int) -> socket.socket:
        """Return the socket of a worker."""
        return self.sockets[number % len(self.sockets)]

    def leave(self, but: socket.socket | None = None) -> None:
        """Close all sockets but one, in a worker: others would hold clients that nobody serves."""
        for each in self.sockets:
            if each is not but:
                each.close()

    def close(self) -> None:
        """Let go of all of it."""
        for each in self.sockets:
            each.close()
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink()
        self.path = None


def listening(bind: str, port: int, workers: int = 1) -> Listening:
    """Take an address and a port (0: a free one), or ``unix:PATH``. Raises CardindexError."""
    if bind.startswith(UNIX):
        return _in_files(Path(bind.removeprefix(UNIX)))
    family, host = _host(bind)
    first = _bound(family, host, port)
    port = first.getsockname()[1]
    sockets = [first]
    if workers > 1 and sys.platform == "linux":
        # Set after the first bind: with it, a port that is taken would not be noticed.
        sockets = _shared(family, host, port, first, workers)
    name = f"[{host}]" if family == socket.AF_INET6 else host
    everywhere = ip_address(host).is_unspecified
    shown = "localhost" if everywhere else name
    names = {name, *(["localhost"] if ip_address(host).is_loopback else [])}
    return Listening(
        sockets=sockets,
        address=f"http://{shown}:{port}/",
        hosts=frozenset(with_port(names, port)),
        addresses=everywhere,
    )


def with_port(names: Iterable[str], port: int) -> set[str]:
    """Return how a browser calls hosts at a port: at those that go without saying, also alone."""
    usual = port in (80, 443)
    return {each for name in names for each in (f"{name}:{port}", *([name] if usual else []))}


def _host(bind: str) -> tuple[socket.AddressFamily, str]:
    """Return the address that is meant, and its kind."""
    try:
        found = socket.getaddrinfo(
            bind.strip("[]"), None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        message = (
            f"--bind: {quoted(bind)} is no address of this machine; write one as 127.0.0.1, ::1 "
            "or 0.0.0.0 (all of them), or unix:PATH"
        )
        raise CardindexError(message) from error
    # Of several addresses of a name IPv4 is taken: it works wherever IPv6 does.
    family, *_, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, str(address[0])


def _bound(
    family: socket.AddressFamily, host: str, port: int, *, shared: bool = False
) -> socket.socket:
    # The protocol is given: only then asyncio sets TCP_NODELAY, so that small answers go at once.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if family == socket.AF_INET6:
        # "::" takes IPv4, too: the default on Linux, set here for other systems.
        taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        mend = "--port 0 finds one that is free"
        if isinstance(error, PermissionError):
            mend = "one above 1023 needs no rights; a proxy in front takes 80 and 443"
        message = f"port {port} of {host} cannot be taken ({error.strerror}); {mend}"
        raise CardindexError(message) from error
    return taken


def _shared(
    family: socket.AddressFamily, host: str, port: int, first: socket.socket, workers: int
) -> list[socket.socket]:
    first.close()
    return [_bound(family, host, port, shared=True) for _ in range(workers)]


def _in_files(path: Path) -> Listening:
    """Take a path for a socket; one that a killed server has left is taken over."""
    path = path.absolute()
    if path.exists() and not path.is_socket():
        raise CardindexError(f"--bind: {path} is there, and no socket; name another path")
    if path.exists() and _answers(path):
        raise CardindexError(f"--bind: a server listens at {path}; end it, or name another path")
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.unlink(missing_ok=True)
        found.bind(str(path))
        path.chmod(_MODE)
    except OSError as error:
        found.close()
        why = error.strerror or error  # the error for a path that is too long has no errno
        raise CardindexError(f"--bind: {path} cannot be made a socket ({why})") from error
    return Listening([found], f"unix:{path}", frozenset(("localhost",)), path=path)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(1)
        try:
            asking.connect(str(path))
        except OSError:
            return False
        return True
