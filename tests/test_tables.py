"""Tables: what reading forgives, which line is which, and the one canonical form."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cardindex import tables
from cardindex.tables import COLUMNS, SORTED_BY, Table

HEADER = "entity,name,kind,language\n"

# Whatever a cell can hold: letters of many scripts, quotes, separators, line breaks, odd spaces.
cells = st.one_of(
    st.sampled_from(["", "a", "b", "kgb", "=1+1", 'he said "no"', "one,two", "one;two"]),
    st.text(st.sampled_from('ab",;\t\n é́Åﬁ\u2028\x0b\x85'), max_size=8),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=8),
)
names_rows = st.lists(st.tuples(cells, cells, cells, cells), max_size=8)


def parsed(data: bytes | str, name: str = "names") -> Table:
    table, problems = tables.parse(name, data.encode() if isinstance(data, str) else data)
    assert problems == []
    assert table is not None
    return table


def written(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Write rows as the standard library does, header included."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    writer.writerows([COLUMNS["names"], *rows])
    return buffer.getvalue()


def canonical_rows(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Say by hand what the canonical rows are: stripped, composed, none empty, sorted."""
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    composed = [
        tuple(unicodedata.normalize("NFC", cell) for cell in row) for row in stripped if any(row)
    ]
    places = [COLUMNS["names"].index(column) for column in SORTED_BY["names"]]
    return sorted(composed, key=lambda row: [row[place] for place in places])


@given(names_rows)
@example([("a", "b", "c", ""), ("", "", "", ""), (" ", "", "", "")])
@example([("\ufeffa", "b", "c", "d")])
def test_what_is_written_canonically_reads_back(rows: list[tuple[str, ...]]) -> None:
    table = parsed(written(rows))
    again = parsed(tables.canonical(table))
    assert list(again.rows()) == canonical_rows(rows)


@given(names_rows)
def test_canonical_form_is_that_of_the_standard_library(rows: list[tuple[str, ...]]) -> None:
    assert tables.canonical(parsed(written(rows))) == written(canonical_rows(rows))


@given(names_rows)
def test_canonical_form_of_the_canonical_form_is_the_same(rows: list[tuple[str, ...]]) -> None:
    text = tables.canonical(parsed(written(rows)))
    assert tables.canonical(parsed(text)) == text
    assert tables.form_problem(parsed(text)) is None


@given(names_rows)
def test_only_the_canonical_form_goes_without_a_warning(rows: list[tuple[str, ...]]) -> None:
    text = written(rows)
    table = parsed(text)
    assert (tables.form_problem(table) is None) == (tables.canonical(table) == text)


@given(
    names_rows, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_what_spreadsheets_do_to_files_changes_no_value(
    rows: list[tuple[str, ...]], delimiter: str, end: str, mark: bool
) -> None:
    text = ("\ufeff" if mark else "") + written(rows, delimiter, end)
    assert tables.canonical(parsed(text)) == tables.canonical(parsed(written(rows)))


@given(names_rows)
def test_line_is_the_one_on_which_the_row_starts(rows: list[tuple[str, ...]]) -> None:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    table = parsed(written(rows))
    starts = [written(rows[:at]).count("\n") + 1 for at in range(len(rows))]
    assert list(table.lines) == starts


def test_lines_are_counted_past_blank_lines_and_line_breaks_in_cells() -> None:
    table = parsed(HEADER + '\na,"one\ntwo",nickname,\n\n\nb,B,nickname,\n')
    assert list(zip(table.lines, table["entity"], strict=True)) == [(3, "a"), (7, "b")]


def test_line_separators_other_than_line_feeds_end_no_line() -> None:
    table = parsed(HEADER + "a,one\u2028two\x0cthree\x85four,nickname,\nb,B,nickname,\n")
    assert list(table.lines) == [2, 3]
    assert tables.form_problem(table) is None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("\ufeff" + HEADER, "the file starts with a byte order mark"),
        (HEADER.replace("\n", "\r\n"), "the file has CRLF line ends"),
        (HEADER.replace(",", ";"), "the file is separated by semicolons"),
        (HEADER.replace(",", "\t"), "the file is separated by tabs"),
    ],
)
def test_forgiven_form_is_told_in_a_warning(data: str, told: str) -> None:
    problem = tables.form_problem(parsed(data))
    assert problem is not None
    assert problem.severity == "warning"
    assert problem.message == f'{told}; "cardindex fmt" mends it'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADER + "b,B,nickname,\na,A,nickname,\n", 2),
        (HEADER + "a,A,nickname,\nb,B,nickname,\nc, C,nickname,\n", 4),
        (HEADER + "a,A,nickname,\n\n", 3),
        (HEADER + 'a,"A",nickname,\n', 2),
        (HEADER + "a,A\u0301,nickname,\n", 2),
        (HEADER + "a,A,nickname,", 2),
        ("name,entity,kind,language\nA,a,nickname,\n", 1),
    ],
)
def test_warning_names_the_first_line_that_differs(text: str, line: int) -> None:
    problem = tables.form_problem(parsed(text))
    assert problem is not None
    assert problem.row == line


def test_columns_are_read_by_name() -> None:
    table = parsed("name,entity,language,kind\nA,a,en,nickname\n")
    assert list(table.rows()) == [("a", "A", "nickname", "en")]


def test_empty_columns_at_the_end_are_let_go() -> None:
    table = parsed("entity,name,kind,language,,\na,A,nickname,,,\nb,B,nickname,,,\n")
    assert tables.canonical(table) == HEADER + "a,A,nickname,\nb,B,nickname,\n"


def test_value_beyond_the_header_is_not_let_go() -> None:
    _, problems = tables.parse("names", b"entity,name,kind,language,\na,A,nickname,,x\n")
    assert [(problem.row, problem.code) for problem in problems] == [(2, "ragged-row")]


def test_empty_table_has_rows_of_none() -> None:
    assert list(parsed(HEADER).rows()) == []
    assert tables.canonical(parsed(HEADER)) == HEADER


def test_cells_may_be_as_long_as_a_page() -> None:
    cell = "word " * 2000
    assert parsed(f"{HEADER}a,{cell},nickname,\n")["name"] == [cell.strip()]


def test_rows_are_rendered_as_they_come() -> None:
    rows = [("b", 'say "b"', "nickname", ""), ("a", "one,\ntwo", "nickname", "en")]
    assert tables.render("names", rows) == (
        HEADER + 'b,"say ""b""",nickname,\na,"one,\ntwo",nickname,en\n'
    )


@pytest.mark.parametrize("name", COLUMNS)
def test_sort_key_tells_rows_apart_by_columns_that_exist(name: str) -> None:
    assert set(SORTED_BY[name]) <= set(COLUMNS[name])


def test_reading_leaves_the_limits_of_the_csv_module_alone() -> None:
    before = csv.field_size_limit()
    parsed(HEADER)
    assert csv.field_size_limit() == before
