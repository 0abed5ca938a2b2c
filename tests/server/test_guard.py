"""The guard: which hosts are answered to, how many at once, and what is asked by any name."""

from __future__ import annotations

import asyncio

import pytest
from sites import awaited
from starlette.testclient import TestClient

from cardindex.server import Served, Settings, Site, application
from cardindex.server.guard import Guard


def status(host: str, *, addresses: bool = False) -> int:
    async def app(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(app, {"a.example.org"}, addresses=addresses)
    return TestClient(guard).get("/", headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "10.0.0.1:8000", "[::1]:8000", "localhost", "localhost:81"]
)
def test_what_listens_everywhere_answers_to_addresses(host: str) -> None:
    assert status(host, addresses=True) == 200
    assert status(host) == 421


@pytest.mark.parametrize("host", ["b.example.org", "localhost.example.org", "10.0.0.1.example.org",
                                  "[::1", "", "1", "0x7f.1"])  # fmt: skip
def test_a_name_is_no_address(host: str) -> None:
    assert status(host, addresses=True) == 421


def test_whether_it_is_up_may_be_asked_by_any_name(essay: Served) -> None:
    site = Site.of([essay], Settings(hosts=frozenset(("a.example.org",))))
    client = TestClient(application(site), base_url="http://10.0.0.1:8000")
    assert client.get("/health").json() == {"status": "ok", "stale": []}
    assert client.get("/ready").status_code == 200
    assert client.get("/entity/kgb").status_code == 421
    site.stale = frozenset(("",))
    assert client.get("/health").json()["status"] == "stale"


async def _crowd(most: int, asking: int) -> list[int]:
    """Have so many ask at once, and return the statuses."""
    going, told = asyncio.Event(), []

    async def app(scope, receive, send) -> None:
        await going.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(app, (), most=most)

    async def ask() -> None:
        async def send(message) -> None:
            if message["type"] == "http.response.start":
                told.append((message["status"], dict(message["headers"]).get(b"retry-after")))

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"",
                 "headers": [(b"host", b"a.example.org")]}  # fmt: skip
        await guard(scope, None, send)

    crowd = [asyncio.ensure_future(ask()) for _ in range(asking)]
    await asyncio.sleep(0)
    going.set()
    await asyncio.gather(*crowd)
    await ask()
    return told


def test_who_is_one_too_many_is_told_to_come_again() -> None:
    told = awaited(_crowd(3, 5))
    assert told == [(503, b"2")] * 2 + [(200, None)] * 4


def test_of_a_body_no_more_is_held_than_there_is_room_for(monkeypatch) -> None:
    from cardindex.server import guard

    monkeypatch.setattr(guard, "MOST_HELD", 1_000)
    read = []

    async def app(scope, receive, send) -> None:
        read.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guarded = Guard(app, ())
    client = TestClient(guarded)
    assert client.post("/", content=b"x" * 2_000).status_code == 503
    assert client.post("/", content=b"x" * 900).status_code == 200
    assert (read, guarded.held, guarded.asking) == ([b"x" * 900], 0, 0)
