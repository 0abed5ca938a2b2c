"""The shapes of what the JSON API answers, as types; what is listed has one for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """A part of a list: how long all of it is, the number of the first that is here, and those."""

    total: int
    start: int
    items: tuple[Row, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a question, as problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True)
class EntityRow:
    """An entity as it stands in the tables."""

    id: str
    type: str
    label: str
    description: str


@dataclass(frozen=True)
class SourceRow:
    """A source as it stands in the tables; ``author`` is ids with ``;`` between, ``date`` EDTF."""

    id: str
    kind: str
    title: str
    author: str
    origin: str
    date: str


@dataclass(frozen=True)
class WeightRow:
    """How many claims fall, clear and weaken, and pairs are lost, without one source or author."""

    key: str
    citations: int
    falls: int
    clears: int
    weakens: int
    lost_pairs: int
    everything: bool


@dataclass(frozen=True)
class RankRow:
    """An entity, its value and rank, and the range that the rank takes over all strikes.

    Without strikes there is no range. ``moved_by``: the strike that moves it furthest.
    ``gone_without``: the strikes after which it has no link that is left.
    """

    entity: str
    label: str
    value: float
    rank: int
    highest: int | None
    lowest: int | None
    moved_by: str
    stays: bool
    gone_without: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """A ranking by a measure, and what is to be said of how it was made."""

    measure: str
    table: tuple[RankRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class TotalRow:
    """What the quantities of a unit add up to, at least and at most, and of which claims."""

    unit: str
    mode: str
    low: float | None
    high: float | None
    claims: tuple[str, ...]
