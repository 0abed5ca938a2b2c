"""What the opening drawing holds, as pyvis was told it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardindex.evidence import Selection, tally
from cardindex.index import Index
from cardindex.view import opening

HARBOUR = Path(__file__).resolve().parent / "data" / "page"


@pytest.fixture(scope="module")
def harbour() -> Selection:
    return tally(Index.open(HARBOUR))


def test_tentative_and_merely_planned_tie_nobody_at_the_opening(harbour: Selection) -> None:
    places = opening.first_drawing(harbour, focus="beacon").places
    assert sorted(places) == ["aurora", "beacon", "gazette"]  # militia: tentative


def test_focus_draws_its_surroundings_alone(harbour: Selection) -> None:
    places = opening.first_drawing(harbour, focus="hostile").places
    assert sorted(places) == ["hostile", "long", "rtl"]
    places = opening.first_drawing(harbour, focus="hostile", depth=2).places
    assert sorted(places) == ["blank", "hostile", "long", "rtl"]


def test_past_the_budget_the_best_connected_are_drawn(
    harbour: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUDGET", 3)
    first = opening.first_drawing(harbour)
    assert sorted(first.places) == ["aurora", "dockers", "ines"]
    assert {node["id"] for node in first.drawing["nodes"]} == set(first.places)


def test_physics_is_off_and_labels_are_left_to_the_page(harbour: Selection) -> None:
    picture = opening.first_drawing(harbour).drawing
    assert picture["options"]["physics"] == {"enabled": False}
    assert {node["label"] for node in picture["nodes"]} == {" "}
