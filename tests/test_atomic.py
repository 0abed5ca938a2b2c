"""What is written is there whole, or the old file still is."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cardindex.atomic import (
    finish,
    folders,
    is_standard_output,
    manifest,
    replacing,
    sweep,
    write_bytes,
    write_text,
    writing,
    writing_all,
)
from cardindex.errors import OutputError

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def contents(folder: Path) -> dict[str, str]:
    """Return all files below a folder, hidden ones included, with their texts."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_half(path: Path, error: BaseException) -> None:
    with writing(path) as file:
        file.write(b"half of the n")
        raise error


def write_all(paths: list[Path], error: BaseException | None = None) -> None:
    """Write all of the files, and then fail."""
    with writing_all(paths) as places:
        for place in places.values():
            place.write_text("new", encoding="utf-8")
        if error:
            raise error


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


# Where a path leads


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


# What the dead left


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


# A folder whose files change at once


def replace(folder: Path, gone: tuple[str, ...] = (), error: BaseException | None = None) -> None:
    """Replace the files a and b, and then fail."""
    with replacing(folder, gone, last="a") as place:
        for name in "ab":
            (place / name).write_text("new", encoding="utf-8")
        if error:
            raise error


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


# The list of a build


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
