"""Bad input: a message, exit code 1, and no traceback; an index without rows is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import Run

from cardindex import cli

DATA = Path(__file__).resolve().parent / "data"
COMMANDS = cli.commands.commands


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A copy of a small index."""
    return Path(shutil.copytree(DATA / "valid" / "smallest", tmp_path / "index"))


WITH_INDEX = [
    ["build", "{}", "-o", "out"],
    ["export", "ntriples", "-i", "{}"],
    ["view", "-i", "{}", "-o", "view.html"],
    ["find", "ada", "-i", "{}"],
    ["show", "ada", "-i", "{}"],
    ["weigh", "-i", "{}"],
    ["weigh", "files", "-i", "{}"],
    ["path", "ada", "club", "-i", "{}"],
    ["rank", "degree", "-i", "{}"],
    ["whole", "-i", "{}"],
    ["compare", "book", "files", "-i", "{}"],
    ["timeline", "ada", "-i", "{}"],
    ["edit", "ada", "--label", "Ada", "-i", "{}"],
    ["query", "contested", "-i", "{}"],
    ["diff", "{}", "{}"],
    ["verify", "-i", "{}", "--texts", "."],
    ["cite", "book", "word", "-i", "{}", "--texts", "."],
    ["cover", "book", "-i", "{}"],
    ["text", "add", "book.txt", "--source", "book", "-i", "{}"],
    ["text", "find", "word", "-i", "{}"],
    ["text", "list", "-i", "{}"],
    ["fmt", "{}"],
    ["add", "entity", "--type", "person", "--label", "Bea", "-i", "{}"],
    ["rename", "ada", "bea", "-i", "{}"],
    ["unmerge", "{}", "one", "-o", "out"],
    ["unite", "ada", "club", "-i", "{}"],
    ["split", "ada", "c01", "--label", "Bea", "-i", "{}"],
    ["renumber", "-i", "{}"],
    ["duplicates", "-i", "{}"],
    ["delete", "ada", "-i", "{}"],
    ["undo", "-i", "{}"],
    ["redo", "-i", "{}"],
    ["annotate", "-i", "{}", "--texts", "texts"],
    ["drafts", "-i", "{}", "--texts", "texts"],
    ["import", "xlsx", "tables.xlsx", "-i", "{}"],
    ["propose", "book", "-i", "{}", "--texts", "texts"],
]


def command_name(words: list[str]) -> str:
    return " ".join(words)


def test_no_command_that_reads_an_index_is_forgotten() -> None:
    # Told by tests of their own.
    elsewhere = {"init", "check", "agree", "desk", "merge", "candidates", "cache", "cluster"}
    elsewhere |= {"push", "serve"}
    assert {words[0] for words in WITH_INDEX} == set(COMMANDS) - elsewhere


@pytest.mark.parametrize("words", WITH_INDEX, ids=command_name)
@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("nowhere", "nowhere: there is no such folder"),
        ("empty", "empty: holds no index: neither index.toml nor a table"),
        ("file", "file: is a file; name the folder that holds index.toml and the tables"),
        ("tableless", "claims.csv: there is no such file; a table without rows is one line: id,"),
        ("broken", "claims.csv:3: the row that starts here is not CSV"),
    ],
)
def test_folder_that_holds_no_index_is_said_to_hold_none(
    words: list[str], case: str, told: str, tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("file").touch()
    shutil.copytree(DATA / "invalid" / "missing-table--claims", "tableless")
    shutil.copytree(DATA / "invalid" / "malformed-csv--quote-left-open", "broken")
    done = run(*(word.replace("{}", case) for word in words))
    assert done.code == 1
    assert done.err.startswith(told)
    assert done.out == ""
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "adda"], 'unknown entity "adda"; did you mean "ada"?'),
        (["path", "adda", "club"], 'unknown entity "adda"; did you mean "ada"?'),
        (["path", "ada", "clubb"], 'unknown entity "clubb"; did you mean "club"?'),
        (["timeline", "adda"], 'unknown entity "adda"; did you mean "ada"?'),
        (["view", "--focus", "adda"], 'unknown entity "adda"; did you mean "ada"?'),
        (["weigh", "fils"], 'unknown source, author or origin "fils"; did you mean "files"?'),
        (["weigh", "source:fils"], '"source:fils"; did you mean "source:files"?'),
        (["cover", "boook"], 'unknown source "boook"; did you mean "book"?'),
        (["compare", "boook", "files"], '"boook"; did you mean "book"?'),
        (["rank", "degre"], '"degre"; did you mean "degree"?'),
        (["query", "contestd"], '"contestd"; did you mean "contested"?'),
        (["query", "money-to", "--set", "who=adda"], '"adda"; did you mean "ada"?'),
        (["query", "money-to", "--set", "whom=ada"], '"whom"; did you mean "who"?'),
        (["query", "-e", "SELECT ?s {"], "1"),
        (["export", "graphm"], '"graphm"; did you mean "graphml"?'),
        (["show", "ada", "--relation", "fundd"], 'unknown relation "fundd"; did you mean "funded"'),
        (["show", "ada", "--family", "mony"], 'unknown family "mony"; did you mean "money" ('),
        (["show", "ada", "--type", "persn"], 'unknown kind of entity "persn"; did you mean'),
        (["show", "ada", "--entity", "adda"], 'unknown entity "adda"; did you mean "ada"?'),
        (["show", "ada", "--standing", "denyed"], 'unknown standing "denyed"; did you mean'),
        (["show", "ada", "--mode", "plannd"], 'unknown mode "plannd"; did you mean "planned"?'),
        (["show", "ada", "--struck", "fils"], '"fils"; did you mean "files"?'),
        (["show", "ada", "--according-to", "boook"], '"boook"; did you mean "book"?'),
        (["show", "ada", "--window", "Jun-71"], '"Jun-71": a spreadsheet has probably made'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_name_that_nothing_bears_is_answered_with_the_nearest(
    words: list[str], told: str, index: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index.parent)
    done = run(*words, "-i", index)
    assert done.code == 1
    assert told in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    "words",
    [["build", "{}", "-o", "taken"], ["view", "-i", "{}", "-o", "taken/view.html"],
     ["export", "ntriples", "-i", "{}", "-o", "taken/full.nt"], ["init", "taken"]],
    ids=command_name,
)  # fmt: skip
def test_file_in_place_of_an_output_folder_is_left_alone(
    words: list[str], index: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index.parent)
    Path("taken").write_text("mine", encoding="utf-8")
    done = run(*(word.replace("{}", "index") for word in words))
    assert done.code == 1
    assert done.err.startswith("taken")
    assert "is a file" in done.err or "a file stands where a folder should be" in done.err
    assert Path("taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "words",
    [["view", "-i", "{}", "-o", "taken"], ["export", "ntriples", "-i", "{}", "-o", "taken"]],
    ids=command_name,
)
def test_folder_in_place_of_an_output_file_is_left_alone(
    words: list[str], index: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index.parent)
    Path("taken").mkdir()
    done = run(*(word.replace("{}", "index") for word in words))
    assert done.code == 1
    assert done.err.startswith("taken: cannot be written, as it is a folder")


EMPTY = [
    ["check", "{}"],
    ["fmt", "{}"],
    ["build", "{}", "-o", "out"],
    ["export", "graphml", "-i", "{}"],
    ["export", "trig", "-i", "{}"],
    ["view", "-i", "{}", "-o", "view.html"],
    ["weigh", "-i", "{}"],
    ["query", "contested", "-i", "{}"],
    ["diff", "{}", "{}"],
    ["agree", "{}", "{}"],
]


@pytest.mark.parametrize("words", EMPTY, ids=command_name)
def test_index_without_rows_is_an_index(
    words: list[str], tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*(word.replace("{}", str(DATA / "valid" / "empty-tables")) for word in words))
    assert (done.code, done.err) == (0, "")


def test_ranking_of_an_index_without_rows_says_that_there_is_nothing_to_rank(run) -> None:
    done = run("rank", "degree", "-i", DATA / "valid" / "empty-tables")
    assert done == Run(1, "", "no claim of this slice links two entities; widen the slice\n")
