"""What a store says of itself: the small graph ``graph:pushed``, with the dump that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from cardindex.pushing.dumps import Dump
from cardindex.rdf import NAMESPACES

NAME = "pushed"
"""The last part of the path of the graph."""

_COMPLETE, _UNDER_WAY = "complete", "under way "
_DIGEST = ox.NamedNode(f"{NAMESPACES['dcterms']}identifier")
_STATUS = ox.NamedNode(f"{NAMESPACES['schema']}creativeWorkStatus")


@dataclass(frozen=True)
class Marker:
    """What a store holds: the dump by its hash, and each graph by that of its own.

    ``way`` names the push that is under way, or was broken off; empty where all is there.
    """

    digest: str
    graphs: Mapping[str, str] = field(default_factory=dict)
    way: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all of the dump is there."""
        return bool(self.digest) and not self.way


def of(dump: Dump, way: str = "") -> Marker:
    """Return the marker of a dump, all of which is there, or on the ``way``."""
    return Marker(dump.digest, {name: graph.digest for name, graph in dump.graphs.items()}, way)


def written(marker: Marker, base: str) -> bytes:
    """Return a marker as N-Triples."""
    whole = ox.NamedNode(f"{base}graph/{NAME}")
    status = _UNDER_WAY + marker.way if marker.way else _COMPLETE
    said = [
        (whole, _STATUS, status),
        (whole, _DIGEST, marker.digest),
        *((ox.NamedNode(f"{base}graph/{n}"), _DIGEST, d) for n, d in marker.graphs.items()),
    ]
    return "".join(f"{s} {p} {ox.Literal(o)} .\n" for s, p, o in said).encode()


def read(triples: Iterable[ox.Triple], base: str) -> Marker | None:
    """Return the marker that some triples tell, or None."""
    told: dict[tuple[str, str], str] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
            name = triple.subject.value.removeprefix(f"{base}graph/")
            told[name, triple.predicate.value] = triple.object.value
    digest, status = told.get((NAME, _DIGEST.value), ""), told.get((NAME, _STATUS.value), "")
    if not digest or not status:
        return None
    graphs = {n: d for (n, p), d in told.items() if p == _DIGEST.value and n != NAME}
    return Marker(digest, graphs, "" if status == _COMPLETE else status.removeprefix(_UNDER_WAY))
