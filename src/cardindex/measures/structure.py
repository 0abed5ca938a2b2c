"""What a network is like: brokers between groups, cut points, bridges, mixing, whole figures."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import leftout
from cardindex.index import Index
from cardindex.measures.centrality import (
    MEASURES,
    Measure,
    Values,
    clustering,
    degree,
    triads,
    triangles,
)
from cardindex.measures.simplenetwork import Folded

Grouping = str
"""By what entities are grouped: a scheme of groups.csv, or ``kind``."""

KIND = "kind"

ROLES = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")
"""The five roles of Gould and Fernandez, by the groups of who is before, between and after."""

BROKERAGE = "brokerage"
"""The measure that wants to know of groups, and so is made and not listed."""

_AT_ONCE = 256
_SOURCE = "Gould and Fernandez, Sociological Methodology 19 (1989), 89–126"


def groups(index: Index, by: Grouping) -> dict[str, str]:
    """Return the group of each entity: its kind, or its value in a scheme of groups.csv.

    Raises UnknownName for a scheme that there is none of, UndefinedMeasure where an entity has
    two values in it, or the index has no groups.
    """
    if by == KIND:
        types = index.vocabulary.types
        return {str(id_): types[kind].label for id_, kind in index.entities["type"].items()}
    if index.groups.empty:
        raise UndefinedMeasure("this index has no groups; write some in groups.csv, or take kinds")
    chosen_ = index.groups[index.groups["scheme"] == by]
    if chosen_.empty:
        raise UnknownName("grouping", by, (KIND, *index.groups["scheme"].unique()))
    found: dict[str, str] = {}
    for member, value in chosen_[["entity", "value"]].itertuples(index=False, name=None):
        if member in found:
            raise UndefinedMeasure(
                f"{member} is in two groups of the scheme {by}, {found[member]} and {value}; a "
                "measure of groups wants everyone in one at most (groups.csv)"
            )
        found[member] = value
    return found


def brokerage(folded: Folded, of: Mapping[str, str]) -> pd.DataFrame:
    """Count for each entity the pairs between whom it is the only step, by its role.

    Gould and Fernandez (1989): i reaches k through the entity and not directly. Coordinator: all
    three of one group; gatekeeper: i of another; representative: k of another; consultant: i and
    k of one group, the entity of another; liaison: three groups. Without directions a pair counts
    both ways, so gatekeeper and representative are the same. Weights and entities without a group
    are left out. Returns a frame by entity, the busiest first: ``group``, the roles, ``total``.
    """
    names = [name for name in folded.entities if name in of]
    codes = {label: at for at, label in enumerate(sorted({of[name] for name in names}))}
    group = np.array([codes.get(of.get(name, ""), -1) for name in folded.entities])
    counts = _roles(folded, group)
    frame = pd.DataFrame(counts, index=pd.Index(folded.entities, name="entity"), columns=ROLES)
    frame = frame.loc[names]
    frame.insert(0, "group", [of[name] for name in names])
    frame["total"] = frame[list(ROLES)].sum(axis=1)
    return frame.sort_values(["total", "entity"], ascending=[False, True])


def brokers(of: Mapping[str, str]) -> Measure:
    """Return the measure of how many pairs of different groups an entity alone stands between."""

    def between(folded: Folded) -> Values:
        codes = {label: at for at, label in enumerate(sorted(set(of.values())))}
        group = np.array([codes.get(of.get(name, ""), -1) for name in folded.entities])
        counts = _roles(folded, group)
        across = [ROLES.index(role) for role in ("gatekeeper", "representative", "liaison")]
        found: Values = counts[:, across].sum(axis=1).astype(np.float64)
        return found

    says = "alone between many pairs of different groups; who is in no group has none"
    return Measure(BROKERAGE, "brokerage", says, _SOURCE, between, either=True)


def chosen(index: Index, name: str, by: Grouping = "bloc") -> Measure:
    """Return the measure of that name; brokerage is between the groups that ``by`` makes."""
    if name == BROKERAGE:
        return brokers(groups(index, by))
    if name not in MEASURES:
        raise UnknownName("measure", name, (*MEASURES, BROKERAGE))
    return MEASURES[name]


def _roles(folded: Folded, group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return an array of shape (entities, 5) of how often each entity has each of ``ROLES``."""
    out = folded.matrix
    in_ = out.tocsc()
    counts = np.zeros((len(group), len(ROLES)), dtype=np.int64)
    for at in np.flatnonzero(group >= 0):
        before = in_.indices[in_.indptr[at] : in_.indptr[at + 1]]
        after = out.indices[out.indptr[at] : out.indptr[at + 1]]
        before, after = before[group[before] >= 0], after[group[after] >= 0]
        if not (len(before) and len(after)):
            continue
        direct = out[before][:, after].toarray() > 0
        free = ~direct & (before[:, None] != after[None, :])
        enters = (group[before] == group[at])[:, None]
        leaves = (group[after] == group[at])[None, :]
        alike = group[before][:, None] == group[after][None, :]
        outside = ~enters & ~leaves
        counts[at] = [
            (free & role).sum()
            for role in (
                enters & leaves, ~enters & leaves, enters & ~leaves,
                outside & alike, outside & ~alike,
            )
        ]  # fmt: skip
    return counts


def cut_points(folded: Folded) -> pd.DataFrame:
    """Return the entities without whom a part of the network would fall apart.

    Articulation points (Hopcroft and Tarjan, Communications of the ACM 16 (1973), 372–378), of
    the network without directions. Returns a frame by entity, ``cut_off`` (how many others would
    be cut off from the largest part left) first.
    """
    graph = folded.undirected().graph()
    rows = {}
    for name in nx.articulation_points(graph):
        around = nx.node_connected_component(graph, name) - {name}
        left = nx.connected_components(graph.subgraph(around))
        rows[name] = len(around) - max(map(len, left))
    frame = pd.DataFrame({"cut_off": pd.Series(rows, dtype="int64")}).rename_axis("entity")
    return frame.sort_values(["cut_off", "entity"], ascending=[False, True])


def bridges(folded: Folded) -> pd.DataFrame:
    """Return the lines without which a part of the network would fall apart.

    Of the network without directions; several claims between two are one line. Returns a frame
    ``one, other, cut_off`` (how many entities are on the smaller side), the largest first.
    """
    graph = folded.undirected().graph()
    rows = []
    for one, other in sorted(tuple(sorted(pair)) for pair in nx.bridges(graph)):
        side = nx.node_connected_component(nx.restricted_view(graph, [], [(one, other)]), one)
        around = nx.node_connected_component(graph, one)
        rows.append((one, other, min(len(side), len(around) - len(side))))
    frame = pd.DataFrame(rows, columns=["one", "other", "cut_off"])
    return frame.sort_values(["cut_off", "one", "other"], ascending=[False, True, True])


def assortativity(folded: Folded, of: Mapping[str, str]) -> float:
    """Return how far lines keep within groups: 1 only within, 0 as by chance, below 0 across.

    Newman, Physical Review E 67 (2003), 026126; every line is 1, directions are followed where
    the network has them, entities without a group are left out. Raises UndefinedMeasure where
    all who have lines are of one group.
    """
    graph = folded.graph().subgraph([name for name in folded.entities if name in of]).copy()
    nx.set_node_attributes(graph, dict(of), "group")
    found = {of[name] for name, lines in graph.degree() if lines}
    if len(found) < 2:
        raise UndefinedMeasure("assortativity is undefined: all who have lines are of one group")
    return float(nx.attribute_assortativity_coefficient(graph, "group"))


def whole(folded: Folded, *, isolates: bool = False) -> pd.DataFrame:
    """Return the figures of the whole network: ``figure, value, note``.

    Density and reciprocity as in Wasserman and Faust, Social Network Analysis (1994), chapters 4
    and 13. Without directions, as networkx has them: transitivity (the share of all paths of two
    lines whose ends are joined), average clustering (the mean of ``centrality.clustering``),
    degree assortativity (Newman, Physical Review Letters 89 (2002), 208701), degree centralization
    (Freeman 1978/79), and distances, which are counted in lines, in the largest component alone,
    as there is none between components. A figure that is undefined is missing, and its note says
    why.

    Entities without a line are named and counted. ``isolates`` takes them in: each is a component,
    and has no contacts; without, notes say what the figures that they touch would be with them.
    """
    told = _figures(folded, len(folded.alone) if isolates else 0)
    with_all = _figures(folded, len(folded.alone))
    rows: list[Figure] = []
    for figure in told:
        value, note = told[figure]
        if folded.alone and not isolates and with_all[figure][0] != value:
            note = "; ".join(filter(None, [note, f"{_written(with_all[figure][0])} {REST}"]))
        rows.append((figure, value, note))
        if figure == "entities":
            rows.append(("entities without a line", len(folded.alone), _named(folded.alone)))
    return pd.DataFrame(rows, columns=["figure", "value", "note"])


REST = "with those without a line"
"""What a note says of a figure that would be another if all entities counted."""

Figure = tuple[str, float | None, str]
_Figures = dict[str, tuple[float | None, str]]


def _figures(folded: Folded, alone: int) -> _Figures:
    """Return the figures, each with its note, of a network and so many entities without a line."""
    size, lines = len(folded.entities) + alone, folded.lines
    possible = size * (size - 1) // (1 if folded.directed else 2)
    parts, member = csgraph.connected_components(folded.matrix, directed=False)
    paths, closed = float(triads(folded).sum()), float(triangles(folded).sum())
    few = "undefined: fewer than two entities"
    return {
        "entities": (size, ""),
        "lines": (lines, ""),
        "density": (lines / possible, "") if possible else (None, few),
        "reciprocity": _reciprocity(folded),
        "transitivity": (closed / paths, "") if paths else (0.0, "nobody has two contacts"),
        "average clustering": (
            (float(clustering(folded).sum()) / size, "") if size else (None, few)
        ),
        "degree assortativity": _alike(folded),
        "degree centralization": _centralization(folded, size),
        "components": (parts + alone, ""),
        **_apart(folded, parts + alone, member),
    }


def _named(entities: tuple[str, ...]) -> str:
    """Name a few entities, and say how many more there are."""
    more = len(entities) - leftout.NAMED
    return "; ".join([*entities[: leftout.NAMED], *([f"{more:,} more"] if more > 0 else [])])


def _written(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.4g}"


def _reciprocity(folded: Folded) -> tuple[float | None, str]:
    if not folded.directed:
        return None, "undefined without directions"
    if not folded.lines:
        return None, "undefined without lines"
    mutual = (folded.matrix > 0).multiply(folded.matrix.T > 0).nnz
    return mutual / folded.lines, ""


def _alike(folded: Folded) -> tuple[float | None, str]:
    """Return how far the contacts of those with many contacts have many themselves."""
    plain = folded.undirected()
    contacts, cells = degree(plain), plain.matrix.tocoo()
    one, other = contacts[cells.row], contacts[cells.col]
    if len(set(one.tolist())) < 2:
        return None, "undefined: all who have lines have as many"
    return float(np.corrcoef(one, other)[0, 1]), ""


def _centralization(folded: Folded, size: int) -> tuple[float | None, str]:
    """Return how far the network is a star: 1 where it is, 0 where all have as many contacts."""
    if size < 3:
        return None, "undefined: fewer than three entities"
    contacts = degree(folded.undirected())
    greatest = float(contacts.max(initial=0.0))
    return (size * greatest - float(contacts.sum())) / ((size - 1) * (size - 2)), ""


def _apart(folded: Folded, parts: int, member: npt.NDArray[np.int32]) -> _Figures:
    """Return the size of the largest component, and the distances in it."""
    if not len(member):
        none = None, "undefined without lines"
        return {
            "entities in the largest": (min(parts, 1), ""),
            "mean distance": none,
            "greatest distance": none,
        }
    largest = np.flatnonzero(member == np.bincount(member).argmax())
    mean, greatest = _distances(folded.undirected().matrix[largest][:, largest])
    among = "" if parts == 1 else f"within the largest component, of {len(largest)}"
    return {
        "entities in the largest": (len(largest), ""),
        "mean distance": (mean, among),
        "greatest distance": (greatest, among),
    }


def _distances(matrix: sparse.csr_array[np.float64]) -> tuple[float, int]:
    """Return the mean and the greatest distance in a connected network, counted in lines."""
    size = matrix.shape[0]
    added = greatest = 0
    # A few at a time: all of them at once would not fit into memory.
    for start in range(0, size, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, size))
        steps = csgraph.shortest_path(matrix, directed=False, unweighted=True, indices=some)
        added += int(steps.sum())
        greatest = max(greatest, int(steps.max()))
    return added / (size * (size - 1)), greatest
