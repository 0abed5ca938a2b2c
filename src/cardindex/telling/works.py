"""A work: what it is, what it says, from whom it has that, and who else says so.

As ``static/cards/work.js`` of the explorer tells it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cardindex.telling.digests import Digest, digest
from cardindex.telling.entities import Fold, folds
from cardindex.telling.known import Laid, Numbers, Ref


class Work(NamedTuple):
    """All of one work.

    ``citations``: how many come from it or by way of it. ``says``: what it says, in figures;
    ``has_it`` and ``others``: (from whom, who else) with the number of claims, ``unsaid`` and
    ``alone`` the number of those of which it does not say from whom, and that it says alone.
    ``folds``: what it says, as on the card of an entity; ``passing``: positions of claims that are
    only reported in it.
    """

    id: str
    title: str
    short: str
    kind: str
    authors: tuple[Ref, ...]
    date: str
    origin: Ref | None
    own_inquiry: bool
    container: Ref | None
    rests: tuple[Ref, ...]
    note: str
    citations: int
    says: Digest
    has_it: tuple[tuple[Ref, int], ...]
    unsaid: int
    others: tuple[tuple[Ref, int], ...]
    alone: int
    folds: tuple[Fold, ...]
    passing: Numbers


class _Voices(NamedTuple):
    """What is told by citations of claims: positions of claims that the work says, and others."""

    said: Numbers
    passing: Numbers
    has_it: Counter[Ref]
    unsaid: int
    others: Counter[Ref]
    alone: int


def work(known: Laid, source: str) -> Work:
    """Return all of a work of the index, by its id."""
    index = known.index
    row: Any = index.sources.loc[source]
    through = known.cited_through(source)
    voices = _voices(known, source, through)
    origin = str(row["origin"])
    return Work(
        id=source,
        title=str(row["title"]).strip() or source,
        short=known.short[source],
        kind=str(row["kind"]),
        authors=tuple(_people(known, row["authors"])),
        date=str(row["date"]),
        origin=known.entity(origin) if origin in index.labels else None,
        own_inquiry=origin == "self",
        container=known.titled(row["container"]) if row["container"] else None,
        rests=tuple(map(known.titled, row["rests"])),
        note=str(row["note"]),
        citations=len(through),
        says=digest(known, voices.said),
        has_it=_most(voices.has_it),
        unsaid=voices.unsaid,
        others=_most(voices.others),
        alone=voices.alone,
        folds=folds(known, voices.said),
        passing=voices.passing,
    )


def _people(known: Laid, ids: tuple[str, ...]) -> list[Ref]:
    return [known.entity(id_) if id_ in known.index.labels else Ref("", "", id_) for id_ in ids]


def _most(found: Counter[Ref]) -> tuple[tuple[Ref, int], ...]:
    return tuple(found.most_common())


def _voices(known: Laid, source: str, through: Numbers) -> _Voices:
    ids = known.citations.of("claim", through)
    claims = np.unique(known.ids.get_indexer(pd.Index(ids, dtype=object)))
    rows, whose = known.of_claim.of(claims)
    cells = zip(
        whose.tolist(),
        *(known.citations.of(name, rows) for name in ("source", "chain", "stance", "speakers")),
        known.roots[rows],
        strict=True,
    )  # fmt: skip
    of_claim: list[list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]] = [
        [] for _ in claims
    ]
    for claim, *cited in cells:
        of_claim[claim].append(tuple(cited))
    has_it: Counter[Ref] = Counter()
    others: Counter[Ref] = Counter()
    said, unsaid, alone = np.zeros(len(claims), dtype=bool), 0, 0
    for at, cited in enumerate(of_claim):
        own = [it for it in cited if source in it[3]]
        if not own:
            continue
        said[at] = True
        givers = dict.fromkeys(_giver(known, source, it[0], it[1], it[4]) for it in own)
        unsaid += None in givers
        has_it.update(giver for giver in givers if giver)
        stances = {it[2] for it in own}
        voices = (voice for it in cited if it[2] in stances for voice in it[3])
        also = dict.fromkeys(voice for voice in voices if voice != source)
        alone += not also
        others.update(known.work(voice) for voice in also)
    return _Voices(claims[said], claims[~said], has_it, unsaid, others, alone)


def _giver(known: Laid, source: str, read: str, chain: str, roots: tuple[str, ...]) -> Ref | None:
    """Return the next work on the way, or a root; None where it does not say."""
    way = [read, *(step for step, _, _ in known.trail(read, chain)[0])]
    after = len(way) - way[::-1].index(source) if source in way else len(way)
    if after < len(way):
        return known.work(way[after])
    return known.root(roots[0]) if roots else None
