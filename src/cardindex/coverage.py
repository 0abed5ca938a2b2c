"""Which places of a source were read, and what each yielded: its claims, or no relation.

``silent.csv`` has one row for each place (or range of places) that was read and states no relation.
With it a gap in the coding can be told from a page that says nothing. How many places a source has
is known only from its text: where its unit is the paragraph, or is told beside the text.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cardindex.finding import taken
from cardindex.index import Index
from cardindex.passages import COUNTED, Text, Units, places, text_source, unit_of
from cardindex.tables import in_order

EMPTY, PAST, NOWHERE, UNREAD = "empty", "past the end", "no such place", "unread"
"""States of a place in which nothing stands, that its text does not have (past its last paragraph,
or among its pages), and that nobody has read."""


def length(index: Index, source: str, text: Text | None) -> int:
    """Return how many places a source has, as far as its text tells; 0 if that is not known."""
    units = text.units(unit_of(index, source)) if text is not None else None
    return len(units.names) if units else 0


def coverage(index: Index, source: str, text: Text | None = None) -> pd.DataFrame:
    """Return one row for each numbered place of ``source``, from 1 to the last one known.

    With its ``text`` that is the last of the text, if its unit is counted there; without, the last
    that a citation or silent.csv names. A place is a number; where the text tells its pages, folios
    or documents, it is the locator, and places are in the order of the text.

    Columns: ``place``, ``claims`` (a tuple of ids) and ``states``: ``claims``, the reason for which
    the place is listed as silent, ``empty`` where nothing stands in that place of the text,
    ``past the end`` or ``no such place`` where the text does not have it, or ``unread``. Works
    contained in the source count as it. Of a work that is contained in another, places are the
    container's, from the first to the last that is named.
    """
    source = taken(index, source, ("source",)).id
    units = text.units(unit_of(index, source)) if text is not None else None
    if units and text is not None and units.unit != COUNTED:
        return _named(index, source, text, units)
    found = _cited(index, source)
    silent = dict(_silent(index, source))
    contained = text_source(index, source) != source
    last = length(index, source, text)
    known = [*found, *silent]
    first = min(known, default=1) if contained else 1
    end = max(known, default=0) if contained else max([*known, last])
    lines = text.lines if text is not None and last else []
    rows = []
    for place in range(first, end + 1):
        claims = tuple(in_order(found.get(place, ())))
        state = "claims" if claims else silent.get(place, UNREAD)
        if lines and place > last:
            state = PAST
        elif lines and state == UNREAD and not lines[place - 1].strip():
            state = EMPTY
        rows.append((place, state, claims))
    frame = pd.DataFrame(rows, columns=["place", "states", "claims"])
    # Places past the end of the text are listed only where a row names them.
    named = frame["place"].isin(known)
    return frame[named | (frame["states"] != PAST)].reset_index(drop=True)


def _named(index: Index, source: str, text: Text, units: Units) -> pd.DataFrame:
    """Return the coverage of a source whose pages, folios or documents its text tells."""
    cited: dict[str, set[str]] = {}
    silent: dict[str, str] = {}
    for claim, locator in _citing(index, source):
        for name in _places_named(units, locator):
            cited.setdefault(name, set()).add(claim)
    rows_silent = index.silent[index.silent["source"] == source]
    for locator, reason in rows_silent[["locator", "reason"]].itertuples(index=False, name=None):
        for name in _places_named(units, locator):
            silent.setdefault(name, reason)
    named = [at for at, name in enumerate(units.names) if name in cited or name in silent]
    contained = text_source(index, source) != source
    span = slice(min(named, default=0), max(named, default=-1) + 1) if contained else slice(None)
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    for at, name in list(enumerate(units.names))[span]:
        claims = tuple(in_order(cited.get(name, ())))
        state = "claims" if claims else silent.get(name, UNREAD)
        stretches = (text.raw[start:end] for start, end in units.stretches(at))
        if state == UNREAD and not any(stretch.strip() for stretch in stretches):
            state = EMPTY
        rows.append((name, state, claims))
    elsewhere = [name for name in {**cited, **silent} if name not in set(units.names)]
    rows += [(name, NOWHERE, tuple(in_order(cited.get(name, ())))) for name in elsewhere]
    return pd.DataFrame(rows, columns=["place", "states", "claims"])


def _places_named(units: Units, locator: str) -> Iterator[str]:
    """Yield the places that a locator names, and what it names that the text does not have."""
    for first, last in units.ranges(locator):
        yield from units.names[first : last + 1]
    yield from units.lacks(locator)


def _citing(index: Index, source: str) -> Iterator[tuple[str, str]]:
    """Yield (claim, locator) of each citation of the source, or of one in it."""
    cited = index.citations[["claim", "source", "locator"]]
    for claim, work, locator in cited.itertuples(index=False, name=None):
        if source in (work, text_source(index, work)):
            yield claim, locator


def _cited(index: Index, source: str) -> dict[int, set[str]]:
    """Return the claims of each place that a citation of the source, or of one in it, names."""
    found: dict[int, set[str]] = {}
    for claim, locator in _citing(index, source):
        for place in places(locator):
            found.setdefault(place, set()).add(claim)
    return found


def _silent(index: Index, source: str) -> Iterator[tuple[int, str]]:
    """Yield (place, reason) for each place of ``source`` that is listed as silent."""
    rows = index.silent[index.silent["source"] == source]
    for locator, reason in rows[["locator", "reason"]].itertuples(index=False, name=None):
        yield from ((place, reason) for place in places(locator))
