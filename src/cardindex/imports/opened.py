"""The files of an import → bytes, text or JSON as it goes; whatever is wrong is an Unreadable."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

from cardindex import extraction, inputs
from cardindex.errors import NotInstalled
from cardindex.extraction.decoding import decoded
from cardindex.imports.format import Unreadable
from cardindex.imports.looks import looks_like

MOST = 2_000_000_000
"""Bytes of the longest file that is read."""

_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_HEAD = 65_536


def text_of(path: Path, encoding: str = "", most: int = MOST) -> str:
    """Return the text of a file: UTF-8, or as ``encoding`` says; line ends are line feeds."""
    try:
        return decoded(inputs.contents(path, most), encoding)
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror}")
    except extraction.Unreadable as error:
        refuse(path, str(error))


@contextmanager
def stream(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to be read as it goes; what gzip or Zstandard has packed comes unpacked."""
    try:
        with inputs.opened(path) as file:
            head = file.read(len(_ZSTANDARD))
            file.seek(0)
            if head.startswith(_GZIP):
                yield io.BufferedReader(gzip.GzipFile(fileobj=file))
            else:
                yield _unpacked(file) if head == _ZSTANDARD else file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        refuse(path, f"is packed by gzip and cut off or damaged ({error}); get the whole file")
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror or error}")


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    import pyarrow as pa  # noqa: PLC0415 - takes long to load, and only this needs it

    packed: Any = file
    whole: Any = pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd")
    return io.BufferedReader(whole)


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file, unpacked: enough to see what it is."""
    with stream(path) as file:
        return file.read(_HEAD)


def held_to(path: Path, wanted: str, head: bytes | None = None) -> None:
    """Raise Unreadable where a file is plainly in another format than ``wanted``, and name that."""
    found = looks_like(head_of(path) if head is None else head)
    if found and found != wanted:
        other = f'it looks like {found}: "cardindex import {found} {path.name}"'
        refuse(path, f"is not {wanted}; {other}")


def needed(module: str, what: str) -> Any:  # noqa: ANN401 - a module of a library
    """Return a module of a library; Unreadable, with how to install it, where it is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = NotInstalled(f"read {what}", module.partition(".")[0], "imports")
        raise Unreadable(str(missing)) from error


def refuse(path: Path, reason: str, line: int = 0) -> NoReturn:
    """Raise Unreadable for a file, with the line where it has one."""
    raise Unreadable(f"{place(path, line)}: {reason}") from None


def place(path: Path, line: int = 0) -> str:
    """Return where something stands, for people: ``works.bib:12``."""
    return f"{path.name}:{line}" if line else path.name
