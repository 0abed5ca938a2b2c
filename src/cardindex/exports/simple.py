"""The simple weighted network that measures are of, for those who measure it elsewhere.

One undirected line a pair, its weight the distinct known roots of its claims together: what
``cardindex rank`` takes unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from cardindex.evidence import Selection
from cardindex.exports import csv, gexf, graphml
from cardindex.exports.drawn import lines_of, simply
from cardindex.exports.format import NETWORK_LACKS, OF_CLAIMS, Format
from cardindex.measures.fold import folded_or_empty


def write_graphml(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the lines between entities as GraphML."""
    return graphml.document(simply(selection, isolates=isolates, directed=False))


def write_gexf(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the lines between entities as GEXF."""
    return gexf.document(simply(selection, isolates=isolates, directed=False))


def write_csv(selection: Selection) -> bytes:
    """Return the lines between entities, one a row."""
    folded = folded_or_empty(selection, "roots", directed=False, wholes=False)
    found, index = lines_of(selection, folded), selection.index
    for end in ("source", "target"):
        found[f"{end}_label"] = [index.label(id_) for id_ in found[end]]
    columns = ["target", "type", "weight", "source_label", "target_label", "claims"]
    columns += ["identifications"] if selection.slice.identities else []
    return csv.document(found.assign(type="undirected").set_index("source")[columns])


def _format(end: str, media_type: str, description: str, write: Callable[..., bytes]) -> Format:
    nodes, partly = end != "csv", dict(_WEIGHED)
    if nodes:
        partly["isolates"] = "with --isolates"
    else:
        partly["entities"] = "by id and name"
    if end == "gexf":
        partly["dates"] = "as a timeline: whenever one of its claims possibly held"
    lacks = NETWORK_LACKS | OF_CLAIMS - partly.keys()
    return Format(
        name=f"simple-{end}",
        file=f"simple.{end}",
        media_type=media_type,
        group="simple networks",
        description=description,
        write=write,
        holds="measured",
        linking=True,
        takes=frozenset({"isolates"} if nodes else ()),
        lacks=lacks if nodes else lacks | {"isolates"},
        partly=partly,
    )


_WEIGHED = {
    "parallel": "merged: which claims a line is of is said",
    "standing": "the weight counts roots",
}

_WHAT = "one undirected line a pair, weighted by roots, as cardindex rank measures it"

FORMATS = (
    _format("graphml", "application/graphml+xml", f"GraphML: {_WHAT}", write_graphml),
    _format("gexf", "application/gexf+xml", f"GEXF: {_WHAT}", write_gexf),
    _format("csv", "text/csv", f"CSV: {_WHAT}", write_csv),
)
