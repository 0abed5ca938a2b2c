"""A run that is killed leaves all old or all new, and nothing that the next one does not sweep."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
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
    done = subprocess.run(
        [sys.executable, TESTS / "killing.py", str(int(number)), folder, str(every), *words],
        # Each run is to take the same steps, whatever the one before has kept.
        env=os.environ | {"CARDINDEX_CACHE": "off"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    codes = [int(line) for line in done.stdout.split()]
    steps = range(1, len(codes) * every + 1, every)
    return [
        (code, folder.with_name(f"{folder.name}-{step}"))
        for code, step in zip(codes, steps, strict=True)
    ]


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


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with an index, a build of what it was before, and a file of the user's in that."""
    folder = tmp_path / "work"
    shutil.copytree(SMALLEST, folder / "graph")
    assert cardindex("build", cwd=folder).returncode == 0
    (folder / "dist" / ".hidden").write_text("mine", encoding="utf-8")
    entities = folder / "graph" / "entities.csv"
    text = entities.read_text(encoding="utf-8")
    entities.write_text(text.replace("Ada", "Augusta"), encoding="utf-8")
    return folder


@pytest.fixture
def old_and_new(work: Path, tmp_path: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the folder of the build holds before and after."""
    after = Path(shutil.copytree(work, tmp_path / "after"))
    assert cardindex("build", cwd=after).returncode == 0
    return files(work / "dist"), files(after / "dist")


def test_build_that_is_killed_leaves_all_old_or_all_new(
    work: Path, old_and_new: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    old, new = old_and_new
    assert old.keys() == new.keys()
    assert old != new
    runs = killed(signal.SIGKILL, work, 6, "build")
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
    work: Path, tmp_path: Path
) -> None:
    """Such a folder is not swapped: files move one by one, and back where one cannot."""
    (work / "dist" / "pictures").mkdir()
    after = Path(shutil.copytree(work, tmp_path / "after"))
    assert cardindex("build", cwd=after).returncode == 0
    runs = killed(signal.SIGINT, work, 15, "build")
    assert {code for code, _ in runs} == {130, 0}
    for _, folder in runs:
        assert litter(folder) == []
        assert files(folder / "dist") in (files(work / "dist"), files(after / "dist"))
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
    for _, folder in killed(signal.SIGKILL, before, 1, "fmt", "--upgrade"):
        index = folder / "graph"
        groups = index / "groups.csv"
        rows = groups.read_text(encoding="utf-8") if groups.exists() else ""
        toml = (index / "index.toml").read_text(encoding="utf-8")
        assert "ada,bloc,East" in rows or '"East" = ["ada"]' in toml
        again = cardindex("fmt", "--upgrade", cwd=folder)
        assert again.returncode == 0, again.stderr
        assert "ada,bloc,East" in groups.read_text(encoding="utf-8")
        assert litter(folder) == []


def test_init_that_is_killed_can_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "empty" / "made").mkdir(parents=True)
    (tmp_path / "none").mkdir()
    for name in ("none", "empty"):
        *broken, (_, whole) = killed(signal.SIGKILL, tmp_path / name, 7, "init", "made")
        for _, folder in broken:
            if files(folder / "made") != files(whole / "made"):
                again = cardindex("init", "made", cwd=folder)
                assert again.returncode == 0, again.stderr
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
