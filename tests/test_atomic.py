"""What is written is there whole, or the old file still is."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from written import FULL, contents, write_all, write_half

from cardindex.atomic import (
    write_bytes,
    write_text,
    writing,
    writing_all,
)
from cardindex.errors import OutputError


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_text(tmp_path / "deep" / "down" / "a.txt", "é\r\nü\n")
    assert (tmp_path / "deep" / "down" / "a.txt").read_bytes() == "é\r\nü\n".encode()


def test_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    write_bytes(tmp_path / "a", b"new")
    assert contents(tmp_path) == {"a": "new"}


def test_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    with writing(tmp_path / "a") as file:
        file.write(b"new")
        assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert contents(tmp_path) == {"a": "new"}


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), ZeroDivisionError()])
def test_old_file_stands_where_writing_fails(tmp_path: Path, error: BaseException) -> None:
    write_text(tmp_path / "a", "old")
    expected = OutputError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_half(tmp_path / "a", error)
    assert contents(tmp_path) == {"a": "old"}


def test_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    told = f"{tmp_path}/a: cannot be written: No space left on device; the old file stands"
    with pytest.raises(OutputError, match=f"^{told}$"), writing(tmp_path / "a"):
        raise FULL


def test_folder_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    told = "a: cannot be written, as it is a folder; move it out of the way"
    with pytest.raises(OutputError, match=told):
        write_text(tmp_path / "a", "new")
    assert list(tmp_path.rglob("*")) == [tmp_path / "a"]


def test_file_in_place_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    write_text(tmp_path / "out", "old")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_text(tmp_path / "out" / "a", "new")
    assert contents(tmp_path) == {"out": "old"}


def test_written_file_can_be_read_by_whoever_could_read_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_text(tmp_path / "a", "new")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "a")]
    assert modes[0] == modes[1]


def test_files_that_belong_together_come_together(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "deep" / "b"]
    write_text(paths[0], "old")
    with writing_all(paths) as places:
        for path, place in places.items():
            place.write_text(f"new {path.name}", encoding="utf-8")
        assert paths[0].read_text(encoding="utf-8") == "old"
        assert not paths[1].exists()
    assert contents(tmp_path) == {"a": "new a", "deep/b": "new b"}


@pytest.mark.parametrize("error", [FULL, ZeroDivisionError()])
def test_no_file_is_replaced_where_one_fails(tmp_path: Path, error: Exception) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        write_text(path, "old")
    expected = OutputError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_all(paths, error)
    assert contents(tmp_path) == {"a": "old", "b": "old"}


def test_no_file_is_replaced_where_a_folder_is_in_the_way_of_one(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    write_text(paths[0], "old")
    paths[1].mkdir()
    with pytest.raises(OutputError, match="b: cannot be written"):
        write_all(paths)
    assert contents(tmp_path) == {"a": "old"}


def test_full_disk_names_the_folder_and_no_scratch_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as raised, writing_all([tmp_path / "a"]) as places:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(places[tmp_path / "a"]))
    told = f"{tmp_path}: cannot be written: No space left on device; the old files stand"
    assert str(raised.value) == told


def on_a_small_disk(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of which no file may grow beyond 64 kB; the system fails it half way."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))

    # Python ignores SIGXFSZ, so that writing past the limit raises OSError, as a full disk does.
    return subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )


def test_old_file_stands_where_the_system_refuses_to_write_on(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    program = (
        "import sys; from pathlib import Path; from cardindex.atomic import write_bytes\n"
        "write_bytes(Path(sys.argv[1]) / 'a', b'x' * 1_000_000)"
    )
    done = on_a_small_disk(program, tmp_path)
    assert done.returncode == 1
    assert "OutputError" in done.stderr
    assert "a: cannot be written: File too large; the old file stands" in done.stderr
    assert contents(tmp_path) == {"a": "old"}


def test_old_files_stand_where_the_system_refuses_the_second(tmp_path: Path) -> None:
    for name in "ab":
        write_text(tmp_path / name, "old")
    program = (
        "import sys; from pathlib import Path; from cardindex.atomic import writing_all\n"
        "paths = [Path(sys.argv[1]) / name for name in 'ab']\n"
        "with writing_all(paths) as places:\n"
        "    places[paths[0]].write_bytes(b'small')\n"
        "    places[paths[1]].write_bytes(b'x' * 1_000_000)"
    )
    done = on_a_small_disk(program, tmp_path)
    assert done.returncode == 1
    assert "the old files stand" in done.stderr
    assert contents(tmp_path) == {"a": "old", "b": "old"}
