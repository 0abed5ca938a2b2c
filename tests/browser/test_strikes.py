"""What a strike leaves as it was is not worked out again: the page is as one opened anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from building import unchecked
from generated import indexes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import strikable
from cardindex.view import columns
from cardindex.view.collect import page_data

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("strikes.js")


Modules = Callable[..., Any]
State = dict[str, Any]

ALL = ["contested", "corroborated", "denied", "single-root", "tentative", "untraced"]


@st.composite
def states(draw: st.DrawFn, made_up: Index) -> list[State]:
    """Steps from one state to the next, of which most strike or restore one work."""
    keys = strikable(made_up)
    state: State = {"struck": []}
    steps = []
    for _ in range(draw(st.integers(2, 8))):
        kind = draw(st.sampled_from(["strike", "strike", "strike", "standings", "window", "hide"]))
        if kind == "strike" and keys:
            changed = set(state["struck"]) ^ {draw(st.sampled_from(keys))}
            state = {**state, "struck": sorted(changed)}
        elif kind == "standings":
            state = {**state, "standings": draw(st.sampled_from([ALL, ["single-root"]]))}
        elif kind == "window":
            state = {**state, "window": draw(st.sampled_from([None, [1953, 1960], [1970, 1971]]))}
        else:
            hidden = draw(st.sampled_from([[], ["money"], ["handling"]]))
            state = {**state, "hiddenFamilies": hidden}
        steps.append(state)
    return steps


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_what_is_brought_up_to_date_is_what_is_worked_out_anew(
    modules: Modules, data: st.DataObject
) -> None:
    made_up = unchecked(data.draw(indexes()))
    steps = data.draw(states(made_up))
    content = page_data(tally(made_up), places={}, drawing={}, opening={})
    script = "(m, [data, states]) => m.differences(data, states)"
    found = modules("anew.js", script, [columns.encode(content), steps])
    assert found == [[] for _ in steps], steps


@pytest.mark.parametrize("most", [9, 5000])
@pytest.mark.parametrize("placed", [0, 200, 500])
def test_best_linked_are_drawn_and_first_those_with_a_place(
    modules: Modules, placed: int, most: int
) -> None:
    some = random.Random(placed)  # noqa: S311 - not a secret
    rows = [{"degree": some.randrange(most), "placed": at < placed} for at in range(900)]
    some.shuffle(rows)
    drawn, wanted = modules("anew.js", "(m, rows) => m.centres(rows)", rows)
    assert len(drawn) == len(wanted)
    assert drawn == wanted


# What a reader sees of counts, bars and boxes.
SEEN = JS["seen"]


def test_page_after_many_strikes_is_as_one_opened_there(opened: Opener) -> None:
    some = random.Random(4)  # noqa: S311 - not a secret
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    for turn in range(30):
        boxes = page.locator("[data-strike]:not(:disabled)")
        boxes.nth(some.randrange(boxes.count())).click()
        if turn == 15:
            page.get_by_role("slider", name="First year").fill("1955")
    after = page.evaluate(SEEN)
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # has the address written
    assert "struck=" in page.evaluate("location.hash")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("tab", name="Sources").click()
    assert page.evaluate(SEEN) == after
