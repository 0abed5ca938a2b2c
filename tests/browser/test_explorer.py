"""What the page was made for: paths, families one by one, a part of an index, odd indexes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import javascript
import pytest
from blaming import serious
from building import cite, claim, index
from drawn import shown, ties

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("explorer.js")


# --- Paths


def test_path_is_told_hop_by_hop_with_its_weakest_link(opened: Opener) -> None:
    page = opened("#select=entity:orlov")
    page.get_by_role("button", name="A path to").click()
    page.get_by_role("combobox", name="Search").fill("Harbour Party")
    page.keyboard.press("Enter")
    hops = page.locator("section.family").first.locator(".hops .sentence").all_inner_texts()
    assert hops == ["Pavel Orlov worked for Aurora", "Aurora funded Harbour Party"]
    assert page.locator(".hops").first.locator(".weakest").count() == 1
    assert "A path is not a link" in page.locator("#panel").inner_text()
    assert "path=orlov,harbour-party" in page.url


# --- Odd indexes


def test_two_hundred_parallel_claims_and_a_loop_are_one_line_each(
    opened: Opener, tmp_path: Path
) -> None:
    many = [claim(f"c{n:03}", "a funded b", quantity=str(n + 1), unit="USD") for n in range(200)]
    loop = claim("d001", "a met a")
    made = index(
        tmp_path / "made",
        [*many, loop],
        [cite(row["id"], "book") for row in [*many, loop]],
    )
    file = tmp_path / "made.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    page = opened("#select=pair:a+b+money", file=file)
    assert ties(page) == {"a+b+money", "a+a+diplomacy"}
    assert page.locator("#panel h3 small").inner_text().strip() == "200"


@pytest.mark.parametrize("view", ["table", "money", "disputes", "network"])
def test_axe_finds_nothing_serious_in_any_view(opened: Opener, view: str) -> None:
    page = opened(f"#view={view}&struck=source:inquiry&select=strikes:now")
    page.get_by_role("tab", name="Sources").click()
    assert serious(page) == []


# --- What the page was made for


def test_relations_of_a_family_can_be_chosen_one_by_one(opened: Opener) -> None:
    page = opened()
    page.locator("#fold-order").click()
    page.get_by_role("button", name="relations of Command").click()
    page.get_by_role("checkbox", name="led").uncheck()
    assert "harbour-party+ines+command" not in ties(page)
    assert "harbour-party+militia+command" in ties(page)
    page.get_by_role("button", name="show all").click()
    assert "harbour-party+ines+command" in ties(page)


def test_only_one_family_and_back(opened: Opener) -> None:
    page = opened()
    before = ties(page)
    page.locator("#fold-means").click()
    page.get_by_role("button", name="only Money and means").click()
    assert ties(page) == {"aurora+harbour-party+money", "beacon+gazette+money"}
    page.get_by_role("button", name="only Money and means").click()
    assert ties(page) == before


def test_free_text_narrows_the_view(opened: Opener) -> None:
    page = opened()
    page.get_by_placeholder("Only claims with these words").fill("ÁBALOS orlov")
    assert ties(page) == {"ines+orlov+handling", "ines+orlov+diplomacy"}


def test_page_of_a_focus_grows_by_clicks(opened: Opener, harbour: Index, tmp_path: Path) -> None:
    file = tmp_path / "focus.html"
    file.write_text(render(tally(harbour), focus="orlov"), encoding="utf-8")
    page = opened("#select=entity:ines", file=file)
    before = set(shown(page))
    assert before == {"aurora", "ines", "orlov"}
    assert "not drawn" in page.locator("#status").inner_text()
    page.get_by_role("button", name="neighbours that are not drawn").click()
    after = set(shown(page))
    assert after - before == {"dockers", "harbour-party"}
    page.get_by_role("button", name="Back").click()
    page.wait_for_url("**#select=entity:ines")


def test_page_of_a_slice_opens_as_the_slice_is(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    part = Slice(struck=frozenset({"source:inquiry"}), standings=frozenset({"single-root"}))
    file = tmp_path / "part.html"
    file.write_text(render(tally(harbour, part)), encoding="utf-8")
    page = opened("#view=table", file=file)
    found = page.locator("table.sheet tbody a.id").all_inner_texts()
    assert found == list(tally(harbour, part).claims.index)


def test_page_works_in_the_frame_of_a_notebook(page: Page, harbour_file: Path) -> None:
    page.goto("about:blank")
    page.evaluate(
        JS["frameWith"],
        harbour_file.read_text(encoding="utf-8"),
    )
    frame = page.frame_locator("iframe")
    frame.get_by_role("combobox", name="Search").fill("orlov")
    frame.get_by_role("option").first.click()
    assert frame.get_by_role("heading", level=2).inner_text() == "Pavel Orlov"
    frame.locator("#panel a.name", has_text="Aurora").first.click()
    assert frame.get_by_role("heading", level=2).inner_text() == "Aurora"


def test_drawing_first_seen_after_another_view_is_fitted_to_the_stage(opened: Opener) -> None:
    page = opened("#view=table")
    page.get_by_role("tab", name="Network").click()
    scale = page.evaluate("document.getElementById('stage').drawing.network.getScale()")
    assert 0.3 < scale < 2
