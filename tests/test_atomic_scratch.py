"""What killed runs left is swept or brought to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from written import contents

from cardindex.atomic import (
    finish,
    sweep,
    write_text,
)


def test_scratch_file_of_the_dead_is_swept_and_of_the_living_is_not(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from cardindex.atomic import writing, writing_all\n"
        "folder = Path(sys.argv[1])\n"
        "with writing(folder / 'a'), writing_all([folder / 'b']):\n"
        "    print('there', flush=True)\n"
        "    sys.stdin.read()\n"
        "    os._exit(9)\n"
    )
    living, dying = (
        subprocess.Popen(
            [sys.executable, "-c", program, tmp_path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    )
    for each in (living, dying):
        assert each.stdout is not None
        assert each.stdout.readline() == "there\n"
    assert len(list(tmp_path.iterdir())) == 4
    dying.communicate()
    write_text(tmp_path / "c", "new")
    left = [path for path in tmp_path.iterdir() if path.name != "c"]
    assert sorted(path.is_dir() for path in left) == [False, True]
    living.communicate()
    sweep(tmp_path)
    assert contents(tmp_path) == {"c": "new"}
    assert len(list(tmp_path.iterdir())) == 1


KILLED = """
import os, sys
from pathlib import Path
from cardindex.atomic import writing_all
left = int(sys.argv[2])
def watch(event, _):
    global left
    if event == "os.rename":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(watch)
with writing_all([Path(sys.argv[1], name) for name in "abc"]) as places:
    for place in places.values():
        place.write_text("new")
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")
@pytest.mark.parametrize("step", range(1, 6))
def test_files_that_a_killed_run_was_moving_are_moved_by_the_next(
    tmp_path: Path, step: int
) -> None:
    old, new = dict.fromkeys("ab", "old"), dict.fromkeys("abc", "new")
    for name, text in old.items():
        write_text(tmp_path / name, text)
    subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(step)], check=False)
    # The first is that of the list; then come the files, one by one.
    finish(tmp_path)
    found = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("?")}
    assert found == (old if step < 3 else new)
    sweep(tmp_path)
    assert contents(tmp_path) == found


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")
def test_file_that_somebody_changed_after_a_kill_is_not_replaced(tmp_path: Path) -> None:
    for name in "abc":
        write_text(tmp_path / name, "old")
    subprocess.run([sys.executable, "-c", KILLED, tmp_path, "3"], check=False)
    (tmp_path / "c").write_text("mine", encoding="utf-8")
    finish(tmp_path)
    assert contents(tmp_path) == {"a": "new", "b": "old", "c": "mine"}


def test_list_of_moves_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    scratch = tmp_path / "index" / f".cardindex-{'0' * 16}"
    write_text(scratch / "0", "new")
    write_text(scratch / "moves.json", '[["0", "../victim", null], ["1", "b", null]]')
    finish(tmp_path / "index")
    assert not (tmp_path / "victim").exists()


def test_what_versions_before_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    ours = [".a.csv.k3x_0wq1", ".cardindex-k3x_0wq1/", ".cardindex-0123456789abcdef"]
    others = [
        ".a.csv.20240101", ".a.csv.original", ".a.csv.swp", ".a.csv.k3x_0wq12", ".b.csv.k3x_0wq1",
        ".cardindex", ".cardindexes/", ".cardindex-K3X_0WQ1", "a.csv.k3x_0wq1",
        ".cardindex-0123456789abcdef.bak", ".cardindex-2024", ".cardindex-notes",
        "cardindex-0123456789abcdef",
    ]  # fmt: skip
    for name in (*ours, *others):
        if name.endswith("/"):
            (tmp_path / name).mkdir()
            write_text(tmp_path / name / "x", "x")
        else:
            (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / ".cardindex-fedcba9876543210").symlink_to(tmp_path / ".a.csv.swp")
    write_text(tmp_path / "a.csv", "new")
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {name.rstrip("/") for name in others} | {
        "a.csv", ".cardindex-fedcba9876543210",
    }  # fmt: skip
