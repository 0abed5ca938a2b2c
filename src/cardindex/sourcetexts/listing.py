"""Which source's text is at hand, what is counted in it, and how much of it has been read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from cardindex.coverage import EMPTY, NOWHERE, PAST, UNREAD, coverage, length
from cardindex.index import Index
from cardindex.passages import Text, text_source

COLUMNS = ("source", "title", "text", "characters", "unit", "places", "read", "unread", "seals")


def listed(index: Index, texts: Mapping[str, Text]) -> pd.DataFrame:
    """Return one row a source that has a text or a citation; works in another count as it.

    ``text``: whether it is at hand; ``places``, ``read``, ``unread``: how many paragraphs, pages …
    it has, in which claims or silence were found, and which nobody has read (missing where the
    text is not at hand or its unit not counted in it). ``seals``: sealed passages in it.
    """
    works = index.citations["source"]
    held = Counter(
        text_source(index, str(work)) for work in works[index.citations["seal"] != ""]
    )  # fmt: skip
    cited = {text_source(index, str(work)) for work in set(works)}
    rows = []
    for source in index.sources.index:
        if source in texts or source in cited:
            text = texts.get(source)
            places = length(index, source, text)
            read, unread = _read(index, source, text) if places else (None, None)
            rows.append(
                (
                    source, index.sources.at[source, "title"], "yes" if text else "no",
                    len(text.raw) if text else None, index.sources.at[source, "unit"],
                    places or None, read, unread, held[source],
                )
            )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = ["characters", "places", "read", "unread", "seals"]
    return frame.astype(dict.fromkeys(numbers, "Int64"))


def _read(index: Index, source: str, text: Text | None) -> tuple[int, int]:
    """Return how many places of a text were read and how many not; empty ones do not count."""
    states = Counter(coverage(index, source, text)["states"])
    unread = states[UNREAD]
    return states.total() - unread - states[EMPTY] - states[PAST] - states[NOWHERE], unread
