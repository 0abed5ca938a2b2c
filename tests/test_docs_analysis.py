"""The page on analysis says of every measure what the code says of it."""

from __future__ import annotations

from pathlib import Path

from cardindex.measures.centrality import MEASURES, Measure
from cardindex.measures.ranges import CAVEAT
from cardindex.measures.structure import brokers
from cardindex.measures.walks import PRECISION

PAGE = Path(__file__).parent.parent / "docs" / "analysis.md"


def row(measure: Measure) -> str:
    weights = "count" if measure.weighted else "–"
    ways = "followed" if measure.directed else "left out"
    direction = f"{ways} unless told" if measure.either else ways
    return f"| `{measure.id}` | {measure.says} | {weights} | {direction} | {measure.source} |"


def test_every_measure_has_its_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    expected = [row(each) for each in (*MEASURES.values(), brokers({}))]
    found = [line for line in text.splitlines() if line.startswith("| `") and "bench." not in line]
    assert found[: len(expected)] == expected


def test_page_says_what_a_range_is_not() -> None:
    assert CAVEAT in " ".join(PAGE.read_text(encoding="utf-8").split())


def test_page_says_how_near_pagerank_comes() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"until the sum of its errors is below {PRECISION:.0e}:" in text
