"""Surroundings drawn alone have places of their own, and the whole gets its own back."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from drawn import resize
from waiting import until

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import page as render
from cardindex.view.opening import first_drawing

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]
    Modules = Callable[..., Any]

LAID_OUT = "(m, [entities, ties, focus, groups]) => m.layOutAlone(entities, ties, focus, groups)"


def star(size: int) -> tuple[list[dict[str, Any]], list[list[int]]]:
    """Return one in the middle and ``size`` around it, some of which know each other."""
    entities = [{"x": None, "y": None} for _ in range(size + 1)]
    ties = [[0, i, 1 + i % 3] for i in range(1, size + 1)]
    ties += [[i, i + 2, 1] for i in range(1, size - 1, 3)]
    return entities, ties


@pytest.mark.parametrize("size", [0, 1, 2, 20, 150])
def test_nobody_stands_on_another_and_the_focus_in_the_middle(modules: Modules, size: int) -> None:
    entities, ties = star(size)
    places = modules("scene/forces.js", LAID_OUT, [entities, ties, 0, []])
    assert places[0] == [0, 0]
    assert len(places) == size + 1
    gaps = [math.dist(one, other) for one, other in combinations(places, 2)]
    assert min(gaps, default=99) > 35
    assert modules("scene/forces.js", LAID_OUT, [entities, ties, 0, []]) == places


def test_who_had_a_direction_keeps_it_and_groups_stay_together(modules: Modules) -> None:
    entities, ties = star(24)
    for i, entity in enumerate(entities):
        entity["x"] = 0 if i == 0 else 900 * math.cos(i)
        entity["y"] = 0 if i == 0 else 900 * math.sin(i)
    east = [i for i in range(1, 25) if math.cos(i) > 0.7]
    places = modules("scene/forces.js", LAID_OUT, [entities, ties, 0, [east]])
    assert sum(places[i][0] for i in east) / len(east) > 60


def test_without_ties_or_focus_all_have_places(modules: Modules) -> None:
    entities = [{"x": None, "y": None} for _ in range(30)]
    places = modules("scene/forces.js", LAID_OUT, [entities, [], -1, []])
    assert len({tuple(place) for place in places}) == 30


def stand(page: Page) -> dict[str, tuple[float, float]]:
    """Return where each entity is drawn."""
    found: dict[str, tuple[float, float]] = page.evaluate(
        "Object.fromEntries(document.getElementById('stage').drawing.entities"
        ".map(({ id, x, y }) => [id, [x, y]]))"
    )
    return found


def test_surroundings_have_places_of_their_own_and_the_whole_gets_its_back(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    whole = stand(page)
    page.get_by_role("button", name="Draw only its surroundings").click()
    alone = stand(page)
    assert set(alone) < set(whole)
    assert alone["ines"] == [0, 0]
    assert any(alone[entity] != whole[entity] for entity in alone)
    page.get_by_role("button", name="Back").click()
    page.wait_for_url("**#select=entity:ines")
    assert stand(page) == whole


def test_own_places_stay_while_the_reader_filters(opened: Opener) -> None:
    page = opened("#focus=ines")
    alone = stand(page)
    page.locator("#fold-order").click()
    page.get_by_role("checkbox", name="Command").uncheck()
    fewer = stand(page)
    page.get_by_role("checkbox", name="Command").check()
    assert set(fewer) < set(alone)
    assert fewer == {entity: alone[entity] for entity in fewer}
    assert stand(page) == alone


def test_whole_of_a_page_that_opened_on_an_entity_is_laid_out(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    file = tmp_path / "focus.html"
    file.write_text(render(tally(harbour), focus="orlov"), encoding="utf-8")
    page = opened("#select=entity:orlov", file=file)
    opening = stand(page)
    page.get_by_role("button", name="Draw the whole again").click()
    whole = stand(page)
    assert set(opening) < set(whole)
    assert len({tuple(place) for place in whole.values()}) == len(whole)
    page.get_by_role("button", name="Draw only its surroundings").click()
    assert stand(page) == opening


def test_drawing_stands_upright_on_a_phone(opened: Opener, page: Page, harbour: Index) -> None:
    wide = stand(opened())
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.wait_for_selector("body[data-ready]")
    upright = stand(page)
    assert upright.keys() == wide.keys()
    low, high = (
        [end(at[axis] for at in upright.values()) for axis in (0, 1)] for end in (min, max)
    )
    assert high[1] - low[1] > high[0] - low[0]
    assert upright == {
        entity: list(place)
        for entity, place in first_drawing(tally(harbour)).upright.items()
        if entity in upright
    }


def test_surroundings_name_their_own_centre(opened: Opener) -> None:
    page = opened("#focus=ines")
    assert page.locator("#status").inner_text().startswith("around Inés Ábalos: ")
    resize(page, 320, 480)
    names = """() => document.getElementById('stage').drawing.sheets.labels.placed
        .map(({ entity }) => entity.id)"""
    for _ in range(12):
        page.locator("#stage").press("-")
    until(page, lambda: "ines" in page.evaluate(names))
