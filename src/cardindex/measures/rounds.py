"""Rankings under strikes: measured once a network, in parallel, resumed, and ended at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from cardindex.errors import UndefinedMeasure
from cardindex.evidence.cited import Numbers
from cardindex.measures import sampling
from cardindex.measures.centrality import Measure, Values, ranks
from cardindex.measures.ground import Ground
from cardindex.measures.kept import Kept, Record
from cardindex.measures.paths import in_order, lay
from cardindex.measures.sampling import Drawn
from cardindex.measures.simplenetwork import Weights
from cardindex.measures.strikes import Case, Cases, left_by
from cardindex.watching import watched

ABSENT = 0
"""The place of who is not in a network."""


class Round(NamedTuple):
    """The ranking under one strike; ``places`` are ranks by position in the index, 0 for gone.

    ``errors``: the standard errors of the values, where these are estimated.
    """

    key: str
    places: Numbers
    entities: int
    lines: int
    note: str
    errors: Values | None = None


@dataclass(frozen=True, eq=False)
class How:
    """How networks are measured.

    ``near``: the values with nothing struck, by position in the index, for those measures that
    are faster from there. ``drawn``: pivots, where values are estimated.
    """

    measure: Measure
    near: Values | None = None
    drawn: Drawn | None = None


class Rounds(NamedTuple):
    """The rankings under strikes by key, and how many were ``missed`` as it was ``ended``."""

    found: list[Round]
    missed: int
    ended: bool


Measured = Callable[[Weights], tuple[Values, Values | None]]
"""What gives the values, by position in the index, of a network with these weights, and errors."""


def rounds(
    ground: Ground,
    cases: Cases,
    how: How,
    *,
    whole: Round | None = None,
    kept: Kept | None = None,
    endable: bool = False,
) -> Rounds:
    """Return the ranking under each strike.

    Args:
        ground: The ground that nothing was struck from.
        cases: The networks that strikes leave.
        how: How they are measured.
        whole: The ranking with nothing struck; strikes that change nothing have the same.
        kept: What an earlier run had found, and where this one keeps what it finds.
        endable: Whether Ctrl-C gives what is there so far, and does not go on as it does.
    """
    done: dict[bytes, Round] = {cases.digest: whole} if whole else {}
    known = kept.known() if kept else {}
    done |= {told: Round("", *record) for told, record in known.items()}
    ended = False
    left = [case for case in cases.found if case.digest not in done]
    try:
        measured = _measuring(ground, cases, how, left)
        for case, one in zip(left, watched(measured, "Measuring", len(left)), strict=True):
            done[case.digest] = one
            if kept:
                kept.keep(case.digest, _record(one))
    except KeyboardInterrupt:
        if not endable:
            raise
        ended = True
    found = [
        done[case.digest]._replace(key=key)
        for case in cases.found
        if case.digest in done
        for key in case.keys
    ]
    ordered = sorted(found, key=lambda each: each.key)
    return Rounds(ordered, cases.strikes - len(ordered), ended)


def _record(one: Round) -> Record:
    return Record(one.places, one.entities, one.lines, one.note, one.errors)


def _measuring(ground: Ground, cases: Cases, how: How, left: list[Case]) -> Iterator[Round]:
    """Yield the ranking of each case, in their order."""
    many = how.measure.many(ground, how.near) if how.measure.many else None
    measured: Measured = (lambda weights: (many(weights), None)) if many else folding(ground, how)

    def one(case: Case) -> Round:
        laid, weights = left_by(case, ground, cases.weights)
        return round_of(
            laid, weights, how.measure, measured if laid is ground else folding(laid, how)
        )

    # What walks does so in one thread, and shortest paths are in parallel by themselves.
    return map(one, left) if many or how.measure.paths else in_order(one, left)


def folding(ground: Ground, how: How) -> Measured:
    """Return what folds a network and measures it; NaN for who is not in it."""

    def measured(weights: Weights) -> tuple[Values, Values | None]:
        folded = ground.fold(weights)
        values = np.full(len(ground.entities), np.nan)
        if how.drawn is None:
            values[folded.at] = how.measure.of(folded)
            return values, None
        errors = np.zeros(len(ground.entities))
        laid = lay(folded.matrix, directed=folded.directed)
        values[folded.at], errors[folded.at] = sampling.estimate(how.drawn, folded, laid)
        return values, errors

    return measured


def round_of(ground: Ground, weights: Weights, measure: Measure, measured: Measured) -> Round:
    """Return the ranking of the network with these weights; nothing but a note if undefined."""
    nowhere = np.full(len(ground.entities), ABSENT)
    if not weights.any():
        return Round("", nowhere, 0, 0, "leaves no network")
    try:
        values, errors = measured(weights)
    except UndefinedMeasure as error:
        entities = len(ground.fold(weights).at)
        return Round("", nowhere, entities, ground.lines(weights), str(error))
    return placed(ground, weights, measure, values)._replace(errors=errors)


def placed(ground: Ground, weights: Weights, measure: Measure, values: Values) -> Round:
    """Return the ranking that values by position in the index come to."""
    at = np.flatnonzero(~np.isnan(values))
    places = np.full(len(values), ABSENT)
    places[at] = ranks(values[at], lowest_first=measure.lowest_first)
    return Round("", places, len(at), ground.lines(weights), "")


def known_by(ground: Ground, cases: Cases, how: How) -> str:
    """Return what tells these rankings, and how they are found, from all others."""
    told = blake2b(cases.digest, digest_size=20)
    told.update("\0".join(ground.entities).encode())
    told.update(ground.rows.tobytes() + ground.columns.tobytes())
    told.update(f"{how.measure.id} {ground.directed} {ground.weight}".encode())
    if how.near is not None:
        told.update(how.near.tobytes())
    if how.drawn is not None:
        told.update(how.drawn.pivots.tobytes())
    return told.hexdigest()
