"""What an EDTF text means in days, what is refused, and how the refusal says to mend it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cardindex import dates
from cardindex.dates import UNDATED, Bounds, parse, possibly, surely, window
from cardindex.errors import MalformedValue

MIN, MAX = date.min, date.max


def days(*texts: str) -> Bounds:
    """Bounds from ISO days; ``-`` is minus infinity and ``+`` plus infinity."""
    ends = {"-": MIN, "+": MAX}
    return Bounds(*(ends.get(text) or date.fromisoformat(text) for text in texts))


def within(first: str, last: str) -> Bounds:
    return days(first, last, first, last)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("1971-06-30", within("1971-06-30", "1971-06-30")),
        ("1971-06", within("1971-06-01", "1971-06-30")),
        ("1972-02", within("1972-02-01", "1972-02-29")),
        ("1953", within("1953-01-01", "1953-12-31")),
        ("196X", within("1960-01-01", "1969-12-31")),
        ("19XX", within("1900-01-01", "1999-12-31")),
        ("1971-XX", within("1971-01-01", "1971-12-31")),
        ("1971-XX-XX", within("1971-01-01", "1971-12-31")),
        ("1971-05-XX", within("1971-05-01", "1971-05-31")),
        ("1971-06-30~", within("1971-06-29", "1971-07-01")),
        ("1971-06-30%", within("1971-06-28", "1971-07-02")),
        ("1971-06~", within("1971-05-01", "1971-07-31")),
        ("1971-01?", within("1970-12-01", "1971-02-28")),
        ("1971-06%", within("1971-04-01", "1971-08-31")),
        ("1970~", within("1969-01-01", "1971-12-31")),
        ("1970?", within("1969-01-01", "1971-12-31")),
        ("1970%", within("1968-01-01", "1972-12-31")),
        ("196X~", within("1950-01-01", "1979-12-31")),
        ("19XX%", within("1700-01-01", "2199-12-31")),
        ("1971-XX~", within("1970-01-01", "1972-12-31")),
        ("1971-XX-XX?", within("1970-01-01", "1972-12-31")),
        ("1971-05-XX~", within("1971-04-01", "1971-06-30")),
        ("1971-21", within("1971-03-01", "1971-05-31")),
        ("1971-22", within("1971-06-01", "1971-08-31")),
        ("1971-23", within("1971-09-01", "1971-11-30")),
        ("1971-24", within("1971-12-01", "1972-02-29")),
        ("1971-25", within("1971-03-01", "1971-05-31")),
        ("1971-26", within("1971-06-01", "1971-08-31")),
        ("1971-27", within("1971-09-01", "1971-11-30")),
        ("1971-28", within("1971-12-01", "1972-02-29")),
        ("1971-29", within("1971-09-01", "1971-11-30")),
        ("1971-30", within("1971-12-01", "1972-02-29")),
        ("1971-31", within("1971-03-01", "1971-05-31")),
        ("1971-32", within("1971-06-01", "1971-08-31")),
        ("1971-21~", within("1970-12-01", "1971-08-31")),
        ("1971-24%", within("1971-06-01", "1972-08-31")),
        ("1953/1973", days("1953-01-01", "1953-12-31", "1973-01-01", "1973-12-31")),
        ("1953~/1973-09", days("1952-01-01", "1954-12-31", "1973-09-01", "1973-09-30")),
        ("1953/1953", within("1953-01-01", "1953-12-31")),
        ("1971/1971-06", days("1971-01-01", "1971-06-30", "1971-06-01", "1971-06-30")),
        ("1971-06/1971", days("1971-06-01", "1971-06-30", "1971-06-01", "1971-12-31")),
        ("1953/..", days("1953-01-01", "1953-12-31", "+", "+")),
        ("../1973", days("-", "-", "1973-01-01", "1973-12-31")),
        ("1961/", days("1961-01-01", "1961-12-31", "1961-01-01", "+")),
        ("/1973", days("-", "1973-12-31", "1973-01-01", "1973-12-31")),
        ("[1970-11..1973-09]", within("1970-11-01", "1973-09-30")),
        ("[1970~..1973]", within("1969-01-01", "1973-12-31")),
        ("[1970..]", days("1970-01-01", "+", "1970-01-01", "+")),
        ("[..1970]", days("-", "1970-12-31", "-", "1970-12-31")),
        ("[1972,1970,1971-06]", within("1970-01-01", "1972-12-31")),
        ("", UNDATED),
    ],
)
def test_each_form_of_the_profile_gives_four_days(text: str, bounds: Bounds) -> None:
    assert parse(text) == bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("0001", "0001-01-02", "0001-12-31"),
        ("0001-01-01", "0001-01-02", "0001-01-02"),
        ("0001~", "0001-01-02", "0002-12-31"),
        ("000X", "0001-01-02", "0009-12-31"),
        ("00XX~", "0001-01-02", "0199-12-31"),
        ("9999", "9999-01-01", "9999-12-30"),
        ("9999-12-31", "9999-12-30", "9999-12-30"),
        ("9999-12-30%", "9999-12-28", "9999-12-30"),
        ("9999-24", "9999-12-01", "9999-12-30"),
        ("99XX%", "9700-01-01", "9999-12-30"),
    ],
)
def test_no_written_date_reaches_infinity(text: str, first: str, last: str) -> None:
    assert parse(text) == within(first, last)


SHEET = "a spreadsheet has probably made this of a date"
SERIAL = "a year has four digits, and {} is how a spreadsheet stores {}"
NO_YEAR = (
    "a spreadsheet has probably made a date of this and dropped its year; "
    "look it up and write YYYY-03-04"
)
SPAN = 'a span is "A/B" (throughout) or "[A..B]" (once, some time within)'
DIGITS = "a month and a day have two digits each"
HYPHENS = 'the parts of a date are joined by "-"'
BLANKS = 'only a whole end of a date can be unspecified, and a year\'s last two digits by "X"'
MARKS = '"~" (about), "?" (perhaps) or "%" (both) stands at the end of a date'
DECADE = 'a decade ends in "X", a century in "XX"'
UNDATED_FIELD = "this says no date; leave the field empty where a fact is undated"
NO_MONTH = "there is no month {}: months are 01 to 12, seasons 21 to 32"
YEARS = "years run from 0001 to 9999, in four digits, without sign or era"
ALL_OF = "dates that all hold take one claim each"
NOT_A_SET = 'an end of an interval is a single date, hedged if need be ("1953~"), and not a set'
FORMS = (
    "not a date that can be read; write it like 1971, 1971-06, 1971-06-30, 196X, 1970~, "
    "1953/1973 (throughout) or [1970-11..1973-09] (once, some time within)"
)

MALFORMED = [
    ("1971-6", f'{DIGITS}; write "1971-06"'),
    ("1971-6-3", f'{DIGITS}; write "1971-06-03"'),
    ("1971-6~", f'{DIGITS}; write "1971-06~"'),
    ("1971/06", '"/" joins the ends of a span; write "1971-06"'),
    ("1905/06", '"/" joins the ends of a span; write "1905-06" or "1905/1906"'),
    ("1971/06/03", f'{HYPHENS}; write "1971-06-03"'),
    ("1971.6.3", f'{HYPHENS}; write "1971-06-03"'),
    ("19710603", f'{HYPHENS}; write "1971-06-03"'),
    ("197106", f'{HYPHENS}; write "1971-06"'),
    ("1971-13", NO_MONTH.format("13") + '; write "1971"'),
    ("1971-00~", NO_MONTH.format("00") + '; write "1971~"'),
    ("1971-33", NO_MONTH.format("33") + '; write "1971"'),
    ("1971-25-12", 'there is no month 25; write "1971-12-25"'),
    ("1971-24-30", 'a season has no days; write "1971-24"'),
    ("1971-06-31", '1971-06 has no day 31; write "1971-06"'),
    ("1971-02-29?", '1971-02 has no day 29; write "1971-02?"'),
    ("1970-73", f'there is no month 73; {SPAN}; write "1970/1973" or "[1970..1973]"'),
    ("1953-1973", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("1953 – 1973", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("from 1953 to 1973", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("1953..1973", f'{SPAN}; write "[1953..1973]" or "1953/1973"'),
    ("[1953/1973]", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("1971-06/08", 'each end of an interval is a whole date; write "1971-06/1971-08"'),
    ("1971-06-01T12:00", 'the time of day is not kept; write "1971-06-01"'),
    ("1971-06-01 00:00:00", 'the time of day is not kept; write "1971-06-01"'),
    ("1970s", f'{DECADE}; write "197X"'),
    ("the 1900s", f'{DECADE}; write "190X" or "19XX"'),
    ("70's", f'{DECADE}; write "197X"'),
    ("196?", f'{DECADE}; write "196X"'),
    ("19??", f'{DECADE}; write "19XX"'),
    ("196x", 'an unspecified digit is a capital "X"; write "196X"'),
    ("1XXX", f'{BLANKS}; write "[1000..1999]"'),
    ("196X-05", f'{BLANKS}; write "196X"'),
    ("1971-XX-05", f'{BLANKS}; write "1971-XX"'),
    ("c. 1970", f'{MARKS}; write "1970~"'),
    ("circa 1970", f'{MARKS}; write "1970~"'),
    ("~1970", f'{MARKS}; write "1970~"'),
    ("1971-~06", f'{MARKS}; write "1971-06~"'),
    ("1970?~", f'{MARKS}; write "1970%"'),
    ("perhaps 1970", f'{MARKS}; write "1970?"'),
    ("1970 (?)", f'{MARKS}; write "1970?"'),
    ("before 1970", 'a latest date makes a set without a beginning; write "[..1970]"'),
    ("after 1970-06", 'an earliest date makes a set without an end; write "[1970-06..]"'),
    ("until 1970", 'an end alone makes an interval; write "/1970"'),
    ("from 1970", 'a beginning alone makes an interval; write "1970/"'),
    ("since 1970", 'what is still going on ends in ".."; write "1970/.."'),
    ("1970/present", 'what is still going on ends in ".."; write "1970/.."'),
    ("1970/unknown", 'an unknown end is left empty; write "1970/"'),
    ("?/1970", 'an unknown beginning is left empty; write "/1970"'),
    ("Summer 1971", 'a season is a number, 21 to 32; write "1971-22"'),
    ("{1970,1972}", f'{ALL_OF}, and "[ ]" is for one of them; write "[1970,1972]"'),
    ("{1970, autumn}", ALL_OF),
    ("1970,1972", 'the members of a set stand in brackets; write "[1970,1972]"'),
    ("[1970,1972", 'the members of a set stand in brackets; write "[1970,1972]"'),
    ("[1970]", 'a single date stands without brackets; write "1970"'),
    ("[1970..1972,1975]", 'a set is "[A..B]" or "[A,B,C]", of single dates; write "[1970..1975]"'),
    ("[1953..1954]/1973", NOT_A_SET),
    ("1953/[1970..1973]", NOT_A_SET),
    ("1953/1960/1973", 'an interval has two ends; write "1953/1973"'),
    ("1953/1973-6", f'in "1973-6": {DIGITS}; write "1953/1973-06"'),
    ("[1971-06-31..1973]", 'in "1971-06-31": 1971-06 has no day 31; write "[1971-06..1973]"'),
    ("71", 'a year has four digits; write "1971"'),
    ("971", 'a year has four digits; write "0971" or "971X"'),
    ("0000", YEARS),
    ("-0044", YEARS),
    ("Y17000", YEARS),
    ("123456789", YEARS),
    ("44 BC", YEARS),
    ("1970 AD", 'a year has no sign or era; write "1970"'),
    (" 1971", 'a date has no spaces; write "1971"'),
    ("1971\n", 'a date has no spaces; write "1971"'),
    ("[1970, 1972]", 'a date has no spaces; write "[1970,1972]"'),
    ("1971–06", 'dates are joined by the plain hyphen "-"; write "1971-06"'),
    ("n.d.", UNDATED_FIELD),
    ("?", UNDATED_FIELD),
    ("XXXX", UNDATED_FIELD),
    ("../..", UNDATED_FIELD),
    ("/..", UNDATED_FIELD),
    ("[..]", UNDATED_FIELD),
    ("soon", FORMS),
    ("1971/soon", FORMS),
    ("\u0661\u0669\u0667\u0661", FORMS),
    ("\u017fep-71", FORMS),
    ("d\u0131c-71", FORMS),
    ("w\u0131nter 1971", FORMS),
    ("1971" * 100, FORMS),
]
REVERSED = [
    ("1973/1953", 'it ends before it starts; write "1953/1973"'),
    ("1973-09~/1971", 'it ends before it starts; write "1971/1973-09~"'),
    ("[1973..1970-11]", 'it ends before it starts; write "[1970-11..1973]"'),
]
MANGLED = [
    ("Jun-71", f'{SHEET}; write "1971-06"'),
    ("Jun-05", f'{SHEET}; write "1905-06" or "2005-06"'),
    ("ene-71", f'{SHEET}; write "1971-01"'),
    ("4-Mar", NO_YEAR),
    ("Mar-4", NO_YEAR),
    ("4 March", NO_YEAR),
    ("03/04/1971", f'{SHEET}; write "1971-03-04" or "1971-04-03"'),
    ("25/12/1971", f'{SHEET}; write "1971-12-25"'),
    ("3/4/71", f'{SHEET}; write "1971-03-04" or "1971-04-03"'),
    ("06/1971", f'{SHEET}; write "1971-06"'),
    ("04.03.1971", f'{SHEET}; write "1971-03-04"'),
    ("Mar 4, 1971", f'{SHEET}; write "1971-03-04"'),
    ("4-Mar-71", f'{SHEET}; write "1971-03-04"'),
    ("4 March 1971", f'{SHEET}; write "1971-03-04"'),
    ("1971 Mar 4", f'{SHEET}; write "1971-03-04"'),
    ("March 1971", f'{SHEET}; write "1971-03"'),
    ("1953/Jun-71", f'in "Jun-71": {SHEET}; write "1953/1971-06"'),
    ("26054", f'{SERIAL.format("26054", "1971-05-01")}; write "1971-05" or "1971-05-01"'),
    ("26055.0", f'{SERIAL.format("26055", "1971-05-02")}; write "1971-05-02"'),
]
REFUSED = (
    [(text, reason, "malformed-date") for text, reason in MALFORMED]
    + [(text, reason, "interval-reversed") for text, reason in REVERSED]
    + [(text, reason, "mangled-date") for text, reason in MANGLED]
)


@pytest.mark.parametrize(("text", "reason", "code"), REFUSED)
def test_what_is_refused_says_how_to_mend_it(text: str, reason: str, code: str) -> None:
    with pytest.raises(MalformedValue) as caught:
        parse(text)
    assert (caught.value.value, caught.value.reason, caught.value.code) == (text, reason, code)
    assert str(caught.value) == f'"{text}": {reason}'


@pytest.mark.parametrize(("text", "reason", "code"), REFUSED)
def test_what_is_offered_instead_is_in_the_profile(text: str, reason: str, code: str) -> None:
    for offered in re.findall(r'"([^"]+)"', reason.partition("; write ")[2]):
        parse(offered)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("4-Mar", (3, 4)),
        ("12-Mar", (3, 12)),
        ("Mar-71", (3, 71)),
        ("4-mär", (3, 4)),
        ("3-4", None),
        ("4-Marx7", None),
        ("1971-06", None),
    ],
)
def test_two_numbers_are_read_out_of_a_mangled_date(
    text: str, pair: tuple[int, int] | None
) -> None:
    assert dates.mangled_pair(text) == pair


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1953", date(1953, 1, 1), date(1953, 12, 31)),
        ("1953/1973-06", date(1953, 1, 1), date(1973, 6, 30)),
        ("[1953..1973]", date(1953, 1, 1), date(1973, 12, 31)),
        ("1970~", date(1969, 1, 1), date(1971, 12, 31)),
        ("../1973", MIN, date(1973, 12, 31)),
        ("1953/..", date(1953, 1, 1), MAX),
        ("1953/", date(1953, 1, 1), MAX),
    ],
)
def test_window_is_all_that_the_text_may_mean(text: str, first: date, last: date) -> None:
    assert window(text) == (first, last)


def test_all_time_is_no_window() -> None:
    with pytest.raises(MalformedValue) as caught:
        window("")
    assert str(caught.value) == '"": a window needs a date; leave it out for all time'


@pytest.mark.parametrize(
    ("when", "against", "sure", "possible"),
    [
        ("1953", "1953", True, True),
        ("1953", "1953-06", False, True),
        ("1953", "1954", False, False),
        ("1953/1973", "1960", True, True),
        ("1953/1973", "1953-06", False, True),
        ("1953/1973", "1974/..", False, False),
        ("[1953..1973]", "1960", False, True),
        ("[1953..1973]", "1953/1973", True, True),
        ("[1953..1973]", "1953/1973-06", False, True),
        ("1970~", "1971", False, True),
        ("1970~", "1969/1971", True, True),
        ("1970/..", "2020", True, True),
        ("1970/", "2020", False, True),
        ("../1973", "1800", True, True),
        ("/1973", "1800", False, True),
        ("[1970..]", "1960/..", True, True),
        ("", "1960/..", False, True),
        ("", "../1960", False, True),
    ],
)
def test_what_surely_held_is_told_from_what_possibly_held(
    when: str, against: str, sure: bool, possible: bool
) -> None:
    bounds, days_of = parse(when), window(against)
    assert (surely(bounds, days_of), possibly(bounds, days_of)) == (sure, possible)


def test_the_undated_is_never_sure_even_of_all_time() -> None:
    assert not surely(UNDATED, (MIN, MAX))
    assert possibly(UNDATED, (MIN, MAX))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1953", False, False),
        ("../1973", True, False),
        ("/1973", False, False),
        ("1953/..", False, True),
        ("1953/", False, False),
        ("[1953..]", False, False),
        ("[..1953]", False, False),
        ("0001", False, False),
        ("9999", False, False),
        ("", False, False),
    ],
)
def test_open_ends_are_those_said_to_be_open(text: str, start: bool, end: bool) -> None:
    bounds = parse(text)
    assert (dates.open_start(bounds), dates.open_end(bounds)) == (start, end)


def test_days_are_counted_from_1970() -> None:
    assert dates.day_number(date(1970, 1, 1)) == 0
    assert dates.day_number(date(1969, 12, 31)) == -1
    assert dates.day_number(MIN) == -719162
    assert dates.day_number(MAX) == 2932896


@given(st.dates())
def test_day_numbers_read_back(day: date) -> None:
    assert dates.from_day_number(dates.day_number(day)) == day


# The edtf library, where both read the same form.

PLAIN = ["1971", "1972", "1971-06", "1972-02", "1971-12", "1971-06-30", "1972-02-29"]
BLANKED = ["196X", "19XX", "1971-XX", "1971-XX-XX", "1971-05-XX"]
# Its winters (24, 28, 30) end with the year: it cannot say that they run on into the next.
SEASONS = [f"1971-{number}" for number in range(21, 33) if number not in (24, 28, 30)]
SINGLE = PLAIN + BLANKED + SEASONS
PAIRS = [(first, last) for first in ("1953", "1953-06", "1953-06-15", "195X") for last in PLAIN]
SPANS = [f"{first}/{last}" for first, last in PAIRS]
# It reads a range within brackets only where both ends have one precision.
SETS = [
    f"[{first}..{last}]"
    for first, last in PAIRS
    if "X" not in first and first.count("-") == last.count("-")
]
LISTS = ["[1970,1972]", "[1970-11,1971,1973-09-11]"]


def day_of(peer: object, method: str) -> date:
    moment = getattr(peer, method)()
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


@pytest.mark.parametrize("text", SINGLE + SPANS + SETS + LISTS)
def test_first_and_last_day_agree_with_the_edtf_library(text: str) -> None:
    peer = edtf.parse_edtf(text)
    bounds = parse(text)
    assert bounds.earliest_start == day_of(peer, "lower_strict")
    assert bounds.latest_end == day_of(peer, "upper_strict")


@pytest.mark.parametrize(
    "text",
    [year + hedge for year in ("1971", "196X", "19XX") for hedge in "~%"] + ["1971?", "1953~/1973"],
)
def test_hedged_years_agree_with_the_edtf_library(text: str) -> None:
    peer = edtf.parse_edtf(text)
    bounds = parse(text)
    assert bounds.earliest_start == day_of(peer, "lower_fuzzy")
    assert bounds.latest_end == day_of(peer, "upper_fuzzy")


@pytest.mark.parametrize(
    ("text", "method", "theirs", "ours"),
    [
        # An unknown end is made ten years by the library; nobody said ten.
        ("1961/", "upper_strict", date(1971, 1, 1), MAX),
        ("/1973", "lower_strict", date(1963, 12, 31), MIN),
        # A hedged month is widened by a year as well as a month, and loses a day of July.
        ("1971-06~", "lower_fuzzy", date(1970, 5, 1), date(1971, 5, 1)),
        ("1971-06~", "upper_fuzzy", date(1972, 7, 30), date(1971, 7, 31)),
        # A hedged day likewise: by a day, a month and a year.
        ("1971-06-30~", "lower_fuzzy", date(1970, 5, 29), date(1971, 6, 29)),
        # Where the month is not known, what is hedged is the year, not the month.
        ("1961-XX~", "lower_fuzzy", date(1960, 12, 1), date(1960, 1, 1)),
        # Winter ends with the year; ours has its January and February.
        ("1971-24", "upper_strict", date(1971, 12, 31), date(1972, 2, 29)),
        ("1971-28", "upper_strict", date(1971, 12, 31), date(1972, 2, 29)),
        ("1971-30", "upper_strict", date(1971, 12, 31), date(1972, 2, 29)),
    ],
)
def test_where_we_differ_from_the_edtf_library(
    text: str, method: str, theirs: date, ours: date
) -> None:
    """If the first of these fails, the library has changed: see whether we still need to differ."""
    bounds = parse(text)
    assert day_of(edtf.parse_edtf(text), method) == theirs
    assert (bounds.earliest_start if method.startswith("lower") else bounds.latest_end) == ours


# Laws.

years = st.one_of(st.integers(1, 9999), st.integers(1900, 2000))
stems = st.one_of(
    years.map("{:04}".format),
    st.builds("{:04}-{:02}".format, years, st.integers(1, 12)),
    st.builds("{:04}-{}".format, years, st.integers(21, 32)),
    st.dates().map(date.isoformat),
    st.integers(0, 999).map("{:03}X".format),
    st.integers(0, 99).map("{:02}XX".format),
    years.map("{:04}-XX".format),
    st.builds("{:04}-{:02}-XX".format, years, st.integers(1, 12)),
)
singles = st.builds("{}{}".format, stems, st.sampled_from(["", "~", "?", "%"]))
texts = st.one_of(
    singles,
    st.builds("{}/{}".format, singles, singles),
    st.builds("[{}..{}]".format, singles, singles),
    st.sampled_from(["{}/..", "../{}", "{}/", "/{}", "[{}..]", "[..{}]"]).flatmap(
        lambda form: singles.map(form.format)
    ),
    st.lists(singles, min_size=2, max_size=4).map(lambda members: f"[{','.join(members)}]"),
)
day_pairs = st.tuples(st.dates(), st.dates()).map(lambda pair: (min(pair), max(pair)))


def bounds_of(text: str) -> Bounds:
    """Bounds of a text that may be reversed, which the laws leave out."""
    try:
        return parse(text)
    except MalformedValue as error:
        assume(error.code != "interval-reversed")
        raise


@given(texts)
def test_bounds_are_in_order(text: str) -> None:
    bounds = bounds_of(text)
    assert bounds.earliest_start <= bounds.latest_start
    assert bounds.earliest_end <= bounds.latest_end
    assert bounds.earliest_start <= bounds.earliest_end
    assert bounds.latest_start <= bounds.latest_end


@given(singles)
def test_a_single_date_is_never_infinite(text: str) -> None:
    assert min(parse(text)) > MIN
    assert max(parse(text)) < MAX


@given(texts, day_pairs)
def test_what_is_sure_is_possible(text: str, against: tuple[date, date]) -> None:
    bounds = bounds_of(text)
    assert possibly(bounds, against) or not surely(bounds, against)


@given(stems, st.sampled_from(["{}", "{}/2000", "1900/{}", "[{}..]", "[1950,{}]", "../{}", "/{}"]))
def test_hedging_never_narrows(stem: str, form: str) -> None:
    plain = bounds_of(form.format(stem))
    for less, more in (("", "~"), ("~", "%")):
        narrow, wide = (parse(form.format(stem + hedge)) for hedge in (less, more))
        assert wide.earliest_start <= narrow.earliest_start <= plain.earliest_start
        assert wide.latest_start >= narrow.latest_start >= plain.latest_start
        assert wide.earliest_end <= narrow.earliest_end <= plain.earliest_end
        assert wide.latest_end >= narrow.latest_end >= plain.latest_end


@given(texts, day_pairs, st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_wider_window_loses_nothing(
    text: str, against: tuple[date, date], before: int, after: int
) -> None:
    bounds = bounds_of(text)
    first, last = against
    assume((first - MIN).days >= before and (MAX - last).days >= after)
    wider = (first - timedelta(before), last + timedelta(after))
    assert possibly(bounds, wider) or not possibly(bounds, against)
    assert surely(bounds, wider) or not surely(bounds, against)


@given(singles, singles, day_pairs)
def test_one_of_a_stretch_is_sure_only_in_what_holds_all_of_it(
    first: str, last: str, against: tuple[date, date]
) -> None:
    bounds = bounds_of(f"[{first}..{last}]")
    holds_all = against[0] <= parse(first).earliest_start and parse(last).latest_end <= against[1]
    assert surely(bounds, against) == holds_all


@given(st.one_of(st.text(), st.text(alphabet="0123456789-/.,[]{}X~?% TaMarJun", max_size=70)))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        bounds = parse(text)
    except MalformedValue as error:
        for offered in re.findall(r'write "([^"]+)"', error.reason):
            parse(offered)
    else:
        assert bounds.earliest_start <= bounds.latest_end
