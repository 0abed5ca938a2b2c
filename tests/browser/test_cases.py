"""Evidence, slices, sums and paths in JavaScript, held to Python's and to answers by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from building import unchecked
from cases import CASES, Ask, answer, case_of, made
from generated import ENTITIES, dated, indexes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import EVERYTHING, STANDINGS, Slice, strikable
from cardindex.view import collect, columns

Modules = Callable[..., Any]


def page_data(made_up: Index, part: Slice = EVERYTHING) -> str:
    content = collect.page_data(tally(made_up, part), places={}, drawing={}, opening={})
    return columns.encode(content)


def of_javascript(modules: Modules, made_up: Index, asks: list[Ask]) -> list[Ask]:
    found: list[Ask] = modules(
        "answer.js", "(m, [data, asks]) => m.answers(data, asks)", [page_data(made_up), asks]
    )
    return found


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_both_give_the_answer_that_was_worked_out_by_hand(
    path: Path, tmp_path: Path, modules: Modules
) -> None:
    case = case_of(path)
    made_up = made(case, tmp_path)
    asks = case["asks"]
    for ask, found in zip(asks, of_javascript(modules, made_up, asks), strict=True):
        expected = answer(made_up, ask)
        by_hand = {name: expected[name] for name in ask["answer"]}
        assert by_hand == ask["answer"], ask
        assert found == expected, ask


@st.composite
def asked(draw: st.DrawFn, made_up: Index) -> Ask:
    keys = strikable(made_up)
    works = list(made_up.sources.index)
    some = st.lists(st.sampled_from(keys), max_size=2, unique=True).map(sorted)
    ends = draw(st.lists(st.sampled_from(ENTITIES), min_size=2, max_size=2, unique=True))
    return {
        "strike": draw(some),
        "path": ends,
        "slice": {
            "struck": draw(some),
            "window": draw(st.sampled_from(["", "1953", "1960/1971", "1970/1973"])),
            "surely": draw(st.booleans()),
            "dated": draw(st.booleans()),
            "standings": draw(st.sampled_from([list(STANDINGS), ["untraced", "contested"]])),
            "modes": draw(st.sampled_from([[""], ["", "planned", "asked"]])),
            "families": draw(st.sampled_from([[], ["money"], ["money", "handling"]])),
            "text": draw(st.sampled_from(["", "a", "b funded"])),
            "according_to": draw(st.sampled_from(["", "", *works])),
            "said_by": draw(st.sampled_from(["", "", "1953", "1965"])),
            "published_by": draw(st.sampled_from(["", "", "", "1965"])),
            "identities": draw(st.booleans()),
        },
    }


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_both_agree_on_any_index(modules: Modules, data: st.DataObject) -> None:
    made_up = unchecked(data.draw(indexes()))
    asks = [data.draw(asked(made_up)) for _ in range(3)]
    assert of_javascript(modules, made_up, asks) == [answer(made_up, ask) for ask in asks]


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_both_agree_on_what_was_told_by_a_day(modules: Modules, data: st.DataObject) -> None:
    made_up = unchecked(data.draw(dated()))
    days = st.sampled_from(("", "1953", "1960", "1965", "1975"))
    by_when = {"said_by": data.draw(days), "published_by": data.draw(days)}
    part = replace(EVERYTHING, **by_when, surely=data.draw(st.booleans()))
    asks = [data.draw(asked(made_up)) for _ in range(2)]
    held = set(tally(made_up, part).entities.index)
    for ask in asks:
        if not held.issuperset(ask["path"]):
            del ask["path"]
        # Of a page of what was surely told, a reader may ask what possibly held; not so a slice.
        ask["slice"] |= {**by_when, "window": "", "surely": part.surely}
    written = page_data(made_up, part)
    found = modules("answer.js", "(m, [data, asks]) => m.answers(data, asks)", [written, asks])
    assert found == [answer(made_up, ask) for ask in asks]
