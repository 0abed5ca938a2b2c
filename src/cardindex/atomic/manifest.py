"""The manifest of a build: the SHA-256 of every file, as ``sha256sum`` reads it, and a version.

The version is a hash of the list, so equal files have equal versions at any time.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

FILE = "manifest.txt"

_HEAD = re.compile(r"# version ([0-9a-f]{12}) .*")
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^/\\\0\r\n]+)")


@dataclass(frozen=True)
class Manifest:
    """The files of one build: ``sums`` has the SHA-256 of each in hexadecimal, by its name."""

    version: str
    sums: dict[str, str]


def of(folder: Path, maker: str) -> Manifest:
    """Return the manifest of all files in ``folder``, as ``maker`` (cardindex 0.1.0) made them."""
    sums = {path.name: _sum(path) for path in sorted(folder.iterdir()) if path.name != FILE}
    told = "".join(f"{sum_}  {name}\n" for name, sum_ in sums.items())
    return Manifest(hashlib.sha256(f"{maker}\n{told}".encode()).hexdigest()[:12], sums)


def text(manifest: Manifest, maker: str) -> str:
    """Return a manifest as its file holds it."""
    head = (
        f"# version {manifest.version} by {maker}\n"
        f'# "sha256sum --check {FILE}" tells whether all of this folder is of that version.\n'
    )
    return head + "".join(f"{sum_}  {name}\n" for name, sum_ in manifest.sums.items())


def read(folder: Path) -> Manifest | None:
    """Return the manifest in ``folder``; None if there is none, or it is not one of ours."""
    try:
        first, *lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    head = _HEAD.fullmatch(first)
    found = [_LINE.fullmatch(line) for line in lines if not line.startswith("#")]
    if head is None or not all(found):
        return None
    return Manifest(head[1], {line[2]: line[1] for line in found if line})


def changed(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files in ``folder`` that are missing or not as the manifest lists them."""
    return [name for name, sum_ in manifest.sums.items() if not _is(folder / name, sum_)]


def _is(path: Path, sum_: str) -> bool:
    try:
        return path.is_file() and _sum(path) == sum_
    except OSError:
        return False


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
