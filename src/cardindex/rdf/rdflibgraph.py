"""An index as an rdflib Graph, for notebooks and for those who hold other RDF against it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import rdflib

from cardindex.rdf import dump

if TYPE_CHECKING:
    from cardindex.index import Index


def graph_of(index: Index) -> rdflib.Graph:
    """Return the full dump as an rdflib Graph."""
    # A day before the year 1, for which Python has no date, rdflib keeps as its text; and it logs a
    # traceback for each.
    log = logging.getLogger("rdflib.term")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        return rdflib.Graph().parse(data=dump(index, "full", "ntriples"), format="nt")
    finally:
        log.setLevel(level)
