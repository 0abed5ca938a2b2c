"""Ids for new entities and sources, made of what they are called."""

# ruff: noqa: RUF001 - the letters of other scripts are what this is about

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from cardindex.folding import folded

_LONGEST = 60
# What Cyrillic and Greek letters are written with where an id is made of them.
_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезиклмнопрстуфыэй", "abvgdeziklmnoprstufyei", strict=True)),
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "abgdeziiklmnxoprsstyfo", strict=True)),
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
        "ю": "yu", "я": "ya", "є": "ye", "і": "i", "ґ": "g", "ј": "j", "љ": "lj", "њ": "nj",
        "θ": "th", "χ": "ch", "ψ": "ps",
    }
)  # fmt: skip


def id_for(label: str, taken: Collection[str]) -> str:
    """Return an id for a label, in lower-case kebab, that is none of ``taken``.

    Accents go, Cyrillic and Greek letters are written in Latin ones, and of other scripts, in
    which nothing is left to write, it is ``unnamed``. Where it is taken, ``-2`` and so on follows.
    """
    spelt = folded(label).replace("'", "").translate(_LETTERS)
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in spelt).split()
    stem = ""
    for word in words:
        joined = f"{stem}-{word}" if stem else word
        if len(joined) > _LONGEST:
            break
        stem = joined
    stem = stem or (words[0][:_LONGEST] if words else "unnamed")
    if stem not in taken:
        return stem
    return next(id_ for at in count(2) if (id_ := f"{stem}-{at}") not in taken)
