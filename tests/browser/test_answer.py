"""Above the drawing stands who is most linked and who says so; the bar below strikes works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from building import cite, claim, index
from waiting import comes_to

from cardindex.evidence import tally, weigh
from cardindex.slices import EVERYTHING, STANDING
from cardindex.view import page as render

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from cardindex.index import Index

    Opener = Callable[..., Page]

SHOWN = STANDING | {"contested"}

DRAWN = """() => {
    const { entities, looks } = document.getElementById('stage').drawing;
    return Object.fromEntries(entities.map((it) => [it.id, looks.get(it).isDot]));
}"""
NAMED = """() => {
    const { drawing } = document.getElementById('stage');
    return drawing.sheets.labels.placed.map(({ entity }) => entity.id);
}"""
LIT = """() => {
    const { lit } = document.getElementById('stage').drawing;
    return lit && [...lit.entities].map(({ id }) => id).sort();
}"""


def gist(page: Page) -> str:
    return page.locator("#gist").inner_text()


def piece(page: Page, work: str) -> str:
    return f'#source-bar [data-key="source:{work}"]'


def star(folder: Path, many: int) -> Index:
    """Return an index of one entity that has so many neighbours, some of them linked as well."""
    rows = [claim(f"c{at:03}", f"hub funded e{at:03}") for at in range(many)]
    rows += [claim(f"d{at:03}", f"e{at:03} met e{at + 1:03}") for at in range(0, many // 2, 2)]
    return index(folder / "index", rows, [cite(row["id"], "book") for row in rows])


def test_of_many_fifty_have_names_and_the_rest_are_dots(opened: Opener, tmp_path: Path) -> None:
    file = tmp_path / "many.html"
    file.write_text(render(tally(star(tmp_path, 150))), encoding="utf-8")
    page = opened(file=file)
    drawn = page.evaluate(DRAWN)
    named = {entity for entity, is_dot in drawn.items() if not is_dot}
    assert (len(drawn), len(named)) == (151, 50)
    assert "hub" in named
    assert set(page.evaluate(NAMED)) == named
    page.get_by_role("button", name="show all 151").click()
    assert not any(page.evaluate(DRAWN).values())
    page.wait_for_url("**#all=1")
    page.get_by_role("button", name="name only the best linked").click()
    assert page.evaluate(DRAWN) == drawn


def test_who_is_brought_out_is_no_dot(opened: Opener, tmp_path: Path) -> None:
    file = tmp_path / "many.html"
    file.write_text(render(tally(star(tmp_path, 150))), encoding="utf-8")
    page = opened(file=file)
    assert page.evaluate(DRAWN)["e149"]
    page = opened("#select=entity:e149", file=file)
    assert not page.evaluate(DRAWN)["e149"]


def test_sentence_and_bar_follow_a_strike(opened: Opener, harbour: Index) -> None:
    page = opened()
    before = gist(page)
    stood = tally(harbour, EVERYTHING).claims
    count = int((stood["stands"]).sum())
    assert f"{count} claims stand, all read in The Harbour Tale" in before
    page.locator(piece(page, "memoir")).click()
    assert page.locator(piece(page, "memoir")).get_attribute("aria-pressed") == "true"
    struck = replace(EVERYTHING, struck=frozenset(("source:memoir",)))
    left = int(tally(harbour, struck).claims["stands"].sum())
    assert left < count
    assert f"{left} claims still stand" in gist(page)
    page.wait_for_url(lambda url: "struck=source:memoir" in url)
    page.locator(piece(page, "memoir")).click()
    assert gist(page) == before
    assert page.locator(piece(page, "memoir")).get_attribute("aria-pressed") == "false"


def test_pieces_are_as_wide_as_what_falls_with_them(opened: Opener, harbour: Index) -> None:
    page = opened()
    widths = page.locator("#source-bar .pieces [data-key]").evaluate_all(
        "all => all.map(it => [it.dataset.key, it.getBoundingClientRect().width])"
    )
    falls = {key: len(weigh(harbour, [key]).falls) for key, _ in widths}
    assert list(falls.values()) == sorted(falls.values(), reverse=True)
    unit = widths[0][1] / falls[widths[0][0]]
    for key, width in widths:
        assert width == pytest.approx(unit * falls[key], abs=1.5), key
    # Through the tale all was read: it stands apart.
    assert page.locator("#source-bar .through [data-key]").evaluate_all(
        "all => all.map(it => it.dataset.key)"
    ) == ["source:tale"]


def test_piece_lights_its_lines_by_pointer_and_by_keyboard(opened: Opener, harbour: Index) -> None:
    page = opened()
    touched = harbour.citations["touched"].map(lambda keys: "source:memoir" in keys)
    claims = harbour.claims.loc[sorted(set(harbour.citations[touched]["claim"]))]
    shown = tally(harbour).claims
    claims = claims[(claims["object"] != "") & shown.loc[claims.index, "standing"].isin(SHOWN)]
    ends = sorted({*claims["subject"], *claims["object"]})
    unlit = page.evaluate(LIT)
    page.locator(piece(page, "memoir")).hover()
    comes_to(page, LIT, ends)
    page.mouse.move(700, 500)
    comes_to(page, LIT, unlit)
    page.locator("#source-bar button").first.focus()
    for _ in range(12):
        if page.evaluate("document.activeElement.dataset.key") == "source:memoir":
            break
        page.keyboard.press("ArrowRight")
    comes_to(page, LIT, ends)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "struck=source:memoir" in url)


def test_light_stands_in_the_address(opened: Opener) -> None:
    page = opened("#light=source:memoir")
    lit = page.evaluate(LIT)
    assert lit
    assert page.locator("#notice").is_hidden()
    page.evaluate("location.hash = 'light=source:memoir&select=entity:beacon'")
    page = opened("#light=source:nobody")
    assert "source:nobody" in page.locator("#notice").inner_text()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a funded b"], "A and B are linked; 1 claim stands, read in Book, and it reaches no"),
        (["a funded b", "a funded c"], "A has the most neighbours, 2; 2 claims stand, all read"),
        (["a funded b", "b funded c", "c funded a"], "3 have the most neighbours, 2 each; 3"),
    ],
)
def test_sentence_of_few_claims_is_true(
    opened: Opener, tmp_path: Path, rows: list[str], said: str
) -> None:
    claims = [claim(f"c{at}", row) for at, row in enumerate(rows)]
    made = index(tmp_path / "index", claims, [cite(row["id"], "book") for row in claims])
    file = tmp_path / "few.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    page = opened(file=file)
    assert said in gist(page)
    page.locator(piece(page, "book")).click()
    assert gist(page) == "No claim is left in this view."
    page.locator(piece(page, "book")).click()
    assert said in gist(page)
