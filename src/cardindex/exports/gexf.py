"""GEXF, for Gephi."""

from __future__ import annotations

from functools import partial
from xml.etree.ElementTree import SubElement

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from cardindex.evidence import Selection
from cardindex.exports.format import Format, networks
from cardindex.exports.xml import plain_network


def write(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the claims that link as GEXF; an edge's id is its claim's.

    Those of a symmetric relation are undirected.
    """
    network = plain_network(selection, isolates=isolates)
    for _, _, claim, about in network.edges(keys=True, data=True):
        # Without an id of their own edges are numbered, and readers merge parallel ones.
        about["id"] = claim
    return document(network)


def document(network: nx.Graph[str]) -> bytes:
    """Return a network of plain values as GEXF."""
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    meta = writer.xml.find("meta")
    # It holds the day of writing; equal input shall give equal bytes.
    meta.clear()
    SubElement(meta, "description").text = network.graph.get("name", "")
    writer.add_graph(network)
    # The schemas have no name of a graph, and that of RELAX NG no place where another lies.
    writer.graph_element.attrib.pop("name")
    for name in ("xmlns:xsi", "xsi:schemaLocation"):
        writer.xml.attrib.pop(name)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{writer}\n".encode()


FORMATS = networks(
    Format(
        name="gexf",
        file="network.gexf",
        media_type="application/gexf+xml",
        group="networks",
        description="GEXF: the same network for Gephi, symmetric relations undirected",
        write=write,
        write_all=partial(write, isolates=True),
    )
)
