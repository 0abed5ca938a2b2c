"""Clients that mean ill: each is answered with a status that says so, or let go, byte by byte."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Thread

import pytest
import uvicorn
from sites import read, until

from cardindex.server.connections import Bounds, protocol
from cardindex.server.guard import HEADERS, Guard
from cardindex.server.worker import _run, _Running, server

BOUNDS = Bounds(head=4_000, headers=20, ahead=3, connections=6)
# Only those who are slow meet these: on a busy machine others would come to be too slow as well.
IMPATIENT = replace(BOUNDS, head_seconds=0.3, request_seconds=0.6, answer_seconds=1)
LARGE = b"x" * 8_000_000
WHY: list[str] = []


async def _app(scope, receive, send) -> None:
    body = LARGE if scope["path"] == "/large" else scope["path"].encode()
    if scope["method"] == "POST":
        body = b"%d" % len((await receive())["body"])
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def serving(bounds: Bounds) -> Iterator[int]:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    number = listening.getsockname()[1]
    running = _Running(server(Guard(_app, {"a.example.org"}), protocol(bounds, WHY.append)))
    thread = Thread(target=_run, args=(running, listening), daemon=True)
    thread.start()
    until(lambda: running.server.started)
    yield number
    running.server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server that has room for six."""
    with serving(BOUNDS) as number:
        yield number


@pytest.fixture(scope="module")
def impatient() -> Iterator[int]:
    """A server that is more impatient than the real one."""
    with serving(IMPATIENT) as number:
        yield number


def exchange(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as asking:
        asking.sendall(sent)
        return read(asking)


def get(
    path: bytes, *headers: bytes, host: bytes = b"a.example.org", version: bytes = b"1.1"
) -> bytes:
    lines = [b"GET %s HTTP/%s" % (path, version), b"Host: " + host, b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"", b""])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (get(b"/entity/kgb"), 200),
        (get(b"/entity/kgb", version=b"1.0"), 200),
        (get(b"http://a.example.org/entity/kgb"), 200),
        (get(b"http://b.example.org/entity/kgb"), 400),
        (get(b"/", b"Host: b.example.org"), 400),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (get(b"/", host=b"b.example.org"), 421),
        (get(b"/", host=b"a.example.org:81"), 421),
        (get(b"/", host=b"[::1]"), 421),
        (get(b"/", host=b"a.example.org.b.example.org"), 421),
        (get(b"/../etc/passwd"), 400),
        (get(b"/%2e%2e/etc/passwd"), 400),
        (get(b"/static/..%2f..%2fserved.py"), 400),
        (get(b"//b.example.org/"), 400),
        (get(b"/a%5c..%5cb"), 400),
        (get(b"/a\\b"), 400),
        (get(b"/a%00b"), 400),
        (get(b"/a%0d%0aSet-Cookie:x"), 400),
        (get("/é".encode()), 400),
        (get(b"*"), 400),
        (b"CONNECT b.example.org:443 HTTP/1.1\r\nHost: b.example.org:443\r\n\r\n", 405),
        (b"TRACE / HTTP/1.1\r\nHost: a.example.org\r\nConnection: close\r\n\r\n", 405),
        (b"BREW / HTTP/1.1\r\nHost: a.example.org\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (get(b"/?" + b"q" * 3_990), 431),
        (get(b"/", b"X: " + b"x" * 4_100), 431),
        (get(b"/", *[b"X: x"] * 30), 431),
        (get(b"/", b"X\x00: x"), 400),
        (get(b"/", b"X: a\r\n folded"), 400),
        (get(b"/", b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
        (get(b"/", b"Content-Length: 5", b"Content-Length: 6") + b"hello", 400),
        (get(b"/", b"Transfer-Encoding: gzip"), 400),
        (get(b"/", b"Transfer-Encoding: chunked") + b"zz\r\n", 400),
        (get(b"/", b"Content-Length: -1"), 400),
        (get(b"/", b"Content-Length: 99999999999"), 413),
        (get(b"/", b"Expect: 100-continue", b"Content-Length: 99999999"), 413),
        (get(b"/", b"Upgrade: websocket", b"Sec-WebSocket-Key: x"), 200),
        (get(b"/", b"Upgrade: h2c").replace(b"close", b"Upgrade, HTTP2-Settings"), 200),
    ],
)  # fmt: skip
def test_what_is_no_plain_request_is_told_so(port: int, sent: bytes, status: int) -> None:
    answer = exchange(port, sent)
    assert answer.split(b"\r\n", 1)[0].split()[1] == b"%d" % status
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Set-Cookie" not in answer


def test_a_body_is_read_as_far_as_it_may_go(port: int) -> None:
    head = (b"POST /x HTTP/1.1\r\nHost: a.example.org\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n")  # fmt: skip
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert exchange(port, head + chunk + b"0\r\n\r\n").endswith(b"65536")
    assert b" 413 " in exchange(port, head + chunk * 20 + b"0\r\n\r\n")
    # A query may be longer.
    longer = head.replace(b"/x", b"/chile/sparql") + chunk * 20 + b"0\r\n\r\n"
    assert exchange(port, longer).endswith(b"%d" % (20 << 16))


def test_what_follows_a_body_is_a_request_of_its_own(port: int) -> None:
    first = b"POST /x HTTP/1.1\r\nHost: a.example.org\r\nContent-Length: 4\r\n\r\nGET "
    answer = exchange(port, first + get(b"/second"))
    assert answer.count(b"HTTP/1.1 200") == 2
    assert answer.endswith(b"/second")


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a.example.org\r\n"])
def test_whose_headers_drip_is_let_go(impatient: int, begun: bytes) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=0.1) as asking:

        def let_go() -> bool:
            """Send a little more, and tell whether the server has hung up."""
            try:
                if begun:
                    asking.sendall(b"X: x\r\n" if begun.endswith(b"\n") else b"T")
                return not asking.recv(4_096)
            except TimeoutError:
                return False
            except OSError:
                return True

        asking.sendall(begun)
        until(let_go)


def test_whose_body_drips_is_let_go(impatient: int) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: a.example.org\r\nContent-Length: 900\r\n\r\n"
    assert b" 408 " in exchange(impatient, head + b"ab")


def test_headers_without_end_are_not_kept(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nX: ")
        sent = 0
        with suppress(OSError):  # reset or broken, as the system has it
            while sent < 100_000_000:
                asking.sendall(b"x" * 10_000)
                sent += 10_000
    assert sent < 100_000_000


def test_who_fetches_no_answer_is_let_go(impatient: int) -> None:
    WHY.clear()
    with socket.create_connection(("127.0.0.1", impatient), timeout=20) as asking:
        asking.sendall(get(b"/large"))
        until(lambda: "slow reader" in WHY)
        assert len(read(asking)) < len(LARGE)


def test_who_is_slow_but_fetches_gets_all(impatient: int) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=20) as asking:
        asking.sendall(get(b"/large"))
        size = 0
        while part := asking.recv(200_000):
            size += len(part)
            time.sleep(0.1)  # in all four times as long as an answer may stand still
    assert size > len(LARGE)


def test_those_who_wait_for_nothing_make_room(port: int) -> None:
    idle = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(10)]
    try:
        assert b" 200 " in exchange(port, get(b"/entity/kgb"))
    finally:
        for each in idle:
            each.close()


def test_where_all_are_busy_one_is_told_to_come_again(port: int) -> None:
    busy = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(6)]
    try:
        for each in busy:
            each.sendall(get(b"/large").replace(b"Connection: close\r\n", b""))
        assert [each.recv(1) for each in busy] == [b"H"] * 6  # of HTTP: all are being answered
        answer = exchange(port, get(b"/entity/kgb"))
        assert b" 503 " in answer
        assert b"retry-after: 5" in answer
    finally:
        for each in busy:
            each.close()


def test_too_many_requests_ahead_are_refused(port: int) -> None:
    one = get(b"/large").replace(b"Connection: close\r\n", b"")
    answer = exchange(port, one * 20)
    assert answer.count(b"HTTP/1.1 200") < 5


def test_uvicorn_is_as_it_was_when_this_was_written() -> None:
    # Connection leans on what is inside of uvicorn's protocol; where that changes, look there.
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    told = set(HttpToolsProtocol.__dict__)
    assert {"send_400_response", "on_headers_complete", "resume_writing"} <= told
    assert uvicorn.Config(_app).timeout_keep_alive == 5


@pytest.mark.parametrize(
    "sent", [b"\0\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50 + b"\r\n"]
)
def test_what_is_refused_at_once_has_the_headers_of_every_answer(port: int, sent: bytes) -> None:
    told = exchange(port, sent).lower()
    assert told.startswith((b"http/1.1 400", b"http/1.1 431"))
    for name in HEADERS:
        assert told.count(b"\r\n%s: " % name.encode()) == 1
