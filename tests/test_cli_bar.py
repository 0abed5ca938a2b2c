"""Long work shows how far it has come, on a terminal alone, and leaves nothing of that there."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cardindex.cli import bar
from cardindex.watching import hide, watched, watching, working

SMALLEST = Path(__file__).resolve().parent / "data" / "valid" / "smallest"
STEPS = """
import sys, time
from cardindex.cli import bar
from cardindex.cli.printing import echo
from cardindex.watching import watched, watching, working
class Counted(bar.Bar):
    pictures = 0
    def _show(self, *words):
        super()._show(*words)
        self.pictures += 1
shown = Counted()
def await_pictures():
    before = shown.pictures  # one may be half done
    while shown.pictures < before + 2:
        time.sleep(0.01)
bar.AFTER = float(sys.argv[1])
with watching(shown), working("All"):
    for item in watched(range(10), "Striking", 10):
        time.sleep(0.1)
echo("done")
"""
# A command whose work never ends.
ENDLESS = """
import itertools, time
from cardindex import cards
from cardindex.__main__ import main
from cardindex.cli import bar
from cardindex.watching import watched
def card(*_):
    for _ in watched(itertools.count(), "Claims", 1000):
        time.sleep(0.01)
cards.card = card
bar.AFTER = 0.1
import sys
sys.argv = ["cardindex", "show", "ada", "-i", "{index}"]
main()
"""


class Terminal:
    """A program that runs at a terminal, and what that has been sent."""

    def __init__(self, program: str, *words: str) -> None:
        kept = {name: it for name, it in os.environ.items() if name not in {"NO_COLOR", "CI"}}
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *words],
            stdin=follower, stdout=follower, stderr=follower,
            env={**kept, "TERM": "xterm", "COLUMNS": "100"},
        )  # fmt: skip
        os.close(follower)
        self.sent = ""

    def read(self, until: str = "") -> str:
        """Read until a text was sent, or to the end."""
        while not until or until not in self.sent:
            try:
                part = os.read(self.leader, 65536)
            except OSError:  # how Linux says that nobody writes any more
                break
            if not part:
                break
            self.sent += part.decode()
        return self.sent

    def end(self) -> int:
        self.read()
        os.close(self.leader)
        return self.process.wait()


def left_on_screen(sent: str) -> str:
    """What a terminal shows in the end, of what rich sends: text, line ends, and lines erased."""
    lines, row, column = [""], 0, 0
    for text, code in re.findall(r"([^\x1b]+)|\x1b\[([?\d;]*[A-Za-z])", sent):
        if code == "2K":
            lines[row] = ""
        elif code.endswith("A"):
            row -= int(code[:-1] or 1)
        for char in text:
            if char == "\r":
                column = 0
            elif char == "\n":
                row += 1
                lines += [""] * (row == len(lines))
            else:
                lines[row] = lines[row][:column].ljust(column) + char + lines[row][column + 1 :]
                column += 1
    return "\n".join(line.rstrip() for line in lines).strip()


def test_work_that_is_soon_done_shows_nothing() -> None:
    terminal = Terminal(STEPS, "60")
    assert terminal.end() == 0
    assert terminal.sent == "done\r\n"


def test_work_that_takes_longer_shows_how_far_it_is_and_what_is_left() -> None:
    program = STEPS.replace("time.sleep(0.1)", "item == 5 and await_pictures()")
    terminal = Terminal(program, "0.1")
    assert terminal.end() == 0
    assert "All" in terminal.sent
    assert re.search(r"Striking .*\d/10 · \d+ s left", terminal.sent)
    assert left_on_screen(terminal.sent) == "done"


def test_interrupted_work_ends_with_130_and_takes_the_bar_away() -> None:
    terminal = Terminal(ENDLESS.format(index=SMALLEST))
    terminal.read("Claims")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.sent
    assert left_on_screen(terminal.sent) == ""
    assert terminal.sent.rindex("\x1b[?25h") > terminal.sent.rindex("\x1b[?25l")  # the cursor


def test_pipe_gets_no_bar() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STEPS, "0"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_what_is_printed_takes_the_bar_away_until_it_is_quiet_again() -> None:
    program = STEPS.replace("time.sleep(0.1)", "item == 5 and (await_pictures(), echo('five'))")
    terminal = Terminal(program, "0.1")
    assert terminal.end() == 0
    assert left_on_screen(terminal.sent) == "five\ndone"


def test_nobody_need_be_watching() -> None:
    with working("x"):
        assert list(watched("abc", "x", 3)) == ["a", "b", "c"]
    hide()


def test_part_that_fails_ends_its_step() -> None:
    shown = bar.Bar()

    def fail() -> None:
        with watching(shown), working("one"):
            for _ in watched("abc", "two", 3):
                raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError, match=r"^$"):
            fail()
    with shown.step("three", None):
        assert [step.told for step in shown.steps] == ["three"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (40, "40 s"), (90, "2 min"), (9000, "2.5 h")]
)
def test_what_is_left_is_told_as_an_estimate(
    monkeypatch: pytest.MonkeyPatch, seconds: float, words: str
) -> None:
    with bar.Bar().step("x", 10) as step:
        assert step.words == "0/10"
        for _ in range(5):
            step.advance()
        now = time.monotonic()
        monkeypatch.setattr(bar, "monotonic", lambda: now)
        step.started = now - seconds
        assert step.words == f"5/10 · {words} left"
