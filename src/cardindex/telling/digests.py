"""A digest of claims: their main families, who says so, what is disputed.

Mirrors ``static/model/digest.js`` of the explorer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from cardindex.telling.known import Laid, Numbers, Ref
from cardindex.view.words import say


class Digest(NamedTuple):
    """The digest of some claims.

    ``claims``: how many. ``families`` (label, how many), ``speakers`` and ``roots`` (whom, how
    many): of the most claims first, all of them. ``rooted``: how many claims go back to a known
    root. ``disputed``: the ids of those that are denied, doubted or have a rival.
    """

    claims: int
    families: tuple[tuple[str, int], ...]
    speakers: tuple[tuple[Ref, int], ...]
    roots: tuple[tuple[Ref, int], ...]
    rooted: int
    disputed: tuple[str, ...]

    @property
    def said(self) -> str:
        """How many claims, in words."""
        return say("digest.claims", n=self.claims)

    @property
    def goes_back(self) -> str:
        """How many go back to a known root, in words."""
        return say("digest.rooted", n=self.rooted) if self.rooted else say("digest.rootless")

    @property
    def disputes(self) -> str:
        """How many are disputed, in words."""
        return say("digest.disputes", n=len(self.disputed)) if self.disputed else ""


def digest(known: Laid, at: Numbers) -> Digest:
    """Return what the claims at these positions come to."""
    vocabulary = known.index.vocabulary
    rows, whose = known.of_claim.of(at)
    stances, works = (known.citations.of(name, rows) for name in ("stance", "speakers"))
    roots: list[dict[str, None]] = [dict.fromkeys(named) for named in known.claims.of("roots", at)]
    speaking: list[dict[str, None]] = [{} for _ in roots]
    cited = zip(whose.tolist(), stances, works, known.firm[rows], known.roots[rows], strict=True)
    for claim, stance, speakers, firm, known_roots in cited:
        speaking[claim].update(dict.fromkeys(speakers))
        if stance == "denies" and firm:
            roots[claim].update(dict.fromkeys(known_roots))
    families = (
        vocabulary.relations[relation].family for relation in known.claims.of("relation", at)
    )
    return Digest(
        claims=len(at),
        families=tuple(
            (vocabulary.families[id_].label, n)
            for id_, n in Counter(families).most_common()
            if id_ in vocabulary.families
        ),
        speakers=tuple((known.work(id_), n) for id_, n in _counted(speaking)),
        roots=tuple((known.root(root), n) for root, n in _counted(roots)),
        rooted=sum(map(bool, roots)),
        disputed=tuple(map(str, known.ids[at[disputed(known, at)]])),
    )


def disputed(known: Laid, at: Numbers) -> np.ndarray:
    """Tell of the claims at these positions whether they are denied or doubted, or have a rival."""
    rows, whose = known.of_claim.of(at)
    against = [stance != "affirms" for stance in known.citations.of("stance", rows)]
    standings = known.claims.of("standing", at)
    found = np.array([standing == "contested" for standing in standings], dtype=bool)
    found[whose[np.array(against, dtype=bool)]] = True
    return found


def _counted(named: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    """Return how often each is named, the most first; of equals the first as they came."""
    return Counter(one for each in named for one in each).most_common()
