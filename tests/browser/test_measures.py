"""Marks by measures and schemes, with their ranges over strikes; blocs and parts as one mark."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
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

JS = javascript.functions("measures.js")


Opener = Callable[..., "Page"]
Modules = Callable[..., Any]

PROJECT = Path(__file__).resolve().parents[2]

MEASURED = JS["measured"]


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


def test_page_has_the_measures_of_python_with_a_name_for_each(modules: Modules) -> None:
    has = modules("model/measures.js", "(m) => m.MEASURES")
    words = json.loads((Path(columns.__file__).parent / "static" / "text.json").read_bytes())
    assert has == [*MEASURES], "see WORKED in view/static/model/measures.js, and the sets below it"
    named = [name for one in MEASURES for name in (one, f"{one}_long")]
    assert [*words["measures"]] == named, "see measures in view/static/text.json"


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


MARKS = """() => {
    const { entities, looks, gathers, whiskers, colour } = document.querySelector('#stage').drawing;
    return Object.fromEntries(entities.map((it) => [it.id, {
        size: looks.get(it).size, folded: (gathers?.get(it) ?? []).map(({ id }) => id),
        whisker: whiskers?.(it) ?? null, colour: colour?.(it) ?? null }]));
}"""
LINES = """() => document.querySelector('#stage').drawing.lines.map(({ tie }) =>
    [tie.a.id, tie.b.id, tie.claims.map(({ id }) => id)])"""


def marks(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(MARKS)
    return found


def ranged(page: Page) -> None:
    """Wait until ranges are known."""
    page.locator("#marks .whisker").wait_for()


def test_size_is_chosen_by_keyboard_and_stands_in_the_address(opened: Opener) -> None:
    page = opened()
    before = marks(page)
    page.locator("#marks-size").focus()
    page.keyboard.type("between")
    ranged(page)
    after = marks(page)
    assert page.evaluate("document.activeElement.id") == "marks-size"
    assert "size=betweenness" in page.evaluate("location.hash")
    assert after != before
    assert all(
        it["whisker"][0] <= it["size"] + 0.01 and it["size"] - 0.01 <= it["whisker"][1]
        for it in after.values() if it["whisker"][1] > 0
    )  # fmt: skip
    again = opened("#size=betweenness")
    ranged(again)
    assert marks(again) == after
    again.locator("#marks-size").select_option("")
    assert {id_: it["size"] for id_, it in marks(again).items()} == {
        id_: it["size"] for id_, it in before.items()
    }


def test_colours_are_those_of_the_key(opened: Opener, harbour: Index) -> None:
    page = opened("#colour=scheme:bloc")
    found = {id_: it["colour"] for id_, it in marks(page).items()}
    inks = page.evaluate("() => document.querySelector('#stage').drawing.theme")
    blocs = list(harbour.blocs.values())
    of = {entity: inks["inks"][at] for at, members in enumerate(blocs) for entity in members}
    assert found == {entity: of.get(entity, inks["none"]) for entity in found}
    rows = page.locator("#marks .colour-key .row-label").all_inner_texts()
    assert rows == [*harbour.blocs, "no value"]


def test_bloc_is_one_mark_whose_lines_are_those_of_its_members(
    opened: Opener, harbour: Index
) -> None:
    page = opened()
    members = set(harbour.blocs["The services"])
    bloc = "bloc:The services"
    before, drawn = page.evaluate(LINES), set(marks(page))
    page.locator("summary", has_text="one bloc").click()
    page.get_by_role("button", name="fold The services").click()
    folded = marks(page)
    assert set(folded[bloc]["folded"]) == members
    assert set(folded) == (drawn - members) | {bloc}

    def to(id_: str) -> str:
        return bloc if id_ in members else id_

    outward = sorted(
        [*sorted([to(a), to(b)]), claim]
        for a, b, claims in before for claim in claims
        if a == b or to(a) != to(b)
    )  # fmt: skip
    inner = sum(len(claims) for a, b, claims in before if a != b and {a, b} <= members)
    now = sorted(
        [*sorted([a, b]), claim] for a, b, claims in page.evaluate(LINES) for claim in claims
    )
    assert now == outward
    if inner:
        assert f"{inner} claim" in page.locator("#status").inner_text()
    page.locator("#marks a", has_text="The services").click()
    card = page.locator("#panel")
    assert set(card.locator(".members a").all_inner_texts()) == {
        harbour.label(member) for member in members
    }
    card.get_by_role("button", name="Unfold").click()
    assert page.evaluate(LINES) == before


@pytest.mark.parametrize(
    "part", ["size=fame", "colour=scheme:tall", "folded=bloc:Nobody", "wholes=nobody"]
)
def test_what_means_nothing_is_told_and_left_aside(opened: Opener, part: str) -> None:
    page = opened(f"#{part}")
    assert part.split("=")[1] in page.locator("#notice").inner_text()
    assert page.locator("#marks-size").input_value() == ""
    assert not any(it["folded"] for it in marks(page).values())


def test_picture_says_what_marks_say(opened: Opener) -> None:
    page = opened("#size=degree&colour=scheme:bloc&folded=bloc:The%20services")
    page.locator("#marks details").first.wait_for()
    page.click("[data-do=picture]")
    with page.expect_download() as found:
        page.click("[data-do=svg]")
    text = Path(found.value.path()).read_text(encoding="utf-8")
    for told in ("more neighbours", "The harbour", "no value", "a ring and a number"):
        assert told in text
