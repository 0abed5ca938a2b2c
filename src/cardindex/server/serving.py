"""Serving: a socket, a server on it, a quiet end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace

from cardindex.errors import CardindexError
from cardindex.server.application import application
from cardindex.server.served import Place, Served
from cardindex.server.site import Settings, Site

HOST = "127.0.0.1"


def serve(
    places: Sequence[Place],
    settings: Settings,
    tell: Callable[[str], None],
    *,
    host: str = HOST,
    port: int = 0,
) -> None:
    """Serve indexes until it is interrupted. Raises CardindexError where the port is taken.

    ``port`` 0 takes one that is free. ``tell`` is told the address once it is good.
    """
    import uvicorn  # noqa: PLC0415 - half of what a test of the application can spare

    listening = _listening(host, port)
    port = listening.getsockname()[1]
    own = {f"{host}:{port}", *({f"localhost:{port}"} if host == HOST else ())}
    settings = replace(settings, hosts=settings.hosts | own)
    site = Site.of((Served.open(place) for place in places), settings)
    config = uvicorn.Config(
        application(site), log_level="error", access_log=False, lifespan="off",
        timeout_graceful_shutdown=5, server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    tell(f"http://{host}:{port}/")
    before = signal.getsignal(signal.SIGINT)
    try:
        server.run([listening])
    except KeyboardInterrupt:
        pass  # that is how a server is left
    finally:
        signal.signal(signal.SIGINT, before)
        for served in site.served.values():
            served.close()
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        message = f"port {port} cannot be taken ({error.strerror}); --port 0 finds one that is free"
        raise CardindexError(message) from error
    return listening
