"""Folding claims into a simple network: one line a pair, however many claims it rests on.

Measures are of simple networks. What they take is a ``Folded``: who is in it, and a sparse matrix
of weights. A ``Ground`` keeps all that does not change when sources are struck or years go by, so
that a hundred foldings cost little more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple, get_args

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from cardindex.brief import brief, count
from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import Selection, leftout, tally
from cardindex.evidence.cited import Flags, Numbers
from cardindex.evidence.identities import NO_CEILING, Identities, Pair
from cardindex.evidence.standing import Assessed
from cardindex.evidence.strikes import Strike
from cardindex.groups import Groups, grouped
from cardindex.index import Index
from cardindex.slices import STANDINGS, Slice

Weighting = Literal["roots", "claims", "quantity", "one"]
Weights = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]  # as SciPy has them, who would convert others for every matrix
Graph = nx.Graph  # undirected or, as networkx has it, a DiGraph

WEIGHTS: tuple[Weighting, ...] = get_args(Weighting)
"""What the weight of a line counts: independent roots, claims, what these say, or nothing (1)."""

"""The relation that leads from a part to its whole."""


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

    def graph(self, *, isolates: bool = False) -> Graph[str]:
        """Return the network as a networkx Graph or DiGraph with the edge attribute ``weight``.

        ``isolates`` keeps those who are ``alone``.
        """
        graph: Graph[str] = nx.DiGraph() if self.directed else nx.Graph()
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
        matrix = sparse.csr_array(self.matrix + self.matrix.T)
        return replace(self, matrix=matrix, directed=False)


class Hung(NamedTuple):
    """Which claims need identifications, and what the weakest of these has, by claim."""

    needs: Flags
    ceiling: Numbers


@dataclass(frozen=True, eq=False)
class Ground:
    """The claims that a slice could have, laid out as the cells of a matrix over all entities.

    The cells are in the order of a matrix by rows: ``columns`` has the column of each, ``rows``
    where each row starts. ``claim`` and ``cell``: which claim is in which cell (twice where it
    counts both ways); ``of_claim`` and ``of_cell``: where in these each claim and each cell is.
    ``roots``: the known roots of each claim, by their numbers. ``wholes``: the whole into which an
    entity was folded, by ``parts``: what is part of what. ``hung``: what claims need to be told of
    one into whom others are folded; None where nobody is.
    """

    index: Index
    entities: npt.NDArray[np.object_]
    rows: Places
    columns: Places
    claim: Numbers
    cell: Numbers
    of_claim: Groups
    of_cell: Groups
    roots: Groups
    directed: bool
    weight: Weighting
    wholes: Mapping[str, str]
    parts: tuple[Pair, ...]
    hung: Hung | None

    def fold(self, weights: Weights) -> Folded:
        """Return the network with these weights of the cells."""
        size = len(self.entities)
        cells = weights.astype(np.float64), self.columns.copy(), self.rows.copy()
        matrix = sparse.csr_array(cells, shape=(size, size))
        matrix.eliminate_zeros()
        present = np.diff(matrix.indptr) > 0
        present |= np.bincount(matrix.indices, minlength=size) > 0
        at = np.flatnonzero(present)
        number = np.cumsum(present, dtype=np.int32) - 1
        # Rows that go are empty, so that those that stay start where they did.
        starts = np.append(matrix.indptr[at], matrix.indptr[-1])
        kept = matrix.data, number.take(matrix.indices), starts
        matrix = sparse.csr_array(kept, shape=(len(at), len(at)))
        return Folded(self.entities, at, matrix, self.directed, self.weight)

    def anyone(self) -> Numbers:
        """Return who has a line in some network of this ground, by position in the index."""
        ends = np.bincount(self.columns, minlength=len(self.entities))
        return np.flatnonzero((np.diff(self.rows) > 0) | (ends > 0))

    def pattern(self) -> sparse.csr_array[np.float64]:
        """Return the matrix of all cells, as if each had a weight of 1."""
        size = len(self.entities)
        cells = np.ones(len(self.columns)), self.columns, self.rows
        return sparse.csr_array(cells, shape=(size, size))

    def lines(self, weights: Weights) -> int:
        """Return how many lines there are with these weights of the cells."""
        return int(np.count_nonzero(weights)) // (1 if self.directed else 2)

    def weights(self, claims: Flags) -> Weights:
        """Return the weight of each cell for these claims."""
        return self._weights(claims, np.arange(len(self.columns)))

    def reweigh(self, weights: Weights, claims: Flags, strike: Strike) -> Weights:
        """Return weights anew after a strike, which leaves these claims.

        Most strikes change few claims, and to count all again would take ten times as long.
        """
        entries, _ = self.of_claim.of(strike.claims)
        hit = np.zeros(len(weights), dtype=bool)
        hit[self.cell[entries]] = True
        cells = np.flatnonzero(hit)
        found = weights.copy()
        found[cells] = self._weights(claims, cells, strike)
        return found

    def _weights(self, claims: Flags, cells: Numbers, strike: Strike | None = None) -> Weights:
        """Return the weights of ``cells``, which are in order."""
        entry, of = self.of_cell.of(cells)
        live = claims[self.claim[entry]]
        of = of[live]
        counts = np.bincount(of, minlength=len(cells))
        if self.weight == "one":
            return np.minimum(counts, 1)
        if self.weight == "claims":
            return counts
        if self.weight == "quantity":
            return self._sums(self.claim[entry[live]], of, len(cells))
        roots, whose = self._roots(self.claim[entry[live]], strike)
        width = int(roots.max(initial=0)) + 1

        def distinct(which: Flags | slice) -> Numbers:
            pairs = np.unique(of[whose[which]] * width + roots[which])
            return np.bincount(pairs // width, minlength=len(cells)).astype(np.int64)

        found = distinct(slice(None))
        if self.hung is not None:
            claim = self.claim[entry[live]]
            ceiling = np.full(len(cells), NO_CEILING)
            np.minimum.at(ceiling, of, self.hung.ceiling[claim])
            own = distinct(~self.hung.needs[claim][whose])
            found = np.maximum(own, np.minimum(found, ceiling))
        # Where no root is known there is a voice all the same.
        return np.maximum(found, counts > 0)

    def _sums(self, claims: Numbers, of: Numbers, size: int) -> npt.NDArray[np.float64]:
        """Return what claims say together, by cell; those told as one count once, as the most."""
        amounts, one = self._amounts
        order = np.lexsort((-amounts[claims], one[claims], of))
        cell, fact = of[order], one[claims][order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (cell[1:] != cell[:-1]) | (fact[1:] != fact[:-1])
        said = amounts[claims][order][first]
        return np.bincount(cell[first], weights=said, minlength=size).astype(np.float64)

    @cached_property
    def _amounts(self) -> tuple[npt.NDArray[np.float64], Numbers]:
        """The quantity of each claim, 1 where it has none, and with whom it is told as one.

        Of a hedged quantity it is the middle of its bounds, of an open one the bound.
        """
        claims = self.index.claims
        low, high = (claims[name].to_numpy(dtype=np.float64) for name in ("low", "high"))
        middle = np.where(np.isinf(high), low, (low + high) / 2)
        return np.where(np.isnan(low), 1.0, middle), claims["told_as"].to_numpy(dtype=np.int64)

    def anew(self, found: Identities, assessed: Assessed) -> Ground:
        """Return the ground where others are folded, as identifications have come or gone."""
        laid = self.index, self.weight, self.parts, assessed
        return _laid(*laid, directed=self.directed, found=found)

    def _roots(self, claims: Numbers, strike: Strike | None) -> tuple[Numbers, Numbers]:
        """Return the known roots of claims, one after the other, and whose each is."""
        if strike is None:
            return self.roots.of(claims)
        at = np.minimum(np.searchsorted(strike.claims, claims), len(strike.claims) - 1)
        near = strike.claims[at] == claims
        far, close = np.flatnonzero(~near), np.flatnonzero(near)
        kept, of_far = self.roots.of(claims[far])
        changed, of_close = strike.roots.of(at[close])
        return np.concatenate([kept, changed]), np.concatenate([far[of_far], close[of_close]])


def simple(
    selection: Selection,
    weight: Weighting = "roots",
    *,
    directed: bool = False,
    wholes: bool = False,
) -> Folded:
    """Fold the claims of a selection into a simple network.

    Args:
        selection: Whose claims; names, measures and datings have no second end, and stay out.
        weight: ``roots``: the distinct known roots of a line's claims together (one where none is
            known), ``claims``: how many claims it has, ``quantity``: the sum of what these say (1
            for one that gives no number; of a hedged one the middle of its bounds, of an open one
            its bound), ``one``: nothing.
        directed: From subject to object; both ways where the relation is symmetric.
        wholes: Fold parts into their wholes, as ``folded_into`` has them.

    Raises UndefinedMeasure where nothing is left to fold, UnknownName for another weight.
    """
    folded = folded_or_empty(selection, weight, directed=directed, wholes=wholes)
    if not folded.entities:
        raise nothing_here(selection)
    return folded


def folded_or_empty(
    selection: Selection, weight: Weighting, *, directed: bool, wholes: bool
) -> Folded:
    """Fold as ``simple`` does; where nothing is left, into a network of nobody."""
    ground = lay(selection, weight, directed=directed, wholes=wholes)
    folded = ground.fold(ground.weights(claims_of(selection)))
    return replace(folded, alone=alone_in(selection, ground, folded.entities))


def alone_in(selection: Selection, ground: Ground, entities: Collection[str]) -> tuple[str, ...]:
    """Return the ids of those whom a selection is of and who are not among ``entities``.

    A part that is folded into its whole is there with it.
    """
    among = leftout.population(selection)
    return tuple(among[~among.isin([*entities, *ground.wholes])])


def nothing_here(selection: Selection) -> UndefinedMeasure:
    """Return the error of a slice that leaves nothing to measure, and says what it leaves out."""
    told = leftout.sentence(selection, linking=True)
    reason = "no claim of this slice links two entities; widen the slice"
    return UndefinedMeasure(f"{reason}. {told}" if told else reason)


def claims_of(selection: Selection) -> Flags:
    """Return which claims of the index a selection has."""
    among = selection.index.claims.index
    flags = np.zeros(len(among), dtype=bool)
    flags[among.get_indexer(selection.claims.index)] = True
    return flags


def lay(selection: Selection, weight: Weighting, *, directed: bool, wholes: bool) -> Ground:
    """Lay out the claims that ``selection`` could have if other standings were found.

    The claims are those of the slice in every standing; ``Ground.fold`` says which of them count.
    With ``identities`` in the slice they are laid as whoever is folded has them.
    """
    if weight not in WEIGHTS:
        raise UnknownName("weight", weight, WEIGHTS)
    parts = _parts(selection) if wholes else ()
    found = selection.identities if selection.slice.identities else None
    laid = selection.index, weight, parts, selection.assessed
    return _laid(*laid, directed=directed, found=found)


def _laid(
    index: Index,
    weight: Weighting,
    parts: tuple[Pair, ...],
    assessed: Assessed,
    *,
    directed: bool,
    found: Identities | None,
) -> Ground:
    of = found.of if found else str
    wholes = _wholes((of(part), of(whole)) for part, whole in parts)
    named = found.into if found else {}
    into = {**wholes, **{name: wholes.get(bearer, bearer) for name, bearer in named.items()}}
    claim, row, column = _both_ends(index, into, found, directed=directed)
    size = len(index.entities)
    places, cell = np.unique(row * size + column, return_inverse=True)
    return Ground(
        index=index,
        entities=index.entities.index.to_numpy(dtype=object),
        rows=np.searchsorted(places, np.arange(size + 1) * size).astype(np.int32),
        columns=(places % size).astype(np.int32),
        claim=claim,
        cell=cell,
        of_claim=grouped(claim, len(index.claims)),
        of_cell=grouped(cell, len(places)),
        roots=assessed.roots.by_claim(len(index.claims)),
        directed=directed,
        weight=weight,
        wholes=wholes,
        parts=parts,
        hung=_hung(index, found) if named and found else None,
    )


def _hung(index: Index, found: Identities) -> Hung:
    """Return which claims need identifications, and what their lines can have at most."""
    places = index.entities.index.get_indexer(pd.Index(list(found.ways)))
    most = np.full(len(index.entities) + 1, NO_CEILING)  # the last is for claims without object
    most[places] = [found.ceiling(way)[1] for way in found.ways.values()]
    hung = np.zeros(len(most), dtype=bool)
    hung[places] = True
    subject, object_ = index.ends
    return Hung(hung[subject] | hung[object_], np.minimum(most[subject], most[object_]))


def folded_into(selection: Selection) -> dict[str, str]:
    """Return the whole into which each part is folded, by the standing claims of ``parthood``.

    A part is followed upwards while it is part of exactly one whole; an entity that is said to be
    part of two stays itself. The claims are those of the slice's sources, of whatever time, and
    are fixed before anything further is struck.
    """
    of = selection.identities.of if selection.slice.identities else str
    return _wholes((of(part), of(whole)) for part, whole in _parts(selection))


def _parts(selection: Selection) -> tuple[Pair, ...]:
    """Return what is part of what, by the claims that stand."""
    before = selection.slice
    relations = selection.index.vocabulary.relations
    saying = frozenset(id_ for id_, relation in relations.items() if relation.parthood)
    told = Slice(
        relations=saying, struck=before.struck, according_to=before.according_to,
        said_by=before.said_by, published_by=before.published_by, surely=before.surely,
    )  # fmt: skip
    if not selection.index.claims["relation"].isin(saying).any():
        return ()  # to tally all again for nothing would take half the time of a ranking
    parts = tally(selection.index, told).claims
    return tuple(zip(parts["subject"], parts["object"], strict=True))


def _wholes(parts: Iterable[Pair]) -> dict[str, str]:
    above: defaultdict[str, set[str]] = defaultdict(set)
    for part, whole in parts:
        above[part].add(whole)
    tops = ((part, _top(part, above)) for part in sorted(above))
    return {part: top for part, top in tops if top != part}


def _top(part: str, above: Mapping[str, set[str]]) -> str:
    """Return the last whole that is reached, one at a time; the part itself from a circle."""
    path = [part]
    while len(wholes := above.get(path[-1], set())) == 1:
        (whole,) = wholes
        if whole in path:
            return part
        path.append(whole)
    return path[-1]


def focus(index: Index, slice_: Slice) -> Slice:
    """Return the slice with the families that a measure takes.

    Without a family or relation of its own, a slice is about the families that carry people,
    means and orders. Raises UndefinedMeasure where the ontology has no such family.
    """
    if slice_.families or slice_.relations:
        return slice_
    kept = index.vocabulary.structural
    if not kept:
        raise UndefinedMeasure(
            "every family of this index is left out unless it is asked for, as none is structural "
            "in its ontology; ask with --family any, or for one by name"
        )
    return replace(slice_, families=kept)


def attested(index: Index, slice_: Slice) -> str:
    """Say in a sentence which claims a slice leaves: whose index, which standings, whose word."""
    standings = [name for name in STANDINGS if name in slice_.standings]
    told = [f"claims of {index.title} that are {' or '.join(standings)}"]
    how = "surely" if slice_.surely else "possibly"
    if slice_.window:
        told.append(f"and {how} held in {slice_.window}")
    if slice_.dated:
        told.append("and have a date")
    known = {"said": slice_.said_by, "published": slice_.published_by}
    by_then = [f"{how} {word} by {day}" for word, day in known.items() if day]
    if by_then:
        told.append(f"on what was {' and '.join(by_then)}")
    if slice_.according_to:
        told.append(f"on the word of {slice_.according_to} alone")
    if slice_.coder:
        told.append(f"on what {slice_.coder} has coded")
    if slice_.identities:
        told.append("with whoever is said to be somebody else folded into them")
    if slice_.struck:
        told.append(f"without {', '.join(sorted(slice_.struck))}")
    return f"Of the {' '.join(told)}."


def _both_ends(
    index: Index, into: Mapping[str, str], found: Identities | None, *, directed: bool
) -> tuple[Numbers, Numbers, Numbers]:
    """Return claim, row and column of every cell that a claim of the index counts in."""
    entities, (subject, object_) = index.entities.index, index.ends
    if into:
        moved = np.arange(-1, len(entities))
        ones, others = (entities.get_indexer(pd.Index(list(it))) for it in (into, into.values()))
        moved[ones + 1] = others
        subject, object_ = moved[subject + 1], moved[object_ + 1]
    linked = np.flatnonzero((object_ >= 0) & (subject != object_))
    if found and found.links:
        linked = np.setdiff1d(linked, found.saying(index))
    returns = linked[index.symmetric[linked]] if directed else linked
    claim = np.concatenate([linked, returns])
    row = np.concatenate([subject[linked], object_[returns]])
    column = np.concatenate([object_[linked], subject[returns]])
    return claim, row, column


def kinds(index: Index, entities: tuple[str, ...]) -> pd.Series[str]:
    """Return the kind of each entity, by id."""
    return index.entities["type"].loc[list(entities)]


def of_units(selection: Selection) -> Iterator[str]:
    """Say where numbers of several units are added up as if they were one."""
    claims = selection.claims[selection.claims["object"] != ""]
    units = sorted({str(unit) for unit in claims["unit"]} - {""})
    if len(units) > 1:
        yield (
            f"Numbers of several units are added up as if they were one ({', '.join(units[:5])}"
            f"{' …' if len(units) > 5 else ''}): choose one relation, or --weight claims."
        )
