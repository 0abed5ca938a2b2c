"""One file, packed by gzip or Zstandard while it is written, if its name ends so."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cardindex.atomic.single import writing

PACKED = {".gz": "gzip", ".zst": "Zstandard"}
"""The ends of names by which files are packed, and what packs them."""


class Takes(Protocol):
    """Whatever bytes can be written into."""

    def write(self, data: bytes, /) -> Any:  # noqa: ANN401 - nobody asks
        """Take some bytes."""


@contextmanager
def packing(path: Path) -> Iterator[Takes]:
    """Yield what takes the bytes of ``path``, as ``writing`` does, and packs them by its ending.

    Equal bytes are packed alike: no time stands in a packed file, nor its name.
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
    """A file that whoever writes into it does not close: it is still to be moved into its place."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self.write, self.flush = file.write, file.flush

    def close(self) -> None:
        """Leave it open."""
