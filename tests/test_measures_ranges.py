"""Ranges over strikes: what a rank hangs on, and what is said where nothing can be said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from building import Row, cite, claim, unchecked, work
from folding import told
from generated import indexes
from hypothesis import assume, given, settings

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures import centrality, ranges
from cardindex.measures.fold import focus, lay, simple
from cardindex.measures.ranges import CAVEAT, ranking
from cardindex.measures.rounds import How, rounds
from cardindex.measures.strikes import cases, left, networks
from cardindex.slices import EVERYTHING, Slice, strikable

# a stands first on the word of x alone: without x, b does, and c and d are gone.
HANGING = told("a funded b: y", "a funded c: x", "a funded d: x", "b funded e: y", "b funded f: z")


def test_striking_shows_which_rank_hangs_on_what() -> None:
    found = ranking(HANGING, "degree", strikes="origins")
    assert found.table.loc[["a", "b"], ["value", "rank", "highest", "lowest"]].to_numpy().tolist() \
        == [[3, 1, 1, 2], [3, 1, 1, 2]]  # fmt: skip
    assert found.table.at["a", "moved_by"] == "origin:x-people"
    assert found.table.at["b", "moved_by"] == "origin:y-people"
    assert not found.table.at["c", "stays"]
    assert found.table.at["c", "gone_without"] == ("origin:x-people",)


def test_summary_says_what_is_left_under_each_strike() -> None:
    strikes = ranking(HANGING, "degree", strikes="origins").strikes
    assert strikes.loc["origin:x-people", ["entities", "lines"]].tolist() == [4, 3]
    assert strikes.loc["origin:x-people", ["furthest", "by"]].tolist() == ["a", 1]
    assert strikes.loc["origin:z-people", "tau"] < 1
    assert set(strikes.index) == {f"origin:{name}-people" for name in "xyz"}


def test_finding_that_hangs_on_one_strike_is_told() -> None:
    hangs = ranking(HANGING, "degree", strikes="origins").hangs
    assert ("c", "origin:x-people") in set(zip(hangs["entity"], hangs["key"], strict=True))
    assert hangs["without"].isna().all()


@pytest.mark.parametrize(
    ("strikes", "kinds"),
    [("sources", {"source"}), ("authors", {"author"}), ("origins", {"origin"}),
     ("all", {"source", "author", "origin"})],
)  # fmt: skip
def test_strikes_are_of_one_kind_or_of_all(strikes: Any, kinds: set[str]) -> None:
    works = (work("x", origin="x-people", author="ann"), work("y", author="bob"))
    index = told("a funded b: x", "b funded c: y", works=works)
    found = ranking(index, "degree", strikes=strikes)
    assert {key.partition(":")[0] for key in found.strikes.index} == kinds


def test_work_through_which_all_was_read_is_named_and_not_struck() -> None:
    found = ranking(HANGING, "degree")
    assert "source:essay" not in found.strikes.index
    assert "Not struck, as everything was read through it: Essay." in found.notes


def test_comment_that_stands_in_the_work_that_was_read_does_not_save_it() -> None:
    rows = {
        "claims": [claim("c1", "a funded b"), claim("c2", "b funded c"), claim("c3", "c funded d")],
        "citations": [cite("c1", "essay", "x"), cite("c2", "essay", "y"), cite("c3", "comment")],
        "sources": [
            work("essay", author="ann"), work("comment", container="essay"),
            work("x", origin="p"), work("y", origin="q"),
        ],
    }  # fmt: skip
    found = ranking(unchecked(rows), "degree")
    assert {"source:essay", "author:ann"}.isdisjoint(found.strikes.index)
    assert "source:comment" in found.strikes.index
    assert "Not struck, as everything was read through them: Ann (author), Essay." in found.notes


def test_families_that_are_left_out_are_named() -> None:
    index = told("a funded b: x", "a killed b: x", "a funded c: y")
    told_ = " ".join(ranking(index, "degree").notes)
    assert "1 of families that do not carry people, means or orders: Violence 1 (--fam" in told_
    asked = ranking(index, "degree", Slice(families=frozenset(["violence"])))
    assert set(asked.table.index) == {"a", "b"}
    assert "Left out" not in " ".join(asked.notes)


def test_one_origin_only_has_no_range() -> None:
    found = ranking(told("a funded b: x", "b funded c: x"), "degree", strikes="origins")
    assert found.table[["highest", "lowest"]].isna().all(axis=None)
    assert any(note.startswith("There is no range") for note in found.notes)
    assert CAVEAT not in " ".join(found.notes)


def test_range_is_never_called_an_interval_of_confidence() -> None:
    assert CAVEAT in " ".join(ranking(HANGING, "degree").notes)
    assert "not a confidence interval" in CAVEAT


def test_measure_that_a_strike_leaves_undefined_is_said() -> None:
    index = told(
        "a funded b: x", "b funded c: y", "c funded d: x", "a funded e: x", "c funded f: z"
    )
    found = ranking(index, "eigenvector", strikes="origins")
    undefined = found.strikes.loc["origin:y-people"]
    assert "undefined" in undefined["note"]
    assert np.isnan(undefined["tau"])
    assert found.table["stays"].sum() > 0


def test_strike_that_leaves_nothing_is_said() -> None:
    index = told("a funded b: x", "a killed b: y", "a killed c: z")
    found = ranking(index, "degree", strikes="origins")
    assert found.strikes.at["origin:x-people", "note"] == "leaves no network"
    assert not found.table["stays"].any()


def test_empty_slice_is_said() -> None:
    with pytest.raises(UndefinedMeasure, match="widen the slice"):
        ranking(HANGING, "degree", Slice(families=frozenset(["kinship"])))


def test_directions_are_refused_where_a_measure_has_none() -> None:
    with pytest.raises(UndefinedMeasure, match="without directions"):
        ranking(HANGING, "core", directed=True)


@pytest.mark.parametrize(("option", "name"), [("strikes", "origin"), ("weight", "root")])
def test_unknown_option_is_told_with_the_nearest(option: str, name: str) -> None:
    with pytest.raises(UnknownName, match=re.escape(f'did you mean "{name}s"?')):
        ranking(HANGING, "pagerank", **{option: name})  # type: ignore[arg-type]


def test_folding_parts_is_told_beside_the_strikes() -> None:
    index = told(
        "desk part_of state: x", "desk funded a: x", "desk funded b: y", "state funded c: z",
        "d funded a: y", "d funded b: z", "d funded c: x", "d funded e: z",
    )  # fmt: skip
    found = ranking(index, "degree", strikes="origins")
    assert found.wholes.at["desk", "into"] == "state"
    assert pd.isna(found.wholes.at["desk", "folded"])
    assert found.wholes.loc["state", ["rank", "folded"]].tolist() == [3, 2]
    assert any(note.startswith("Folding parts into their wholes moves") for note in found.notes)
    folded = ranking(index, "degree", strikes="origins", wholes=True)
    assert folded.table.at["state", "rank"] == 2
    assert "Parts are folded into their wholes." in folded.notes


def test_work_that_is_not_cited_changes_nothing() -> None:
    rows = {
        "claims": [claim("c1", "a funded b"), claim("c2", "b funded c")],
        "citations": [cite("c1", "essay", "x"), cite("c2", "essay", "y")],
        "sources": [work("essay"), work("x", origin="p"), work("y", origin="q")],
    }
    more = rows | {"sources": [*rows["sources"], work("unread", origin="r", author="s")]}
    before, after = (ranking(unchecked(each), "betweenness") for each in (rows, more))
    pd.testing.assert_frame_equal(before.table, after.table)
    pd.testing.assert_frame_equal(before.strikes, after.strikes)


@settings(max_examples=25)
@given(rows=indexes())
def test_range_contains_the_rank(rows: dict[str, list[Row]]) -> None:
    found = _ranking(unchecked(rows), "degree")
    there = found.table[found.table["highest"].notna()]
    assert (there["highest"] <= there["rank"]).all()
    assert (there["rank"] <= there["lowest"]).all()
    for row in there.itertuples():
        if row.moved_by:
            assert row.highest < row.lowest
            assert row.moved_by in found.strikes.index
        assert row.stays == (not row.gone_without)


@settings(max_examples=25)  # every key of each is struck the long way as well
@given(rows=indexes())
def test_network_of_a_strike_is_that_of_the_slice_without_it(rows: dict[str, list[Row]]) -> None:
    index = unchecked(rows)
    chosen = focus(index, Slice())
    for directed in (False, True):
        selection = tally(index, chosen)
        ground = lay(selection, "roots", directed=directed, wholes=False)
        without = dict(networks(ground, left(selection), "all"))
        assert set(without) == set(strikable(index))
        for key, weights in without.items():
            struck = tally(index, replace(chosen, struck=frozenset([key])))
            if weights is None:
                contained = index.sources["container"].loc[struck.citations["source"]]
                assert (contained != "").all()
                continue
            found = ground.fold(weights)
            if not found.entities:
                assert (struck.claims["object"] == "").all() or _loops_alone(struck.claims)
                continue
            expected = simple(struck, directed=directed)
            assert found.entities == expected.entities
            assert np.array_equal(found.matrix.toarray(), expected.matrix.toarray())


@settings(max_examples=25)
@given(rows=indexes())
def test_same_network_is_not_measured_twice(rows: dict[str, list[Row]]) -> None:
    index = unchecked(rows)
    chosen = focus(index, Slice())
    seen = []

    def once(folded: Any) -> Any:
        seen.append((folded.entities, folded.matrix.toarray().tobytes()))
        return centrality.degree(folded)

    measure = replace(centrality.MEASURES["degree"], of=once)
    selection = tally(index, chosen)
    ground = lay(selection, "roots", directed=False, wholes=False)
    rounds(ground, cases(ground, left(selection), "all"), How(measure))
    assert len(seen) == len(set(seen))


@settings(max_examples=25)
@given(rows=indexes())
def test_ranks_are_the_same_wherever_a_measure_starts(rows: dict[str, list[Row]]) -> None:
    index = unchecked(rows)
    chosen = focus(index, Slice())
    measure = centrality.MEASURES["pagerank"]
    selection = tally(index, chosen)
    ground = lay(selection, "roots", directed=True, wholes=False)
    start = np.linspace(0.1, 1.0, len(index.entities))
    struck = cases(ground, left(selection), "all")
    cold = rounds(ground, struck, How(measure)).found
    warm = rounds(ground, struck, How(measure, start)).found
    assert [each.places.tolist() for each in warm] == [each.places.tolist() for each in cold]


def _ranking(index: Index, measure: str) -> ranges.Ranking:
    try:
        return ranking(index, measure, replace(Slice(), standings=EVERYTHING.standings))
    except UndefinedMeasure:
        assume(False)
        raise


def _loops_alone(claims: pd.DataFrame) -> bool:
    linking = claims[claims["object"] != ""]
    return bool((linking["subject"] == linking["object"]).all())
