"""Dates that the edtf library reads too, and where we differ from it."""

from __future__ import annotations

import edtf
import pytest
from dated import number

from cardindex import dates
from cardindex.dates import (
    ALWAYS,
    NEVER,
    parse,
)

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
