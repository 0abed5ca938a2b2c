"""Serving: a port of this machine, the browser opened, a quiet end."""

from __future__ import annotations

import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from threading import Timer
from typing import TYPE_CHECKING

from cardindex.desk.application import application
from cardindex.desk.guard import HOST, Keys
from cardindex.errors import CardindexError

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

_TURN = 0.001  # seconds for which the reading of tables may hold up an answer
_BEFORE_OPENING = 0.2  # seconds, in which the server is up


def serve(
    desk: Desk,
    tell: Callable[[Keys], None],
    *,
    port: int = 0,
    read_only: bool = False,
    browser: bool = True,
) -> None:
    """Serve a desk until it is interrupted. Raises CardindexError where the port is taken.

    ``port`` 0 takes one that is free. ``tell`` is told the addresses once they are good.
    """
    import uvicorn  # noqa: PLC0415 - of the extra "desk"

    listening = _listening(port)
    keys = Keys(listening.getsockname()[1], read_only=read_only)
    config = uvicorn.Config(
        application(desk, keys), log_level="error", access_log=False, lifespan="off",
        timeout_graceful_shutdown=2, server_header=False, date_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    tell(keys)
    if browser:
        opening = Timer(_BEFORE_OPENING, webbrowser.open, [keys.address(keys.write)])
        opening.daemon = True
        opening.start()
    sys.setswitchinterval(_TURN)
    before = signal.getsignal(signal.SIGINT)
    try:
        server.run([listening])
    except KeyboardInterrupt:
        pass  # Control-C is the usual way to end a desk
    finally:
        signal.signal(signal.SIGINT, before)
        desk.close()
        listening.close()


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        message = f"port {port} cannot be had: {error.strerror}; name another with --port, or none"
        raise CardindexError(message) from error
    return listening
