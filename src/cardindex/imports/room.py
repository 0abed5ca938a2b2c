"""How much memory is left to an import, and an error before it runs out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cardindex.imports.format import Unreadable

_CLAIM, _OTHER = 1_000, 3_000
"""Bytes of memory that a claim takes until it is written, and an entity or source; as measured."""

_SPARE = 100_000_000  # bytes that all the rest takes, such as the checks
_LIMITS = Path("/sys/fs/cgroup")


def left() -> int | None:
    """Return how many bytes of memory this process can still take; None where that is not told."""
    found = []
    with suppress(OSError, ValueError, IndexError, StopIteration):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        told = next(line for line in lines if line.startswith("MemAvailable:"))
        found.append(int(told.split()[1]) * 1024)
    with suppress(OSError, ValueError, KeyError):
        most = int((_LIMITS / "memory.max").read_text("ascii"))
        stat = dict(line.split() for line in (_LIMITS / "memory.stat").read_text().splitlines())
        found.append(most - int(stat["anon"]))  # the page cache counts as free
    with suppress(ImportError, OSError, ValueError, IndexError):
        import resource  # noqa: PLC0415 - not every system has it

        most = resource.getrlimit(resource.RLIMIT_AS)[0]
        if most != resource.RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            found.append(most - pages * resource.getpagesize())
    return min(found, default=None)


def refuse_too_many(claims: int, others: int, room: int | None) -> None:
    """Raise Unreadable where so many claims, and entities and sources, do not fit into ``room``."""
    needed = claims * _CLAIM + others * _OTHER + _SPARE
    if room is None or needed <= room:
        return
    message = (
        f"{claims:,} claims and {others:,} entities and sources were read so far, and the file has "
        f"more; they need about {needed / 1e9:.1f} GB of memory, and {max(room, 0) / 1e9:.1f} GB "
        "are free. Take in less of it at once: --only TYPE where the format has types, or parts "
        'of the file, each as an index of its own, which "cardindex merge" unites; or free memory'
    )
    raise Unreadable(message)
