"""The simple weighted network that measures are of, for those who measure it elsewhere.

One undirected line a pair, its weight the distinct known roots of its claims together: what
``cardindex rank`` takes unless told otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial

import networkx as nx
import pandas as pd

from cardindex.evidence import Selection
from cardindex.exports import csv, gexf, graphml
from cardindex.exports.format import Format
from cardindex.exports.xml import without_forbidden
from cardindex.measures.fold import Folded, folded_or_empty


def write_graphml(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the lines between entities as GraphML."""
    return graphml.document(_network(selection, isolates=isolates))


def write_gexf(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the lines between entities as GEXF."""
    return gexf.document(_network(selection, isolates=isolates))


def write_csv(selection: Selection) -> bytes:
    """Return the lines between entities, one a row."""
    found = _lines(selection, _folded(selection))
    index = selection.index
    labels = {f"{end}_label": [index.label(id_) for id_ in found[end]] for end in _ENDS}
    table = pd.DataFrame({**found, **labels})
    columns = ["target", "type", "weight", "source_label", "target_label", "claims"]
    columns += ["identifications"] if selection.slice.identities else []
    return csv.document(table.assign(type="undirected").set_index("source")[columns])


_ENDS = ("source", "target")


def _lines(selection: Selection, folded: Folded) -> pd.DataFrame:
    """Return ``source, target, weight`` and ``claims`` of each line; the smaller id comes first.

    ``identifications``: the claims that a line of those into whom others are folded hangs on.
    """
    graph = folded.graph()
    claims: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    columns = (selection.linking[name] for name in ("subject", "object"))
    for id_, *ends in zip(selection.linking.index, *columns, strict=True):
        claims[min(ends), max(ends)].append(id_)
    hung = selection.told.hung if selection.slice.identities else {}
    pairs = sorted((min(one, other), max(one, other)) for one, other in graph.edges)
    rows = [
        (
            *pair, graph.edges[pair]["weight"], tuple(claims[pair]),
            selection.identities.claims(way for id_ in claims[pair] for way in hung.get(id_, ())),
        )
        for pair in pairs
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*_ENDS, "weight", "claims", "identifications"])


def _folded(selection: Selection) -> Folded:
    return folded_or_empty(selection, "roots", directed=False, wholes=False)


def _network(selection: Selection, *, isolates: bool) -> nx.Graph[str]:
    index, folded = selection.index, _folded(selection)
    found = _lines(selection, folded)
    graph: nx.Graph[str] = nx.Graph(name=without_forbidden(index.title))
    for id_ in sorted((*folded.entities, *(folded.alone if isolates else ()))):
        kind = str(index.entities.at[id_, "type"])
        graph.add_node(id_, label=without_forbidden(index.label(id_)), type=kind)
    for source, target, weight, claims, hung in found.itertuples(index=False):
        graph.add_edge(source, target, weight=int(weight), claims=";".join(claims))
        if selection.slice.identities:
            graph.edges[source, target]["identifications"] = ";".join(hung)
    return graph


def _format(
    end: str,
    media_type: str,
    description: str,
    write: Callable[[Selection], bytes],
    write_all: Callable[[Selection], bytes] | None = None,
) -> Format:
    return Format(
        name=f"simple-{end}",
        file=f"simple.{end}",
        media_type=media_type,
        group="simple networks",
        description=description,
        write=write,
        write_all=write_all,
        holds="measured",
        linking=True,
    )


_WHAT = "one undirected line a pair, weighted by roots, as cardindex rank measures it"

FORMATS = (
    _format(
        "graphml", "application/graphml+xml", f"GraphML: {_WHAT}", write_graphml,
        partial(write_graphml, isolates=True),
    ),
    _format(
        "gexf", "application/gexf+xml", f"GEXF: {_WHAT}", write_gexf,
        partial(write_gexf, isolates=True),
    ),
    _format("csv", "text/csv", f"CSV: {_WHAT}", write_csv),
)  # fmt: skip
