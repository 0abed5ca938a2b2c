"""What is said of the commands, what they start up with, and how one written wrongly ends."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

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
