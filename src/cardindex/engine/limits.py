"""The limits of a query, and the messages for queries that exceed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from cardindex.errors import QueryError

_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one query may take; each must be above 0, or it is a ValueError.

    ``seconds`` are of the clock, without the time to fill the store; of these, ``reading`` are for
    the engine to parse and plan the query, which is slow where much is nested or joined. ``memory``
    is in bytes, beside those of the store; it holds on Linux. An answer has at most ``rows`` rows
    or triples, and ``size`` bytes as the engine writes it. ``text`` is the most characters of a
    query, ``depth`` the deepest nesting of its brackets.
    """

    seconds: float = 60.0
    reading: float = 10.0
    memory: int = 1024 * _MEGABYTE
    rows: int = 1_000_000
    size: int = 256 * _MEGABYTE
    text: int = 1_000_000
    depth: int = 200

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 < value < float("inf"):
                message = f"{field.name}={value}: a limit is a finite number above 0"
                raise ValueError(message)


LIMITS = Limits()
"""What a query may take unless something else is said."""


def exceeded(limit: str, limits: Limits) -> QueryError:
    """Say that a query came to one of its limits, and what to do about it."""
    told = _TOLD[limit].format(
        seconds=f"{limits.seconds:,g}",
        reading=f"{limits.reading:,g}",
        memory=_size(limits.memory),
        rows=f"{limits.rows:,}",
        size=_size(limits.size),
        text=f"{limits.text:,}",
        depth=limits.depth,
    )
    return QueryError(told, limit)


_TOLD: Mapping[str, str] = {
    "seconds": (
        "the query was ended after {seconds} seconds; ask for less, or let it take longer "
        "(--timeout SECONDS; in Python limits=Limits(seconds=…))"
    ),
    "reading": (
        "the query is too long or too deep for the engine, which could not make it out in "
        "{reading} seconds; write it flatter, or ask for its parts one after the other"
    ),
    "memory": (
        "the query was ended, as it wanted more than {memory} of memory; ask for less: join what "
        "shares a variable, or add a LIMIT to a part"
    ),
    "rows": "the answer has more than {rows} rows; add LIMIT, or count instead",
    "size": "the answer has more than {size}; add LIMIT, or select fewer variables",
    "text": "the query has more than {text} characters; take fewer VALUES, or several queries",
    "depth": "brackets are nested more than {depth} deep; write the query flatter",
}


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:,.0f} MB" if count >= _MEGABYTE else f"{count:,} bytes"
