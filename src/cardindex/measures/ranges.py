"""Rankings with the range that each rank takes as sources, authors and origins are struck out.

A range over strikes is not a confidence interval, and says nothing of the truth of what stands:
it tells which ranks hang on which source, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cardindex.brief import brief, count
from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import Selection, leftout, tally
from cardindex.index import Index
from cardindex.measures import centrality, rankingtables
from cardindex.measures import stability as steadiness
from cardindex.measures.centrality import Measure, Values, tau
from cardindex.measures.fold import alone_in, attested, focus, lay, nothing_here, of_units
from cardindex.measures.ground import Ground
from cardindex.measures.rankingtables import TOP
from cardindex.measures.rounds import ABSENT, How, Round, folding, round_of
from cardindex.measures.simplenetwork import Weighting
from cardindex.measures.stability import DROPPED, Dropped, Stability
from cardindex.measures.strikes import STRUCK, Left, Struck, left
from cardindex.measures.struck import WITHIN, Found, Run, measured
from cardindex.slices import Slice

CAVEAT = (
    "A range over strikes is not a confidence interval, and says nothing of the truth of what "
    "stands."
)
"""What every table and picture of ranges says of itself."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """A ranking, and what it hangs on.

    ``table``, by entity, the first rank first: ``label, value, rank``; ``highest`` and ``lowest``:
    its ranks over all strikes and none (1 is the highest; missing where there is no range);
    ``moved_by``: the strike that moves it most, or nothing; ``stays``: whether it is in the network
    under every strike, and ``gone_without`` those under which it is not.

    ``strikes``, by key, those that change the ranking most first: ``label, entities, lines`` (how
    many are left), ``tau`` and ``rho`` (Kendall's tau-b and Spearman's rank correlation with the
    whole ranking, over the entities in both; missing where they are undefined), ``moved`` (how
    many change their rank), ``furthest`` (the entity that moves most, and ``by`` how many ranks),
    ``note``.

    ``hangs``: the entities of the first ten places that one strike takes out of them:
    ``entity, key, rank, without`` (missing where the entity is gone).

    ``wholes``, by entity: ``rank, folded`` (its rank when parts are folded into their wholes) and
    ``into`` (where it is such a part itself).

    ``notes``: what is to be said beside all of these, as sentences.

    ``pivots``: from how many drawn entities ranges are estimated, 0 where they are exact; if they
    are not, ``table`` has a column more, ``error``: the largest standard error of the value under
    any strike. ``stability``: see ``measures.stability``, where it was asked for. ``ended``:
    whether it was ended before all was measured.
    """

    measure: Measure
    table: pd.DataFrame
    strikes: pd.DataFrame
    hangs: pd.DataFrame
    wholes: pd.DataFrame
    notes: tuple[str, ...]
    pivots: int = 0
    stability: Stability | None = None
    ended: bool = False

    def __repr__(self) -> str:
        entities = count(len(self.table), "entity", "entities")
        return brief(self, self.measure.label, entities, count(len(self.strikes), "strike"))


def ranking(  # noqa: PLR0913 - each says one thing, by its name
    index: Index,
    measure: str | Measure,
    slice_: Slice | None = None,
    *,
    strikes: Struck = "all",
    weight: Weighting = "roots",
    directed: bool | None = None,
    wholes: bool = False,
    within: float | None = WITHIN,
    keep: Path | None = None,
    endable: bool = False,
    first: Callable[[pd.DataFrame], None] | None = None,
    stability: Dropped = "none",
) -> Ranking:
    """Rank the entities of a slice, and strike every source, author or origin on its own.

    Args:
        index: The index.
        measure: A measure, or its name in ``centrality.MEASURES``.
        slice_: Without families or relations of its own it is about those families that carry
            people, means and orders.
        strikes: What is struck: ``sources``, ``authors``, ``origins`` or ``all`` of them, or
            ``none``, for the values alone. That through which everything was read is named in
            the notes, and not struck.
        weight: What the weight of a line counts, where the measure takes weights.
        directed: Whether to follow directions; the measure's own way unless told.
        wholes: Rank wholes, their parts folded into them.
        within: Seconds of a core of a laptop that the measuring may take; what takes longer is
            estimated from drawn sources (see ``sampling``), where the measure can be. None: exact.
        keep: A file that keeps what is found, so that the next run goes on where one was ended.
        endable: Whether Ctrl-C gives what is there so far.
        stability: Whether to find the stability coefficient as ``sources`` or ``claims`` are
            dropped at random; see ``measures.stability``.
        first: Is called with the table without ranges, before anything is struck.

    Raises UnknownName for a measure, weight or kind of strike that does not exist,
    UndefinedMeasure where the measure says nothing of the network, OutputError where ``keep`` is
    of something else.
    """
    measure = centrality.measure(measure) if isinstance(measure, str) else measure
    _hold(strikes, stability)
    directed = _direction(measure, directed=directed)
    chosen = focus(index, slice_ or Slice())
    counted: Weighting = weight if measure.weighted else "one"
    selection = tally(index, chosen)
    ground = lay(selection, counted, directed=directed, wholes=wholes)
    before = left(selection)
    if not ground.weights(before.claims).any():
        raise nothing_here(selection)

    def told_first(whole: Round, values: Values) -> None:
        if first:
            first(rankingtables.ranks(index, whole, values, []))

    run = Run(within, keep, endable, told_first)
    found = measured(ground, before, measure, strikes, run)
    whole, each = found.whole, found.rounds.found
    table = rankingtables.ranks(index, whole, found.values, each)
    folded = _nothing_folded()
    if not wholes and not found.rounds.ended:
        folded = _folded(selection, before, found.how, whole, ground)
    notes = [*_notes(selection, ground, found, strikes, wholes=wholes), *_of_run(found, table)]
    ended, stable = found.rounds.ended, None
    if stability != "none" and not ended:
        stable = _steady(ground, before, found, stability, run)
        ended = stable is None
        notes.append(stable.note if stable else _UNSTEADY)
    told = rankingtables.strikes(index, whole, each)
    notes += _of_folding(index, folded, told)
    drawn = found.how.drawn
    return Ranking(
        measure, table, told, rankingtables.hangs(index, whole, each), folded, tuple(notes),
        pivots=0 if drawn is None else len(drawn.pivots), stability=stable, ended=ended,
    )  # fmt: skip


def _hold(strikes: str, stability: str) -> None:
    """See to it that both are known. Raises UnknownName."""
    if strikes not in STRUCK:
        raise UnknownName("kind of strike", strikes, STRUCK)
    if stability not in DROPPED:
        raise UnknownName("kind of case", stability, DROPPED)


def _notes(
    selection: Selection, ground: Ground, found: Found, strikes: Struck, *, wholes: bool
) -> Iterator[str]:
    """Yield what is ranked, how, what is left out and what was struck."""
    yield attested(selection.index, selection.slice)
    yield from selection.notes
    yield from _about(found.how.measure, ground.weight, directed=ground.directed, wholes=wholes)
    if ground.weight == "quantity":
        yield from of_units(selection)
    out = leftout.sentence(selection, linking=True), _unranked(selection, ground, found.whole)
    yield from filter(None, out)
    done = len(found.rounds.found)
    yield from _of_strikes(selection.index, strikes, found.cases.everything, done)


_UNSTEADY = "Partial: it was ended before the stability coefficient was found."


def _steady(
    ground: Ground, before: Left, found: Found, of: steadiness.Case, run: Run
) -> Stability | None:
    """Return the stability coefficient; None if it was ended before."""
    try:
        return steadiness.stability(ground, before, found.how, found.values, of, run.within)
    except KeyboardInterrupt:
        if not run.endable:
            raise
        return None


def _of_run(found: Found, table: pd.DataFrame) -> Iterator[str]:
    """Say what was estimated, how surely, and what is missing as the run was ended."""
    drawn, missed = found.how.drawn, found.rounds.missed
    if drawn is not None and "error" in table:
        values = "Values and ranges are" if drawn.whole is None else "Values are exact, ranges"
        error = table["error"].to_numpy() / table["value"].where(table["value"] > 0).to_numpy()
        top = np.nanmedian(error[: 5 * TOP]) if np.isfinite(error[: 5 * TOP]).any() else 0.0
        yield (
            f"{values} estimated from {len(drawn.pivots):,} of {drawn.of:,} entities, drawn once "
            "and the same under every strike (Brandes and Pich 2007); error is the largest "
            f"standard error of a value under any strike: {top:.1%} of the value, for the median "
            f"of the first {5 * TOP}. All of them: --exact."
        )
    done = len(found.rounds.found)
    if found.rounds.ended and not done:
        yield "Partial: it was ended before any strike had been measured; there are no ranges."
    elif missed:
        yield (
            f"Partial: it was ended when {done:,} of {done + missed:,} strikes had been measured, "
            "those that change most lines first; the ranges are over these alone."
        )


def _unranked(selection: Selection, ground: Ground, whole: Round) -> str:
    """Say who has no rank, as no line leads to them; empty if that is nobody."""
    ranked = selection.index.entities.index[whole.places > 0]
    return leftout.alone(selection.index, alone_in(selection, ground, ranked))


def _direction(measure: Measure, *, directed: bool | None) -> bool:
    if directed is None:
        return measure.directed
    if directed != measure.directed and not measure.either:
        raise UndefinedMeasure(
            f"{measure.label} is of networks without directions; leave the directions out"
        )
    return directed


def _folded(
    selection: Selection, before: Left, how: How, whole: Round, ground: Ground
) -> pd.DataFrame:
    """Rank once more with parts folded into their wholes; empty where nothing is part of aught."""
    above = lay(selection, ground.weight, directed=ground.directed, wholes=True)
    names = selection.index.entities.index
    among = set(names[whole.places > 0])
    if not any(part in among for part in above.wholes):
        return _nothing_folded()
    weights = above.weights(before.claims)
    places = round_of(above, weights, how.measure, folding(above, how)).places
    at = np.flatnonzero(whole.places)
    at = at[np.lexsort((at, whole.places[at]))]
    folded = pd.array(places[at], dtype="Int64")
    folded[places[at] == ABSENT] = pd.NA
    return pd.DataFrame(
        {
            "rank": whole.places[at],
            "folded": folded,
            "into": [above.wholes.get(str(id_), "") for id_ in names[at]],
        },
        index=names[at].rename("entity"),
    )


def _nothing_folded() -> pd.DataFrame:
    frame = pd.DataFrame({"rank": [], "folded": [], "into": []}).rename_axis("entity")
    return frame.astype({"rank": "int64", "folded": "Int64"})


def _about(
    measure: Measure,
    weight: Weighting,
    *,
    directed: bool,
    wholes: bool,
) -> Iterator[str]:
    counts = {
        "roots": "independent roots",
        "claims": "claims",
        "quantity": "what its claims say, added up (1 where they give no number)",
        "one": "nothing: every line is 1",
    }
    ways = "from subject to object" if directed else "without direction"
    yield (
        f"{measure.label[:1].upper()}{measure.label[1:]} ({measure.source}): {measure.says}. Lines "
        f"run {ways}; parallel claims are one line, whose weight counts {counts[weight]}."
    )
    if wholes:
        yield "Parts are folded into their wholes."


def _of_strikes(
    index: Index, struck: Struck, everything: Iterable[str], rounds: int
) -> Iterator[str]:
    if struck == "none":
        yield "Nothing was struck, so there is no range."
        return
    named = [rankingtables.title(index, key) for key in everything]
    if named:
        it = "it" if len(named) == 1 else "them"
        yield f"Not struck, as everything was read through {it}: {', '.join(named)}."
    what = "source, author or origin" if struck == "all" else struck.removesuffix("s")
    if rounds < 2:
        yield (
            f"There is no range: it takes two of a kind to strike one, and here is {rounds} "
            f"{what} to strike."
        )
    else:
        yield f"The range is over {rounds} strikes, of one {what} each. {CAVEAT}"


def _of_folding(index: Index, wholes: pd.DataFrame, strikes: pd.DataFrame) -> Iterator[str]:
    """Say how far ranks move when parts are folded, beside how far strikes move them."""
    both = wholes.dropna()
    if both.empty:
        return
    moves = (both["folded"] - both["rank"]).abs()
    struck = f"; a strike by up to {int(strikes['by'].max())}" if len(strikes) else ""
    agreed = tau(both["rank"].to_numpy(), both["folded"].to_numpy(dtype=np.int64))
    agreement = "" if np.isnan(agreed) else f" (Kendall's tau {agreed:.2f})"
    most = f", {index.label(str(moves.idxmax()))} most" if moves.max() else ""
    yield (
        f"Folding parts into their wholes moves ranks by up to {moves.max()}{agreement}{most}"
        f"{struck}."
    )
