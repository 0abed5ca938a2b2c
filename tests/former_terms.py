"""The terms of a dump as they were built one by one, before dumps were text: dates, names, IRIs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from cardindex import dates
from cardindex.dates import ALWAYS, NEVER
from cardindex.errors import MalformedValue
from cardindex.index import BOUNDS, Index
from cardindex.lineage import parse_chain, split_list
from cardindex.rdf.terms import KINDS, NAMESPACES
from cardindex.statementdates import told_days

Row = Any
"""A row of a frame, as ``itertuples`` gives it."""

Fact = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
"""One triple, before it is known whether it goes into a graph."""

Said = tuple[ox.NamedNode, ox.NamedNode | ox.Literal]
"""What is said of something: predicate and object."""


@cache
def term(short: str) -> ox.NamedNode:
    """Return the IRI that a prefixed name (``ci:when``) of ``NAMESPACES`` stands for."""
    prefix, _, local = short.partition(":")
    return ox.NamedNode(NAMESPACES[prefix] + local)


@dataclass(frozen=True)
class Names:
    """What an index calls its own things: IRIs that follow from base and ids alone."""

    base: str

    def __post_init__(self) -> None:
        try:
            ox.NamedNode(self.base)
        except ValueError as error:
            reason = f"the base of the index is no IRI ({error}); mend it in index.toml"
            raise MalformedValue(self.base, reason) from error

    @property
    def prefixes(self) -> dict[str, str]:
        """All prefixes: those of every index, and one for each kind of thing in this one."""
        own = {kind: f"{self.base}{kind}/" for kind in KINDS}
        return dict(sorted({**NAMESPACES, **own}.items()))

    def of(self, kind: str, id_: str) -> ox.NamedNode:
        """Return the IRI of an entity, claim, citation, source or graph by its id."""
        return ox.NamedNode(f"{self.base}{kind}/{id_}")

    def root(self, root: str) -> ox.NamedNode:
        """Return the IRI of a root that lineage writes ``entity:kgb`` or ``source:report``."""
        return self.of(*root.split(":", 1))

    def grouping(self, scheme: str, value: str) -> ox.NamedNode:
        """Return the IRI of the entities that a scheme puts together; the value is any text."""
        return self.of("grouping", f"{scheme}/{quote(value, safe='')}")

    def membership(self, entity: str, scheme: str, value: str) -> ox.NamedNode:
        """Return the IRI of an entity's place in a grouping, of which there is something to say."""
        return self.inside("entity", entity, f"group-{_digest(scheme, value)}")

    def silent(self, source: str, locator: str) -> ox.NamedNode:
        """Return the IRI of a place of a source that states nothing."""
        return self.inside("source", source, f"silent-{_digest(locator)}")

    def row(self, kind: str, *cells: str) -> ox.NamedNode:
        """Return the IRI of a row that has no id, by the cells that tell it from others."""
        return self.of(kind, _digest(*cells))

    def name(self, entity: str, name: str, kind: str, language: str) -> ox.NamedNode:
        """Return the IRI of one name of an entity: a row of names.csv has no id of its own."""
        digest = sha256(f"{kind}\n{language}\n{name}".encode()).hexdigest()[:8]
        return self.inside("entity", entity, f"name-{digest}")

    def inside(self, kind: str, id_: str, part: str) -> ox.NamedNode:
        """Return the IRI of a part of something, such as the target of a citation."""
        # An IRI has one fragment at most, and a base that ends in # has taken it.
        mark = "-" if "#" in self.base else "#"
        return ox.NamedNode(f"{self.base}{kind}/{id_}{mark}{part}")


def _digest(*cells: str) -> str:
    """Return 16 hex digits for some cells: there may be many rows, and no two may meet."""
    return sha256("\n".join(cells).encode()).hexdigest()[:16]


def edtf(text: str) -> ox.Literal:
    """Return an EDTF date."""
    return ox.Literal(text, datatype=term("edtf:EDTF"))


def decimal(digits: str) -> ox.Literal:
    """Return a number that is written as ``digits``."""
    return ox.Literal(digits, datatype=term("xsd:decimal"))


@cache
def day(number: int) -> ox.Literal:
    """Return the day with this day number as an xsd:date of XML Schema 1.1, where 0000 is 1 BC."""
    return ox.Literal(dates.iso(number), datatype=term("xsd:date"))


def count(number: int) -> ox.Literal:
    """Return an offset as the Web Annotation model types it."""
    return ox.Literal(str(number), datatype=term("xsd:nonNegativeInteger"))


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


def coded_by(cell: str, names: Names) -> Iterator[Said]:
    """Yield the coders of a cell; where there are several, their order as well."""
    ids = split_list(cell)
    for id_ in dict.fromkeys(ids):
        yield term("ci:coder"), names.of("coder", id_)
    if len(ids) > 1:
        yield term("ci:coderList"), ox.Literal(cell)
