"""What is scarce is shared out: a few at once, and of one client one after the other."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Thread

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from cardindex.server.shares import Shares, client_of
from cardindex.server.slots import Slots


def refused(slots: Slots | Shares, client: str) -> int:
    with pytest.raises(HTTPException) as told, slots.one(client):
        pass
    assert told.value.headers == {"Retry-After": "5"}
    return told.value.status_code


def test_one_client_leaves_room_for_others() -> None:
    slots = Slots(2, "too much", after=5, wait=0.01)
    with slots.one("192.0.2.1"):
        assert refused(slots, "192.0.2.1") == 503
        with slots.one("192.0.2.2"):
            assert refused(slots, "192.0.2.3") == 503
        with slots.one("192.0.2.3"):
            pass
    with slots.one("192.0.2.1"):
        pass


def test_who_may_be_anybody_has_all_there_is() -> None:
    slots = Slots(2, "too much", after=5, wait=0.01)
    with slots.one(), slots.one():
        assert refused(slots, "") == 503


def test_what_one_client_asks_waits_for_what_it_asked_before() -> None:
    slots = Slots(2, "too much", after=5, wait=60)
    done: list[int] = []

    def ask(number: int) -> None:
        with slots.one("192.0.2.1"):
            done.append(number)

    with slots.one("192.0.2.1"):
        waiting = [Thread(target=ask, args=(number,)) for number in range(3)]
        for each in waiting:
            each.start()
        while slots._line._held["192.0.2.1"] < 4:
            pass
        # More than that do not even wait.
        assert refused(slots, "192.0.2.1") == 429
        assert done == []
    for each in waiting:
        each.join()
    assert sorted(done) == [0, 1, 2]


def test_a_share_is_given_back() -> None:
    shares = Shares(2, "too many")
    with ExitStack() as held:
        held.enter_context(shares.one("192.0.2.1"))
        held.enter_context(shares.one("192.0.2.1"))
        assert refused(shares, "192.0.2.1") == 429
        with shares.one("192.0.2.2"):
            pass
        for _ in range(9):
            held.enter_context(shares.one(""))
    assert not shares._held


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("testclient", ""),
        (None, ""),
    ],
)
def test_client_is_an_address_but_not_this_machines(address: str | None, client: str) -> None:
    scope = {"type": "http", "headers": [], "client": address and (address, 1)}
    assert client_of(Request(scope)) == client
