"""Deadlines: what takes too long ends, in the words of each service, and is told when to retry."""

from __future__ import annotations

import json
from functools import partial
from threading import Lock

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from cardindex.server import Served, deadlines
from cardindex.server.deadlines import NONE, Deadline
from cardindex.server.extending import Asked as Columns
from cardindex.server.extending import extended
from cardindex.server.matching import Asked, Matcher
from cardindex.server.shares import Shares

PAST = partial(Deadline, -1)
WORDS = "this takes more than -1 seconds; ask for less at once"
QUERIES = {"queries": json.dumps({"q": {"query": "KGB"}})}
EXTEND = {"extend": json.dumps({"ids": ["kgb"], "properties": [{"id": "funded"}]})}


def test_a_loop_ends_once_it_is_over() -> None:
    assert list(Deadline(60).over(range(200))) == list(range(200))
    assert list(NONE.over(range(200))) == list(range(200))
    with pytest.raises(HTTPException) as told:
        list(PAST().over([1]))
    assert (told.value.status_code, told.value.detail) == (503, WORDS)
    assert list(PAST().over([])) == []


def test_a_lock_is_waited_for_until_then() -> None:
    lock = Lock()
    with Deadline(60).holding(lock):
        assert lock.locked()
        with pytest.raises(HTTPException), PAST().holding(lock):
            pytest.fail("it is held by another")
    assert not lock.locked()
    with NONE.holding(lock):
        assert lock.locked()


@pytest.mark.parametrize("asked", [QUERIES, EXTEND])
def test_rows_that_take_too_long_are_told_so_as_the_service_tells_errors(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    assert client.post("/reconcile", data=asked).status_code == 200
    monkeypatch.setattr("cardindex.server.deadlines.Deadline", PAST)
    told = client.post("/reconcile", data=asked)
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert told.json() == {"status": "error", "error": WORDS}


@pytest.mark.parametrize(
    "asked",
    ["persons?size=7", "statements?st=kgb&size=7", "factoids?sortBy=createdBy&size=7",
     "statements?sortBy=date&size=7", "sources?personId=allende&size=7"],
)  # fmt: skip
def test_a_list_that_takes_too_long_is_told_so_as_the_standard_tells_errors(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr("cardindex.server.deadlines.Deadline", PAST)
    told = client.get(f"/ipif/{asked}")
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert told.json() == {"status": 503, "title": "Service Unavailable", "detail": WORDS}
    assert 'rel="profile"' in told.headers["link"]
    monkeypatch.undo()
    assert client.get(f"/ipif/{asked}").status_code == 200


def test_one_address_leaves_room_for_others(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cardindex.server.deadlines.SHARES", Shares(1, "too much"))
    monkeypatch.setattr("cardindex.server.deadlines.client_of", lambda _: "192.0.2.1")
    with deadlines.SHARES.one("192.0.2.1"):
        row, listed = client.post("/reconcile", data=QUERIES), client.get("/ipif/persons?size=9")
    for told in (row, listed):
        assert (told.status_code, told.headers["retry-after"]) == (429, "5")
    assert client.post("/reconcile", data=QUERIES).status_code == 200
    assert client.get("/ipif/persons?size=9").status_code == 200


def test_one_row_alone_ends_as_well(essay: Served) -> None:
    known = Matcher(essay.everything)
    many = tuple(("funded", tuple(f"nobody {n}" for n in range(50))) for _ in range(50))
    for asked in (Asked("a name of many words"), Asked("KGB", told=many)):
        with pytest.raises(HTTPException):
            known.candidates(asked, PAST())
        known.candidates(asked)
    with pytest.raises(HTTPException):
        extended(known, Columns(("kgb",), (("funded", 0),)), PAST())
