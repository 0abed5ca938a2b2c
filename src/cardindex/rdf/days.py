"""Days as triples: those that a date leaves open, and when the statement of a citation was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from cardindex.dates import ALWAYS, NEVER
from cardindex.index import BOUNDS, Index
from cardindex.lineage import parse_chain
from cardindex.rdf.terms import Names, Row, Said, day, edtf, term
from cardindex.told import told_days

_BOUND_TERMS = ("ci:earliestStart", "ci:latestStart", "ci:earliestEnd", "ci:latestEnd")


def bounds(row: Row) -> Iterator[Said]:
    """Yield the four days of a claim or a source; a bound that is open has no day."""
    for name, predicate in zip(BOUNDS, _BOUND_TERMS, strict=True):
        number = int(getattr(row, name))
        if number not in (ALWAYS, NEVER):
            yield term(predicate), day(number)
    # Without these two, what began at an unknown time and what was always so would look alike.
    if row.latest_start == ALWAYS:
        yield term("ci:openStart"), ox.Literal(value=True)
    if row.earliest_end == NEVER:
        yield term("ci:openEnd"), ox.Literal(value=True)


def dated(source: Row) -> Iterator[Said]:
    """Yield the date of a source and its four days, if it has one."""
    if source.date:
        yield term("dcterms:date"), edtf(source.date)
        yield from bounds(source)


def statements(index: Index, names: Names) -> Callable[[Row], Iterator[Said]]:
    """Return a function that says of a citation in which work its statement was made, and when.

    That is the last of the chain; whoever is behind a final ``?`` made it in none that is known.
    """
    days = told_days(index)
    last: dict[str, str | None] = {}
    for chain in index.citations["chain"].unique():
        parsed = parse_chain(chain)
        last[chain] = None if parsed.hearsay else (("", *parsed.sources)[-1])

    def said(row: Row) -> Iterator[Said]:
        work = last[row.chain]
        if work is not None:
            yield term("ci:saidIn"), names.of("source", work or row.source)
        earliest, latest = int(days.said_earliest[row.Index]), int(days.said_latest[row.Index])
        if earliest not in (ALWAYS, NEVER):
            yield term("ci:saidEarliest"), day(earliest)
        if latest != NEVER:
            yield term("ci:saidLatest"), day(latest)

    return said
