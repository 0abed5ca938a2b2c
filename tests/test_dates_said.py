"""Dates as people write them: a table made by hand, before the code, of what each may mean."""

from __future__ import annotations

import pytest

from cardindex import dates
from cardindex.dates.said import said

SAID = {
    # Days, months, years.
    "1944": "1944",
    "in 1944": "1944",
    "the year 1944": "1944",
    "June 1944": "1944-06",
    "june 1944": "1944-06",
    "in June 1944": "1944-06",
    "June of 1944": "1944-06",
    "Jun. 1944": "1944-06",
    "Sept. 1973": "1973-09",
    "June, 1944": "1944-06",
    "6 June 1944": "1944-06-06",
    "on 6 June 1944": "1944-06-06",
    "6th June 1944": "1944-06-06",
    "the 6th of June 1944": "1944-06-06",
    "on the 6th of June, 1944": "1944-06-06",
    "June 6, 1944": "1944-06-06",
    "June 6th, 1944": "1944-06-06",
    "Tuesday, 6 June 1944": "1944-06-06",
    "1944-06-06": "1944-06-06",
    "6.6.1944": "1944-06-06",
    "31/12/1971": "1971-12-31",
    "12/31/1971": "1971-12-31",
    "some time in 1944": "1944",
    "sometime in June 1944": "1944-06",
    "at some point in 1944": "1944",
    "already in 1944": "1944",
    "as early as 1944": "1944",
    "as late as 1944": "1944",
    "later in 1944": "1944",
    "early on 6 June 1944": "1944-06-06",
    "the night of 6 June 1944": "1944-06-06",
    "on the morning of 11 September 1973": "1973-09-11",
    "Christmas 1944": "1944-12-25",
    "Christmas Day 1944": "1944-12-25",
    "New Year's Eve 1944": "1944-12-31",
    "May Day 1971": "1971-05-01",
    # Two digits, and days in either order.
    "12.3.1971": "1971-03-12 1971-12-03",
    "12/3/1971": "1971-03-12 1971-12-03",
    "12.3.71": "1971-03-12 1971-12-03 1871-03-12 1871-12-03",
    "12/3/71": "1971-03-12 1971-12-03 1871-03-12 1871-12-03",
    "31.3.71": "1971-03-31 1871-03-31",
    "12 March '71": "1971-03-12 1871-03-12",
    "summer of '44": "1944-22 1944-30 1844-22 1844-30",
    "March 71": "1971-03 1871-03",
    # Seasons, of either half of the earth.
    "spring 1945": "1945-21 1945-29",
    "in the spring of 1945": "1945-21 1945-29",
    "Summer 1970": "1970-22 1970-30",
    "autumn 1970": "1970-23 1970-31",
    "the fall of 1970": "1970-23 1970-31",
    "winter 1970": "1970-24 1970-32",
    "winter of 1970/71": "1970-24",
    "early summer 1944": "1944-06 1944-12",
    "late summer of 1944": "1944-08 1945-02",
    "midsummer 1944": "1944-07 1945-01",
    "southern spring 1970": "1970-29",
    # Parts of years, decades, centuries.
    "early 1970": "[1970-01..1970-04]",
    "mid-1970": "[1970-05..1970-08]",
    "late 1970": "[1970-09..1970-12]",
    "in late 1970": "[1970-09..1970-12]",
    "the end of 1970": "[1970-09..1970-12]",
    "towards the end of 1970": "[1970-09..1970-12]",
    "at the beginning of 1970": "[1970-01..1970-04]",
    "early in 1970": "[1970-01..1970-04]",
    "the first half of 1970": "[1970-01..1970-06]",
    "the second half of 1970": "[1970-07..1970-12]",
    "the first quarter of 1970": "[1970-01..1970-03]",
    "early June 1944": "[1944-06-01..1944-06-10]",
    "mid-June 1944": "[1944-06-11..1944-06-20]",
    "late June 1944": "[1944-06-21..1944-06-30]",
    "the first week of June 1944": "[1944-06-01..1944-06-07]",
    "the second week of June 1944": "[1944-06-08..1944-06-14]",
    "the last week of February 1944": "[1944-02-23..1944-02-29]",
    "the 1950s": "195X",
    "in the 1950s": "195X",
    "the nineteen-fifties": "195X",
    "the fifties": "195X 185X",
    "the '50s": "195X 185X",
    "early 1970s": "[1970..1973]",
    "the early 1970s": "[1970..1973]",
    "in the mid-1970s": "[1973..1976]",
    "late 1960s": "[1966..1969]",
    "the late sixties": "[1966..1969] [1866..1869]",
    "the first half of the 1960s": "[1960..1964]",
    "19th century": "18XX",
    "the nineteenth century": "18XX",
    "the late 19th century": "[1866..1899]",
    "the 1900s": "190X 19XX",
    # Spans.
    "between 1944 and 1950": "[1944..1950]",
    "between June and August 1944": "[1944-06..1944-08]",
    "between 3 and 5 June 1944": "[1944-06-03..1944-06-05]",
    "from 1944 to 1950": "1944/1950",
    "from 1944 until 1950": "1944/1950",
    "from June to August 1944": "1944-06/1944-08",
    "1944 to 1950": "1944/1950 [1944..1950]",
    "1944-1950": "1944/1950 [1944..1950]",
    "1944–1950": "1944/1950 [1944..1950]",
    "1944-50": "1944/1950 [1944..1950]",
    "June–July 1944": "1944-06/1944-07 [1944-06..1944-07]",
    "3-5 June 1944": "1944-06-03/1944-06-05 [1944-06-03..1944-06-05]",
    "May 1970 to September 1973": "1970-05/1973-09 [1970-05..1973-09]",
    "from May 1970 to September 1973": "1970-05/1973-09",
    "from the 1950s to the 1970s": "195X/197X",
    "throughout 1970": "1970-01-01/1970-12-31",
    "all through June 1944": "1944-06-01/1944-06-30",
    "throughout the 1960s": "1960-01-01/1969-12-31",
    "during 1970": "1970 1970-01-01/1970-12-31",
    "1971 or 1972": "[1971,1972]",
    "1970/6": "1970-06",
    "1970/71": "1970/1971 [1970..1971]",
    "May/June 1970": "1970-05/1970-06 [1970-05..1970-06]",
    "late 1970 or early 1971": "[1970-09..1971-04]",
    "by early 1970": "[..1970-04]",
    "after 1953 and before 1960": "[1954..1959]",
    "después de 1953 y antes de 1960": "[1954..1959]",
    "verano del 44": "1944-22 1944-30 1844-22 1844-30",
    "10 or 11 June 1944": "[1944-06-10,1944-06-11]",
    # From, until, before, after.
    "since 1953": "1953/ 1953/..",
    "since June 1953": "1953-06/ 1953-06/..",
    "ever since 1953": "1953/ 1953/..",
    "since at least 1953": "1953/ 1953/..",
    "from 1953": "1953/",
    "from 1953 on": "1953/.. 1953/",
    "1953 to the present": "1953/..",
    "1953 to present": "1953/..",
    "until 1953": "/1953",
    "up to June 1953": "/1953-06",
    "before 1953": "[..1952]",
    "before June 1953": "[..1953-05]",
    "before 1 June 1953": "[..1953-05-31]",
    "before the 1950s": "[..1949]",
    "by 1953": "[..1953]",
    "not later than 1953": "[..1953]",
    "after 1953": "[1954..]",
    "after 31 December 1953": "[1954-01-01..]",
    "not before 1953": "[1953..]",
    "1953 or later": "[1953..]",
    "1953 at the latest": "[..1953]",
    # Parts of a year at the ends of a span, which EDTF has no form for.
    "since early 1970": "1970/ 1970/..",
    "since the late 1950s": "195X/ 195X/..",
    "until late 1973": "/1973",
    "from early 1970 to late 1972": "1970/1972",
    "between early 1970 and late 1972": "[1970-01..1972-12]",
    "between mid-June and 5 July 1944": "[1944-06-11..1944-07-05]",
    "from mid-1970 until September 1973": "1970/1973-09",
    "after early 1970": "[1970-05..]",
    "before late 1970": "[..1970-08]",
    "since 1944 to 1950": "1944/1950",
    # Doubts.
    "about 1970": "1970~",
    "around June 1970": "1970-06~",
    "c. 1970": "1970~",
    "ca. 1970": "1970~",
    "some time around 1970": "1970~",
    "around the end of 1970": "[1970-09~..1970-12~]",
    "already by 1970": "[..1970]",
    "perhaps 1970": "1970?",
    "probably in 1970": "1970?",
    "1970?": "1970?",
    "1970 (?)": "1970?",
    "44 BC": "-0043",
    # Spanish.
    "junio de 1944": "1944-06",
    "en junio de 1944": "1944-06",
    "6 de junio de 1944": "1944-06-06",
    "el 6 de junio de 1944": "1944-06-06",
    "1º de mayo de 1971": "1971-05-01",
    "primero de mayo de 1971": "1971-05-01",
    "entre 1944 y 1950": "[1944..1950]",
    "entre junio y agosto de 1944": "[1944-06..1944-08]",
    "de 1944 a 1950": "1944/1950",
    "desde 1944 hasta 1950": "1944/1950",
    "desde 1953": "1953/ 1953/..",
    "hasta 1953": "/1953",
    "antes de 1953": "[..1952]",
    "después de 1953": "[1954..]",
    "despues de 1953": "[1954..]",
    "primavera de 1945": "1945-21 1945-29",
    "en el verano de 1970": "1970-22 1970-30",
    "hacia 1970": "1970~",
    "a principios de 1970": "[1970-01..1970-04]",
    "a fines de 1970": "[1970-09..1970-12]",
    "a mediados de 1970": "[1970-05..1970-08]",
    "los años 60": "196X 186X",
    "en los años sesenta": "196X 186X",
    "a principios de los años setenta": "[1970..1973] [1870..1873]",
    "mediados de los 60": "[1963..1966] [1863..1866]",
    "la década de 1960": "196X",
    "siglo XIX": "18XX",
    "durante 1970": "1970 1970-01-01/1970-12-31",
    # German and French.
    "Juni 1944": "1944-06",
    "6. Juni 1944": "1944-06-06",
    "im Frühjahr 1945": "1945-21 1945-29",
    "zwischen 1944 und 1950": "[1944..1950]",
    "Anfang 1970": "[1970-01..1970-04]",
    "die 1970er Jahre": "197X",
    "seit 1953": "1953/ 1953/..",
    "vor 1953": "[..1952]",
    "juin 1944": "1944-06",
    "le 6 juin 1944": "1944-06-06",
    "1er mai 1971": "1971-05-01",
    "entre 1944 et 1950": "[1944..1950]",
    "vers 1970": "1970~",
    "depuis 1953": "1953/ 1953/..",
    "début 1970": "[1970-01..1970-04]",
    "les années 60": "196X 186X",
}

NONE = {
    "": "no date",
    "12 March": "year",
    "March": "year",
    "spring": "year",
    "yesterday": "another date",
    "last year": "another date",
    "the following month": "another date",
    "two years later": "another date",
    "the same day": "another date",
    "al año siguiente": "another date",
    "Easter 1950": "look up",
    "for ten years": "how long",
    "1960s and 1970s": "one claim each",
    "recently": "no date",
    "spring of 1970 in Chile": "no date",
    "31 June 1944": "no day",
    "once upon a time": "no date",
    "x" * 5000: "no date",
}


@pytest.mark.parametrize("text", SAID, ids=str)
def test_a_date_means_what_was_said(text: str) -> None:
    found = said(text)
    assert " ".join(reading.edtf for reading in found.readings) == SAID[text]
    assert bool(found.why) is not bool(found.readings)


@pytest.mark.parametrize("text", NONE, ids=lambda text: text[:30])
def test_what_is_no_date_says_why(text: str) -> None:
    found = said(text)
    assert found.readings == ()
    assert NONE[text] in found.why


def test_every_reading_is_of_the_profile_and_told_in_words() -> None:
    for text in SAID:
        for reading in said(text).readings:
            assert dates.parse(reading.edtf) != dates.UNDATED
            assert reading.words == dates.in_words(reading.edtf)


@pytest.mark.parametrize(
    ("text", "edtf", "note"),
    [
        ("12.3.71", "1971-03-12", "day before month; the century is not said"),
        ("12.3.71", "1971-12-03", "month before day; the century is not said"),
        ("12/3/1971", "1971-03-12", "day before month"),
        ("12.3.1971", "1971-12-03", "month before day"),
        ("the fifties", "195X", "the century is not said"),
        ("spring 1945", "1945-21", "March to May"),
        ("spring 1945", "1945-29", "south of the equator, September to November"),
        ("winter 1970", "1970-24", "December to February of the next year"),
        ("since 1953", "1953/..", "still going on today"),
        ("since 1953", "1953/", "its end is not said"),
        ("during 1970", "1970-01-01/1970-12-31", "throughout"),
        ("1944-50", "[1944..1950]", "once, at an unknown time within"),
        ("since at least 1953", "1953/", "its end is not said; it may be more than is said"),
        ("June 1944", "1944-06", ""),
        ("until late 1973", "/1973", "which part of it is not kept"),
    ],
)
def test_a_reading_says_what_was_taken_for_granted(text: str, edtf: str, note: str) -> None:
    notes = {reading.edtf: reading.note for reading in said(text).readings}
    assert notes[edtf] == note


def test_a_century_that_is_told_leaves_no_other() -> None:
    assert [it.edtf for it in said("12.3.71", century=18).readings] == ["1871-03-12", "1871-12-03"]
    assert [it.edtf for it in said("the fifties", century=19).readings] == ["195X"]
    assert "century" not in said("the fifties", century=19).readings[0].note


def test_a_century_that_is_told_does_not_change_what_says_its_own() -> None:
    assert [it.edtf for it in said("June 1944", century=18).readings] == ["1944-06"]


def test_month_that_there_is_not_is_not_left_out() -> None:
    assert said("1961-13") == ((), "there is no month 13: months are 01 to 12, seasons 21 to 32")
