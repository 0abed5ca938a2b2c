"""Single dates as people and spreadsheets write them, and how each is written in the profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from cardindex.dates.edtf import read
from cardindex.dates.meaning import MINUS, Groups, days_of, meant
from cardindex.dates.names import AD, BC, MONTHS, ROMAN, SEASONS, UNKNOWN

MALFORMED, REVERSED, MANGLED = "malformed-date", "interval-reversed", "mangled-date"

LONGEST = 100
"""Only a list comes near this length; longer texts are not searched for mistakes."""

# Only ASCII letters ignore case: Unicode would fold the long s and the dotless i into names that
# are in no table.
FLAGS = re.IGNORECASE | re.ASCII

LETTER = "a-zß-ÿ"
"""The letters of our names; a word ends where none of them follows."""


class Advice(NamedTuple):
    """What is wrong with a text, the values that it may have meant, and the code of the problem."""

    wrong: str
    mends: tuple[str, ...]
    code: str = MALFORMED


class _Mistake(NamedTuple):
    pattern: str
    wrong: str
    mends: tuple[str, ...]
    code: str
    fits: Callable[[Groups], bool]


def words(*names: str) -> str:
    """Return a pattern for one of these names, the longest first, and no part of a longer word."""
    choices = "|".join(sorted({*names}, key=len, reverse=True))
    return rf"(?:{choices})(?![{LETTER}])"


_FRAGMENTS = {
    "YEAR": rf"(?P<y>(?P<c>{MINUS}?[0-9]{{2}})[0-9]{{2}})",
    "YY": r"'?(?P<yy>[0-9]{2})",
    "MM": r"(?P<m>[0-9]{1,2})",
    "DD": r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|º|°)?",
    "NAME": rf"(?P<name>{words(*MONTHS)})\.?",
    "ROMAN": rf"(?P<roman>{words(*ROMAN)})",
    "SEASON": rf"(?P<season>{words(*SEASONS)})",
    "CENTURY": r"(?:century|centuries|cent\.?|c\.)",
    "ERA": rf"(?:(?P<bc>{BC})|(?:{AD}))",
    "MARK": r"(?P<mark>[~?%]?)",
    "OF": r"(?:[ .,-]*(?:of |del? |d')?)",
}


def _always(_: Groups) -> bool:
    return True


def _mistake(
    pattern: str,
    wrong: str,
    *mends: str,
    code: str = MALFORMED,
    fits: Callable[[Groups], bool] = _always,
) -> _Mistake:
    """Make a mistake: fragments stand in the pattern by their names, mends are templates.

    Patterns are compiled when a text is wrong: at import they would add 30 ms to every start.
    """
    named = "|".join(_FRAGMENTS)
    pattern = re.sub(named, lambda word: _FRAGMENTS[word[0]], pattern)
    return _Mistake(pattern, wrong, mends, code, fits)


_SHEET = "a spreadsheet has probably made this of a date"
_CENTURY_OPEN = "two digits do not tell the century"


def _mangled(
    pattern: str, *mends: str, wrong: str = _SHEET, fits: Callable[[Groups], bool] = _always
) -> _Mistake:
    return _mistake(pattern, wrong, *mends, code=MANGLED, fits=fits)


def _in_any_century(template: str) -> tuple[str, ...]:
    """Return a template for each century that a year of two digits may be in."""
    return tuple(template.replace("{yy}", f"{{in{century}}}") for century in ("19", "20", "18"))


def _is_a_day(groups: Groups) -> bool:
    """Tell whether the month can have the day."""
    return 1 <= int(groups["d"]) <= days_of(2000, int(groups["m"]))


_YEAR_LOST = (
    "a spreadsheet has probably made a date of this and dropped its year; "
    "look it up and write YYYY-{m}-{d}"
)
_SERIAL = "a year has four digits, and {serial} is how a spreadsheet stores {day}"
_NO_SUCH_DAY = (
    f"month {{m}} has no day {{yy}}: look the day up, or take it for a year, where {_CENTURY_OPEN}"
)
_EITHER = f"{_SHEET}, and day and month may stand in either order"
_SPAN = 'a span is "A/B" (throughout) or "[A..B]" (once, some time within)'
_DIGITS = "a month and a day have two digits each"
_HYPHENS = 'the parts of a date are joined by "-"'
_BLANKS = 'only a whole end of a date can be unspecified, and a year\'s last two digits by "X"'
_DECADE = 'a decade ends in "X", a century in "XX"'
_EMPTY = "this says no date; leave the field empty where a fact is undated"
_SEASON = "a season is a number, 21 to 32"
_QUARTER = "a quarter is a span of months"
_WHOLE = "each end of an interval is a whole date"
_YEAR = "a year has four digits"
_YEARS = "years run from -9999 to 9999, in four digits; -0043 is 44 BC"
_WEEK = "weeks and days of the year are written as days"

_FORMS = (
    _mangled(r"NAME[ -]?YY", *_in_any_century("{yy}-{m}"), wrong=f"{_SHEET}, and {_CENTURY_OPEN}"),
    _mangled(r"DDOFNAME", wrong=_YEAR_LOST, fits=_is_a_day),
    _mangled(r"YY[ .-]*NAME", *_in_any_century("{yy}-{m}"), wrong=_NO_SUCH_DAY),
    _mangled(r"NAME[ -]?(?P<d>[0-9])", wrong=_YEAR_LOST),
    _mangled(r"(?:the )?DDOFNAMEOFYEAR", "{y}-{m}-{d}"),
    _mangled(
        r"(?:the )?DDOFNAMEOFYY",
        *_in_any_century("{yy}-{m}-{d}"),
        wrong=f"{_SHEET}, and {_CENTURY_OPEN}",
    ),
    _mangled(r"NAME[ .-]*(?:the )?DD[ .,-]+YEAR", "{y}-{m}-{d}"),
    _mangled(
        r"NAME[ .-]*(?:the )?DD[ .,-]+YY",
        *_in_any_century("{yy}-{m}-{d}"),
        wrong=f"{_SHEET}, and {_CENTURY_OPEN}",
    ),
    _mangled(r"YEAR[ .,-]*NAME[ .-]*DD", "{y}-{m}-{d}"),
    _mangled(r"NAMEOFYEAR", "{y}-{m}"),
    _mangled(r"YEAR[ .,-]*NAME", "{y}-{m}"),
    _mistake(r"DD[ ./-]?ROMAN[ ./-]?YEAR", "a month is a number of two digits", "{y}-{m}-{d}"),
    _mistake(r"ROMAN[ ./-]YEAR", "a month is a number of two digits", "{y}-{m}"),
    _mangled(r"DD\. ?MM\. ?YEAR", "{y}-{m}-{d}"),
    _mangled(
        r"DD\. ?MM\. ?YY",
        *_in_any_century("{yy}-{m}-{d}"),
        wrong=f"{_SHEET}, and {_CENTURY_OPEN}",
    ),
    _mangled(
        r"MM(?P<by>[/-])DD(?P=by)YEAR",
        "{y}-{m}-{d}",
        fits=lambda groups: groups["m"] == groups["d"] or groups["d"] > "12",
    ),
    _mangled(
        r"DD(?P<by>[/-])MM(?P=by)YEAR", "{y}-{m}-{d}", fits=lambda groups: groups["d"] > "12"
    ),
    _mangled(r"MM(?P<by>[/-])DD(?P=by)YEAR", "{y}-{m}-{d}", "{y}-{d}-{m}", wrong=_EITHER),
    _mangled(
        r"MM/DD/YY",
        *_in_any_century("{yy}-{m}-{d}"),
        *_in_any_century("{yy}-{d}-{m}"),
        wrong=f"{_EITHER}, and {_CENTURY_OPEN}",
    ),
    _mangled(r"MM[./-]YEAR", "{y}-{m}"),
    _mangled(
        r"MM/YY",
        *_in_any_century("{yy}-{m}"),
        wrong=f"{_SHEET}, and {_CENTURY_OPEN}",
        fits=lambda groups: 1 <= int(groups["m"]) <= 12 and groups["yy"] > "00",
    ),
    _mangled(
        r"(?P<whole>[0-9]{4}|[0-9]{6}|[0-9]{8})[.,]0+",
        "{dashed}",
        wrong="a spreadsheet has made a number of this date",
    ),
    _mangled(r"(?P<whole>[0-9]),(?P<rest>[0-9]{3})(?:\.0+)?", "{whole}{rest}",
             wrong="a spreadsheet has made a number of this year"),
    _mangled(r"(?P<serial>[1-9][0-9]{4})(?:[.,][0-9]+)?", "{month}", "{day}", wrong=_SERIAL),
    _mistake(rf"[(\[]?(?:{UNKNOWN}|[?-]+|X{{4}}(?:-XX)*)\.?[)\]]?", _EMPTY),
    _mistake(r"[\[\]/. ]+", _EMPTY),
    _mistake(r"YEAR-MM(?:MARK)", _DIGITS, "{y}-{m}{mark}"),
    _mistake(r"YEAR-MM-DD(?:MARK)", _DIGITS, "{y}-{m}-{d}{mark}"),
    _mistake(r"YEAR[./]MM[./]DD\.?", _HYPHENS, "{y}-{m}-{d}"),
    _mistake(r"YEAR ?年 ?MM ?月 ?DD ?日", _HYPHENS, "{y}-{m}-{d}"),
    _mistake(r"YEAR ?年 ?MM ?月", _HYPHENS, "{y}-{m}"),
    _mistake(r"YEAR\.MM", _HYPHENS, "{y}-{m}"),
    _mistake(r"YEAR/(?P<m>[0-9]{1,2})", '"/" joins the ends of a span', "{y}-{m}", "{y}/{c}{m}"),
    _mistake(r"YEAR(?P<m>[0-9]{2})(?P<d>[0-9]{2})", _HYPHENS, "{y}-{m}-{d}"),
    _mistake(r"YEAR(?P<m>[0-9]{2})", _HYPHENS, "{y}-{m}"),
    _mistake(r"YEAR-(?P<d>[0-9]{2})-(?P<m>[0-9]{2})", "there is no month {d}", "{y}-{m}-{d}"),
    _mistake(r"YEAR-?W(?P<week>[0-9]{2})", _WEEK, "[{monday}..{sunday}]"),
    _mistake(r"YEAR-?W(?P<week>[0-9]{2})-?(?P<weekday>[1-7])", _WEEK, "{day}"),
    _mistake(r"YEAR-(?P<nth>[0-9]{3})", _WEEK, "{day}"),
    _mistake(r"YEAR-YY", f"there is no month {{yy}}; {_SPAN}", "{y}/{c}{yy}", "[{y}..{c}{yy}]"),
    _mistake(r"YEAR-3(?P<late_quarter>[3-6])", _QUARTER, "[{y}-{from}..{y}-{until}]"),
    _mistake(r"YEAR[ -]*Q(?P<quarter>[1-4])", _QUARTER, "[{y}-{from}..{y}-{until}]"),
    _mistake(r"Q(?P<quarter>[1-4])[ /-]*(?:of )?YEAR", _QUARTER, "[{y}-{from}..{y}-{until}]"),
    _mistake(r"YEAR-(?P<m>2[1-9]|3[0-2])-.+", "a season has no days", "{y}-{m}"),
    _mistake(
        r"YEAR-(?P<m>[0-9]{2})(?:-[0-9X]{2})?(?:MARK)",
        "there is no month {m}: months are 01 to 12, seasons 21 to 32",
        "{y}{mark}",
        fits=lambda groups: not "01" <= groups["m"] <= "12",
    ),
    _mistake(r"YEAR-(?P<from>[0-9]{2})/MM", _WHOLE, "{y}-{from}/{y}-{m}"),
    _mistake(r"(?P<from>YEAR-MM-[0-9]{2})/DD", _WHOLE, "{from}/{y}-{m}-{d}"),
    _mistake(r"(?P<a>[0-9]{3})[?_*-]", _DECADE, "{a}X"),
    _mistake(r"(?P<a>[0-9]{3})[_*-]\?", _DECADE, "{a}X?"),
    _mistake(r"(?P<a>[0-9]{2})[?_*-]{2}", _DECADE, "{a}XX"),
    _mistake(r"(?P<a>[0-9]{2})[_*-]{2}\?", _DECADE, "{a}XX?"),
    _mistake(r"(?:the )?(?P<a>[0-9]{2})00'?s", _DECADE, "{a}0X", "{a}XX"),
    _mistake(r"(?:the )?(?P<a>[0-9]{3})0(?:'?s|er(?: jahre)?)", _DECADE, "{a}X"),
    _mistake(
        r"(?:the |die )?'?(?P<a>[0-9])0(?:'?s|er(?: jahre)?)"
        r"|(?:les années|los años) '?(?P<b>[0-9])0",
        f"{_DECADE}, and {_CENTURY_OPEN}",
        "19{a}{b}X",
        "18{a}{b}X",
    ),
    _mistake(
        r"(?:the )?(?P<decade>[0-9]{1,3}0)'?s ERA", _DECADE, "{of_ad}", "[{from}..{until}]"
    ),
    _mistake(r"(?:the )?(?P<nth_century>[0-9]{1,2})(?:st|nd|rd|th) CENTURY(?: ?ERA)?", _DECADE,
             "{century}"),
    _mistake(r"(?P<nth_century>[0-9]{1,2})\. (?:jahrhundert|jhdt?\.?|jh\.?)(?: ?ERA)?", _DECADE,
             "{century}"),
    _mistake(r"(?:siglo|s\.) (?P<roman_century>[ivx]+)(?: ?ERA)?", _DECADE, "{century}"),
    _mistake(r"(?P<roman_century>[ivx]+)(?:e|ème|er)? siècle(?: ?ERA)?", _DECADE, "{century}"),
    _mistake(r"(?P<thousand>¬?[0-9])XXX", _BLANKS, "[{from}..{until}]"),
    _mistake(r"(?P<a>YEAR)S4", "a date says how it is hedged by its form", "{a}"),
    _mistake(r"(?P<a>¬?[0-9]{3})[0-9]S3", "a date says how it is hedged by its form", "{a}X"),
    _mistake(r"(?P<a>¬?[0-9]{2})[0-9]{2}S2", "a date says how it is hedged by its form", "{a}XX"),
    _mistake(r"YEAR-[?_*X]{2}(?:-[?_*X]{2})?", _BLANKS, "{y}-XX"),
    _mistake(r"YEAR-MM-[?_*]{1,2}", _BLANKS, "{y}-{m}-XX"),
    _mistake(r"YEAR-0X", _BLANKS, "[{y}-01..{y}-09]"),
    _mistake(r"YEAR-1X", _BLANKS, "[{y}-10..{y}-12]"),
    _mistake(r"YEAR-MM-0X", _BLANKS, "[{y}-{m}-01..{y}-{m}-09]"),
    _mistake(r"YEAR-MM-(?P<tens>[123])X", _BLANKS, "[{y}-{m}-{tens}0..{y}-{m}-{tenth}]"),
    _mistake(r"(?P<a>¬?(?:[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX))-.+", _BLANKS, "{a}"),
    _mistake(r"SEASON,? ?(?:of |de |del )?YEAR", _SEASON, "{y}-{m}"),
    _mistake(r"YEAR[ -]SEASON", _SEASON, "{y}-{m}"),
    _mistake(
        r"SEASON,? ?(?:of |de |del )?'(?P<yy>[0-9]{2})",
        f"{_SEASON}, and {_CENTURY_OPEN}",
        *_in_any_century("{yy}-{m}"),
    ),
    _mistake(
        r"(?:the )?winter (?:of )?YEAR[/-](?:[0-9]{2})?(?P<next>[0-9]{2})",
        f"{_SEASON}, and winter runs into the next year",
        "{y}-24",
        fits=lambda groups: (int(groups["y"][-2:]) + 1) % 100 == int(groups["next"]),
    ),
    _mistake(r"(?:c|p|©)(?P<a>[0-9]{4})", 'a year stands alone; about is "~"', "{a}", "{a}~"),
    _mistake(rf"{MINUS}0000", "the year before 0001 is 0000, which has no sign", "0000"),
    _mistake(r"[+]?(?:YEAR)", "a year has no sign or era", "{y}"),
    _mistake(r"YY", f"{_YEAR}, and {_CENTURY_OPEN}", *_in_any_century("{yy}")),
    _mistake(r"(?P<a>[0-9]{3})", _YEAR, "0{a}", "{a}X"),
    _mistake(
        r"-(?P<before>[0-9]{1,3})",
        f"{_YEAR}, and before the year 1 it may count from 1 BC or from the year 0",
        "{astronomical}",
        "{signed}",
    ),
    _mistake(
        r"[+-]?[0-9]{5,}(?:-[0-9-]*)?|[0-9]|Y[-+]?[0-9].*|[+-]?[0-9]+E[0-9]+|[0-9]+ ?ERA", _YEARS
    ),
)  # fmt: skip


_ALL_OF = "dates that all hold take one claim each"
_WITHOUT = "a single date stands without brackets"
_MEMBERS = 'a set is "[A..B]" or "[A,B,C]", of single dates'
_NOT_A_SET = 'an end of an interval is a single date, hedged if need be ("1953~"), and not a set'

_BRACKETED = (
    _mistake(r"\{(?P<a>.+)\}", f'{_ALL_OF}, and "[ ]" is for one of them', "[{a}]"),
    _mistake(r"\{.*", _ALL_OF),
    _mistake(r"\[?(?P<a>[^][/]+)\]?", "the members of a set stand in brackets", "[{a}]"),
    _mistake(r"[\[(](?P<a>[^/]+)/(?P<b>[^/]+)[\])]", _SPAN, "{a}/{b}", "[{a}..{b}]"),
    _mistake(r"[\[(](?P<a>[^]),.]+)[\])]", _WITHOUT, "{a}"),
    _mistake(r"\[(?P<a>[^],.]+)[,.].*[,.](?P<b>[^],.]+)\]", _MEMBERS, "[{a}..{b}]"),
    _mistake(r".*\[.*/.*|.*/.*\[.*", _NOT_A_SET),
    _mistake(r"(?P<a>[^/]+)/[^/]+/(?P<b>[^/]+)", "an interval has two ends", "{a}/{b}"),
)


def mistaken(text: str, stands: Callable[[str], bool]) -> Advice | None:
    """Return advice on a text that is one of the forms above; None where it is none.

    The first form that the text matches, and that has a mend which ``stands`` (or none at all to
    offer), is the one that is told.
    """
    return _first_of(_FORMS, text, stands)


def bracketed(text: str, stands: Callable[[str], bool]) -> Advice | None:
    """Return advice likewise on a text that has brackets or slashes where none belong."""
    return _first_of(_BRACKETED, text.replace(", ", ","), stands)


def _first_of(
    forms: tuple[_Mistake, ...], text: str, stands: Callable[[str], bool]
) -> Advice | None:
    for form in forms:
        match = _compiled(form.pattern).fullmatch(text)
        groups = meant(match) if match else None
        if groups is None or not form.fits(groups):
            continue
        told = form.wrong.format_map(groups).replace(MINUS, "-")
        made = dict.fromkeys(mend.format_map(groups) for mend in form.mends)
        mends = [mend.replace(MINUS, "-") for mend in made]
        if valid := tuple(filter(stands, mends)):
            return Advice(told, valid, form.code)
        if not form.mends:
            return Advice(told, (), form.code)
        if found := _no_such_day(mends):
            return found
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, FLAGS)


def _no_such_day(mends: Iterable[str]) -> Advice | None:
    """Return advice where a day is well written, but its month has no such day."""
    found = list(filter(None, (_DAY.fullmatch(mend) for mend in mends)))
    if not found:
        return None
    months = dict.fromkeys(match[1] + match[3] for match in found)
    first = found[0]
    return Advice(f"{first[1]} has no day {first[2]}", tuple(filter(is_valid, months)))


_DAY = re.compile(r"(-?[0-9]{4}-(?:0[1-9]|1[0-2]))-([0-9]{2})([~?%]?)")


def is_valid(text: str) -> bool:
    """Tell whether a text is in the profile, and does not end before it starts."""
    bounds = read(text)
    return bounds is not None and bounds.earliest_start <= bounds.latest_end


def mangled_pair(text: str) -> tuple[int, int] | None:
    """Return the two numbers of which a spreadsheet made ``4-Mar`` (3 and 4) or ``Mar-71``."""
    if len(text) > LONGEST:
        return None
    for pattern in (r"(?P<number>[0-9]{1,2})-NAME", r"NAME-(?P<number>[0-9]{2})"):
        words_ = pattern.replace("NAME", _FRAGMENTS["NAME"])
        if match := re.fullmatch(words_, text, FLAGS):
            return MONTHS[match["name"].lower()], int(match["number"])
    return None
