"""Marks by measures and schemes, with their ranges over strikes; blocs and parts as one mark."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cardindex.errors import UndefinedMeasure
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures.centrality import MEASURES
from cardindex.measures.ranges import ranking
from cardindex.slices import Slice
from cardindex.view import collect, columns
from cardindex.view.lines import SHOWN_STANDINGS

if TYPE_CHECKING:
    from playwright.sync_api import Page

Opener = Callable[..., "Page"]
Modules = Callable[..., Any]

PROJECT = Path(__file__).resolve().parents[2]

MEASURED = """async (m, [data, told, name]) => {
    const { decode, link } = await import('/model/link.js');
    const { openingState } = await import('/state/state.js');
    const { makeWork } = await import('/state/derive.js');
    const model = link(await decode(data));
    const work = makeWork(model);
    const view = work({ ...openingState(), ...told, size: name });
    const whole = view.measured.get(name);
    if (whole.why) return whole.why;
    const steps = m.rangesOf(whole, view, (key) => work.without(view.state, key));
    let step = steps.next();
    while (!step.done) step = steps.next();
    const range = step.value;
    return Object.fromEntries(model.entities.filter(({ i }) => whole.ranks[i]).map(({ i, id }) => [
        id, [whole.values[i], whole.ranks[i], range?.highest[i], range?.lowest[i],
             range?.movedBy[i]]]));
}"""


@pytest.fixture(scope="module")
def essay() -> Index:
    return Index.open(PROJECT / "graph")


def in_the_page(modules: Modules, index: Index, told: dict[str, Any], name: str) -> Any:
    content = collect.page_data(tally(index), places={}, drawing={}, opening={})
    return modules("state/measured.js", MEASURED, [columns.encode(content), told, name])


def in_python(index: Index, told: dict[str, Any], name: str) -> Any:
    chosen = Slice(
        relations=frozenset(index.vocabulary.relations),
        standings=frozenset(SHOWN_STANDINGS),
        struck=frozenset(told.get("struck", ())),
        identities=told.get("identities", False),
    )
    try:
        found = ranking(index, name, chosen, wholes="wholes" in told).table
    except UndefinedMeasure:
        return "undefined"
    return {
        str(row.Index): [row.value, row.rank, row.highest, row.lowest, row.moved_by]
        for row in found.itertuples()
    }


@pytest.mark.parametrize("told", [{}, {"identities": True}], ids=["as told", "folded"])
@pytest.mark.parametrize("name", MEASURES)
def test_measures_and_their_ranges_are_those_of_rank(
    modules: Modules, essay: Index, name: str, told: dict[str, Any]
) -> None:
    found, expected = in_the_page(modules, essay, told, name), in_python(essay, told, name)
    assert found.keys() == expected.keys()
    for entity, [value, *places] in expected.items():
        assert math.isclose(found[entity][0], value, rel_tol=1e-7, abs_tol=1e-9), entity
        assert found[entity][1:] == places, entity


@pytest.mark.parametrize("name", ["degree", "pagerank"])
def test_parts_fold_into_the_wholes_of_rank(modules: Modules, essay: Index, name: str) -> None:
    told = {"wholes": ["*"], "struck": ["author:brian-crozier"]}
    found, expected = in_the_page(modules, essay, told, name), in_python(essay, told, name)
    assert {id_: rank for id_, [_, rank, *_] in found.items()} == {
        id_: rank for id_, [_, rank, *_] in expected.items()
    }
