"""bibliography.json: what is read of it, that nothing strange ends in a fall, its one form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex.tables import bibliography
from cardindex.tables.bibliography import Bibliography, canonical, form_problem, parse

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, width=32,
              allow_infinity=False), st.text(st.characters(exclude_categories=["Cs"]))),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(max_size=3), inner)),
    max_leaves=6,
)  # fmt: skip
ids = st.from_regex(r"[a-z]{1,5}", fullmatch=True)


def read(text: str) -> tuple[Bibliography | None, list[tuple[int, str, str]]]:
    found, problems = parse(text.encode())
    return found, [(problem.row, problem.column, problem.code) for problem in problems]


def test_entries_have_the_lines_on_which_they_start() -> None:
    text = '[\n\n {"id": "a", "type": "book"},{"id": "b",\n "type": "map"}\n,\n{"id": "c",\n'
    text += '"type": "map"}]'
    found, problems = read(text)
    assert problems == []
    assert found is not None
    assert list(found.lines) == [3, 3, 6]
    assert [entry["id"] for entry in found.entries] == ["a", "b", "c"]


def test_what_is_right_is_read_beside_what_is_wrong() -> None:
    found, problems = read('[{"id": 1, "type": "book"},\n{"id": "b", "type": "book"}]')
    assert found is not None
    assert [entry["id"] for entry in found.entries] == ["b"]
    assert problems == [(1, "id", "malformed-bibliography")]


@pytest.mark.parametrize(
    "text",
    ["", "[", "[}", "nothing", "{}", '"a"', "[1e999]", "[NaN]", "[Infinity]", "[" * 100_000,
     '[{"a": 1, "a": 2}]', '["\\ud800"]', "[" + "9" * 5000 + "]", "[],"],
)  # fmt: skip
def test_what_is_no_array_of_json_is_refused(text: str) -> None:
    found, problems = read(text)
    assert found is None
    assert [code for _, _, code in problems] == ["malformed-bibliography"]


def test_byte_order_mark_is_taken_off_and_told() -> None:
    found, problems = read("\ufeff" + canonical([{"id": "a", "type": "book"}]))
    assert problems == []
    assert found is not None
    problem = form_problem(found)
    assert problem is not None
    assert (problem.row, problem.code, problem.severity) == (1, "not-canonical", "warning")


@given(st.dictionaries(ids, values, max_size=4))
def test_canonical_form_reads_back_and_is_its_own(told: dict[str, object]) -> None:
    entries = [{"id": id_, "type": "book", "x": value} for id_, value in told.items()]
    text = canonical(entries)
    found, problems = read(text)
    assert problems == []
    assert found is not None
    assert form_problem(found) is None
    assert canonical(found.entries) == text
    assert [entry["id"] for entry in found.entries] == sorted(told)


@given(st.binary(max_size=40))
def test_whatever_bytes_stand_in_it_end_in_a_report(data: bytes) -> None:
    found, problems = parse(b"[" + data + b"]")
    assert found is not None or problems


def test_order_of_keys_is_kept_and_letters_are_written_as_they_are() -> None:
    text = canonical(
        [{"type": "book", "title": "an\u0303o", "id": "b"}, {"id": "a", "type": "map"}]
    )
    assert text == (
        '[\n  {\n    "id": "a",\n    "type": "map"\n  },\n'
        '  {\n    "type": "book",\n    "title": "a\u00f1o",\n    "id": "b"\n  }\n]\n'
    )


def test_there_need_be_none(tmp_path) -> None:
    assert bibliography.read(tmp_path) == (None, [])


def test_entry_is_json_in_one_line() -> None:
    entry = {"id": "a", "type": "book", "title": "two\nlines"}
    assert json.loads(bibliography.entry_text(entry)) == entry
    assert "\n" not in bibliography.entry_text(entry)
