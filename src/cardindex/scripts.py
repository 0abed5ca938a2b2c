"""The scripts of a word: which they are, whether they are mixed, and a form in Latin letters.

Letters of two scripts in one word make names that look alike and differ. Allowed are scripts that
are written together (UTS 39): kana with Han, Hangul with Han, Bopomofo with Han, each also with
Latin letters; Latin with any script but Cyrillic and Greek, whose letters look like Latin ones; and
Greek letters that look like no Latin one, as in formulas and names of substances.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WORDS = re.compile(r"[\w\u0300-\u036f\u200c\u200d]+")

# The first word of a letter's name in Unicode is its script, except for these; symbols have none.
_SAME = {
    "CJK": "HAN", "IDEOGRAPHIC": "HAN", "KANGXI": "HAN", "HALFWIDTH": "", "FULLWIDTH": "",
    "KATAKANA-HIRAGANA": "", "MODIFIER": "", "MATHEMATICAL": "", "DOUBLE-STRUCK": "", "SCRIPT": "",
    "BLACK-LETTER": "", "FEMININE": "", "MASCULINE": "", "MICRO": "", "INFORMATION": "",
    "TURNED": "", "ROTATED": "", "REVERSED": "", "ALEF": "", "BET": "", "GIMEL": "", "DALET": "",
    "SUPERSCRIPT": "", "SUBSCRIPT": "", "PARENTHESIZED": "", "CIRCLED": "", "SQUARED": "",
    "NEGATIVE": "", "LISU": "LATIN",
}  # fmt: skip

_TOGETHER = tuple(
    map(
        frozenset,
        (
            ("LATIN", "HAN", "HIRAGANA", "KATAKANA"),
            ("LATIN", "HAN", "HANGUL"),
            ("LATIN", "HAN", "BOPOMOFO"),
        ),
    )
)
_LOOKING_ALIKE = frozenset(("CYRILLIC", "GREEK", "COPTIC", "CHEROKEE"))
_UNLIKE_LATIN = frozenset("ΓΔΘΛΞΠΣΦΨΩβγδεζηθλμξπσςφχψω")


@cache
def script(char: str) -> str:
    """Return the script of a letter, in capitals; nothing for what all scripts share."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    if unicodedata.category(char)[0] != "L":
        return ""
    first = unicodedata.name(char, "").partition(" ")[0]
    return _SAME.get(first, first)


def mixed(text: str) -> list[str]:
    """Return the words of a text in which scripts are mixed that are not written together."""
    if text.isascii() or not _are_apart(set(map(script, text)) - {""}):
        return []
    return [word for word in _WORDS.findall(text) if _is_mixed(word)]


def _is_mixed(word: str) -> bool:
    found = set(map(script, word)) - {""}
    if not _are_apart(found):
        return False
    greek = {char for char in word if script(char) == "GREEK"}
    return found != {"LATIN", "GREEK"} or not greek <= _UNLIKE_LATIN


def _are_apart(found: set[str]) -> bool:
    if len(found) < 2 or any(found <= together for together in _TOGETHER):
        return False
    return len(found) > 2 or "LATIN" not in found or not found.isdisjoint(_LOOKING_ALIKE)


def strangers(word: str) -> str:
    """Return the letters of a mixed word that are of the rarer of its scripts, each once."""
    letters = [char for char in word if script(char)]
    count = {name: sum(script(char) == name for char in letters) for name in map(script, letters)}
    # Where two scripts have equally many letters, the Latin ones were meant.
    rarest = min(count, key=lambda name: (count[name], name == "LATIN", name))
    return "".join(dict.fromkeys(char for char in letters if script(char) == rarest))


LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανικρυτ",
        "ABESIJKMHOPCTYXaesijopcyxhdqwlABEZHIKMNOPTYXoavikput",
        strict=True,
    )
)
"""Letters of Cyrillic and Greek, and the Latin letters that look like them."""

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѕѓќ",
        re.findall(
            r"\w+",
            "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya "
            "i yi ye g u j lj nj c dj dz dz gj kj",
        ),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        re.findall(r"\w+", "a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
        strict=True,
    )
)
_LATIN = {char: latin.strip("_") for char, latin in (_CYRILLIC | _GREEK).items()}


def alike(text: str, chars: str) -> str:
    """Return a text with the Latin letters that look like these letters of it, accents and all."""
    return "".join(_alike(char) if char in chars else char for char in text)


@cache
def _alike(char: str) -> str:
    bare = unicodedata.normalize("NFD", char)
    return unicodedata.normalize("NFC", "".join(LOOKALIKES.get(part, part) for part in bare))


def in_latin(text: str) -> str:
    """Return a text with Latin letters for Cyrillic and Greek ones.

    Among Latin letters they become those that they look like; otherwise they are transliterated.
    """
    return _WORDS.sub(lambda word: _word_in_latin(word[0]), text)


def _word_in_latin(word: str) -> str:
    if any(script(char) == "LATIN" for char in word):
        word = alike(word, word)
    return "".join(_LATIN.get(char, char) for char in word.casefold())
