"""An entity's neighbours in sectors by family, how far its surroundings reach, and pins in them."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from building import cite, claim, index
from drawn import address, drag, marks
from waiting import until

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

SECTORS = """() => (document.getElementById('stage').drawing.sectors ?? []).map((it) => ({
    side: it.side, family: it.family?.id ?? '', from: it.from, to: it.to, stretch: it.stretch,
    members: it.members.map(({ entity }) => entity.id) }))"""

STAR = [
    ("hub funded taker", {}),
    ("giver funded hub", {}),
    ("hub met guest", {}),
    ("hub opposed rival", {}),
    ("rival opposed hub", {}),
    ("hub allied_with friend", {}),
    ("taker funded far", {}),
]


def file_of(folder: Path, words: list[tuple[str, dict[str, str]]]) -> Path:
    claims = [claim(f"c{i}", text, **more) for i, (text, more) in enumerate(words, 1)]
    made = index(folder / "index", claims, [cite(row["id"], "book") for row in claims])
    file = folder / "page.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    return file


def sectors(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(SECTORS)
    return found


def test_who_acts_on_it_stands_left_and_on_whom_it_acts_right(
    opened: Opener, tmp_path: Path
) -> None:
    page = opened("#focus=hub&sectors=1&select=entity:hub", file=file_of(tmp_path, STAR))
    at = marks(page)
    assert at["hub"] == [0, 0]
    assert at["giver"][0] < 0 < at["taker"][0]
    assert at["rival"][1] < 0 < at["friend"][1]
    sides = {member: it["side"] for it in sectors(page) for member in it["members"]}
    assert sides["giver"] == "in"
    assert sides["taker"] == "out"
    assert sides["rival"] == "both"
    assert sides["friend"] == "together"
    page.get_by_role("button", name="freely").click()
    assert sectors(page) == []
    assert "sectors" not in address(page)
    page.get_by_role("button", name="by family").click()
    assert marks(page) == at


@pytest.mark.parametrize(("many", "upright"), [(1, False), (120, False), (120, True)])
def test_everybody_stands_in_the_own_sector_and_on_nobody_else(
    opened: Opener, page: Page, tmp_path: Path, many: int, upright: bool
) -> None:
    relations = ["funded", "opposed", "met", "trained", "led"]
    words = [
        (f"hub {relations[i % 5]} n{i}" if i % 3 else f"n{i} {relations[i % 4]} hub", {})
        for i in range(many)
    ]
    if upright:
        page.set_viewport_size({"width": 390, "height": 844})
    page = opened("#focus=hub&sectors=1", file=file_of(tmp_path, words))
    at = marks(page)
    found = sectors(page)
    assert sorted(it for one in found for it in one["members"]) == sorted(set(at) - {"hub"})
    assert len({tuple(place) for place in at.values()}) == many + 1
    for one in found:
        for member in one["members"]:
            x, y = at[member]
            angle = math.atan2(y * one["stretch"], x / one["stretch"])
            turned = [angle + 2 * math.pi * turn for turn in (-1, 0, 1)]
            assert any(one["from"] - 0.02 <= it <= one["to"] + 0.02 for it in turned)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert marks(page) == at


def test_years_and_strikes_move_nobody_and_a_hidden_family_is_no_sector(
    opened: Opener, tmp_path: Path
) -> None:
    words = [
        ("hub funded ann", {"when": "1950"}),
        ("hub opposed ann", {"when": "1960"}),
        ("hub opposed ann", {"when": "1961"}),
        ("hub funded ben", {"when": "1950"}),
    ]
    page = opened("#focus=hub&sectors=1", file=file_of(tmp_path, words))
    at = marks(page)
    assert {it["family"] for it in sectors(page)} == {"money", "opposition"}
    page = opened("#focus=hub&sectors=1&window=1950/1950", file=tmp_path / "page.html")
    assert marks(page) == at
    page.get_by_role("checkbox", name="Opposition").uncheck()
    assert {it["family"] for it in sectors(page)} == {"money"}


def test_surroundings_reach_as_far_as_is_asked_and_tell_before_how_many_they_are(
    opened: Opener, tmp_path: Path
) -> None:
    page = opened("#select=entity:giver", file=file_of(tmp_path, STAR))
    page.get_by_role("button", name="Draw only its surroundings").click()
    steps = page.get_by_role("group", name="How far they reach").get_by_role("button")
    told = steps.all_inner_texts()
    for depth, words in enumerate(told, 1):
        steps.nth(depth - 1).click()
        assert words == f"{depth} step{'s' * (depth > 1)} {len(marks(page))}"
        assert steps.nth(depth - 1).get_attribute("aria-pressed") == "true"
    assert "depth=3" in address(page)
    assert sorted({len(marks(page)), *(int(it.split()[-1]) for it in told)}) == [2, 6, 7]
    page.get_by_role("button", name="the whole", exact=True).click()
    assert page.locator("#surroundings").is_hidden()


@pytest.mark.parametrize("order", ["", "&sectors=1"])
def test_pins_hold_in_surroundings_and_only_there(
    opened: Opener, tmp_path: Path, order: str
) -> None:
    file = file_of(tmp_path, STAR)
    whole = marks(opened(file=file))
    page = opened(f"#focus=hub{order}", file=file)
    before = marks(page)
    drag(page, "taker", 60, 50)
    after = marks(page)
    assert {id_ for id_ in after if after[id_] != before[id_]} == {"taker"}
    assert "pins=taker:" in address(page)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert marks(page)["taker"] == pytest.approx(after["taker"], abs=1)
    assert "1 pinned" in page.locator("#status").inner_text()
    page.get_by_role("button", name="the whole", exact=True).click()
    assert marks(page) == whole
    assert "pinned" not in page.locator("#status").inner_text()
    page.go_back()
    until(page, lambda: "pinned" in page.locator("#status").inner_text())
    page.get_by_role("button", name="let go").click()
    assert marks(page) == before
