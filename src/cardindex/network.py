"""Selection → network: claims as edges of a multigraph, and the best-attested paths in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cardindex import dates
from cardindex.evidence import Selection
from cardindex.evidence.leftout import population, sentence
from cardindex.evidence.links import links
from cardindex.evidence.standing import Assessment
from cardindex.finding import taken
from cardindex.index import BOUNDS
from cardindex.slices import AFFIRMED, STANDINGS

if TYPE_CHECKING:
    import networkx as nx

EVIDENCE = ("standing", "stands", *Assessment._fields[1:], "roots")
"""What evidence says of a claim, as columns."""

_INFINITE = {dates.ALWAYS, dates.NEVER}


def edges(selection: Selection, *, whole: bool = False) -> pd.DataFrame:
    """Return one row a claim that links two entities, by claim id.

    Columns: ``source`` and ``target`` (entity ids), ``relation, words, family, type`` (directed, or
    undirected where the relation is symmetric); those of ``EVIDENCE`` (``roots`` is a tuple), in
    the selection or, with ``whole``, in the whole index; ``when`` and its four days as ISO dates,
    empty where there is no bound; ``text, quantity, unit``, ``low`` and ``high`` as numbers (NaN
    without quantity, infinite where it is open), ``place, mode, gloss``. Of a slice with
    identities the ends are folded, and ``identifications`` are the claims that this hangs on.
    """
    claims = selection.linking
    relations = selection.index.vocabulary.relations
    columns: dict[str, pd.Series | list[str]] = {
        "source": claims["subject"],
        "target": claims["object"],
        "relation": claims["relation"],
        "words": [relations[id_].words for id_ in claims["relation"]],
        "family": [relations[id_].family for id_ in claims["relation"]],
        "type": [
            "undirected" if relations[id_].symmetric else "directed" for id_ in claims["relation"]
        ],
    }
    columns |= {name: claims[f"whole_{name}" if whole else name] for name in EVIDENCE}
    columns["when"] = claims["when"]
    columns |= {name: iso_days(claims[name]) for name in BOUNDS}
    columns |= {name: claims[name] for name in ("text", "quantity", "unit", "low", "high")}
    columns |= {name: claims[name] for name in ("place", "mode", "gloss")}
    if selection.slice.identities:
        hung, who = selection.told.hung, selection.identities
        ways = [who.claims(hung.get(id_, ())) for id_ in claims.index]
        columns["identifications"] = pd.Series(ways, index=claims.index, dtype=object)
    found = pd.DataFrame(columns, index=claims.index)
    found.index.name = "claim"
    return found


def nodes(selection: Selection, *, isolates: bool = False) -> pd.DataFrame:
    """Return the entities that the selection's claims link, by id: ``label, type, description``.

    Of a slice with identities they are those into whom others are folded. With ``isolates`` those
    without a link are there as well: ``evidence.leftout.population`` says of whom it is.
    """
    claims = selection.linking
    ends = np.union1d(claims["subject"].unique(), claims["object"].unique())
    if isolates:
        ends = np.union1d(ends, population(selection))
    found = selection.index.entities.loc[ends, ["label", "type", "description"]]
    found.index.name = "id"
    return found


def network(
    selection: Selection, *, whole: bool = False, isolates: bool = False
) -> nx.MultiDiGraph[str]:
    """Return the claims of a selection as a network.

    Nodes are entity ids, edges run from subject to object and are keyed by claim id, so that
    parallel claims stay apart. Attributes are the columns of ``nodes`` and ``edges``; ``isolates``
    keeps entities without a link.
    """
    import networkx as nx  # noqa: PLC0415 - takes long to load, and most commands need only tables

    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=selection.index.title)
    table = nodes(selection, isolates=isolates)
    for id_, about in zip(table.index, _records(table), strict=True):
        found.add_node(id_, **about)
    table = edges(selection, whole=whole)
    ends = zip(table.index, table.pop("source"), table.pop("target"), strict=True)
    for (claim, source, target), about in zip(ends, _records(table), strict=True):
        found.add_edge(source, target, key=claim, **about)
    return found


def _records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as dicts of plain Python values."""
    columns = {str(name): column.tolist() for name, column in table.items()}
    for cells in zip(*columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True))


@dataclass(frozen=True)
class Hop:
    """One step of a path, along a link. ``forwards``: the link runs from ``start`` to ``end``.

    ``identifies``: it says that the two are one. ``identifications``: the claims that the hop
    hangs on, where identities are folded.
    """

    start: str
    end: str
    relation: str
    family: str
    forwards: bool
    claims: tuple[str, ...]
    standing: str
    support_low: int
    support_high: int
    identifies: bool
    identifications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """A path, its ``cost`` (low is short and well attested) and its weakest hop."""

    hops: tuple[Hop, ...]
    weakest: Hop
    cost: float


def best_paths(selection: Selection, one: str, other: str, k: int = 3) -> list[Path]:
    """Return the ``k`` best-attested paths between two entities, the best first.

    Links are walked either way. A hop costs 1 + 1/n for n independent roots, and 3 where no root
    is known; what nobody so affirms is no hop. Only families that carry people, means and orders
    are walked, unless the selection's slice names families or relations. Identifications that
    stand are always walked, whatever else the slice leaves out; with identities those whose ends
    are folded into one are no hops any more, and whoever is folded is looked for there.
    Of paths that cost the same, the first by ids is the better.
    Raises UnknownName for an entity that does not exist.
    """
    ids = (taken(selection.index, entity).id for entity in (one, other))
    one, other = (selection.folded.get(id_, id_) for id_ in ids)
    hops = _hops(selection)
    paths = (
        tuple(hops[start][end] for start, end in pairwise(ids))
        for ids in _shortest(hops, one, other, k)
    )
    return [Path(path, min(path, key=_strength), _cost(path) / _UNIT) for path in paths]


def left_out(selection: Selection) -> str:
    """Return in a sentence what paths leave out of a selection by default; empty if nothing."""
    return sentence(selection, _relations(selection), linking=True)


def _relations(selection: Selection) -> frozenset[str] | None:
    """Return the relations that paths walk unless the slice names its own; None where it does."""
    if selection.slice.families or selection.slice.relations:
        return None
    relations, families = selection.index.vocabulary.relations, selection.index.vocabulary.families
    return frozenset(
        id_ for id_, it in relations.items() if families[it.family].structural or it.identifies
    )


# Costs of hops are whole numbers, so that equal costs are equal: exact up to a support of 20.
_UNIT = 232_792_560  # the least common multiple of 1 to 20

_Hops = dict[str, dict[str, Hop]]


# A hop without a known root costs as much as one with half a root.
_UNTRACED = 3 * _UNIT


def _cost(path: tuple[Hop, ...]) -> int:
    roots = (hop.support_low for hop in path)
    return sum(_UNIT + _UNIT // low if low else _UNTRACED for low in roots)


def _strength(hop: Hop) -> tuple[int, int, bool]:
    return hop.support_low, -STANDINGS.index(hop.standing), not hop.identifies


def _hops(selection: Selection) -> _Hops:
    """Return for each entity the best hop to each of its neighbours."""
    walked, same = _walked(selection), selection.index.vocabulary.identifying
    found: _Hops = {}
    columns = (
        "subject", "object", "relation", "family", "claims", "standing", "support_low",
        "support_high", "identifications",
    )  # fmt: skip
    for row in zip(*(walked[name] for name in columns), strict=True):
        subject, object_, relation, family, claims, standing, low, high, hung = row
        if subject == object_:
            continue
        for start, end in ((subject, object_), (object_, subject)):
            hop = Hop(
                start, end, relation, family, start == subject, claims, standing, int(low),
                int(high), relation in same, hung,
            )  # fmt: skip
            known = found.setdefault(start, {}).setdefault(end, hop)
            # Links come sorted, so the first of equals stays.
            if _strength(hop) > _strength(known):
                found[start][end] = hop
    return found


def _walked(selection: Selection) -> pd.DataFrame:
    """Return the links that can be walked, sorted as links are."""
    found, vocabulary = selection.links, selection.index.vocabulary
    chosen = found["standing"].isin(AFFIRMED)
    if (walked := _relations(selection)) is not None:
        chosen &= found["relation"].isin(walked)
    same = vocabulary.identifying
    says = found["relation"].isin(same) & found["standing"].isin(AFFIRMED)
    standing = selection.identifications[selection.identifications["stands"]]
    if standing.empty:
        return found[chosen | says]
    # The identifications of the slice, and those that its other fields leave out.
    extra = standing[~standing.index.isin(selection.claims.index)]
    has = selection.claims[selection.claims["relation"].isin(same)]
    named = links(pd.concat([has, extra]), vocabulary, selection.joined)
    named = named[named["standing"].isin(AFFIRMED)]
    folded = {end: [selection.folded.get(id_, id_) for id_ in named[end]] for end in _PAIR}
    both = pd.concat([found[chosen & ~says], named.assign(**folded)])
    return both.sort_values(["subject", "relation", "object"], kind="stable")


_PAIR = ("subject", "object")


def _shortest(hops: _Hops, one: str, other: str, k: int) -> list[tuple[str, ...]]:
    """Return the ``k`` cheapest simple paths, by Yen's algorithm (1971), as tuples of ids."""
    found: list[tuple[str, ...]] = []
    waiting = [first] if (first := _cheapest(hops, (one,), other, set())) else []
    seen = set(waiting)
    while waiting and len(found) < k:
        _, best = heappop(waiting)
        found.append(best)
        for candidate in _departures(hops, best, found):
            if candidate not in seen:
                seen.add(candidate)
                heappush(waiting, candidate)
    return found


_Priced = tuple[int, tuple[str, ...]]


def _departures(
    hops: _Hops, path: tuple[str, ...], found: list[tuple[str, ...]]
) -> Iterator[_Priced]:
    """Yield the cheapest paths that leave ``path`` at each of its steps and are not yet found."""
    for length in range(1, len(path)):
        beginning = path[:length]
        taken = {other[length] for other in found if other[:length] == beginning}
        if departed := _cheapest(hops, beginning, path[-1], taken):
            yield departed


def _cheapest(
    hops: _Hops, beginning: tuple[str, ...], goal: str, barred: set[str]
) -> _Priced | None:
    """Return the cheapest simple path that goes on from ``beginning``, first not to ``barred``.

    Dijkstra's search, in which paths of one cost are compared by their ids.
    """
    walked = tuple(hops[a][b] for a, b in pairwise(beginning))
    start = beginning[-1]
    waiting: list[_Priced] = [(_cost(walked), beginning)]
    done = set(beginning[:-1])
    while waiting:
        cost, path = heappop(waiting)
        last = path[-1]
        if last == goal and len(path) > 1:
            return cost, path
        if last in done:
            continue
        done.add(last)
        for end, hop in hops.get(last, {}).items():
            if end not in done and not (last == start and end in barred):
                heappush(waiting, (cost + _cost((hop,)), (*path, end)))
    return None


def iso_days(numbers: pd.Series) -> list[str]:
    """Return day numbers as ISO dates, and nothing for those that stand for no bound."""
    known = {
        number: "" if number in _INFINITE else dates.iso(number)
        for number in numbers.unique().tolist()
    }
    return [known[number] for number in numbers]
