"""GraphML, for igraph, networkx, Gephi and most that draw networks.

Colours, sizes and places of the page are attributes by the names that Gephi knows them by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardindex.evidence import Selection
from cardindex.exports.drawn import Drawn, drawn
from cardindex.exports.format import NETWORK_LACKS, Format, networks
from cardindex.exports.xml import Column, Kind, columns, escaped

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write(
    selection: Selection, *, isolates: bool = False, simple: bool = False, undirected: bool = False
) -> bytes:
    """Return the claims that link as GraphML; an edge's id is its claim's. See ``drawn.drawn``."""
    # In a mixed network all edges are directed, and `type` says which are not: networkx cannot read
    # GraphML with both kinds, though the schema allows it.
    return document(drawn(selection, isolates=isolates, simple=simple, undirected=undirected))


def document(network: Drawn) -> bytes:
    """Return a network as GraphML."""
    return "".join(_parts(network)).encode()


_TYPES: dict[Kind, str] = {
    "boolean": "boolean", "integer": "long", "double": "double", "string": "string",
}  # fmt: skip


def _parts(network: Drawn) -> Iterator[str]:
    about = [*columns(network.nodes), *_looks(network)]
    said = [
        *columns(network.edges.drop(columns=["source", "target", "undirected"])),
        _inks(network),
    ]
    if not any(network.edges["label"]):
        said = [column for column in said if column.name != "label"]
    # Keys are numbered, as an id may not be given twice and nodes and edges both have a label.
    keys = [("graph", Column("name", "string", [])), *(("node", it) for it in about)]
    keys += [("edge", it) for it in said]
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    for at, (of, column) in enumerate(keys):
        kind = _TYPES[column.kind]
        yield f'<key id="d{at}" for="{of}" attr.name="{column.name}" attr.type="{kind}"/>\n'
    kind = "undirected" if network.directed is False else "directed"
    yield f'<graph edgedefault="{kind}">\n<data key="d0">{escaped(network.title)}</data>\n'
    for id_, told in zip(network.nodes.index, _values(about, 1), strict=True):
        yield f'<node id="{escaped(id_)}">{told}</node>\n'
    ends = (network.edges[name] for name in ("source", "target"))
    rows = zip(network.edges.index, *ends, _values(said, 1 + len(about)), strict=True)
    for id_, source, target, told in rows:
        yield (
            f'<edge id="{escaped(id_)}" source="{escaped(source)}" target="{escaped(target)}">'
            f"{told}</edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def _values(said: Sequence[Column], first: int) -> Iterator[str]:
    heads = [f'<data key="d{at}">' for at in range(first, first + len(said))]
    for row in zip(*(column.values for column in said), strict=True):
        told = zip(heads, row, strict=True)
        yield "".join(f"{head}{value}</data>" for head, value in told if value is not None)


def _looks(network: Drawn) -> list[Column]:
    dots = network.dots
    numbers = (("x", [dot.x for dot in dots]), ("y", [dot.y for dot in dots]))
    sizes = ("size", [round(dot.size, 3) for dot in dots])
    found = [
        Column(name, "double", [repr(float(it)) for it in of]) for name, of in (*numbers, sizes)
    ]
    return [*found, Column("color", "string", [dot.colour for dot in dots])]


def _inks(network: Drawn) -> Column:
    return Column("color", "string", [line.colour for line in network.lines])


FORMATS = networks(
    Format(
        name="graphml",
        file="network.graphml",
        media_type="application/graphml+xml",
        group="networks",
        description="GraphML: each claim that links two entities as an edge, with its evidence",
        write=write,
        takes=frozenset({"isolates", "simple", "undirected"}),
        lacks=NETWORK_LACKS,
        partly={"isolates": "with --isolates", "denials": "counted, as opposition"},
    )
)
