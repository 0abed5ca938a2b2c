"""Dates on cards, in few words: ``1970~`` is "about 1970"; as ``static/base/dates.js`` has them.

``dates.in_words`` says at length what a date means, for who enters one; a card has a line.
"""

from __future__ import annotations

import re

from cardindex.dates.words import MONTHS, SEASONS

_HALVES = ("", " (north)", " (south)")
_HEDGES = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_ONE = re.compile(
    r"([~?%]?)(-?)(\d{2}XX|\d{3}X|\d{4})(?:-(XX|\d\d))?(?:-(XX|\d\d))?([~?%]?)", re.ASCII
)


def in_few_words(edtf: str) -> str:
    """Return a date in EDTF in words. What is not understood comes back as it is."""
    if edtf.startswith("[") and edtf.endswith("]"):
        return _one_of(edtf[1:-1])
    first, slash, last = edtf.partition("/")
    return _interval(first, last) if slash else _date(edtf)


def _interval(first: str, last: str) -> str:
    if last == "..":
        return f"since {_date(first)}"
    if not last:
        return f"from {_date(first)}, until when is not known"
    if first == "..":
        return f"until {_date(last)}"
    if not first:
        return f"until {_date(last)}, since when is not known"
    return f"{_date(first)} to {_date(last)}"


def _one_of(inside: str) -> str:
    first, dots, last = inside.partition("..")
    if not dots:
        *before, end = (_date(each.strip()) for each in inside.split(","))
        return f"{', '.join(before)} or {end}" if before else end
    if not first:
        return f"by {_date(last)}"
    if not last:
        return f"{_date(first)} or later"
    return f"some time from {_date(first)} to {_date(last)}"


def _date(text: str) -> str:
    found = _ONE.fullmatch(text)
    if not found:
        return text
    before, minus, year, month, day, after = found.groups()
    words = _blanked(minus, year) if year.endswith("X") else _year(int(minus + year))
    if month == "XX":
        words = f"some {'day' if day else 'month'} of {words}"
    elif month:
        words = f"{_month(month)} {words}"
        if day:
            words = f"some day of {words}" if day == "XX" else f"{int(day)} {words}"
    return _HEDGES.get(before or after, "") + words


def _month(text: str) -> str:
    number = int(text)
    if 1 <= number <= len(MONTHS):
        return MONTHS[number - 1]
    season = number - 21
    if not 0 <= season < 3 * len(SEASONS):
        return text
    return f"{SEASONS[season % 4]}{_HALVES[season // 4]}"


def _year(year: int) -> str:
    if year < 1:
        return f"{1 - year} BC"
    return f"AD {year}" if year < 1000 else str(year)


def _blanked(minus: str, year: str) -> str:
    """Return a decade or a century. Before the year 0 digits count away from it."""
    first, last = sorted(int(minus + year.replace("X", digit)) for digit in "09")
    return _years(first, last) if first < 1000 else f"the {first}s"


def _years(first: int, last: int) -> str:
    if first == last:
        return _year(first)
    if last < 1:
        return f"{1 - first}–{_year(last)}"
    return f"{_year(first)}–{last if first > 0 and last < 1000 else _year(last)}"
