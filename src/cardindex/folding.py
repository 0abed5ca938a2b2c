"""Folding: the form in which two spellings of a name are one, for whoever searches by it."""

from __future__ import annotations

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
"""Quotation marks and dashes as a seal and a search see them; soft hyphens go."""

# Letters that Unicode does not take apart, as they are written where the keyboard has none.
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
        "\u0131": "i",
    }
)


def folded(text: str) -> str:
    """Return ``text`` as searches compare it: no case, no accents, plain quotes, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(MARKS)).translate(MARKS)
    plain = "".join(char for char in decomposed if unicodedata.category(char)[0] != "M")
    return " ".join(plain.casefold().translate(_LETTERS).split())
