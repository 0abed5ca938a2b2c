"""Two sources, or two authors, as networks: what only one of them has."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cardindex.brief import brief, count
from cardindex.errors import UndefinedMeasure
from cardindex.evidence import Selection, leftout, tally
from cardindex.index import Index
from cardindex.measures import centrality
from cardindex.measures.centrality import Measure, ranks
from cardindex.measures.communities import agreement, communities
from cardindex.measures.fold import attested, focus, simple
from cardindex.measures.simplenetwork import Folded, Weighting
from cardindex.slices import Slice, speaker_named

BOTH = "both"
"""The value of ``whose`` for links that both have."""

_KEY = ["subject", "relation", "object"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two speakers, each heard alone.

    ``links``: ``subject, relation, object`` and ``whose``: ``both`` or the one that has it.
    ``ranks``, by entity: its rank with each (missing where it is not in that network), those that
    are furthest apart first, and ``moved``. ``tau``: Kendall's tau-b of the two rankings over the
    entities in both, missing (NaN) where it is undefined.
    ``communities``: ``whose, community, members`` and ``alike``: the largest share that it has in
    common with a community of the other, among entities that both have (Jaccard); a community
    that only one has is alike to none. ``agreement``: the adjusted Rand index, or NaN.
    ``notes`` say what is to be said beside all this.
    """

    speakers: tuple[str, str]
    links: pd.DataFrame
    ranks: pd.DataFrame
    tau: float
    communities: pd.DataFrame
    agreement: float
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return brief(self, " and ".join(self.speakers), count(len(self.links), "link"))


def compare(
    index: Index,
    speakers: tuple[str, str],
    slice_: Slice | None = None,
    *,
    measure: str | Measure = "degree",
    weight: Weighting = "roots",
) -> Comparison:
    """Compare the networks of two sources or authors.

    Each network is of the claims that stand when that speaker alone is heard; see
    ``Slice.according_to``. Raises UnknownName for an unknown speaker or measure, UndefinedMeasure
    where one of the two links nothing in this slice.
    """
    measure = centrality.measure(measure) if isinstance(measure, str) else measure
    chosen = focus(index, slice_ or Slice())
    speakers = speaker_named(index, speakers[0]), speaker_named(index, speakers[1])
    told = [tally(index, replace(chosen, according_to=speaker)) for speaker in speakers]
    folded = [
        _fold(selection, weight, measure, speaker)
        for selection, speaker in zip(told, speakers, strict=True)
    ]
    table, tau = _ranks(folded, measure, speakers)
    parts, agreed = _communities(folded, speakers)
    notes = [
        attested(index, chosen),
        "Each is taken at its own word alone.",
        "That one lacks a link does not mean that it denies it.",
        *(
            f"On the word of {speaker}: {note}"
            for speaker, selection in zip(speakers, told, strict=True)
            for note in selection.notes
        ),
    ]
    if np.isnan(tau):
        notes.append("Kendall's tau is undefined: too few entities are in both networks.")
    if np.isnan(agreed):
        notes.append("The agreement of the communities is undefined: too few entities are in both.")
    for selection, speaker in zip(told, speakers, strict=True):
        if missing := leftout.sentence(selection, linking=True):
            notes.append(f"On the word of {speaker} alone: {missing[:1].lower()}{missing[1:]}")
    links = _links(told, speakers)
    return Comparison(speakers, links, table, tau, parts, agreed, tuple(notes))


def _fold(selection: Selection, weight: Weighting, measure: Measure, speaker: str) -> Folded:
    try:
        return simple(selection, weight, directed=measure.directed)
    except UndefinedMeasure:
        raise UndefinedMeasure(
            f'on the word of "{speaker}" alone no claim of this slice links two entities; widen '
            "the slice, or compare another"
        ) from None


def _links(told: list[Selection], speakers: tuple[str, str]) -> pd.DataFrame:
    one, other = (selection.links[_KEY] for selection in told)
    merged = one.merge(other, on=_KEY, how="outer", indicator="whose")
    words = {"both": BOTH, "left_only": speakers[0], "right_only": speakers[1]}
    merged["whose"] = merged["whose"].astype(str).map(words)
    return merged.sort_values(["whose", *_KEY], ignore_index=True)


def _ranks(
    folded: list[Folded], measure: Measure, speakers: tuple[str, str]
) -> tuple[pd.DataFrame, float]:
    columns = {
        speaker: pd.Series(
            ranks(measure.of(each), lowest_first=measure.lowest_first),
            index=pd.Index(each.entities, name="entity"),
            dtype="Int64",
        )
        for speaker, each in zip(speakers, folded, strict=True)
    }
    frame = pd.DataFrame(columns).rename_axis("entity")
    both = frame.dropna()
    tau = centrality.tau(*(both[speaker].to_numpy(dtype=np.int64) for speaker in speakers))
    frame["moved"] = (frame[speakers[0]] - frame[speakers[1]]).abs()
    return frame.sort_values(["moved", "entity"], ascending=[False, True]), tau


def _communities(folded: list[Folded], speakers: tuple[str, str]) -> tuple[pd.DataFrame, float]:
    divided = [communities(each).of for each in folded]
    common = set(divided[0].index) & set(divided[1].index)
    rows = []
    for speaker, mine, theirs in zip(speakers, divided, reversed(divided), strict=True):
        others = [set(part) & common for part in theirs.groupby(theirs).groups.values()]
        for number, members in sorted(mine.groupby(mine).groups.items()):
            shared = set(members) & common
            alike = max((_jaccard(shared, other) for other in others), default=0.0)
            rows.append((speaker, number, tuple(sorted(members)), alike))
    frame = pd.DataFrame(rows, columns=["whose", "community", "members", "alike"])
    return frame, agreement(*divided) if len(common) > 1 else np.nan


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
