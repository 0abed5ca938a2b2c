"""The first picture is painted before the data is read, and is the one that the data gives."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from building import Row, cite, claim, index, unchecked
from drawn import at_rest
from generated import indexes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from waiting import later, settled

from cardindex.evidence import tally
from cardindex.slices import EVERYTHING, MODES, STANDINGS
from cardindex.view import lines, opening
from cardindex.view import page as render

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from cardindex.index import Index

JS = javascript.functions("opening.js")


# The page goes on once a second frame has come: here it waits until it is told to. Whoever asks for
# frames before it does, as `settled`, would hold itself.
HELD = f"({JS['held']})()"
KEEP_PIXELS = """() => {
    const canvas = document.querySelector('#stage canvas');
    window.kept ??= [];
    window.kept.push(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height));
}"""
DIFFERENCE = JS["difference"]


# What is drawn, in the columns in which Python gives it.
DRAWN = JS["drawn"]


def carried(html: str) -> dict[str, Any]:
    """Return the first picture that a page carries: ids of what is drawn, and its lines."""
    found = re.search(r'id="picture">(.*?)</script>', html)
    assert found
    picture = json.loads(found[1])
    entities, lines = unpacked(picture["entities"]), unpacked(picture["lines"])
    for end in ("a", "b"):
        lines[end] = [entities["id"][row] for row in lines[end]]
    linked = [
        one for one, degree in zip(*map(entities.get, ("id", "degree")), strict=True) if degree
    ]
    columns = {name: column for name, column in lines.items() if column}
    return {"ids": linked, "columns": columns, "gist": first_gist(html)}


def first_gist(html: str) -> str:
    """Return the sentence with which a page opens."""
    found = re.search(r'<div id="gist" class="gist">(.*?)</div>', html)
    assert found
    return found[1]


def unpacked(table: dict[str, Any]) -> dict[str, list[Any]]:
    """Return packed columns as whole lists."""
    return {
        name: [column["values"][row] for row in column["rows"]] if "values" in column else column
        for name, column in table.items()
    }


def drawn(page: Page, html: str, folder: Path) -> dict[str, Any]:
    """Return what a page draws once it has read its data."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    found: dict[str, Any] = page.evaluate(DRAWN, first_gist(html))
    return found


def first_and_last(page: Page, file: Path, address: str = "") -> dict[str, Any]:
    """Return how the first picture differs from that which vis-network has taken over."""
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(HELD)
    page.goto(file.as_uri() + address)
    page.wait_for_selector("html[data-held] #stage canvas")
    settled(page)
    assert page.evaluate("typeof vis") == "undefined"
    page.evaluate(KEEP_PIXELS)
    page.evaluate("() => { window.goOn = true; }")
    page.wait_for_selector("body[data-ready]")
    at_rest(page)
    page.evaluate(KEEP_PIXELS)
    found: dict[str, Any] = page.evaluate(DIFFERENCE)
    return found


def assert_same(found: dict[str, Any]) -> None:
    assert found["sizes"][0] == found["sizes"][1]
    assert found["colours"] > 20
    # Edges of letters and lines, where they are painted on a sheet first and not straight away.
    assert found["most"] < 96
    assert found["part"] < 1 / 2000


@pytest.mark.parametrize("address", ["", "#select=entity:ines", "#view=network&focus=orlov"])
def test_first_picture_is_the_one_that_vis_network_takes_over(
    page: Page, harbour_file: Path, address: str
) -> None:
    assert_same(first_and_last(page, harbour_file, address))


def test_data_is_read_after_the_first_picture_unless_another_view_is_asked_for(
    page: Page, harbour_file: Path
) -> None:
    page.add_init_script(HELD)
    page.goto(harbour_file.as_uri())
    page.wait_for_selector("html[data-held] #stage canvas")
    later(page, 300)  # enough to read this data in, for a page that would not wait
    # The rail is made of the data.
    assert page.locator("#legend input").count() == 0
    page.goto("about:blank")
    page.goto(harbour_file.as_uri() + "#select=entity:ines")
    page.wait_for_selector("#legend input")
    assert page.evaluate("typeof vis") == "undefined"


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (844, 390), (820, 1100), (1600, 900)])
def test_picture_stays_where_it_is_once_the_data_is_there(
    page: Page, harbour_file: Path, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script("localStorage.setItem('cardindex.welcomed', 'yes')")
    page.add_init_script("localStorage.setItem('cardindex.theme', 'dark')")
    assert_same(first_and_last(page, harbour_file))


def test_page_without_dates_keeps_no_room_for_years(page: Page, tmp_path: Path) -> None:
    undated = index(tmp_path / "index", [claim("c1", "a funded b")], [cite("c1", "book")])
    file = tmp_path / "undated.html"
    file.write_text(render(tally(undated)), encoding="utf-8")
    assert_same(first_and_last(page, file))
    assert page.locator("#time").is_hidden()


PARTS = {
    "whole": EVERYTHING,
    "plans": replace(EVERYTHING, modes=frozenset(("", "planned", "authorised"))),
    "doubtful": replace(EVERYTHING, standings=frozenset(("denied", "tentative", "untraced"))),
    "years": replace(EVERYTHING, window="1950/1954"),
    "kinds": replace(EVERYTHING, not_types=frozenset(("person",))),
    "struck": replace(EVERYTHING, struck=frozenset(("source:memoir",))),
    "one voice": replace(EVERYTHING, according_to="survey"),
}


@pytest.mark.parametrize("part", PARTS)
def test_page_of_a_part_opens_on_what_its_data_gives(
    page: Page, harbour: Index, tmp_path: Path, part: str
) -> None:
    html = render(tally(harbour, PARTS[part]))
    assert carried(html)["ids"]
    assert drawn(page, html, tmp_path) == carried(html)


@pytest.mark.parametrize(("focus", "depth"), [("aurora", 1), ("hostile", 2), ("ines", 3)])
def test_page_around_an_entity_opens_on_what_its_data_gives(
    page: Page, harbour: Index, tmp_path: Path, focus: str, depth: int
) -> None:
    html = render(tally(harbour), focus=focus, depth=depth)
    assert drawn(page, html, tmp_path) == carried(html)


def test_of_many_entities_and_lines_the_same_are_drawn(page: Page, tmp_path: Path) -> None:
    claims, citations = [], []
    for at in range(1500):
        ends = f"e{at % 401:03} {('funded', 'allied_with')[at % 2]} e{at * 7 % 397:03}"
        claims.append(claim(f"c{at:04}", ends))
        citations.append(cite(f"c{at:04}", "book"))
    html = render(tally(index(tmp_path / "index", claims, citations)))
    assert len(carried(html)["ids"]) == opening.BUDGET
    assert len(carried(html)["columns"]["a"]) == lines.MOST_LINES
    assert drawn(page, html, tmp_path) == carried(html)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    indexes(),
    st.frozensets(st.sampled_from(STANDINGS), min_size=1),
    st.frozensets(st.sampled_from(("", *MODES)), min_size=1),
)
def test_every_page_opens_on_what_its_data_gives(
    page: Page,
    tmp_path: Path,
    rows: dict[str, list[Row]],
    standings: frozenset[str],
    modes: frozenset[str],
) -> None:
    part = replace(EVERYTHING, standings=standings, modes=modes)
    html = render(tally(unchecked(rows), part))
    assert drawn(page, html, tmp_path) == carried(html)


def test_around_more_than_are_laid_out_the_page_waits_for_its_data(
    page: Page, harbour: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUDGET", 3)
    html = render(tally(harbour), focus="aurora", depth=2)
    found = drawn(page, html, tmp_path)
    assert set(carried(html)["ids"]) < set(found["ids"])
    assert json.loads(page.locator("#picture").text_content() or "")["whole"] is False
