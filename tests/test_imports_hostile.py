"""Imports of what is hostile: cells too long, signs that nobody sees; nothing breaks or is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from importing import files, taken

from cardindex import checks
from cardindex.imports import (
    FORMATS,
    Found,
    FoundClaim,
    FoundEntity,
    FoundSource,
    Wishes,
    read_mapping,
    report,
    take,
)
from cardindex.imports.format import Unreadable

LONG = "x" * 100_500


def hostile() -> list[Found]:
    """Return what a file says in cells longer than ours, and with signs that are not seen."""
    entry = {"type": "book", "title": "\u202eA\x00book", "note": "lone \ud800 half"}
    return [
        FoundEntity(f"{LONG}1", f"{LONG}1", description=LONG, at="f:1"),
        FoundEntity(f"{LONG}2", f"{LONG}2", at="f:2"),
        FoundClaim(f"{LONG}1", "funded", f"{LONG}2", gloss=LONG, at="f:3"),
        FoundSource(f"{LONG}3", "\u202eA\x00book", note=LONG, entry=entry, at="f:4\ud800"),
    ]


def test_cells_too_long_are_cut_and_told_and_the_same_again(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = taken(hostile(), folder)
    before = files(folder)
    draft, problems = checks.examine(folder)
    assert draft is not None
    assert not [each for each in problems if each.severity == "error"]
    assert len(draft.entities) == 2
    assert {each.what.split(" xx")[0] for each in first.dropped} == {
        "the end of the name", "the end of the description", "the end of the gloss",
        "the end of the note",
    }  # fmt: skip
    again = taken(hostile(), folder)
    assert files(folder) == before
    assert report.dropped_text(again) == report.dropped_text(first)
    assert report.dropped_text(first).encode()


def test_one_cell_of_csv_that_is_too_long_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(f"source,target\nAnn,Bo\n{'x' * 140_000},Bo\n", "utf-8")
    with pytest.raises(Unreadable, match=r"^edges.csv:3: .* shorten the cell"):
        list(FORMATS["csv"].read([path], Wishes()))


def test_long_cells_of_followthemoney_change_no_limit_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    path.write_text(
        f"canonical_id,prop,schema,value,dataset\na,name,Person,{'x' * 140_000},d\n", "utf-8"
    )
    before = csv.field_size_limit()
    assert list(FORMATS["ftm"].read([path], Wishes()))
    assert csv.field_size_limit() == before


def test_family_tree_that_says_nothing_of_anybody_is_taken_with_its_people(tmp_path: Path) -> None:
    path = tmp_path / "tree.ged"
    path.write_text("0 HEAD\n1 GEDC\n2 VERS 5.5.1\n0 @I1@ INDI\n1 NAME Ann /Fox/\n0 TRLR\n")
    take("gedcom", [path], new=tmp_path / "new")
    before = files(tmp_path / "new")
    assert "ann-fox,person,Ann Fox," in before["entities.csv"]
    assert "bibliography.json" not in before
    take("gedcom", [path], into=tmp_path / "new")
    assert files(tmp_path / "new") == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[relation]\n", 'no import reads "relation"; did you mean "relations"?'),
        ("kinds = 3\n", r"kinds is a table; write \[kinds\]"),
    ],
)
def test_table_of_a_mapping_that_no_import_reads_is_refused(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text)
    with pytest.raises(Unreadable, match=why):
        read_mapping(path)


RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.example/">
<rdf:Description rdf:about="https://e.example/a"><e:b rdf:resource="https://e.example/c"/>
</rdf:Description>
</rdf:RDF>
"""


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("cut.rdf", RDF.partition("</rdf:RDF>")[0], "cut off"),
        ("none.jsonld", "{}", "holds no statement"),
        ("none.ttl", "@prefix e: <https://e.example/> .", "holds no statement"),
    ],
)
def test_rdf_that_is_cut_off_or_says_nothing_is_refused(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    query = tmp_path / "query.rq"
    query.write_text("SELECT ?subject ?relation ?object WHERE { ?subject ?relation ?object }")
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(Unreadable, match=why):
        list(FORMATS["rdf"].read([path], Wishes(query=str(query))))
    path = tmp_path / "whole.rdf"
    path.write_text(RDF)
    found = list(FORMATS["rdf"].read([path], Wishes(query=str(query))))
    assert [each for each in found if isinstance(each, FoundClaim)]
