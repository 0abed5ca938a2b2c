"""Which kind of answer is chosen by an Accept header."""

from __future__ import annotations

import pytest

from cardindex.server.negotiation import chosen

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
