"""Tables: what reading forgives, which line is which, and the one canonical form."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Sequence
from operator import lt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cardindex import tables
from cardindex.tables import COLUMNS, OPTIONAL, SORTED_BY, Table

HEADER = "entity,name,kind,language\n"

# Whatever a cell can hold: letters of many scripts, quotes, separators, line breaks, odd spaces.
cells = st.one_of(
    st.sampled_from(["", "a", "b", "kgb", "=1+1", 'he said "no"', "one,two", "one;two"]),
    st.text(st.sampled_from('ab",;\t\n é́Åﬁ\u2028\x0b\x85'), max_size=8),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=8),
)


class Packed(Sequence[str]):
    """A sequence that is neither a list nor a tuple, as an import's are that save memory."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = cells

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, at):
        return self.cells[at]


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
    assert list(parsed(f"{HEADER}a,{cell},nickname,\n")["name"]) == [cell.strip()]


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


CLAIMS = ",".join(COLUMNS["claims"])
ids = st.from_regex(r"[a-d][0-9]{1,4}", fullmatch=True)


def claims(*ids_: str) -> str:
    return "".join(f"{line}\n" for line in (CLAIMS, *(id_ + "," * 11 for id_ in ids_)))


def test_claims_stand_in_the_order_of_their_numbers() -> None:
    table = parsed(claims("c10", "c2", "c100", "b7", "c02"), "claims")
    assert tables.canonical(table) == claims("b7", "c02", "c2", "c10", "c100")


@given(st.lists(ids, unique=True))
def test_order_of_claims_is_letter_number_and_text(found: list[str]) -> None:
    by_hand = sorted(found, key=lambda id_: (id_[0], int(id_[1:]), id_))
    assert tables.in_order(found) == by_hand
    table = parsed(claims(*found), "claims")
    assert tables.canonical(table) == claims(*by_hand)
    assert (tables.form_problem(table) is None) == (found == by_hand)
    rows = [(id_, *[""] * 11) for id_ in found]
    assert [row[0] for row in tables.ordered("claims", rows)] == by_hand


@given(st.lists(st.text(max_size=4)))
def test_whatever_stands_for_claim_ids_has_an_order(found: list[str]) -> None:
    assert sorted(tables.in_order(found)) == sorted(found)
    assert tables.in_order(reversed(found)) == tables.in_order(found)


def test_silent_places_stand_in_the_order_of_reading() -> None:
    header = "source,locator,reason\n"
    table = parsed(header + "book,10,x\nbook,9-11,x\nbook,xii,x\nbook,9,x\n", "silent")
    assert tables.canonical(table) == header + "book,9,x\nbook,9-11,x\nbook,10,x\nbook,xii,x\n"


def test_id_of_a_citation_is_what_it_was_where_nobody_is_named_as_coder() -> None:
    # SHA-256 of "book\n3\n\naffirms" begins so.
    assert (
        tables.citation_id("c1", "book", "3", "", "affirms")
        == "c1-" + (hashlib.sha256(b"book\n3\n\naffirms").hexdigest()[:8])
    )
    assert (
        tables.citation_id("c1", "book", "3", "", "affirms", "ann")
        == "c1-" + (hashlib.sha256(b"book\n3\n\naffirms\nann").hexdigest()[:8])
    )


@pytest.mark.parametrize(
    ("name", "row", "key"),
    [
        ("entities", ("ada", "person", "Ada", ""), "ada"),
        ("names", ("ada", "Owl", "nickname", "en"), "ada nickname Owl en"),
        ("names", ("ada", "Owl", "nickname", ""), "ada nickname Owl"),
        ("groups", ("ada", "bloc", "East", "why"), "bloc East ada"),
        ("decisions", ("ada", "ben", "not", "ann", ""), "ada ben ann"),
        ("citations", ("c1", "book", "3", "", "affirms", "stated", *[""] * 5),
         tables.citation_id("c1", "book", "3", "", "affirms")),
    ],
)  # fmt: skip
def test_row_is_known_by_its_id_or_what_tells_it_from_others(
    name: str, row: tuple[str, ...], key: str
) -> None:
    columns = {column: [cell] for column, cell in zip(COLUMNS[name], row, strict=True)}
    assert list(tables.row_keys(name, columns)) == [key]


@pytest.mark.parametrize("name", sorted(OPTIONAL))
def test_optional_table_that_is_not_there_is_no_fault(name: str, tmp_path: Path) -> None:
    assert tables.read(tmp_path, name) == (None, [])


@pytest.mark.parametrize("name", sorted(set(COLUMNS) - OPTIONAL))
def test_other_table_that_is_not_there_is_one(name: str, tmp_path: Path) -> None:
    table, problems = tables.read(tmp_path, name)
    assert (table, [problem.code for problem in problems]) == (None, ["missing-table"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["c1", "c2", "c02", "c10", "d1", "", "x"]),
            st.sampled_from(["a", "b", "é"]), st.sampled_from(["", "1"]),
            st.sampled_from(["", "b>a"]), st.sampled_from(["affirms", "denies"]),
        ),
        max_size=5,
    ),
    st.sampled_from([list, tuple, Packed]),
    st.booleans(),
)  # fmt: skip
def test_order_is_told_as_sorting_tells_it(
    rows: list[tuple[str, ...]], kind: type, ordered: bool
) -> None:
    whole = [(*row, "", "", "", "", "", "") for row in rows]
    whole = tables.ordered("citations", whole) if ordered else whole
    cells = [kind(column) for column in zip(*whole, strict=True)] or [()] * 11
    table = Table("citations", tables.columns_of("citations", cells), range(2, len(rows) + 2))
    keys = list(zip(*tables.sort_keys("citations", table.columns), strict=True))
    assert table.order == (sorted(keys) == keys, all(map(lt, keys, keys[1:])))


@given(st.lists(st.sampled_from(["9", "10", "9-10", "xx", "", "1"]), max_size=4))
def test_the_order_of_silent_places_is_told_as_sorting_tells_it(places: list[str]) -> None:
    cells = [["essay"] * len(places), places, ["x"] * len(places)]
    table = Table("silent", tables.columns_of("silent", cells), range(2, len(places) + 2))
    keys = list(zip(*tables.sort_keys("silent", table.columns), strict=True))
    assert table.order == (sorted(keys) == keys, all(map(lt, keys, keys[1:])))
