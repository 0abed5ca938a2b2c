"""The part of an index that one page holds, where the whole is too much for a browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.brief import count
from cardindex.view.columns import Elsewhere

if TYPE_CHECKING:
    from cardindex.evidence import Selection

Numbers = npt.NDArray[np.int64]

MOST = 150_000
"""How many claims a page holds unless told: such a page is of 15 MB, and awake in two seconds."""

LISTED = 100_000
"""How many entities with claims elsewhere a page lists at most, those with the most first."""


@dataclass(frozen=True)
class Part:
    """What one page holds of a selection that is too much for it.

    ``selection``: the claims of the page. ``claims`` and ``entities``: how many the whole has.
    ``away``: by id, how many of each entity's claims are not on the page, the most first.
    """

    selection: Selection
    claims: int
    entities: int
    away: pd.Series[int]

    @property
    def figures(self) -> dict[str, int]:
        """How much there is, and how much of that the page holds."""
        held = len(self.selection.claims)
        return {"claims": self.claims, "entities": self.entities, "held": held}

    @property
    def elsewhere(self) -> Elsewhere:
        """Who has claims that are not on the page, so that a page of them can be asked for."""
        index, most = self.selection.index, self.away.head(LISTED)
        kinds = index.vocabulary.types
        return Elsewhere(
            id=[str(entity) for entity in most.index],
            type=[kinds[kind].label for kind in index.entities.loc[most.index, "type"]],
            label=[index.label(str(entity)) for entity in most.index],
            claims=most.tolist(),
        )

    def __str__(self) -> str:
        held, names = self.selection.claims, self.selection.index.entities.index
        ends = (set(held["subject"]) | set(held["object"])) & set(names)
        return (
            f"{self.claims:,} claims are more than one page holds: it has the "
            f"{count(len(held), 'claim')} among {len(ends):,} of {self.entities:,} entities. "
            'Its search finds the others and tells how to make a page of them ("--focus ENTITY"); '
            "--entity, --family, --window and the like choose a part, --most says how much"
        )


def part_of(selection: Selection, focus: str | None = None, most: int = MOST) -> Part | None:
    """Return the part of a selection that one page holds; None where it holds all of it.

    The part has all claims among some entities: those within the fewest steps of ``focus``, or
    without one those with the most claims; of equals those with the most claims, then the first.
    """
    claims = selection.claims
    if len(claims) <= most:
        return None
    entities = selection.index.entities.index
    subject, object_ = (
        entities.get_indexer(pd.Index(claims[end])) for end in ("subject", "object")
    )
    linked = (object_ >= 0) & (object_ != subject)
    told = np.bincount(subject, minlength=len(entities))
    told += np.bincount(object_[linked], minlength=len(entities))
    far = np.zeros(len(entities), dtype=np.int64)
    if focus is not None:
        pairs = subject[linked], object_[linked]
        far = _steps(pairs, entities.tolist().index(focus), len(entities))
    rank = np.empty(len(entities), dtype=np.int64)
    rank[np.lexsort((np.arange(len(entities)), -told, far))] = np.arange(len(entities))
    last = np.where(linked, np.maximum(rank[subject], rank[object_]), rank[subject])
    # Entities are added one by one, with their claims to earlier ones, while there is room.
    within = np.cumsum(np.bincount(last, minlength=len(entities)))
    held = last < max(1, np.searchsorted(within, most, side="right"))
    away = np.bincount(subject[~held], minlength=len(entities))
    away += np.bincount(object_[linked & ~held], minlength=len(entities))
    found = pd.Series(away, index=entities)[away > 0]
    return Part(
        selection=replace(selection, claims=claims[held]),
        claims=len(claims),
        entities=int((told > 0).sum()),
        away=found.sort_values(ascending=False, kind="stable"),
    )


def _steps(pairs: tuple[Numbers, Numbers], start: int, size: int) -> Numbers:
    """Return how many steps each entity is from ``start``; as many as there are, if unreachable."""
    from scipy import sparse  # noqa: PLC0415 - only where a page has no room for all
    from scipy.sparse import csgraph  # noqa: PLC0415

    lines = sparse.csr_array((np.ones(len(pairs[0])), pairs), shape=(size, size))
    (far,) = csgraph.dijkstra(lines, directed=False, indices=[start], unweighted=True)
    return np.where(np.isinf(far), size, far).astype(np.int64)
