"""By year, by voice, by amount: bands, comparisons, flows, and the pictures of them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from building import Row, cite, claim, unchecked, work
from folding import told
from generated import indexes
from hypothesis import given, settings

from cardindex.errors import OutputError, UndefinedMeasure, UnknownName
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures import plots
from cardindex.measures.compare import compare
from cardindex.measures.money import flows, money
from cardindex.measures.ranges import CAVEAT, ranking
from cardindex.measures.time import timeline
from cardindex.slices import Slice


def dated(*whens: str) -> Index:
    """Return an index in which a has one contact for each time."""
    claims = [claim(f"c{at}", f"a funded b{at}", when=when) for at, when in enumerate(whens, 1)]
    return unchecked({"claims": claims, "citations": [cite(row["id"], "x") for row in claims]})


def test_year_has_what_surely_and_what_possibly_held() -> None:
    found = timeline(dated("1953/1955", "1954~", ""), "degree", entity="a")
    assert found.table["surely"].to_dict() == {1953: 1, 1954: 1, 1955: 1}
    assert found.table["dated"].to_dict() == {1953: 2, 1954: 2, 1955: 2}
    assert found.table["possibly"].to_dict() == {1953: 3, 1954: 3, 1955: 3}
    assert found.undated == 1
    assert any(note.startswith("1 claim is undated") for note in found.notes)


def test_window_of_the_slice_is_the_span_of_years() -> None:
    found = timeline(dated("1953/1960"), "lines", Slice(window="1952/1954"))
    assert found.table["possibly"].to_dict() == {1952: 0, 1953: 1, 1954: 1}


def test_open_window_spans_the_years_that_are_dated() -> None:
    assert list(timeline(dated("1953", "1955"), "lines", Slice(window="1950/..")).table.index) == [
        1953, 1954, 1955,
    ]  # fmt: skip


def test_measure_without_bounds_is_said_to_be_two_readings() -> None:
    found = timeline(dated("1953", "1954"), "closeness", entity="a")
    assert any("not bounds" in note for note in found.notes)
    assert not any("not bounds" in note for note in timeline(dated("1953"), "lines").notes)


def test_entity_that_is_not_there_in_a_year_has_no_closeness_and_no_contacts() -> None:
    index = dated("1953", "1955")
    assert np.isnan(timeline(index, "closeness", entity="a").table.at[1954, "possibly"])
    assert timeline(index, "degree", entity="a").table.at[1954, "possibly"] == 0


def test_undated_index_is_said_to_have_no_years() -> None:
    with pytest.raises(UndefinedMeasure, match="no claim here is dated"):
        timeline(dated("", ""), "lines")


def test_unknown_entity_or_figure_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match='"b1"'):
        timeline(dated("1953"), "degree", entity="b01")
    with pytest.raises(UnknownName, match='"lines"'):
        timeline(dated("1953"), "line")


@settings(max_examples=15)
@given(rows=indexes())
def test_what_surely_held_never_passes_what_possibly_did(rows: dict[str, list[Row]]) -> None:
    index = unchecked(rows)
    for figure, entity in (("lines", ""), ("entities", ""), ("degree", "a"), ("strength", "a")):
        try:
            table = timeline(index, figure, entity=entity).table
        except UndefinedMeasure:
            continue
        assert (table["surely"] <= table["dated"]).all()
        assert (table["dated"] <= table["possibly"]).all()


VOICES = told("a funded b: x, y", "b funded c: x", "d funded e: y", "a funded e: y")


def test_links_are_told_by_who_has_them() -> None:
    links = compare(VOICES, ("x", "y")).links.to_numpy().tolist()
    assert links == [
        ["a", "funded", "b", "both"],
        ["b", "funded", "c", "x"],
        ["a", "funded", "e", "y"],
        ["d", "funded", "e", "y"],
    ]


def test_ranks_are_those_of_each_voice() -> None:
    ranks = compare(VOICES, ("x", "y")).ranks
    assert ranks.loc["a", ["x", "y"]].tolist() == [2, 1]
    assert pd.isna(ranks.at["c", "y"])
    assert ranks.at["b", "moved"] == 2


def test_community_that_only_one_has_is_alike_to_none() -> None:
    found = compare(told("a funded b: x, y", "c funded d: x"), ("x", "y")).communities
    alone = found[found["alike"] == 0]
    assert alone[["whose", "members"]].to_numpy().tolist() == [["x", ("c", "d")]]


def test_same_voice_twice_differs_in_nothing() -> None:
    found = compare(VOICES, ("x", "x"))
    assert set(found.links["whose"]) == {"both"}
    assert found.agreement == 1


def test_authors_compare_by_all_their_works() -> None:
    works = (work("x", author="ann"), work("y", author="ann"), work("z", author="bob"))
    index = told("a funded b: x", "b funded c: y", "c funded d: z", works=works)
    whose = compare(index, ("ann", "bob")).links["whose"].value_counts().to_dict()
    assert whose == {"ann": 2, "bob": 1}


def test_voice_that_links_nothing_is_named() -> None:
    with pytest.raises(UndefinedMeasure, match='word of "y" alone'):
        compare(told("a funded b: x", "a killed b: y"), ("x", "y"))


def test_unknown_voice_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match='"essay"'):
        compare(VOICES, ("x", "esay"))


def paid(id_: str, quantity: str, **cells: str) -> Row:
    return claim(id_, "a funded b", quantity=quantity, unit="USD", **cells)


def amounts(*claims: Row) -> pd.DataFrame:
    rows = {"claims": claims, "citations": [cite(row["id"], "x") for row in claims]}
    return flows(tally(unchecked(rows)))


def test_sum_that_is_told_twice_counts_once() -> None:
    found = amounts(paid("c1", "100"), paid("c2", "~100", ties="same c1"), paid("c3", "50"))
    assert found[["low", "high", "added"]].to_numpy().tolist() == [[150, 250, 150]]


def test_double_counting_shows_beside_the_total() -> None:
    found = amounts(paid("c1", "100"), paid("c2", "100", ties="same c1"))
    assert found[["low", "high", "added"]].to_numpy().tolist() == [[100, 100, 200]]


def test_what_was_only_authorised_is_a_flow_of_its_own() -> None:
    found = amounts(paid("c1", "100"), paid("c2", ">70", mode="authorised"))
    assert found[["mode", "low", "high"]].to_numpy().tolist() == [
        ["", 100, 100],
        ["authorised", 70, math.inf],
    ]


def test_only_what_goes_from_one_to_another_flows() -> None:
    found = amounts(
        claim("c1", "a imprisoned b", quantity="12", unit="years"),
        claim("c2", "a seized b", quantity="900", unit="USD"),
        claim("c3", "a equipped b", quantity="30", unit="rifles"),
        claim("c4", "a supported b", quantity="25", unit="CUP"),
    )
    assert found[["unit", "low"]].to_numpy().tolist() == [["CUP", 25], ["rifles", 30]]


def test_share_in_a_payment_goes_from_the_event_to_the_recipient() -> None:
    event = {"id": "gift", "type": "event", "label": "Gift"}
    claims = [
        claim("c1", "a payer_in gift", quantity="500", unit="USD"),
        claim("c2", "b recipient_in gift", quantity="300", unit="USD"),
        claim("c3", "c intermediary_in gift", quantity="300", unit="USD"),
    ]
    rows = {"claims": claims, "citations": [cite(it["id"], "x") for it in claims],
            "entities": [event]}  # fmt: skip
    found = flows(tally(unchecked(rows)))
    assert found[["subject", "object"]].to_numpy().tolist() == [
        ["a", "gift"], ["gift", "b"], ["gift", "c"],
    ]  # fmt: skip


def test_money_is_what_is_counted_in_a_currency() -> None:
    rows = {
        "claims": [paid("c1", "100", when="1955"), paid("c2", "5", when="1953"),
                   claim("c3", "a trained b", quantity="30", unit="persons")],
        "citations": [cite(f"c{at}", "x") for at in (1, 2, 3)],
    }  # fmt: skip
    assert list(money(tally(unchecked(rows))).index) == ["c2", "c1"]


def test_picture_is_written_whole_and_alike_each_time(tmp_path: Path) -> None:
    picture = plots.ranges(ranking(VOICES, "degree"))
    for form in plots.FORMATS:
        one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
        picture.save(one)
        plots.ranges(ranking(VOICES, "degree")).save(other)
        assert one.read_bytes() == other.read_bytes()
    assert b"<svg" in (tmp_path / "one.svg").read_bytes()


def test_picture_of_ranges_says_what_a_range_is_not() -> None:
    assert CAVEAT in plots.ranges(ranking(VOICES, "degree")).caption


def test_band_says_what_it_leaves_open() -> None:
    found = timeline(dated("1953", ""), "lines")
    assert plots.band(found, "lines").caption == " ".join(found.notes)


def test_picture_of_sums_and_roles_is_drawn(tmp_path: Path) -> None:
    from cardindex.measures.fold import simple
    from cardindex.measures.structure import brokerage

    rows = {"claims": [paid("c1", ">100")], "citations": [cite("c1", "x")]}
    plots.sums(tally(unchecked(rows)), "USD").save(tmp_path / "sums.svg")
    index = told("a funded b: x", "b funded c: x")
    selection = tally(index)
    found = brokerage(simple(selection), {"a": "1", "b": "2", "c": "3"})
    plots.roles(index, found).save(tmp_path / "roles.svg")
    assert (tmp_path / "roles.svg").stat().st_size > 1000


def test_picture_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"one of \.png, \.svg, \.pdf"):
        plots.ranges(ranking(VOICES, "degree")).save(tmp_path / "picture.jpg")
    assert list(tmp_path.iterdir()) == []


def test_label_is_text_and_no_formula(tmp_path: Path) -> None:
    rows = {
        "claims": [claim("c1")],
        "citations": [cite("c1", "x")],
        "entities": [
            {"id": "a", "type": "organisation", "label": r"$\frac{"},
            {"id": "b", "type": "organisation", "label": "🕊️ العربي"},
        ],
    }
    plots.ranges(ranking(unchecked(rows), "degree")).save(tmp_path / "picture.png")
