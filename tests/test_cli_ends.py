"""How a run ends: streams that are closed, full or left, signals, and what a terminal is shown."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cardindex.cli import ends, output, printing
from cardindex.errors import CardindexError, OutputError

SMALLEST = Path(__file__).resolve().parent / "data" / "valid" / "smallest"
HOSTILE = "a\x1b[31mb\x9bc\u202ed\u2028e\rf"
SPELT = "a\\x1b[31mb\\x9bc\\u202ed\\u2028e\\x0df"


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which $CI is the command; without the settings of this terminal."""
    unset = {"NO_COLOR", "FORCE_COLOR", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    command = f"{sys.executable} -m cardindex"
    return subprocess.run(
        ["bash", "-c", f"{line.replace('$CI', command)}"],
        env={**kept, "I": str(SMALLEST), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def at_a_terminal(program: str, **environment: str) -> str:
    """Run a program of Python whose standard output is a terminal, and return what it shows."""
    unset = {"NO_COLOR", "FORCE_COLOR", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    leader, follower = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=follower, stdout=follower, stderr=follower,
        env={**kept, "TERM": "xterm", "COLUMNS": "200", **environment},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not part:
            break
        shown += part
    os.close(leader)
    started.wait()
    return shown.decode().replace("\r\n", "\n")


PRINTS = f"""
import sys, pandas as pd
from cardindex.cli import output, printing
hostile = {HOSTILE!r}
frame = pd.DataFrame({{"name": [hostile, "[red]x[/nope]"], "n": [1, 2]}})
"""


# Streams


@pytest.mark.parametrize(
    "command",
    ["show ada -i $I", "check $I", "rank degree -i $I --format table", "weigh -i $I",
     "export turtle -i $I", "query contested -i $I --format json", "--help", "--version",
     "show --help"],
)  # fmt: skip
def test_output_that_cannot_be_written_is_one_line_and_1(command: str) -> None:
    for place, why in (
        (">&-", "Bad file descriptor"),
        ("> /dev/full", "No space left on device"),
    ):
        done = shell(f"$CI {command} {place}")
        assert done.returncode == 1, (command, place)
        assert done.stderr.splitlines()[-1] == f"standard output: cannot be written: {why}"
        assert len(done.stderr.splitlines()) <= 2  # and what is left out


@pytest.mark.parametrize(
    "command",
    ["show ada -i $I", "export turtle -i $I", "rank degree -i $I --format table", "--help",
     "export turtle -i $I -o /dev/stdout", "view -i $I -o -"],
)  # fmt: skip
def test_reader_that_leaves_ends_it_quietly(command: str) -> None:
    done = shell(f"$CI {command} 2> >(grep -v '^Left out' >&2) | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) in {(141, ""), (0, "")}
    # Whoever leaves at once may be too late; more than a pipe holds is never written.
    slow = shell(f"$CI {command} | (exec 0<&-); exit ${{PIPESTATUS[0]}}")
    assert slow.returncode == 141
    assert "Traceback" not in slow.stderr
    assert "Exception" not in slow.stderr


def test_messages_that_nobody_can_be_told_change_nothing() -> None:
    done = shell("$CI check $I 2>&-")
    assert (done.returncode, done.stdout.endswith("nothing wrong\n")) == (0, True)
    assert shell("$CI show nobody -i $I 2>&-").returncode == 1
    assert shell("$CI show nobody -i $I 2>/dev/full").returncode == 1
    assert shell("$CI nonsense 2>/dev/full").returncode == 2
    assert shell("$CI check $I <&- >&- 2>&-").returncode == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_terminal_without_unicode_ends_nothing(settings: dict[str, str], tmp_path: Path) -> None:
    assert shell(f"$CI init {tmp_path}/made", **settings).returncode == 0
    for line in ("weigh --format table -i", "export turtle -i", "query contested --format csv -i"):
        done = shell(f"$CI {line} {tmp_path}/made | cat -v; exit ${{PIPESTATUS[0]}}", **settings)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), line
        assert done.stdout
    done = shell(f"$CI weigh --format json -i {tmp_path}/made", **settings)
    assert done.stdout.isascii()
    assert json.loads(done.stdout)


def test_file_may_be_named_standard_output_without_a_word_beside(tmp_path: Path) -> None:
    plain = shell("$CI export ntriples -i $I").stdout
    assert plain
    for name in ("/dev/stdout", "/dev/fd/1", "-"):
        assert shell(f"$CI export ntriples -i $I -o {name}").stdout == plain
        page = shell(f"$CI view -i $I -o {name}").stdout
        assert page.startswith("<!")
        assert page.rstrip().endswith("</html>")
    done = shell(f"cd {tmp_path}; echo before > a; $CI export ntriples -i $I -o /dev/stdout >> a")
    assert done.returncode == 0
    assert (tmp_path / "a").read_text(encoding="utf-8") == f"before\n{plain}"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


# What a terminal is shown


def test_nothing_that_an_index_holds_acts_on_a_terminal() -> None:
    shown = at_a_terminal(
        f"{PRINTS}printing.echo(hostile); output.print_frame(frame, None, hostile);"
        "output.print_frame(frame, 'csv'); output.print_frame(frame, 'json');"
        "printing.echo_turtle('\"' + hostile + '\"'); printing.echo_bytes([hostile.encode()]);"
        "output.print_notes([hostile])",
        NO_COLOR="1",
    )
    acting = {"\x1b", "\x9b", "\u202e", "\u2028", "\r"}
    assert acting & set(shown) == set()
    assert shown.count(SPELT) == 6
    assert "[red]x[/nope]" in shown
    drawn = at_a_terminal(
        f"{PRINTS}import time; from cardindex.cli import bar; bar.AFTER = 0\n"
        "shown = bar.Bar()\n"
        "with shown.step(hostile + '[/x]', 3):\n"
        "    while not shown._tasks: time.sleep(0.01)"
    )
    assert "[/x]" in drawn
    assert {"\x9b", "\u202e", "\u2028"} & set(drawn) == set()


def test_pipe_gets_data_as_they_are_and_json_without_loss() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{PRINTS}output.print_frame(frame[:1], sys.argv[1])", "csv"],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == f'name,n\n"{HOSTILE}",1\n'
    done = subprocess.run(
        [sys.executable, "-c", f"{PRINTS}output.print_frame(frame[:1], sys.argv[1])", "json"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == [{"name": HOSTILE, "n": 1}]
    assert {"\x1b", "\x9b", "\u202e", "\u2028"} & set(done.stdout.decode()) == set()


def test_binary_format_does_not_go_to_a_terminal() -> None:
    program = f"{PRINTS}printing.echo_bytes([b'PAR1\\xff'])"
    assert "this format is no text for a terminal; name a file with -o" in at_a_terminal(program)


COLOURS = f"{PRINTS}printing.echo(output.heading('bold')); output.print_frame(frame, 'table')"


@pytest.mark.parametrize(
    ("settings", "is_coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"FORCE_COLOR": "0"}, False),
    ],
)
def test_colours_are_those_that_are_wanted(settings: dict[str, str], is_coloured: bool) -> None:
    shown = at_a_terminal(COLOURS, **settings)
    bold, table = shown.split("\n", 1)
    assert (bold == "\x1b[1mbold\x1b[0m") is is_coloured
    assert ("\x1b[" in table) is is_coloured
    assert ("\x1b" in shown) is is_coloured


@pytest.mark.parametrize(("settings", "is_coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True)])
def test_pipe_has_no_colours_unless_they_are_forced(
    settings: dict[str, str], is_coloured: bool
) -> None:
    assert ("\x1b" in shell("$CI show ada -i $I", **settings).stdout) is is_coloured
    assert ("\x1b" in shell("$CI show nobody -i $I", **settings).stderr) is is_coloured


def test_words_of_the_command_line_are_spelt_in_what_is_said_of_them() -> None:
    for line, code in (
        ("show $'x\\e[31m\\xc2\\x9b' -i $I", 1),
        ("$'x\\e[31m'", 2),
        ("show ada --family $'x\\e[31m' -i $I", 1),
        ("show ada --format $'x\\e[31m' -i $I", 2),
        ("check $'x\\e[31m'", 1),
        ("check $'\\xff\\e[31m'", 1),
        ("export turtle -i $I -o $'no\\e[31m/\\xff/'$(printf 'x%.0s' {1..300})", 1),
    ):
        done = shell(f"$CI {line}")
        assert done.returncode == code, line
        assert "\\x1b[31m" in done.stdout + done.stderr
        assert "\x1b" not in done.stdout + done.stderr


# Whatever it comes to


@pytest.mark.parametrize(
    ("raised", "code", "told"),
    [
        (CardindexError("wrong"), 1, "wrong\n"),
        (OutputError("full"), 1, "full\n"),
        (MemoryError(), 1, "there is not enough memory for this; ask of a smaller part\n"),
        (RecursionError("deep"), 1, "something is nested too deep to be read\n"),
        (OSError(13, "Permission denied", "a"), 1, "a: Permission denied\n"),
        (OSError(5, "Input/output error"), 1, "Input/output error\n"),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (click.UsageError("so not"), 2, "Error: so not\n"),
        (SystemExit(3), 3, ""),
        (SystemExit(), 0, ""),
        (SystemExit("told"), 1, ""),
    ],
)
def test_each_end_has_its_code(
    raised: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        raise raised

    assert ends.exit_code(work) == code
    assert capsys.readouterr() == ("", told)


def test_command_that_ends_well_is_0() -> None:
    assert ends.exit_code(lambda: None) == 0
    assert ends.exit_code(lambda: 3) == 3


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_signal_ends_it_with_its_code(name: str, code: int) -> None:
    program = (
        "import os, signal\n"
        "from cardindex import cli\n"
        "from cardindex.__main__ import main\n"
        "cli.commands.main = lambda **_: os.kill(os.getpid(), signal." + name + ")\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")


def test_signal_that_is_to_be_ignored_is() -> None:
    program = (
        "import os, signal\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from cardindex import cli\n"
        "from cardindex.__main__ import main\n"
        "def work(**_):\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "cli.commands.main = work\n"
        "main()\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(
    "line",
    ["mkdir gone; cd gone; rmdir ../gone; $CI check $I", "unset HOME; $CI check $I",
     f"{sys.executable} -I -m cardindex check $I"],
)  # fmt: skip
def test_odd_surroundings_do_no_harm(line: str, tmp_path: Path) -> None:
    done = shell(f"cd {tmp_path}; {line}")
    assert (done.returncode, done.stderr) == (0, "")


def test_folder_that_is_gone_is_said() -> None:
    done = shell("cd $(mktemp -d); rmdir $PWD; $CI export turtle -i $I -o a; $CI show ada")
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


def test_nobody_prints_past_the_one_door() -> None:
    """What is printed elsewhere is not escaped."""
    folder = Path(printing.__file__).parent
    wrong = [
        path.name
        for path in sorted(folder.glob("*.py"))
        if path.name != "printing.py"
        for word in ("click.echo(", "click.style(", "click.secho(", "sys.stdout.write", "\nprint(")
        if word in path.read_text(encoding="utf-8")
    ]
    assert wrong == []
    assert output.count(1, "door") == "1 door"
