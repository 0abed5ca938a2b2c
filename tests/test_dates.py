"""Dates: what each form means in days, and what surely and possibly held."""

from __future__ import annotations

from datetime import date

import pytest
from dated import number
from hypothesis import given
from hypothesis import strategies as st

from cardindex import dates
from cardindex.dates import (
    ALWAYS,
    FIRST,
    LAST,
    NEVER,
    UNDATED,
    Bounds,
    parse,
    possibly,
    surely,
    window,
)
from cardindex.dates.days import julian
from cardindex.errors import MalformedValue


def days(*texts: str) -> Bounds:
    """Bounds from ISO days; ``-`` is minus infinity and ``+`` plus infinity."""
    ends = {"-": ALWAYS, "+": NEVER}
    return Bounds(*(ends.get(text) or number(text) for text in texts))


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
        ("0079-08-24", within("0079-08-24", "0079-08-24")),
        ("0000", within("0000-01-01", "0000-12-31")),
        ("0000-02-29", within("0000-02-29", "0000-02-29")),
        ("-0043", within("-0043-01-01", "-0043-12-31")),
        ("-0043-03-15", within("-0043-03-15", "-0043-03-15")),
        ("-0043-03~", within("-0043-02-01", "-0043-04-30")),
        ("-0043-XX", within("-0043-01-01", "-0043-12-31")),
        ("-0043?", within("-0044-01-01", "-0042-12-31")),
        ("-0001-12-31~", within("-0001-12-30", "0000-01-01")),
        ("0000~", within("-0001-01-01", "0001-12-31")),
        ("-004X", within("-0049-01-01", "-0040-12-31")),
        ("-004X~", within("-0059-01-01", "-0030-12-31")),
        ("000X", within("0000-01-01", "0009-12-31")),
        ("-000X", within("-0009-01-01", "0000-12-31")),
        ("00XX", within("0000-01-01", "0099-12-31")),
        ("-00XX", within("-0099-01-01", "0000-12-31")),
        ("-01XX%", within("-0399-01-01", "0100-12-31")),
        ("-0043-24", within("-0043-12-01", "-0042-02-28")),
        ("-0001-24", within("-0001-12-01", "0000-02-29")),
        ("-0049/-0043", days("-0049-01-01", "-0049-12-31", "-0043-01-01", "-0043-12-31")),
        ("-0043/0014", days("-0043-01-01", "-0043-12-31", "0014-01-01", "0014-12-31")),
        ("-0043/..", days("-0043-01-01", "-0043-12-31", "+", "+")),
        ("[-0049..-0043]", within("-0049-01-01", "-0043-12-31")),
        ("[..-0043]", days("-", "-0043-12-31", "-", "-0043-12-31")),
        ("[0014,-0043]", within("-0043-01-01", "0014-12-31")),
        ("", UNDATED),
    ],
)
def test_each_form_of_the_profile_gives_four_days(text: str, bounds: Bounds) -> None:
    assert parse(text) == bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("-9999", "-9999-01-01", "-9999-12-31"),
        ("-9999-01-01~", "-9999-01-01", "-9999-01-02"),
        ("-9999~", "-9999-01-01", "-9998-12-31"),
        ("-999X~", "-9999-01-01", "-9980-12-31"),
        ("-99XX", "-9999-01-01", "-9900-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("9999-12-30%", "9999-12-28", "9999-12-31"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("99XX%", "9700-01-01", "9999-12-31"),
    ],
)
def test_no_written_date_reaches_infinity(text: str, first: str, last: str) -> None:
    assert parse(text) == within(first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1953", "1953-01-01", "1953-12-31"),
        ("1953/1973-06", "1953-01-01", "1973-06-30"),
        ("[1953..1973]", "1953-01-01", "1973-12-31"),
        ("1970~", "1969-01-01", "1971-12-31"),
        ("-0049/-0043", "-0049-01-01", "-0043-12-31"),
        ("../1973", "-", "1973-12-31"),
        ("1953/..", "1953-01-01", "+"),
        ("1953/", "1953-01-01", "+"),
    ],
)
def test_window_is_all_that_the_text_may_mean(text: str, first: str, last: str) -> None:
    bounds = days(first, first, last, last)
    assert window(text) == (bounds.earliest_start, bounds.latest_end)


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
    assert not surely(UNDATED, (ALWAYS, NEVER))
    assert possibly(UNDATED, (ALWAYS, NEVER))


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
        ("-9999", False, False),
        ("9999", False, False),
        ("", False, False),
    ],
)
def test_open_ends_are_those_said_to_be_open(text: str, start: bool, end: bool) -> None:
    bounds = parse(text)
    assert (bounds.latest_start == dates.ALWAYS, bounds.earliest_end == dates.NEVER) == (start, end)


def test_days_are_counted_from_1970() -> None:
    assert dates.day_number(1970) == 0
    assert dates.day_number(1969, 12, 31) == -1
    assert dates.day_number(0, 12, 31) == dates.day_number(1) - 1
    assert (dates.iso(FIRST), dates.iso(LAST)) == ("-9999-01-01", "9999-12-31")
    assert ALWAYS < FIRST < LAST < NEVER


@given(st.integers(FIRST, LAST))
def test_day_numbers_read_back_and_are_those_of_numpy(day: int) -> None:
    assert dates.day_number(*dates.civil(day)) == day
    assert number(dates.iso(day)) == day
    assert dates.year_of(day) == dates.civil(day)[0]


@given(st.dates())
def test_day_numbers_are_those_of_python_where_it_has_any(day: date) -> None:
    found = dates.day_number(day.year, day.month, day.day)
    assert found == (day - date(1970, 1, 1)).days
    assert dates.iso(found) == day.isoformat()


def test_there_are_no_days_that_a_month_does_not_have() -> None:
    for day in ((-1, 2, 29), (-100, 2, 29), (1900, 2, 29), (2001, 13, 1), (2001, 4, 31)):
        with pytest.raises(ValueError, match="month"):
            dates.day_number(*day)
    assert dates.iso(dates.day_number(-4, 2, 29)) == "-0004-02-29"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((1917, 10, 25), "1917-11-07"),
        ((1582, 10, 5), "1582-10-15"),
        ((1900, 2, 29), "1900-03-13"),
        ((1900, 3, 1), "1900-03-14"),
        ((200, 3, 1), "0200-03-01"),
        ((-43, 3, 15), "-0043-03-13"),
        ((-4712, 1, 1), "-4713-11-24"),  # the first of the days that astronomers count
    ],
)
def test_days_of_the_julian_calendar_are_those_of_the_gregorian(
    old: tuple[int, int, int], new: str
) -> None:
    assert dates.iso(julian(*old)) == new
