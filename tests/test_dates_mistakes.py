"""Dates that are refused, with how to mend them."""

from __future__ import annotations

import re

import pytest
from dated import FORMS

from cardindex import dates
from cardindex.dates import (
    parse,
)
from cardindex.errors import MalformedValue

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
