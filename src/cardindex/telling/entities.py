"""An entity: who it is, whom it is said to be, and which claims are of it, in the order of a card.

The claims are told for one page at a time, as some entities have thousands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.cards import identified
from cardindex.cards.shapes import SaidToBe
from cardindex.telling.digests import Digest, digest, disputed
from cardindex.telling.known import Laid, Numbers

DISPUTED = "disputed"
"""What the claims that are disputed are called among the families; no family has such an id."""


class Fold(NamedTuple):
    """Claims of one family, or those that are disputed; ``at``: their positions, as told."""

    id: str
    label: str
    at: Numbers


class Dossier(NamedTuple):
    """All of one entity. ``names``: (name, kind, language); ``folds``: the disputed ones first."""

    id: str
    label: str
    kind: str
    kind_id: str
    description: str
    names: tuple[tuple[str, str, str], ...]
    said_to_be: tuple[SaidToBe, ...]
    under_this_name: tuple[SaidToBe, ...]
    digest: Digest
    folds: tuple[Fold, ...]


def dossier(known: Laid, entity: str) -> Dossier:
    """Return all of an entity of the index, by its id."""
    index = known.index
    at = known.about(entity)
    # To ask who is who takes longer than all else, and of most nothing is said.
    said = identified(known.selection, entity) if entity in known.identified else ((), ())
    kind = known.kinds[entity]
    return Dossier(
        id=entity,
        label=index.label(entity).strip() or entity,
        kind=index.vocabulary.types[kind].label,
        kind_id=kind,
        description=known.descriptions[entity],
        names=tuple(known.names.get(entity, ())),
        said_to_be=said[0],
        under_this_name=said[1],
        digest=digest(known, at),
        folds=folds(known, at),
    )


def folds(known: Laid, at: Numbers) -> tuple[Fold, ...]:
    """Return claims as folds: those that are disputed, then family by family."""
    at = _by_time(known, at)
    vocabulary = known.index.vocabulary
    is_disputed = disputed(known, at)
    relations = known.claims.of("relation", at)
    families = np.array([vocabulary.relations[one].family for one in relations], dtype=object)
    found = [Fold(DISPUTED, "Disputed", at[is_disputed])] if is_disputed.any() else []
    for id_, family in vocabulary.families.items():
        here = (families == id_) & ~is_disputed
        if here.any():
            found.append(Fold(id_, family.label, at[here]))
    rest = ~np.isin(families, list(vocabulary.families)) & ~is_disputed
    return (*found, *((Fold("other", "Other", at[rest]),) if rest.any() else ()))


def _by_time(known: Laid, at: Numbers) -> Numbers:
    """Return positions of claims, dated ones in order of time, then the undated."""
    latest, earliest = (known.claims.of(name, at) for name in ("latest_start", "earliest_start"))
    return at[np.lexsort((at, earliest, latest))]
