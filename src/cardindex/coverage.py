"""Which places of a source were read, and what each yielded: its claims, or no relation.

``silent.csv`` has one row for each place (or range of places) that was read and states no relation.
With it a gap in the coding can be told from a page that says nothing. How many places a source has
is known only from its text, and there only where its unit is the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cardindex.finding import taken
from cardindex.index import Index
from cardindex.passages import COUNTED, Text, places, text_source, unit_of
from cardindex.tables import in_order

EMPTY, PAST, UNREAD = "empty", "past the end", "unread"
"""States of a place in which nothing stands, that its text does not have, that nobody has read."""


def length(index: Index, source: str, text: Text | None) -> int:
    """Return how many places a source has, as far as its text tells; 0 if that is not known."""
    counted = text is not None and unit_of(index, source) == COUNTED
    return len(text.lines) if text is not None and counted else 0


def coverage(index: Index, source: str, text: Text | None = None) -> pd.DataFrame:
    """Return one row for each numbered place of ``source``, from 1 to the last one known.

    With its ``text`` that is the last of the text, if the unit is the paragraph; without, the
    last that a citation or silent.csv names. Columns: ``place``, ``claims`` (a tuple of ids) and
    ``states``: ``claims``, the reason for which the place is listed as silent, ``empty`` where
    nothing stands in that line of the text, ``past the end`` where the text has no such place,
    or ``unread``. Works contained in the source count as it. Of a work that is contained in
    another, places are the container's, from the first to the last that is named.
    """
    source = taken(index, source, ("source",)).id
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
    # Places past the end between two that are named are nobody's.
    named = frame["place"].isin(known)
    return frame[named | (frame["states"] != PAST)].reset_index(drop=True)


def _cited(index: Index, source: str) -> dict[int, set[str]]:
    """Return the claims of each place that a citation of the source, or of one in it, names."""
    found: dict[int, set[str]] = {}
    cited = index.citations[["claim", "source", "locator"]]
    for claim, work, locator in cited.itertuples(index=False, name=None):
        if source in (work, text_source(index, work)):
            for place in places(locator):
                found.setdefault(place, set()).add(claim)
    return found


def _silent(index: Index, source: str) -> Iterator[tuple[int, str]]:
    """Yield (place, reason) for each place of ``source`` that is listed as silent."""
    rows = index.silent[index.silent["source"] == source]
    for locator, reason in rows[["locator", "reason"]].itertuples(index=False, name=None):
        yield from ((place, reason) for place in places(locator))
