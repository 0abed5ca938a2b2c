"""GraphML, for igraph, networkx, Gephi and most that draw networks."""

from __future__ import annotations

import io

import networkx as nx

from cardindex.evidence import Selection
from cardindex.exports.format import Format
from cardindex.exports.xml import plain_network


def write(selection: Selection) -> bytes:
    """Return the claims that link as GraphML; an edge's id is its claim's."""
    buffer = io.BytesIO()
    # Not nx.write_graphml, whose bytes depend on whether lxml happens to be installed.
    nx.write_graphml_xml(plain_network(selection), buffer, named_key_ids=True)
    return buffer.getvalue()


FORMATS = (
    Format(
        name="graphml",
        file="network.graphml",
        media_type="application/graphml+xml",
        group="networks",
        description="GraphML: each claim that links two entities as an edge, with its evidence",
        write=write,
    ),
)
