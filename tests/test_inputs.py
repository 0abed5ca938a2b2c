"""Files that people hand over: what is no file is refused before it is opened."""

from __future__ import annotations

import os
import socket
import tracemalloc
from pathlib import Path

import pytest

from cardindex import inputs


def reason(path: Path, most: int = inputs.MOST) -> str | None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - any refusal of a system is one
        inputs.contents(path, most)
    return caught.value.strerror


def test_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00\r\n\xff")
    (tmp_path / "link").symlink_to("a")
    assert inputs.contents(tmp_path / "link") == b"\x00\r\n\xff"


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "gone").symlink_to("nowhere")
    assert reason(tmp_path) == "it is a folder"
    assert reason(tmp_path / "pipe") == "it is a pipe"
    assert reason(Path(os.devnull)) == "it is a device"
    assert reason(tmp_path / "loop") == "Too many levels of symbolic links"
    assert reason(tmp_path / "gone") == "No such file or directory"
    assert reason(Path("a\x00b")) == "no file can have this name"


def test_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("it")
        assert reason(Path("it")) == "it is a socket"


def test_no_more_is_read_than_is_stated(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 2000)
    assert len(inputs.contents(tmp_path / "a", 2000)) == 2000
    assert reason(tmp_path / "a", 1999) == "it is larger than 2 kB"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_mark_and_line_ends_are_taken_off(ends: str) -> None:
    assert inputs.decoded(f"\ufeffa{ends}b{ends}".encode()) == "a\nb\n"


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"a\nb\xe9", 2, "byte 0xe9 is not UTF-8"),
        (b"a\rb\r\n\xe9", 3, "byte 0xe9 is not UTF-8"),
        ("a".encode("utf-16"), 0, "the file is UTF-16"),
        ("a".encode("utf-16-be"), 0, "the file is UTF-16"),
        ("a".encode("utf-16-le"), 0, "the file is UTF-16"),
    ],
)
def test_what_is_no_utf8_is_told_with_its_line(data: bytes, line: int, told: str) -> None:
    with pytest.raises(inputs.Undecodable, match=told) as caught:
        inputs.decoded(data)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("number", "told"), [(999, "999 bytes"), (1500, "1.5 kB"), (20_000_000, "20 MB")]
)
def test_size_is_told_in_words(number: int, told: str) -> None:
    assert inputs.size(number) == told


def test_empty_file_takes_no_room(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    tracemalloc.start()
    try:
        assert inputs.contents(tmp_path / "a") == b""
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file of no length")
def test_file_whose_length_is_not_told_is_read_to_its_end() -> None:
    path = Path("/proc/self/status")
    assert inputs.contents(path).endswith(b"\n")
    assert reason(path, 100) == "it is larger than 100 bytes"
