"""What the parts of a date that somebody wrote stand for: centuries, weeks, quarters, serials."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from cardindex.dates.days import day_number, iso, written_year, year_of
from cardindex.dates.names import MONTHS, ROMAN, SEASONS

Groups = dict[str, str]
"""The named groups of a pattern and what follows from them, by name."""

MINUS = "¬"
"""Stands for the sign of a year while a text is read, so that no hyphen is taken for one."""

_SERIAL_ZERO = date(1899, 12, 30)  # a spreadsheet's day 0, since its year 1900 is leap


def meant(match: re.Match[str]) -> Groups:
    """Return what a form matched, months as numbers, and the dates that it may stand for."""
    groups = {name: found or "" for name, found in match.groupdict().items()}
    for part, numbers in (("name", MONTHS), ("roman", ROMAN), ("season", SEASONS)):
        if found := groups.get(part):
            groups["m"] = str(numbers[found.lower()])
    for part in groups.keys() & {"m", "d"}:
        groups[part] = groups[part].zfill(2)
    for part in groups.keys() & _MEANT.keys():
        if groups[part]:
            groups |= _MEANT[part](groups)
    return groups


def _centuries(groups: Groups) -> Groups:
    year = groups["yy"]
    # Spreadsheets read 00 to 29 as years of this century; a year shown in two digits may be any.
    return {"in19": f"19{year}", "in20": f"20{year}" if year < "30" else "", "in18": f"18{year}"}


def _from_serial(groups: Groups) -> Groups:
    day = (_SERIAL_ZERO + timedelta(int(groups["serial"]))).isoformat()
    return {"day": day, "month": day[:7] if day.endswith("-01") else ""}


def _from_number(groups: Groups) -> Groups:
    whole = groups["whole"]
    return {"dashed": "-".join(filter(None, (whole[:4], whole[4:6], whole[6:])))}


def _from_quarter(groups: Groups) -> Groups:
    number = int(groups.get("quarter") or int(groups["late_quarter"]) - 2)
    return {"from": f"{3 * number - 2:02}", "until": f"{3 * number:02}"}


def _from_week(groups: Groups) -> Groups:
    """Return the days of a week of ISO 8601: the first is that of the 4th of January."""
    year, week = _year(groups), int(groups["week"])
    fourth = day_number(year, 1, 4)
    monday = fourth - (fourth + 3) % 7 + 7 * (week - 1)
    if year_of(monday + 3) != year or not week:
        return {"monday": "", "sunday": "", "day": ""}
    weekday = int(groups.get("weekday") or 1)
    return {"monday": iso(monday), "sunday": iso(monday + 6), "day": iso(monday + weekday - 1)}


def _from_day_of_year(groups: Groups) -> Groups:
    year = _year(groups)
    day = day_number(year) + int(groups["nth"]) - 1
    return {"day": iso(day) if year_of(day) == year else ""}


def _from_tens(groups: Groups) -> Groups:
    month = int(groups["m"])
    longest = days_of(_year(groups), month) if 1 <= month <= 12 else 0
    return {"tenth": str(min(10 * int(groups["tens"]) + 9, longest))}


def _from_decade(groups: Groups) -> Groups:
    """Return a decade of an era: the 40s BC are 49 to 40 BC."""
    decade = int(groups["decade"])
    if groups.get("bc"):
        return {"of_ad": "", "from": written_year(-8 - decade), "until": written_year(1 - decade)}
    return {"of_ad": f"{decade // 10:03}X", "from": "", "until": ""}


def _from_century(groups: Groups) -> Groups:
    """Return a century by its number; the second BC is 200 to 101 BC."""
    number = int(groups.get("nth_century") or 0) or _roman(groups.get("roman_century", ""))
    sign = "-" if groups.get("bc") else ""
    return {"century": f"{sign}{number - 1:02}XX" if 1 <= number <= 100 else ""}


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _from_thousand(groups: Groups) -> Groups:
    sign, digit = groups["thousand"][:-1], groups["thousand"][-1]
    ends = (f"{sign}{digit}000", f"{sign}{digit}999")
    first, last = reversed(ends) if sign else ends
    return {"from": first, "until": last.replace(f"{MINUS}0000", "0000")}


def _from_count(groups: Groups) -> Groups:
    """Return a year that is written with a sign, of either count: -44 is 44 or 45 BC."""
    before = int(groups["before"])
    return {
        "astronomical": written_year(1 - before) if before else "",
        "signed": written_year(-before) if before else "",
    }


_MEANT: dict[str, Callable[[Groups], Groups]] = {
    "yy": _centuries,
    "serial": _from_serial,
    "whole": _from_number,
    "quarter": _from_quarter,
    "late_quarter": _from_quarter,
    "week": _from_week,
    "nth": _from_day_of_year,
    "tens": _from_tens,
    "decade": _from_decade,
    "nth_century": _from_century,
    "roman_century": _from_century,
    "thousand": _from_thousand,
    "before": _from_count,
}
"""What follows from a group of this name."""


def _year(groups: Groups) -> int:
    return int(groups["y"].replace(MINUS, "-"))


def days_of(year: int, month: int) -> int:
    """Return how many days a month of a year has."""
    return day_number(year + month // 12, month % 12 + 1) - day_number(year, month)
