"""Where a path leads: links, modes and owners, pipes and devices."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from written import FULL, contents, replace, write_all, write_half

from cardindex.atomic import (
    is_standard_output,
    write_text,
    writing,
)
from cardindex.errors import OutputError


def test_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    write_text(tmp_path / "far" / "a", "old")
    (tmp_path / "middle").symlink_to(tmp_path / "far" / "a")
    (tmp_path / "link").symlink_to("middle")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").readlink() == Path("middle")
    assert contents(tmp_path / "far") == {"a": "new"}


def test_link_that_leads_nowhere_makes_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("deep/a")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert contents(tmp_path) == {"deep/a": "new", "link": "new"}


def test_files_that_belong_together_are_written_through_links(tmp_path: Path) -> None:
    write_text(tmp_path / "far" / "a", "old")
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "a").symlink_to("../far/a")
    write_all([tmp_path / "near" / "a", tmp_path / "near" / "b"])
    assert (tmp_path / "near" / "a").is_symlink()
    assert contents(tmp_path) == {"far/a": "new", "near/a": "new", "near/b": "new"}


def test_links_in_a_circle_are_said(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutputError, match="a: cannot be written: Too many levels of symbolic"):
        write_text(tmp_path / "a", "new")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o666])
@pytest.mark.parametrize("write", [write_text, lambda path, _: write_all([path])])
def test_mode_of_a_file_is_kept(tmp_path: Path, mode: int, write) -> None:
    write_text(tmp_path / "a", "old")
    (tmp_path / "a").chmod(mode)
    write(tmp_path / "a", "new")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode
    assert contents(tmp_path) == {"a": "new"}


def test_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    (tmp_path / "a").chmod(0o600)
    with writing(tmp_path / "a"):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 2
    assert set(modes.values()) == {0o600}


def test_owner_and_group_are_kept_where_the_system_lets_us(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    try:
        os.chown(tmp_path / "a", 12345, 54321)
    except PermissionError:
        pytest.skip("only root may give files away")
    write_text(tmp_path / "a", "new")
    there = (tmp_path / "a").stat()
    assert (there.st_uid, there.st_gid) == (12345, 54321)


def test_group_that_cannot_be_kept_gives_nothing_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(tmp_path / "a", "old")
    (tmp_path / "a").chmod(0o660)
    real = Path.stat

    def of_another(self: Path, **options: bool) -> os.stat_result:
        found = real(self, **options)
        fields = list(found)
        fields[5] += self.name == "a"  # st_gid
        return os.stat_result(fields)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "stat", of_another)
    monkeypatch.setattr(os, "chown", refuse)
    write_text(tmp_path / "a", "new")
    assert stat.S_IMODE(os.stat(tmp_path / "a").st_mode) == 0o600  # noqa: PTH116 - the real one


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    try:
        os.setxattr(tmp_path / "a", "user.who", b"ann")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    write_text(tmp_path / "a", "new")
    assert os.getxattr(tmp_path / "a", "user.who") == b"ann"


def test_other_names_of_a_file_keep_what_they_had(tmp_path: Path) -> None:
    """A hard link may be somebody's snapshot: of two, the one that is named is written."""
    write_text(tmp_path / "a", "old")
    (tmp_path / "snapshot").hardlink_to(tmp_path / "a")
    write_text(tmp_path / "a", "new")
    assert contents(tmp_path) == {"a": "new", "snapshot": "old"}


def test_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write to any; that it may not is pretended."""
    write_text(tmp_path / "a", "old")
    (tmp_path / "a").chmod(0o444)
    real = os.open

    def refusing(path: Path, flags: int, *rest: int) -> int:
        if flags & os.O_WRONLY and Path(path).name == "a":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", refusing)
    for write in (lambda: write_text(tmp_path / "a", "new"), lambda: write_all([tmp_path / "a"])):
        with pytest.raises(OutputError, match="a: cannot be written: it is read-only; allow it"):
            write()
    assert contents(tmp_path) == {"a": "old"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems let running programs change")
def test_program_that_runs_is_left_alone(tmp_path: Path) -> None:
    """By its own name and by the system's: what leads there is a link like any other."""
    sleep = shutil.which("sleep")
    assert sleep
    program = Path(shutil.copy(sleep, tmp_path / "program"))
    before = program.read_bytes()
    running = subprocess.Popen([program, "60"])
    try:
        for path in (program, Path(f"/proc/{running.pid}/exe")):
            with pytest.raises(OutputError, match="cannot be written: Text file busy"):
                write_text(path, "new")
            with pytest.raises(OutputError, match="cannot be written: Text file busy"):
                write_all([path])
    finally:
        running.kill()
        running.wait()
    assert program.read_bytes() == before
    assert list(tmp_path.iterdir()) == [program]


def test_pipe_is_written_straight_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    write_text(tmp_path / "pipe", "new")
    assert reader.communicate()[0] == b"new"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert list(tmp_path.iterdir()) == [tmp_path / "pipe"]


def test_device_is_written_straight_into_and_stays_one() -> None:
    before = Path("/dev/null").stat()
    write_text(Path("/dev/null"), "new")
    write_all([Path("/dev/null")])
    after = Path("/dev/null").stat()
    assert stat.S_ISCHR(after.st_mode)
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    with pytest.raises(OutputError, match="/dev/full: cannot be written: No space left on device"):
        write_text(Path("/dev/full"), "new")


def test_open_file_is_written_by_its_number(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.write(b"before ")
        file.flush()
        write_text(Path(f"/dev/fd/{file.fileno()}"), "new")
        file.write(b" after")
    assert contents(tmp_path) == {"a": "before new after"}
    with pytest.raises(OutputError, match="/dev/fd/999: cannot be written: it is not open"):
        write_text(Path("/dev/fd/999"), "new")


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "{}/link"])
def test_standard_output_is_known_by_every_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    path = Path(name.format(tmp_path))
    if not path.parent.exists():
        pytest.skip("no such names here")
    assert is_standard_output(path)
    assert not is_standard_output(tmp_path / "stdout")
    assert not is_standard_output(Path("a\0b"))


def test_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a")
        with pytest.raises(OutputError, match="a: cannot be written, as it is a socket"):
            write_text(Path("a"), "new")
    assert stat.S_ISSOCK(Path("a").stat().st_mode)


def test_disk_is_refused(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "disk", stat.S_IFBLK | 0o600, os.makedev(1, 200))
    except (AttributeError, OSError):
        pytest.skip("only root may make devices, and not everywhere")
    with pytest.raises(OutputError, match="disk: cannot be written, as it is a disk; name a file"):
        write_text(tmp_path / "disk", "new")
    assert stat.S_ISBLK((tmp_path / "disk").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a" * 300, "File name too long"),
        ("b/" * 3000, "File name too long"),
        ("a\0b", "a NUL is in its name"),
        ("a\ud800b", "the system has no such names"),
    ],
)
def test_name_that_the_system_does_not_take_is_said(tmp_path: Path, name: str, told: str) -> None:
    for write in (lambda path: write_text(path, "new"), lambda path: write_all([path]), replace):
        with pytest.raises(OutputError, match=f"cannot be written: {told}"):
            write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_longest_name_that_the_system_takes_is_written(tmp_path: Path) -> None:
    write_text(tmp_path / ("a" * 255), "new")
    write_all([tmp_path / ("b" * 255)])
    assert {len(path.name) for path in tmp_path.iterdir()} == {255}


def test_name_that_is_no_text_is_written(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9")
    write_text(tmp_path / name, "new")
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [b"caf\xe9"]


def test_folder_that_was_made_for_nothing_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_half(tmp_path / "deep" / "down" / "a", FULL)
    with pytest.raises(OutputError):
        write_all([tmp_path / "deep" / "a", tmp_path / "other" / "b"], FULL)
    assert list(tmp_path.iterdir()) == []
