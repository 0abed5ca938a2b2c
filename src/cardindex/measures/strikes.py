"""The networks that strikes leave: each of them once, however many strikes leave it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

import numpy as np

from cardindex.evidence import Selection
from cardindex.evidence.cited import Flags, Numbers
from cardindex.evidence.identities import identifying, identities
from cardindex.evidence.standing import assess
from cardindex.evidence.strikes import strikes as strike_each
from cardindex.measures.fold import claims_of
from cardindex.measures.ground import Ground
from cardindex.measures.simplenetwork import Weights
from cardindex.slices import STANDINGS, claims_in, heard_in, kept_in
from cardindex.watching import watched

Struck = Literal["all", "sources", "authors", "origins", "none"]

STRUCK: tuple[Struck, ...] = get_args(Struck)
"""What can be struck, one at a time: everything, one kind of it, or nothing at all."""


class Left(NamedTuple):
    """What a slice leaves when nothing further is struck: its selection, and ``claims`` as flags.

    ``told``: the claims that it could have in other standings, and ``wanted``, by code, which
    standings it has; FALLEN, as -1, is the last of these.
    """

    selection: Selection
    claims: Flags
    told: Flags
    wanted: Flags


def left(selection: Selection) -> Left:
    """Return what the slice of a selection leaves."""
    index, slice_ = selection.index, selection.slice
    return Left(
        selection=selection,
        claims=claims_of(selection),
        told=claims_in(index, slice_),
        wanted=np.array([*(standing in slice_.standings for standing in STANDINGS), False]),
    )


class Case(NamedTuple):
    """A network that strikes leave, and by their ``keys`` all that leave this very one.

    ``ground``: None where it is the one that nothing was struck from; then ``weights`` are those
    of the ``cells`` that differ, else of all. ``digest`` tells networks apart.
    """

    keys: list[str]
    digest: bytes
    ground: Ground | None
    cells: Numbers
    weights: Weights


class Cases(NamedTuple):
    """All networks that strikes leave, and ``everything``: keys of what all was read through.

    ``weights``: of each cell with nothing struck, and ``digest`` what tells that network.
    """

    weights: Weights
    digest: bytes
    found: list[Case]
    everything: list[str]

    @property
    def strikes(self) -> int:
        """How many strikes there are."""
        return sum(len(case.keys) for case in self.found)


def cases(ground: Ground, before: Left, struck: Struck) -> Cases:
    """Strike everything of a kind on its own, and put together what leaves the same network.

    The networks that differ most from the whole come first.
    """
    whole = ground.weights(before.claims)
    told = digest(ground, whole, anew=False)
    found, everything = dict[bytes, Case](), list[str]()
    if struck == "none":
        return Cases(whole, told, [], everything)
    for key, laid, weights in grounds(ground, before, struck):
        if weights is None:
            everything.append(key)
            continue
        anew = laid is not ground
        same = digest(laid, weights, anew=anew)
        if same not in found:
            cells = np.arange(len(weights)) if anew else np.flatnonzero(weights != whole)
            changed = weights if anew else weights[cells]
            found[same] = Case([], same, laid if anew else None, cells, changed)
        found[same].keys.append(key)
    ordered = sorted(found.values(), key=lambda case: -len(case.cells))
    return Cases(whole, told, ordered, everything)


def left_by(case: Case, ground: Ground, whole: Weights) -> tuple[Ground, Weights]:
    """Return the ground of a case, and the weights of all its cells."""
    if case.ground is not None:
        return case.ground, case.weights
    weights = whole.copy()
    weights[case.cells] = case.weights
    return ground, weights


def networks(ground: Ground, before: Left, struck: Struck) -> Iterator[tuple[str, Weights | None]]:
    """Yield each key and the weights that are left when it is struck, sorted by key.

    ``Ground.fold`` makes networks of them, where no identities are folded. None stands for what
    everything was read through: without it no citation is left but of works that stand in it, as
    comments below an essay do.
    """
    for key, _, weights in grounds(ground, before, struck):
        yield key, weights


def grounds(
    ground: Ground, before: Left, struck: Struck
) -> Iterator[tuple[str, Ground, Weights | None]]:
    """Yield each key, the ground when it is struck, and the weights of its cells or None.

    The ground is the one given, but where the strike touches identifications: then it is laid
    anew, as others may be folded.
    """
    whole = ground.weights(before.claims)
    kind = "" if struck == "all" else struck.removesuffix("s")
    chosen, part = before.selection, before.selection.slice
    kept, heard = kept_in(ground.index, part), heard_in(ground.index, part)
    strikes = strike_each(ground.index, chosen.evidence, chosen.assessed, kept, heard, kind)
    saying = identifying(ground.index, part)[: None if part.identities else 0]
    ordered = sorted(strikes, key=attrgetter("key"))
    for strike in watched(ordered, "Folding each strike", len(ordered)):
        if strike.everything:
            yield strike.key, ground, None
            continue
        if np.isin(saying, strike.claims).any():
            keep = kept.copy()
            keep[strike.struck] = False
            yield strike.key, *anew(ground, before, keep, heard)
            continue
        claims = before.claims.copy()
        claims[strike.claims] = before.wanted[strike.columns.standing] & before.told[strike.claims]
        yield strike.key, ground, ground.reweigh(whole, claims, strike)


def anew(ground: Ground, before: Left, keep: Flags, heard: Flags | None) -> tuple[Ground, Weights]:
    """Return the ground when only these citations are kept, and the weights of its cells."""
    chosen, index = before.selection, ground.index
    assessed = assess(chosen.evidence, keep, heard)
    found = identities(index, chosen.slice, chosen.evidence, assessed)
    laid = ground.anew(found, assessed)
    return laid, laid.weights(before.wanted[assessed.columns.standing] & before.told)


def digest(ground: Ground, weights: Weights, *, anew: bool) -> bytes:
    """Return what tells a network from others: its weights, and its cells where they are new."""
    # Whole numbers are small; what quantities add up to is taken as it is.
    is_whole = np.issubdtype(weights.dtype, np.integer)
    small = np.min_scalar_type(weights.max(initial=0)) if is_whole else weights.dtype
    digest = blake2b(weights.astype(small).tobytes())
    if anew:
        digest.update(ground.rows.tobytes() + ground.columns.tobytes())
    return digest.digest()
