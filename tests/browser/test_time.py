"""Time on the page: inks, one switch, bars to draw over, play, and by when it was told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from drawn import address

from cardindex.evidence import tally
from cardindex.slices import EVERYTHING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

    Opener = Callable[..., Page]

JS = javascript.functions("time.js")


LINES = """() => document.getElementById('stage').drawing.lines
    .map(({ tie, alpha, colour }) => [tie.key, { alpha, colour }])"""


def inks(page: Page) -> dict[str, dict[str, Any]]:
    return dict(page.evaluate(LINES))


def test_what_held_surely_possibly_and_undated_has_three_inks(opened: Opener) -> None:
    page = opened("#window=1955/1956")
    lines = inks(page)
    # 1953/1955, 195X, and no date: all three untraced or of one root.
    surely, possibly, undated = (
        lines[key]
        for key in (
            "beacon+gazette+money",
            "harbour-party+ines+command",
            "harbour-party+militia+command",
        )
    )
    assert surely["alpha"] > possibly["alpha"] > undated["alpha"]
    assert undated["colour"] != possibly["colour"]
    before = inks(opened("#window=/"))
    assert before["harbour-party+militia+command"]["colour"] == possibly["colour"]


def test_switch_leaves_out_what_is_less_well_dated(opened: Opener) -> None:
    page = opened("#window=1955/1956")
    assert page.get_by_role("radio", name="undated too").is_checked()
    page.get_by_role("radio", name="possibly").check()
    keys = inks(page)
    assert "harbour-party+ines+command" in keys
    assert "harbour-party+militia+command" not in keys
    assert "without what has no date" in (page.locator("#caption").text_content() or "")
    page.get_by_role("radio", name="surely").check()
    assert "harbour-party+ines+command" not in inks(page)
    assert address(page) == "#window=1955/1956&surely=1"


def test_open_claim_fades_with_the_years_past_what_is_known_of_it(
    modules: Callable[..., Any],
) -> None:
    script = JS["inks"]
    sure, near, far, shut = modules("model/slice.js", script)
    assert sure == {"kind": "surely", "ink": 1}
    assert 1 > near["ink"] > far["ink"] > 0
    assert shut == {"kind": "possibly", "ink": 1}


def test_years_are_chosen_by_drawing_over_the_bars(opened: Opener) -> None:
    page = opened()
    bars = page.locator(".bars .possibly")
    boxes = [bars.nth(year - 1911).bounding_box() for year in (1951, 1954)]
    assert boxes[0]
    assert boxes[1]
    page.mouse.move(boxes[1]["x"] + boxes[1]["width"] / 2, boxes[1]["y"] + 4)
    page.mouse.down()
    page.mouse.move(boxes[0]["x"] + boxes[0]["width"] / 2, boxes[1]["y"] + 4, steps=4)
    page.mouse.up()
    assert address(page) == "#window=1951/1954"
    assert page.locator(".time .window").inner_text() == "1951–1954"


def test_play_starts_where_something_is(opened: Opener) -> None:
    # The party's claims begin long after the birth of 1911, the first of the bars.
    page = opened("#families=money")
    # At once, before a year is over.
    page.get_by_role("button", name="Play").evaluate("(play) => { play.click(); play.click(); }")
    found = re.search(r"window=(\d+)/(\d+)", address(page))
    assert found
    first = int(found[1])
    assert found[2] == found[1]
    assert first > 1911
    heights = page.locator(".bars .bounded").evaluate_all(
        "bars => bars.map((bar) => Number(bar.getAttribute('height')))"
    )
    assert next(at for at, height in enumerate(heights) if height) == first - 1911


@pytest.mark.parametrize("how", ["", "&surely=1"])
@pytest.mark.parametrize(("kind", "field"), [("said", "said_by"), ("published", "published_by")])
def test_slider_hears_what_python_hears(
    opened: Opener, harbour: Index, kind: str, field: str, how: str
) -> None:
    standings = "#standings=" + ",".join(sorted(EVERYTHING.standings))
    page = opened(f"{standings}&window=1900/1990{how}")
    page.get_by_role("button", name=f"as {kind} by").click()
    for year in ("1955", "1999"):
        page.get_by_label("Year by whose end it was told").fill(year)
        part = replace(
            EVERYTHING,
            window="1900/1990",
            surely=bool(how),
            modes=frozenset(("",)),
            **{field: year},
        )
        page.get_by_role("tab", name="Claims").click()
        shown = page.locator("#sheet tbody .id").all_inner_texts()
        assert sorted(shown) == sorted(tally(harbour, part).claims.index)
        if shown:
            command = page.locator(".copyable code").inner_text()
            assert f"--{field.replace('_', '-')} {year}" in command
        page.get_by_role("tab", name="Network").click()
    assert f"{field}=1999" in address(page)


def test_card_marks_what_was_told_later_than_asked(opened: Opener) -> None:
    page = opened("#said_by=1955&select=claim:c014")
    late = page.locator("article.claim[data-claim=c014] .citation", has_text="not told by then")
    assert late.count() == 1


def test_year_that_is_none_is_left_out(opened: Opener) -> None:
    page = opened("#said_by=soon&published_by=-0000")
    assert "said_by=soon, published_by=-0000" in page.locator("#notice").inner_text()
