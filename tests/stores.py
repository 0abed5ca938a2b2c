"""Stores that tests start: Oxigraph's own server, and one that does whatever a test wants of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import small

from cardindex.pushing import push, target

PATIENCE = 20  # seconds for a server to come up

Handler = BaseHTTPRequestHandler

OTHER = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> ."


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_for(port: int, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(port)


@contextmanager
def oxigraph() -> Iterator[str]:
    """Yield the address of an empty Oxigraph server, which is ended afterwards."""
    program = Path(sys.executable).with_name("oxigraph")
    port = free_port()
    server = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def with_small() -> Iterator[str]:
    """Yield the endpoint of a server with the small index, and with what is somebody else's."""
    with oxigraph() as address:
        to = target(f"{address}/store")
        push(small.index(), to, lambda _: None)
        to.put("https://example.org/other", OTHER)
        to.close()
        yield f"{address}/query"


@contextmanager
def answering(answer: Callable[[Handler], None]) -> Iterator[str]:
    """Yield the address of a server that answers every request as ``answer`` does."""

    class Answering(Handler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            answer(self)

        do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - as the library calls them

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def reply(handler: Handler, status: int, body: bytes = b"", **headers: str) -> None:
    """Send a whole answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def taken(handler: Handler) -> bytes:
    """Read what was sent."""
    return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))


@contextmanager
def before(store: str, meddle: Callable[[Handler, bytes], bool]) -> Iterator[str]:
    """Yield the address of a server that hands all on to ``store``, unless ``meddle`` has answered.

    ``meddle`` is given the request and its body, and tells whether it has answered it.
    """

    def answer(handler: Handler) -> None:
        body = taken(handler)
        if meddle(handler, body):
            return
        headers = {
            name: handler.headers[name]
            for name in ("Content-Type", "Accept")
            if handler.headers[name]
        }
        asked = urllib.request.Request(  # noqa: S310 - a server of our own
            store + handler.path, body or None, headers, method=handler.command
        )
        try:
            with urllib.request.urlopen(asked) as found:  # noqa: S310 - a server of our own
                kind = found.headers.get("Content-Type", "")
                reply(handler, found.status, found.read(), Content_Type=kind)
        except urllib.error.HTTPError as error:
            reply(handler, error.code, error.read())

    with answering(answer) as address:
        yield address


def graph_of(path: str) -> str:
    """Return the last part of the graph that a request of the Graph Store Protocol is about."""
    return unquote(path.partition("graph=")[2]).rpartition("/")[2]
