"""The log: one line each, whatever stands in it; of a client's address no more than is wanted."""

from __future__ import annotations

import json
import logging

import pytest

from cardindex.server import logs


def line(*, in_words: bool, **told: object) -> str:
    record = logging.LogRecord("x", logging.INFO, "", 0, told.pop("event", "request"), (), None)
    record.told = told
    return logs._Lines(in_words=in_words).format(record)


HOSTILE = "/a\x1b[31m\u202e\n{"


@pytest.mark.parametrize("in_words", [True, False])
def test_nothing_in_a_line_acts_on_a_terminal_or_makes_another(in_words: bool) -> None:
    told = {"method": "GET", "path": HOSTILE, "status": 200, "bytes": 1, "ms": 1.0}
    found = line(in_words=in_words, **told)
    assert not {"\x1b", "\u202e", "\n"} & set(found)
    if not in_words:
        assert json.loads(found)["path"] == HOSTILE


def test_problems_stand_below_for_people() -> None:
    found = line(in_words=True, event="not reloaded", index="a", problems=["one", "two"])
    assert found.splitlines()[1:] == ["  one", "  two"]


@pytest.mark.parametrize(
    ("told", "clients", "kept"),
    [
        ("203.0.113.7", "short", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "short", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "short", "2001:db8:1::/48"),
        ("2001:db8:1:2::3", "full", "2001:db8:1:2::3"),
        ("testclient", "short", ""),
        ("", "short", ""),
    ],
)
def test_of_an_address_as_much_is_kept_as_is_wanted(told: str, clients, kept: str) -> None:
    assert logs.address(told, clients) == kept
