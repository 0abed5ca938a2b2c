"""Strikes and voices on the page tell the same as `weigh` and a slice do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from drawn import ties

from cardindex.evidence import tally, weigh
from cardindex.index import Index
from cardindex.slices import Slice

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]


def listed(page: Page, heading: str) -> list[str]:
    """Return the claim ids of one section of the card."""
    section = page.locator("section.family", has=page.locator("h3", has_text=heading))
    return section.locator("a.id").all_text_contents()


@pytest.mark.parametrize("key", ["origin:aurora", "author:ines", "source:inquiry", "source:survey"])
def test_unticking_tells_the_same_as_weigh(opened: Opener, harbour: Index, key: str) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.locator(f'[data-keys~="{key}"]').first.uncheck()
    weight = weigh(harbour, [key])
    assert listed(page, "Falls") == list(weight.falls)
    assert listed(page, "Clears") == list(weight.clears)
    assert listed(page, "Weakens") == list(weight.weakens)
    counts = page.locator("dl.tally dt").all_inner_texts()
    assert [int(count) for count in counts] == [
        len(weight.falls),
        len(weight.clears),
        len(weight.weakens),
        len(weight.lost_pairs),
        len(weight.orphaned),
    ]
    # Author, origin and work that are one are struck as one.
    by = page.locator(f'[data-keys~="{key}"]').first.get_attribute("data-strike")
    page.wait_for_url(lambda url: f"struck={by}" in url)


def test_what_falls_leaves_the_drawing_and_comes_back(opened: Opener) -> None:
    page = opened()
    before = ties(page)
    page.get_by_role("tab", name="Sources").click()
    page.locator('[data-strike="origin:aurora"]').uncheck()
    assert "aurora+orlov+membership-and-office" in before - ties(page)
    page.locator("#panel").get_by_role("button", name="Restore all").click()
    assert ties(page) == before


def test_tree_tells_what_each_work_carries_alone(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    for key in ("origin:aurora", "source:inquiry"):
        label = page.locator("label", has=page.locator(f'[data-keys~="{key}"]')).first
        assert label.locator(".count").text_content() == str(len(weigh(harbour, [key]).falls))


def test_rows_are_in_the_order_of_what_falls_with_them(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    # Apart from these stands the tale, through which all was read.
    assert page.locator(".read-through [data-keys]").evaluate_all(
        "all => all.map(it => it.dataset.keys)"
    ) == ["source:tale"]
    rows = page.locator("#sources > .tree > li > label [data-keys]").evaluate_all(
        "all => all.map(it => it.dataset.strike)"
    )
    falls = [len(weigh(harbour, [key]).falls) for key in rows]
    assert falls == sorted(falls, reverse=True)
    # Ines wrote one memoir of what she knew: one row, that says so.
    one = page.locator('label:has([data-keys="origin:ines author:ines source:memoir"])')
    assert one.locator(".row-label").text_content().startswith("Inés Ábalos")
    assert page.locator('[data-keys~="author:ines"]').count() == 1


def test_row_lights_its_lines_and_is_heard_alone(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.locator('[data-keys~="source:memoir"]').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#light=source:memoir")
    lit = page.evaluate("document.getElementById('stage').drawing.lit.ties.size")
    assert 0 < lit < len(ties(page))
    page.locator('[data-keys~="source:memoir"]').hover()
    page.get_by_role("button", name="hear only").click()
    page.wait_for_url(lambda url: "according_to=ines" in url)


def test_voices_are_sorted_by_how_much_they_say(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    spoken = harbour.citations.explode("speakers").groupby("speakers")["claim"].nunique()
    works = page.locator("#speaker-choice optgroup[label=Works] option")
    found = [spoken.get(it.get_attribute("value"), 0) for it in works.all()]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0
    assert f"({found[0]})" in (works.first.text_content() or "")


def test_works_under_what_is_struck_are_struck_too(opened: Opener) -> None:
    page = opened("#struck=origin:aurora")
    page.get_by_role("tab", name="Sources").click()
    work = page.locator('[data-strike="source:aurora-files"]')
    assert (work.is_checked(), work.is_disabled()) == (False, True)


def test_according_to_one_speaker(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.get_by_label("According to").select_option("memoir")
    page.get_by_role("tab", name="Claims").click()
    found = page.locator("table.sheet tbody a.id").all_inner_texts()
    expected = tally(harbour, Slice(according_to="memoir")).claims.index
    assert found == list(expected)


def test_two_speakers_side_by_side(opened: Opener) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.get_by_label("According to").select_option("memoir")
    page.get_by_label("beside").select_option("inquiry")
    assert listed(page, "Only My Harbour affirms") == ["c005", "c008", "c009", "c013", "c021"]
    assert listed(page, "Only Report of the Inquiry affirms") == ["c002", "c010", "c011", "c015"]
