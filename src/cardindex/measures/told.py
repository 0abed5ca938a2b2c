"""When it was told, by year: how many claims had been said by its end, and how many published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cardindex import dates
from cardindex.brief import brief, count
from cardindex.dates import ALWAYS, NEVER
from cardindex.errors import UndefinedMeasure
from cardindex.evidence import Selection, leftout, tally
from cardindex.evidence.cited import Numbers, positions
from cardindex.finding import taken
from cardindex.index import Index
from cardindex.measures.fold import attested
from cardindex.slices import Slice
from cardindex.statementdates import ToldDays, told_days

COLUMNS = ("said_surely", "said_possibly", "published_surely", "published_possibly")
"""The columns of the table, and of which days each counts."""

_DAYS = ("said_latest", "said_earliest", "published_latest", "published_earliest")


@dataclass(frozen=True, eq=False)
class Told:
    """How many claims had been told by the end of each year.

    ``table``, by year: the ``COLUMNS``; no number is ever less than in the year before.
    ``claims``: how many there are. ``undated``: of how many no date says that they were ever said;
    ``unpublished``: of how many none says that they were ever published.
    """

    table: pd.DataFrame
    claims: int
    undated: int
    unpublished: int
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return brief(self, "", count(len(self.table), "year"), count(self.claims, "claim"))


def told_by_year(index: Index, slice_: Slice | None = None, *, entity: str = "") -> Told:
    """Count the claims of a slice that had been said, and published, by the end of each year.

    A claim counts from the first citation on that affirms it. Only claims about ``entity``, where
    there is one. The years run from the first to the last at which a count changes. Raises
    UnknownName for what is no entity, UndefinedMeasure where there is no claim, or no date for any.
    """
    entity = entity and taken(index, entity).id
    chosen = slice_ or Slice()
    selection = tally(index, chosen)
    days = _of_claims(selection, entity)
    claims = len(days.said_latest)
    if not claims:
        raise UndefinedMeasure("nobody affirms a claim of this slice; widen the slice")
    counted = [np.sort(getattr(days, name)) for name in _DAYS]
    years = _years(counted)
    ends = [dates.day_number(year, 12, 31) for year in years]
    columns = {
        name: np.searchsorted(each, ends, side="right")
        for name, each in zip(COLUMNS, counted, strict=True)
    }
    table = pd.DataFrame(columns, index=pd.Index(years, name="year")).astype(np.int64)
    undated, unpublished = (
        int((each == NEVER).sum()) for each in (days.said_latest, days.published_latest)
    )
    notes = (attested(index, chosen), *selection.notes, *_notes(claims, undated, unpublished))
    if missing := leftout.sentence(selection):
        notes = (*notes, missing)
    return Told(table, claims, undated, unpublished, notes)


def _of_claims(selection: Selection, entity: str) -> ToldDays:
    """Return the days of each claim that somebody affirms: those of the citation that was first."""
    claims, citations = selection.claims, selection.citations
    if entity:
        names = selection.names(entity)
        claims = claims[claims[["subject", "object"]].isin(names).any(axis=1)]
    claim = positions(citations["claim"], claims.index)
    affirming = (claim >= 0) & (citations["stance"] == "affirms").to_numpy()
    rows = selection.index.citations.index.get_indexer(citations.index[affirming])
    of = np.unique(claim[affirming], return_inverse=True)[1]
    days = (_first(column[rows], of) for column in told_days(selection.index))
    return ToldDays(*days)


def _first(days: Numbers, of: Numbers) -> Numbers:
    """Return the least day of each claim, whose number is given by citation."""
    found = np.full(int(of.max(initial=-1)) + 1, NEVER)
    np.minimum.at(found, of, days)
    return found


def _years(counted: list[Numbers]) -> range:
    """Return the years from the first to the last in which something is counted anew."""
    named = np.concatenate(counted)
    named = named[(named != ALWAYS) & (named != NEVER)]
    if not len(named):
        raise UndefinedMeasure(
            "no work through which these claims were told has a date, so there is no year to speak "
            "of; give sources.csv their dates, or widen the slice"
        )
    first, last = (dates.year_of(int(day)) for day in (named.min(), named.max()))
    return range(first, last + 1)


def _notes(claims: int, undated: int, unpublished: int) -> tuple[str, ...]:
    counted = (
        f"Counted is, of {claims} that are affirmed, how many had been said by the end of each "
        "year, and how many published: surely or possibly, as the dates of the works leave open "
        "through which they came. What was said earlier and elsewhere the index does not know."
    )
    notes = [counted]
    for number, how in (
        (undated, "by works without a date alone, and surely said in no year"),
        (unpublished, "by no dated work of a published kind, and surely published in no year"),
    ):
        if number:
            notes.append(f"{number} {'is' if number == 1 else 'are'} told {how}.")
    return tuple(notes)
