"""The commands that change rows: what they write, what they show, what they refuse."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from example import NEW, NEXT

from cardindex import checks
from cardindex.cli import commands
from cardindex.editing import Ledger, NothingToUndo, id_of
from cardindex.errors import CardindexError

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("editing") / "made"
    assert CliRunner().invoke(commands, ["init", str(made)]).exit_code == 0
    return made


@pytest.fixture
def made(example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example, tmp_path / "made"))


def run(made: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, [*words, "-i", str(made)])


def rows(made: Path, table: str, start: str) -> list[str]:
    text = (made / f"{table}.csv").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith(start)]


def tables(made: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in made.glob("*.csv")}


def is_sound(made: Path) -> bool:
    problems = checks.examine(made)[1]
    return not any(it.severity == "error" or it.code == "not-canonical" for it in problems)


MET = ("add", "claim", "--subject", "Ida Quill", "--relation", "met", "--object", "Una Vale",
       "--new-object", "person", "--when", "1961")  # fmt: skip


def test_claim_is_added_with_all_that_is_new(made: Path) -> None:
    done = run(made, *MET, "--source", "The Diary of Una Vale", "--new-source", "book",
               "--gloss", 'They met, "once".')  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{NEW} and its citation; new: una-vale, diary-of-una-vale\n"
    assert '"Ida Quill" is taken for ida-quill (Ida Quill)' in done.stderr
    assert rows(made, "claims", NEW) == [
        f'{NEW},ida-quill,met,una-vale,,,,1961,,,,"They met, ""once""."'
    ]
    assert rows(made, "citations", NEW) == [f"{NEW},diary-of-una-vale,,,affirms,stated,,,,,"]
    assert rows(made, "entities", "una-vale") == ["una-vale,person,Una Vale,"]
    assert is_sound(made)


def test_passage_is_sealed_as_cite_does(made: Path) -> None:
    words = ("lantern-essay", "counted it with her")
    cited = run(made, "cite", *words, "--texts", str(made / "texts"))
    locator, start, end, seal = cited.stdout.splitlines()[1].split(",")[:4]
    wanted = f"{locator},,affirms,stated,{start},{end},{seal},,"
    done = run(made, *MET, "--source", words[0], "--texts", str(made / "texts"), "--passage",
               words[1])  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert rows(made, "citations", NEW) == [f"{NEW},lantern-essay,{wanted}"]
    short = f"c{int(NEW.removeprefix('c'))}"
    into = run(made, "cite", *words, "--texts", str(made / "texts"), "--into", short, "--chain",
               "quill-memoir", "--stance", "denies")  # fmt: skip
    assert into.stdout == f"a citation of {NEW}\n", into.stderr
    told = wanted.replace(",,affirms", ",quill-memoir,denies", 1)
    assert f"{NEW},lantern-essay,{told}" in rows(made, "citations", NEW)
    assert is_sound(made)


def test_words_in_several_passages_are_not_guessed(made: Path) -> None:
    before = tables(made)
    done = run(made, "cite", "lantern-essay", "the", "--texts", str(made / "texts"), "--into",
               "c001")  # fmt: skip
    assert isinstance(done.exception, CardindexError)
    assert re.search(r"stands in \d+ passages .*give more of its words", str(done.exception))
    assert tables(made) == before


def test_dry_run_shows_the_rows_and_writes_nothing(made: Path) -> None:
    before = tables(made)
    done = run(made, *MET, "--source", "quill-memoir", "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "+ entities.csv: una-vale,person,Una Vale,",
        f"+ claims.csv: {NEW},ida-quill,met,una-vale,,,,1961,,,,",
        f"+ citations.csv: {NEW},quill-memoir,,,affirms,stated,,,,,",
    ]
    assert tables(made) == before
    assert not (made / ".cardindex").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--source", "quill-memoir", "--when", "1961-13"], "claims.csv:when: "),
        (["--source", "quill-memoir", "--chain", "lorn-1988"], 'did you mean "lorne-1988"?'),
        (["--source", "quill-memoir", "--coder", "nobody"], 'unknown coder "nobody"'),
    ],
)
def test_what_check_would_refuse_is_not_written(made: Path, words: list[str], told: str) -> None:
    before = tables(made)
    done = run(made, *MET, *words)
    assert done.exit_code == 1
    assert told in done.stderr
    assert done.stderr.endswith("nothing was written\n")
    assert tables(made) == before


def test_similar_name_is_told(made: Path) -> None:
    done = run(made, "add", "entity", "--type", "person", "--label", "Hedda Lorn")
    assert done.exit_code == 0
    assert '"Hedda Lorn" (hedda-lorn) is like hedda-lorne ("Hedda Lorne")' in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["add", "entity", "--chain", "x"],
        ["add", "entity", "--passage", "x", "--texts", "."],
        ["add", "claim", "--passage", "x"],
        ["duplicates", "ida-quill"],
        ["duplicates", "--decide", "not", "ida-quill"],
    ],
)
def test_options_that_do_not_go_together_are_usage(made: Path, words: list[str]) -> None:
    assert run(made, *words).exit_code == 2


def test_rename_reaches_every_table(made: Path) -> None:
    before = tables(made)
    assert run(made, "rename", "lorne-1988", "lorne-88").exit_code == 0
    assert b"lorne-1988" not in b"".join(tables(made).values())
    assert is_sound(made)
    assert run(made, "rename", "lorne-88", "lorne-1988").exit_code == 0
    assert tables(made) == before
    taken = run(made, "rename", "lorne-1988", "lorne-2001")
    assert 'there is a source "lorne-2001" already' in str(taken.exception)
    malformed = run(made, "rename", "lorne-1988", "Lorne 88")
    assert "lower-case letters and digits" in str(malformed.exception)


def test_two_are_united_and_what_differs_is_told(made: Path) -> None:
    done = run(made, "unite", "ida-quill", "nell-farrow")
    assert done.exit_code == 0, done.stderr
    assert 'description: "Shipping clerk" stays, "Courier" goes' in done.stderr
    assert "c039 now leads from ida-quill to itself" in done.stderr
    assert "reader-1;ann decided otherwise (not): Cousins" in done.stderr
    assert "ida-quill,Nell Farrow,alias," in rows(made, "names", "ida-quill")
    assert b"nell-farrow" not in b"".join(tables(made).values())
    assert is_sound(made)


def test_claims_that_come_to_say_the_same_are_left_merged_or_tied(made: Path) -> None:
    met = ("--relation", "met", "--object", "hedda-lorne", "--when", "1979")
    for subject, source in (("ida-quill", "lorne-1988"), ("nell-farrow", "lorne-2001")):
        run(made, "add", "claim", "--subject", subject, *met, "--source", source)
    shutil.copytree(made, merged := made.parent / "merged")
    shutil.copytree(made, same := made.parent / "same")
    told = run(made, "unite", "ida-quill", "nell-farrow")
    assert f"{NEW} and {NEXT} now say the same" in told.stderr
    run(merged, "unite", "ida-quill", "nell-farrow", "--twice", "merge")
    assert [row[:15] for row in rows(merged, "citations", NEW)] == [
        f"{NEW},lorne-1988", f"{NEW},lorne-2001",
    ]  # fmt: skip
    assert rows(merged, "claims", NEXT) == []
    run(same, "unite", "ida-quill", "nell-farrow", "--twice", "same")
    assert rows(same, "claims", NEXT) == [f"{NEXT},ida-quill,met,hedda-lorne,,,,1979,,,same {NEW},"]
    assert is_sound(merged)
    assert is_sound(same)


def test_sources_are_united_with_their_citations(made: Path) -> None:
    cited = len(rows(made, "citations", ""))
    done = run(made, "unite", "lorne-1988", "lorne-2001")
    assert done.exit_code == 0, done.stderr
    assert b"lorne-2001" not in b"".join(tables(made).values())
    assert 'title: "Lantern and Reed" stays, "The captain again" goes' in done.stderr
    assert len(rows(made, "citations", "")) <= cited
    assert is_sound(made)


def test_claims_move_to_one_that_is_split_off(made: Path) -> None:
    done = run(made, "split", "ida-quill", "c012", "c16", "--label", "Una Quill")
    assert done.exit_code == 0, done.stderr
    assert rows(made, "entities", "una-quill") == ["una-quill,person,Una Quill,Shipping clerk"]
    assert "una-quill" in rows(made, "claims", "c012")[0]
    assert rows(made, "claims", "c016")[0].startswith("c016,una-quill,informed")
    assert "ida-quill" in rows(made, "claims", "c011")[0]
    assert is_sound(made)
    strange = run(made, "split", "ida-quill", "c013", "--label", "X")
    assert 'c013 does not name "ida-quill"' in str(strange.exception)


def test_claims_are_numbered_anew(made: Path) -> None:
    many = len(Ledger.open(made).rows("claims"))
    run(made, "delete", "c002")
    assert run(made, "renumber").exit_code == 0
    ledger = Ledger.open(made)
    assert [row[0] for row in ledger.rows("claims")] == [f"c{at:03}" for at in range(1, many)]
    assert is_sound(made)
    run(made, "undo")
    run(made, "undo")
    assert rows(made, "claims", "c002") != []


def test_duplicates_are_listed_until_they_are_judged(made: Path) -> None:
    run(made, "add", "entity", "--type", "person", "--label", "H. Lorne")
    listed = run(made, "duplicates", "--format", "csv").stdout
    assert "entity,h-lorne,hedda-lorne,0." in listed
    done = run(made, "duplicates", "--decide", "not", "h-lorne", "hedda-lorne", "--why", "Brothers")
    assert done.exit_code == 0, done.stderr
    assert rows(made, "decisions", "h-lorne") == ["h-lorne,hedda-lorne,not,ann,Brothers"]
    assert "h-lorne" not in run(made, "duplicates", "--format", "csv").stdout
    same = run(made, "duplicates", "--decide", "same", "hedda-lorne", "h-lorne")
    assert same.exit_code == 0, same.stderr
    assert rows(made, "decisions", "h-lorne") == ["h-lorne,hedda-lorne,same,ann,Brothers"]
    assert rows(made, "claims", NEW) == [
        f"{NEW},h-lorne,same_as,hedda-lorne,,,,,,,,We take H. Lorne to be Hedda Lorne."
    ]
    assert is_sound(made)


def test_claims_judged_the_same_are_tied(made: Path) -> None:
    done = run(made, "duplicates", "--decide", "same", "c011", "c012")
    assert done.exit_code == 0, done.stderr
    assert ",same c011," in rows(made, "claims", "c012")[0]
    assert "c011,c012,same,ann," in rows(made, "decisions", "c011")
    assert is_sound(made)


def test_what_hangs_on_it_is_listed_and_goes_by_all_alone(made: Path) -> None:
    before = tables(made)
    done = run(made, "delete", "ida-quill")
    assert done.exit_code == 1
    assert "- names.csv: ida-quill,Ida Marlow,former,en" in done.stdout
    assert tables(made) == before
    assert run(made, "delete", "ida-quill", "--all").exit_code == 0
    assert b"ida-quill" not in b"".join(tables(made).values())
    assert is_sound(made)
    assert run(made, "undo").exit_code == 0
    assert tables(made) == before


def test_source_in_a_chain_stays(made: Path) -> None:
    done = run(made, "delete", "bureau-nine-files", "--all")
    assert "stands in the chain of c" in str(done.exception)


def test_last_citation_takes_its_claim_along(made: Path) -> None:
    run(made, *MET, "--source", "quill-memoir")
    ledger = Ledger.open(made)
    (row,) = [row for row in ledger.rows("citations") if row[0] == NEW]
    assert run(made, "delete", id_of(row)).exit_code == 1
    assert run(made, "delete", id_of(row), "--all").exit_code == 0
    assert rows(made, "claims", NEW) == []


def test_undo_and_redo_go_entry_by_entry(made: Path) -> None:
    states = [tables(made)]
    for label in ("One Person", "Another Person"):
        run(made, "add", "entity", "--type", "person", "--label", label)
        states.append(tables(made))
    shown = run(made, "undo", "--dry-run")
    assert shown.stdout == "- entities.csv: another-person,person,Another Person,\n"
    assert tables(made) == states[2]
    for state in (states[1], states[0]):
        assert run(made, "undo").exit_code == 0
        assert tables(made) == state
    assert isinstance(run(made, "undo").exception, NothingToUndo)
    for state in states[1:]:
        assert run(made, "redo").stdout.startswith("done again: ")
        assert tables(made) == state


def test_table_out_of_form_is_said_to_come_into_it(made: Path) -> None:
    path = made / "entities.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = run(made, "add", "entity", "--type", "person", "--label", "One Person")
    assert "entities.csv was not in canonical form, and is now\n" in done.stderr
    assert is_sound(made)


def test_python_of_the_docs_runs(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(made)
    made.rename(made.parent / "my-index")
    monkeypatch.chdir(made.parent)
    text = (DOCS / "editing.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    exec(code, {})  # noqa: S102 - our own page
    assert tables(made.parent / "my-index") == before
    assert Ledger.open("my-index").undone == (
        "hedda-lorne renamed to h-lorne", f"{NEW} and its citation",
    )  # fmt: skip
