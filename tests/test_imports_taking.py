"""What a reader yields becomes rows: ids that last, one claim a fact, nothing guessed or lost."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from importing import EDGES, edges, files, taken

from cardindex import checks
from cardindex.editing import Ledger, add_row, delete, duplicates, edit, rename, renumber, unite
from cardindex.imports import (
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundSource,
    Link,
    Wishes,
)
from cardindex.imports.defining import settings_text
from cardindex.imports.words import UnknownWords

KNEW = Wishes(relation="knew", symmetric=True)


def rows(folder: Path, table: str) -> list[str]:
    return (folder / f"{table}.csv").read_text("utf-8").splitlines()[1:]


def test_edges_make_an_index_that_check_lets_pass(tmp_path: Path) -> None:
    done = taken(edges(EDGES), tmp_path / "new", KNEW, source="Quaker letters")
    assert rows(tmp_path / "new", "entities") == [
        "ann-fox,person,Ann Fox,", "bo-penn,person,Bo Penn,", "cy-fell,person,Cy Fell,",
    ]  # fmt: skip
    assert [row.split(",", 1)[1] for row in rows(tmp_path / "new", "claims")] == [
        "ann-fox,knew,bo-penn,,,,1652,,,,", "bo-penn,knew,cy-fell,,,,,,,,",
    ]  # fmt: skip
    assert rows(tmp_path / "new", "sources") == ["quaker-letters,report,Quaker letters,,,,,,,"]
    draft, problems = checks.examine(tmp_path / "new")
    assert draft is not None
    assert draft.vocabulary.relations["knew"].symmetric
    assert {each.severity for each in problems} <= {"warning"}
    assert done.origin == done.source == "quaker-letters"


def test_again_and_in_another_order_changes_no_byte(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    before = files(folder)
    turned = "\n".join(reversed(EDGES.splitlines()))
    for text in (
        EDGES,
        turned,
        f"{EDGES}{EDGES}",
        EDGES.replace("Ann Fox knew Bo Penn", "Bo Penn knew Ann Fox"),
    ):
        done = taken(edges(text), folder, KNEW, source="Quaker letters")
        assert done.entry.changes == ()
    taken(edges(turned), tmp_path / "other", KNEW, source="Quaker letters")
    assert files(folder) == files(tmp_path / "other") == before


def test_unknown_relations_are_all_told_with_the_nearest_and_how_to_mend_it(tmp_path: Path) -> None:
    text = "Ann Fox fundd Bo Penn\nAnn Fox zzz Bo Penn\n"
    with pytest.raises(UnknownWords) as told:
        taken(edges(text), tmp_path / "new")
    assert told.value.words == {"fundd": "funded", "zzz": ""}
    assert "[relations]" in str(told.value)
    assert not (tmp_path / "new").exists()


def test_mapping_says_what_words_mean(tmp_path: Path) -> None:
    text = "Ann Fox fundd Bo Penn\nCy Fell was_paid_by_x Bo Penn\nAnn Fox zzz Bo Penn\n"
    mapping = {
        "relations": {"fundd": "funded", "was paid by x": "funded_by", "ZZZ": ""},
        "kinds": {},
    }
    done = taken(edges(text), tmp_path / "new", Wishes(mapping=mapping))
    assert sorted(row.split(",")[1:4] for row in rows(tmp_path / "new", "claims")) == [
        ["ann-fox", "funded", "bo-penn"], ["bo-penn", "funded", "cy-fell"],
    ]  # fmt: skip
    assert [(each.at, each.why) for each in done.dropped] == [
        ("edges:3", "the mapping leaves this relation out")
    ]


def test_what_a_cell_cannot_say_goes_into_the_note(tmp_path: Path) -> None:
    stream = [
        FoundEntity("a", "Ann"), FoundEntity("b", "Bo"),
        FoundClaim("a", "funded", "b", when="12 Mar 1653", quantity="3.0", unit="GBP"),
        FoundClaim("a", "funded", "b", when="12.3.71", quantity="many"),
    ]  # fmt: skip
    taken(stream, tmp_path / "new")
    assert sorted(row.split(",")[4:8] for row in rows(tmp_path / "new", "claims")) == [
        ["", "", "", ""], ["", "3", "GBP", "1653-03-12"],
    ]  # fmt: skip
    notes = sorted(row.split(",")[-1] for row in rows(tmp_path / "new", "citations"))
    assert notes == ["", "date in the file: 12.3.71; number in the file: many"]


def test_who_merely_bears_a_name_is_not_united_and_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="First")
    done = taken(edges("Ann Fox knew Di Fell"), folder, KNEW, source="Second")
    ids = [row.split(",")[0] for row in rows(folder, "entities")]
    (other,) = [id_ for id_ in ids if id_.startswith("ann-fox-")]
    assert len(other) == len("ann-fox-1234")
    assert done.alike == ((other, "ann-fox"),)


def test_edits_and_new_names_stay(tmp_path: Path) -> None:

    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    ledger = Ledger.open(folder)
    ledger.write(edit(ledger, "entities", "ann-fox", {"label": "Ann Foxe"}))
    ledger.write(rename(ledger, "entities", "bo-penn", "robert-penn"))
    text = f"{EDGES}Bo Penn knew Ed Nayler\n"
    done = taken(edges(text), folder, KNEW, source="Quaker letters")
    assert rows(folder, "entities") == [
        "ann-fox,person,Ann Foxe,", "cy-fell,person,Cy Fell,", "ed-nayler,person,Ed Nayler,",
        "robert-penn,person,Bo Penn,",
    ]  # fmt: skip
    assert done.again.added == {"entities": 1, "claims": 1, "citations": 1}


def test_what_vanished_is_told_and_goes_only_when_that_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    first = EDGES.splitlines()[0]
    done = taken(edges(first), folder, KNEW, source="Quaker letters")
    assert sorted(table for table, _ in done.again.vanished) == ["citations", "claims", "entities"]
    assert len(rows(folder, "claims")) == 2
    taken(edges(first), folder, KNEW, source="Quaker letters", prune=True)
    taken(edges(first), tmp_path / "other", KNEW, source="Quaker letters")
    assert {**files(folder)} == files(tmp_path / "other")


def test_undo_takes_an_import_back(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    before = files(folder)
    taken(edges("Ann Fox knew Di Fell"), folder, KNEW, source="Second")
    assert files(folder) != before
    Ledger.open(folder).undo()
    assert files(folder) == before


def test_what_was_deleted_by_hand_is_not_brought_back(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    ledger = Ledger.open(folder)
    ledger.write(delete(ledger, "entities", "cy-fell"))
    assert {each.severity for each in checks.examine(folder)[1]} <= {"warning"}
    before = files(folder)
    done = taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    assert files(folder) == before
    assert [each.why for each in done.dropped] == [
        '"Cy Fell" was deleted by hand since it was first imported'
    ]


def test_two_that_were_united_stay_one(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    ledger = Ledger.open(folder)
    ledger.write(unite(ledger, ledger.vocabulary, "entities", "ann-fox", "cy-fell"))
    before = files(folder)
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    assert files(folder) == before
    taken(edges(f"{EDGES}Cy Fell knew Di Fell\n"), folder, KNEW, source="Quaker letters")
    assert "ann-fox,knew,di-fell" in (folder / "claims.csv").read_text()


def test_renumbered_claims_are_known_again(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    ledger = Ledger.open(folder)
    ledger.write(renumber(ledger))
    before = files(folder)
    taken(edges(EDGES), folder, KNEW, source="Quaker letters")
    assert files(folder) == before


def test_a_row_renamed_and_not_edited_follows_the_file(tmp_path: Path) -> None:
    def stream(text: str) -> list[Found]:
        return [
            FoundEntity("1", "Ann", description=text), FoundEntity("2", "Bo"),
            FoundClaim("1", "funded", "2", key="k", text=text),
        ]  # fmt: skip

    folder = tmp_path / "new"
    taken(stream("as first told"), folder)
    ledger = Ledger.open(folder)
    ledger.write(rename(ledger, "entities", "ann", "anna"))
    taken(stream("as told later"), folder)
    assert rows(folder, "entities") == ["anna,person,Ann,as told later", "bo,person,Bo,"]
    assert [row.split(",", 1)[1] for row in rows(folder, "claims")] == [
        "anna,funded,bo,as told later,,,,,,,"
    ]


ANN_AND_BO = (FoundEntity("a", "Ann"), FoundEntity("b", "Bo"))


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (FoundClaim("", "funded", "b"), "it does not say of whom"),
        (FoundClaim("a", "funded", "z"), '"z" is not in the file'),
        (FoundClaim("a", "funded"), "funded is a link and needs its object"),
        (FoundClaim("a", "born", "b", when="1640"), "born is a dating and joins no two"),
        (FoundClaim("a", "born", when="12.3.71"), "born is a dating and needs its date"),
        (
            FoundClaim("a", "funded", "b", citations=(FoundCitation(stance="rejects"),)),
            '"rejects" is no stance, which is affirms, denies, doubts',
        ),
    ],
)
def test_what_no_table_can_hold_is_dropped_and_told(
    claim: FoundClaim, why: str, tmp_path: Path
) -> None:
    done = taken([*ANN_AND_BO, claim], tmp_path / "new")
    assert rows(tmp_path / "new", "claims") == []
    assert [each.why for each in done.dropped] == [why]


def test_kind_does_not_fit_is_told_and_what_is_not_said_is_made_to_fit(tmp_path: Path) -> None:
    stream = [
        FoundEntity("a", "Ann", "person"), FoundEntity("p", "Rome", "place"),
        FoundEntity("n", "North Party"), FoundClaim("a", "funded", "p", at="file:3"),
        FoundClaim("a", "member_of", "n"),
    ]  # fmt: skip
    done = taken(stream, tmp_path / "new")
    assert [each.at for each in done.dropped] == ["file:3"]
    assert "north-party,organisation,North Party," in rows(tmp_path / "new", "entities")


def test_mirrored_rows_are_one_claim_with_the_citations_of_both(tmp_path: Path) -> None:
    def at(place: str) -> tuple[FoundCitation, ...]:
        return (FoundCitation(locator=place),)

    stream = [
        *ANN_AND_BO, FoundClaim("a", "married_to", "b", citations=at("1")),
        FoundClaim("b", "married_to", "a", citations=at("2")),
    ]  # fmt: skip
    taken(stream, tmp_path / "new", source="Register")
    assert len(rows(tmp_path / "new", "claims")) == 1
    assert [row.split(",")[2] for row in rows(tmp_path / "new", "citations")] == ["1", "2"]


def test_works_and_chains_are_named_by_their_ids(tmp_path: Path) -> None:
    stream = [
        *ANN_AND_BO, FoundSource("x1", "First book", kind="Book", date="c. 1640", author=("a",)),
        FoundSource("x2", "A letter", kind="letter", container="x1"),
        FoundClaim("a", "funded", "b", citations=(
            FoundCitation("x1", "12", (Link("x2", "3"), Link("nowhere")), ending="!"),
            FoundCitation("nowhere", certainty="possible", stance="denies"),
        )),
    ]  # fmt: skip
    done = taken(stream, tmp_path / "new", source="The set", origin="author")
    assert rows(tmp_path / "new", "sources") == [
        "a-letter,letter,A letter,,,,first-book,,,",
        "first-book,book,First book,ann,ann,1640~,,,,",
        "the-set,report,The set,,,,,,,",
    ]
    assert [row.split(",", 1)[1] for row in rows(tmp_path / "new", "citations")] == [
        "first-book,12,a-letter@3!,affirms,stated,,,,,in the chain in the file: nowhere",
        "the-set,,,denies,possible,,,,,source in the file: nowhere",
    ]
    assert len(done.dropped) == 2


def test_new_terms_stand_beside_an_ontology_of_ones_own(tmp_path: Path) -> None:
    from cardindex import ontology

    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="First")
    (folder / "ontology.ttl").write_bytes(ontology.packaged_path().read_bytes())
    text = (folder / "index.toml").read_text("utf-8")
    (folder / "index.toml").write_text(f'ontology = "ontology.ttl"\n{text}', "utf-8")
    wishes = Wishes(relation="wed")
    taken(edges("Ann Fox wed_again Di Fell"), folder, wishes, source="Second", family="kinship")
    assert (folder / "ontology.ttl").read_bytes() == ontology.packaged_path().read_bytes()
    draft, problems = checks.examine(folder)
    assert draft is not None
    assert not [each for each in problems if each.severity == "error"]
    assert draft.vocabulary.relations["wed_again"].family == "kinship"
    assert draft.vocabulary.relations["knew"].symmetric
    found = [*draft.vocabulary.families][-1]
    assert found == "other"


def test_what_is_wrong_with_additions_is_told_by_their_own_lines(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    taken(edges(EDGES), folder, KNEW, source="First")
    path = folder / "additions.ttl"
    path.write_text(path.read_text("utf-8") + "\nmy:half a ci:LinkRelation .\n", "utf-8")
    (line,) = [at for at, row in enumerate(path.read_text("utf-8").split("\n"), 1)
               if row.startswith("my:half")]  # fmt: skip
    _, problems = checks.examine(folder)
    assert {(each.file, each.row) for each in problems if each.severity == "error"} == {
        ("additions.ttl", line)
    }


def test_entries_of_the_bibliography_follow_the_file_until_they_are_changed_by_hand(
    tmp_path: Path,
) -> None:
    def work(publisher: str) -> list[Found]:
        entry = {"type": "book", "title": "First book", "publisher": publisher}
        return [FoundSource("x1", "First book", entry=entry)]

    def publisher() -> str:
        return json.loads((folder / "bibliography.json").read_text("utf-8"))[0]["publisher"]

    folder = tmp_path / "new"
    taken(work("Old Press"), folder, set_name="zotero")
    before = files(folder)
    taken(work("Old Press"), folder, set_name="zotero")
    assert files(folder) == before
    taken(work("New Press"), folder, set_name="zotero")
    assert publisher() == "New Press"
    path = folder / "bibliography.json"
    path.write_text(path.read_text("utf-8").replace("New Press", "My Press"), "utf-8")
    done = taken(work("Third Press"), folder, set_name="zotero")
    assert publisher() == "My Press"
    assert done.again.kept == [("bibliography", "first-book")]
    taken([], folder, set_name="zotero", prune=True)
    assert publisher() == "My Press"
    path.write_text(path.read_text("utf-8").replace("My Press", "Third Press"), "utf-8")
    taken([], folder, set_name="zotero", prune=True)
    assert rows(folder, "sources") == []


@pytest.mark.parametrize(
    "more",
    [
        "",
        '\n# Who codes.\n[coders.ann]\nname = "Ann"\nkind = "person"\n',
        'description = """\\\nOne line,\n[and] another."""\n',
    ],
)
def test_additions_are_named_where_they_say_what_they_should(more: str) -> None:
    text = f'title = "Made up"\n{more}'
    expected = {**tomllib.loads(text), "additions": "more.ttl"}
    assert tomllib.loads(settings_text(text, "more.ttl")) == expected


def test_terms_come_to_additions_that_are_there_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("new")
    taken(edges(EDGES), folder, KNEW, source="First")
    taken(edges("Ann Fox met_x Di Fell"), folder, Wishes(relation="met_x"), source="Second")
    assert {each.name for each in tmp_path.iterdir()} == {"new"}
    draft, _ = checks.examine(folder)
    assert draft is not None
    assert {"knew", "met_x"} <= draft.vocabulary.relations.keys()
    settings = (folder / "index.toml").read_text("utf-8")
    assert settings.count("additions =") == 1


def test_foreign_ids_are_no_names_and_one_that_two_bear_makes_them_likely_one(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "new"
    stream = [
        FoundEntity("node 101", "Ann Fox", id_kind="set-id"),
        FoundEntity("node 102", "Bo Penn", id_kind="set-id"),
        FoundEntity("c", "Cy Fell", names=(("node 102", "set-id", ""),)),
    ]
    taken(stream, folder)
    ledger = Ledger.open(folder)
    assert [(each.one, each.other, each.why) for each in duplicates(ledger, ledger.vocabulary)] == [
        ("bo-penn", "cy-fell", "both are set-id node 102")
    ]
    known = ledger.vocabulary.identifiers
    assert "set-id" in known
    assert not add_row(ledger, "entities", {"type": "person", "label": "Node 101"}, known).notes
