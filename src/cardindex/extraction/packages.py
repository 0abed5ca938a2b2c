"""Documents that are a ZIP archive of parts: opened with bounds on what they swell to."""

from __future__ import annotations

import io
import zipfile

from cardindex import inputs
from cardindex.extraction.extract import Unreadable

MOST = 500_000_000
"""Bytes that all parts of a document may come to, and those of one part that is read."""

_MOST_PARTS = 20_000
_OPEN_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError, EOFError,
)  # fmt: skip


def opened(data: bytes) -> zipfile.ZipFile:
    """Open an archive. Raises Unreadable where it is broken, or would swell beyond all measure."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _OPEN_FAULTS as error:
        message = f"it is broken: {_reason(error)}; open it in its program and save it anew"
        raise Unreadable(message) from error
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > MOST or len(parts) > _MOST_PARTS:
        message = (
            f"unpacked it would be {inputs.size(size)} in {len(parts):,} parts, which no document "
            "is; look what it is"
        )
        raise Unreadable(message)
    if any(part.flag_bits & 1 for part in parts):
        message = "it is locked with a password; save a copy without one and read that"
        raise Unreadable(message)
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part. Raises Unreadable where it is missing, broken, or larger than it says."""
    try:
        with archive.open(name) as file:
            data = file.read(MOST + 1)
    except KeyError as error:
        message = f"it lacks its part {name}; open it in its program and save it anew"
        raise Unreadable(message) from error
    except Exception as error:  # zlib and lzma have errors of their own
        message = f"its part {name} is broken: {_reason(error)}; save it anew"
        raise Unreadable(message) from error
    if len(data) > MOST:
        message = f"its part {name} is larger than {inputs.size(MOST)}"
        raise Unreadable(message)
    return data


def has(archive: zipfile.ZipFile, name: str) -> bool:
    """Tell whether an archive has a part."""
    return name in archive.NameToInfo


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
