"""What a part of an index has to bring along so that nothing it names is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cardindex.evidence import Selection
from cardindex.lineage import SELF, parse_chain
from cardindex.slices import EVERYTHING


@dataclass(frozen=True)
class Reach:
    """The ids of what a dump describes, so that nothing it names is missing."""

    entities: Collection[str]
    sources: Collection[str]


def reach_of(selection: Selection, *, truthy: bool = False) -> Reach:
    """Return what a dump of ``selection`` describes; a truthy one has no sources."""
    index = selection.index
    if selection.slice == EVERYTHING:
        return Reach(frozenset(index.entities.index), frozenset(index.sources.index))
    named = set(selection.entities.index)
    if truthy:
        return Reach(frozenset(named), frozenset())
    # Exports carry every citation of a claim, those by which a slice did not read it too.
    cited = index.citations[index.citations["claim"].isin(selection.claims.index)]
    waiting = set(cited["source"])
    waiting.update(work for text in cited["chain"] for work in parse_chain(text).sources)
    works: set[str] = set()
    while waiting:
        work = waiting.pop()
        works.add(work)
        row = index.sources.loc[work]
        waiting.update({*row["rests"], *filter(None, [row["container"]])} - works)
        named.update({*row["authors"], row["origin"]} - {"", SELF})
    return Reach(frozenset(named), frozenset(works))
