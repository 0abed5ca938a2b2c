"""What an import says of itself, and what it keeps of ids, attributes and those without links."""

from __future__ import annotations

from pathlib import Path

from importing import taken

from cardindex.imports import (
    OWN_ID,
    Dropped,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundSource,
    Guessed,
    Read,
    Wishes,
)
from cardindex.imports.report import dropped_text, sentences
from cardindex.ontology import load, packaged_path

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


def test_many_values_read_alike_are_told_in_few_lines_and_rows_that_say_one_thing_first(
    tmp_path: Path,
) -> None:
    people = [FoundEntity("a", "Ann"), FoundEntity("b", "Bo")]
    amounts = [f"{number},000.50" for number in range(1, 31)]
    stream = [FoundClaim("a", "funded", "b", quantity=each) for each in [*amounts, amounts[0]]]
    done = taken([*people, *stream], tmp_path / "new")
    assert [each for each in done.told if "kind" not in each] == [
        "1 row says what another says: no claim more (rows with ids are kept apart)",
        'the number "1,000.50" is read as 1000.5 (2 times)',
        'the number "10,000.50" is read as 10000.5',
        'the number "11,000.50" is read as 11000.5',
        "27 more numbers are read likewise",
    ]


def test_dates_that_cannot_be_read_are_dropped_for_one_reason(tmp_path: Path) -> None:
    stream = [
        FoundEntity("a", "Ann"),
        FoundClaim("a", "born", when="12.3.71", at="list:1"),
        FoundClaim("a", "died_on", when="????-04-01", at="list:2"),
        FoundClaim("a", "born", when="13.4.72", at="list:3"),
    ]
    done = taken(stream, tmp_path / "new")
    why = "is a dating and needs its date"
    assert [each for each in sentences(done) if each.startswith("dropped")] == [
        f"dropped 2: born {why} (list:1: a born; date in the file: 12.3.71 …)",
        f"dropped 1: died_on {why} (list:2: a died_on; date in the file: ????-04-01)",
    ]


def test_who_is_called_alike_is_paired_with_who_is_called_so_in_the_same_order(
    tmp_path: Path,
) -> None:
    people = [("1", "Carl Peter Fox"), ("2", "Peter Carl Fox"), ("3", "Peter Carl Fox")]
    done = taken([FoundEntity(*each) for each in people], tmp_path / "new")
    carl, *peters = sorted(row.split(",")[0] for row in table(tmp_path / "new", "entities").split()
                           if "fox" in row)  # fmt: skip
    assert done.alike == ((peters[0], carl), (peters[1], peters[0]))


def test_signs_that_nobody_sees_are_taken_out_of_a_bibliography(tmp_path: Path) -> None:
    entry = {"id": "vega", "type": "book", "title": "Mills", "abstract": "from 300\x01C", "note": 1}
    done = taken([FoundSource("vega", "Mills", entry=entry)], tmp_path / "new")
    assert '"abstract": "from 300 C"' in (tmp_path / "new" / "bibliography.json").read_text("utf-8")
    assert "signs that are not to be seen are taken out of the bibliography" in done.told


def test_a_kind_is_known_by_other_words_for_it(tmp_path: Path) -> None:
    people = [FoundEntity("i", "Ida", "Individual"), FoundEntity("a", "Acme", "COMPANY")]
    taken(people, tmp_path / "new")
    kinds = [row.split(",")[:2] for row in table(tmp_path / "new", "entities").splitlines()[1:]]
    assert kinds == [["acme", "business"], ["ida", "person"]]


def test_new_kinds_are_drawn_each_otherwise(tmp_path: Path) -> None:
    words = [f"Thing {letter}" for letter in "abcdefgh"]
    things = [FoundEntity(each, each, each) for each in words]
    taken([*(FoundKind(each, each) for each in words), *things], tmp_path / "new")
    kinds = load(packaged_path(), additions=tmp_path / "new" / "additions.ttl").types.values()
    looks = {(each.shape, each.colour) for each in kinds if each.label in words}
    assert len(looks) == len(words)
