"""Which kind of answer is chosen by an Accept header."""

from __future__ import annotations

import pytest

from cardindex.server.negotiation import chosen, packs

OFFERS = ("text/html", "text/turtle", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/*, text/html;q=0.1", "text/turtle"),
        ("text/turtle;q=0, */*;q=0.1", "text/html"),
        ("text/html;q=0.2, text/turtle;q=0.3", "text/turtle"),
        ("text/turtle;charset=utf-8;q=0.9, text/html;q=0.8", "text/turtle"),
        ("image/png", None),
        ("text/html;q=0, text/turtle;q=0, application/ld+json;q=0", None),
        # Nothing that can be read is no wish at all.
        (";;;,,,", "text/html"),
        ("text/turtle;q=much", "text/turtle"),
        ("text", "text/html"),
    ],
)
def test_what_is_wanted_most_is_chosen(accept: str | None, wanted: str | None) -> None:
    assert chosen(accept, OFFERS) == wanted


@pytest.mark.parametrize(
    ("header", "packed"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*", True),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("notgzip", False),
        ("deflate", False),
        ('"gzip"', False),
    ],
)
def test_what_is_packed_is_wanted_so(header: str | None, packed: bool) -> None:
    assert packs(header) is packed


def test_what_is_quoted_separates_nothing() -> None:
    assert chosen('text/turtle;profile="a, text/html", image/png', OFFERS) == "text/turtle"
    assert chosen('text/html;q=0.1;x="\\", text/turtle"', OFFERS) == "text/html"


def test_a_long_header_takes_no_longer() -> None:
    # Each of these would keep a careless pattern busy for minutes.
    for piece in ('"', "\\", ";q=0.1", " ", ",", '"\\', "a/b;", "\t"):
        assert chosen(piece * 400_000, OFFERS) in (*OFFERS, None)
        assert not packs(piece * 400_000)
