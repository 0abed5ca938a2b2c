"""A simple network: no loops, at most one weighted line a pair; what measures take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt

from cardindex.brief import brief, count
from cardindex.evidence.cited import Numbers

if TYPE_CHECKING:
    import networkx as nx
    from scipy import sparse

Weighting = Literal["roots", "claims", "quantity", "one"]


Weights = npt.NDArray[np.int64] | npt.NDArray[np.float64]


Places = npt.NDArray[np.int32]  # as SciPy has them, who would convert others for every matrix


WEIGHTS: tuple[Weighting, ...] = get_args(Weighting)
"""What the weight of a line counts: independent roots, claims, what these say, or nothing (1)."""


@dataclass(frozen=True, eq=False)
class Folded:
    """A simple network: no loops, at most one line a pair (and direction, where it is directed).

    ``ids``: those of the index, and ``at``: where among them each entity is. ``matrix``: a sparse
    array of shape (entities, entities); row to column where it is directed, symmetric where it is
    not; every stored weight is positive. Every entity has a line. ``alone``: the ids of those whom
    the slice is of as well, and who have none.
    """

    ids: npt.NDArray[np.object_]
    at: Numbers
    matrix: sparse.csr_array[np.float64]
    directed: bool
    weight: Weighting
    alone: tuple[str, ...] = ()

    def __repr__(self) -> str:
        kind = "directed" if self.directed else "undirected"
        lines = count(self.lines, "line")
        return brief(self, "", count(len(self.at), "entity", "entities"), lines, kind)

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """The ids of the entities, in the order of the matrix."""
        return tuple(self.ids[self.at])

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self.matrix.nnz if self.directed else self.matrix.nnz // 2

    def graph(self, *, isolates: bool = False) -> nx.Graph[str]:
        """Return the network as a networkx Graph or DiGraph with the edge attribute ``weight``.

        ``isolates`` keeps those who are ``alone``.
        """
        import networkx as nx  # noqa: PLC0415 - takes long to load, and few want such an object

        graph: nx.Graph[str] = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(self.entities)
        if isolates:
            graph.add_nodes_from(self.alone)
        cells = self.matrix.tocoo()
        for row, column, weight in zip(cells.row, cells.col, cells.data, strict=True):
            if self.directed or row < column:
                ends = self.entities[row], self.entities[column]
                whole = int(weight)
                graph.add_edge(*ends, weight=whole if whole == weight else float(weight))
        return graph

    def undirected(self) -> Folded:
        """Return the network without directions; lines both ways add up."""
        if not self.directed:
            return self
        from scipy import sparse  # noqa: PLC0415 - takes long to load, and few exports measure

        matrix = sparse.csr_array(self.matrix + self.matrix.T)
        return replace(self, matrix=matrix, directed=False)
