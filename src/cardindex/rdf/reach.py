"""The things that a part of an index must include, so that it names nothing that is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from cardindex.evidence import Selection
from cardindex.lineage import SELF, parse_chain
from cardindex.slices import EVERYTHING
from cardindex.tables import COLUMNS, row_keys


@dataclass(frozen=True)
class Reach:
    """The ids of what a dump describes, so that nothing it names is missing."""

    entities: Collection[str]
    sources: Collection[str]


_known: WeakKeyDictionary[Selection, dict[bool, Reach]] = WeakKeyDictionary()


def reach_of(selection: Selection, *, truthy: bool = False) -> Reach:
    """Return what a dump of ``selection`` describes; a truthy one has no sources.

    It is found once for each selection, as every table of it asks.
    """
    known = _known.setdefault(selection, {})
    if truthy not in known:
        known[truthy] = _reach(selection, truthy=truthy)
    return known[truthy]


def _reach(selection: Selection, *, truthy: bool) -> Reach:
    index = selection.index
    if selection.slice == EVERYTHING:
        return Reach(frozenset(index.entities.index), frozenset(index.sources.index))
    named = set(selection.entities.index)
    if truthy:
        return Reach(frozenset(named), frozenset())
    # Exports hold every citation of a claim, also those that the slice does not hear.
    cited = index.citations[index.citations["claim"].isin(selection.claims.index)]
    waiting = set(cited["source"])
    waiting.update(work for text in cited["chain"].unique() for work in parse_chain(text).sources)
    works: set[str] = set()
    while waiting:
        work = waiting.pop()
        works.add(work)
        row = index.sources.loc[work]
        waiting.update({*row["rests"], *filter(None, [row["container"]])} - works)
        named.update({*row["authors"], row["origin"]} - {"", SELF})
    return Reach(frozenset(named), frozenset(works))


def part_of(selection: Selection, table: str) -> pd.DataFrame:
    """Return those rows of a frame of the index that are, or concern, what a dump describes."""
    frame: pd.DataFrame = getattr(selection.index, table)
    if selection.slice == EVERYTHING:
        return frame
    reach, claims = reach_of(selection), selection.claims.index
    if table == "claims":
        return frame.loc[claims]
    if table == "came_from":
        return _came_from(selection)
    if table == "decisions":
        both = {*reach.entities, *claims}
        return frame.loc[frame["one"].isin(both) & frame["other"].isin(both)]
    column, present = {
        "entities": ("id", reach.entities),
        "names": ("entity", reach.entities),
        "groups": ("entity", reach.entities),
        "sources": ("id", reach.sources),
        "citations": ("claim", claims),
        "silent": ("source", reach.sources),
    }[table]
    cells = frame.index if column == "id" else frame[column]
    return frame.loc[cells.isin(present)]


def _came_from(selection: Selection) -> pd.DataFrame:
    """Return the rows that tell of rows that are there as well."""
    frame = selection.index.came_from
    keys: dict[str, frozenset[str]] = {}
    for name in frame["table"].unique():
        there = part_of(selection, name).reset_index()
        columns = {column: there[column].tolist() for column in COLUMNS[name]}
        keys[name] = frozenset(row_keys(name, columns))
    pairs = zip(frame["table"], frame["key"], strict=True)
    return frame.loc[np.array([key in keys[name] for name, key in pairs], dtype=bool)]
