"""Two indexes together: what is one, what is told apart, what was decided, and the way back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardindex import checks, tables
from cardindex.editing import Ledger, unite
from cardindex.errors import CardindexError, InvalidIndex, OutputError
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.merging import NotMerged, Party, merge, opened, part, write
from cardindex.merging.apart import write as parted
from cardindex.merging.naming import named
from cardindex.slices import Slice

SETTINGS = 'title = "{title}"\nbase = "https://example.org/{base}/"\n'
HEADERS = {name: ",".join(columns) for name, columns in tables.COLUMNS.items()}

ONE = {
    "entities": ["anna,person,Anna,", "bert,person,Bert,", "lodge,organisation,The Lodge,"],
    "sources": [
        "book,book,The Book,anna,,1950,,page,,",
        "files,archive,Files of the Lodge,,lodge,,,,,",
    ],
    "claims": ["c01,anna,met,bert,,,,1949,,,,They met.", "c02,bert,member_of,lodge,,,,,,,,"],
    "citations": ["c01,book,12,files,affirms,stated,,,,,", "c02,book,13,,affirms,stated,,,,,"],
}
OTHER = {
    "entities": ["anna,person,Anna,Of the other town", "carl,person,Carl,"],
    "sources": [
        "book,book,The Book,anna,,1950,,page,,",
        "letter,letter,A letter,carl,carl,1951,,,,",
    ],
    "claims": [
        "c01,carl,met,anna,,,,1949,,,,They met.",
        "c02,anna,befriended,carl,,,,,,,same? c01,",
    ],
    "citations": ["c01,letter,,,affirms,stated,,,,,", "c02,letter,,,denies,stated,,,,,"],
}


def made(folder: Path, rows: dict[str, list[str]], base: str = "") -> Path:
    folder.mkdir()
    about = SETTINGS.format(title=folder.name.title(), base=base or folder.name)
    (folder / "index.toml").write_text(about)
    for name in tables.COLUMNS:
        if name not in tables.OPTIONAL or rows.get(name):
            lines = [HEADERS[name], *rows.get(name, ())]
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return made(tmp_path / "one", ONE)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return made(tmp_path / "other", OTHER)


def together(folder: Path, *indexes: Path, **said: object) -> tuple[list[str], list[str]]:
    merged = merge(opened(indexes), folder, **said)  # type: ignore[arg-type]
    write(merged, folder)
    return merged.notes, merged.news


def lines(folder: Path, table: str) -> list[str]:
    return (folder / f"{table}.csv").read_text().splitlines()[1:]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_two_indexes_call_alike_is_told_apart(one: Path, other: Path, tmp_path: Path) -> None:
    notes, news = together(tmp_path / "whole", one, other)
    assert [line.split(",")[0] for line in lines(tmp_path / "whole", "entities")] == [
        "anna", "anna-other", "bert", "carl", "lodge",
    ]  # fmt: skip
    assert [line.split(",")[:4] for line in lines(tmp_path / "whole", "claims")] == [
        ["c01", "anna", "met", "bert"],
        ["c02", "bert", "member_of", "lodge"],
        ["d01", "carl", "met", "anna-other"],
        ["d02", "anna-other", "befriended", "carl"],
    ]
    assert ",same? d01," in lines(tmp_path / "whole", "claims")[3]
    assert "other: entities renamed, as another is called so: anna is anna-other" in notes
    assert news == []


def test_one_work_by_title_and_date_is_one(one: Path, other: Path, tmp_path: Path) -> None:
    notes, _ = together(tmp_path / "whole", one, other)
    ids = [line.split(",")[0] for line in lines(tmp_path / "whole", "sources")]
    assert ids == ["book", "files", "letter"]
    assert "other: 1 sources of the same work are one" in notes


def test_rows_say_whose_they_are_and_what_they_were(one: Path, other: Path, tmp_path: Path) -> None:
    together(tmp_path / "whole", one, other)
    came = lines(tmp_path / "whole", "came_from")
    assert "entities,bert,one," in came
    assert 'entities,anna-other,other,"{""id"": ""anna""}"' in came
    assert "sources,book,one," in came
    assert 'sources,book,other,"{""author"": ""anna""}"' not in came
    assert 'claims,d01,other,"{""id"": ""c01"", ""object"": ""anna""}"' in came


@pytest.mark.parametrize("name", ["one", "other"])
def test_either_is_given_back_byte_for_byte(
    one: Path, other: Path, tmp_path: Path, name: str
) -> None:
    together(tmp_path / "whole", one, other)
    assert part(tmp_path / "whole", name) == everything({"one": one, "other": other}[name])


def test_what_was_decided_is_a_claim_that_can_be_struck(
    one: Path, other: Path, tmp_path: Path
) -> None:
    told = tmp_path / "decisions.csv"
    told.write_text("one,other,decision,why\none:anna,other:anna,same,the same town after all\n")
    whole = tmp_path / "whole"
    together(whole, one, other, decisions=told, who="ann")
    assert lines(whole, "decisions") == ["anna,anna-other,same,ann,the same town after all"]
    assert lines(whole, "claims")[-1] == (
        "z001,anna-other,same_as,anna,,,,,,,,We take anna-other to be anna."
    )
    index = Index.open(whole)
    assert tally(index).claims.loc["z001", "standing"] == "single-root"
    struck = tally(index, Slice(struck=frozenset({"source:decisions-of-the-makers"})))
    assert "z001" not in struck.claims.index
    for name, folder in (("one", one), ("other", other)):
        assert part(whole, name) == everything(folder)


def test_claims_decided_to_be_one_are_tied(one: Path, other: Path, tmp_path: Path) -> None:
    told = tmp_path / "decisions.csv"
    told.write_text("one,other,decision,who\none:c01,other:c01,same,ann\n")
    whole = tmp_path / "whole"
    together(whole, one, other, decisions=told)
    tied = [line for line in lines(whole, "claims") if ",same c01," in line or ",same d01," in line]
    assert len(tied) == 1
    assert part(whole, "one") == everything(one)
    assert part(whole, "other") == everything(other)


def test_merging_again_changes_no_byte_and_keeps_what_was_decided(
    one: Path, other: Path, tmp_path: Path
) -> None:
    told = tmp_path / "decisions.csv"
    told.write_text("one,other,decision,who\none:anna,other:anna,same,ann\n")
    whole = tmp_path / "whole"
    together(whole, one, other, decisions=told)
    before = everything(whole)
    _, news = together(whole, one, other)
    assert everything(whole) == before
    assert news == ["nothing has changed since"]


def test_what_is_new_in_either_is_told_and_ids_stay(one: Path, other: Path, tmp_path: Path) -> None:
    told = tmp_path / "decisions.csv"
    told.write_text("one,other,decision,who\none:anna,other:anna,same,ann\n")
    whole = tmp_path / "whole"
    together(whole, one, other, decisions=told)
    entities = one / "entities.csv"
    entities.write_text(entities.read_text() + "nell,person,Nell,\n")
    claims = one / "claims.csv"
    claims.write_text(claims.read_text() + "c03,nell,met,bert,,,,,,,,\n")
    citations = one / "citations.csv"
    citations.write_text(citations.read_text() + "c03,book,14,,affirms,stated,,,,,\n")
    _, news = together(whole, one, other)
    assert news == [
        "one: entities: 1 new, 0 changed, 0 gone",
        "one: claims: 1 new, 0 changed, 0 gone",
        "one: citations: 1 new, 0 changed, 0 gone",
    ]
    ids = [line.split(",")[0] for line in lines(whole, "claims")]
    assert ids == ["c01", "c02", "c03", "d01", "d02", "z001"]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_new_in_one_is_not_taken_for_what_the_other_calls_so(
    one: Path, other: Path, tmp_path: Path, turned: bool
) -> None:
    whole = tmp_path / "whole"
    together(whole, one, other)
    to, name, id_ = (one, "one", "carl") if turned else (other, "other", "bert")
    rows = {
        "entities": f"{id_},person,A Namesake,", "sources": "letter,letter,Another,,,,,,,",
        "claims": f"d01,anna,met,{id_},,,,,,,,", "citations": "d01,letter,,,affirms,stated,,,,,",
    }  # fmt: skip
    for table, row in rows.items():
        if table != "sources" or turned:
            found = sorted([*lines(to, table), row])
            (to / f"{table}.csv").write_text("\n".join([HEADERS[table], *found]) + "\n")
    together(whole, one, other)
    assert f"{id_}-{name},person,A Namesake," in lines(whole, "entities")
    assert len(lines(whole, "claims")) == len(lines(one, "claims")) + len(lines(other, "claims"))
    before = everything(whole)
    together(whole, one, other)
    assert everything(whole) == before
    for index in (one, other):
        assert part(whole, index.name) == everything(index)


def test_decision_on_whom_there_is_no_more_is_told(one: Path, other: Path, tmp_path: Path) -> None:
    told = tmp_path / "decisions.csv"
    told.write_text("one,other,decision,who\none:bert,other:carl,same,ann\n")
    whole = tmp_path / "whole"
    together(whole, one, other, decisions=told)
    for table, rows in (("claims", ONE["claims"][:0]), ("citations", []), ("sources", []),
                        ("entities", ONE["entities"][:1])):  # fmt: skip
        (one / f"{table}.csv").write_text("\n".join([HEADERS[table], *rows]) + "\n")
    notes, _ = together(whole, one, other)
    assert "decisions: bert carl same is left out, as bert has gone" in notes
    assert "claims: z001 carl same_as is left out, as bert has gone" in notes
    assert checks.examine(whole)[0] is not None


def test_same_base_means_the_same_things(one: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(one, copy)
    together(tmp_path / "whole", one, copy)
    for table in ("entities", "sources", "claims", "citations"):
        assert lines(tmp_path / "whole", table) == lines(one, table)
    assert part(tmp_path / "whole", "copy") == everything(copy)


def test_rows_of_one_address_that_differ_are_told(one: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(one, copy)
    text = (copy / "entities.csv").read_text()
    (copy / "entities.csv").write_text(text.replace("bert,person,Bert,", "bert,person,Albert,"))
    notes, _ = together(tmp_path / "whole", one, copy)
    assert "entities: bert reads otherwise in copy; the first stands" in notes
    assert part(tmp_path / "whole", "copy") == everything(copy)


REFUSED = {
    "one,other,decision\none:anna,other:nobody,same\n": (
        '2:other: other has neither an entity nor a claim "nobody"'
    ),
    "one,other,decision\none:anna,others:anna,same\n": 'no index is called "others"; did you mean',
    "one,other,decision\none:anna,other:anna,sme\n": 'unknown decision "sme"; did you mean "same"?',
    "one,other,decision\none:anna,one:anna,same\n": "is decided on with itself",
    "one,second\na,b\n": "has no column other, decision",
    "one,other,decision,who\none:anna,nobdy,same,a\n": "2:other: the whole has neither",
    "one,other,decision,who\none:anna,,same,a\n": "2:other: the whole has neither",
    "one,other,decision\none:anna,other:anna,same\n": "2:who: who decided this?",
    "one,other,decision,who\none:anna,other:anna,same,=cmd\n": '2:who: "=cmd" can be nobody\'s id',
    f"one,other,decision,who\none:anna,other:anna,same,{'x' * 140_000}\n": ":2: is not CSV (field",
    'one,other,decision,who\n"one:anna,other:anna,same,a\n': ":2: is not CSV (unexpected end",
    "one,other,decision,who\none:anna,other:anna,same,a\nother:anna,other:carl,same,a\n"
    "one:anna,other:carl,not,b\n": "anna and carl are decided not to be one by b",
}


@pytest.mark.parametrize("text", REFUSED)
def test_decisions_that_cannot_be_are_refused(
    one: Path, other: Path, tmp_path: Path, text: str
) -> None:
    told = tmp_path / "decisions.csv"
    told.write_text(text)
    with pytest.raises(CardindexError) as refused:
        together(tmp_path / "whole", one, other, decisions=told)
    assert REFUSED[text] in str(refused.value)
    assert not (tmp_path / "whole").exists()


def test_decisions_that_a_spreadsheet_saved_by_semicolons_are_the_same(
    one: Path, other: Path, tmp_path: Path
) -> None:
    found = []
    for by in ",;":
        told = tmp_path / "decisions.csv"
        text = "one,other,decision,who,why\r\none:anna,other:anna,same,ann,both\u202e\x1b born\r\n"
        told.write_text(text.replace(",", by))
        together(tmp_path / f"whole{ord(by)}", one, other, decisions=told)
        found.append(everything(tmp_path / f"whole{ord(by)}"))
    assert found[0] == found[1]
    assert lines(tmp_path / "whole44", "decisions") == ["anna,anna-other,same,ann,both born"]


def test_order_of_decisions_is_nothing(one: Path, other: Path, tmp_path: Path) -> None:
    rows = [
        "one:anna,other:anna,same,ann",
        "one:bert,other:carl,not,ann",
        "one:c01,other:c01,unsure,bob",
    ]
    found = []
    for turn, order in enumerate((rows, rows[::-1])):
        told = tmp_path / f"{turn}.csv"
        told.write_text("\n".join(["one,other,decision,who", *order]) + "\n")
        together(tmp_path / f"whole{turn}", one, other, decisions=told)
        found.append(everything(tmp_path / f"whole{turn}"))
    assert found[0] == found[1]


def test_index_with_errors_is_refused_by_its_name(one: Path, other: Path) -> None:
    (other / "claims.csv").write_text(HEADERS["claims"] + "\nc01,carl,met,nobody,,,,,,,,\n")
    with pytest.raises(InvalidIndex) as refused:
        opened([one, other])
    assert f"{other}/claims.csv:2:object" in str(refused.value)


def test_folder_of_something_else_is_left_alone(one: Path, other: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds something else"):
        together(whole, one, other)
    assert everything(whole) == {"notes.txt": b"mine"}


def test_part_that_there_is_none_of_is_refused(one: Path, other: Path, tmp_path: Path) -> None:
    together(tmp_path / "whole", one, other)
    with pytest.raises(NotMerged, match='"othr"; did you mean "other"'):
        part(tmp_path / "whole", "othr")


@pytest.mark.parametrize(
    ("keep", "gone"),
    [
        ("anna", "anna-other"),  # of either, called alike there
        ("bert", "carl"),  # of either, called otherwise
        ("anna-other", "carl"),  # both of one
    ],
)
def test_each_is_given_back_whole_after_two_were_united_in_the_whole(
    one: Path, other: Path, tmp_path: Path, keep: str, gone: str
) -> None:
    whole = tmp_path / "whole"
    together(whole, one, other)
    ledger = Ledger.open(whole)
    ledger.write(unite(ledger, ledger.vocabulary, "entities", keep, gone))
    for index in (one, other):
        back = tmp_path / f"{index.name}-again"
        parted(part(whole, index.name), back)
        assert not [each for each in checks.examine(back)[1] if each.severity == "error"]
        labels = {line.split(",")[2] for line in lines(index, "entities")}
        lost = {"Carl"} if index == other and keep == "anna-other" else set()
        assert {line.split(",")[2] for line in lines(back, "entities")} == labels - lost
    if keep != "anna-other":
        assert part(whole, "other") == everything(other)
        together(whole, one, other)
        assert gone not in {line.split(",")[0] for line in lines(whole, "entities")}
        return
    ledger.undo()
    assert part(whole, "other") == everything(other)


def test_whole_of_a_whole_is_parted_step_by_step(one: Path, other: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    third = made(tmp_path / "third", OTHER)
    together(first, one, other)
    together(second, first, third)
    assert part(second, "first") == everything(first)
    with pytest.raises(NotMerged, match="it was made of first, third"):
        part(second, "one")
    back = tmp_path / "back"
    parted(part(second, "first"), back)
    assert part(back, "one") == everything(one)


def test_file_that_an_index_has_no_more_is_not_given_back(
    one: Path, other: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    added = "@prefix my: <https://example.org/one/terms#> .\n"
    (one / "additions.ttl").write_text(added)
    about = (one / "index.toml").read_text()
    (one / "index.toml").write_text(f'{about}additions = "additions.ttl"\n')
    (one / "bibliography.json").write_bytes(
        tables.bibliography.canonical([{"id": "book", "type": "book"}]).encode()
    )
    together(whole, one, other)
    assert part(whole, "one") == everything(one)
    (one / "index.toml").write_text(about)
    (one / "additions.ttl").unlink()
    (one / "bibliography.json").unlink()
    together(whole, one, other)
    assert part(whole, "one") == everything(one)
    assert not (whole / "bibliography.json").exists()


def test_whole_is_not_made_again_of_fewer(one: Path, other: Path, tmp_path: Path) -> None:
    whole, third = tmp_path / "whole", made(tmp_path / "third", OTHER)
    together(whole, one, other)
    before = everything(whole)
    with pytest.raises(CardindexError, match="was made also of other; merge all of it again"):
        together(whole, one, third)
    assert everything(whole) == before
    together(whole, one, other, third)
    assert part(whole, "third") == everything(third)


@pytest.mark.parametrize("name", ["..", "../..", ".", "", "ours/x"])
def test_name_that_is_a_path_gives_nothing_back(
    one: Path, other: Path, tmp_path: Path, name: str
) -> None:
    together(tmp_path / "whole", one, other)
    with pytest.raises(NotMerged):
        part(tmp_path / "whole", name)


ids = st.sampled_from(["a", "b", "c", "d"])
people = st.dictionaries(ids, st.sampled_from(["Ann", "Bob", "Cy"]), min_size=1)


@st.composite
def indexes(draw: st.DrawFn) -> dict[str, list[str]]:
    found = draw(people)
    names = sorted(found)
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=4, unique=True)
    )
    linked = [(one, two) for one, two in pairs if one != two]
    works = draw(st.lists(ids, min_size=1, unique=True))
    return {
        "entities": [f"{id_},person,{found[id_]}," for id_ in names],
        "sources": [
            f"w{id_},book,Work {id_},,,195{draw(st.integers(0, 1))},,page,,"
            for id_ in sorted(works)
        ],
        "claims": [f"c{at},{one},met,{two},,,,,,,," for at, (one, two) in enumerate(linked, 1)],
        "citations": [
            f"c{at},w{draw(st.sampled_from(sorted(works)))},{at},,affirms,stated,,,,,"
            for at, _ in enumerate(linked, 1)
        ],
    }


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(one=indexes(), two=indexes(), base=st.sampled_from(["", "the-same"]))
def test_merged_and_parted_each_is_what_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    one: dict[str, list[str]],
    two: dict[str, list[str]],
    base: str,
) -> None:
    place = tmp_path_factory.mktemp("law")
    folders = made(place / "first", one, base), made(place / "second", two, base)
    together(place / "whole", *folders)
    for folder in folders:
        assert part(place / "whole", folder.name) == everything(folder)
    before = everything(place / "whole")
    together(place / "whole", *folders)
    assert everything(place / "whole") == before


def test_names_are_worked_out_of_folders_or_titles(one: Path, other: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    moved = shutil.move(other, tmp_path / "x" / "one")
    parties = opened([one, Path(moved)])
    assert [party.name for party in parties] == ["one", "other"]
    assert named(parties, {})[1].ids["claims"] == {"c01": "d01", "c02": "d02"}
    assert isinstance(parties[0], Party)
