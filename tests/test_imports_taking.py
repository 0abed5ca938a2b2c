"""What a reader yields becomes rows: ids that last, one claim a fact, nothing guessed or lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import EDGES, edges, files, taken

from cardindex import checks
from cardindex.editing import Ledger
from cardindex.imports import FoundClaim, FoundEntity, Wishes
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
    from cardindex.editing import edit, rename

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
