"""When: the columns of a date, of a start and an end, and of intervals as Gephi writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cardindex.dates.said import said
from cardindex.imports.tabular.ends import whole

_INTERVAL = re.compile(
    r"[\[(\]]\s*([^,;\[\]()<>]+?)\s*,\s*([^,;\[\]()<>]+?)\s*(?:,[^\])\[]*)?[\])\[]"
)
_TIME = re.compile(r"(?<=-[0-9]{2})T[0-9]{2}:.*")
_OPEN = re.compile(r"[-+]?inf(?:inity)?", re.IGNORECASE)


@lru_cache(maxsize=65536)
def spells(when: str, start: str, end: str, interval: str) -> tuple[str, ...]:
    """Return the times of a link, each EDTF or as the file writes it; one empty where none is told.

    A start and an end are ``start/end``, either empty where it is not told. Gephi's intervals are
    one time each.
    """
    if interval:
        return tuple(_intervals(interval))
    if start or end:
        one, other = _edtf(start), _edtf(end)
        return (one if one == other else f"{one}/{other}",)
    return (whole(when),)


def _intervals(text: str) -> Iterator[str]:
    found = _INTERVAL.findall(text)
    for one, other in found:
        first, last = (".." if _OPEN.fullmatch(each) else _edtf(each) for each in (one, other))
        yield first if first == last else f"{first}/{last}"
    if not found:
        yield whole(text.strip("<[]> "))


def _edtf(text: str) -> str:
    """Return one date as EDTF where it has one meaning, else as it stands."""
    plain = _TIME.sub("", whole(text))
    readings = said(plain).readings
    return readings[0].edtf if len(readings) == 1 and "/" not in readings[0].edtf else plain
