"""Which places of a source were read, and what each yielded: its claims, or no relation.

``silent.csv`` has one row for each place (or range of places) that was read and states no relation.
With it a gap in the coding can be told from a page that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from cardindex.finding import taken
from cardindex.index import Index
from cardindex.passages import text_source
from cardindex.tables import in_order

_RANGE = re.compile(r"([0-9]+)(?:-([0-9]+))?")


def coverage(index: Index, source: str) -> pd.DataFrame:
    """Return one row for each numbered place of ``source``, from 1 to the last one known.

    Columns: ``place``, ``claims`` (a tuple of ids) and ``states``: ``claims``, the reason for
    which the place is listed as silent, or ``unread``. Works contained in the source count as it.
    """
    source = taken(index, source, ("source",)).id
    found: dict[int, set[str]] = {}
    cited = index.citations[["claim", "source", "locator"]]
    for claim, work, locator in cited.itertuples(index=False, name=None):
        if text_source(index, work) == source:
            for place in places(locator):
                found.setdefault(place, set()).add(claim)
    silent = dict(_silent(index, source))
    rows = []
    for place in range(1, max([*found, *silent], default=0) + 1):
        claims = tuple(in_order(found.get(place, ())))
        rows.append((place, "claims" if claims else silent.get(place, "unread"), claims))
    return pd.DataFrame(rows, columns=["place", "states", "claims"])


def places(locator: str) -> Iterator[int]:
    """Yield the numbers that a locator names: ``87-89,91`` gives 87, 88, 89, 91."""
    for first, last in _RANGE.findall(locator):
        yield from range(int(first), int(last or first) + 1)


def _silent(index: Index, source: str) -> Iterator[tuple[int, str]]:
    """Yield (place, reason) for each place of ``source`` that is listed as silent."""
    rows = index.silent[index.silent["source"] == source]
    for locator, reason in rows[["locator", "reason"]].itertuples(index=False, name=None):
        yield from ((place, reason) for place in places(locator))
