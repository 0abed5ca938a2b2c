"""The legend: groups of families, what is shown of each row, and signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from building import vocabulary
from waiting import comes_to, until

from cardindex.evidence import tally
from cardindex.slices import parse

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

Opener = Callable[..., "Page"]

INKS = """() => Object.fromEntries(document.querySelector('#stage').drawing.lines.map(
    ({ tie, colour }) => [tie.family.id, colour]))"""


def rest() -> dict[str, str]:
    """Return the colour that each family has at rest."""
    known = vocabulary()
    return {id_: known.groups[it.group].colour for id_, it in known.families.items()}


def own() -> dict[str, str]:
    return {id_: family.colour for id_, family in vocabulary().families.items()}


def inks(page: Page, known: dict[str, str]) -> dict[str, str]:
    """Return which of these colours is wanted of each family that is drawn."""
    return {id_: known[id_] for id_ in page.evaluate(INKS)}


def test_lines_have_the_colour_of_their_group_at_rest(opened: Opener) -> None:
    page = opened()
    assert page.evaluate(INKS) == inks(page, rest())
    assert len(set(page.evaluate(INKS).values())) < len(page.evaluate(INKS))


def test_unfolded_group_has_its_families_in_their_own_hues(opened: Opener) -> None:
    page = opened()
    before = page.evaluate(INKS)
    page.locator("#fold-means").click()
    of = {id_: family.group for id_, family in vocabulary().families.items()}
    assert page.evaluate(INKS) == {
        id_: own()[id_] if of[id_] == "means" else before[id_] for id_ in before
    }
    # The address gives the same picture.
    assert "hues=means" in page.url
    again = opened("#" + page.url.partition("#")[2])
    assert again.locator("[data-toggle=hiddenFamilies]").count() >= 2


def test_group_that_is_alone_shown_has_its_families_in_their_own_hues(opened: Opener) -> None:
    page = opened()
    page.locator('li:has([data-toggle=groups][data-id="order"])').hover()
    page.locator("#only-groups-order").click()
    page.locator("#text-filter").hover()
    drawn = page.evaluate(INKS)
    assert drawn
    assert drawn == {id_: own()[id_] for id_ in drawn}


def test_card_shows_what_it_lights_in_its_own_hue(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    lit, others = page.evaluate("""() => {
        const { lines, lit } = document.querySelector('#stage').drawing;
        const told = (list) => list.map(({ tie, colour }) => [tie.family.id, colour]);
        const is = ({ tie }) => lit.ties.has(tie.key);
        return [told(lines.filter(is)), told(lines.filter((it) => !is(it)))];
    }""")
    assert lit
    assert all(colour == own()[id_] for id_, colour in lit)
    assert all(colour == rest()[id_] for id_, colour in others)


def test_row_that_is_pointed_at_lights_its_lines(opened: Opener) -> None:
    page = opened()
    page.locator('li:has([data-toggle=groups][data-id="means"])').hover()
    lit = """() => { const { lit, lines } = document.querySelector('#stage').drawing;
        return lit && [...new Set(lines.filter(({ tie }) => lit.ties.has(tie.key))
            .map(({ tie }) => tie.family.id))].sort(); }"""
    families = until(page, lambda: page.evaluate(lit))
    of = {id_: family.group for id_, family in vocabulary().families.items()}
    assert {of[id_] for id_ in families} == {"means"}
    page.locator("#search").hover()
    comes_to(page, lit, None)


def test_box_of_a_group_hides_all_its_families(opened: Opener) -> None:
    page = opened("#hues=means")
    boxes = page.locator("#legend .depth-1 [data-toggle=hiddenFamilies]")
    first = boxes.first.get_attribute("id")
    boxes.first.uncheck()
    group = page.locator("#groups-means")
    assert group.evaluate("it => [it.checked, it.indeterminate]") == [True, True]
    group.click()
    assert group.evaluate("it => [it.checked, it.indeterminate]") == [False, False]
    assert not any(page.locator(f"#{id_}").is_checked() for id_ in [first])
    group.click()
    assert all(boxes.nth(at).is_checked() for at in range(boxes.count()))


ROWS = """() => Object.fromEntries([...document.querySelectorAll('#legend input')].map((it) => [
    `${it.dataset.toggle} ${it.dataset.id}`,
    it.closest('label').querySelector('.count').textContent.split(' of ').map(Number)]))"""


@pytest.mark.parametrize(
    ("fragment", "options"),
    [
        ("", {}),
        ("#window=1950/1955", {"window": "1950/1955"}),
        ("#families=money", {"families": "money"}),
        ("#text=harbour", {"text": "harbour"}),
    ],
)
def test_counts_are_of_the_present_slice(
    opened: Opener, harbour: Index, fragment: str, options: dict[str, str]
) -> None:
    whole = tally(harbour).claims
    standings = {"standings": "contested,corroborated,single-root,untraced"}
    part = tally(harbour, parse(standings | options)).claims
    rows = opened(fragment).evaluate(ROWS)
    for name, field in (("standings", "standing"), ("modes", "mode")):
        for key, count in rows.items():
            kind, _, id_ = key.partition(" ")
            if kind != name:
                continue
            shown, total = (int((told[field] == id_).sum()) for told in (part, whole))
            assert count == ([total] if shown == total else [shown, total]), key
