"""Folding: forms of texts and names in which different spellings are equal for a search."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES, QUOTES, DASHES = "‘’‚‛‹›`´′", "“”„‟«»″", "\u2010\u2011\u2012–—―−"
"""What means the same as ``'``, ``"`` and ``-``."""

MARKS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(QUOTES, '"'),
        **dict.fromkeys(DASHES, "-"),
        "\u00ad": "",
    }
)
"""Quotation marks and dashes as seals and searches fold them; soft hyphens are dropped."""

# Letters without a decomposition in Unicode, as they are written on keyboards that lack them; and
# apostrophes that count as letters, which seals keep and searches fold.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "\u0131": "i",
        **dict.fromkeys("\u02b9\u02bb\u02bc\u02bd", "'"),
    }
)

_INITIALS = re.compile(r"(?<![a-z0-9])[a-z](?:\.[a-z])+\.?(?![a-z0-9])")
_SIGNS = re.compile(r"[!\"&()*,\-./:;?\[\]_¡§¶¿•]")


# The page does the same, letter for letter, in base/letters.js: the tests hold the two together.
def folded(text: str) -> str:
    """Return ``text`` as searches compare it: no case, no accents, plain quotes, single spaces.

    Invisible characters, such as marks of direction, are dropped too.
    """
    if text.isascii():  # most texts are ASCII, for which folding is faster
        return " ".join(text.replace("`", "'").lower().split())
    decomposed = unicodedata.normalize("NFKD", text.translate(MARKS)).translate(MARKS)
    if not decomposed.isascii():
        kinds = ((char, unicodedata.category(char)) for char in decomposed)
        decomposed = "".join(char for char, kind in kinds if kind[0] != "M" and kind != "Cf")
    return " ".join(decomposed.casefold().translate(_LETTERS).split())


def folded_letters(text: str) -> tuple[str, list[int]]:
    """Fold ``text`` letter by letter; also return for each folded letter the place of its original.

    White space stays as it is: collapse it before.
    """
    own = {char: " " if char.isspace() else folded(char) for char in set(text)}
    places = [at for at, char in enumerate(text) for _ in own[char]]
    return "".join(map(own.__getitem__, text)), places


def unsigned(text: str) -> str:
    """Return a folded name as its words, a space between: K.G.B. is kgb, Garces-Soto two words.

    Apostrophes stay inside a word. A name of signs alone stays as it is.
    """
    joined = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    words = (word.strip("'") for word in _SIGNS.sub(" ", joined).split())
    return " ".join(filter(None, words)) or text


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of what is searched for, each once; quotes around all of it go."""
    plain = folded(text)
    if len(plain) > 2 and plain[0] == plain[-1] and plain[0] in "'\"":
        plain = plain[1:-1].strip() or plain
    return tuple(dict.fromkeys(plain.split()))
