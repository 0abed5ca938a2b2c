"""Reading a text of the profile: four days, or None for whatever is not in it."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple


class Bounds(NamedTuple):
    """Four days. ``date.min`` stands for minus infinity, ``date.max`` for plus infinity."""

    earliest_start: date
    latest_start: date
    earliest_end: date
    latest_end: date


Window = tuple[date, date]
"""A first and a last day, both inside; ``date.min`` and ``date.max`` where it is open."""

UNDATED = Bounds(date.min, date.max, date.min, date.max)

# Infinity must never be met by accident, so no date that someone wrote reaches date.min or
# date.max: the first and the last day of the profile are read as the second and the last but one,
# and whatever would widen past them stops there. No other day moves.
_FIRST, _LAST = date(1, 1, 2), date(9999, 12, 30)

_SINCE_ALWAYS = (date.min, date.min)
_STILL_GOING_ON = (date.max, date.max)
_UNKNOWN = (date.min, date.max)

_DATE = re.compile(
    r"(?!0000)([0-9]{4})"
    r"(?:-XX(?:-XX)?|-(2[1-9]|3[0-2])|-(0[1-9]|1[0-2])(?:-XX|-([0-9]{2}))?)?([~?%]?)"
)
_DECADE_OR_CENTURY = re.compile(r"(?:([0-9]{3})X|([0-9]{2})XX)([~?%]?)")
_UNITS = {"": 0, "~": 1, "?": 1, "%": 2}

# The month in which a season begins, January being 0; each lasts three.
_SEASONS = dict(zip(map(str, range(21, 33)), (2, 5, 8, 11, 2, 5, 8, 11, 8, 11, 2, 5), strict=True))


def read(text: str) -> Bounds | None:
    """Read a text; None where it has no form of the profile. It may end before it starts."""
    if whole := span(text):
        return Bounds(*whole, *whole)
    if text[:1] == "[" and text[-1:] == "]":
        return _one_of(text[1:-1])
    first, slash, last = text.partition("/")
    return _interval(first, last) if slash else None


def span(text: str) -> Window | None:
    """Return the first and last day that a single date may mean; None if it is not one."""
    if match := _DATE.fullmatch(text):
        year, season, month, day, hedge = match.groups()
        if day:
            return _day(int(year), int(month), int(day), _UNITS[hedge])
        start, length = 12 * int(year), 12
        if month:
            start, length = start + int(month) - 1, 1
        elif season:
            start, length = start + _SEASONS[season], 3
    elif match := _DECADE_OR_CENTURY.fullmatch(text):
        decade, century, hedge = match.groups()
        length = 120 if decade else 1200
        start = length * int(decade or century)
    else:
        return None
    return _months(start, length, _UNITS[hedge])


def _day(year: int, month: int, day: int, units: int) -> Window | None:
    try:
        middle = date(year, month, day).toordinal()
    except ValueError:
        return None
    low, high = _FIRST.toordinal(), _LAST.toordinal()
    first, last = (min(max(number, low), high) for number in (middle - units, middle + units))
    return date.fromordinal(first), date.fromordinal(last)


def _months(start: int, length: int, units: int) -> Window:
    """Return the days from month ``start`` on, counted from January of the year 0."""
    first, past = start - units * length, start + length + units * length
    return (
        date(first // 12, first % 12 + 1, 1) if first > 12 else _FIRST,
        date.fromordinal(date(past // 12, past % 12 + 1, 1).toordinal() - 1)
        if past < 120_000
        else _LAST,
    )


def _interval(first: str, last: str) -> Bounds | None:
    start = {"": _UNKNOWN, "..": _SINCE_ALWAYS}.get(first) or span(first)
    end = {"": _UNKNOWN, "..": _STILL_GOING_ON}.get(last) or span(last)
    if not (start and end) or {first, last} <= {"", ".."}:
        return None
    # It cannot start after its end at the latest, nor end before its start at the earliest.
    return Bounds(start[0], min(start[1], end[1]), max(start[0], end[0]), end[1])


def _one_of(inner: str) -> Bounds | None:
    first, dots, last = inner.partition("..")
    if dots:
        spans = [span(end) if end else _UNKNOWN for end in (first, last)]
        known = bool(first or last)
    else:
        spans = [span(member) for member in inner.split(",")]
        known = len(spans) > 1
    days = [span for span in spans if span]
    if not known or len(days) < len(spans):
        return None
    start = days[0][0] if dots else min(day for day, _ in days)
    end = days[-1][1] if dots else max(day for _, day in days)
    return Bounds(start, end, start, end)
