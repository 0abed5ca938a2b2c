"""The files of the page: its own, and what it shares with the page of an index."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json",
          ".html": "text/html"}  # fmt: skip
# What the desk takes over from the page as it is: small things, and the looks of both.
_SHARED = ("base", "styles")
_WORDS = "text.json"


@cache
def served() -> dict[str, tuple[bytes, str]]:
    """Return what may be asked for, by path: the bytes and their kind. Nothing else is read."""
    own = files("cardindex.desk").joinpath("static")
    page = files("cardindex.view").joinpath("static")
    found = dict(_under(own, "/"))
    for folder in _SHARED:
        found |= dict(_under(page.joinpath(folder), f"/page/{folder}/"))
    found["/page/text.json"] = page.joinpath(_WORDS).read_bytes(), _TYPES[".json"]
    found["/"] = found["/desk.html"]
    return found


def _under(folder: Traversable, path: str) -> list[tuple[str, tuple[bytes, str]]]:
    told: list[tuple[str, tuple[bytes, str]]] = []
    for each in folder.iterdir():
        name = f"{path}{each.name}"
        if each.is_dir():
            told += _under(each, f"{name}/")
        elif kind := _TYPES.get(f".{each.name.rpartition('.')[2]}", ""):
            told.append((name, (each.read_bytes(), kind)))
    return told
