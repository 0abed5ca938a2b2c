"""What a date of the profile says, in English words: ``[1970..]`` is "once, in 1970 or later"."""

from __future__ import annotations

import re

from cardindex.dates.edtf import read
from cardindex.errors import MalformedValue

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter")
_HEMISPHERES = ("", "northern ", "southern ")
_SINGLE = re.compile(r"(-?[0-9X]{4})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?([~?%]?)")
_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_DECEMBER = 12


def in_words(text: str) -> str:
    """Return what an EDTF text of the profile says; "undated" for an empty one.

    Raises MalformedValue for any other.
    """
    if not text:
        return "undated"
    if read(text) is None:
        raise MalformedValue(text, "not a date of the profile", "malformed-date")
    if "/" in text:
        return _interval(*text.split("/"))
    if text.startswith("["):
        return _set(text[1:-1])
    told = single_in_words(text)
    day = _SINGLE.fullmatch(text)
    exact = day and (day[4] or (day[3] and day[3] != "XX"))
    return told if exact else f"some time in {told}"


def single_in_words(text: str) -> str:
    """Return a single date in words: "3 June 1944", "the 1960s", "about 44 BC"."""
    found = _SINGLE.fullmatch(text)
    if not found:  # parse() has accepted it
        return text
    year, month, day, mark = found.groups()
    return _MARKS[mark] + _plain(year, month or "", day or "")


def _plain(year: str, month: str, day: str) -> str:
    told = _year(year)
    if month == "XX":
        return f"{told}, the month not known"
    if not month:
        return told
    number = int(month)
    if number > _DECEMBER:
        season, hemisphere = (number - 21) % 4, (number - 21) // 4
        # A northern winter and a southern summer end in the next year.
        runs_on = season == (1 if hemisphere == 2 else 3)
        if runs_on and not year.startswith("-"):
            told = f"{told}/{(int(year) + 1) % 100:02}"
        return f"{_HEMISPHERES[hemisphere]}{SEASONS[season]} {told}"
    told = f"{MONTHS[number - 1]} {told}"
    if day == "XX":
        return f"{told}, the day not known"
    return f"{int(day)} {told}" if day else told


def _year(year: str) -> str:
    if "X" in year:
        first, last = (int(year.replace("X", digit)) for digit in "09")
        if first >= 0 and not year.startswith("-"):
            if year.endswith("XX"):
                return f"the years {first} to {last}"
            return f"the {first}s"
        early, late = sorted((first, last))
        return f"the years {_year(f'{early:05}')} to {_year(f'{late:05}')}"
    number = int(year)
    return f"{1 - number} BC" if number < 1 else str(number)


def _interval(first: str, last: str) -> str:
    ends = [single_in_words(end) for end in (first, last)]
    if last == "..":
        return "always" if first == ".." else f"since {ends[0]}, and still going on"
    if first == "..":
        return f"always until {ends[1]}" if last else "since always, until nobody knows when"
    if not last:
        return f"from {ends[0]} until nobody knows when"
    if not first:
        return f"until {ends[1]}, since nobody knows when"
    return f"throughout, from {ends[0]} to {ends[1]}"


def _set(inside: str) -> str:
    if ".." not in inside:
        return "once, in " + " or ".join(map(single_in_words, inside.split(",")))
    first, last = (single_in_words(end) for end in inside.split(".."))
    if not first:
        return f"once, in {last} or earlier"
    if not last:
        return f"once, in {first} or later"
    return f"once, some time from {first} to {last}"
