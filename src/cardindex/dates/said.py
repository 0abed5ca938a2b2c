"""Dates as people write them: what each may mean, as EDTF, with what was taken for granted.

The forms are those that ``advice`` mends, and what writers add to them (``loose``). A reading is
what was *said*: "before 1953" is not 1953, "throughout 1970" is the whole year, "since 1953" has an
end that nobody told, and spring is another time in Chile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, product, zip_longest
from typing import NamedTuple

from cardindex.dates.advice import advice
from cardindex.dates.days import iso
from cardindex.dates.edtf import span
from cardindex.dates.loose import REFUSALS, REWRITINGS
from cardindex.dates.mistakes import LONGEST, is_valid
from cardindex.dates.names import SEASONS
from cardindex.dates.reckoned import (
    SEASON,
    SOUTH,
    Value,
    beside,
    enclosing,
    in_both_halves,
    month_from,
    outer,
    southern,
)
from cardindex.dates.words import in_words

_NONE = (
    "no date that can be read; write it like June 1944, spring 1945, the early 1970s, "
    "between 1944 and 1950, since 1953 or about 1970"
)
_CENTURY = "the century is not said"
_WITHIN = "once, at an unknown time within"

_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
)
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2('?[0-9]{2}|[0-9]{4})")
_NO_SUCH = re.compile(r"has no day|there is no month (?!00)[0-9]+:")
_OPEN_CENTURY = re.compile(r"[0-9]{3}|century|siglo|siècle|jahrhundert|\bjh|[0-9]X", re.IGNORECASE)


class Reading(NamedTuple):
    """One meaning of a date: EDTF, the same in English words, and what was taken for granted."""

    edtf: str
    words: str
    note: str = ""


class Said(NamedTuple):
    """What a date may mean, the likeliest first; or, where it means none, why."""

    readings: tuple[Reading, ...]
    why: str = ""


def said(text: str, century: int | None = None) -> Said:
    """Return what a date may mean that somebody wrote in English, Spanish, German or French.

    ``century``: the first two digits of the years that the text is about (19 for 1900 to 1999),
    for years of two digits; where it is not told, the readings of others follow. Never raises.
    """
    plain = " ".join(text.translate(_DASHES).split()).strip(" ,;")
    if not plain or len(plain) > LONGEST:
        return Said((), _NONE)
    for pattern, why in REFUSALS:
        if pattern.fullmatch(plain):
            return Said((), why)
    rewritten, notes = _rewritten(plain)
    values, why = _values(rewritten)
    known = _of_century(values, rewritten, century)
    readings = {
        value.edtf: Reading(
            value.edtf, in_words(value.edtf), "; ".join(filter(None, (value.note, *notes)))
        )
        for value in reversed(known)
        if is_valid(value.edtf)
    }
    if not readings:
        return Said((), why or _NONE)
    return Said(tuple(reversed(readings.values())))


def _rewritten(text: str) -> tuple[str, list[str]]:
    notes: dict[str, None] = {}
    for rewriting in REWRITINGS:
        changed = rewriting.pattern.sub(rewriting.instead, text)
        if changed != text:
            notes[rewriting.note] = None
        text = changed
    return text, list(filter(None, notes))


def _of_century(values: list[Value], text: str, century: int | None) -> list[Value]:
    """Return the values of the century that is told; with a note, where none is."""
    if _OPEN_CENTURY.search(text):
        return values
    if century is not None:
        told = [value for value in values if re.search(rf"(?<![0-9]){century:02}", value.edtf)]
        return told or values
    return [value._replace(note=f"{value.note}; {_CENTURY}".removeprefix("; ")) for value in values]


def _values(text: str) -> tuple[list[Value], str]:
    """Return the values that a text may mean, or why it means none."""
    for special in _SPECIAL:
        found = special(text)
        if found:
            return found, ""
    return _advised(text)


def _advised(text: str) -> tuple[list[Value], str]:
    if is_valid(text):
        return [Value(text)], ""
    found = advice(text)
    if found is None:
        return [], ""
    # To leave out a month or a day that there is not would be to read what was not said.
    if _NO_SUCH.search(found.wrong) or not found.mends:
        return [], found.wrong
    return list(_noted(found.mends)), ""


def _noted(mends: tuple[str, ...]) -> Iterator[Value]:
    """Yield values with a note that tells one that holds throughout from one that is within."""
    both = any("/" in mend for mend in mends) and any(mend[0] == "[" for mend in mends)
    for mend in mends:
        ends = mend.split("/")
        if mend.endswith("/.."):
            yield Value(mend, "still going on today")
        elif len(ends) > 1 and not ends[1] and len(mends) > 1:
            yield Value(mend, "its end is not said")
        elif both:
            yield Value(mend, _WITHIN if mend[0] == "[" else "throughout")
        else:
            yield Value(mend)


def _inner(text: str) -> list[Value]:
    return _values(text)[0]


def _numbers(text: str) -> list[Value]:
    """Read ``12.3.71``: day and month in either order, that of Europe first."""
    found = _NUMBERS.fullmatch(text)
    if not found:
        return []
    first, _, second, year = found.groups()
    read = [
        _advised(f"{day}.{month}.{year}")[0] if int(month) <= 12 else []
        for day, month in dict.fromkeys(((first, second), (second, first)))
    ]
    if all(read) and len(read) > 1:
        orders = ("day before month", "month before day")
        read = [
            [value._replace(note=order) for value in values]
            for order, values in zip(orders, read, strict=True)
        ]
    return list(filter(None, chain.from_iterable(zip_longest(*read))))


_NEAR = r"(?:(?:some ?time|shortly|just|long|well) )?"
_BEFORE = re.compile(
    rf"{_NEAR}(?:before|prior to|earlier than|vor|avant|antes del?) (?P<a>.+)", re.IGNORECASE
)
_AFTER = re.compile(
    rf"{_NEAR}(?:after|later than|nach|après|después del?) (?P<a>.+)", re.IGNORECASE
)


def _strictly(text: str) -> list[Value]:
    """Read "before 1953", in which 1953 is not, and "after 1953"."""
    for pattern, step, form in ((_BEFORE, -1, "[..{}]"), (_AFTER, 1, "[{}..]")):
        found = pattern.fullmatch(text)
        if found:
            at = 0 if step < 0 else 1
            beside = [
                (beside(outer(value.edtf)[at], step), value.note) for value in _inner(found["a"])
            ]
            return [Value(form.format(it), note) for it, note in beside if it]
    return []


_AND = re.compile(r"(?P<a>.+?),? (?:and|but|und|y|et) (?P<b>.+)", re.IGNORECASE)
_OR = re.compile(r"(?P<a>.+?),? (?:or|oder|o|ou) (?P<b>.+)", re.IGNORECASE)
_BY = re.compile(r"(?:by|not later than|no later than|not after) (?P<a>.+)", re.IGNORECASE)


def _two_bounds(text: str) -> list[Value]:
    """Read "after 1953 and before 1960", and "late 1970 or early 1971", as one stretch."""
    both, either = _AND.fullmatch(text), _OR.fullmatch(text)
    if both and _AFTER.fullmatch(both["a"]) and _BEFORE.fullmatch(both["b"]):
        pairs = zip(_strictly(both["a"]), _strictly(both["b"]), strict=False)
        return [Value(f"{one.edtf[:-1]}{two.edtf[3:]}", one.note) for one, two in pairs]
    if either and not _advised(text)[0]:
        pairs = zip(_inner(either["a"]), _inner(either["b"]), strict=False)
        ends = [(outer(one.edtf)[0], outer(two.edtf)[1]) for one, two in pairs]
        return [Value(f"[{one}..{two}]") for one, two in ends if span(one) and span(two)]
    return []


def _by(text: str) -> list[Value]:
    """Read "by early 1970", whose last day is that of the part."""
    found = _BY.fullmatch(text)
    values = [] if not found or _advised(text)[0] else _inner(found["a"])
    ends = [(outer(value.edtf)[1], value.note) for value in values]
    return [Value(f"[..{end}]", note) for end, note in ends if span(end)]


_SINCE = re.compile(r"(?:since|seit(?:dem)?|depuis|desde) (?P<a>.+)", re.IGNORECASE)


_UNTIL = re.compile(
    r"(?:until|till|up to|bis|jusqu'(?:à|en)|hasta)(?: (?:the|el|la))? (?P<a>.+)", re.IGNORECASE
)
_FROM = re.compile(
    r"(?P<word>from|since|von|vom|seit|ab|de|du|des?de|depuis|between|zwischen|entre) (?P<a>.+?) "
    r"(?:to|until|till|through|and|bis|und|hasta|al?|y|à|au|et|jusqu'(?:à|en)) (?P<b>.+)",
    re.IGNORECASE,
)


def _since(text: str) -> list[Value]:
    found = _SINCE.fullmatch(text)
    values = _inner(found["a"]) if found else []
    if spans := [value._replace(note="") for value in values if "/" in value.edtf]:
        return spans  # since 1944 until 1950
    starts = map(enclosing, values)
    return [
        Value(f"{start.edtf}{end}", f"{start.note}; {note}".removeprefix("; "))
        for start in starts
        if span(start.edtf)
        for end, note in (("/", "its end is not said"), ("/..", "still going on today"))
    ]


def _until(text: str) -> list[Value]:
    found = _UNTIL.fullmatch(text)
    ends = [enclosing(end) for end in _inner(found["a"])] if found else []
    return [end._replace(edtf=f"/{end.edtf}") for end in ends if span(end.edtf)]


def _spanning(text: str) -> list[Value]:
    """Read a span whose ends are parts of a year: "from early 1970 to late 1972"."""
    if _advised(text)[0]:
        return []
    for cut in _FROM.finditer(text):
        first, last = cut["a"], cut["b"]
        year = re.search(r"[0-9]{4}$", last)
        if year and not re.search(r"[0-9]{4}", first):
            first = f"{first} {year[0]}"
        ends = list(product(_inner(first)[:1], _inner(last)[:1]))
        if cut["word"].lower() in {"between", "zwischen", "entre"}:
            return [Value(f"[{outer(one.edtf)[0]}..{outer(two.edtf)[1]}]") for one, two in ends]
        pairs = [(enclosing(one), enclosing(two)) for one, two in ends]
        return [
            Value(f"{one.edtf}/{two.edtf}", one.note or two.note)
            for one, two in pairs
            if span(one.edtf) and span(two.edtf)
        ]
    return []


_THROUGHOUT = re.compile(
    r"(?:throughout|all through|all of|the whole of|during (?:all|the whole) of|durante todo|"
    r"durante toda|todo el año|während des ganzen jahres|pendant toute?) (?P<a>.+)",
    re.IGNORECASE,
)
_DURING = re.compile(r"(?:during|durante|während|pendant|durant) (?P<a>.+)", re.IGNORECASE)


def _throughout(text: str) -> list[Value]:
    """Read "throughout 1970" as from its first day to its last; "during 1970" may be that too."""
    whole, some = _THROUGHOUT.fullmatch(text), _DURING.fullmatch(text)
    found = whole or some
    inner = _inner(found["a"]) if found else []
    spans = [
        Value(f"{iso(days[0])}/{iso(days[1])}", value.note if whole else "throughout")
        for value in inner
        if (days := span(value.edtf)) and days[0] < days[1]
    ]
    return spans if whole else [*inner, *spans]


_HALF = re.compile(r"(?:in )?(?:the )?(?P<half>southern|northern) (?P<a>.+)", re.IGNORECASE)
_SEASON_WORDS = "|".join(sorted(SEASONS, key=len, reverse=True))
_IN_SEASON = re.compile(
    rf"(?:in |during )?(?:the |el |la )?(?P<part>early|mid|late)[ -]?(?P<season>{_SEASON_WORDS})"
    r" (?:of |de )?(?P<year>[0-9]{4})",
    re.IGNORECASE,
)


def _season(text: str) -> list[Value]:
    """Read a season, which is at another time south of the equator."""
    half, part = _HALF.fullmatch(text), _IN_SEASON.fullmatch(text)
    if half:
        by = 4 if half["half"].lower() == "northern" else 8
        values = _advised(half["a"])[0]
        seasons = [SEASON.fullmatch(value.edtf) for value in values]
        return [Value(f"{it[1]}{int(it[2]) + by}") for it in seasons if it]
    if part:
        nth = ("early", "mid", "late").index(part["part"].lower())
        first = 3 * (SEASONS[part["season"].lower()] - 20) + nth
        return [
            Value(month_from(int(part["year"]), first), "north of the equator"),
            Value(month_from(int(part["year"]), southern(first, nth)), SOUTH),
        ]
    values = _advised(text)[0]
    if not any(SEASON.fullmatch(value.edtf) for value in values):
        return []
    of_two_years = bool(re.search(r"[0-9]{4}[/-][0-9]{2}", text))
    return [it for value in values for it in in_both_halves(value, of_two_years=of_two_years)]


_WEEK = re.compile(
    r"(?:in |during |en )?(?:the |la )?(?P<nth>first|second|third|fourth|last|primera|segunda|"
    r"tercera|cuarta|última) (?:week|semana) (?:of|in|del?) (?P<a>.+)",
    re.IGNORECASE,
)
_WEEKS = ("first", "second", "third", "fourth", "primera", "segunda", "tercera", "cuarta")


def _week(text: str) -> list[Value]:
    """Read "the first week of June 1944" as its first seven days."""
    found = _WEEK.fullmatch(text)
    made = []
    for value in _inner(found["a"]) if found else []:
        days = span(value.edtf)
        if not found or not days or not re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])", value.edtf):
            continue
        nth = found["nth"].lower()
        first = days[0] + 7 * (_WEEKS.index(nth) % 4) if nth in _WEEKS else days[1] - 6
        made.append(Value(f"[{iso(first)}..{iso(first + 6)}]", value.note))
    return made


_SPECIAL: tuple[Callable[[str], list[Value]], ...] = (
    _numbers,
    _two_bounds,
    _by,
    _strictly,
    _since,
    _until,
    _spanning,
    _throughout,
    _week,
    _season,
)
