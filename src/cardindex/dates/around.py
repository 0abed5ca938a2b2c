"""Words around a date, and what they make of it: *about*, *or later*, *early*, *Julian*, a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from cardindex.dates import names
from cardindex.dates.days import FIRST, LAST, Day, civil, day_number, iso, julian, written_year
from cardindex.dates.edtf import span
from cardindex.dates.mistakes import FLAGS, LETTER

Change = Callable[[str], tuple[str, ...]]
"""What words make of a value of the profile: the values that the whole may mean."""


class Around(NamedTuple):
    """Words around a date, which is the group ``a`` of the pattern.

    ``julian``: the date is of the Julian calendar. ``refused``: nothing can be made of it here.
    """

    pattern: str
    wrong: str
    change: Change
    julian: bool = False
    refused: bool = False


_MARKS = '"~" (about), "?" (perhaps) or "%" (both) stands at the end of a date'
_ALONE = "a date stands alone; other words go into a note"
_LATEST = "a latest date makes a set without a beginning"
_EARLIEST = "an earliest date makes a set without an end"
_GOING_ON = 'what is still going on ends in ".."'
_TIME = "the time of day is not kept"
_WEEKDAY = "the day of the week is not kept"
_PORTION = "a part of a year, a decade or a century is a set"
_JULIAN = (
    "dates are of the Gregorian calendar, to which the Julian is converted here; keep the Julian "
    "in a note"
)
_GREGORIAN = "all dates are of the Gregorian calendar"
_ELSEWHERE = (
    "dates are of the Gregorian calendar: look up which day of it this is, and keep the other in "
    "a note"
)
_PHRASE = "the words from which a date was made stand in a note"

_CLOCK = (
    r"(?:[01]?[0-9]|2[0-4])(?:"
    r"[:.h][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?: ?(?:h|hrs?|hours|uhr))?(?: ?[ap]\.? ?m\.?)?"
    r"| ?(?:[ap]\.? ?m\.?|h|hrs?|hours|uhr|o'clock))"
    r"(?: ?\(?(?:z|utc|gmt|cet|cest|bst|msk|[+-][0-9]{2}:?[0-9]{2})\)?)?"
)
_HOUR = rf"(?:{_CLOCK}|noon|midnight|(?:in the )?(?:morning|afternoon|evening)|at night)"


def _before(words: str) -> str:
    return rf"[(\[]?(?:{words})(?![0-9{LETTER}])\.?[)\]]?:? ?(?P<a>.+)"


def _after(words: str) -> str:
    return rf"(?P<a>.+?)[ ,;]*[(\[]? ?(?<![{LETTER}])(?:{words})(?![{LETTER}])\.? ?[)\]]?"


def _as(*templates: str) -> Change:
    return lambda value: tuple(template.format(value) for template in templates)


def _hedged(mark: str) -> Change:
    return lambda value: (hedged(value, mark),)


def hedged(value: str, mark: str) -> str:
    """Return a value with every date in it hedged; two hedges of different kinds are ``%``."""
    return "".join(
        _with(part, mark) if part and span(part) else part
        for part in re.split(r"(\.\.|[][/,])", value)
    )


def _with(single: str, mark: str) -> str:
    plain = single.rstrip("~?%")
    both = {*single[len(plain) :], mark}
    return plain + (mark if len(both) == 1 else "%")


def _portion(first: int, last: int, parts: int) -> Change:
    """Return what part of a year, a decade or a century a value becomes, as a set.

    Thirds overlap at their ends: where the middle of a decade begins is not fixed.
    """

    def change(value: str) -> tuple[str, ...]:
        plain = value.rstrip("~?%")
        mark = value[len(plain) :]
        days = span(plain)
        if days is None:
            return ()
        steps = _steps(plain.removesuffix("-XX"), days)
        if not steps:
            return ()
        start, past = len(steps) * first // parts, -(-len(steps) * last // parts)
        return (f"[{steps[start]}{mark}..{steps[past - 1]}{mark}]",)

    return change


def _steps(stem: str, days: tuple[Day, Day]) -> list[str]:
    """Return the years of a decade or a century, the months of a year, the days of a month."""
    (year, month, _), (end, _, longest) = map(civil, days)
    if stem.endswith("X"):
        return [written_year(each) for each in range(year, end + 1)]
    if stem == written_year(year):
        return [f"{stem}-{at:02}" for at in range(1, 13)]
    if stem == f"{written_year(year)}-{month:02}":
        return [f"{stem}-{at:02}" for at in range(1, longest + 1)]
    return []


def _from_julian(value: str) -> tuple[str, ...]:
    """Return a value of the Julian calendar in the Gregorian; nothing where it has no form."""
    if "/" in value or "," in value:
        parts = re.split(r"([][/,])", value)
        turned = [_day_of(part) if part and part not in "[]/,." else part for part in parts]
        return () if None in turned else ("".join(filter(None, turned)),)
    first, dots, last = value.strip("[]").partition("..")
    start, end = (first, last) if dots else (value, value)
    if not dots and (day := _day_of(value)):
        return (day,)
    turned = [_end_of(start, 0), _end_of(end, 1)]
    return () if None in turned else (f"[{turned[0]}..{turned[1]}]",)


def _day_of(text: str) -> str | None:
    """Return a day of the Julian calendar as one of the Gregorian; an open end as it is.

    None for what is no day of it: of a leap day, the same in the next year.
    """
    if text == "..":
        return text
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day, mark = match.groups()
    try:
        return _written(julian(int(year), int(month), int(day)), mark)
    except ValueError:
        return None


def _end_of(text: str, at: int) -> str | None:
    """Return the first or the last day of a Julian date; nothing for nothing."""
    if not text:
        return ""
    if found := _day_of(text):
        return found
    plain = text.rstrip("~?%")
    days = span(plain)
    if days is None:
        return None
    # The days of a month bear the same numbers in both calendars, but for a leap day.
    year, month, day = civil(days[at])
    if (month, day) == (2, 28) and year % 4 == 0:
        day = 29
    return _written(julian(year, month, day), text[len(plain) :])


def _written(day: Day, mark: str) -> str | None:
    return iso(day) + mark if FIRST <= day <= LAST else None


def _old_style(value: str) -> tuple[str, ...]:
    """Return a value of the Old Style, whose year may have begun on Lady Day, in the Gregorian.

    Of the days before 25 March nobody can tell which year is meant: both are offered.
    """
    turned = _from_julian(value)
    match = _DAY.fullmatch(value)
    if match and value[0] != "-" and value < "1753" and value[5:10] < "03-25":
        year, month, day, mark = match.groups()
        turned += _from_julian(f"{int(year) + 1:04}-{month}-{day}{mark}")
    return turned


_DAY = re.compile(r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})([~?%]?)")

_OLD_STYLE = r"o\.? ?s\.?|old style"

AROUND = (
    Around(rf"(?P<a>.+?)(?:[ ,]+(?:at |um |a las |à )?|t)\(?{_HOUR}\)?", _TIME, _as("{}")),
    Around(_before(names.WEEKDAYS + r",?"), _WEEKDAY, _as("{}")),
    Around(_after(names.WEEKDAYS), _WEEKDAY, _as("{}")),
    Around(_before(names.ABOUT), _MARKS, _hedged("~")),
    Around(_before(names.PERHAPS), _MARKS, _hedged("?")),
    Around(_after(names.ABOUT), _MARKS, _hedged("~")),
    Around(_after(names.PERHAPS), _MARKS, _hedged("?")),
    Around(r"(?P<a>.+?) ?[(\[]?\?[)\]]?", _MARKS, _hedged("?")),
    Around(r"(?P<a>.+?) ?[(\[]~[)\]]", _MARKS, _hedged("~")),
    Around(_after(names.OR_EARLIER), _LATEST, _as("[..{}]")),
    Around(_after(names.OR_LATER), _EARLIEST, _as("[{}..]")),
    Around(_before(names.BEFORE), _LATEST, _as("[..{}]")),
    Around(r"(?:<=?|≤) ?(?P<a>.+)", _LATEST, _as("[..{}]")),
    Around(_before(names.AFTER), _EARLIEST, _as("[{}..]")),
    Around(r"(?:>=?|≥) ?(?P<a>.+)", _EARLIEST, _as("[{}..]")),
    Around(rf"(?:(?:{names.FROM}) )?(?P<a>.+?) ?(?:/|-|(?:{names.TO})) ?(?:{names.NOW})",
           _GOING_ON, _as("{}/..")),
    Around(rf"(?:(?:{names.FROM}) )?" + _after(names.ONWARDS), _GOING_ON, _as("{}/..", "{}/")),
    Around(r"(?P<a>.*[0-9]{4}.*?) ?[+]", _EARLIEST, _as("[{}..]")),
    Around(r"(?P<a>.*[0-9]{4}.*?) ?-", _GOING_ON, _as("{}/", "{}/..")),
    Around(_before(names.UNTIL), "an end alone makes an interval", _as("/{}")),
    Around(_before(names.FROM), "a beginning alone makes an interval", _as("{}/")),
    Around(_before(names.SINCE), _GOING_ON, _as("{}/..")),
    Around(r"(?P<a>.+)/(?:unknown|\?)", "an unknown end is left empty", _as("{}/")),
    Around(r"(?:unknown|\?)/(?P<a>.+)", "an unknown beginning is left empty", _as("/{}")),
    *(
        Around(rf"(?:the )?(?:{words})(?: the| des?| l[oa]s| del)?[ -]+(?P<a>.+)", _PORTION,
               _portion(*portion))
        for words, portion in names.PORTIONS.items()
    ),
    Around(_after(_OLD_STYLE), _JULIAN, _old_style, julian=True),
    Around(_after(names.JULIAN), _JULIAN, _from_julian, julian=True),
    Around(r"(?:@#djulian@|julian) ?(?P<a>.+)", _JULIAN, _from_julian, julian=True),
    Around(_after(names.GREGORIAN), _GREGORIAN, _as("{}")),
    Around(r"(?:@#dgregorian@|gregorian) ?(?P<a>.+)", _GREGORIAN, _as("{}")),
    Around(_after(names.ELSEWHERE), _ELSEWHERE, _as(), refused=True),
    Around(rf"(?:@#d[^@]*@|{names.ELSEWHERE})(?![{LETTER}]) ?(?P<a>.+)", _ELSEWHERE, _as(),
           refused=True),
    Around(r"int\.? (?P<a>.+?) ?\(.*\)", _PHRASE, _hedged("?")),
    Around(r"int\.? (?P<a>[^()]+)", _ALONE, _as("{}")),
    Around(_before(r"dated?|in|on|during|the year|year|the|anno|im jahre?|am|en|el|le|im|in the"),
           _ALONE, _as("{}")),
)  # fmt: skip


@cache
def pattern_of(at: int) -> re.Pattern[str]:
    """Return the pattern of one of ``AROUND``; it is compiled when a text is wrong."""
    return re.compile(AROUND[at].pattern, FLAGS)


def with_leap_days(text: str) -> str:
    """Return a date whose Julian leap day is moved to one that both calendars have."""
    return _LEAP_DAY.sub(
        lambda found: f"{found[1]}-02-28" if int(found[1]) % 4 == 0 else found[0], text
    )


_LEAP_DAY = re.compile(r"(?<![0-9])(-?[0-9]{4})-02-29(?![0-9])")


def same_day(year: int, old: tuple[int, int], new: tuple[int, int]) -> str | None:
    """Return the Gregorian day that is given in both calendars, by month and day; None if not one.

    It may be in the next year: 25 December of the one is 7 January of the other.
    """
    for later in (0, 1):
        try:
            if julian(year, *old) == day_number(year + later, *new):
                return iso(day_number(year + later, *new))
        except ValueError:
            return None
    return None
