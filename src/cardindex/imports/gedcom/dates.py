"""Dates of GEDCOM → EDTF: ABT, BET … AND, BEF, FROM … TO, INT, in four calendars and BC."""

from __future__ import annotations

import re
from typing import NamedTuple

from cardindex.dates import day_number, iso, parse
from cardindex.errors import parses
from cardindex.imports.gedcom.calendars import FRENCH, HEBREW, JULIAN, Calendar

_GREGORIAN = "GREGORIAN"
_CALENDARS: dict[str, Calendar | None] = {
    _GREGORIAN: None, "JULIAN": JULIAN, "FRENCH R": FRENCH, "FRENCH_R": FRENCH, "HEBREW": HEBREW,
}  # fmt: skip
_NAMED = re.compile(r"(?:@#D([A-Z _]+)@|(GREGORIAN|JULIAN|FRENCH_R|HEBREW)\b)\s*")
_DATE = re.compile(
    r"(?:(?:(\d{1,2})\s+)?([A-Z]{3,9})\.?\s+)?(\d{1,4})(?:/(\d{2,4}))?\s*(B\.?\s?C\.?(?:E\.?)?)?"
)
_RANGE = re.compile(r"(BET|FROM)\b\.?\s*(.+?)\s+(AND|TO)\b\.?\s*(.+)")
_WORD = re.compile(r"(ABT|CAL|EST|BEF|AFT|FROM|TO|INT)\b\.?\s*(.+)")
_PHRASE = re.compile(r"\s*\((.*)\)\s*$", re.DOTALL)


class Reading(NamedTuple):
    """A date as EDTF, or as it is written where it has no reading; and what is said of it."""

    edtf: str
    phrase: str = ""
    read: bool = True


class _Day(NamedTuple):
    """A date by itself: the text for it, and those for its first and last part."""

    text: str
    first: str
    last: str


def reading(written: str) -> Reading:
    """Return what a date means; ``read`` is False where only its words can be given."""
    text = " ".join(written.split())
    found = _PHRASE.search(text)
    phrase = found[1].strip() if found else ""
    plain = (text[: found.start()] if found else text).upper()
    if not plain:
        return Reading("", phrase, read=not phrase)
    edtf = _edtf(plain)
    if not edtf or not parses(parse, edtf):
        return Reading(text, phrase, read=False)
    return Reading(edtf, phrase)


def _edtf(text: str) -> str:
    """Return EDTF; empty where the text is none of the forms."""
    if found := _RANGE.fullmatch(text):
        return _between(found[1], found[2], found[4]) if _matches(found[1], found[3]) else ""
    found = _WORD.fullmatch(text)
    day = _day(found[2] if found else text)
    if day is None:
        return ""
    return _hedged(found[1] if found else "", day)


def _hedged(word: str, day: _Day) -> str:
    ranges = {
        "BEF": f"[..{_next(day.first, -1)}]",
        "AFT": f"[{_next(day.last, 1)}..]",
        "FROM": f"{day.first}/",
        "TO": f"/{day.last}",
    }
    sign = {"": "", "INT": "?"}.get(word, "~")
    return ranges.get(word) or (day.text if day.text.startswith("[") else f"{day.text}{sign}")


def _matches(start: str, end: str) -> bool:
    return (start, end) in {("BET", "AND"), ("FROM", "TO")}


def _between(word: str, start: str, end: str) -> str:
    first, last = _day(start), _day(end)
    if first is None or last is None:
        return ""
    if word == "FROM":
        return f"{first.first}/{last.last}"
    return f"[{first.first}..{last.last}]"


def _day(text: str) -> _Day | None:
    named = _NAMED.match(text)
    name = (named[1] or named[2]).strip() if named else _GREGORIAN
    found = _DATE.fullmatch(text[named.end() :] if named else text)
    if found is None or name not in _CALENDARS:
        return None
    calendar = _CALENDARS[name] if named else _by_month(found[2])
    months = (calendar or JULIAN).months
    month = next((n for n, each in enumerate(months, 1) if _is_month(found[2], each)), 0)
    if bool(found[2]) != bool(month):
        return None
    year = int(found[3])
    if not year or (found[1] and not month):
        return None
    if found[5]:
        year = 1 - year
    elif found[4] and month <= 3:
        year += 1  # 1699/00: the old year until March, and the new one
    if calendar is None:
        return _gregorian(year, month, int(found[1] or 0))
    return _other(calendar, year, month, int(found[1] or 0)) if year > 0 else None


def _by_month(written: str | None) -> Calendar | None:
    """Return the calendar that alone has a month: some programs leave out its name."""
    others = (FRENCH, HEBREW)
    return next((each for each in others if written and written in each.months), None)


def _is_month(written: str | None, month: str) -> bool:
    return bool(written) and (written == month or (len(month) == 3 and str(written)[:3] == month))


def _gregorian(year: int, month: int, day: int) -> _Day | None:
    text = f"-{-year:04}" if year < 0 else f"{year:04}"
    if month:
        text += f"-{month:02}"
    if day:
        following = (year + month // 12, month % 12 + 1)
        if not 1 <= day <= day_number(*following, 1) - day_number(year, month, 1):
            return None
        text += f"-{day:02}"
    return _Day(text, text, text)


def _other(calendar: Calendar, year: int, month: int, day: int) -> _Day | None:
    if month and not max(day, 1) <= calendar.length(year, month):
        return None
    if day:
        text = iso(calendar.day(year, month, day))
        return _Day(text, text, text)
    if calendar is JULIAN and not month:
        return _gregorian(year, 0, 0)  # but for some days it is the same year
    last = month or len(calendar.months)
    first_day = calendar.day(year, month or 1, 1)
    last_day = calendar.day(year, last, 1) + calendar.length(year, last) - 1
    first, end = iso(first_day), iso(last_day)
    return _Day(f"[{first}..{end}]", first, end)


def _next(text: str, step: int) -> str:
    """Return the year, month or day before (-1) or after (1) one: ``BEF 1900`` ends with 1899."""
    parts = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if parts is None:
        return text
    year, month, day = int(parts[1]), int(parts[2] or 0), int(parts[3] or 0)
    if day:
        return iso(day_number(year, month, day) + step)
    if month:
        year, month = year + (month - 1 + step) // 12, (month - 1 + step) % 12 + 1
    else:
        year += step
    found = _gregorian(year, month, 0)
    return found.text if found else text
