"""What an import says of itself, and what it keeps of ids, attributes and those without links."""

from __future__ import annotations

from pathlib import Path

from importing import taken

from cardindex.imports import OWN_ID, Dropped, FoundClaim, FoundEntity, Guessed, Read, Wishes
from cardindex.imports.report import dropped_text, sentences

STREAM = [
    Read(3, "entry"), Read(1),
    FoundEntity("17", "Ann", attributes=(("Home Town", "Rye"),), id_kind=OWN_ID),
    FoundEntity("18", "Bo", names=(("Robert", "alias", "en"), ("q42", "wikidata", ""))),
    FoundEntity("19", "Ann"),
    FoundClaim("17", "knew", "18", when="12 Mar 1653", at="list:2"),
    FoundClaim("17", "knew", "99", at="list:3"),
    Dropped("list:4", "a formula", "its value is not kept in the file"),
    Guessed("the separator is a comma"), Guessed("the separator is a comma"),
]  # fmt: skip


def table(folder: Path, name: str) -> str:
    return (folder / f"{name}.csv").read_text("utf-8")


def test_ids_names_attributes_and_isolates_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(STREAM, folder, Wishes(relation="knew"), source="The list")
    ids = [line.split(",")[0] for line in table(folder, "entities").splitlines()[1:]]
    (ann,) = [id_ for id_ in ids if f",{id_},knew,bo," in table(folder, "claims")]
    (other,) = {*ids} - {ann, "bo"}
    assert {each.rpartition("-")[0] for each in (ann, other)} == {"ann"}
    assert table(folder, "names").splitlines()[1:] == [
        f"{ann},17,the-list-id,",
        "bo,Robert,alias,en",
        "bo,Q42,wikidata,",
    ]
    assert ",home-town,Rye," in table(folder, "groups")
    # Who has no id in names.csv is known again all the same.
    assert "entities,bo,the-list,#" in table(folder, "came_from")


def test_everything_is_told_in_a_line_each(tmp_path: Path) -> None:
    done = taken(
        STREAM, tmp_path / "new", Wishes(relation="knew"), source="The list", family="kinship"
    )
    (new, other) = done.alike[0]
    no = "entity bears the name of another and is not united"
    assert list(sentences(done)) == [
        "read: 3 entries, 1 row",
        "made: 3 entities, 3 names, 1 row of groups, 1 source, 1 claim, 1 citation",
        "dropped 1: its value is not kept in the file (list:4: a formula)",
        'dropped 1: "99" is not in the file (list:3: 17 knew 99)',
        '"knew" is new: the relation knew, of the family kinship',
        'what is said by no other work is said by a new source, the-list ("The list")',
        "guessed: 3 of which the file says no kind are taken for person; --kind says another",
        "guessed: the separator is a comma (2 times)",
        'guessed: the date "12 Mar 1653" is read as 1653-03-12',
        f'1 new {no}: {new} and {other}; where two are one: "cardindex unite"',
        'checked: 2 warnings (unused-entity 1, no-known-origin 1); "cardindex check" tells them',
    ]
    assert dropped_text(done) == (
        "at,what,why\nlist:4,a formula,its value is not kept in the file\n"
        'list:3,17 knew 99,"""99"" is not in the file"\n'
    )
