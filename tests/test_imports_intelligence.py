"""STIX, FollowTheMoney and GEDCOM end to end: rows that check lets pass, the same ones again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from importing import files

from cardindex import checks
from cardindex.imports import take

GROUP, DEED, TOOL, DESK = (
    f"{kind}--{n * 8}-1111-4111-8111-111111111111"
    for kind, n in (("intrusion-set", "1"), ("campaign", "2"), ("tool", "3"), ("identity", "4"))
)
STIX: list[dict[str, Any]] = [
    {"type": "identity", "id": DESK, "name": "Acme Desk", "identity_class": "organization"},
    {"type": "intrusion-set", "id": GROUP, "name": "Grey Moth", "external_references": [
        {"source_name": "mitre-attack", "external_id": "G0999"}]},
    {"type": "campaign", "id": DEED, "name": "Lamp", "first_seen": "2024-01-02T00:00:00Z"},
    {"type": "tool", "id": TOOL, "name": "Wick", "tool_types": ["remote-access"]},
    {"type": "relationship", "id": "relationship--1", "relationship_type": "attributed-to",
     "source_ref": DEED, "target_ref": GROUP, "confidence": 50, "created_by_ref": DESK,
     "description": "Who lit it. (Citation: Vole 2024)", "external_references": [
         {"source_name": "Vole 2024", "url": "https://example.org/vole",
          "description": "Vole, V. (2024, May 4). A Moth. Retrieved June 1, 2024."}]},
    {"type": "relationship", "id": "relationship--2", "relationship_type": "related-to",
     "source_ref": GROUP, "target_ref": TOOL, "created_by_ref": DESK},
]  # fmt: skip
FTM: list[dict[str, Any]] = [
    {"id": "p", "schema": "Person", "datasets": ["leak"], "properties": {
        "name": ["Ann Vole"], "birthDate": ["1970"], "innCode": ["123"], "country": ["gb"]}},
    {"id": "c", "schema": "Company", "properties": {"name": ["Acme"]}, "datasets": ["leak"]},
    {"id": "o", "schema": "Ownership", "datasets": ["leak", "register"], "properties": {
        "owner": ["p"], "asset": ["c"], "percentage": ["50%"], "startDate": ["2001"]}},
    {"id": "s", "schema": "Sanction", "datasets": ["register"], "properties": {
        "entity": ["p"], "authority": ["Office"], "startDate": ["2022"]}},
]  # fmt: skip
TREE = [
    "0 HEAD\n1 GEDC\n2 VERS 7.0\n",
    (
        "0 @I1@ INDI\n1 NAME John /Moth/\n1 SEX M\n1 BIRT\n2 DATE ABT 1850\n2 PLAC Lampton\n"
        "2 SOUR @S1@\n3 PAGE 12\n3 QUAY 1\n1 BAPM\n2 DATE BEF 1851\n"
    ),
    "0 @I2@ INDI\n1 NAME Mary /Wick/\n1 OCCU Spy\n",
    "0 @F1@ FAM\n1 HUSB @I1@\n1 WIFE @I2@\n1 MARR\n2 DATE 1875\n",
    "0 @S1@ SOUR\n1 TITL Parish register\n",
    "0 TRLR\n",
]


def write(folder: Path, format_: str, *, turned: bool = False) -> Path:
    """Write the file of a format, its records in this order or turned round."""
    path = folder / {"stix": "moth.json", "ftm": "moth.ftm.json", "gedcom": "moth.ged"}[format_]
    if format_ == "gedcom":
        inside = TREE[1:-1][::-1] if turned else TREE[1:-1]
        path.write_text("".join((TREE[0], *inside, TREE[-1])), encoding="utf-8")
    else:
        held = STIX if format_ == "stix" else FTM
        path.write_text(json.dumps(held[::-1] if turned else held), encoding="utf-8")
    return path


def rows(folder: Path, table: str) -> list[str]:
    """Return rows of a table; of claims and citations without the id, and in their own order."""
    lines = (folder / f"{table}.csv").read_text("utf-8").splitlines()[1:]
    hashed = table in {"claims", "citations"}
    return sorted(line.split(",", 1)[1] for line in lines) if hashed else lines


ROWS = {
    "stix": {
        "entities": [
            "acme-desk,organisation,Acme Desk,", "grey-moth,intrusion-set,Grey Moth,",
            "lamp,campaign,Lamp,", "wick,tool,Wick,",
        ],
        "claims": [
            "grey-moth,related_to_as_told,wick,,,,,,,,",
            "lamp,attributed_to,grey-moth,,,,,,,,Who lit it.",
            "lamp,seen,,,,,2024-01-02/,,,,",
        ],
        "citations": [
            "moth,,,affirms,stated,,,,,", "moth,,,affirms,stated,,,,,",
            "moth,,a-moth,affirms,probable,,,,,",
        ],
        "sources": ["a-moth,web,A Moth,,,2024-05-04,,,,", "moth,report,Moth,acme-desk,,,,,,"],
        "groups": ["wick,tool-types,remote-access,"],
    },
    "ftm": {
        "entities": ["acme,business,Acme,", "ann-vole,person,Ann Vole,"],
        "claims": [
            "ann-vole,born,,,,,1970,,,,", "ann-vole,owns,acme,,50,percent,2001/,,,,",
            "ann-vole,sanction,,Office,,,2022/,,,,",
        ],
        "citations": [
            "leak,,,affirms,stated,,,,,", "leak,,,affirms,stated,,,,,",
            "register,,,affirms,stated,,,,,", "register,,,affirms,stated,,,,,",
        ],
        "sources": ["leak,web,leak,,,,,,,", "register,web,register,,,,,,,"],
        "groups": ["ann-vole,country,gb,"],
    },
    "gedcom": {
        "entities": [
            "john-moth,person,John Moth,", "lampton,place,Lampton,", "mary-wick,person,Mary Wick,",
        ],
        "claims": [
            "john-moth,baptised,,,,,[..1850],,,,", "john-moth,born,,,,,1850~,lampton,,,",
            "john-moth,married_to,mary-wick,,,,1875/,,,,", "mary-wick,occupation,,Spy,,,,,,,",
        ],
        "citations": [
            *["moth,,,affirms,stated,,,,,"] * 3,
            "moth,,parish-register@12,affirms,possible,,,,,",
        ],
        "sources": [
            "moth,report,Moth,,,,,,,", "parish-register,archive,Parish register,,,,,,,",
        ],
        "groups": ["john-moth,sex,male,"],
    },
}  # fmt: skip


@pytest.mark.parametrize("format_", ["stix", "ftm", "gedcom"])
def test_file_becomes_rows_that_check_lets_pass(tmp_path: Path, format_: str) -> None:
    take(format_, [write(tmp_path, format_)], new=tmp_path / "new")
    assert {table: rows(tmp_path / "new", table) for table in ROWS[format_]} == ROWS[format_]
    _, problems = checks.examine(tmp_path / "new")
    assert {each.severity for each in problems} <= {"warning"}


@pytest.mark.parametrize("format_", ["stix", "ftm", "gedcom"])
def test_file_again_and_turned_round_changes_no_byte(tmp_path: Path, format_: str) -> None:
    take(format_, [write(tmp_path, format_)], new=tmp_path / "new")
    before = files(tmp_path / "new")
    for turned in (False, True):
        done = take(format_, [write(tmp_path, format_, turned=turned)], into=tmp_path / "new")
        assert done.entry.changes == ()
    assert files(tmp_path / "new") == before


def test_ids_elsewhere_have_kinds_of_name_of_their_own(tmp_path: Path) -> None:
    take("stix", [write(tmp_path, "stix")], new=tmp_path / "s")
    take("ftm", [write(tmp_path, "ftm")], new=tmp_path / "f")
    assert "grey-moth,G0999,mitre-attack," in rows(tmp_path / "s", "names")
    assert rows(tmp_path / "f", "names") == [
        "acme,c,ftm,", "ann-vole,p,ftm,", "ann-vole,123,inn-code,",
    ]  # fmt: skip


def test_new_kinds_stand_below_ours(tmp_path: Path) -> None:
    take("stix", [write(tmp_path, "stix")], new=tmp_path / "new")
    draft, _ = checks.examine(tmp_path / "new")
    assert draft is not None
    types = draft.vocabulary.types
    assert {id_: types[id_].parents for id_ in ("intrusion-set", "campaign", "tool")} == {
        "intrusion-set": ("agent", "entity"), "campaign": ("event", "entity"), "tool": ("entity",),
    }  # fmt: skip
    kinds = {id_: draft.vocabulary.relations[id_].kind for id_ in ("seen", "attributed_to")}
    assert kinds == {"seen": "dating", "attributed_to": "link"}
