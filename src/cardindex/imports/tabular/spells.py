"""When: the columns of a date, of a start and an end, and of intervals as Gephi writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cardindex.dates.said import said
from cardindex.imports.tabular.ends import whole

DAY_FIRST, MONTH_FIRST = "day first", "month first"
"""In which order numbers stand in dates such as 03/04/1971."""

_INTERVAL = re.compile(
    r"[\[(\]]\s*([^,;\[\]()<>]+?)\s*,\s*([^,;\[\]()<>]+?)\s*(?:,[^\])\[]*)?[\])\[]"
)
_TIME = re.compile(r"(?<=-[0-9]{2})[T ][0-9]{2}:.*|(?<=/[0-9]{4}) [0-9]{1,2}:.*")
_OPEN = re.compile(r"[-+]?inf(?:inity)?", re.IGNORECASE)
_NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


@lru_cache(maxsize=65536)
def spells(when: str, start: str, end: str, interval: str, order: str = "") -> tuple[str, ...]:
    """Return the times of a link, each EDTF or as the file writes it; one empty where none is told.

    A start and an end are ``start/end``, either empty where it is not told. Gephi's intervals are
    one time each. ``order``: DAY_FIRST or MONTH_FIRST, where that is known.
    """
    if interval:
        return tuple(_intervals(interval))
    if start or end:
        one, other = _edtf(start, order), _edtf(end, order)
        return (one if one == other else f"{one}/{other}",)
    return (_day(when, order),)


def order_of(cells: Iterable[str]) -> str:
    """Return in which order the numbers of dates stand: as those of a day after the 12th say.

    Empty where none does, or where they say both.
    """
    found = set()
    for match in filter(None, map(_NUMBERS.match, cells)):
        first, second = int(match[1]), int(match[3])
        if (first > 12) != (second > 12):
            found.add(DAY_FIRST if first > 12 else MONTH_FIRST)
    return found.pop() if len(found) == 1 else ""


def _day(text: str, order: str) -> str:
    """Return a date without its time of day, its numbers in order where that is known."""
    plain = _TIME.sub("", whole(text))
    match = _NUMBERS.fullmatch(plain) if order else None
    if not match:
        return plain
    day, month = (match[1], match[3]) if order == DAY_FIRST else (match[3], match[1])
    return f"{match[4]}-{month:>02}-{day:>02}"


def _intervals(text: str) -> Iterator[str]:
    found = _INTERVAL.findall(text)
    for one, other in found:
        first, last = (".." if _OPEN.fullmatch(each) else _edtf(each) for each in (one, other))
        yield first if first == last else f"{first}/{last}"
    if not found:
        yield whole(text.strip("<[]> "))


def _edtf(text: str, order: str = "") -> str:
    """Return one date as EDTF where it has one meaning, else as it stands."""
    plain = _day(text, order)
    readings = said(plain).readings
    return readings[0].edtf if len(readings) == 1 and "/" not in readings[0].edtf else plain
