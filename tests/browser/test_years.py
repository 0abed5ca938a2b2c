"""Years on the page: what held in a window of them, its histogram, play, and eras."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from building import cite, claim, index
from drawn import ties

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import STANDING, Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]


def slide(page: Page, handle: str, year: int) -> None:
    page.get_by_role("slider", name=handle).fill(str(year))


def test_window_shows_what_possibly_or_surely_held_in_it(opened: Opener) -> None:
    page = opened()
    slide(page, "First year", 1955)
    slide(page, "Last year", 1956)
    assert "ines+orlov+diplomacy" not in ties(page)
    # 1953/1955 holds surely, 195X only possibly.
    assert {"beacon+gazette+money", "harbour-party+ines+command"} <= ties(page)
    page.get_by_label("surely").check()
    assert "beacon+gazette+money" in ties(page)
    assert "harbour-party+ines+command" not in ties(page)
    page.wait_for_url("**#window=1955/1956&surely=1")


def test_number_of_undated_claims_left_out_stays_on_screen(opened: Opener, harbour: Index) -> None:
    page = opened("#window=1950/1960&surely=1")
    shown = Slice(standings=STANDING | {"contested"})
    undated = (tally(harbour, shown).claims["when"] == "").sum()
    assert page.locator(".undated").inner_text() == f"{undated} undated claims are not shown"


def test_histogram_has_a_bar_for_every_year(opened: Opener) -> None:
    page = opened()
    # From a birth in 1911 to the last year that a claim names.
    assert page.locator(".bars .possibly").count() == 1959 - 1911 + 1
    heights = page.locator(".bars .possibly").evaluate_all(
        "bars => bars.map(bar => Number(bar.getAttribute('height')))"
    )
    assert heights.index(max(heights)) == 1952 - 1911


def test_play_goes_through_the_years(opened: Opener) -> None:
    page = opened("#window=1951/1951")
    page.get_by_role("button", name="Play").click()
    # What has no date does not move.
    page.wait_for_url("**#window=1952/1952&dated=1")
    page.get_by_role("button", name="Play").click()


def test_years_before_1_are_shown_with_their_era(opened: Opener, tmp_path: Path) -> None:
    when = {"c1": "-0049/-0043", "c2": "-0043-03-15", "c3": "0014", "c4": "1971"}
    ends = {"c1": "a funded b", "c2": "b killed a", "c3": "a met c", "c4": "c met d"}
    made = index(
        tmp_path / "made",
        [claim(id_, words, when=when[id_]) for id_, words in ends.items()],
        [cite(id_, "book") for id_ in ends],
    )
    file = tmp_path / "made.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    page = opened("#window=-0049/-0044&surely=1", file=file)
    assert ties(page) == {"a+b+money"}
    strip = page.locator("#time")
    assert strip.locator(".year").all_inner_texts() == ["50 BC", "1971"]
    assert strip.locator(".window").inner_text() == "50–45 BC"
    first = page.get_by_role("slider", name="First year")
    assert first.get_attribute("aria-valuetext") == "50 BC"
    first.fill("-43")
    page.wait_for_url("**#window=-0044/-0043&surely=1")
    page.get_by_role("slider", name="Last year").fill("14")
    page.wait_for_url("**#window=-0044/0014&surely=1")
    assert ties(page) == {"a+b+money", "a+b+violence", "a+c+diplomacy"}
    assert "45 BC to AD 14" in page.locator("#caption").inner_text()


def test_surely_without_years_leaves_the_undated_out(opened: Opener) -> None:
    page = opened()
    page.get_by_label("surely").check()
    assert "harbour-party+militia+command" not in ties(page)
    page.get_by_role("button", name="all years").click()
    assert "harbour-party+militia+command" in ties(page)
