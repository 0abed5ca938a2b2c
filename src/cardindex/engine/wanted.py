"""What a query is to be answered in, and over which of the graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ROWS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""What rows and booleans can be written in: our name of it, and its media type."""

GRAPHS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""What graphs can be written in: our name of it, and its media type."""

FORMAT = "format"
"""What is named in place of a limit where an answer is of a kind that nobody wants."""


@dataclass(frozen=True)
class Wanted:
    """How an answer is written, and over what dataset a query runs.

    ``rows`` is one of ``ROWS``, ``graph`` one of ``GRAPHS``; where one is empty, an answer of that
    kind is refused. ``default_graphs`` and ``named_graphs`` are IRIs; where there is one of either
    they are the whole dataset, whatever the query says; else it sees all graphs as one. ``base`` is
    the IRI that relative ones begin from; where it is empty there can be none.
    """

    rows: str = "tsv"
    graph: str = "ntriples"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str = ""


WANTED = Wanted()
"""What the house itself reads: TSV, and N-Triples."""
