"""Washes lie behind their own members alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from sights import contrast

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

JS = javascript.functions("washes.js")


Opener = Callable[..., "Page"]
Modules = Callable[..., Any]

PROJECT = Path(__file__).resolve().parents[2]
PAPER = "() => document.querySelector('#stage').drawing.theme.paper"

# For each bloc of a page: whose centre lies under its wash.
UNDER = JS["under"]

# For each bloc: which marks lie under its wash, by centre, and by some points of the rim.
COVERED = JS["covered"]


@pytest.mark.parametrize("seed", range(4))
def test_no_wash_touches_a_mark_that_is_not_a_member(modules: Modules, seed: int) -> None:
    some = random.Random(seed)  # noqa: S311 - not a secret
    entities = [
        {
            "i": i,
            "x": some.uniform(0, 900),
            "y": some.uniform(0, 500),
            "size": some.choice([4, 9, 30]),
        }
        for i in range(120)
    ]
    blocs = {"left": list(range(40)), "right": list(range(40, 70)), "two": [70, 71]}
    found = modules("drawing/blocs.js", COVERED, [entities, list(blocs.items())])
    # Of two together there is no wash.
    assert set(found) == {"left", "right"}
    for name, wash in found.items():
        assert set(wash["touched"]) <= set(blocs[name])
        assert wash["centred"]


def test_halos_of_members_that_stand_together_are_one(modules: Modules) -> None:
    entities = [{"i": i, "x": 90 * i, "y": 0, "size": 8} for i in range(5)]
    entities += [{"i": 5, "x": 2000, "y": 0, "size": 8}]
    script = """(m, entities) => m.regionsOf({
        entities, looks: new Map(entities.map((it) => [it, it])),
        blocs: [{ label: 'all', members: entities }] })[0].outlines.length"""
    assert modules("drawing/blocs.js", script, entities) == 2


def test_no_wash_of_the_essay_lies_under_a_stranger(opened: Opener, tmp_path: Path) -> None:
    essay = Index.open(PROJECT / "graph")
    file = tmp_path / "essay.html"
    file.write_text(render(tally(essay)), encoding="utf-8", newline="\n")
    for fragment in ("", "#all=1", "#families=money,handling", "#window=1960/1973"):
        under = opened(fragment, file=file).evaluate(UNDER)
        assert under
        for bloc, ids in under.items():
            assert ids
            assert set(ids) <= set(essay.blocs[bloc])


def test_washes_and_their_names_have_inks_of_their_own(opened: Opener) -> None:
    page = opened()
    inks = page.evaluate("() => document.querySelector('#stage').drawing.theme.washes")
    assert len(set(inks)) == len(inks) >= 6
    for ink in inks:
        # What is written in it can be read.
        assert contrast(ink, page.evaluate(PAPER)) >= 4.5
