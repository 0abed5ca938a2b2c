"""Files that people hand over → bytes and text: no pipe, no device, no more than is stated.

Every file that somebody else may have put there is opened here.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cardindex.errors import CardindexError

MOST = 2_000_000_000
"""Bytes that are read of any file, where whoever reads it states no less."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)


class Undecodable(ValueError):
    """Bytes that are not UTF-8; ``line`` is the first that is not, ``str()`` says what it is."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def contents(path: Path, most: int = MOST) -> bytes:
    """Return the bytes of a file.

    Raises OSError, its ``strerror`` fit to print, where there is none that can be read: also for
    a pipe or a device, which could keep us waiting for ever, and for more than ``most`` bytes.
    """
    with opened(path) as file:
        length = os.fstat(file.fileno()).st_size
        data = _read(file, length, most) if length <= most else b""
    if len(data) > most or length > most:
        raise OSError(0, f"it is larger than {size(most)}", str(path))
    return data


def opened(path: Path) -> BinaryIO:
    """Open a file to read it a piece at a time, however large it is.

    Raises OSError, its ``strerror`` fit to print, also for a pipe or a device.
    """
    try:
        _refuse_other_kinds(path, path.stat().st_mode)
        # O_NONBLOCK: if a pipe has replaced the file meanwhile, opening it does not block.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except ValueError as error:
        # A path with a zero byte raises ValueError before the system is asked.
        raise FileNotFoundError(0, "no file can have this name", str(path)) from error
    file = os.fdopen(handle, "rb")
    try:
        _refuse_other_kinds(path, os.fstat(handle).st_mode)
    except OSError:
        file.close()
        raise
    return file


def decoded(data: bytes) -> str:
    """Return the text of UTF-8, a byte order mark taken off and line ends made line feeds.

    Raises Undecodable.
    """
    if data.startswith(_UTF16) or b"\x00" in data[:2]:
        reason = "the file is UTF-16"
        raise Undecodable(0, reason)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        reason = f"byte {data[error.start]:#04x} is not UTF-8"
        raise Undecodable(line, reason) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def text(
    path: Path, most: int = MOST, what: str = "file",
    refused: Callable[[str], Exception] = CardindexError,
) -> str:  # fmt: skip
    """Return the text of a file that is UTF-8, as ``decoded`` has it.

    Where there is none, what is raised is as ``refused`` makes it of the words for it, in which the
    file is ``what``.
    """
    try:
        return decoded(contents(path, most))
    except Undecodable as error:
        where = f"{path}:{error.line}" if error.line else path
        raise refused(f"{where}: {error}; save the {what} as UTF-8") from error
    except OSError as error:
        told = f"{path}: cannot be read: {error.strerror or error}"
        raise refused(f"{told}; name a {what} that you may open") from error


def size(number: int) -> str:
    """Write a number of bytes in words: ``20 MB``."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if number >= unit:
            return f"{number / unit:.3g} {name}"
    return f"{number} bytes"


def _read(file: BinaryIO, length: int, most: int) -> bytes:
    """Return a file of a length that the system tells, or one byte more than ``most``.

    Reading allocates as much as is asked for; some files (of /proc) have the length 0 and are read
    to their end.
    """
    data = file.read(min(length, most) + 1)
    parts = [data]
    while data and sum(map(len, parts)) <= most:
        data = file.read(_STEP)
        parts.append(data)
    return b"".join(parts)


_STEP = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)


def _refuse_other_kinds(path: Path, mode: int) -> None:
    for is_it, told in _KINDS:
        if is_it(mode):
            raise OSError(0, told, str(path))
