"""What people write in place of cells, `edit`, and what the commands tell of what they leave."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from example import NEW, NEXT

from cardindex import checks
from cardindex.cli import commands
from cardindex.editing import Ledger
from cardindex.errors import CardindexError, UnknownName


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("entering") / "made"
    assert CliRunner().invoke(commands, ["init", str(made)]).exit_code == 0
    return made


@pytest.fixture
def made(example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example, tmp_path / "made"))


def run(made: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, [*words, "-i", str(made)])


def row(made: Path, table: str, id_: str) -> str:
    text = (made / f"{table}.csv").read_text(encoding="utf-8")
    return next((line for line in text.splitlines() if line.startswith(f"{id_},")), "")


def append(made: Path, table: str, *lines: str) -> None:
    with (made / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


MET = ("add", "claim", "--subject", "ida-quill", "--relation", "met", "--object", "hedda-lorne",
       "--source", "quill-memoir")  # fmt: skip
PAID = ("add", "claim", "--subject", "bureau-nine", "--relation", "funded", "--object",
        "ida-quill", "--source", "quill-memoir")  # fmt: skip


def test_date_and_amount_are_taken_as_people_write_them(made: Path) -> None:
    done = run(made, *PAID, "--when", "junio de 1951", "--quantity", "about 4,000 pesos")
    assert done.exit_code == 0, done.stderr
    assert (
        row(made, "claims", NEW) == f"{NEW},bureau-nine,funded,ida-quill,,~4000,pesos,1951-06,,,,"
    )
    assert '"junio de 1951" is taken for 1951-06 (some time in June 1951)' in done.stderr
    assert '"about 4,000 pesos" is taken for ~4000 pesos' in done.stderr


def test_kinds_and_relations_are_taken_but_for_their_signs(made: Path) -> None:
    new = ("--subject", "Board of Lamps", "--new-subject", "government_body")
    said = ("--relation", "Worked-For", "--object", "bureau-nine", "--source", "quill-memoir")
    done = run(made, "add", "claim", *new, *said)
    assert done.exit_code == 0, done.stderr
    assert '"government_body" is taken for government-body' in done.stderr
    assert '"Worked-For" is taken for worked_for' in done.stderr
    assert row(made, "entities", "board-of-lamps").split(",")[1] == "government-body"
    done = run(made, "add", "entity", "--type", "Government Body", "--label", "Board of Wicks")
    assert row(made, "entities", "board-of-wicks").split(",")[1] == "government-body", done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--when", "12.3.1954"], "may mean 1954-03-12 (12 March 1954); 1954-12-03 (3 December"),
        (["--quantity", "20.000 dólares"], "may mean 20000 USD; 20 USD: write the one"),
        (["--place", "Grey Port"], "where it is new, say of what kind it is: --new-place KIND"),
        (["--object", "Una Vale"], "--new-object KIND"),
        (["--source", "Ledger of Una"], "--new-source KIND, or: cardindex text add"),
    ],
)
def test_what_is_not_sure_is_refused_with_how_to_mend_it(
    made: Path, words: list[str], told: str
) -> None:
    done = run(made, *PAID, *words)
    assert isinstance(done.exception, CardindexError)
    assert told in str(done.exception)
    assert row(made, "claims", NEW) == ""


def test_mistaken_edtf_is_not_read_as_something_else(made: Path) -> None:
    done = run(made, *MET, "--when", "1961-13")
    assert done.exit_code == 1
    assert "taken for" not in done.stderr


def test_relation_is_found_by_its_label_and_offered_by_other_words(made: Path) -> None:
    words = list(MET)
    words[5] = "Cooperated with"
    assert run(made, *words).exit_code == 0
    assert row(made, "claims", NEW).startswith(f"{NEW},ida-quill,cooperated_with,")
    words[5] = "ran"
    refused = run(made, *words)
    assert 'unknown relation "ran"; that may be handled (ran)' in str(refused.exception)


def test_names_stand_for_ids_in_every_table(made: Path) -> None:
    name = ("add", "name", "--entity", "Ida Quill", "--name", "I. Quill", "--kind", "alias")
    assert run(made, *name).exit_code == 0
    assert "ida-quill,I. Quill,alias," in (made / "names.csv").read_text(encoding="utf-8")
    book = ("add", "source", "--kind", "book", "--title", "Both", "--author",
            "Ida Quill; hedda-lorne", "--origin", "self", "--date", "June 1951")  # fmt: skip
    assert run(made, *book).exit_code == 0
    wanted = "quill-1951,book,Both,ida-quill;hedda-lorne,self,1951-06,,,,"
    assert row(made, "sources", "quill-1951") == wanted


def test_new_row_is_not_said_to_be_unused(made: Path) -> None:
    done = run(made, "add", "entity", "--type", "place", "--label", "Grey Port")
    assert (done.exit_code, done.stderr) == (0, "")


def test_new_place_comes_with_a_claim(made: Path) -> None:
    done = run(made, *MET, "--place", "Grey Port", "--new-place", "place")
    assert done.stdout == f"{NEW} and its citation; new: grey-port\n"
    assert row(made, "claims", NEW) == f"{NEW},ida-quill,met,hedda-lorne,,,,,grey-port,,,"


def test_passage_is_that_at_the_locator(made: Path) -> None:
    source = ("--source", "lantern-essay", "--passage", "Lorne")
    several = run(made, *MET, *source)
    assert "give more of its words, or say --locator" in str(several.exception)
    done = run(made, *MET, *source, "--locator", "5")
    assert done.exit_code == 0, done.exception
    assert row(made, "citations", NEW).startswith(f"{NEW},lantern-essay,5,")
    nowhere = run(made, *MET, *source, "--locator", "999")
    assert '"Lorne" does not stand at 999, but at ' in str(nowhere.exception)


def test_edit_changes_the_cells_that_are_named(made: Path) -> None:
    before = row(made, "claims", "c012").split(",")
    done = run(made, "edit", "c012", "--when", "June 1962", "--place", "", "--mode", "planned")
    assert done.exit_code == 0, done.stderr
    after = row(made, "claims", "c012").split(",")
    assert after[7:10] == ["1962-06", "", "planned"]
    assert after[:7] + after[10:] == before[:7] + before[10:]
    assert run(made, "undo").exit_code == 0
    assert row(made, "claims", "c012").split(",") == before


def test_edit_of_the_only_citation_goes_by_its_claim(made: Path) -> None:
    run(made, *MET)
    done = run(made, "edit", NEW, "--stance", "denies", "--certainty", "possible")
    assert done.exit_code == 0, done.stderr
    assert row(made, "citations", NEW) == f"{NEW},quill-memoir,,,denies,possible,,,,,"
    assert " from now on" in done.stderr  # its id has changed
    several = run(made, "edit", "c001", "--stance", "denies")
    assert "--stance is of a citation, and c001 has 3: name one: c001-" in str(several.exception)


def test_edit_tells_of_a_seal_that_is_of_another_source(made: Path) -> None:
    sealed = (*MET[:-2], "--source", "lantern-essay", "--passage", "counted it with her")
    run(made, *sealed)
    done = run(made, "edit", NEW, "--source", "quill-memoir", "--dry-run")
    assert "its seal is of a passage in lantern-essay: seal one of quill-memoir" in done.stderr


@pytest.mark.parametrize(
    "words", [["c012"], ["ida-quill", "--title", "x"], ["c012", "--texts", "."]]
)
def test_edit_without_anything_to_change_is_usage(made: Path, words: list[str]) -> None:
    assert run(made, "edit", *words).exit_code == 2


def test_index_with_errors_is_mended_by_commands(made: Path) -> None:
    append(made, "claims", "c900,nosuch,met,ida-quill,,,,,,,,")
    append(made, "claims", "c901,ida-quill,met,hedda-lorne,,,,soon,,,,")
    for claim in ("c900", "c901", "c999"):
        append(made, "citations", f"{claim},quill-memoir,,,affirms,stated,,,,,")
    assert run(made, "delete", "c999", "--all").exit_code == 0
    listed = run(made, "delete", "nosuch")
    assert (listed.exit_code, listed.stdout.count("c900")) == (1, 2)
    assert run(made, "delete", "nosuch", "--all").exit_code == 0
    assert run(made, "edit", "c901", "--when", "1961").exit_code == 0
    assert run(made, "edit", "Ida Quill", "--description", "A clerk").exit_code == 0
    problems = checks.examine(made)[1]
    assert [each for each in problems if each.severity == "error"] == []


def test_unknown_name_in_an_index_with_errors_is_told_as_such(made: Path) -> None:
    append(made, "claims", "c900,nosuch,met,ida-quill,,,,,,,,")
    done = run(made, "delete", "Nobody at All")
    assert isinstance(done.exception, UnknownName)


def test_two_rows_of_one_id_are_not_deleted_or_changed_as_one(made: Path) -> None:
    append(made, "claims", "c012,ida-quill,met,hedda-lorne,,,,,,,,")
    done = run(made, "delete", "c012")
    assert done.exit_code == 1
    assert "- claims.csv: c012,ida-quill,met,hedda-lorne,,,,,,,," in done.stdout
    edited = run(made, "edit", "c012", "--gloss", "x")
    assert 'several rows of claims.csv have the id "c012"' in str(edited.exception)


def test_decision_taken_back_tells_of_the_claim_that_stays(made: Path) -> None:
    who = ("--who", "ann")
    pair = ("ida-quill", "hedda-lorne")
    assert run(made, "duplicates", "--decide", "same", *pair, *who).exit_code == 0
    done = run(made, "duplicates", "--decide", "not", *pair, *who)
    assert f"{NEW} still says that hedda-lorne is ida-quill: " in done.stderr
    assert f"cardindex delete {NEW}" in done.stderr


def test_decision_taken_back_tells_of_the_tie_that_stays(made: Path) -> None:
    run(made, *MET)
    run(made, *MET, "--ties", "rival c001")
    who = ("--who", "ann")
    assert run(made, "duplicates", "--decide", "same", NEW, NEXT, *who).exit_code == 0
    done = run(made, "duplicates", "--decide", "unsure", NEW, NEXT, *who)
    told = f"{NEXT} is still tied to {NEW} as the same: untie it by: cardindex edit {NEXT} --ties "
    assert f'{told}"rival c001"' in done.stderr
    assert run(made, "edit", NEXT, "--ties", "rival c001").exit_code == 0
    again = run(made, "duplicates", "--decide", "not", NEW, NEXT, *who)
    assert "still" not in again.stderr


def test_drafts_and_queries_that_name_an_id_are_told(made: Path) -> None:
    (made / "queries").mkdir()
    query = "SELECT ?c { ?c rdf:subject entity:ida-quill . ?c ci:tie claim:c012 }"
    (made / "queries" / "ida.rq").write_text(query, encoding="utf-8")
    draft = '{"source": "lantern-essay", "subject": "ida-quill", "object": "ida-quill-2"}\n'
    (made / "drafts.jsonl").write_text(draft * 2, encoding="utf-8")
    left = "and is left as it is: change it by hand"
    done = run(made, "rename", "ida-quill", "ida-marlow", "--dry-run")
    assert f'drafts.jsonl has "ida-quill" too, on 2 lines, {left}' in done.stderr
    assert f'ida.rq has "ida-quill" too, {left}' in done.stderr
    assert "drafts.jsonl" not in run(made, "rename", "hedda-lorne", "x", "--dry-run").stderr
    run(made, "delete", "c003", "--all")
    assert f'ida.rq has "c012" too, {left}' in run(made, "renumber", "--dry-run").stderr


def test_text_that_is_added_with_its_source_is_an_entry(made: Path, tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    file.write_text("The harbour was closed.\n", encoding="utf-8")
    before = (made / "sources.csv").read_bytes()
    done = run(made, "text", "add", str(file), "--source", "harbour-note", "--kind", "report",
               "--title", "Harbour")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert Ledger.open(made).done == ("harbour-note added to sources, beside its text",)
    assert run(made, "undo").exit_code == 0
    assert (made / "sources.csv").read_bytes() == before
    assert (made / "texts" / "harbour-note.txt").exists()
    assert run(made, "redo").exit_code == 0
    assert row(made, "sources", "harbour-note") == "harbour-note,report,Harbour,,,,,paragraph,,"


def test_unit_that_a_text_gives_its_source_is_an_entry(made: Path, tmp_path: Path) -> None:
    assert run(made, "add", "source", "--kind", "report", "--title", "Harbour").exit_code == 0
    file = tmp_path / "harbour.txt"
    file.write_text("The harbour was closed.\n", encoding="utf-8")
    assert run(made, "text", "add", str(file), "--source", "harbour").exit_code == 0
    assert row(made, "sources", "harbour") == "harbour,report,Harbour,,,,,paragraph,,"
    assert Ledger.open(made).done[-1] == "harbour changed: unit, beside its text"


def test_id_that_says_nothing_is_told(made: Path) -> None:
    done = run(made, "add", "entity", "--type", "person", "--label", "李明")
    assert done.stdout == "entity added to entities\n"
    assert 'the id of "李明" is entity, as it cannot be written in Latin' in done.stderr
    assert "cardindex rename entity NEW" in done.stderr
    assert run(made, "add", "entity", "--type", "person", "--label", "José Núñez").stderr == ""


def test_word_that_a_joined_line_has_parted_is_found_whole(made: Path, tmp_path: Path) -> None:
    file = tmp_path / "informe.md"
    file.write_text("Fue reclu-\ntado por la Oficina. No era pre- y pos-.\n", encoding="utf-8")
    run(
        made, "text", "add", str(file), "--source", "informe", "--kind", "web", "--title", "Informe"
    )
    done = run(made, "cite", "informe", "reclutado por")
    assert done.exit_code == 0, done.exception
    assert "Fue reclu- tado por la Oficina." in done.stdout
    assert run(made, "cite", "informe", "pre- y pos").exit_code == 0


def test_ontology_that_cannot_be_read_is_told(made: Path) -> None:
    with (made / "ontology.ttl").open("a", encoding="utf-8") as file:
        file.write("no turtle\n")
    done = run(made, "edit", "ida-quill", "--description", "A clerk")
    assert done.exit_code == 0
    assert "warning: ontology.ttl:" in done.stderr
    assert "mend this first" in done.stderr
