"""Characters that do not belong into a text, taken out or put right, and counted."""

from __future__ import annotations

import re
from collections import Counter

from cardindex.brief import count
from cardindex.characters import NO_CHARACTERS

# pdfium, and what is made with it, writes U+FFFE for the hyphen that parts a word at a line's end.
_HYPHEN = re.compile("\ufffe(?=\\s|$)")
_HALVES = re.compile("[\ud800-\udfff]")
_NOTHING = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff{NO_CHARACTERS}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def cleaned(text: str, counts: Counter[str]) -> str:
    """Return ``text`` without controls and what is no character; ``counts`` says how many went.

    Tabs, line feeds and form feeds stay. Marks of direction, joiners and combining marks stay too:
    scripts need them.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _HYPHEN.sub("-", text).replace("\ufffe", "\u00ad")
    text, halves = _HALVES.subn("\ufffd", text)
    text, nothing = _NOTHING.subn("", text)
    counts["halves"] += halves
    counts["nothing"] += nothing
    counts["private"] += len(_PRIVATE.findall(text))
    counts["lost"] += text.count("\ufffd")
    return text


def told(counts: Counter[str]) -> list[str]:
    """Return sentences on what was found."""
    found = []
    if number := counts["nothing"]:
        found.append(f"took out {count(number, 'control character')}, which nobody sees")
    if number := counts["private"]:
        found.append(
            f"{count(number, 'character')} of a font's own stayed, which other fonts do not show: "
            "look whether the text can be read"
        )
    if number := counts["lost"]:
        found.append(f"{count(number, 'character')} could not be read and became U+FFFD")
    return found
