"""A network measured with nothing struck, and under each strike: exactly, or from drawn sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cardindex.measures import sampling
from cardindex.measures.centrality import Measure, Values
from cardindex.measures.ground import Ground
from cardindex.measures.kept import Kept
from cardindex.measures.paths import Paths
from cardindex.measures.rounds import How, Round, Rounds, known_by, placed, rounds
from cardindex.measures.sampling import Drawn
from cardindex.measures.simplenetwork import Folded
from cardindex.measures.strikes import Cases, Left, Struck, cases
from cardindex.watching import working

WITHIN = 120.0
"""Within how many seconds a ranking is exact, as ``sampling.SPEED`` has them, else estimated."""


@dataclass(frozen=True, eq=False)
class Run:
    """How a ranking is run.

    ``within``: seconds, as ``sampling.SPEED`` has them, so that the answer is the same on every
    machine; what takes longer is estimated, where it can be. None: all is exact. ``keep``: a file
    that keeps what is found, so that the next run goes on from there. ``endable``: Ctrl-C gives
    what is there so far. ``first`` is called with the values, by position in the index, and the
    ranking with nothing struck, before anything is.
    """

    within: float | None = WITHIN
    keep: Path | None = None
    endable: bool = False
    first: Callable[[Round, Values], None] | None = None


class Found(NamedTuple):
    """What was found: the ranking with nothing struck, its values by position, and the rest."""

    whole: Round
    values: Values
    cases: Cases
    rounds: Rounds
    how: How


def measured(ground: Ground, before: Left, measure: Measure, struck: Struck, run: Run) -> Found:
    """Measure a network with nothing struck, and under each strike."""
    weights = ground.weights(before.claims)
    folded = ground.fold(weights)
    laid = measure.paths(folded) if measure.paths and run.within is not None else None
    with working("Measuring with nothing struck"):
        known = None
        if laid is None or run.within is None or sampling.is_soon(laid, run.within):
            known = np.full(len(ground.entities), np.nan)
            known[folded.at] = measure.of(folded)
    if known is not None and run.first:
        run.first(placed(ground, weights, measure, known), known)
    try:
        struck_each = cases(ground, before, struck)
        drawn = _drawn(ground, folded, laid, len(struck_each.found), run, known)
    except KeyboardInterrupt:
        if known is None or not run.endable:
            raise
        whole = placed(ground, weights, measure, known)
        nothing = Cases(weights, b"", [], [])
        return Found(whole, known, nothing, Rounds([], 0, ended=True), How(measure, known))
    values, errors = known, None
    if values is None:
        values, errors = _whole(ground, folded, laid, drawn, measure)
    whole = placed(ground, weights, measure, values)._replace(errors=errors)
    if known is None and run.first:
        run.first(whole, values)
    how = How(measure, values, drawn)
    kept = Kept(run.keep, known_by(ground, struck_each, how)) if run.keep else None
    found = rounds(ground, struck_each, how, whole=whole, kept=kept, endable=run.endable)
    return Found(whole, values, struck_each, found, how)


def _drawn(
    ground: Ground,
    folded: Folded,
    laid: Paths | None,
    networks: int,
    run: Run,
    known: Values | None,
) -> Drawn | None:
    """Return pivots, where following all sources would take too long."""
    if laid is None or run.within is None:
        return None
    if known is not None and not networks:
        return None
    with working("Drawing sources"):
        return sampling.draw(ground, folded, laid, networks, run.within, known)


def _whole(
    ground: Ground, folded: Folded, laid: Paths | None, drawn: Drawn | None, measure: Measure
) -> tuple[Values, Values | None]:
    """Return the values with nothing struck, by position, and their errors if estimated."""
    values, errors = np.full(len(ground.entities), np.nan), np.zeros(len(ground.entities))
    if drawn is None or laid is None:
        values[folded.at] = measure.of(folded)
        return values, None
    values[folded.at], errors[folded.at] = sampling.estimate(drawn, folded, laid)
    return values, errors
