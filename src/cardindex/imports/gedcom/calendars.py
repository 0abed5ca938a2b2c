"""Days of the Julian, the French republican and the Hebrew calendar → days as ``dates`` counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cardindex.dates import day_number

_JULIAN_DAY = 2_440_588  # of 1970-01-01, from which days are counted here


class Calendar(NamedTuple):
    """A calendar: its months as GEDCOM writes them, and the day of a year, month and day."""

    months: tuple[str, ...]
    day: Callable[[int, int, int], int]
    length: Callable[[int, int], int]


def _julian(year: int, month: int, day: int) -> int:
    before = (14 - month) // 12
    years, months = year + 4800 - before, month + 12 * before - 3
    return day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083 - _JULIAN_DAY


def _julian_length(year: int, month: int) -> int:
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return _julian(*following, 1) - _julian(year, month, 1)


def _french(year: int, month: int, day: int) -> int:
    # The leap years that were kept: 3, 7 and 11.
    return day_number(1792, 9, 22) + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1


def _french_length(year: int, month: int) -> int:
    return 30 if month < 13 else 6 if year % 4 == 3 else 5


def _new_year(year: int) -> int:
    """Return the days from the Hebrew epoch to the new year, its four postponements kept."""
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = months * 29 + parts // 25_920
    return day + (3 * (day + 1) % 7 < 3)


def _tishri(year: int) -> int:
    """Return the day of 1 Tishri."""
    before, now, after = (_new_year(each) for each in (year - 1, year, year + 1))
    late = 2 if after - now == 356 else int(now - before == 382)
    return now + late - 2_092_590  # of the epoch, 7 October 3761 BC in the Julian calendar


def _hebrew_length(year: int, month: int) -> int:
    days = _tishri(year + 1) - _tishri(year)
    leap = days > 360
    lengths = [30, 29, 30, 29, 30, 30 if leap else 29, 29 if leap else 0, 30, 29, 30, 29, 30, 29]
    if days % 10 == 5:
        lengths[1] = 30
    if days % 10 == 3:
        lengths[2] = 29
    return lengths[month - 1]


def _hebrew(year: int, month: int, day: int) -> int:
    return _tishri(year) + sum(_hebrew_length(year, each) for each in range(1, month)) + day - 1


JULIAN = Calendar(
    ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    _julian, _julian_length,
)  # fmt: skip
FRENCH = Calendar(
    ("VEND", "BRUM", "FRIM", "NIVO", "PLUV", "VENT", "GERM", "FLOR", "PRAI", "MESS", "THER",
     "FRUC", "COMP"),
    _french, _french_length,
)  # fmt: skip
HEBREW = Calendar(
    ("TSH", "CSH", "KSL", "TVT", "SHV", "ADR", "ADS", "NSN", "IYR", "SVN", "TMZ", "AAV", "ELL"),
    _hebrew, _hebrew_length,
)  # fmt: skip
