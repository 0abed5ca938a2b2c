"""EDTF text ↔ four days: when something may have started and ended, at the earliest and latest.

The profile of EDTF that is read; everything else is a MalformedValue that says how to mend it.
Years are -9999 to 9999, counted as astronomers do: 0000 is 1 BC, -0043 is 44 BC. Days are of the
Gregorian calendar, before 1582 too, and there are no times of day.

======================  ==========================================================================
``1971-06-30``          some time on that day
``1971-06``, ``1971``   some time in that month, that year
``196X``, ``19XX``      some time in that decade, that century (1900 to 1999)
``-0043-03-15``         some time on that day, in 44 BC; ``-0043-03``, ``-0043`` likewise
``-004X``, ``-00XX``    some time from -0049 to -0040 (50 to 41 BC), from -0099 to 0000 (100 to 1
                        BC)
``1971-XX``             some time in 1971; ``1971-XX-XX`` likewise
``1971-05-XX``          some time in May 1971
``1971-21``             spring: March to May; 22 summer: June to August; 23 autumn: September to
                        November; 24 winter: December to February of the next year
``1971-25``             25 to 28 the same seasons by the name of northern; 29 to 32 southern: spring
                        September to November, summer December to February of the next year, autumn
                        March to May, winter June to August
``1971~``, ``1971?``    about, perhaps: wider on both sides by one unit of what is known (day,
                        month, season, year, decade, century; ``1971-XX~`` by a year); ``1971%``
                        by two
``A/B``                 throughout, from some time in A until some time in B
``A/..``, ``../B``      from A and still going on; since always and until B
``A/``, ``/B``          from A until nobody knows when; until B since nobody knows when
``[A..B]``              once, some time from the first day of A to the last of B; ``[A..]`` in A or
                        later, ``[..B]`` in B or earlier
``[A,B,C]``             once, in one of them; taken as the whole stretch from the first to the last
empty                   undated
======================  ==========================================================================

A and B are any single date of the first eight rows, hedged or not: an interval or a set is never a
part of another. Nobody can tell ``1921-24`` (winter) from a span of years: write ``1921/1924``.
"""

from __future__ import annotations

from cardindex.dates.advice import diagnosis, one_reading, reversal
from cardindex.dates.days import (
    ALWAYS,
    FIRST,
    LAST,
    NEVER,
    Day,
    civil,
    day_number,
    iso,
    written_year,
    year_of,
)
from cardindex.dates.edtf import UNDATED, Bounds, Window, read
from cardindex.dates.mistakes import MALFORMED, mangled_pair
from cardindex.dates.words import in_words
from cardindex.errors import MalformedValue

__all__ = [
    "ALWAYS",
    "FIRST",
    "LAST",
    "NEVER",
    "UNDATED",
    "Bounds",
    "Day",
    "Window",
    "civil",
    "day_number",
    "in_words",
    "iso",
    "last_day",
    "mangled_pair",
    "one_reading",
    "parse",
    "possibly",
    "surely",
    "window",
    "written_year",
    "year_of",
]


def parse(text: str) -> Bounds:
    """Return the four days of an EDTF text of the profile; UNDATED for an empty one.

    Raises MalformedValue with code ``malformed-date``, ``interval-reversed`` (it certainly ends
    before it starts) or ``mangled-date`` (what a spreadsheet makes of a date).
    """
    if not text:
        return UNDATED
    bounds = read(text)
    if bounds is None:
        raise MalformedValue(text, *diagnosis(text))
    if bounds.earliest_start > bounds.latest_end:
        raise MalformedValue(text, *reversal(text))
    return bounds


def window(text: str) -> Window:
    """Return the first and last day that an EDTF text may mean, as of ``1953/1973``, ``../1973``.

    A hedged date gives the wider window. Raises MalformedValue, for an empty text too: all time is
    no window, and would make what is undated certain.
    """
    if not text:
        raise MalformedValue(text, "a window needs a date; leave it out for all time", MALFORMED)
    bounds = parse(text)
    return bounds.earliest_start, bounds.latest_end


def last_day(text: str) -> Day:
    """Return the last day that an EDTF text may mean.

    Raises MalformedValue where the text is no date, or is one that has no last day (``1953/..``).
    """
    if not text:
        raise MalformedValue(text, "write a date, such as 1970, 1970-06 or 1970-06-30", MALFORMED)
    last = parse(text).latest_end
    if last == NEVER:
        reason = "this has no last day; write one date, such as 1970, 1970-06 or 1970-06-30"
        raise MalformedValue(text, reason, MALFORMED)
    return last


def surely(bounds: Bounds, window: Window) -> bool:
    """Tell whether it held within the window on any reading; never so of the undated."""
    first, last = window
    return bounds.latest_start <= last and bounds.earliest_end >= first and bounds != UNDATED


def possibly(bounds: Bounds, window: Window) -> bool:
    """Tell whether it held within the window on some reading; always so of the undated."""
    first, last = window
    return bounds.earliest_start <= last and bounds.latest_end >= first
