"""query on the command line: what is run, what is said beside it, and what ends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import small

from cardindex import cli
from cardindex.cli import query
from cardindex.engine import LIMITS

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A copy of the small index, with an own query and one of a packaged one's name."""
    folder = Path(shutil.copytree(small.FOLDER, tmp_path / "index"))
    (folder / "queries").mkdir()
    (folder / "queries" / "mine.rq").write_text("# title: Mine\n\nASK { ?s ?p ?o }", "utf-8")
    (folder / "queries" / "contested.rq").write_text("# title: Ours\n\nASK { ?s ?p ?o }", "utf-8")
    return folder


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as a shell would: exit code, standard output, standard error."""

    def run_(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cardindex", "query", *words, "-i", str(index)])
        with pytest.raises(SystemExit) as raised:
            cli.main()
        assert isinstance(raised.value.code, int)
        return (raised.value.code, *capsys.readouterr())

    return run_


HIDDEN = (
    'queries/contested.rq of this index is not run: "contested" is a query that comes with '
    "cardindex; rename the file to run it\n"
)


def test_packaged_query_is_run_and_the_hidden_one_is_said(run: Run) -> None:
    code, out, err = run("contested")
    assert (code, err) == (0, HIDDEN)
    answer = PROJECT / "tests" / "data" / "answers" / "contested.csv"
    assert out == answer.read_text(encoding="utf-8")


def test_hidden_query_is_said_beside_the_list(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, HIDDEN)
    assert "mine,Mine," in out.split("\n")
    assert "Ours" not in out


def test_other_queries_are_run_without_a_word(run: Run, index: Path) -> None:
    assert run("mine") == (0, "yes\n", "")
    assert run(str(index / "queries" / "contested.rq")) == (0, "yes\n", "")
    assert run("-e", "ASK {}") == (0, "yes\n", "")


def test_query_of_an_index_asks_nobody(run: Run, index: Path) -> None:
    path = index / "queries" / "mine.rq"
    path.write_text("# title: Mine\rASK {\r#\rSERVICE <http://127.0.0.1:1/> {} }", "utf-8")
    code, out, err = run("mine")
    assert (code, out) == (1, "")
    assert err == "line 4, column 1: SERVICE asks another server, and nothing here does\n"


def test_broken_query_stops_nothing_but_the_list(run: Run, index: Path) -> None:
    (index / "queries" / "mine.rq").write_bytes(b"\xff")
    assert run("ties")[0] == 0
    assert run("-e", "ASK {}") == (0, "yes\n", "")
    code, out, err = run()
    assert (code, out) == (1, "")
    assert err == (
        f"{index / 'queries' / 'mine.rq'}:1: byte 0xff is not UTF-8; save the query as UTF-8\n"
    )


def test_file_is_read_as_editors_write_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "asked.rq"
    path.write_bytes(b"\xef\xbb\xbfSELECT ?l {\r\n# a comment\rentity:norrin rdfs:label ?l }")
    assert run(str(path)) == (0, "l\nNorrin\n", "")
    assert run(str(path), "--print") == (
        0, "SELECT ?l {\n# a comment\nentity:norrin rdfs:label ?l }\n", "",
    )  # fmt: skip


def test_pipe_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.rq")
    assert run(str(tmp_path / "pipe.rq")) == (
        1, "",
        f"{tmp_path / 'pipe.rq'}: cannot be read: it is a pipe; name a query that you may open\n",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["x" * 5000, "", "/dev/zero", ".", "a\u0301", "\x1b[31m"])
def test_what_is_no_query_is_told(run: Run, name: str) -> None:
    code, out, err = run(name)
    assert (code, out) == (1, "")
    assert err.startswith('unknown query "')
    assert "\x1b" not in err


def test_sparql_without_its_option_is_told(run: Run) -> None:
    code, out, err = run("SELECT * { ?s ?p ?o }" + " " * 300)
    assert (code, out) == (2, "")
    assert "this looks like SPARQL, which is given with -e" in err


def test_empty_query_is_told(run: Run) -> None:
    assert run("-e", "")[0::2] == (
        1, "the query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE …\n",
    )  # fmt: skip


FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_query_is_ended_after_the_time_that_is_given(run: Run) -> None:
    code, out, err = run("-e", FOR_EVER, "--timeout", "0.5")
    assert (code, out) == (1, "")
    assert err == (
        "the query was ended after 0.5 seconds; ask for less, or let it take longer "
        "(--timeout SECONDS; in Python limits=Limits(seconds=…))\n"
    )


@pytest.mark.parametrize("given", ["0", "-1", "nan", "inf", "1e9", "soon", ""])
def test_time_that_is_none_is_told(run: Run, given: str) -> None:
    code, out, err = run("-e", "ASK {}", "--timeout", given)
    assert (code, out) == (2, "")
    assert "Invalid value for '--timeout'" in err


def test_time_and_memory_are_told_as_they_are() -> None:
    (option,) = [each for each in query.command.params if each.name == "timeout"]
    assert option.default == LIMITS.seconds
    assert LIMITS.memory == 1 << 30
    assert "more than 1 GB of memory" in (query.command.help or "")
    docs = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"after {LIMITS.seconds:.0f} seconds" in docs
    assert f"after {LIMITS.reading:.0f}, where" in docs
    assert f"{LIMITS.size >> 20} MB" in docs
    assert f"at most {LIMITS.depth} deep" in docs


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_what_acts_on_a_terminal_is_data_in_a_pipe(run: Run, form: str) -> None:
    code, out, _ = run("-e", 'SELECT ("\x9b1m\u202e" AS ?x) {}', "--format", form)
    assert code == 0
    if form == "json":
        assert json.loads(out)["results"]["bindings"][0]["x"]["value"] == "\x9b1m\u202e"
    assert ("\x9b" in out) is (form == "csv")


def test_bytes_that_are_no_text_on_the_command_line_are_told(index: Path) -> None:
    command = [sys.executable, "-m", "cardindex", "query", "-i", str(index)]
    for words in ([b"-e", b"ASK { '\xff' }"], [b"\xff"], [b"single-root", b"--set", b"who=\xff"]):
        done = subprocess.run([*command, *words], capture_output=True, check=False)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert done.stdout == b""
