"""Long runs of rankings: once a network, ended at any time, and gone on with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from folding import told

from cardindex.errors import OutputError
from cardindex.measures import centrality, stability, struck
from cardindex.measures.centrality import Measure
from cardindex.measures.ranges import ranking
from cardindex.measures.simplenetwork import Folded

INDEX = told(
    "a funded b: v", "b funded c: w", "c funded a: x", "c funded d: y", "d funded e: z",
    "a funded b: u", "e funded a: t", "e funded f: t", "f funded b: v",
)  # fmt: skip
BETWEEN = centrality.MEASURES["betweenness"]


def ending(after: int, seen: list[Folded]) -> Measure:
    """Return betweenness that somebody ends by Ctrl-C after it was measured so many times."""

    def of(folded: Folded) -> Any:
        if len(seen) == after:
            raise KeyboardInterrupt
        seen.append(folded)
        return centrality.betweenness(folded)

    return replace(BETWEEN, of=of)


def same(one: Any, other: Any) -> None:
    for name in ("table", "strikes", "hangs", "wholes"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.notes == other.notes


def test_strike_that_changes_no_line_is_not_measured() -> None:
    seen: list[Folded] = []
    found = ranking(INDEX, ending(-1, seen), strikes="origins")
    # u says again what v says: without it all lines are there.
    assert found.strikes.at["origin:u-people", "moved"] == 0
    assert len(seen) == len(found.strikes)  # the whole, and all but that one


def test_run_that_is_ended_gives_what_is_there_and_says_so() -> None:
    found = ranking(INDEX, ending(4, []), strikes="origins", endable=True)
    assert found.ended
    whole = ranking(INDEX, "betweenness", strikes="origins")
    assert set(found.strikes.index) < set(whole.strikes.index)
    assert found.table["value"].to_dict() == whole.table["value"].to_dict()
    assert any(note.startswith("Partial: it was ended when 4 of 7 strikes") for note in found.notes)
    assert not whole.ended


def test_run_that_is_ended_before_any_strike_gives_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(struck, "cases", end)
    found = ranking(INDEX, "betweenness", strikes="origins", endable=True)
    assert found.ended
    assert found.table["value"].max() > 0
    assert found.table["highest"].isna().all()
    assert any("before any strike had been measured" in note for note in found.notes)


def test_stability_that_is_ended_leaves_the_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stability, "stability", end)
    found = ranking(INDEX, "degree", strikes="origins", stability="claims", endable=True)
    assert found.ended
    assert found.stability is None
    assert found.table["highest"].notna().all()


def test_what_is_no_file_cannot_keep_rankings(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is no file that could keep rankings"):
        ranking(INDEX, "degree", keep=tmp_path)


def test_run_that_is_ended_raises_where_nobody_wants_a_part() -> None:
    with pytest.raises(KeyboardInterrupt):
        ranking(INDEX, ending(4, []), strikes="origins")


@pytest.mark.parametrize("after", [2, 4, 6])
@pytest.mark.parametrize("within", [None, 0.0])
def test_run_that_is_gone_on_with_finds_the_same(
    tmp_path: Path, after: int, within: float | None
) -> None:
    file = tmp_path / "so-far"
    ranking(INDEX, ending(after, []), strikes="origins", keep=file, endable=True, within=within)
    seen: list[Folded] = []
    found = ranking(INDEX, ending(-1, seen), strikes="origins", keep=file, within=within)
    same(found, ranking(INDEX, "betweenness", strikes="origins", within=within))
    assert len(seen) == 8 - after
    again: list[Folded] = []
    same(ranking(INDEX, ending(-1, again), strikes="origins", keep=file), found)
    assert len(again) == 1


def test_record_that_was_cut_off_is_found_anew(tmp_path: Path) -> None:
    file = tmp_path / "so-far"
    whole = ranking(INDEX, "betweenness", strikes="origins", keep=file)
    data = file.read_bytes()
    for length in (len(data) - 1, len(data) - 400, data.index(b"\n") + 4, 30, 0):
        file.write_bytes(data[:length])
        same(ranking(INDEX, "betweenness", strikes="origins", keep=file), whole)
        assert file.read_bytes() == data
    changed = bytearray(data)
    changed[-30] ^= 1
    file.write_bytes(bytes(changed))
    same(ranking(INDEX, "betweenness", strikes="origins", keep=file), whole)


def test_file_of_something_else_is_refused_and_left(tmp_path: Path) -> None:
    file = tmp_path / "so-far"
    file.write_text("my notes\n")
    with pytest.raises(OutputError, match="is no file of rankings, and is left as it is"):
        ranking(INDEX, "degree", keep=file)
    assert file.read_text() == "my notes\n"


def test_file_of_another_run_is_refused_and_left(tmp_path: Path) -> None:
    file = tmp_path / "so-far"
    ranking(INDEX, "degree", strikes="origins", keep=file)
    data = file.read_bytes()
    with pytest.raises(OutputError, match="is of another run"):
        ranking(INDEX, "betweenness", strikes="origins", keep=file)
    assert file.read_bytes() == data


def test_first_answer_comes_before_anything_is_struck() -> None:
    seen: list[Folded] = []
    first: list[tuple[int, pd.DataFrame]] = []
    measure = ending(-1, seen)
    found = ranking(INDEX, measure, first=lambda table: first.append((len(seen), table)))
    ((measured, table),) = first
    assert measured == 1
    assert table["value"].equals(found.table["value"])
    assert table["highest"].isna().all()


def test_spearman_stands_beside_kendall() -> None:
    found = ranking(INDEX, "degree", strikes="origins").strikes
    whole = ranking(INDEX, "degree", strikes="none").table["rank"]
    struck = told(*(line for line in (
        "b funded c: w", "c funded a: x", "c funded d: y", "d funded e: z", "a funded b: u",
        "e funded a: t", "e funded f: t",
    )))  # fmt: skip
    other = ranking(struck, "degree", strikes="none").table["rank"]
    both = whole.index.intersection(other.index)
    expected = whole[both].corr(other[both], method="spearman")
    assert found.at["origin:v-people", "rho"] == pytest.approx(expected)
    assert np.isfinite(expected)
