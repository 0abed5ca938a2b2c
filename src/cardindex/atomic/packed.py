"""One file, packed by gzip or Zstandard while it is written, if its name ends in .gz or .zst."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cardindex.atomic.single import writing

PACKED = {".gz": "gzip", ".zst": "Zstandard"}
"""The endings of packed files, and what packs them."""


Bytes = bytes | memoryview
"""Bytes, or where they lie in memory: to be written, and not kept."""


class Takes(Protocol):
    """An object that bytes can be written to."""

    def write(self, data: Bytes, /) -> Any:  # noqa: ANN401 - nobody uses it
        """Write some bytes."""


@contextmanager
def packing(path: Path) -> Iterator[Takes]:
    """Yield a file for the bytes of ``path``, as ``writing`` does, which packs them by its ending.

    Equal bytes are packed alike: a packed file has neither time nor name in it.
    """
    with writing(path) as file:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                yield packed
        elif path.suffix == ".zst":
            with _zstandard(file) as packed:
                yield packed
        else:
            yield file


@contextmanager
def _zstandard(file: BinaryIO) -> Iterator[Takes]:
    import pyarrow as pa  # noqa: PLC0415 - takes long to load, and only this needs it

    whole: Any = _KeptOpen(file)
    with pa.CompressedOutputStream(pa.PythonFile(whole, mode="w"), "zstd") as packed:
        yield packed


class _KeptOpen:
    """A file that its writer cannot close: it must still be moved into its place."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self.write, self.flush = file.write, file.flush

    def close(self) -> None:
        """Leave it open."""
