"""Imports of what is hostile: cells too long, signs that nobody sees; nothing breaks or is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from importing import files, taken

from cardindex import checks
from cardindex.imports import FORMATS, Found, FoundClaim, FoundEntity, FoundSource, Wishes, report
from cardindex.imports.format import Unreadable

LONG = "x" * 100_500


def hostile() -> list[Found]:
    """Return what a file says in cells longer than ours, and with signs that are not seen."""
    entry = {"type": "book", "title": "\u202eA\x00book", "note": "lone \ud800 half"}
    return [
        FoundEntity(f"{LONG}1", f"{LONG}1", description=LONG, at="f:1"),
        FoundEntity(f"{LONG}2", f"{LONG}2", at="f:2"),
        FoundClaim(f"{LONG}1", "funded", f"{LONG}2", gloss=LONG, at="f:3"),
        FoundSource(f"{LONG}3", "\u202eA\x00book", note=LONG, entry=entry, at="f:4\ud800"),
    ]


def test_cells_too_long_are_cut_and_told_and_the_same_again(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = taken(hostile(), folder)
    before = files(folder)
    draft, problems = checks.examine(folder)
    assert draft is not None
    assert not [each for each in problems if each.severity == "error"]
    assert len(draft.entities) == 2
    assert {each.what.split(" xx")[0] for each in first.dropped} == {
        "the end of the name", "the end of the description", "the end of the gloss",
        "the end of the note",
    }  # fmt: skip
    again = taken(hostile(), folder)
    assert files(folder) == before
    assert report.dropped_text(again) == report.dropped_text(first)
    assert report.dropped_text(first).encode()


def test_one_cell_of_csv_that_is_too_long_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(f"source,target\nAnn,Bo\n{'x' * 140_000},Bo\n", "utf-8")
    with pytest.raises(Unreadable, match=r"^edges.csv:3: .* shorten the cell"):
        list(FORMATS["csv"].read([path], Wishes()))


def test_long_cells_of_followthemoney_change_no_limit_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    path.write_text(
        f"canonical_id,prop,schema,value,dataset\na,name,Person,{'x' * 140_000},d\n", "utf-8"
    )
    before = csv.field_size_limit()
    assert list(FORMATS["ftm"].read([path], Wishes()))
    assert csv.field_size_limit() == before
