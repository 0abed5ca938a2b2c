"""GraphML, for igraph, networkx, Gephi and most that draw networks."""

from __future__ import annotations

import io
from functools import partial

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from cardindex.evidence import Selection
from cardindex.exports.format import Format, networks
from cardindex.exports.xml import plain_network


def write(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the claims that link as GraphML; an edge's id is its claim's."""
    # All edges are directed, and `type` says which are not: of GraphML with edges of both kinds,
    # which its schema allows, networkx reads nothing. GEXF says it by the edge itself.
    return document(plain_network(selection, isolates=isolates))


def document(network: nx.Graph[str]) -> bytes:
    """Return a network of plain values as GraphML."""
    # Not nx.write_graphml, whose bytes depend on whether lxml happens to be installed. Keys are
    # numbered, as an id may not be given twice and nodes and edges both have a label.
    writer = GraphMLWriter(encoding="utf-8")
    writer.add_graph_element(network)
    flags = {key.get("id") for key in writer.xml if key.get("attr.type") == "boolean"}
    for data in writer.xml.iter("data"):
        if data.get("key") in flags:
            # As XML has them, not as Python does.
            data.text = data.text.lower()
    buffer = io.BytesIO()
    writer.dump(buffer)
    return buffer.getvalue()


FORMATS = networks(
    Format(
        name="graphml",
        file="network.graphml",
        media_type="application/graphml+xml",
        group="networks",
        description="GraphML: each claim that links two entities as an edge, with its evidence",
        write=write,
        write_all=partial(write, isolates=True),
    )
)
