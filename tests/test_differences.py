"""Two versions of an index told apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from building import Row, cite, claim, entity, unchecked, work
from generated import indexes
from hypothesis import given, settings

from cardindex.differences import COLUMNS_OF_DIFF, differences
from cardindex.index import Index
from cardindex.tables import citation_id

Rows = dict[str, list[Row]]

OLD: Rows = {
    "claims": [claim("c1"), claim("c2", "a funded c")],
    "citations": [cite("c1", "book", locator="3"), cite("c2", "book")],
    "sources": [work("book"), work("memoir", origin="a")],
    "entities": [entity(id_) for id_ in "abc"],
    "names": [{"entity": "a", "name": "Alpha", "kind": "nickname"}],
}
MEMOIR = citation_id("c1", "memoir", "", "", "affirms")
BOOK = citation_id("c1", "book", "3", "", "affirms")


def told(change: Callable[[Rows], None]) -> list[list[Any]]:
    new = {name: [dict(row) for row in rows] for name, rows in OLD.items()}
    change(new)
    frame = differences(unchecked(OLD), unchecked(new))
    assert list(frame.columns) == COLUMNS_OF_DIFF
    return frame.to_numpy().tolist()


def test_equal_indexes_say_the_same() -> None:
    assert told(lambda _: None) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda rows: rows["claims"][0].update(when="1970", gloss="Changed."),
            [
                ["c1", "claims", "c1", "changed", "when", "", "1970"],
                ["c1", "claims", "c1", "changed", "gloss", "a funded b", "Changed."],
            ],
        ),
        (
            lambda rows: rows["citations"].append(cite("c1", "memoir", "", "denies")),
            [
                ["c1", "claims", "c1", "changed", "standing", "untraced", "contested"],
                ["c1", "citations", citation_id("c1", "memoir", "", "", "denies"), "added", "", "",
                 "memoir denies stated"],
            ],
        ),
        (
            lambda rows: rows["citations"][0].update(certainty="probable", start="3", end="9"),
            [
                ["c1", "citations", BOOK, "changed", "certainty", "stated", "probable"],
                ["c1", "citations", BOOK, "changed", "start", "", "3"],
                ["c1", "citations", BOOK, "changed", "end", "", "9"],
            ],
        ),
        (
            lambda rows: (rows["claims"].pop(), rows["citations"].pop()),
            [
                ["c2", "claims", "c2", "removed", "", "a funded c", ""],
                ["c2", "citations", citation_id("c2", "book", "", "", "affirms"), "removed", "",
                 "book affirms stated", ""],
            ],
        ),
        (
            lambda rows: rows["citations"].insert(0, cite("c1", "memoir")),
            [
                ["c1", "claims", "c1", "changed", "standing", "untraced", "single-root"],
                ["c1", "claims", "c1", "changed", "roots", "", "entity:a"],
                ["c1", "claims", "c1", "changed", "support_low", "0", "1"],
                ["c1", "claims", "c1", "changed", "support_high", "0", "1"],
                ["c1", "citations", MEMOIR, "added", "", "", "memoir affirms stated"],
            ],
        ),
        (
            lambda rows: rows["sources"][0].update(rests_on="memoir"),
            [
                ["c1", "claims", "c1", "changed", "standing", "untraced", "single-root"],
                ["c1", "claims", "c1", "changed", "roots", "", "entity:a"],
                ["c1", "claims", "c1", "changed", "support_low", "0", "1"],
                ["c1", "claims", "c1", "changed", "support_high", "0", "1"],
                ["c2", "claims", "c2", "changed", "standing", "untraced", "single-root"],
                ["c2", "claims", "c2", "changed", "roots", "", "entity:a"],
                ["c2", "claims", "c2", "changed", "support_low", "0", "1"],
                ["c2", "claims", "c2", "changed", "support_high", "0", "1"],
                ["", "sources", "book", "changed", "rests_on", "", "memoir"],
            ],
        ),
        (
            lambda rows: rows["entities"].append(entity("d", label="Dan")),
            [["", "entities", "d", "added", "", "", "Dan"]],
        ),
        (
            lambda rows: rows["names"][0].update(kind="native"),
            [
                ["", "names", "a native Alpha", "added", "", "", "Alpha"],
                ["", "names", "a nickname Alpha", "removed", "", "Alpha", ""],
            ],
        ),
    ],
    ids=["claim", "standing", "citation", "removed", "cited", "source", "entity", "name"],
)  # fmt: skip
def test_change_is_told_cell_by_cell(
    change: Callable[[Rows], None], expected: list[list[str]]
) -> None:
    assert told(change) == expected


def test_claims_come_before_what_concerns_none() -> None:
    def change(rows: Rows) -> None:
        rows["entities"][0]["label"] = "Changed"
        rows["claims"][1]["text"] = "Changed"
        rows["citations"][0]["note"] = "Changed"

    assert [row[:3] for row in told(change)] == [
        ["c1", "citations", BOOK], ["c2", "claims", "c2"], ["", "entities", "a"],
    ]  # fmt: skip


def test_standing_changes_without_a_change_of_the_claim_itself() -> None:
    rows = told(lambda new: new["claims"][1].update(ties="rival c1"))
    assert [row[1:6] for row in rows] == [
        ["claims", "c1", "changed", "standing", "untraced"],
        ["claims", "c2", "changed", "ties", ""],
        ["claims", "c2", "changed", "standing", "untraced"],
    ]


def test_roots_that_turn_out_to_be_one_are_told_where_none_of_them_changes() -> None:
    # That a and b agreed their accounts leaves c1 both roots, of which one counts at least.
    rows = {
        "claims": [claim("c1"), claim("c2", "a agreed_accounts_with b")],
        "citations": [cite("c1", "memoir"), cite("c1", "diary")],
        "sources": [work("diary", origin="b"), work("letter", origin="c"),
                    work("memoir", origin="a")],
        "entities": [entity(id_) for id_ in "abc"],
    }  # fmt: skip
    new = {**rows, "citations": [*rows["citations"], cite("c2", "letter")]}
    found = differences(unchecked(rows), unchecked(new)).to_numpy().tolist()
    assert [row for row in found if row[0] == "c1"] == [
        ["c1", "claims", "c1", "changed", "standing", "corroborated", "single-root"],
        ["c1", "claims", "c1", "changed", "support_low", "2", "1"],
    ]


def test_what_the_settings_say_is_told(tmp_path: Any) -> None:
    from building import SETTINGS, index

    old = index(tmp_path / "old", [claim("c1")], [cite("c1", "book")])
    more = SETTINGS.replace("Made up", "Made") + 'wash = ""\n[coders.ann]\nname = "Ann"\n'
    more += 'kind = "person"\n'
    new = index(tmp_path / "new", [claim("c1")], [cite("c1", "book")], settings=more)
    assert differences(old, new)[["table", "id", "change", "old", "new"]].to_numpy().tolist() == [
        ["index", "coder ann", "added", "", "Ann (person)"],
        ["index", "title", "changed", "Made up", "Made"],
        ["index", "wash", "changed", "bloc", ""],
    ]


BESIDE: Rows = {
    **OLD,
    "groups": [{"entity": "a", "scheme": "bloc", "value": "East"}],
    "silent": [{"source": "book", "locator": "9", "reason": "empty"}],
    "decisions": [{"one": "a", "other": "b", "decision": "not", "who": "ann"}],
    "came_from": [{"table": "claims", "key": "c1", "index": "first", "row": ""}],
}


@pytest.mark.parametrize(
    ("table", "cells", "expected"),
    [
        ("groups", {"note": "said so"}, ["bloc East a", "changed", "note", "", "said so"]),
        ("silent", {"reason": "torn"}, ["book 9", "changed", "reason", "empty", "torn"]),
        ("decisions", {"decision": "same"}, ["a b ann", "changed", "decision", "not", "same"]),
        ("came_from", {"row": "{}"}, ["claims c1 first", "changed", "row", "", "{}"]),
    ],
)
def test_change_in_a_table_without_ids_is_told(table: str, cells: Row, expected: list[str]) -> None:
    new = {**BESIDE, table: [{**BESIDE[table][0], **cells}]}
    frame = differences(unchecked(BESIDE), unchecked(new))
    assert frame.to_numpy().tolist() == [["", table, *expected]]


@pytest.mark.parametrize(
    ("table", "key", "told"),
    [
        ("groups", "bloc East a", "East"),
        ("silent", "book 9", "empty"),
        ("decisions", "a b ann", "not"),
        ("came_from", "claims c1 first", "first"),
    ],
)
def test_row_that_went_is_told(table: str, key: str, told: str) -> None:
    frame = differences(unchecked(BESIDE), unchecked({**BESIDE, table: []}))
    assert frame.to_numpy().tolist() == [["", table, key, "removed", "", told, ""]]


def test_change_in_the_bibliography_is_told_as_json() -> None:
    one, other = ({"id": "book", "type": type_} for type_ in ("book", "map"))
    frame = differences(unchecked(OLD, entries=[one]), unchecked(OLD, entries=[other]))
    assert frame.to_numpy().tolist() == [
        ["", "bibliography", "book", "changed", "entry",
         '{"id": "book", "type": "book"}', '{"id": "book", "type": "map"}'],
    ]  # fmt: skip


def test_coder_makes_it_another_citation() -> None:
    rows = told(lambda new: new["citations"][1].update(coder="ann"))
    assert {(*row[1:4], row[5] or row[6]) for row in rows} == {
        ("citations", citation_id("c2", "book", "", "", "affirms"), "removed",
         "book affirms stated"),
        ("citations", citation_id("c2", "book", "", "", "affirms", "ann"), "added",
         "book affirms stated ann"),
    }  # fmt: skip


def test_claims_come_in_the_order_of_their_numbers() -> None:
    def change(rows: Rows) -> None:
        rows["claims"] += [claim("c10", "a funded b"), claim("c9", "a funded b")]
        rows["citations"] += [cite("c10", "book"), cite("c9", "book")]

    assert [row[0] for row in told(change)] == ["c9", "c9", "c10", "c10"]


@settings(max_examples=30)
@given(one=indexes(), other=indexes())
def test_differences_turned_round_are_the_same_ones(one: Rows, other: Rows) -> None:
    there, back = _both(unchecked(one), unchecked(other))
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(*row[:3], turned[row[3]], row[4], row[6], row[5]) for row in back} == {
        tuple(row) for row in there
    }


def _both(one: Index, other: Index) -> tuple[list[list[str]], list[list[str]]]:
    there, back = differences(one, other), differences(other, one)
    return there.to_numpy().tolist(), back.to_numpy().tolist()


def test_claim_that_says_the_same_under_another_id_has_not_gone() -> None:
    def change(rows: Rows) -> None:
        rows["claims"][1]["id"] = rows["citations"][1]["claim"] = "c9"

    assert told(change) == [["c2", "claims", "c2", "changed", "id", "c2", "c9"]]


def test_claims_are_told_by_what_they_say_where_ids_have_changed_places() -> None:
    def change(rows: Rows) -> None:
        for row, key in ((0, "id"), (1, "id")):
            rows["claims"][row][key] = "c2" if row == 0 else "c1"
        for row in rows["citations"]:
            row["claim"] = "c2" if row["claim"] == "c1" else "c1"
        rows["claims"].append(claim("c3", "b funded c", gloss=""))
        rows["citations"].append(cite("c3", "book"))

    assert [row for row in told(change) if row[1] == "claims"] == [
        ["c1", "claims", "c1", "changed", "id", "c1", "c2"],
        ["c2", "claims", "c2", "changed", "id", "c2", "c1"],
        ["c3", "claims", "c3", "added", "", "", "B funded C"],
    ]
