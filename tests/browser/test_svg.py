"""The sheet for print in a browser: every name clear of every other, nothing beside the paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import building
import javascript
import pytest
from playwright.sync_api import Page

from cardindex.evidence import Selection, tally
from cardindex.exports import svg
from cardindex.index import Index
from cardindex.view.looks import CORNERS

JS = javascript.functions("svg.js")


MEASURED = JS["measured"]


def measured(page: Page, selection: Selection, folder: Path) -> dict[str, Any]:
    file = folder / "network.svg"
    file.write_bytes(svg.write(selection))
    page.goto(file.as_uri())
    found: dict[str, Any] = page.evaluate(MEASURED)
    return found


def made_up(many: int, label: str = "{}") -> Selection:
    entities = [building.entity(f"e{at}", label=label.format(f"Entity {at}")) for at in range(many)]
    claims = [building.claim(f"c{at}", f"e{at // 3} funded e{at}") for at in range(1, many)] + [
        building.claim("c9999", "e1 allied_with e1")
    ]
    cited = [building.cite(row["id"], "s") for row in claims]
    rows = {"entities": entities, "claims": claims, "citations": cited}
    return tally(building.unchecked(rows))


def test_names_and_key_are_clear_of_one_another(page: Page, harbour: Index, tmp_path: Path) -> None:
    for selection in (tally(harbour), made_up(9), made_up(150), made_up(500)):
        found = measured(page, selection, tmp_path)
        assert found["names"]
        assert found["met"] == []
        assert found["keyMet"] == []
        assert found["outside"] == []


@pytest.mark.parametrize(
    "label",
    [
        "{} </text><script>alert(1)</script> ]]> & \u202e\u0007\"'",
        "שלום {} مرحبا بالعالم",
        "東京都千代田区 {} 秘密情報部の将校",
        "W" * 90,
        "👩‍👩‍👧 {} 🏴",
    ],
)
def test_hostile_and_wide_names_stay_names(page: Page, tmp_path: Path, label: str) -> None:
    found = measured(page, made_up(24, label), tmp_path)
    assert found["names"]
    assert (found["met"], found["outside"], found["scripts"]) == ([], [], 0)
    assert not [name for name in found["names"] if "\u202e" in name]


def test_key_says_what_is_drawn_and_nothing_else(page: Page, tmp_path: Path) -> None:
    claims = [
        building.claim("c1", "a allied_with b"), building.claim("c2", "b met c", mode="planned"),
    ]  # fmt: skip
    cited = [building.cite("c1", "s"), building.cite("c2", "s")]
    index = building.unchecked({"claims": claims, "citations": cited})
    key = measured(page, tally(index), tmp_path)["key"]
    assert "organisation" in key
    assert "untraced" in key
    assert "corroborated" not in key
    assert not [text for text in key if "arrow" in text]


def test_empty_index_and_one_claim_are_sheets_as_well(page: Page, tmp_path: Path) -> None:
    assert measured(page, tally(building.unchecked({})), tmp_path)["names"] == []
    assert len(measured(page, made_up(2), tmp_path)["names"]) == 2


def test_shapes_are_those_of_the_page(modules: Any) -> None:
    told = modules("base/shapes.js", "m => m.CORNERS")
    assert told.keys() == CORNERS.keys()
    for name, corners in CORNERS.items():
        for ours, theirs in zip(corners, told[name], strict=True):
            assert ours == pytest.approx(theirs)
