"""The stability coefficient, as it is defined, of claims and of sources."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from folding import told

from cardindex.errors import UnknownName
from cardindex.measures import stability
from cardindex.measures.ranges import ranking

EDGES = sorted(nx.barabasi_albert_graph(40, 2, seed=5).edges)
# Each line is told by one of eight; s0 tells all those of the busiest.
INDEX = told(
    *(f"e{one} funded e{other}: s{at % 8}" for at, (one, other) in enumerate(EDGES)),
)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "DRAWS", 20)


def test_coefficient_is_the_largest_share_at_which_values_still_correlate() -> None:
    found = ranking(INDEX, "degree", strikes="none", stability="claims").stability
    assert found is not None
    assert (found.of, found.cases) == ("claims", len(EDGES))
    table = found.table
    assert table.index.tolist() == pytest.approx(np.linspace(0.05, 0.75, 10), abs=1e-4)
    assert table["dropped"].tolist() == [round(share * len(EDGES)) for share in stability.SHARES]
    assert found.coefficient == table.index[table["reached"] >= 0.95].max()
    assert (table["mean"] >= table["low"] - 1e-9).all()
    # Fewer lines correlate less.
    assert table["mean"].iloc[0] > 0.95 > table["mean"].iloc[-1]


def test_correlations_are_those_of_networks_without_the_claims() -> None:
    found = ranking(INDEX, "degree", strikes="none", stability="claims").stability
    assert found is not None
    whole = dict(nx.Graph(EDGES).degree())
    drawn = []
    for at in range(stability.DRAWS):
        dice = np.random.default_rng((stability.SEED, 0, at))
        gone = {*dice.choice(len(EDGES), found.table["dropped"].iloc[0], replace=False).tolist()}
        left = nx.Graph(edge for place, edge in enumerate(EDGES) if place not in gone)
        degrees = [(whole[node], left.degree(node) if node in left else 0) for node in whole]
        drawn.append(np.corrcoef(np.array(degrees).T)[0, 1])
    # The claims of the index are in the order in which they were told.
    assert found.table["mean"].iloc[0] == pytest.approx(np.mean(drawn))


def test_sources_are_dropped_as_they_are_struck() -> None:
    found = ranking(INDEX, "degree", strikes="none", stability="sources")
    assert found.stability is not None
    # The essay, through which all was read, is no case.
    assert found.stability.cases == 8
    assert found.stability.table["dropped"].tolist() == [1, 1, 2, 2, 3, 4, 4, 5, 5, 6]
    assert any("a case is a source" in note for note in found.notes)


def test_same_index_has_the_same_coefficient() -> None:
    one, other = (
        ranking(INDEX, "betweenness", strikes="none", stability="sources").stability
        for _ in range(2)
    )
    assert one is not None
    assert other is not None
    assert one.table.equals(other.table)


def test_too_few_sources_have_no_coefficient() -> None:
    found = ranking(told("a funded b: x", "b funded c: y"), "degree", stability="sources")
    assert found.stability is not None
    assert np.isnan(found.stability.coefficient)
    assert "No stability coefficient: it takes 4 sources to drop some of them." in found.notes


def test_unknown_case_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match='did you mean "sources"'):
        ranking(INDEX, "degree", stability="source")  # type: ignore[arg-type]
