"""What people and spreadsheets write for dates instead, and how each is mended."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from cardindex.dates.edtf import read, span

MALFORMED, REVERSED, MANGLED = "malformed-date", "interval-reversed", "mangled-date"

_SERIAL_ZERO = date(1899, 12, 30).toordinal()  # a spreadsheet's day 0, since its year 1900 is leap

# The first mistake in the list that a text matches, and that has a mend in the profile (or none at
# all to offer), is the one that is told.

_LONGEST = 60
"""Only a list comes near this length; longer texts are not searched for mistakes."""

# As spreadsheets name months in English, French, German and Spanish.
_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "ene feb mar abr may jun jul ago sept oct nov dic",
    )
    for number, name in enumerate(names.split(), start=1)
}
_SEASON_NAMES = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

# Small and capital ASCII letters alone: Unicode folds the long s and the dotless i into names that
# are in none of the tables.
_FLAGS = re.IGNORECASE | re.ASCII

_FRAGMENTS = {
    "YEAR": r"(?P<y>(?P<c>[0-9]{2})[0-9]{2})",
    "YY": r"'?(?P<yy>[0-9]{2})",
    "MM": r"(?P<m>[0-9]{1,2})",
    "DD": r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?",
    "NAME": rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[^\W\d_]*\.?",
    "SEASON": rf"(?P<season>{'|'.join(_SEASON_NAMES)})",
    "MARK": r"(?P<mark>[~?%]?)",
    "THIS": r"(?P<a>.+?)",
    "THAT": r"(?P<b>.+)",
}


class _Mistake(NamedTuple):
    pattern: str
    wrong: str
    mends: tuple[str, ...]
    code: str


def _mistake(pattern: str, wrong: str, *mends: str, code: str = MALFORMED) -> _Mistake:
    """Make a mistake: capital words of the pattern are fragments, mends are templates.

    Patterns are compiled when a text is wrong: at import they would cost every start 30 ms.
    """
    pattern = re.sub(r"\b[A-Z]+\b", lambda word: _FRAGMENTS.get(word[0], word[0]), pattern)
    return _Mistake(pattern, wrong, mends, code)


def _mangled(pattern: str, *mends: str, wrong: str = "") -> _Mistake:
    wrong = wrong or "a spreadsheet has probably made this of a date"
    return _mistake(pattern, wrong, *mends, code=MANGLED)


_YEAR_LOST = (
    "a spreadsheet has probably made a date of this and dropped its year; "
    "look it up and write YYYY-{m}-{d}"
)
_SERIAL = "a year has four digits, and {serial} is how a spreadsheet stores {day}"
_SPAN = 'a span is "A/B" (throughout) or "[A..B]" (once, some time within)'
_DIGITS = "a month and a day have two digits each"
_HYPHENS = 'the parts of a date are joined by "-"'
_BLANKS = 'only a whole end of a date can be unspecified, and a year\'s last two digits by "X"'
_MARKS = '"~" (about), "?" (perhaps) or "%" (both) stands at the end of a date'
_DECADE = 'a decade ends in "X", a century in "XX"'
_EMPTY = "this says no date; leave the field empty where a fact is undated"
_WHOLE = "each end of an interval is a whole date"
_MEMBERS = 'a set is "[A..B]" or "[A,B,C]", of single dates'
_FORMS = (
    "not a date that can be read; write it like 1971, 1971-06, 1971-06-30, 196X, 1970~, "
    "1953/1973 (throughout) or [1970-11..1973-09] (once, some time within)"
)
_SINGLE = "[0-9]{4}(?:-[0-9]{2}){0,2}[~?%]?"

_MISTAKES = (
    _mangled(r"NAME[ -]?YY", "19{yy}-{m}", "{late}-{m}"),
    _mangled(r"DD[ .-]*(?:of )?NAME", wrong=_YEAR_LOST),
    _mangled(r"NAME[ -]?(?P<d>[0-9])", wrong=_YEAR_LOST),
    _mangled(r"DD[ .-]*(?:of )?NAME[ .,-]*(?:of )?YEAR", "{y}-{m}-{d}"),
    _mangled(r"DD[ .-]*NAME[ .,-]*YY", "19{yy}-{m}-{d}", "{late}-{m}-{d}"),
    _mangled(r"NAME[ .-]*DD[ .,-]+YEAR", "{y}-{m}-{d}"),
    _mangled(r"YEAR[ .,-]*NAME[ .-]*DD", "{y}-{m}-{d}"),
    _mangled(r"NAME[ .,-]*(?:of )?YEAR", "{y}-{m}"),
    _mangled(r"YEAR[ .,-]*NAME", "{y}-{m}"),
    _mangled(r"DD\.MM\.YEAR", "{y}-{m}-{d}"),
    _mangled(r"DD\.MM\.YY", "19{yy}-{m}-{d}", "{late}-{m}-{d}"),
    _mangled(r"MM[/-]DD[/-]YEAR", "{y}-{m}-{d}", "{y}-{d}-{m}"),
    _mangled(r"MM/DD/YY", "19{yy}-{m}-{d}", "19{yy}-{d}-{m}"),
    _mangled(r"MM[./-]YEAR", "{y}-{m}"),
    _mangled(r"(?P<serial>[1-9][0-9]{4})(?:\.0+)?", "{month}", "{day}", wrong=_SERIAL),
    _mistake(r"(?:n\.? ?d|s\.? ?d|undated|unknown|none|null|nan|n/a|[?-]+|X{4}.*)\.?", _EMPTY),
    _mistake(r"[\[\]/. ]+", _EMPTY),
    _mistake(r"YEAR-MM(?:MARK)", _DIGITS, "{y}-{m}{mark}"),
    _mistake(r"YEAR-MM-DD(?:MARK)", _DIGITS, "{y}-{m}-{d}{mark}"),
    _mistake(r"YEAR[./]MM[./]DD", _HYPHENS, "{y}-{m}-{d}"),
    _mistake(r"YEAR\.MM", _HYPHENS, "{y}-{m}"),
    _mistake(r"YEAR/(?P<m>[0-9]{1,2})", '"/" joins the ends of a span', "{y}-{m}", "{y}/{c}{m}"),
    _mistake(r"YEAR(?P<m>[0-9]{2})(?P<d>[0-9]{2})", _HYPHENS, "{y}-{m}-{d}"),
    _mistake(r"YEAR(?P<m>[0-9]{2})", _HYPHENS, "{y}-{m}"),
    _mistake(r"YEAR-(?P<d>[0-9]{2})-(?P<m>[0-9]{2})", "there is no month {d}", "{y}-{m}-{d}"),
    _mistake(r"YEAR-(?P<m>0[1-9]|1[0-2])-DD(?:MARK)", "{y}-{m} has no day {d}", "{y}-{m}{mark}"),
    _mistake(r"YEAR-YY", f"there is no month {{yy}}; {_SPAN}", "{y}/{c}{yy}", "[{y}..{c}{yy}]"),
    _mistake(r"YEAR-(?P<m>2[1-9]|3[0-2])-.+", "a season has no days", "{y}-{m}"),
    _mistake(
        r"YEAR-(?P<m>[0-9]{2})(?:-[0-9X]{2})?(?:MARK)",
        "there is no month {m}: months are 01 to 12, seasons 21 to 32",
        "{y}{mark}",
    ),
    _mistake(r"YEAR-(?P<from>[0-9]{2})/MM", _WHOLE, "{y}-{from}/{y}-{m}"),
    _mistake(r"(?P<from>YEAR-MM-[0-9]{2})/DD", _WHOLE, "{from}/{y}-{m}-{d}"),
    _mistake(
        rf"(?:from |between )?(?P<a>{_SINGLE}) ?(?:-|to|and|until|till) ?(?P<b>{_SINGLE})",
        _SPAN,
        "{a}/{b}",
        "[{a}..{b}]",
    ),
    _mistake(r"YEAR-MM-DD[T ].+", "the time of day is not kept", "{y}-{m}-{d}"),
    _mistake(r"(?P<a>[0-9]{3})[?_*-]", _DECADE, "{a}X"),
    _mistake(r"(?P<a>[0-9]{2})[?_*-]{2}", _DECADE, "{a}XX"),
    _mistake(r"(?:the )?(?P<a>[0-9]{2})00'?s", _DECADE, "{a}0X", "{a}XX"),
    _mistake(r"(?:the )?(?P<a>[0-9]{3})0'?s", _DECADE, "{a}X"),
    _mistake(r"(?:the )?'?(?P<a>[0-9])0'?s", _DECADE, "19{a}X"),
    _mistake(r"(?P<a>[0-9])XXX", _BLANKS, "[{a}000..{a}999]"),
    _mistake(r"(?P<a>[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX)-.+", _BLANKS, "{a}"),
    _mistake(r"SEASON,? (?:of )?YEAR", "a season is a number, 21 to 32", "{y}-{m}"),
    _mistake(r"YEAR[ -]SEASON", "a season is a number, 21 to 32", "{y}-{m}"),
    _mistake(r"(?P<a>[0-9-]*)(?P<mark>[~?%])(?P<b>[0-9-]+)", _MARKS, "{a}{b}{mark}"),
    _mistake(r"(?P<a>[0-9-]+)(?:~\?|\?~)", _MARKS, "{a}%"),
    _mistake(
        r"(?:c|ca|circa|about|around|approx|approximately|roughly|≈)\b\.? ?THIS", _MARKS, "{a}~"
    ),
    _mistake(r"(?:perhaps|possibly|probably|maybe) THIS", _MARKS, "{a}?"),
    _mistake(r"THIS ?\(\?\)", _MARKS, "{a}?"),
    _mistake(
        r"(?:before|by|<=?|≤) ?THIS", "a latest date makes a set without a beginning", "[..{a}]"
    ),
    _mistake(r"(?:after|>=?|≥) ?THIS", "an earliest date makes a set without an end", "[{a}..]"),
    _mistake(r"(?:until|till|up to) ?THIS", "an end alone makes an interval", "/{a}"),
    _mistake(r"from ?THIS", "a beginning alone makes an interval", "{a}/"),
    _mistake(r"since ?THIS", 'what is still going on ends in ".."', "{a}/.."),
    _mistake(r"THIS/(?:open|now|present|today)", 'what is still going on ends in ".."', "{a}/.."),
    _mistake(r"THIS/(?:unknown|\?)", "an unknown end is left empty", "{a}/"),
    _mistake(r"(?:unknown|\?)/THIS", "an unknown beginning is left empty", "/{a}"),
    _mistake(
        r"\{THIS\}",
        'dates that all hold take one claim each, and "[ ]" is for one of them',
        "[{a}]",
    ),
    _mistake(r"\{.*", "dates that all hold take one claim each"),
    _mistake(r"THIS\.\.THAT", _SPAN, "[{a}..{b}]", "{a}/{b}"),
    _mistake(r"\[?(?P<a>[^][/]+)\]?", "the members of a set stand in brackets", "[{a}]"),
    _mistake(r"[\[(](?P<a>[^/]+)/(?P<b>[^/]+)[\])]", _SPAN, "{a}/{b}", "[{a}..{b}]"),
    _mistake(r"[\[(](?P<a>[^]),.]+)[\])]", "a single date stands without brackets", "{a}"),
    _mistake(r"\[(?P<a>[^],.]+)[,.].*[,.](?P<b>[^],.]+)\]", _MEMBERS, "[{a}..{b}]"),
    _mistake(
        r".*\[.*/.*|.*/.*\[.*",
        'an end of an interval is a single date, hedged if need be ("1953~"), and not a set',
    ),
    _mistake(r"(?P<a>[^/]+)/[^/]+/(?P<b>[^/]+)", "an interval has two ends", "{a}/{b}"),
    _mistake(r"[+]?(?:YEAR)(?: ?A\.?D\.?| ?C\.?E\.?)?", "a year has no sign or era", "{y}"),
    _mistake(r"YY", "a year has four digits", "19{yy}", "{late}"),
    _mistake(r"(?P<a>[0-9]{3})", "a year has four digits", "0{a}", "{a}X"),
    _mistake(
        r"[+-]?Y?[0-9]+(?:-[0-9-]*)?|[0-9]+ ?(?:A\.?D|B\.?C|C\.?E|B\.?C\.?E)\.?",
        "years run from 0001 to 9999, in four digits, without sign or era",
    ),
)


def mangled_pair(text: str) -> tuple[int, int] | None:
    """Return the two numbers of which a spreadsheet made ``4-Mar`` (3 and 4) or ``Mar-71``."""
    if len(text) > _LONGEST:
        return None
    for pattern in (r"(?P<number>[0-9]{1,2})-NAME", r"NAME-(?P<number>[0-9]{2})"):
        words = pattern.replace("NAME", _FRAGMENTS["NAME"])
        if match := re.fullmatch(words, text, _FLAGS):
            return _MONTHS[match["name"].lower()], int(match["number"])
    return None


def reversal(text: str) -> tuple[str, str]:
    """Return reason and code for a span that ends before it starts."""
    first, second = re.split(r"/|\.\.", text.strip("[]"))
    turned = f"{second}/{first}" if "/" in text else f"[{second}..{first}]"
    return f'it ends before it starts; write "{turned}"', REVERSED


def diagnosis(text: str) -> tuple[str, str]:
    """Return reason and code for a text that has no form of the profile."""
    if len(text) > _LONGEST:
        return _FORMS, MALFORMED
    wrong, mends, code = _respelt(text) or _mistaken(text) or _part(text) or (_FORMS, (), MALFORMED)
    quoted = " or ".join(f'"{mend}"' for mend in mends)
    return f"{wrong}; write {quoted}" if quoted else wrong, code


_Diagnosis = tuple[str, tuple[str, ...], str]


def _respelt(text: str) -> _Diagnosis | None:
    """Diagnose a text that is right but for spaces, long dashes or small letters."""
    close = "".join(text.split())
    dashed = close.translate(_DASHES)
    for mend, wrong in (
        (close, "a date has no spaces"),
        (dashed, 'dates are joined by the plain hyphen "-"'),
        (re.sub("[xu]", "X", dashed), 'an unspecified digit is a capital "X"'),
    ):
        if _stands(mend):
            return wrong, (mend,), MALFORMED
    return None


def _mistaken(text: str) -> _Diagnosis | None:
    text = " ".join(text.translate(_DASHES).split())
    for mistake in _MISTAKES:
        if match := re.fullmatch(mistake.pattern, text, _FLAGS):
            groups = _groups(match)
            mends = dict.fromkeys(mend.format_map(groups) for mend in mistake.mends)
            valid = tuple(filter(_stands, mends))
            if valid or not mends:
                return mistake.wrong.format_map(groups), valid, mistake.code
    return None


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Return what a mistake matched, months as numbers, and the dates that it may stand for."""
    groups = {name: found or "" for name, found in match.groupdict().items()}
    if name := groups.get("name"):
        groups["m"] = str(_MONTHS[name.lower()])
    if season := groups.get("season"):
        groups["m"] = str(_SEASON_NAMES[season.lower()])
    for part in groups.keys() & {"m", "d"}:
        groups[part] = groups[part].zfill(2)
    if year := groups.get("yy"):
        # Spreadsheets read 00 to 29 as this century; of a year shown in two digits either may be.
        groups["late"] = f"20{year}" if year < "30" else ""
    if serial := groups.get("serial"):
        day = date.fromordinal(_SERIAL_ZERO + int(serial)).isoformat()
        groups |= {"day": day, "month": day[:7] if day.endswith("-01") else ""}
    return groups


def _part(text: str) -> _Diagnosis | None:
    """Diagnose the first end or member that is no date, and mend it in its place."""
    for part in re.split(r"\.\.|[][/,]", text):
        if part and part != text and not span(part):
            if not (found := _respelt(part) or _mistaken(part)):
                return None
            wrong, mends, code = found
            whole = (text.replace(part, mend, 1) for mend in mends)
            valid = tuple(filter(_stands, whole))
            return (f'in "{part}": {wrong}', valid, code) if valid or not mends else None
    return None


def _stands(text: str) -> bool:
    bounds = read(text)
    return bounds is not None and bounds.earliest_start <= bounds.latest_end
