"""The measures of single entities, each with its source in the literature and what it takes.

All take a simple network (``fold.Folded``) and return one number an entity, in its order. SciPy
and rustworkx do the work; tests hold every measure to networkx on small networks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import rustworkx as rx
from scipy import sparse

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.measures import paths, walks
from cardindex.measures.ground import Ground
from cardindex.measures.simplenetwork import Folded, Weights

Values = walks.Values

DIGITS = 10
"""How many digits of a value are told; what comes after depends on the machine."""

_TIE = 1e-9
_AT_ONCE = 14  # from so many lines at a time on, a sparse step is no faster
_SMALL = 200


@dataclass(frozen=True)
class Measure:
    """A measure of entities.

    ``says``: what a high value means. ``source``: where it is defined. ``directed``: whether it
    follows directions unless told; ``either``: whether it can be told. ``weighted``: whether the
    weight of a line counts. ``lowest_first``: whether rank 1 is the lowest value.

    A measure does without the other two. ``many``: the same for many weights of one ground, where
    that is faster: from the ground and, perhaps, values that are near by, it gives what finds the
    values for the weights of the cells, NaN where an entity has no line. ``paths``: where values
    are added up over the sources of shortest paths, what lays these out, so that some sources can
    be drawn; it may give None.
    """

    id: str
    label: str
    says: str
    source: str
    of: Callable[[Folded], Values]
    weighted: bool = False
    directed: bool = False
    either: bool = False
    lowest_first: bool = False
    many: Callable[[Ground, Values | None], Callable[[Weights], Values]] | None = None
    paths: Callable[[Folded], paths.Paths | None] | None = None


def measure(name: str) -> Measure:
    """Return the measure of that name; raises UnknownName."""
    if name not in MEASURES:
        raise UnknownName("measure", name, MEASURES)
    return MEASURES[name]


def degree(folded: Folded) -> Values:
    """Count the lines of each entity; in a directed network those in and those out."""
    lines = np.diff(folded.matrix.indptr)
    if folded.directed:
        lines = lines + np.diff(folded.matrix.tocsc().indptr)
    return lines.astype(np.float64)


def strength(folded: Folded) -> Values:
    """Add up the weights of the lines of each entity; in a directed network in and out."""
    out: Values = np.asarray(folded.matrix.sum(axis=1))
    return out + np.asarray(folded.matrix.sum(axis=0)) if folded.directed else out


def betweenness(folded: Folded) -> Values:
    """Return the share of shortest paths between two others that lead over each entity."""
    laid = laid_out(folded)
    if laid is None:
        return _listed(rx.betweenness_centrality(for_rustworkx(folded)), folded)
    return paths.exact(laid)


def laid_out(folded: Folded) -> paths.Paths | None:
    """Return a network laid out for shortest paths from many sources at a time, where that pays.

    It does not where paths are long, as all lines are gone along at every step.
    """
    laid = paths.lay(folded.matrix, directed=folded.directed)
    by_step = len(laid.within) * paths.cost(laid)
    one_by_one = len(folded.at) * (folded.matrix.nnz + len(folded.at))
    return laid if by_step <= _AT_ONCE * one_by_one else None


def closeness(folded: Folded) -> Values:
    """Return the inverse of the mean distance, corrected for what cannot be reached.

    Wasserman and Faust's correction: the share of all others that are reached is a factor. In a
    directed network the distance is that of the others to the entity.
    """
    laid = laid_out(folded)
    if laid is None:
        return _listed(rx.closeness_centrality(for_rustworkx(folded)), folded)
    reached, far = paths.distances(laid)
    found: Values = np.divide(reached, far, out=np.zeros(len(far)), where=far > 0)
    return found * reached / max(len(far) - 1, 1)


def eigenvector(folded: Folded) -> Values:
    """Return the eigenvector of the largest eigenvalue, of Euclidean length 1.

    Raises UndefinedMeasure where two parts of the network share that eigenvalue.
    """
    matrix, size = folded.matrix, len(folded.at)
    if size <= _SMALL:
        values, vectors = np.linalg.eigh(matrix.toarray())
    else:
        from scipy.sparse import linalg  # noqa: PLC0415 - a sixth of a second, for this alone

        values, vectors = linalg.eigsh(matrix, k=2, which="LA", v0=np.ones(size))
    order = np.argsort(values)
    largest, second = values[order[-1]], values[order[-2]]
    if largest - second <= _TIE * largest:
        raise UndefinedMeasure(
            "eigenvector centrality is undefined: two parts of the network that are not connected "
            "have the same largest eigenvalue; choose a slice that is connected"
        )
    vector: Values = np.abs(vectors[:, order[-1]])
    # Outside the eigenvector's component the values are only rounding errors.
    vector[vector <= _TIE * vector.max()] = 0.0
    return vector


def pagerank(folded: Folded, near: Values | None = None) -> Values:
    """Return how often a walker along the lines, who jumps now and then, is at each entity.

    ``near``: values to start from, as ``walks.Walk.ranks`` takes them.
    """
    return walks.lay(folded.matrix).ranks(folded.matrix.data, near)


def pageranks(ground: Ground, near: Values | None) -> Callable[[Weights], Values]:
    """Return what gives the PageRanks for weights of the cells of ``ground``."""
    walk = walks.lay(ground.pattern())
    if near is None:
        return walk.ranks
    # An entity whose denials fell has no earlier value.
    start = np.where(np.isnan(near), np.nanmin(near), near)
    return lambda weights: walk.ranks(weights, start)


def core(folded: Folded) -> Values:
    """Return the largest k for which the entity is in a part where all have k lines within it."""
    found: Mapping[int, float] = rx.core_number(for_rustworkx(folded))  # type: ignore[assignment]
    return _listed(found, folded)


def triangles(folded: Folded) -> Values:
    """Count for each entity the pairs of its contacts who are contacts; without directions."""
    tied = folded.undirected().matrix.copy()
    tied.data[:] = 1.0
    found: Values = np.asarray(sparse.csr_array(tied @ tied).multiply(tied).sum(axis=1)) / 2
    return found


def triads(folded: Folded) -> Values:
    """Count for each entity the pairs of its contacts; without directions."""
    contacts = degree(folded.undirected())
    return contacts * (contacts - 1) / 2


def clustering(folded: Folded) -> Values:
    """Return for each entity the share of the pairs of its contacts who are contacts themselves.

    An entity with fewer than two contacts has 0, as in networkx.
    """
    pairs = triads(folded)
    found: Values = triangles(folded) / np.maximum(pairs, 1)
    return found


def constraint(folded: Folded) -> Values:
    """Return how far an entity's contacts are each other's contacts too, weighted.

    The sum over contacts j of (p_ij + sum over q of p_iq p_qj) squared, p_ij being the share of
    j in all that i invests.
    """
    matrix = folded.matrix
    share = sparse.csr_array(sparse.diags_array(1.0 / np.asarray(matrix.sum(axis=1))) @ matrix)
    tied = matrix.copy()
    tied.data[:] = 1.0
    through = sparse.csr_array((share + share @ share).multiply(tied))
    found: Values = np.asarray(through.power(2).sum(axis=1))
    return found


def tau(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> float:
    """Return Kendall's tau-b of two rankings; NaN where all of one are of the same rank."""
    if len(one) < 2 or (one == one[0]).all() or (other == other[0]).all():
        return np.nan
    if np.array_equal(one, other):
        return 1.0
    return _correlation(one, other, "kendall")


def rho(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> float:
    """Return Spearman's rank correlation; NaN where all of one are of the same rank."""
    if len(one) < 2 or (one == one[0]).all() or (other == other[0]).all():
        return np.nan
    # Spearman's rho needs the mean of equal ranks, not the better one.
    return _correlation(one, other, "spearman")


def _correlation(
    one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], method: Literal["kendall", "spearman"]
) -> float:
    # pandas imports scipy.stats only when it is needed: that takes half a second.
    found = pd.Series(one).corr(pd.Series(other), method=method)
    return float(f"{found:.{DIGITS}g}")


def for_rustworkx(folded: Folded) -> rx.PyGraph[int, None] | rx.PyDiGraph[int, None]:
    """Return the network for rustworkx; without weights, as distances are counted in lines."""
    cells = folded.matrix.tocoo()
    kept = slice(None) if folded.directed else cells.row < cells.col
    graph: rx.PyGraph[int, None] | rx.PyDiGraph[int, None]
    graph = rx.PyDiGraph() if folded.directed else rx.PyGraph()
    graph.add_nodes_from(range(len(folded.entities)))
    graph.add_edges_from_no_data(
        list(zip(cells.row[kept].tolist(), cells.col[kept].tolist(), strict=True))
    )
    return graph


def ranks(values: Values, *, lowest_first: bool = False) -> npt.NDArray[np.int64]:
    """Return the rank of each value, 1 being the first; equal values share the better rank.

    Values that differ by no more than a billionth of the larger are taken for equal: so much can
    come from the order in which a machine adds up.
    """
    order = np.argsort(values if lowest_first else -values)
    ordered = values[order]
    gaps = np.abs(np.diff(ordered)) > _TIE * np.maximum(np.abs(ordered[1:]), np.abs(ordered[:-1]))
    place = np.arange(1, len(values) + 1)
    starts = np.concatenate([[True], gaps])[: len(values)]
    found = np.empty(len(values), dtype=np.int64)
    found[order] = np.maximum.accumulate(np.where(starts, place, 0))
    return found


def _listed(found: Mapping[int, float], folded: Folded) -> Values:
    return np.array([found[at] for at in range(len(folded.entities))], dtype=np.float64)


_FREEMAN = "Freeman, Social Networks 1 (1978/79), 215–239"

MEASURES: dict[str, Measure] = {
    each.id: each
    for each in (
        Measure("degree", "degree", "many direct contacts", _FREEMAN, degree, either=True),
        Measure(
            "strength", "weighted degree", "much attested contact",
            "Barrat and others, PNAS 101 (2004), 3747–3752", strength,
            weighted=True, either=True,
        ),
        Measure(
            "betweenness", "betweenness", "on many shortest paths between others",
            "Freeman, Sociometry 40 (1977), 35–41; "
            "Brandes, Journal of Mathematical Sociology 25 (2001), 163–177", betweenness,
            either=True, paths=laid_out,
        ),
        Measure(
            "closeness", "closeness", "few steps from all others",
            f"{_FREEMAN}; corrected as in Wasserman and Faust, Social Network Analysis (1994), 201",
            closeness, either=True,
        ),
        Measure(
            "eigenvector", "eigenvector centrality", "linked to those who are central themselves",
            "Bonacich, American Journal of Sociology 92 (1987), 1170–1182", eigenvector,
            weighted=True,
        ),
        Measure(
            "pagerank", "PageRank", "where the arrows lead, and those of the central most",
            "Page, Brin, Motwani and Winograd, Stanford InfoLab report 1999-66", pagerank,
            weighted=True, directed=True, either=True, many=pageranks,
        ),
        Measure(
            "core", "core number", "inside a group in which everyone has many contacts",
            "Seidman, Social Networks 5 (1983), 269–287", core,
        ),
        Measure(
            "clustering", "clustering coefficient", "contacts who are each other's contacts too",
            "Watts and Strogatz, Nature 393 (1998), 440–442", clustering,
        ),
        Measure(
            "constraint", "constraint", "bound by contacts who know each other",
            "Burt, Structural Holes (1992), chapter 2", constraint,
            weighted=True, lowest_first=True,
        ),
    )
}  # fmt: skip
"""Every measure that ``rank`` knows, by name."""
