"""Networks as they are written for programs that draw them: who, which lines, when, how they look.

Lines are claims, parallel ones apart; or, simple, one line a pair, as measures take them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from cardindex import dates
from cardindex.evidence import Selection
from cardindex.exports.looks import Dot, Line, dots_of, lines_looks
from cardindex.index import BOUNDS
from cardindex.measures.fold import folded_or_empty
from cardindex.measures.simplenetwork import Folded
from cardindex.network import edges, nodes

Span = tuple[int, int]
"""The first and the last day on which something possibly held, as ``dates`` numbers days."""

UNBOUND: Span = (dates.ALWAYS, dates.NEVER)
"""The span of what has no date: it may have held at any time."""


@dataclass(frozen=True)
class Drawn:
    """A network to be drawn.

    ``nodes``: a frame by entity id, with ``label`` first; ``dots``: their looks, in its order.
    ``edges``: a frame by line id, with ``source, target`` (entity ids), ``label`` and
    ``undirected`` (a flag) first; ``lines``: their looks, and ``spans``: when each possibly held.
    ``directed``: whether lines have a direction; None where some have one and some have none.
    """

    title: str
    directed: bool | None
    nodes: pd.DataFrame
    edges: pd.DataFrame
    dots: list[Dot]
    lines: list[Line]
    spans: list[list[Span]]

    def spans_of_nodes(self) -> list[list[Span]]:
        """Return when entities are there: while a line of theirs is; always, who has no line."""
        found: defaultdict[str, list[Span]] = defaultdict(list)
        ends = zip(self.edges["source"], self.edges["target"], self.spans, strict=True)
        for one, other, spans in ends:
            found[one] += spans
            found[other] += spans
        return [joined(found.get(id_, (UNBOUND,))) for id_ in self.nodes.index]


def drawn(
    selection: Selection, *, isolates: bool = False, simple: bool = False, undirected: bool = False
) -> Drawn:
    """Return the network of a selection, and with ``isolates`` who has no link in it.

    ``simple``: one line a pair, and a direction if any relation has one; its weight is the distinct
    known roots of its claims together, and 1 where none is known. ``undirected``: no line has a
    direction.
    """
    if simple:
        directed = not (undirected or all_symmetric(selection))
        return simply(selection, isolates=isolates, directed=directed)
    table = edges(selection, whole=True)
    table.insert(2, "label", table.pop("words"))
    table.insert(3, "undirected", undirected | (table["type"] == "undirected"))
    if undirected:
        table["type"] = "undirected"
    table["root_count"] = [len(roots) for roots in table["roots"]]
    table["claim"] = table.index
    spans = [[span] for span in _spans(selection).values()]
    held: list[tuple[str, ...]] = [(id_,) for id_ in table.index]
    found = _looking(selection, nodes(selection, isolates=isolates), table, spans, held)
    return replace(found, directed=not undirected) if table.empty else found


def all_symmetric(selection: Selection) -> bool:
    """Tell whether every claim that links is of a relation that reads alike from either end."""
    relations = set(selection.linking["relation"])
    return bool(relations) and relations <= set(selection.index.vocabulary.symmetric)


def simply(selection: Selection, *, isolates: bool, directed: bool) -> Drawn:
    """Return the network with one line a pair (and direction, where it is directed).

    Of each line there are ``weight`` and ``claims``, and of those into whom others are folded the
    ``identifications`` that it hangs on. It is drawn as most of its claims are, and as the best of
    them stands.
    """
    found = folded_or_empty(selection, "roots", directed=directed, wholes=False)
    table, span = lines_of(selection, found), _spans(selection)
    held = table["claims"].tolist()
    spans = [joined(span[id_] for id_ in ids) for ids in held]
    table.insert(2, "label", "")
    table.insert(3, "undirected", not directed)
    if not selection.slice.identities:
        del table["identifications"]
    who = sorted((*found.entities, *(found.alone if isolates else ())))
    about = selection.index.entities.loc[who, ["label", "type"]]
    return replace(_looking(selection, about, table, spans, held), directed=directed)


def lines_of(selection: Selection, found: Folded) -> pd.DataFrame:
    """Return ``source, target, weight`` and ``claims`` of each line, by its id.

    Where lines have no direction the smaller id comes first. ``identifications``: the claims that a
    line of those into whom others are folded hangs on.
    """
    claims = _by_pair(selection, directed=found.directed)
    hung = selection.told.hung if selection.slice.identities else {}
    rows: list[tuple[str, str, int, tuple[str, ...], tuple[str, ...]]] = []
    weight: int
    for one, other, weight in found.graph().edges(data="weight"):
        pair = (one, other) if found.directed else (min(one, other), max(one, other))
        ids = tuple(claims[pair])
        needs = selection.identities.claims(way for id_ in ids for way in hung.get(id_, ()))
        rows.append((*pair, weight, ids, needs))
    names = ["source", "target", "weight", "claims", "identifications"]
    table = pd.DataFrame(sorted(rows), columns=names)
    table.index = pd.Index([f"line{at}" for at in range(1, len(table) + 1)], dtype=object)
    return table


def _by_pair(selection: Selection, *, directed: bool) -> dict[tuple[str, str], list[str]]:
    """Return which claims link two; those of a symmetric relation lead both ways."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    linking, symmetric = selection.linking, selection.index.vocabulary.symmetric
    told = (linking[name] for name in ("relation", "subject", "object"))
    for id_, relation, one, other in zip(linking.index, *told, strict=True):
        if not directed:
            found[min(one, other), max(one, other)].append(id_)
        else:
            found[one, other].append(id_)
            if relation in symmetric:
                found[other, one].append(id_)
    return found


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that meet made one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _spans(selection: Selection) -> dict[str, Span]:
    """Return when each claim that links possibly held."""
    claims = selection.linking
    days = zip(claims[BOUNDS[0]].tolist(), claims[BOUNDS[3]].tolist(), strict=True)
    return dict(zip(claims.index, days, strict=True))


def _looking(
    selection: Selection,
    about: pd.DataFrame,
    table: pd.DataFrame,
    spans: list[list[Span]],
    held: list[tuple[str, ...]],
) -> Drawn:
    """Return the network with the looks of its entities and of its lines, of which ``held`` are."""
    ends = list(zip(table["source"], table["target"], strict=True))
    dots = dots_of(selection, list(about.index), ends)
    lines = lines_looks(selection, held)
    flags = set(table["undirected"])
    directed = None if len(flags) == 2 else True not in flags
    return Drawn(selection.index.title, directed, about, table, dots, lines, spans)
