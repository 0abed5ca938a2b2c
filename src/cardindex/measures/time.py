"""Networks by year: what surely held in it, and what possibly did, as a band and not a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex import dates
from cardindex.brief import brief, count
from cardindex.dates import ALWAYS, NEVER
from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import leftout, tally
from cardindex.finding import taken
from cardindex.index import BOUNDS, Index
from cardindex.measures import centrality
from cardindex.measures.fold import attested, focus, lay, nothing_here
from cardindex.measures.simplenetwork import Folded, Weighting
from cardindex.slices import Slice
from cardindex.watching import watched

Held = npt.NDArray[np.bool_]
"""Which claims held in a year."""

FIGURES: dict[str, Callable[[Folded], float]] = {
    "entities": lambda folded: len(folded.entities),
    "lines": lambda folded: folded.lines,
}
"""What can be counted of a whole network by year."""

GROWING = frozenset((*FIGURES, "degree", "strength", "core"))
"""What more lines can only raise, so that the truth of the sources is within the band."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """A figure by year.

    ``table``, by year: ``surely`` and ``possibly``: the figure of the network of those claims
    that surely, and of those that possibly, held at some time in the year; ``dated``: of those of
    the latter that say anything of time. Missing where it is undefined. ``undated``: how many
    claims have no time; they possibly hold in every year.
    """

    table: pd.DataFrame
    undated: int
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return brief(self, "", count(len(self.table), "year"), f"{self.undated} undated")


def timeline(
    index: Index,
    figure: str,
    slice_: Slice | None = None,
    *,
    entity: str = "",
    weight: Weighting = "roots",
) -> Timeline:
    """Return a figure for every year: of ``FIGURES``, or a measure of an entity.

    The years are those of the slice's window, or else from the first to the last day that a dated
    claim of the slice (about the entity, where there is one) names. Identities are those of the
    slice in every year: that they are dated otherwise unfolds nobody. Raises UnknownName,
    UndefinedMeasure where the slice has no dated claim.
    """
    entity = entity and taken(index, entity).id
    chosen = focus(index, slice_ or Slice())
    selection = tally(index, chosen)
    entity = selection.folded.get(entity, entity)
    value, directed, counted = _value(figure, entity, weight)
    ground = lay(selection, counted, directed=directed, wholes=False)
    inside = index.claims.index.isin(selection.claims.index)
    inside &= (index.claims["object"] != "").to_numpy()
    if not inside.any():
        raise nothing_here(selection)
    days = index.claims[list(BOUNDS)].to_numpy()
    about = inside
    if entity:
        names = selection.names(entity)
        about = inside & index.claims[["subject", "object"]].isin(names).any(axis=1).to_numpy()
    dated = inside & (index.claims["when"] != "").to_numpy()

    def worked_out(held: Held) -> float:
        return value(ground.fold(ground.weights(held)))

    columns = [_since_it_changed(worked_out) for _ in range(3)]
    rows = {}
    years = _years(days[about], chosen.window)
    for year in watched(years, "Measuring each year", len(years)):
        first, last = dates.day_number(year), dates.day_number(year, 12, 31)
        surely = (days[:, 1] <= last) & (days[:, 2] >= first)
        possibly = (days[:, 0] <= last) & (days[:, 3] >= first)
        held = (inside & surely, dated & possibly, inside & possibly)
        rows[year] = [value(claims) for value, claims in zip(columns, held, strict=True)]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["surely", "dated", "possibly"])
    undated = int((about & (index.claims["when"] == "").to_numpy()).sum())
    notes = (attested(index, chosen), *selection.notes, *_notes(figure, undated))
    if missing := leftout.sentence(selection, linking=True):
        notes = (*notes, missing)
    return Timeline(table.rename_axis("year").astype(float), undated, notes)


def _since_it_changed(value: Callable[[Held], float]) -> Callable[[Held], float]:
    """Return ``value``, worked out anew only where the claims are not those of the year before.

    An index may span millennia, in most years of which nothing begins and nothing ends.
    """
    before: tuple[Held, float] | None = None

    def kept(held: Held) -> float:
        nonlocal before
        if before is None or not np.array_equal(before[0], held):
            before = held, value(held)
        return before[1]

    return kept


def _value(
    figure: str, entity: str, weight: Weighting
) -> tuple[Callable[[Folded], float], bool, Weighting]:
    """Return what to work out of a network, whether directions count, and what weights count."""
    if not entity:
        if figure not in FIGURES:
            kind = "figure of a whole network" if figure in centrality.MEASURES else "figure"
            raise UnknownName(kind, figure, FIGURES)
        return FIGURES[figure], False, "one"
    measure = centrality.measure(figure)

    def value(folded: Folded) -> float:
        if entity not in folded.entities:
            # Whoever has no line has no contacts; what else they have is not defined.
            return 0.0 if figure in GROWING else np.nan
        try:
            return float(measure.of(folded)[folded.entities.index(entity)])
        except UndefinedMeasure:
            return np.nan

    return value, measure.directed, weight if measure.weighted else "one"


def _years(days: np.ndarray, window: str) -> range:
    if window:
        first, last = dates.window(window)
        if first != ALWAYS and last != NEVER:
            return range(dates.year_of(first), dates.year_of(last) + 1)
    named = days[(days != ALWAYS) & (days != NEVER)]
    if not len(named):
        raise UndefinedMeasure(
            "no claim here is dated, so there is no year to speak of; name some with a window"
        )
    first, last = (dates.year_of(int(day)) for day in (named.min(), named.max()))
    return range(first, last + 1)


def _notes(figure: str, undated: int) -> tuple[str, ...]:
    notes = []
    if figure in GROWING:
        notes.append(
            "Between the two is all that the dates of the sources leave open; the band says "
            "nothing of what no source dates or tells."
        )
    else:
        notes.append(
            f"For {centrality.MEASURES[figure].label} the two are readings of the dates, not "
            "bounds: a reading between them can give a value outside."
        )
    if undated:
        told = "claim is" if undated == 1 else "claims are"
        notes.append(f"{undated} {told} undated: possible in every year, sure in none.")
    return tuple(notes)
