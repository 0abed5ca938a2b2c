"""The four days of a date as facts; an open bound has none."""

from __future__ import annotations

from collections.abc import Iterator

from cardindex import dates
from cardindex.dates import ALWAYS, NEVER
from cardindex.rdf.terms import Said, day

_BOUNDS = ("ci:earliestStart", "ci:latestStart", "ci:earliestEnd", "ci:latestEnd")


def dated(predicate: str, text: str) -> Iterator[Said]:
    """Yield a date, if there is one, and its four days; a bound that is open has no day."""
    if not text:
        return
    yield predicate, "edtf:EDTF", text
    bounds = dates.parse(text)
    for bound, number in zip(_BOUNDS, bounds, strict=True):
        if number not in (ALWAYS, NEVER):
            yield bound, "xsd:date", day(number)
    _, latest_start, earliest_end, _ = bounds
    # These two distinguish an unknown beginning or end from none.
    if latest_start == ALWAYS:
        yield "ci:openStart", "xsd:boolean", "true"
    if earliest_end == NEVER:
        yield "ci:openEnd", "xsd:boolean", "true"


def said_earliest(number: int) -> Iterator[Said]:
    """Yield the first day on which a statement may have been made, if a date bounds it."""
    if number not in (ALWAYS, NEVER):
        yield "ci:saidEarliest", "xsd:date", day(number)


def said_latest(number: int) -> Iterator[Said]:
    """Yield the day by which a statement had surely been made, if there is one."""
    if number != NEVER:
        yield "ci:saidLatest", "xsd:date", day(number)
