"""Workbooks: what goes out comes back, whatever a spreadsheet does on the way."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from cardindex import ontology, tables, workbooks
from cardindex.cli import commands
from cardindex.editing import Ledger
from cardindex.workbooks.lost import ERROR, lost
from cardindex.workbooks.reading import Book

Cells = dict[str, list[list[Any]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    assert run("init", folder).exit_code == 0
    return folder


def run(*words: object) -> Any:
    return CliRunner().invoke(commands, list(map(str, words)))


def cells_of(path: Path) -> Cells:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def save(path: Path, cells: Cells) -> None:
    """Write cells as a spreadsheet would: numbers as numbers, dates as dates."""
    book = Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in cells.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, at, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(line, at, cell)
                else:
                    sheet.write(line, at, cell)
    book.close()


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> Callable[[Callable[[Cells], None]], Path]:
    """Export the index as a workbook, change its cells, and save it."""

    def edit(change: Callable[[Cells], None]) -> Path:
        path = tmp_path / "tables.xlsx"
        assert run("export", "xlsx", "-i", folder, "-o", path).exit_code == 0
        cells = cells_of(path)
        change(cells)
        save(path, cells)
        return path

    return edit


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))}


def test_what_goes_out_comes_back(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    run("export", "xlsx", "-i", folder, "-o", path)
    ledger = Ledger.open(folder)
    book = workbooks.read(path)
    assert {table: book.rows[table] for table in tables.COLUMNS} == {
        table: list(ledger.rows(table)) for table in tables.COLUMNS
    }
    assert run("import", "xlsx", path, "-i", folder, "--yes").stdout == "nothing to change\n"


HOSTILE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12
) | st.sampled_from(
    ["=1+1", "007", "12.3.71", "1971-06", "TRUE", "1e5", "@x", "+1", "_x000D_", "'", "a\nb", "é"]
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[HOSTILE] * 4).filter(any), max_size=5))
def test_any_text_stays_as_it_is(rows: list[tuple[str, ...]]) -> None:
    none: list[tuple[str, ...]] = []
    whole = dict.fromkeys(tables.COLUMNS, none) | {"names": rows}
    data = workbooks.to_bytes(whole, ontology.load(ontology.packaged_path()))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = book.get_sheet_by_name("names").to_python(skip_empty_area=False)[1:]
    assert [tuple(row) for row in found] == rows


def test_equal_rows_give_equal_bytes(folder: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    run("export", "xlsx", "-i", folder, "-o", one)
    run("export", "xlsx", "-i", folder, "-o", other)
    assert one.read_bytes() == other.read_bytes()


def test_choices_are_offered_where_words_are_fixed(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    run("export", "xlsx", "-i", folder, "-o", path)
    with zipfile.ZipFile(path) as book:
        claims = book.read("xl/worksheets/sheet5.xml").decode()
        lists = cells_of(path)["lists"]
    assert "<formula1>'lists'!$B$2" in claims.replace("&apos;", "'")
    relations = ontology.load(ontology.packaged_path()).relations
    assert [row[1] for row in lists[1:] if row[1]] == sorted(relations)


def test_a_change_is_shown_and_written_when_one_says_yes(
    folder: Path, edited: Callable[[Callable[[Cells], None]], Path]
) -> None:
    def change(cells: Cells) -> None:
        claims = cells["claims"]
        row = next(row for row in claims if row[0] == "c020")
        row[claims[0].index("when")] = "1964"
        claims.append(["c900", "tomas-brack", "met", "ida-quill", *[""] * 7, "They met."])
        cells["citations"].append(["c900", "quill-memoir", 21, "", "affirms", "stated"])

    path, before = edited(change), texts(folder)
    shown = run("import", "xlsx", path, "-i", folder)
    assert (shown.exit_code, texts(folder)) == (0, before)
    assert "- claims.csv: c020,reed-company,guarded,tomas-brack,,,,1963" in shown.stdout
    assert "+ claims.csv: c020,reed-company,guarded,tomas-brack,,,,1964" in shown.stdout
    assert "3 rows would change; --yes writes it" in shown.stderr
    assert run("import", "xlsx", path, "-i", folder, "--yes").exit_code == 0
    assert "c900,quill-memoir,21,,affirms,stated,,,,,\n" in texts(folder)["citations.csv"]
    assert run("fmt", folder).stdout == f"{folder}: in canonical form\n"
    assert run("undo", "-i", folder).exit_code == 0
    assert texts(folder) == before


def test_what_others_have_changed_meanwhile_stays(
    folder: Path, edited: Callable[[Callable[[Cells], None]], Path]
) -> None:
    def change(cells: Cells) -> None:
        cells["entities"][1][2] = "Another label"

    path = edited(change)
    run("add", "entity", "-i", folder, "--type", "person", "--label", "New Person")
    run("delete", "claim:c020", "-i", folder)
    meanwhile = texts(folder)
    assert run("import", "xlsx", path, "-i", folder, "--yes").exit_code == 0
    now = texts(folder)
    assert now["claims.csv"] == meanwhile["claims.csv"]
    old, new = meanwhile["entities.csv"].split("\n"), now["entities.csv"].split("\n")
    assert [line for line in new if line not in old] == [
        ",".join([*old[1].split(",")[:2], "Another label", *old[1].split(",")[3:]])
    ]
    assert "new-person" in now["entities.csv"]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("when", date(1971, 6, 1), "the spreadsheet has made a date or a time of this cell"),
        ("text", True, "the spreadsheet has made a truth value of this cell"),
    ],
)
def test_a_date_that_was_mangled_is_told(
    folder: Path,
    edited: Callable[[Callable[[Cells], None]], Path],
    column: str,
    value: object,
    told: str,
) -> None:
    def change(cells: Cells) -> None:
        cells["claims"][3][cells["claims"][0].index(column)] = value

    before = texts(folder)
    found = run("import", "xlsx", edited(change), "-i", folder, "--yes")
    assert (found.exit_code, texts(folder)) == (1, before)
    assert f"sheet claims:4:{column}: {told}" in str(found.exception)


def test_what_check_finds_wrong_is_not_written(
    folder: Path, edited: Callable[[Callable[[Cells], None]], Path]
) -> None:
    def change(cells: Cells) -> None:
        cells["claims"][3][cells["claims"][0].index("relation")] = "fundet"

    before = texts(folder)
    found = run("import", "xlsx", edited(change), "-i", folder, "--yes")
    assert (found.exit_code, texts(folder)) == (1, before)
    assert 'did you mean "funded"?' in found.stderr


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["id", "type"], 'has no column "label"'),
        (["id", "type", "label", "descripton"], 'unknown column "descripton"; did you mean "desc'),
        (["id", "type", "label", "label"], 'column "label" stands twice'),
    ],
)
def test_headers_are_held_to_the_tables(tmp_path: Path, header: list[str], told: str) -> None:
    save(tmp_path / "x.xlsx", {"entities": [header], "Notes": [["x"]]})
    book = workbooks.read(tmp_path / "x.xlsx")
    assert told in str(book.problems[0])
    assert book.unused == ("Notes",)


def test_numbers_are_read_as_they_were_typed(tmp_path: Path) -> None:
    rows = [["claim", "source", "locator", "stance", "certainty"], ["c1", "x", 1953, 1.5, None]]
    save(tmp_path / "x.xlsx", {"Citations": rows})
    found: Book = workbooks.read(tmp_path / "x.xlsx")
    assert found.rows["citations"] == [("c1", "x", "1953", "", "1.5", *[""] * 6)]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_told(folder: Path, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    found = run("import", "xlsx", path, "-i", folder)
    assert found.exit_code == 1
    assert "is no workbook" in str(found.exception)


def rewritten(path: Path, cell: str) -> None:
    """Put another cell in the place of L5, the gloss of the fourth claim, as a program might."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet5.xml"].decode()
    changed, times = re.subn(r'<c r="L5".*?</c>', cell, sheet)
    assert times == 1
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, changed if part == sheet.encode() else part)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="L5" t="e"><v>#REF!</v></c>', "there is an error in this cell"),
        ('<c r="L5"><f>A1</f><v></v></c>', "there is a formula without a value in this cell"),
        ('<c r="L5"><f>A1</f></c>', "there is a formula without a value in this cell"),
    ],
)
def test_cell_without_a_value_is_told_and_not_taken_for_empty(
    folder: Path, tmp_path: Path, cell: str, told: str
) -> None:
    path = tmp_path / "tables.xlsx"
    run("export", "xlsx", "-i", folder, "-o", path)
    rewritten(path, cell)
    done = run("import", "xlsx", path, "-i", folder, "--yes")
    assert f"sheet claims:5:gloss: {told}" in str(done.exception)


def test_formula_with_a_value_is_its_value(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    run("export", "xlsx", "-i", folder, "-o", path)
    rewritten(path, '<c r="L5" t="str"><f>A1</f><v>They met.</v></c>')
    assert run("import", "xlsx", path, "-i", folder, "--yes").exit_code == 0
    assert workbooks.read(path).rows["claims"][3][-1] == "They met."


def test_error_in_a_sheet_of_ods_is_told() -> None:
    sheet = '<table:table table:name="{}"><table:table-cell calcext:value-type="{}"/></table:table>'
    content = sheet.format("names", "string") + sheet.format("claims", "error")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("content.xml", content)
    assert lost(data.getvalue()) == {"claims": {(0, 0): ERROR}}


def test_column_that_is_taken_out_does_not_empty_its_cells(
    folder: Path, edited: Callable[[Callable[[Cells], None]], Path]
) -> None:
    def change(cells: Cells) -> None:
        for row in cells["claims"]:
            del row[7]

    done = run("import", "xlsx", edited(change), "-i", folder, "--yes")
    assert 'sheet claims:1:when: has no column "when"' in str(done.exception)
