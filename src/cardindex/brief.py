"""One-line descriptions of objects, for notebooks and the Python prompt."""

from __future__ import annotations

from cardindex.characters import shown

_LONG = 60  # characters of a name that are enough to recognise it


def brief(thing: object, name: str, *parts: str) -> str:
    """Return what an object is, its name and what it holds: ``<Index "Tiny": 3 claims>``."""
    told = f' "{shortened(name)}"' if name else ""
    held = f": {', '.join(filter(None, parts))}" if any(parts) else ""
    return shown(f"<{type(thing).__name__}{told}{held}>").replace("\n", " ")


def count(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: ``1 claim``, ``2 claims``."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def shortened(text: str, room: int = _LONG) -> str:
    """Return the beginning of a text that is longer than there is room for, with ``…``."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
