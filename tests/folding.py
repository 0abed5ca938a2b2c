"""Small networks for the tests of measures: by hand, and as networkx ships them."""

from __future__ import annotations

import networkx as nx
import numpy as np
from building import Row, cite, claim, unchecked, work
from scipy import sparse

from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.measures.fold import lay
from cardindex.measures.simplenetwork import Folded


def folded(graph: nx.Graph) -> Folded:
    """Return a networkx graph as a folded network, entities in the order of their names."""
    names = sorted(graph, key=str)
    matrix = sparse.csr_array(nx.to_scipy_sparse_array(graph, names, dtype=np.float64))
    ids = np.array([str(name) for name in names], dtype=object)
    return Folded(ids, np.arange(len(names)), matrix, graph.is_directed(), "roots")


def of(network: Folded, values: np.ndarray) -> dict[str, float]:
    """Return the values of a measure by entity."""
    return dict(zip(network.entities, values.tolist(), strict=True))


def told(*lines: str, works: tuple[Row, ...] = (), **others: list[Row]) -> Index:
    """Return an index of claims and the chains that carry them.

    ``told("a funded b: x, y")``: read in the one essay, which has it from x and from y.
    """
    rows = [line.partition(":")[::2] for line in lines]
    claims = [claim(f"c{at}", words) for at, (words, _) in enumerate(rows, start=1)]
    citations = [
        cite(f"c{at}", "essay", chain.strip())
        for at, (_, chains) in enumerate(rows, start=1)
        for chain in chains.split(",")
    ]
    given = {row["id"] for row in works}
    named = {row["chain"] for row in citations} - given - {""}
    archives = [work(name, origin=f"{name}-people") for name in sorted(named)]
    sources = [work("essay"), *works, *archives]
    return unchecked({"claims": claims, "citations": citations, "sources": sources, **others})


def wholes(selection: Selection) -> dict[str, str]:
    """Return the whole into which each part is folded."""
    return dict(lay(selection, "one", directed=False, wholes=True).wholes)
