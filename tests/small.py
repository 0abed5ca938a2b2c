"""The small index: invented people and services, and one of everything that a claim can be."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cardindex.evidence import Selection, tally
from cardindex.index import Index

FOLDER = Path(__file__).parent / "data" / "valid" / "small"


@cache
def index() -> Index:
    """Return the small index, opened once."""
    return Index.open(FOLDER)


@cache
def selection() -> Selection:
    """Return all of it, assessed."""
    return tally(index())


def links() -> set[tuple[str, str, str]]:
    """Return subject, object and id of every claim of it that links."""
    claims = selection().claims
    claims = claims[claims["object"] != ""]
    return set(zip(claims["subject"], claims["object"], claims.index, strict=True))
