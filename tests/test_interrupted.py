"""A run that is killed leaves all old or all new, and nothing that the next one does not sweep."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from cardindex.atomic import manifest

TESTS = Path(__file__).resolve().parent
SMALLEST = TESTS / "data" / "valid" / "smallest"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")


def cardindex(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cardindex", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def killed(number: signal.Signals, folder: Path, every: int, *words: str) -> list[tuple[int, Path]]:
    """Kill a command at each step; return what each run came to, and the folder that it left."""
    codes = runs(str(int(number)), folder, str(every), *words)
    return [
        (code, folder.with_name(f"{folder.name}-{1 + at * every}")) for at, code in enumerate(codes)
    ]


def killed_in_copies(folder: Path, *words: str) -> list[tuple[int, Path]]:
    """Return the same for SIGKILL at every step, of a command that makes no promise of moves."""
    *codes, last = runs("copies", folder, "1", *words)
    left = [(code, folder.with_name(f"{folder.name}-{step}")) for step, code in enumerate(codes, 1)]
    return [*left, (last, folder.with_name(f"{folder.name}-whole"))]


def tried_again(folders: list[Path], *words: str) -> None:
    """Run a command to its end in each of the folders that a killed one has left."""
    codes = runs("0", "-", "-", *words, folders=folders)
    assert codes == [0] * len(folders)


def runs(*words: str | Path, folders: Sequence[Path] = ()) -> list[int]:
    """Return what the runs of ``killing.py`` came to."""
    done = subprocess.run(
        [sys.executable, TESTS / "killing.py", *words],
        # Each run is to take the same steps, whatever the one before has kept.
        env=os.environ | {"CARDINDEX_CACHE": "off"},
        input="".join(f"{folder}\n" for folder in folders),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return [int(line) for line in done.stdout.split()]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(map(is_litter, path.parts))
    }


def is_litter(name: str) -> bool:
    return name.startswith(".cardindex-")


def litter(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*") if path.name != ".hidden"]


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders with an index and a build: of what it was before, and of what it is now."""
    before = tmp_path_factory.mktemp("interrupted") / "before"
    shutil.copytree(SMALLEST, before / "graph")
    assert cardindex("build", cwd=before).returncode == 0
    (before / "dist" / ".hidden").write_text("mine", encoding="utf-8")
    entities = before / "graph" / "entities.csv"
    text = entities.read_text(encoding="utf-8")
    entities.write_text(text.replace("Ada", "Augusta"), encoding="utf-8")
    after = Path(shutil.copytree(before, before.with_name("after")))
    assert cardindex("build", cwd=after).returncode == 0
    return before, after


@pytest.fixture
def work(before_and_after: tuple[Path, Path], tmp_path: Path) -> Path:
    """A folder with an index, a build of what it was before, and a file of the user's in that."""
    return Path(shutil.copytree(before_and_after[0], tmp_path / "work"))


@pytest.fixture
def old_and_new(before_and_after: tuple[Path, Path]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the folder of the build holds before and after."""
    old, new = (files(folder / "dist") for folder in before_and_after)
    return old, new


def test_build_that_is_killed_leaves_all_old_or_all_new(
    work: Path, old_and_new: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    old, new = old_and_new
    assert old.keys() == new.keys()
    assert old != new
    runs = killed_in_copies(work, "build")
    found = [files(folder / "dist") for _, folder in runs]
    assert all(each in (old, new) for each in found)
    assert {code for code, _ in runs} == {-signal.SIGKILL, 0}
    assert found[0] == old
    assert found[-1] == new
    littered = next(folder for _, folder in runs if litter(folder))
    assert cardindex("build", cwd=littered).returncode == 0
    assert litter(littered) == []
    assert files(littered / "dist") == new


def test_build_that_is_ended_takes_its_scratch_files_with_it(
    work: Path, old_and_new: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    runs = killed(signal.SIGTERM, work, 12, "build")
    assert {code for code, _ in runs} == {143, 0}
    for _, folder in runs:
        assert litter(folder) == []
        assert files(folder / "dist") in old_and_new


def test_build_beside_a_folder_of_the_users_ends_all_old_or_all_new(
    work: Path, old_and_new: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    """Such a folder is not swapped: files move one by one, and back where one cannot."""
    (work / "dist" / "pictures").mkdir()
    runs = killed(signal.SIGINT, work, 15, "build")
    assert {code for code, _ in runs} == {130, 0}
    for _, folder in runs:
        assert litter(folder) == []
        assert files(folder / "dist") in old_and_new
        assert (folder / "dist" / "pictures").is_dir()


def test_build_mends_a_mix_and_says_so(work: Path) -> None:
    old = manifest.read(work / "dist")
    assert old is not None
    (work / "dist" / "claims.csv").write_text("of another build", encoding="utf-8")
    done = cardindex("build", cwd=work)
    new = manifest.read(work / "dist")
    assert new is not None
    told = f"dist was not whole: claims.csv had changed since version {old.version}. "
    assert f"{told}All is now of version {new.version}.\n" in done.stderr
    assert f"Version {new.version}; dist/manifest.txt lists its files.\n" in done.stdout
    assert new.version != old.version
    assert manifest.changed(work / "dist", new) == []


def test_upgrade_that_is_killed_loses_no_bloc(tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(SMALLEST, before / "graph")
    with (before / "graph" / "index.toml").open("a", encoding="utf-8") as file:
        file.write('\n[blocs]\n"East" = ["ada"]\n')
    left = [folder for _, folder in killed(signal.SIGKILL, before, 1, "fmt", "--upgrade")]
    for folder in left:
        groups = folder / "graph" / "groups.csv"
        rows = groups.read_text(encoding="utf-8") if groups.exists() else ""
        toml = (folder / "graph" / "index.toml").read_text(encoding="utf-8")
        assert "ada,bloc,East" in rows or '"East" = ["ada"]' in toml
    tried_again(left, "fmt", "--upgrade")
    for folder in left:
        assert "ada,bloc,East" in (folder / "graph" / "groups.csv").read_text(encoding="utf-8")
        assert litter(folder) == []


def test_init_that_is_killed_can_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "empty" / "made").mkdir(parents=True)
    (tmp_path / "none").mkdir()
    for name in ("none", "empty"):
        *broken, (_, whole) = killed_in_copies(tmp_path / name, "init", "made")
        left = [folder for _, folder in broken]
        half = [folder for folder in left if files(folder / "made") != files(whole / "made")]
        tried_again(half, "init", "made")
        for folder in left:
            assert files(folder / "made") == files(whole / "made")
            assert litter(folder / "made") == []


def test_half_of_an_index_that_an_older_version_left_can_be_finished(tmp_path: Path) -> None:
    assert cardindex("init", "whole", cwd=tmp_path).returncode == 0
    (tmp_path / "half" / "texts").mkdir(parents=True)
    for name in ("claims.csv", "index.toml"):
        shutil.copy(tmp_path / "whole" / name, tmp_path / "half")
    (tmp_path / "half" / ".names.csv.a1b2c3d4").write_text("half a na", encoding="utf-8")
    assert cardindex("init", "half", cwd=tmp_path).returncode == 0
    assert files(tmp_path / "half") == files(tmp_path / "whole")
    assert litter(tmp_path / "half") == []
    (tmp_path / "whole" / "claims.csv").write_text("mine", encoding="utf-8")
    again = cardindex("init", "whole", cwd=tmp_path)
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_ctrl_c_is_quiet_from_the_start_on(tmp_path: Path) -> None:
    """Whenever it comes, it is 130 without a word, or the command had come to its end."""
    found = set()
    for delay in range(0, 1000, 90):
        started = subprocess.Popen(
            [sys.executable, "-c", FROM_THE_START, "show", "ada", "-i", SMALLEST],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert started.stderr is not None
        # What the interpreter does before it comes to us, we have no say in.
        assert started.stderr.readline() == b"here\n"
        time.sleep(delay / 1000)
        started.send_signal(signal.SIGINT)
        _, told = started.communicate()
        assert told.strip() == b"", delay
        found.add(started.returncode)
    assert found <= {130, 0}
    assert 130 in found


@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_signal_that_comes_in_a_finalizer_is_not_lost(number: str, code: int) -> None:
    done = python(IN_A_FINALIZER, number)
    assert (done.stdout, done.stderr, done.returncode) == ("begun\n", "", code)


def test_what_else_goes_wrong_in_a_finalizer_is_told() -> None:
    done = python(IN_A_FINALIZER, "none")
    assert "KeyError: 'none'" in done.stderr
    assert (done.stdout, done.returncode) == ("begun\nended\n", 0)


@pytest.mark.parametrize(
    ("name", "gap", "told", "code"),
    [
        ("SIGTERM", 0.01, "begun\ntidied\n", 143),
        ("SIGTERM", 0.3, "begun\n", -signal.SIGTERM),
        ("SIGINT", 0.01, "begun\ntidied\n", 130),
        ("SIGINT", 0.3, "begun\n", 130),
    ],
)
def test_signal_sent_twice_at_once_is_one_and_a_second_ends_at_once(
    name: str, gap: float, told: str, code: int
) -> None:
    done = python(TWICE, name, str(gap))
    assert (done.stdout, done.stderr, done.returncode) == (told, "", code)


def python(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )


TWICE = """
import os, signal, sys, time
from threading import Thread
from cardindex.cli import ends

def send():
    for gap in (0.1, float(sys.argv[2])):
        time.sleep(gap)
        os.kill(os.getpid(), signal.Signals[sys.argv[1]])

def work():
    print("begun", flush=True)
    try:
        Thread(target=send).start()
        time.sleep(5)
    finally:
        time.sleep(1)
        print("tidied", flush=True)

ends.begin()
sys.exit(ends.exit_code(work))
"""


IN_A_FINALIZER = """
import os, signal, sys, time
from cardindex.cli import ends

class Finalized:
    def __del__(self):
        os.kill(os.getpid(), signal.Signals[sys.argv[1]])

def work():
    print("begun", flush=True)
    Finalized()
    time.sleep(2)
    print("ended")

ends.begin()
sys.exit(ends.exit_code(work))
"""


FROM_THE_START = """
import os, signal, sys
from cardindex import __main__
sys.argv[0] = "cardindex"
set_signal = signal.signal
def told(*words):
    found = set_signal(*words)
    if words[1] is __main__._leave:
        os.write(2, b"here\\n")
    return found
signal.signal = told
__main__.main()
"""
