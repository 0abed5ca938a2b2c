"""The files of the page: its own, and what it shares with the page of an index."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from cardindex.statics import Static, of, under

# What the desk takes over from the page as it is: small things, and the looks of both.
_SHARED = ("base", "styles")
_WORDS = "text.json"


@cache
def served() -> dict[str, Static]:
    """Return what may be asked for, by path. Nothing else is read."""
    own = files("cardindex.desk").joinpath("static")
    page = files("cardindex.view").joinpath("static")
    found = under(own)
    for folder in _SHARED:
        found |= under(page.joinpath(folder), f"/page/{folder}/")
    found["/page/text.json"] = of(page.joinpath(_WORDS).read_bytes(), "application/json")
    found["/"] = found["/desk.html"]
    return found
