"""An essay with its seals, for tests of passages."""

from __future__ import annotations

from building import cite as citation
from building import claim, unchecked, work

from cardindex.index import Index
from cardindex.passages import Text, seal, verify

ESSAY = """The Bureau met Ada in 1953. “She was paid”, he wrote; nobody else says so.

Ada – so the file says – took 400 pesos.12 Naïve 🙂 letters followed. No. 5 was burnt.
The Club denied it all.
"""
FIRST = "The Bureau met Ada in 1953."


def sealed(*marks: tuple[str, str], container: str = "") -> Index:
    """Return an index that cites these (source, passage) of ESSAY."""
    names = [f"c{at}" for at in range(len(marks))]
    rows = []
    for name, (source, words) in zip(names, marks, strict=True):
        start = ESSAY.index(words)
        cells = {"start": str(start), "end": str(start + len(words)), "seal": seal(words)}
        rows.append(citation(name, source, **cells))
    sources = [work(source, unit="paragraph") for source, _ in dict.fromkeys(marks)]
    sources = list({it["id"]: it for it in sources}.values())
    if container:
        sources = [*(row | {"container": container} for row in sources), work(container)]
    return unchecked(
        {"claims": [claim(name) for name in names], "citations": rows, "sources": sources}
    )


def states(opened: Index, raw: str, source: str = "essay") -> list[tuple[str, str]]:
    """State of each seal, and the words that its offsets point at in ``raw``."""
    frame = verify(opened, {source: Text.of(raw)})
    return [
        (row.state, raw[row.start : row.end] if row.start >= 0 else "")
        for row in frame.itertuples()
    ]
