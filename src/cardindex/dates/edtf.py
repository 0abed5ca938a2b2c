"""Reading EDTF of the profile: four days, or None for a text outside it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cardindex.dates.days import ALWAYS, FIRST, LAST, NEVER, Day, day_number


class Bounds(NamedTuple):
    """Four days. ``ALWAYS`` stands for minus infinity, ``NEVER`` for plus infinity."""

    earliest_start: Day
    latest_start: Day
    earliest_end: Day
    latest_end: Day


Window = tuple[Day, Day]
"""A first and a last day, both inside; ``ALWAYS`` and ``NEVER`` where it is open."""

UNDATED = Bounds(ALWAYS, NEVER, ALWAYS, NEVER)

_SINCE_ALWAYS = (ALWAYS, ALWAYS)
_STILL_GOING_ON = (NEVER, NEVER)
_UNKNOWN = (ALWAYS, NEVER)

_DATE = re.compile(
    r"(?!-0000)(-?[0-9]{4})"
    r"(?:-XX(?:-XX)?|-(2[1-9]|3[0-2])|-(0[1-9]|1[0-2])(?:-XX|-([0-9]{2}))?)?([~?%]?)"
)
_DECADE_OR_CENTURY = re.compile(r"(-?)(?:([0-9]{3})X|([0-9]{2})XX)([~?%]?)")
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
        minus, decade, century, hedge = match.groups()
        length = 120 if decade else 1200
        start = length * int(decade or century)
        if minus:  # counted away from the year 0: -004X is -0049 to -0040
            start = 12 - length - start
    else:
        return None
    return _months(start, length, _UNITS[hedge])


def _day(year: int, month: int, day: int, units: int) -> Window | None:
    try:
        middle = day_number(year, month, day)
    except ValueError:
        return None
    # Widening stops at the first and the last year of the profile.
    return max(middle - units, FIRST), min(middle + units, LAST)


def _months(start: int, length: int, units: int) -> Window:
    """Return the days from month ``start`` on, counted from January of the year 0."""
    first, past = start - units * length, start + length + units * length
    return max(_first_of(first), FIRST), min(_first_of(past) - 1, LAST)


@cache
def _first_of(month: int) -> Day:
    """Return the first day of a month, counted from January of the year 0."""
    return day_number(month // 12, month % 12 + 1)


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
