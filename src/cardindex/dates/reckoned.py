"""Dates as text, reckoned with: the one beside, the one around, the one south of the equator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cardindex.dates.days import civil, written_year
from cardindex.dates.edtf import span

_SEASONS = {
    "21": ("March to May", "29", "September to November"),
    "22": ("June to August", "30", "December to February of the next year"),
    "23": ("September to November", "31", "March to May"),
    "24": ("December to February of the next year", "32", "June to August"),
}
SOUTH = "south of the equator"
SEASON = re.compile(r"(-?[0-9]{4}-)(2[1-4])")
PART_LOST = "which part of it is not kept"


class Value(NamedTuple):
    """A date in EDTF, and what is to be said of how it was read."""

    edtf: str
    note: str = ""


def beside(value: str, step: int) -> str:
    """Return what lies right before (-1) or after a single date, in its own precision."""
    mark = value[len(value.rstrip("~?%")) :]
    plain = value.removesuffix(mark) if mark else value
    days = span(plain)
    if days is None:
        return ""
    year, month, day = civil(days[0] - 1 if step < 0 else days[1] + 1)
    digits = plain.removeprefix("-")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", digits):
        return f"{written_year(year)}-{month:02}-{day:02}{mark}"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}.*", digits):
        return f"{written_year(year)}-{month:02}{mark}"
    return f"{written_year(year)}{mark}"


def outer(value: str) -> tuple[str, str]:
    """Return the first and the last date of a set; of a single date, itself twice."""
    first, dots, last = value.strip("[]").partition("..")
    return (first, last) if dots else (first, first)


def enclosing(value: Value) -> Value:
    """Return the month, year, decade or century that holds a set, as an interval has no sets."""
    first, last = outer(value.edtf)
    if first == last or not (first and last):
        return value
    ends = [days for end in (first, last) if (days := span(end))]
    if len(ends) > 1:
        year = int(first[:5] if first[0] == "-" else first[:4])
        stem = written_year(year)
        for whole in (first[: len(stem) + 3], stem, f"{stem[:-1]}X", f"{stem[:-2]}XX"):
            days = span(whole)
            if days and days[0] <= ends[0][0] and ends[1][1] <= days[1]:
                return Value(whole, f"{value.note}; {PART_LOST}".removeprefix("; "))
    return value


def southern(first: int, nth: int) -> int:
    """Return the month of the other half of the earth; its autumn and winter are of this year."""
    turned = first + 6
    return turned - 12 if turned - nth > 12 else turned


def month_from(year: int, month: int) -> str:
    """Return a month that is counted from a year's first, and may be of the next."""
    return f"{written_year(year + (month - 1) // 12)}-{(month - 1) % 12 + 1:02}"


def in_both_halves(value: Value, *, of_two_years: bool) -> Iterator[Value]:
    """Yield a season north of the equator and, unless it is of two years, south of it."""
    found = SEASON.fullmatch(value.edtf)
    if not found:
        yield value
        return
    here, turned, there = _SEASONS[found[2]]
    yield Value(value.edtf, here)
    if not of_two_years:
        yield Value(f"{found[1]}{turned}", f"{SOUTH}, {there}")
