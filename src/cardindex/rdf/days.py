"""The four days of a date as facts; an open bound has none."""

from __future__ import annotations

import numpy as np

from cardindex.dates import ALWAYS, NEVER
from cardindex.frames import texts
from cardindex.rdf.columns import Flags, Numbers, Texts, arrow, compute
from cardindex.rdf.slabs import Property
from cardindex.rdf.terms import day

_BOUNDS = ("ci:earliestStart", "ci:latestStart", "ci:earliestEnd", "ci:latestEnd")

# The days that Arrow writes as XML Schema does: from the year 1 to 9999.
_FIRST, _LAST = (
    int(np.datetime64(day_, "D").astype(np.int64)) for day_ in ("0001-01-01", "9999-12-31")
)


def dated(predicate: str) -> tuple[Property, ...]:
    """Return the columns of a date, of which the first, the date itself, has this predicate."""
    return (
        Property(predicate, "edtf:EDTF"),
        *(Property(bound, "xsd:date") for bound in _BOUNDS),
        # These two distinguish an unknown beginning or end from none.
        Property("ci:openStart", "xsd:boolean"),
        Property("ci:openEnd", "xsd:boolean"),
    )


def cells_of(when: Texts, *bounds: Numbers) -> tuple[Texts, ...]:
    """Return the cells of ``dated``, by the texts of dates and their four days."""
    there = np.asarray(compute.not_equal(when, ""), dtype=bool)
    _, latest_start, earliest_end, _ = bounds
    flags = ((latest_start == ALWAYS) & there, (earliest_end == NEVER) & there)
    return (
        when,
        *(days(bound, there & (bound != ALWAYS) & (bound != NEVER)) for bound in bounds),
        *(texts(["", "true"]).take(arrow.array(flag.astype(np.int8))) for flag in flags),
    )


def days(numbers: Numbers, there: Flags) -> Texts:
    """Return days as dates of XML Schema, and nothing where there is none."""
    usual = there & (numbers >= _FIRST) & (numbers <= _LAST)
    whole = arrow.array(np.where(usual, numbers, 0).astype(np.int32), type=arrow.date32())
    found = compute.if_else(arrow.array(usual), whole.cast(arrow.large_string()), "")
    odd = there & ~usual
    if odd.any():
        made = texts(list(map(day, numbers[odd].tolist())))
        found = compute.replace_with_mask(found, arrow.array(odd), made)
    return found


def said(earliest: Numbers, latest: Numbers) -> tuple[Texts, Texts]:
    """Return the first days on which statements may have been made, and by which they surely were.

    There is none where no date bounds it.
    """
    return (
        days(earliest, (earliest != ALWAYS) & (earliest != NEVER)),
        days(latest, latest != NEVER),
    )
