"""Errors: what they print, what they carry, and the nearest name that exists."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex import errors
from cardindex.errors import (
    CardindexError,
    InvalidIndex,
    MalformedValue,
    Problem,
    UnknownName,
    nearest,
    suggestion,
)


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            Problem("claims.csv", 12, "when", "a-code", "wrong"),
            "claims.csv:12:when: wrong [a-code]",
        ),
        (Problem("claims.csv", 12, "", "a-code", "wrong"), "claims.csv:12: wrong [a-code]"),
        (Problem("claims.csv", 0, "", "a-code", "wrong"), "claims.csv: wrong [a-code]"),
        (Problem("index.toml", 0, "base", "a-code", "wrong"), "index.toml:base: wrong [a-code]"),
    ],
)
def test_problem_names_its_place(problem: Problem, line: str) -> None:
    assert str(problem) == line


def test_invalid_index_prints_and_carries_every_problem() -> None:
    problems = [Problem("a.csv", row, "", "a-code", f"wrong {row}") for row in (3, 1, 2)]
    error = InvalidIndex(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == list(map(str, problems))


def test_problems_that_differ_by_their_row_alone_are_one_line_with_its_rows() -> None:
    problems = [Problem("a.csv", row, "id", "a-code", "wrong") for row in range(2, 15)]
    error = InvalidIndex([*problems, Problem("b.csv", 7, "", "a-code", "wrong")])
    assert str(error).splitlines() == [
        "a.csv:id: wrong (13 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …) [a-code]",
        "b.csv:7: wrong [a-code]",
    ]
    assert len(error.problems) == 14


def test_of_many_problems_the_first_hundred_are_told() -> None:
    error = InvalidIndex(Problem("a.csv", row, "", "a-code", f"{row}") for row in range(1, 251))
    lines = str(error).splitlines()
    assert lines[99:] == [
        "a.csv:100: 100 [a-code]",
        '… and 150 more lines: "cardindex check --all" tells all',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("red \x1b[31m", "red \\x1b[31m"),
        ("two\nlines\tand a tab", "two\\nlines\\tand a tab"),
        ("\x9b \u202e \u2067", "\\x9b \\u202e \\u2067"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_problem_is_one_line_fit_to_print(text: str, told: str) -> None:
    assert str(Problem("a.csv", 1, text, "a-code", text)) == f"a.csv:1:{told}: {told} [a-code]"


def test_long_message_keeps_its_beginning_and_its_mend() -> None:
    found = Problem("a.csv", 1, "", "a-code", f"wrong {'x' * 9999}; mend it").message
    assert len(found) < 1000
    assert found.startswith("wrong xxx")
    assert found.endswith("xxx; mend it")


def test_malformed_value_is_a_value_error_too() -> None:
    error = MalformedValue("x", "not a date", "malformed-date")
    assert isinstance(error, ValueError)
    assert (str(error), error.code) == ('"x": not a date', "malformed-date")


def test_every_error_is_in_the_tree_of_the_docstring() -> None:
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, CardindexError)
    ]
    assert classes
    assert [class_.__name__ for class_ in classes if class_.__name__ not in errors.__doc__] == []


def test_unknown_name_offers_the_nearest() -> None:
    error = UnknownName("source", "kgb-flies", ["kgb-files", "cia-files"])
    assert str(error) == 'unknown source "kgb-flies"; did you mean "kgb-files"?'
    assert error.nearest == "kgb-files"


def test_unknown_name_like_nothing_is_told_all_names_where_they_are_few() -> None:
    few = UnknownName("source", "zzz", ["kgb-files", "cia-files", ""])
    assert str(few) == 'unknown source "zzz"; one of cia-files, kgb-files'


def test_unknown_name_like_nothing_among_many_is_said_to_be_unknown() -> None:
    many = UnknownName("source", "zzz", (f"source-{number}" for number in range(100)))
    assert str(many) == 'unknown source "zzz"'


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("kgb", "kgb-files"),  # the beginning of a name is sign enough
        ("kgb-file", "kgb-files"),
        ("gkb-files", "kgb-files"),
        ("", None),
        ("quite another", None),
    ],
)
def test_nearest(name: str, found: str | None) -> None:
    assert nearest(name, ["letter", "kgb-files", "minutes"]) == found


def test_what_differs_in_case_and_accents_alone_is_nearest() -> None:
    assert nearest("KGB", ["kgb", "kgd"]) == "kgb"
    assert nearest("Ana-Garces", ["ana-garcés", "ana-garden"]) == "ana-garcés"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("c0604", None),  # another claim
        ("c", "c-files"),
        ("c0012x", "c0012"),
        ("c12", "c0012"),
        ("C-012", "c0012"),
        ("12", None),
        ("e0012", None),
        ("lorne-1989", "lorne-1988"),
        ("cp1525", "cp1252"),
    ],
)
def test_of_serial_numbers_only_the_same_one_is_near(name: str, found: str | None) -> None:
    choices = ["c0004", "c0005", "c0012", "c0640", "c06041", "c-files", "lorne-1988", "cp1252"]
    assert nearest(name, choices) == found


def test_nearest_does_not_depend_on_the_order_of_choices() -> None:
    choices = [f"person-{at}" for at in range(20)]
    assert nearest("person", choices) == nearest("person", reversed(choices))


def test_suggestion_is_empty_where_nothing_is_near() -> None:
    assert suggestion("zzz", ["kgb"]) == ""
    assert suggestion("kgbb", ["kgb"]) == '; did you mean "kgb"?'


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(a=one, b=other).ratio()


MANY = frozenset(f"person-{at:05d}-{at % 97}" for at in range(20_000))


@given(st.sampled_from(sorted(MANY)), st.integers(0, 20), st.sampled_from("abz-"))
def test_nearest_of_very_many_is_found_by_the_end_that_was_spared(
    name: str, at: int, letter: str
) -> None:
    slip = name[:at] + letter + name[at:]
    if slip not in MANY:
        found = nearest(slip, MANY)
        assert found is not None
        assert likeness(found, slip) >= likeness(name, slip)


def test_name_is_found_among_very_many_by_its_beginning_and_by_its_end() -> None:
    choices = frozenset({*MANY, "tidewater-party", "bureau-nine"})
    assert nearest("tidewater-partei", choices) == "tidewater-party"
    assert nearest("byreau-nine", choices) == "bureau-nine"
