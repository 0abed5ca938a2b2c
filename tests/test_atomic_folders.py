"""A folder whose files change at once, and the list of a build."""

from __future__ import annotations

import errno
import hashlib
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from written import FULL, contents, replace

from cardindex.atomic import (
    folders,
    manifest,
    write_text,
)
from cardindex.errors import OutputError


def test_folder_is_made_with_all_of_its_files(tmp_path: Path) -> None:
    replace(tmp_path / "deep" / "out")
    assert contents(tmp_path) == {"deep/out/a": "new", "deep/out/b": "new"}


def test_files_of_others_stay_and_files_that_are_gone_go(tmp_path: Path) -> None:
    for name in ("a", "mine", ".hidden", "gone"):
        write_text(tmp_path / "out" / name, "old")
    (tmp_path / "out" / "link").symlink_to("mine")
    (tmp_path / "out" / "mine").chmod(0o640)
    (tmp_path / "out" / "a").chmod(0o600)
    (tmp_path / "out").chmod(0o751)
    replace(tmp_path / "out", ("gone", "never"))
    wanted = {"a": "new", "b": "new", "mine": "old", ".hidden": "old", "link": "old"}
    assert contents(tmp_path / "out") == wanted
    assert (tmp_path / "out" / "link").is_symlink()
    modes = [stat.S_IMODE((tmp_path / "out" / name).stat().st_mode) for name in ("", "a", "mine")]
    assert modes == [0o751, 0o600, 0o640]
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), ZeroDivisionError()])
def test_old_folder_stands_where_its_files_cannot_be_made(
    tmp_path: Path, error: BaseException
) -> None:
    write_text(tmp_path / "out" / "a", "old")
    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        replace(tmp_path / "out", error=error)
    assert contents(tmp_path) == {"out/a": "old"}
    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        replace(tmp_path / "new", error=error)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_folder_behind_a_link_is_replaced_and_links_inside_are_written_through(
    tmp_path: Path,
) -> None:
    write_text(tmp_path / "far" / "a", "old")
    write_text(tmp_path / "elsewhere", "old")
    (tmp_path / "far" / "b").symlink_to("../elsewhere")
    (tmp_path / "out").symlink_to("far")
    replace(tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "far" / "b").is_symlink()
    assert contents(tmp_path) == {"elsewhere": "new", "far/a": "new", "far/b": "new"}


def test_nobody_loses_the_folder_that_he_works_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(tmp_path / "out" / "a", "old")
    monkeypatch.chdir(tmp_path / "out")
    replace(Path())
    assert sorted(path.name for path in Path().iterdir()) == ["a", "b"]
    assert Path("a").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
def test_files_that_were_moved_are_put_back_where_one_cannot_be(
    tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(tmp_path / "out" / "a", "old")
    write_text(tmp_path / "out" / "theirs" / "c", "old")  # a folder that is not swapped
    real, moved = Path.replace, []

    def second_fails(self: Path, target: Path) -> Path:
        moved.append(target.name)
        if len(moved) == 2:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", second_fails)
    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        replace(tmp_path / "out")
    assert moved[:2] == ["b", "a"]
    assert contents(tmp_path) == {"out/a": "old", "out/theirs/c": "old"}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_system_that_cannot_swap_folders_moves_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "mine", "gone"):
        write_text(tmp_path / "out" / name, "old")
    monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    replace(tmp_path / "out", ("gone",))
    assert contents(tmp_path) == {"out/a": "new", "out/b": "new", "out/mine": "old"}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_folder_in_the_way_of_a_file_is_left_alone(tmp_path: Path) -> None:
    write_text(tmp_path / "out" / "a", "old")
    write_text(tmp_path / "out" / "b" / "c", "old")
    with pytest.raises(OutputError, match="b: cannot be written, as it is a folder"):
        replace(tmp_path / "out")
    assert contents(tmp_path) == {"out/a": "old", "out/b/c": "old"}


def test_manifest_lists_what_lies_there_and_is_what_sha256sum_reads(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "x")
    write_text(tmp_path / "b b", "y")
    made = manifest.of(tmp_path, "cardindex 1")
    write_text(tmp_path / manifest.FILE, manifest.text(made, "cardindex 1"))
    assert manifest.read(tmp_path) == made
    assert manifest.of(tmp_path, "cardindex 1") == made
    assert manifest.of(tmp_path, "cardindex 2").version != made.version
    assert made.sums["a"] == hashlib.sha256(b"x").hexdigest()
    if shutil.which("sha256sum"):
        checked = subprocess.run(
            ["sha256sum", "--check", "--strict", manifest.FILE],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert checked.stdout == "a: OK\nb b: OK\n"
    write_text(tmp_path / "a", "z")
    assert manifest.changed(tmp_path, made) == ["a"]
    (tmp_path / "b b").unlink()
    assert manifest.changed(tmp_path, made) == ["a", "b b"]


@pytest.mark.parametrize("text", ["", "# of another tool\n", "# version 123 by x\n", "\xff"])
def test_file_that_is_no_manifest_of_ours_is_none(tmp_path: Path, text: str) -> None:
    assert manifest.read(tmp_path) is None
    (tmp_path / manifest.FILE).write_text(text, encoding="latin-1")
    assert manifest.read(tmp_path) is None
