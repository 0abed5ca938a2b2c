"""One server asked over HTTP, one request after the other, each within its bounds."""

from __future__ import annotations

import ssl
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR

from cardindex import __version__
from cardindex.errors import RemoteError
from cardindex.remote.address import Address
from cardindex.remote.credentials import Credentials
from cardindex.remote.failures import late, unreachable
from cardindex.remote.reply import Bounds, Reply, Request

__all__ = ["Bounds", "Client", "Reply", "Request"]

_PIECE = 1 << 16
_CONNECT = 20.0  # seconds for a server to accept the connection
_SHORT = 1 << 16  # bytes that are read of an error answer


class Client:
    """A server, and who one is to it; the connection is kept from one request to the next.

    Credentials go to this server alone. It is for one thread at a time.
    """

    def __init__(self, server: Address, credentials: Credentials | None = None) -> None:
        self.server, self._credentials = server, credentials
        self._connection: HTTPConnection | None = None
        self._challenge = ""

    def ask(self, address: Address, request: Request, bounds: Bounds | None = None) -> Reply:
        """Return what the server answers, whatever it is. Raises RemoteError where nothing comes.

        That is ``Busy`` where another try may do better; see ``patience``.
        """
        if address.origin != self.server.origin:
            message = f"{address}: this is another server than {self.server.origin}"
            raise RemoteError(message)
        bounds = bounds or Bounds()
        until = time.monotonic() + bounds.seconds
        reply = self._asked(address, request, bounds, until)
        challenge = reply.header("www-authenticate")
        if reply.status == 401 and challenge != self._challenge and self._credentials is not None:
            # The first challenge of the server, or a new nonce: answered once.
            self._challenge = challenge
            reply = self._asked(address, request, bounds, until)
        return reply

    def close(self) -> None:
        """Give up the connection."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None

    def _asked(self, address: Address, request: Request, bounds: Bounds, until: float) -> Reply:
        kept = self._connection is not None
        try:
            return self._once(address, request, bounds, until)
        except (ConnectionError, HTTPException) as error:
            self.close()
            # A server may have closed a kept connection meanwhile.
            if not kept or until <= time.monotonic():
                raise self._told(address, error, bounds, until) from error
        except (OSError, ValueError) as error:
            self.close()
            raise self._told(address, error, bounds, until) from error
        try:
            return self._once(address, request, bounds, until)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise self._told(address, error, bounds, until) from error

    def _told(
        self, address: Address, error: Exception, bounds: Bounds, until: float
    ) -> RemoteError:
        if time.monotonic() >= until:
            return late(address, bounds.seconds)
        return unreachable(address, error)

    def _once(self, address: Address, request: Request, bounds: Bounds, until: float) -> Reply:
        connection = self._connected(until)
        sock = connection.sock

        hung_up = threading.Event()

        def hang_up() -> None:
            hung_up.set()
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)

        # The limit of a socket holds for each piece only, so a slow drip would never exceed it.
        guard = threading.Timer(max(until - time.monotonic(), 0.01), hang_up)
        guard.daemon = True
        guard.start()
        try:
            response = self._sent(connection, address, request)
            with closing(response):  # the unread rest would spoil the next answer
                reply = self._read(response, bounds)
            if hung_up.is_set():  # without a length, a broken connection looks like an end
                raise TimeoutError
            return reply
        finally:
            guard.cancel()

    def _connected(self, until: float) -> HTTPConnection:
        if self._connection is None:
            server, wait = self.server, max(min(until - time.monotonic(), _CONNECT), 0.01)
            if server.scheme == "https":
                made: HTTPConnection = HTTPSConnection(
                    server.host, server.port, timeout=wait, context=ssl.create_default_context()
                )
            else:
                made = HTTPConnection(server.host, server.port, timeout=wait)
            made.connect()
            self._connection = made
        self._connection.sock.settimeout(max(until - time.monotonic(), 0.01))
        return self._connection

    def _sent(self, connection: HTTPConnection, address: Address, request: Request) -> HTTPResponse:
        headers = {
            "Accept-Encoding": "identity", "User-Agent": f"cardindex/{__version__}",
            **request.headers,
        }  # fmt: skip
        if self._credentials is not None:
            method, target = request.method, address.target
            if answer := self._credentials.answer(self._challenge, method, target):
                headers["Authorization"] = answer
        body = request.body if request.body or request.method in ("POST", "PUT") else None
        try:
            connection.request(request.method, address.target, body, headers)
        except (BrokenPipeError, ConnectionResetError):
            # A server that refuses a body may have answered before it closed the connection.
            with suppress(OSError, HTTPException):
                return connection.getresponse()
            raise
        return connection.getresponse()

    def _read(self, response: HTTPResponse, bounds: Bounds) -> Reply:
        headers: dict[str, str] = {}
        for name, value in response.getheaders():
            known = headers.get(name.lower())
            headers[name.lower()] = value if known is None else f"{known}\n{value}"
        is_success = 200 <= response.status < 300
        most = bounds.size if is_success else min(bounds.size, _SHORT)
        parts, size = [], 0
        while piece := response.read1(_PIECE):
            parts.append(piece)
            size += len(piece)
            if size > most:
                self.close()
                if not is_success:
                    break
                message = f"{self.server.origin}: the answer has more than {most:,} bytes"
                raise RemoteError(message, response.status, "size")
        if size <= most and response.length:
            raise HTTPException(f"{response.length:,} bytes are missing")
        if response.will_close:
            self.close()
        if headers.get("content-encoding", "identity").lower() != "identity":
            self.close()
            message = f"{self.server.origin}: packs its answers, which it was asked not to do"
            raise RemoteError(message, response.status)
        return Reply(response.status, headers, b"".join(parts)[:most])
