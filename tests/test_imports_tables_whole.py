"""Workbooks by their sheets, and tables that are brought into an index."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from importing import of
from readtables import QUAKERS, drops, guesses, pairs

from cardindex.imports import (
    FORMATS,
    FoundClaim,
    FoundEntity,
    Unreadable,
    Wishes,
    take,
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Write a workbook as a person has it: titles, merged cells, dates, formulas, other sheets."""
    path = tmp_path / "halm.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Connections")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write(0, 0, "My links")
    sheet.write_row(2, 0, ["From", "To", "Type", "Date", "Weight", "Words"])
    sheet.merge_range(3, 0, 4, 0, "Ann")
    sheet.write_row(3, 1, ["Ben", "met"])
    sheet.write_datetime(3, 3, datetime(1971, 6, 1), day)  # noqa: DTZ001 - a spreadsheet's has none
    sheet.write(3, 4, 12.0)
    sheet.write_string(3, 5, "=1+1")
    sheet.write_row(4, 1, ["Cai", "met"])
    sheet.write_formula(4, 5, "=1/0", None, "#DIV/0!")
    sheet.write_row(5, 0, [12, "Ben", "met"])
    sheet.write(5, 8, "stray")
    nodes = book.add_worksheet("Elements")
    nodes.write_row(0, 0, ["Label", "Type"])
    nodes.write_row(1, 0, ["Ann", "person"])
    book.add_worksheet("Read me").write_row(0, 0, ["Nothing", "of", "note"])
    more = book.add_worksheet("More")
    more.write_row(0, 0, ["source", "target"])
    more.write_row(1, 0, ["a", "b"])
    book.add_worksheet("Empty")
    book.close()
    return path


def test_a_workbook_is_read_by_its_sheets(workbook: Path) -> None:
    found = list(FORMATS["xlsx"].read([workbook], Wishes()))
    assert of(found, FoundEntity) == [
        FoundEntity("Ann", "Ann", kind="person", at="Elements!2"),
        FoundEntity("Ben", "Ben", at="Connections!4"),
        FoundEntity("Cai", "Cai", at="Connections!5"),
        FoundEntity("12", "12", at="Connections!6"),
    ]
    assert of(found, FoundClaim) == [
        FoundClaim(
            "Ann", "met", "Ben", text="=1+1", when="1971-06-01", quantity="12", at="Connections!4"
        ),
        FoundClaim("Ann", "met", "Cai", at="Connections!5"),
        FoundClaim("12", "met", "Ben", at="Connections!6"),
    ]
    assert drops(found) == [
        ("Read me", 'it is no table that is known; read it by itself: --sheet "Read me"'),
        ("More", 'links are read of one sheet at a time; read it by itself: --sheet "More"'),
        ("Connections!5", "there is an error in it; write the value as text"),
        ("Connections!1", "it stands above the header"),
        ("Connections!6", "it stands under no heading"),
    ]
    told = guesses(found)
    assert 'the sheet "Connections" is a list of links' in told
    assert "merged over several rows" in told
    assert "the 1st is the spreadsheet's" in told


def test_a_sheet_can_be_named(workbook: Path, tmp_path: Path) -> None:
    found = list(FORMATS["xlsx"].read([workbook], Wishes(sheet="more", relation="knew")))
    assert pairs(found) == [("a", "knew", "b")]
    wishes = Wishes(sheet="Connections", nodes="elements")
    found = list(FORMATS["xlsx"].read([workbook], wishes))
    assert of(found, FoundEntity)[0] == FoundEntity("Ann", "Ann", kind="person", at="Elements!2")
    with pytest.raises(Unreadable, match=r'no sheet "Mroe"; did you mean "More"\?; it has "Conn'):
        list(FORMATS["xlsx"].read([workbook], Wishes(sheet="Mroe")))
    broken = bytearray(workbook.read_bytes())
    at = broken.index(b"xl/worksheets/sheet1.xml") + 60
    broken[at : at + 40] = bytes(40)
    (tmp_path / "a.xlsx").write_bytes(broken)
    with pytest.raises(Unreadable, match=r"it is broken .* save it anew"):
        list(FORMATS["xlsx"].read([tmp_path / "a.xlsx"], Wishes()))
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(51):
            packed.writestr(f"xl/{part}", bytes(10_000_000))
    with pytest.raises(Unreadable, match="unpacked it would be 510 MB"):
        list(FORMATS["xlsx"].read([tmp_path / "a.xlsx"], Wishes()))
    (tmp_path / "a.xlsx").write_text("Source,Target\na,b\n")
    with pytest.raises(Unreadable, match="it is a text; if it is a table: cardindex import csv"):
        list(FORMATS["xlsx"].read([tmp_path / "a.xlsx"], Wishes()))


def table(index: Path, name: str) -> list[list[str]]:
    with (index / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_a_quakers_edge_list_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text("Source,Target\nJob Marsh,Ann Pell\nAnn Pell,Job Marsh\n")
    (tmp_path / "nodes.csv").write_text(QUAKERS)
    command = (
        "import", "csv", "edges.csv", "--nodes", "nodes.csv", "--relation", "knew", "--symmetric",
        "--family", "alliance", "--source", "Six Degrees of Somebody", "-o", "quakers",
    )  # fmt: skip
    program = [sys.executable, "-P", "-m", "cardindex"]
    done = subprocess.run(
        [*program, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made = "made: 2 entities, 2 names, 2 rows of groups, 1 source, 4 claims, 4 citations"
    assert done.stderr.splitlines()[:2] == ["read: 2 nodes, 2 rows", made]
    index = tmp_path / "quakers"
    claims = sorted(row[1:4] + row[7:8] for row in table(index, "claims"))
    assert claims == [
        ["ann-pell", "born", "", "1638"],
        ["ann-pell", "died_on", "", "1716"],
        ["ann-pell", "knew", "job-marsh", ""],
        ["job-marsh", "died_on", "", "1690"],
    ]
    assert [row[2] for row in table(index, "sources")] == ["Six Degrees of Somebody"]


def test_rows_that_name_their_source_need_no_other(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "Who,Relation,Whom,Source,Said by\nAnn,met,Ben,Lantern Papers,Cai\nBen,met,Cai,Rolls,\n"
    )
    take("csv", [tmp_path / "t.csv"], new=tmp_path / "index")
    assert [(row[0], row[4], row[6]) for row in table(tmp_path / "index", "sources")] == [
        ("cai", "cai", ""), ("lantern-papers", "", ""), ("rolls", "", ""),
    ]  # fmt: skip
    assert sorted(row[1:4] for row in table(tmp_path / "index", "citations")) == [
        ["lantern-papers", "", "cai"], ["rolls", "", ""],
    ]  # fmt: skip


def test_another_order_of_the_rows_changes_no_byte(tmp_path: Path) -> None:
    rows = ["Ann,met,Ben,1953,x", "Ben,met,Cai,1954,", "Cai,knew,Ann,,", "Ann,met,Ben,1953,x"]
    made = []
    for order in (rows, rows[::-1]):
        path = tmp_path / "links.csv"
        path.write_text("\n".join(["who,relation,whom,when,note", *order, ""]))
        new = tmp_path / f"index-{len(made)}"
        take("csv", [path], new=new, family="alliance")
        made.append({each.name: each.read_bytes() for each in sorted(new.iterdir())})
        take("csv", [path], into=new, family="alliance")
        assert {each.name: each.read_bytes() for each in sorted(new.iterdir())} == made[-1]
    assert made[0] == made[1]
