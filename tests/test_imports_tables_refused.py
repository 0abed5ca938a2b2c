"""Tables that are refused, rows that are not taken, encodings: what is told of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import of
from readtables import drops, guesses, pairs, read

from cardindex.imports import (
    FoundClaim,
    Unreadable,
)


def test_unknown_headings_are_listed_with_how_to_say_them(tmp_path: Path) -> None:
    text = "Spender,Spent on,Purse\nAnn,Ben,big\nBen,Cai,small\n"
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, text, relation="paid")
    assert str(caught.value) == (
        "edges.csv: which columns are the two ends of a link is not known; its columns are "
        '"Spender", "Spent on", "Purse". Head them Source and Target, or say it in a file for '
        '--map: [columns] from = "Spender", to = "Spent on"; a list of nodes has a column Id, '
        'Label or Name ([columns] label = "…")'
    )
    mapping = {"columns": {"from": "Spender", "to": "spent on", "text": "Purse"}}
    found = read(tmp_path, text, relation="paid", mapping=mapping)
    assert [(*pairs([each])[0], each.text) for each in of(found, FoundClaim)] == [
        ("Ann", "paid", "Ben", "big"), ("Ben", "paid", "Cai", "small"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"from": "Sauce"}, 'from = "Sauce" is no column; did you mean "Source"?; the columns are'),
        ({"sorce": "Source"}, 'knows no "sorce"; did you mean "source"?'),
        ({"from": 3}, "from is a heading, or a list of headings, in quotation marks: from ="),
        ("x", 'is a table: from = "Who", to = "Whom"'),
    ],
)  # fmt: skip
def test_a_mapping_that_names_no_column_is_refused(
    tmp_path: Path, columns: object, told: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, "Source,Target\na,b\n", relation="knew", mapping={"columns": columns})
    assert str(caught.value).startswith(f"the mapping: [columns] {told}")


def test_links_without_a_relation_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    for text in ("Source,Target\na,b\n", "Source,Target,Label\na,b,\n", ",A,B\nA,0,1\nB,1,0\n"):
        with pytest.raises(Unreadable, match="nothing says which relation its links are"):
            read(tmp_path, text)


def test_rows_that_are_not_taken_are_told_with_their_lines(tmp_path: Path) -> None:
    text = (
        'My links,\n\nSource,Target,Relation\nSmith, John,Doe,met\n,b,met\nNA,b,met\na,,met\n"a\n'
        'b",c,met\nd,e,\n,,\n'
    )
    found = read(tmp_path, text)
    why = (
        "it has 4 cells, and the header 3; put a cell that holds what separates cells into "
        "quotation marks"
    )
    assert drops(found) == [
        ("edges.csv:1", "it stands above the header"),
        ("edges.csv:4", why),
        ("edges.csv:5", "its first end is missing"),
        ("edges.csv:6", "its first end is missing"),
        ("edges.csv:7", "its second end is missing"),
        (
            "edges.csv:10",
            "it says no relation; write one, or name one for all such rows: --relation",
        ),
    ]
    assert of(found, FoundClaim) == [FoundClaim("a b", "met", "c", at="edges.csv:8")]


def test_what_programs_add_to_rows(tmp_path: Path) -> None:
    found = read(tmp_path, '"from","to"\n"1","a","b"\n"2","b","c"\n', relation="knew")  # R
    assert pairs(found) == [("a", "knew", "b"), ("b", "knew", "c")]
    found = read(tmp_path, ",Source,Target\n0,a,b\n1,b,c\n", relation="knew")  # pandas
    assert pairs(found) == [("a", "knew", "b"), ("b", "knew", "c")]
    assert drops(found) == [("edges.csv:1", "it has no heading")]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "read as UTF-16"),
        ("utf-16-le", "read as UTF-16, which it does not say"), ("cp1252", "read as Windows-1252"),
    ],
)  # fmt: skip
def test_encodings_are_found_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    text = "Source,Target\nZoë Müller,Íñigo\n".encode(encoding)
    found = read(tmp_path, text, relation="knew")
    assert pairs(found) == [("Zoë Müller", "knew", "Íñigo")]
    assert told in guesses(found)
    assert bool(told) == bool(guesses(found))


def test_named_encodings_and_separators(tmp_path: Path) -> None:
    text = "Source^Target\nЮлия^Лидия\n".encode("cp1251")
    found = read(tmp_path, text, relation="knew", encoding="cp1251", delimiter="^")
    assert pairs(found) == [("Юлия", "knew", "Лидия")]
    with pytest.raises(Unreadable, match='no encoding "cp1525"; did you mean "cp1252"'):
        read(tmp_path, text, relation="knew", encoding="cp1525")
    with pytest.raises(Unreadable, match="not in the encoding ascii"):
        read(tmp_path, text, relation="knew", encoding="ascii")
    found = read(tmp_path, "sep=;\nSource;Target\na\x00b;c\n", relation="knew")
    assert of(found, FoundClaim) == [FoundClaim("ab", "knew", "c", at="edges.csv:3")]
    assert "NUL" in guesses(found)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is empty"), (b"  \n", "it is empty"), (b"%PDF-1.7 ", "it is a PDF"),
        (b"PK\x03\x04", "if it is a workbook: cardindex import xlsx"),
        (b'<?xml version="1.0"?>\n<gexf ', "cardindex import gexf"),
        (b'{"type": "bundle", ', "cardindex import stix"), (b"[]", "it is JSON"),
        (b"0 HEAD\n1 SOUR", "cardindex import gedcom"), (b"\x1f\x8b\x08", "packed"),
        (b"<!DOCTYPE html><html>", "a page of the web"),
        (b'a,b\n"c,d\ne,f\n', "edges.csv:2: a quotation mark opens a cell and nothing closes it"),
    ],
)  # fmt: skip
def test_other_files_are_named_as_what_they_are(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, relation="knew")
    assert told in str(caught.value)
