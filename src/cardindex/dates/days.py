"""Days as numbers counted from 1970-01-01, in the Gregorian calendar of every year, 0 too.

Python's own dates start with the year 1. A number holds any day, sorts as days do, and is what
frames, exports and the page keep.
"""

from __future__ import annotations

from datetime import date

Day = int
"""Days since 1970-01-01; before it they are negative."""

_EPOCH = date(1970, 1, 1).toordinal()
_YEARS, _DAYS = 400, 146_097  # the calendar repeats every 400 years


def day_number(year: int, month: int = 1, day: int = 1) -> Day:
    """Return the number of a day; the year 0 is 1 BC. Raises ValueError where there is none."""
    cycles, rest = divmod(year - 1, _YEARS)
    return date(rest + 1, month, day).toordinal() + cycles * _DAYS - _EPOCH


def civil(number: Day) -> tuple[int, int, int]:
    """Return year, month and day of a number; the year 0 is 1 BC."""
    cycles, rest = divmod(number + _EPOCH - 1, _DAYS)
    day = date.fromordinal(rest + 1)
    return day.year + cycles * _YEARS, day.month, day.day


def year_of(number: Day) -> int:
    """Return the year in which a day is; the year 0 is 1 BC."""
    return civil(number)[0]


def iso(number: Day) -> str:
    """Return a day as ISO 8601 and XML Schema 1.1 write it: ``1971-06-30``, ``-0043-03-15``."""
    year, month, day = civil(number)
    return f"{written_year(year)}-{month:02}-{day:02}"


def written_year(year: int) -> str:
    """Return a year in four digits, with its sign where it is before the year 0."""
    return f"{year:0{5 if year < 0 else 4}}"


def julian(year: int, month: int, day: int) -> Day:
    """Return the number of a day of the Julian calendar. Raises ValueError where there is none."""
    if (month, day) == (2, 29) and year % 4 == 0:
        return julian(year, 2, 28) + 1
    day_number(2001, month, day)
    # In years that begin in March a leap day is the last day.
    past, since = (year - 1, month + 9) if month < 3 else (year, month - 3)
    return 365 * past + past // 4 + (153 * since + 2) // 5 + day - 719_471


FIRST, LAST = day_number(-9999), day_number(9999, 12, 31)
"""The first and the last day of the years that are read."""

ALWAYS, NEVER = FIRST - 1, LAST + 1
"""Minus and plus infinity, outside all days that can be written."""
