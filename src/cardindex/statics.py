"""Files of a page that come with the package, read once; nothing is looked up by a path."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import NamedTuple

_TYPES = {
    ".css": "text/css", ".html": "text/html", ".ico": "image/x-icon", ".js": "text/javascript",
    ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}  # fmt: skip
_LETTERS = 16  # of a hash


class Static(NamedTuple):
    """A file of a page: its bytes, their kind, and a hash of them."""

    content: bytes
    media_type: str
    hash: str


def under(folder: Traversable, path: str = "/") -> dict[str, Static]:
    """Return the files in a folder of the package and those below it, by ``path`` and their name.

    What is of no kind that a page consists of is left out.
    """
    found: dict[str, Static] = {}
    for each in sorted(folder.iterdir(), key=lambda it: it.name):
        name = f"{path}{each.name}"
        if each.is_dir():
            found |= under(each, f"{name}/")
        elif kind := _TYPES.get(f".{each.name.rpartition('.')[2]}", ""):
            found[name] = of(each.read_bytes(), kind)
    return found


def of(content: bytes, media_type: str) -> Static:
    """Return some bytes as a file of a page."""
    return Static(content, media_type, sha256(content).hexdigest()[:_LETTERS])
