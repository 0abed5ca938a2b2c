"""Whose claims and entities are, in an index that several were put into: for the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cardindex.groups import leaders

if TYPE_CHECKING:
    from cardindex.index import Index

SCHEME = "whose"
"""The scheme by which the page colours marks by the index that they come from."""


def whose(index: Index, table: str) -> Mapping[str, tuple[str, ...]]:
    """Return for each row of a table with ids the indexes that it comes from; none if it is own.

    Nothing at all where all that comes from elsewhere comes from one place: then there is nothing
    to be told apart.
    """
    came = index.came_from
    told = came[came["table"].isin(["claims", "entities"])]
    if told["index"].nunique() < 2:
        return {}
    rows = told[told["table"] == table]
    return {
        str(key): tuple(sorted(set(names)))
        for key, names in rows.groupby("key", sort=False)["index"]
    }


def by_whose(index: Index) -> dict[str, list[str]]:
    """Return the entities of each index, and of several together, by what these are called.

    Whom somebody has decided to be one comes from all that either comes from.
    """
    of = whose(index, "entities")
    if not of:
        return {}
    decided = index.decisions[index.decisions["decision"] == "same"]
    pairs = zip(decided["one"], decided["other"], strict=True)
    first = leaders(of, (pair for pair in pairs if of.keys() >= set(pair)))
    names: dict[str, set[str]] = {}
    for id_, mine in of.items():
        names.setdefault(first[id_], set()).update(mine)
    groups: dict[str, list[str]] = {}
    for id_ in of:
        groups.setdefault(" and ".join(sorted(names[first[id_]])), []).append(id_)
    return dict(sorted(groups.items(), key=lambda it: (" and " in it[0], it[0])))
