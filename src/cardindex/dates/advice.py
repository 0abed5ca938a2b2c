"""How a text that is no date of the profile is mended: what it says, written as EDTF.

A text is a known form, or one with words around it (*about*, *or later*, *BC*, *Julian*), or two of
these with a word between. It is taken apart from the outside in, and the mend is put together from
the inside out, so that no doubt, calendar or era is lost. Where a part is not understood there is
no mend, as nothing is left out either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from cardindex.dates import names
from cardindex.dates.around import AROUND, pattern_of, same_day, with_leap_days
from cardindex.dates.edtf import span
from cardindex.dates.eras import with_years_counted
from cardindex.dates.meaning import MINUS
from cardindex.dates.mistakes import (
    FLAGS,
    LONGEST,
    MALFORMED,
    MANGLED,
    REVERSED,
    Advice,
    bracketed,
    is_valid,
    mistaken,
    words,
)

Stands = Callable[[str], bool]
"""Whether a value is a date of the calendar that is spoken of."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_LETTERS = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", **{it: it.lower() for it in "ÄÖÜÁÉÍÓÚÈÊÛÀÇÑ"}}
)
# A hyphen before four digits is a minus sign where nothing before it could be joined to them.
_SIGN = re.compile(
    r"(?:(?<=^)|(?<=[/\[(,])|(?<=\.\.)|(?<=[a-z.,] )|(?<=[0-9X~?%]-)|(?<=[0-9X~?%] - ))"
    r"-(?=(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?![0-9]))"
)
_SAYS_A_TIME = re.compile("[0-9]|siglo|siècle", FLAGS)
_MARK = re.compile(r"[~?%]")

_DEEPEST = 6  # the most layers of words around a date
_MOST = 6  # values that are offered

_FORMS = (
    "not a date that can be read; write it like 1971, 1971-06, 1971-06-30, 196X, 1970~, "
    "1953/1973 (throughout) or [1970-11..1973-09] (once, some time within)"
)
_MARKS = '"~" (about), "?" (perhaps) or "%" (both) stands at the end of a date'
_SPAN = 'a span is "A/B" (throughout) or "[A..B]" (once, some time within)'
_ONE_OF = "one of several is a set"
_WITHOUT = "a date stands without brackets and quotation marks"
_ALL_OF = "dates that all hold take one claim each"
_BOTH_CALENDARS = "dates are of the Gregorian calendar; keep the Julian in a note"
_BACKWARDS = "it ends before it starts"
_BEHIND = (
    'what follows "{}" is not understood: a date stands alone, hedged by "~" (about) or "?" '
    "(perhaps) at its end; put other words into a note"
)


def diagnosis(text: str) -> tuple[str, str]:
    """Return reason and code for a text that has no form of the profile."""
    wrong, mends, code = advice(text) or Advice(_FORMS, ())
    quoted = " or ".join(f'"{mend}"' for mend in mends[:_MOST])
    return f"{wrong}; write {quoted}" if quoted else wrong, code


def advice(text: str) -> Advice | None:
    """Return what a text that has no form of the profile may mean; None where nobody knows."""
    if len(text) > LONGEST or MINUS in text:
        return None
    plain = _plain(text)
    found = _respelt(text) or _read(plain, is_valid, _DEEPEST)
    found = found or _part(text.translate(_DASHES)) or _unbracketed(plain, is_valid, _DEEPEST)
    return found or _with_something_behind(plain)


def one_reading(text: str) -> str:
    """Return the date that a spreadsheet has mangled; empty where it may be several, or is none."""
    if is_valid(text):
        return ""
    found = advice(text)
    return found.mends[0] if found and found.code == MANGLED and len(found.mends) == 1 else ""


def reversal(text: str) -> tuple[str, str]:
    """Return reason and code for a span that ends before it starts."""
    first, second = re.split(r"/|\.\.", text.strip("[]"))
    turned = f"{second}/{first}" if "/" in text else f"[{second}..{first}]"
    return f'{_BACKWARDS}; write "{turned}"', REVERSED


def _plain(text: str) -> str:
    """Return a text in the letters and signs of our patterns, its years' signs as ``MINUS``."""
    spaced = " ".join(text.translate(_DASHES).translate(_LETTERS).split())
    return _SIGN.sub(MINUS, spaced)


def _respelt(text: str) -> Advice | None:
    """Diagnose a text that is right but for spaces, long dashes, small letters or other digits."""
    close = "".join(text.split())
    dashed = close.translate(_DASHES)
    for mend, wrong in (
        (close, "a date has no spaces"),
        (dashed, 'dates are joined by the plain hyphen "-"'),
        (re.sub("[xu]", "X", dashed), 'an unspecified digit is a capital "X"'),
        ("".join(map(_digit, dashed)), "the digits of a date are 0 to 9"),
    ):
        if is_valid(mend):
            return Advice(wrong, (mend,))
    return None


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign, sign))


@lru_cache(maxsize=1024)  # kept, as the same part is reached in several ways
def _read(text: str, stands: Stands, deep: int) -> Advice | None:
    """Return what a text may mean; of what is right already, itself and nothing wrong."""
    value = text.replace(MINUS, "-")
    if stands(value):
        return Advice("", (value,))
    if not deep or not _SAYS_A_TIME.search(text):
        return mistaken(text, stands)
    return (
        _of_an_era(text, stands, deep)
        or mistaken(text, stands)
        or _with_marks_inside(text, stands)
        or _in_both_calendars(text)
        or _surrounded(text, stands, deep)
        or _joined(text, stands, deep)
        or bracketed(text, stands)
        or (None if ".." in text or "," in text else _unbracketed(text, stands, deep))
    )


def _of_an_era(text: str, stands: Stands, deep: int) -> Advice | None:
    counted = with_years_counted(text)
    if counted is None:
        return None
    inner = _read(counted[0], stands, deep - 1)
    if inner is None:  # a reading without the era would be wrong
        return Advice(counted[1], ())
    wrong = f"{counted[1]}; {inner.wrong}" if _matters(inner) else counted[1]
    return Advice(wrong, inner.mends)


def _with_marks_inside(text: str, stands: Stands) -> Advice | None:
    """Diagnose a date that is right but for where its marks stand."""
    marks = {*_MARK.findall(text)}
    bare = _MARK.sub("", text).replace(MINUS, "-")
    if not marks or not span(bare):
        return None
    mend = bare + (marks.pop() if len(marks) == 1 else "%")
    return Advice(_MARKS, (mend,)) if stands(mend) else None


def _in_both_calendars(text: str) -> Advice | None:
    """Diagnose a day that is given in both calendars: ``25 October (7 November) 1917``."""
    match = _BOTH.fullmatch(text)
    if not match:
        return None
    old, new = ((names.MONTHS[match[f"name{at}"].lower()], int(match[f"d{at}"])) for at in (1, 2))
    day = same_day(int(match["y"]), old, new)
    return Advice(_BOTH_CALENDARS, (day,)) if day else None


def _surrounded(text: str, stands: Stands, deep: int) -> Advice | None:
    """Diagnose a text that has words around a date."""
    unmended = None
    for at, around in enumerate(AROUND):
        match = pattern_of(at).fullmatch(text)
        if not match:
            continue
        inside = match["a"].strip(" ,;")
        if around.refused:
            return Advice(around.wrong, ())
        inner = _read(inside, _of_julian if around.julian else stands, deep - 1)
        if inner is None:
            continue
        made = [value for mend in inner.mends for value in around.change(mend)]
        if valid := tuple(dict.fromkeys(filter(stands, made))):
            return _told(around.wrong, inside, inner, valid)
        if not inner.mends or around.julian:
            unmended = unmended or Advice(inner.wrong or around.wrong, (), inner.code)
    return unmended


def _unbracketed(text: str, stands: Stands, deep: int) -> Advice | None:
    match = re.fullmatch(r"\[([^][]+)\]|\(([^()]+)\)|\"([^\"]+)\"|“([^“”]+)”", text)
    inside = match[match.lastindex or 0] if match else ""
    inner = _read(inside, stands, deep - 1) if inside else None
    return _told(_WITHOUT, inside, inner, inner.mends) if inner else None


def _of_julian(value: str) -> bool:
    return is_valid(with_leap_days(value))


def _told(wrong: str, inside: str, inner: Advice, mends: tuple[str, ...]) -> Advice:
    """Return advice on a text with another inside."""
    if _matters(inner) and inner.wrong != wrong:
        wrong = f'{wrong}; in "{inside.replace(MINUS, "-")}": {inner.wrong}'
    return Advice(wrong, mends)


def _matters(inner: Advice) -> bool:
    """Tell whether the mistake inside is told too: not if it is only a date in words."""
    return bool(inner.wrong) and (inner.code == MALFORMED or len(inner.mends) != 1)


class _Join(NamedTuple):
    """Two dates with something between: what leads them, what joins them, what they make."""

    leads: str
    between: str
    wrong: str
    mends: tuple[str, ...]


_JOINS = (
    _Join(rf"{words(*names.BETWEEN.split('|'))}\.? ", rf" (?:{names.AND}|{names.TO}|-) ", _SPAN,
          ("[{}..{}]",)),
    _Join(rf"{words(*names.LEADS_TO.split('|'))} ", rf" (?:{names.TO}) | ?- ?", _SPAN, ("{}/{}",)),
    _Join(r"(?:either |entweder |soit )?", rf",? \(?(?:{names.OR}) ", _ONE_OF, ("[{},{}]",)),
    _Join("", rf" (?:{names.TO}) | ?- ?", _SPAN, ("{}/{}", "[{}..{}]")),
    _Join("", r" ?\.\.+ ?| ?… ?", _SPAN, ("[{}..{}]", "{}/{}")),
    _Join("", rf",? (?:{names.AND}) ", _ALL_OF, ()),
)  # fmt: skip

_HAS_YEAR = re.compile(rf"{MINUS}?(?<![0-9])[0-9]{{2}}(?:[0-9]{{2}}|[0-9]X|XX)(?![0-9])")
_A_DAY = (
    rf"(?P<d{{0}}>[0-9]{{{{1,2}}}})(?:st|nd|rd|th|\.)? ?(?P<name{{0}}>{words(*names.MONTHS)})\.?"
)
_BOTH = re.compile(rf"{_A_DAY.format(1)} ?[/(] ?{_A_DAY.format(2)}\)?,? (?P<y>[0-9]{{4}})", FLAGS)
_STEM = re.compile(rf"({MINUS}?[0-9]{{4}}-(?:[0-9]{{2}}-)?)[0-9]{{2}}")
_HAS_NAME = re.compile(words(*names.MONTHS), FLAGS)


def _joined(text: str, stands: Stands, deep: int) -> Advice | None:
    """Diagnose two dates with a word or a hyphen between."""
    for join in _JOINS:
        led = re.match(join.leads, text, FLAGS)
        if not led:
            continue
        rest = text[led.end() :]
        for found in islice(re.finditer(join.between, rest, FLAGS), 8):
            last = rest[found.end() :]
            ends = _completed(
                rest[: found.start()], last.removesuffix(")" if "(" in found[0] else "\0")
            )
            if found[0] == "-" and not _may_be_split(*ends):
                continue
            one, other = (_read(end, stands, deep - 2) if deep > 2 else None for end in ends)
            if one and other and one.mends and other.mends:
                return _put_together(join, ends, (one, other), stands)
    return None


def _may_be_split(one: str, other: str) -> bool:
    """Tell whether a hyphen without spaces joins two dates and does not belong to one of them."""
    return bool(
        _HAS_YEAR.search(one)
        and (_HAS_YEAR.match(other) or (_HAS_NAME.search(other) and _HAS_YEAR.search(other)))
    )


def _completed(one: str, other: str) -> tuple[str, str]:
    """Return two ends, each with what it leaves to the other: ``3`` and ``5 April 1962``."""
    year, name = _HAS_YEAR.search(other), _HAS_NAME.search(other)
    if not _HAS_YEAR.search(one) and year:
        own = _HAS_NAME.search(one)
        if name and not own and re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th|\.)?", one):
            return f"{one} {name[0]} {year[0]}", other
        if own:
            day_alone = not name and re.fullmatch(rf"[0-9]{{1,2}},? {re.escape(year[0])}", other)
            return f"{one} {year[0]}", f"{own[0]} {other}" if day_alone else other
    if (stem := _STEM.fullmatch(one)) and re.fullmatch("[0-9]{2}", other):
        return one, stem[1] + other
    before = _HAS_YEAR.search(one)
    if before and before[0].isdigit() and re.fullmatch(r"'?[0-9]{2}", other):
        return one, before[0][:2] + other[-2:]
    return one, other


def _put_together(
    join: _Join, ends: tuple[str, str], read: tuple[Advice, Advice], stands: Stands
) -> Advice:
    if not join.mends:
        return Advice(join.wrong, ())
    pairs = [tuple(map(_members, pair)) for pair in _paired([it.mends for it in read])]
    made = (mend.format(*pair) for pair in pairs for mend in join.mends)
    valid = tuple(dict.fromkeys(filter(stands, made)))
    if not valid:
        turned = (mend.format(*reversed(pairs[0])) for mend in join.mends)
        return Advice(_BACKWARDS, tuple(filter(stands, turned)) if len(pairs) == 1 else ())
    told = Advice(join.wrong, valid)
    for end, advice in zip(ends, read, strict=True):
        told = _told(told.wrong, end, advice, valid)
    return told


def _members(value: str) -> str:
    """Return the members of a set by themselves, so that another can join them."""
    return value[1:-1] if "," in value and value[0] == "[" else value


def _paired(options: Sequence[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Return combinations: of equal centuries where both ends leave the century open, else all."""
    longest = max(map(len, options))
    if {len(each) for each in options} <= {1, longest}:
        return zip(*(each * longest if len(each) == 1 else each for each in options), strict=True)
    return islice(product(*options), 64)


def _part(text: str) -> Advice | None:
    """Diagnose the ends or members that are no dates, and mend them in their places."""
    parts = re.split(r"(\.\.|[][/,])", text)
    options: list[tuple[str, ...]] = []
    told: list[Advice] = []
    for at, part in enumerate(parts):
        if at % 2 or not part or span(part):
            options.append((part,))
            continue
        found = _respelt(part) or _read(_plain(part), is_valid, _DEEPEST - 2)
        if found is None or part == text:
            return None
        told.append(found._replace(wrong=f'in "{part}": {found.wrong}'))
        options.append(found.mends)
    if not told:
        return None
    valid = tuple(filter(is_valid, map("".join, _paired(options))))
    first = told[0]._replace(wrong="; ".join(it.wrong for it in told))
    return first._replace(mends=valid) if valid or not all(options) else None


def _with_something_behind(text: str) -> Advice | None:
    """Diagnose a date with unknown words behind it: they may express a doubt."""
    match = re.match(rf"({MINUS}?[0-9]{{4}}(?:-[0-9]{{2}}){{0,2}}[~?%]?)(?![0-9/])", text)
    if not match:
        return None
    value = match[1].replace(MINUS, "-")
    return Advice(_BEHIND.format(value), ()) if is_valid(value) else None
