"""The command line: every command is explained, and nothing that a user does wrong ends badly."""

from __future__ import annotations

import inspect
import json
import re
import resource
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commands import Run

from cardindex import cli

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "tests" / "data"
DOCS = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = cli.commands.commands
EXAMPLES = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
HEAVY = ("pandas", "numpy", "scipy", "rdflib", "pyoxigraph", "networkx", "rustworkx", "pyvis",
         "pyarrow", "matplotlib", "rich", "jinja2")  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A copy of a small index."""
    return Path(shutil.copytree(DATA / "valid" / "smallest", tmp_path / "index"))


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workplace")


def test_package_runs_as_the_command() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "cardindex", "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"cardindex \S+\n", ran.stdout)


# What is said of the commands


@pytest.mark.parametrize("name", COMMANDS)
def test_command_says_what_it_is_for_and_gives_an_example(name: str) -> None:
    text = inspect.cleandoc(COMMANDS[name].help or "")
    assert re.match(r"[A-Z][^\n]+(\n[^\n]+)?\.\n", text)
    assert re.search(rf"^Examples?: cardindex {name}\b", text, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_example_keeps_its_line_in_the_help(name: str) -> None:
    context = click.Context(COMMANDS[name], info_name=name)
    lines = [line.strip() for line in COMMANDS[name].get_help(context).splitlines()]
    assert any(re.match(r"Examples?: cardindex ", line) for line in lines)
    assert not any("\\b" in line for line in lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_example_in_the_help_is_one_that_the_command_understands(name: str) -> None:
    command = COMMANDS[name]
    examples = re.findall(rf"cardindex {name}\b(.*)", (command.help or "").split("Example")[1])
    for example in examples:
        words, understands = shlex.split(example), command
        while isinstance(understands, click.Group):
            understands = understands.commands[words.pop(0)]
        with understands.make_context(name, words) as context:
            assert context.params


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    parts = getattr(COMMANDS[name], "commands", {"": COMMANDS[name]}).values()
    params = [param for part in parts for param in part.params]
    options = [param for param in params if isinstance(param, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_every_command_has_a_section_in_the_docs_and_no_other() -> None:
    assert sorted(re.findall(r"^## (.+)$", DOCS, re.MULTILINE)) == sorted(COMMANDS)


def test_every_command_has_a_line_in_the_readme_and_no_other() -> None:
    table = README.partition("| command | what it does |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE)) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_section_in_the_docs_shows_the_command(name: str) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert section
    assert f"\ncardindex {name}" in section[1]


# The examples of the docs are one session, in one folder, from top to bottom.
@pytest.mark.parametrize("line", EXAMPLES)
def test_example_in_the_docs_runs(
    line: str, workplace: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplace)
    done = run(*shlex.split(line)[1:])
    assert done.code == 0, done.err


# Starting up


def modules_after(*words: str) -> set[str]:
    """Return the packages that a process has imported once the command line has run."""
    program = (
        "import sys\n"
        "from cardindex import cli\n"
        "try:\n"
        "    cli.commands(prog_name='cardindex')\n"
        "finally:\n"
        "    print('imported', *sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()[1:]}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["weigh", "--help"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    assert modules_after(*words) & set(HEAVY) == set()


def test_check_imports_no_frames_and_no_networks(tmp_path: Path) -> None:
    found = modules_after("check", str(DATA / "valid" / "smallest"))
    assert found & set(HEAVY) == {"numpy", "pyoxigraph"}


def test_export_of_text_imports_nothing_that_draws_or_measures() -> None:
    found = modules_after("export", "turtle", "-i", str(DATA / "valid" / "smallest"))
    assert found & {"scipy", "networkx", "pyvis", "IPython", "rdflib", "matplotlib"} == set()


def test_version_is_that_of_the_package(run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"cardindex {version('cardindex')}\n"


# Exit codes


def test_check_of_a_valid_index_is_0_and_tells_its_size(index: Path, run) -> None:
    assert run("check", index) == Run(
        0, f"{index}: 3 claims, 3 citations, 2 sources, 3 entities: nothing wrong\n", ""
    )


def test_warnings_alone_leave_the_exit_code_at_0(run) -> None:
    folder = DATA / "invalid" / "not-canonical--order"
    done = run("check", folder)
    assert done.code == 0
    assert done.out.startswith(f"warning: {folder}/entities.csv:2: ")
    assert done.out.endswith(": 1 warning\n")


def test_errors_make_it_1_and_are_counted(run) -> None:
    folder = DATA / "several" / "ten-lines-wrong"
    done = run("check", folder)
    lines = (folder / "report.txt").read_text(encoding="utf-8").splitlines()
    assert done == Run(1, "".join(f"{folder}/{line}\n" for line in lines), f"{len(lines)} errors\n")


def test_problems_can_be_had_as_json(run) -> None:
    done = run("check", DATA / "invalid" / "tie-to-itself", "--json")
    assert done.code == 1
    assert json.loads(done.out) == [
        {
            "file": "claims.csv",
            "row": 3,
            "column": "ties",
            "code": "tie-to-itself",
            "message": '"same c02" ties the claim to itself; delete it',
            "severity": "error",
        }
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["check", "--no-such-option"],
        ["show"],
        ["path", "ada"],
        ["path", "ada", "club", "-n", "0"],
        ["weigh", "--format", "gif"],
    ],
)
def test_command_that_is_written_wrongly_is_2(words: list[str], run) -> None:
    done = run(*words)
    assert done.code == 2
    assert done.err.startswith("Usage: cardindex")


# Bad input: a message, exit code 1, and no traceback

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


# fmt


def test_fmt_mends_what_spreadsheets_did_and_says_so(tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "valid" / "spreadsheet-export", tmp_path / "index"))
    done = run("fmt", folder)
    files = sorted(path.name for path in folder.glob("*.csv"))
    assert (done.code, sorted(done.out.split())) == (
        0,
        sorted(word for file in files for word in ("rewrote", str(folder / file))),
    )
    for file in files:
        assert (folder / file).read_bytes() == (DATA / "valid" / "smallest" / file).read_bytes()
    assert run("fmt", folder).out == f"{folder}: in canonical form\n"


def test_fmt_mends_a_table_without_rows(run, index: Path) -> None:
    (index / "decisions.csv").write_bytes(b"one;other;decision;who;why\r\n")
    assert run("fmt", index).code == 0
    assert (index / "decisions.csv").read_bytes() == b"one,other,decision,who,why\n"
    assert "not-canonical" not in run("check", index).out


def test_fmt_that_only_checks_changes_nothing(tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "invalid" / "not-canonical--order", tmp_path / "index"))
    before = (folder / "entities.csv").read_bytes()
    done = run("fmt", "--check", folder)
    assert (done.code, done.out) == (1, f"would rewrite {folder}/entities.csv\n")
    assert (folder / "entities.csv").read_bytes() == before


def test_fmt_puts_into_form_what_is_there_and_makes_nothing(tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "valid" / "smallest", tmp_path / "index"))
    listed = '[{"id": "files", "type": "collection"}, {"id": "book", "type": "book"}]'
    (folder / "bibliography.json").write_text(listed, encoding="utf-8")
    (folder / "silent.csv").write_text("locator,source,reason\n3,book,empty\n", encoding="utf-8")
    before = {path.name for path in folder.iterdir()}
    assert run("fmt", folder).out.split() == [
        "rewrote", f"{folder}/silent.csv", "rewrote", f"{folder}/bibliography.json",
    ]  # fmt: skip
    assert {path.name for path in folder.iterdir()} == before
    assert run("check", folder).out.endswith(": nothing wrong\n")


@pytest.mark.parametrize("case", ["ragged-row--too-long", "bad-encoding", "unknown-column"])
def test_fmt_leaves_tables_alone_that_it_cannot_read_whole(case: str, tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "invalid" / case, tmp_path / "index"))
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    done = run("fmt", folder)
    assert done.code == 1
    assert f"[{case.partition('--')[0]}]" in done.err
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == before


# An index that nobody has written in yet

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


# A full disk


def on_a_small_disk(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command line where no file may grow beyond 64 kB, which fails it half way."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))

    return subprocess.run(
        [sys.executable, "-c", "from cardindex.cli import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )


@pytest.mark.parametrize("stood", [True, False])
def test_build_on_a_full_disk_leaves_what_stood_there(stood: bool, tmp_path: Path, run) -> None:
    folder, index = tmp_path / "dist", DATA / "valid" / "smallest"
    if stood:
        assert run("build", index, "-o", folder).code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert bool(before) is stood
    done = on_a_small_disk("build", index, "-o", folder)
    assert done.returncode == 1
    assert re.fullmatch(r".*: cannot be written: .*; the old files stand\n", done.stderr)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_build_of_a_large_index_makes_what_programs_load_and_the_page(
    tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cardindex.exports.LARGE", 3)
    done = run("build", DATA / "valid" / "small", "-o", tmp_path / "dist")
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == [
        "edges.parquet", "full.nq", "index.html", "manifest.txt", "nodes.parquet", "ontology.ttl",
    ]  # fmt: skip
    assert "of more than 3 claims no more than that: see cardindex export" in done.out
    alone = run("export", "nquads", "-i", DATA / "valid" / "small", "-o", tmp_path / "all.nq")
    assert alone.code == 0
    assert (tmp_path / "dist" / "full.nq").read_bytes() == (tmp_path / "all.nq").read_bytes()


def misspelt(index: Path, rows: int, relation: str = "fundd") -> None:
    """Give an index so many claims of a relation that is not defined."""
    claims = [f"c{at},a,{relation.format(at)},b,,,,,,,,\n" for at in range(1, rows + 1)]
    header = (index / "claims.csv").read_text(encoding="utf-8").partition("\n")[0]
    (index / "claims.csv").write_text(f"{header}\n{''.join(claims)}", encoding="utf-8")


def test_one_mistake_in_many_rows_is_one_line(run, index: Path) -> None:
    misspelt(index, 174)
    lines = [line for line in run("check", index).out.splitlines() if "fundd" in line]
    rows = "(174 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …)"
    told = f'unknown relation "fundd"; did you mean "funded"? {rows} [unknown-relation]'
    assert lines == [f"{index}/claims.csv:relation: {told}"]
    found = json.loads(run("check", index, "--json").out)
    wrong = [problem["row"] for problem in found if problem["code"] == "unknown-relation"]
    assert wrong == list(range(2, 176))


def test_many_problems_are_told_a_hundred_at_once_and_errors_first(run, index: Path) -> None:
    misspelt(index, 150, "zzz{}")
    entities = "".join(f"e{at},person,E,\n" for at in range(50))
    path = index / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8") + entities, encoding="utf-8")
    *lines, last = run("check", index).out.splitlines()
    whole = run("check", index, "--all").out.splitlines()
    assert len(lines) == 100
    assert not any(line.startswith("warning: ") for line in lines)
    assert last == f"… and {len(whole) - 100} more lines: --all prints them"
    assert set(lines) < set(whole)
