"""Length and CRC-32 of each file of an entry, by which a damaged one is recognised."""

from __future__ import annotations

import json
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

_FILE = "sums.json"
_THREADS, _PIECE = 2, 1 << 20


def write(folder: Path, *, trusting: Collection[str] = ()) -> None:
    """Write down what the files of a folder are like now.

    ``trusting``: endings of files that hold sums of their own, of which the length will do.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {
        path.relative_to(folder).as_posix(): _sum(path, whole=path.suffix not in trusting)
        for path in paths
    }
    (folder / _FILE).write_text(json.dumps(sums), encoding="utf-8")


def hold(folder: Path) -> None:
    """Raise ValueError or OSError where a file is not as it was written down, or is not there."""
    sums = json.loads((folder / _FILE).read_bytes())
    with ThreadPoolExecutor(_THREADS) as threads:
        found = threads.map(lambda name: _sum(folder / name, whole=len(sums[name]) > 1), sums)
        for (name, told), is_ in zip(sums.items(), found, strict=True):
            if told != is_:
                raise ValueError(folder / name)


def _sum(path: Path, *, whole: bool) -> list[int]:
    """Return how long a file is, and its CRC-32 where the ``whole`` of it is looked at."""
    length = path.stat().st_size
    if not whole:
        return [length]
    # Read piece by piece: mapped files would count as memory of this process.
    found = 0
    with path.open("rb", buffering=0) as file:
        while data := file.read(_PIECE):
            found = crc32(data, found)
    return [length, found]
