"""What an EDTF text means in days, what is refused, and how the refusal says to mend it."""

from __future__ import annotations

import calendar
import re
from datetime import date

import edtf
import numpy as np
import pytest
from hypothesis import assume, given
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


def number(text: str) -> int:
    """Return the number of an ISO day of any year: here by NumPy, which counts for itself."""
    return int(np.datetime64(text, "D").astype(int))


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


SHEET = "a spreadsheet has probably made this of a date"
SERIAL = "a year has four digits, and {} is how a spreadsheet stores {}"
OPEN = "two digits do not tell the century"
EITHER = f"{SHEET}, and day and month may stand in either order"
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
YEARS = "years run from -9999 to 9999, in four digits; -0043 is 44 BC"
BEFORE_1 = "years before 1 are counted from 0000, which is 1 BC"
NO_ERA = "a year has no sign or era"
LATEST = "a latest date makes a set without a beginning"
EARLIEST = "an earliest date makes a set without an end"
GOING_ON = 'what is still going on ends in ".."'
TIME = "the time of day is not kept"
JULIAN = (
    "dates are of the Gregorian calendar, to which the Julian is converted here; keep the Julian "
    "in a note"
)
ELSEWHERE = (
    "dates are of the Gregorian calendar: look up which day of it this is, and keep the other in "
    "a note"
)
ONE_OF = "one of several is a set"
PORTION = "a part of a year, a decade or a century is a set"
SEASON = "a season is a number, 21 to 32"
QUARTER = "a quarter is a span of months"
WEEK = "weeks and days of the year are written as days"
WITHOUT = "a date stands without brackets and quotation marks"
FORM = "a date says how it is hedged by its form"
BEHIND = (
    'what follows "{}" is not understood: a date stands alone, hedged by "~" (about) or "?" '
    "(perhaps) at its end; put other words into a note"
)
ALL_OF = "dates that all hold take one claim each"
NOT_A_SET = 'an end of an interval is a single date, hedged if need be ("1953~"), and not a set'
FORMS = (
    "not a date that can be read; write it like 1971, 1971-06, 1971-06-30, 196X, 1970~, "
    "1953/1973 (throughout) or [1970-11..1973-09] (once, some time within)"
)

MALFORMED = [
    # Eras.
    ("44 BC", f'{BEFORE_1}; write "-0043"'),
    ("44 B.C.E.", f'{BEFORE_1}; write "-0043"'),
    ("BC 44", f'{BEFORE_1}; write "-0043"'),
    ("44 v. Chr.", f'{BEFORE_1}; write "-0043"'),
    ("44 a. C.", f'{BEFORE_1}; write "-0043"'),
    ("44 av. J.-C.", f'{BEFORE_1}; write "-0043"'),
    ("1 BC", f'{BEFORE_1}; write "0000"'),
    ("10000 BC", f'{BEFORE_1}; write "-9999"'),
    ("44-03-15 BC", f'{BEFORE_1}; write "-0043-03-15"'),
    ("15 March 44 BC", f'{BEFORE_1}; write "-0043-03-15"'),
    ("15/3/44 BC", f'{BEFORE_1}; write "-0043-03-15"'),
    ("c. 44 BC", f'{BEFORE_1}; {MARKS}; write "-0043~"'),
    ("before 44 BC", f'{BEFORE_1}; {LATEST}; write "[..-0043]"'),
    ("50-44 BC", f'{BEFORE_1}; {SPAN}; write "-0049/-0043" or "[-0049..-0043]"'),
    ("50 BC to 14 AD", f'{BEFORE_1}; {SPAN}; write "-0049/0014" or "[-0049..0014]"'),
    ("40s BC", f'{DECADE}; write "[-0048..-0039]"'),
    ("1st century BC", f'{DECADE}; write "-00XX"'),
    ("AD 79", f'{NO_ERA}; write "0079"'),
    ("79 n. Chr.", f'{NO_ERA}; write "0079"'),
    # Days and months that are left open, and ends that are cut short.
    ("1962-04-??", f'{BLANKS}; write "1962-04-XX"'),
    ("1962-??-??", f'{BLANKS}; write "1962-XX"'),
    ("1962-04-__", f'{BLANKS}; write "1962-04-XX"'),
    (
        "1962-04-03 to 05",
        f'{SPAN}; write "1962-04-03/1962-04-05" or "[1962-04-03..1962-04-05]"',
    ),
    ("1962-04 to 06", f'{SPAN}; write "1962-04/1962-06" or "[1962-04..1962-06]"'),
    ("between -0043-04 and 06", f'{SPAN}; write "[-0043-04..-0043-06]"'),
    ("19th century", f'{DECADE}; write "18XX"'),
    ("siglo XIX", f'{DECADE}; write "18XX"'),
    ("1962-04-03 10:30 BC", BEFORE_1),
    (
        "-44",
        (
            "a year has four digits, and before the year 1 it may count from 1 BC or from the "
            'year 0; write "-0043" or "-0044"'
        ),
    ),
    # Calendars.
    ("1917-10-25 (Julian)", f'{JULIAN}; write "1917-11-07"'),
    ("25 Oct 1917 O.S.", f'{JULIAN}; write "1917-11-07"'),
    ("@#DJULIAN@ 25 OCT 1917", f'{JULIAN}; write "1917-11-07"'),
    (
        "c. 25 Oct 1917 (Julian)",
        f'{MARKS}; in "25 Oct 1917 (Julian)": {JULIAN}; write "1917-11-07~"',
    ),
    ("29 Feb 1900 (Julian)", f'{JULIAN}; write "1900-03-13"'),
    ("October 1917 (Julian)", f'{JULIAN}; write "[1917-10-14..1917-11-13]"'),
    ("1917~ (Julian)", f'{JULIAN}; write "[1917-01-14~..1918-01-13~]"'),
    ("11 Feb 1731 O.S.", f'{JULIAN}; write "1731-02-22" or "1732-02-22"'),
    # The year after has no leap day that could be meant.
    ("29 Feb 1700 O.S.", f'{JULIAN}; write "1700-03-11"'),
    (
        "25 October (7 November) 1917",
        'dates are of the Gregorian calendar; keep the Julian in a note; write "1917-11-07"',
    ),
    ("1350 AH", ELSEWHERE),
    # Doubts, and what is only the first or the last that may be.
    ("1962-04-03 (perhaps)", f'{MARKS}; write "1962-04-03?"'),
    ("1962-04-03, probably", f'{MARKS}; write "1962-04-03?"'),
    ("1962-04-03 ca.", f'{MARKS}; write "1962-04-03~"'),
    ("probably about 1970", f'{MARKS}; write "1970%"'),
    ("1962-04-03 or later", f'{EARLIEST}; write "[1962-04-03..]"'),
    ("1962-04-03 or earlier", f'{LATEST}; write "[..1962-04-03]"'),
    ("not before 1970", f'{EARLIEST}; write "[1970..]"'),
    ("1970 at the latest", f'{LATEST}; write "[..1970]"'),
    ("before c. 1970", f'{LATEST}; in "c. 1970": {MARKS}; write "[..1970~]"'),
    ("1962-04-03?x", BEHIND.format("1962-04-03?")),
    ("1962-04-03 Tuesday week", BEHIND.format("1962-04-03")),
    # GEDCOM.
    ("BEF 1971", f'{LATEST}; write "[..1971]"'),
    ("aft jun 1971", f'{EARLIEST}; write "[1971-06..]"'),
    ("ABT 1971", f'{MARKS}; write "1971~"'),
    ("CAL 1971", f'{MARKS}; write "1971~"'),
    ("EST 1971", f'{MARKS}; write "1971~"'),
    ("BET 1970 AND 1973", f'{SPAN}; write "[1970..1973]"'),
    (
        "INT 1971 (about)",
        f'{MARKS}; in "INT 1971": a date stands alone; other words go into a note; write "1971~"',
    ),
    # Times, weekdays, weeks, quarters.
    ("1962-04-03T10:00:00Z", f'{TIME}; write "1962-04-03"'),
    ("1962-04-03 10.30 a.m.", f'{TIME}; write "1962-04-03"'),
    ("Tuesday, 3 April 1962", 'the day of the week is not kept; write "1962-04-03"'),
    ("1971-W23", f'{WEEK}; write "[1971-06-07..1971-06-13]"'),
    ("1971-154", f'{WEEK}; write "1971-06-03"'),
    ("1971-Q2", f'{QUARTER}; write "[1971-04..1971-06]"'),
    # Parts, spans and sets.
    ("early 1971", f'{PORTION}; write "[1971-01..1971-04]"'),
    ("late 1960s", f'{PORTION}; in "1960s": {DECADE}; write "[1966..1969]"'),
    ("mid-June 1971", f'{PORTION}; write "[1971-06-11..1971-06-20]"'),
    ("second half of 1971", f'{PORTION}; write "[1971-07..1971-12]"'),
    ("1970 or 1971", f'{ONE_OF}; write "[1970,1971]"'),
    ("between 1970 and 73", f'{SPAN}; write "[1970..1973]"'),
    ("1970 and 1973", "dates that all hold take one claim each"),
    ("1973 to 1953", 'it ends before it starts; write "1953/1973" or "[1953..1973]"'),
    ("3-5 April 1962", f'{SPAN}; write "1962-04-03/1962-04-05" or "[1962-04-03..1962-04-05]"'),
    ("June-August 1971", f'{SPAN}; write "1971-06/1971-08" or "[1971-06..1971-08]"'),
    ("1970-04-1973", f'{SPAN}; write "1970-04/1973" or "[1970-04..1973]"'),
    ("-0050--0043", f'{SPAN}; write "-0050/-0043" or "[-0050..-0043]"'),
    ("1970-", f'{GOING_ON}; write "1970/" or "1970/.."'),
    ("1970-present", f'{GOING_ON}; write "1970/.."'),
    ("winter 1970/71", f'{SEASON}, and winter runs into the next year; write "1970-24"'),
    ("[197-?]", f'{WITHOUT}; in "197-?": {DECADE}; write "197X?"'),
    ("[ca. 1970]", f'{WITHOUT}; in "ca. 1970": {MARKS}; write "1970~"'),
    ("1984-1X", f'{BLANKS}; write "[1984-10..1984-12]"'),
    ("1984-05-3X", f'{BLANKS}; write "[1984-05-30..1984-05-31]"'),
    ("1950S2", f'{FORM}; write "19XX"'),
    ("?2004-06-~11", f'{MARKS}; write "2004-06-11%"'),
    ("3.IV.1962", 'a month is a number of two digits; write "1962-04-03"'),
    ("30-Feb-1971", '1971-02 has no day 30; write "1971-02"'),
    ("decade 1971", FORMS),
    ("Marx 1971", FORMS),
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
    ("1971-33", f'{QUARTER}; write "[1971-01..1971-03]"'),
    ("1971-99", f'there is no month 99; {SPAN}; write "1971/1999" or "[1971..1999]"'),
    ("1971-25-12", 'there is no month 25; write "1971-12-25"'),
    ("1971-24-30", 'a season has no days; write "1971-24"'),
    ("1971-06-31", '1971-06 has no day 31; write "1971-06"'),
    ("1971-02-29?", '1971-02 has no day 29; write "1971-02?"'),
    ("1970-73", f'there is no month 73; {SPAN}; write "1970/1973" or "[1970..1973]"'),
    ("1953-1973", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("1953 – 1973", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("from 1953 to 1973", f'{SPAN}; write "1953/1973"'),
    ("1953..1973", f'{SPAN}; write "[1953..1973]" or "1953/1973"'),
    ("[1953/1973]", f'{SPAN}; write "1953/1973" or "[1953..1973]"'),
    ("-0043-06/08", 'each end of an interval is a whole date; write "-0043-06/-0043-08"'),
    ("1971-06/08", 'each end of an interval is a whole date; write "1971-06/1971-08"'),
    ("1971-06-01T12:00", 'the time of day is not kept; write "1971-06-01"'),
    ("1971-06-01 00:00:00", 'the time of day is not kept; write "1971-06-01"'),
    ("1970s", f'{DECADE}; write "197X"'),
    ("the 1900s", f'{DECADE}; write "190X" or "19XX"'),
    ("70's", f'{DECADE}, and {OPEN}; write "197X" or "187X"'),
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
    ("71", f'a year has four digits, and {OPEN}; write "1971" or "1871"'),
    ("971", 'a year has four digits; write "0971" or "971X"'),
    ("-0000", 'the year before 0001 is 0000, which has no sign; write "0000"'),
    ("Y17000", YEARS),
    ("Y-17e7", YEARS),
    ("-17000", YEARS),
    ("123456789", YEARS),
    ("10001 BC", YEARS),
    ("0 BC", YEARS),
    ("1970 AD", f'{NO_ERA}; write "1970"'),
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
    ("\u0661\u0669\u0667\u0661", 'the digits of a date are 0 to 9; write "1971"'),
    ("\uff11\uff19\uff17\uff11-06", 'the digits of a date are 0 to 9; write "1971-06"'),
    ("1\u0661 March 1971", FORMS),
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
    ("4/62", f'{SHEET}, and {OPEN}; write "1962-04" or "1862-04"'),
    ("Jun-71", f'{SHEET}, and {OPEN}; write "1971-06" or "1871-06"'),
    ("Jun-05", f'{SHEET}, and {OPEN}; write "1905-06" or "2005-06" or "1805-06"'),
    ("ene-71", f'{SHEET}, and {OPEN}; write "1971-01" or "1871-01"'),
    (
        "62-Apr",
        (
            "month 04 has no day 62: look the day up, or take it for a year, where two digits "
            'do not tell the century; write "1962-04" or "1862-04"'
        ),
    ),
    (
        "31-Feb",
        (
            "month 02 has no day 31: look the day up, or take it for a year, where two digits "
            'do not tell the century; write "1931-02" or "1831-02"'
        ),
    ),
    ("4-Mar", NO_YEAR),
    ("Mar-4", NO_YEAR),
    ("4 March", NO_YEAR),
    ("03/04/1971", f'{EITHER}; write "1971-03-04" or "1971-04-03"'),
    ("25/12/1971", f'{SHEET}; write "1971-12-25"'),
    ("12/25/1971", f'{SHEET}; write "1971-12-25"'),
    ("4/4/1971", f'{SHEET}; write "1971-04-04"'),
    (
        "3/4/71",
        f'{EITHER}, and {OPEN}; write "1971-03-04" or "1871-03-04" or "1971-04-03" or "1871-04-03"',
    ),
    ("06/1971", f'{SHEET}; write "1971-06"'),
    ("04.03.1971", f'{SHEET}; write "1971-03-04"'),
    ("12.3.71", f'{SHEET}, and {OPEN}; write "1971-03-12" or "1871-03-12"'),
    ("Mar 4, 1971", f'{SHEET}; write "1971-03-04"'),
    ("4-Mar-71", f'{SHEET}, and {OPEN}; write "1971-03-04" or "1871-03-04"'),
    ("4 March 1971", f'{SHEET}; write "1971-03-04"'),
    ("4 de marzo de 1971", f'{SHEET}; write "1971-03-04"'),
    ("4. MÄRZ 1971", f'{SHEET}; write "1971-03-04"'),
    ("1er avril 1971", f'{SHEET}; write "1971-04-01"'),
    ("1971 Mar 4", f'{SHEET}; write "1971-03-04"'),
    ("March 1971", f'{SHEET}; write "1971-03"'),
    ("1953/Jun-1971", f'in "Jun-1971": {SHEET}; write "1953/1971-06"'),
    ("26054", f'{SERIAL.format("26054", "1971-05-01")}; write "1971-05" or "1971-05-01"'),
    ("26055.0", f'{SERIAL.format("26055", "1971-05-02")}; write "1971-05-02"'),
    ("1962.0", 'a spreadsheet has made a number of this date; write "1962"'),
    ("19620403.0", 'a spreadsheet has made a number of this date; write "1962-04-03"'),
    ("1,962", 'a spreadsheet has made a number of this year; write "1962"'),
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
    assert (dates.open_start(bounds), dates.open_end(bounds)) == (start, end)


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


# The edtf library, where both read the same form.

EARLY = [
    "-9999", "-0043", "-0043-03-15", "-0043-12", "-0004-02-29", "0000", "0000-02-29", "0001",
    "0079-08", "-004X", "-00XX", "-01XX", "-000X", "000X", "00XX", "-0043-21", "-0043-23",
    "-0049/-0043", "-0049-03/0014", "-0043-03-15/1970", "[-0049..-0043]", "[-0049,-0043,0014]",
]  # fmt: skip
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


def day_of(peer: object, method: str) -> int:
    moment = getattr(peer, method)()
    return dates.day_number(moment.tm_year, moment.tm_mon, moment.tm_mday)


@pytest.mark.parametrize("text", SINGLE + SPANS + SETS + LISTS + EARLY)
def test_first_and_last_day_agree_with_the_edtf_library(text: str) -> None:
    peer = edtf.parse_edtf(text)
    bounds = parse(text)
    assert bounds.earliest_start == day_of(peer, "lower_strict")
    assert bounds.latest_end == day_of(peer, "upper_strict")


@pytest.mark.parametrize(
    "text",
    [year + hedge for year in ("1971", "196X", "19XX") for hedge in "~%"]
    + ["1971?", "1953~/1973", "-0043~", "-0043%", "0000?", "-01XX~", "-0049~/-0043"],
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
        ("1961/", "upper_strict", "1971-01-01", "+"),
        ("/1973", "lower_strict", "1963-12-31", "-"),
        # A hedged month is widened by a year as well as a month, and loses a day of July.
        ("1971-06~", "lower_fuzzy", "1970-05-01", "1971-05-01"),
        ("1971-06~", "upper_fuzzy", "1972-07-30", "1971-07-31"),
        # A hedged day likewise: by a day, a month and a year.
        ("1971-06-30~", "lower_fuzzy", "1970-05-29", "1971-06-29"),
        # Where the month is not known, what is hedged is the year, not the month.
        ("1961-XX~", "lower_fuzzy", "1960-12-01", "1960-01-01"),
        # Winter ends with the year; ours has its January and February.
        ("1971-24", "upper_strict", "1971-12-31", "1972-02-29"),
        ("1971-28", "upper_strict", "1971-12-31", "1972-02-29"),
        ("1971-30", "upper_strict", "1971-12-31", "1972-02-29"),
        # It takes the first of the months of an early year for the last.
        ("-0043-XX", "lower_strict", "-0043-12-01", "-0043-01-01"),
        ("-0043-XX", "upper_strict", "-0043-01-31", "-0043-12-31"),
    ],
)
def test_where_we_differ_from_the_edtf_library(
    text: str, method: str, theirs: str, ours: str
) -> None:
    """If the first of these fails, the library has changed: see whether we still need to differ."""
    bounds = parse(text)
    assert day_of(edtf.parse_edtf(text), method) == number(theirs)
    ends = {"-": ALWAYS, "+": NEVER}
    own = ends[ours] if ours in ends else number(ours)
    assert (bounds.earliest_start if method.startswith("lower") else bounds.latest_end) == own


# Laws.

years = st.one_of(st.integers(-9999, 9999), st.integers(1900, 2000), st.integers(-60, 60)).map(
    dates.written_year
)
stems = st.one_of(
    years,
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    st.builds("{}-{}".format, years, st.integers(21, 32)),
    st.integers(FIRST, LAST).map(dates.iso),
    st.builds("{}{:03}X".format, st.sampled_from(["", "-"]), st.integers(0, 999)),
    st.builds("{}{:02}XX".format, st.sampled_from(["", "-"]), st.integers(0, 99)),
    years.map("{}-XX".format),
    st.builds("{}-{:02}-XX".format, years, st.integers(1, 12)),
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
some_days = st.integers(FIRST, LAST)
day_pairs = st.tuples(some_days, some_days).map(lambda pair: (min(pair), max(pair)))


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
    assert min(parse(text)) >= FIRST
    assert max(parse(text)) <= LAST


@given(texts, day_pairs)
def test_what_is_sure_is_possible(text: str, against: tuple[int, int]) -> None:
    bounds = bounds_of(text)
    assert possibly(bounds, against) or not surely(bounds, against)


@given(stems, st.sampled_from(["{}", "{}/2000", "-0100/{}", "[{}..]", "[1950,{}]", "../{}", "/{}"]))
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
    text: str, against: tuple[int, int], before: int, after: int
) -> None:
    bounds = bounds_of(text)
    first, last = against
    wider = (max(first - before, ALWAYS), min(last + after, NEVER))
    assert possibly(bounds, wider) or not possibly(bounds, against)
    assert surely(bounds, wider) or not surely(bounds, against)


@given(singles, singles, day_pairs)
def test_one_of_a_stretch_is_sure_only_in_what_holds_all_of_it(
    first: str, last: str, against: tuple[int, int]
) -> None:
    bounds = bounds_of(f"[{first}..{last}]")
    holds_all = against[0] <= parse(first).earliest_start and parse(last).latest_end <= against[1]
    assert surely(bounds, against) == holds_all


def offered(text: str) -> list[str]:
    """Return the values that the refusal of a text offers; each is read."""
    with pytest.raises(MalformedValue) as caught:
        parse(text)
    found = re.findall(r'"([^"]+)"', caught.value.reason.rpartition("; write ")[2])
    for value in found:
        parse(value)
    return found


def in_words(year: int, month: int, day: int) -> st.SearchStrategy[str]:
    name = calendar.month_name[month]
    return st.sampled_from(
        [
            f"{year:04}-{month:02}-{day:02}",
            f"{day} {name} {year:04}",
            f"{day}. {name[:3].upper()} {year:04}",
            f"{name} {day}, {year:04}",
            f"{day:02}.{month:02}.{year:04}",
        ]
    )


a_day = st.dates().flatmap(
    lambda day: st.tuples(st.just(day.isoformat()), in_words(day.year, day.month, day.day))
)
ABOUT = ("about {}", "c. {}", "{} (approx.)", "ABT {}", "um {}", "{}, circa")
PERHAPS = ("perhaps {}", "{} (perhaps)", "{}, probably", "{} (?)", "vielleicht {}")
LATER = ("{} or later", "after {}", "AFT {}", "{} (or after)", "not before {}", "nach {}")
EARLIER = ("{} or earlier", "before {}", "BEF {}", "{} or before", "not later than {}", "vor {}")


@given(a_day, st.sampled_from(ABOUT), st.sampled_from(PERHAPS), st.sampled_from([*LATER, *EARLIER]))
def test_no_doubt_and_no_bound_is_lost(
    day: tuple[str, str], about: str, perhaps: str, bound: str
) -> None:
    iso, text = day
    assert offered(about.format(text)) == [f"{iso}~"]
    assert offered(perhaps.format(text)) == [f"{iso}?"]
    assert offered(perhaps.format(about.format(text))) == [f"{iso}%"]
    form = "[{}..]" if bound in LATER else "[..{}]"
    assert offered(bound.format(text)) == [form.format(iso)]
    assert offered(perhaps.format(bound.format(text))) == [form.format(f"{iso}?")]


@given(
    st.integers(1, 10_000),
    st.sampled_from(
        ["{} BC", "{}BC", "{} B.C.E.", "{} v. Chr.", "{} a. C.", "{} av. J.-C.", "{} bc"]
    ),
    st.sampled_from(PERHAPS),
)
def test_no_era_is_lost(year: int, era: str, perhaps: str) -> None:
    text = era.format(year)
    assert offered(text) == [dates.written_year(1 - year)]
    assert offered(perhaps.format(text)) == [f"{dates.written_year(1 - year)}?"]
    assert offered(f"15 March {text}") == [f"{dates.written_year(1 - year)}-03-15"]


@given(a_day, st.sampled_from(["{} (Julian)", "{} O.S.", "@#DJULIAN@ {}", "{}, old style"]))
def test_no_calendar_is_lost(day: tuple[str, str], calendar_: str) -> None:
    iso, text = day
    assume("0001-01-03" <= iso <= "9999-09-01")
    expected = dates.iso(julian(*map(int, iso.split("-"))))
    found = offered(calendar_.format(text))
    # Of the Old Style before Lady Day the year may be the one after.
    assert found[0] == expected
    assert len(found) == 1 or ("O" in calendar_ or "old" in calendar_)


@pytest.mark.parametrize(
    "unit", ["1", "1971,", "(", "[", "c. ", "¬", "\u0661", "1/", "{", "BC ", "\x00"]
)
def test_texts_of_any_length_are_refused(unit: str) -> None:
    long = unit * 300_000
    with pytest.raises(MalformedValue) as caught:
        parse(long)
    assert caught.value.reason == FORMS


@given(st.one_of(st.text(), st.text(alphabet="0123456789-/.,[]{}X~?% TaMarJun", max_size=70)))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        bounds = parse(text)
    except MalformedValue as error:
        for offered in re.findall(r'write "([^"]+)"', error.reason):
            parse(offered)
    else:
        assert bounds.earliest_start <= bounds.latest_end
