"""Suspect characters in texts: controls, invisible ones, and words of mixed scripts.

Each fault says how to mend it, in the same words for any text of an index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from cardindex.characters import (
    BIDI,
    CONTROLS,
    INVISIBLE,
    LOST,
    NO_CHARACTERS,
    PRIVATE,
    SEPARATORS,
    spelt,
)
from cardindex.errors import Severity
from cardindex.scripts import alike, mixed, script, strangers

MIXED = "mixed-scripts"


class Fault(NamedTuple):
    """What is wrong with a text: the code of the problem, how bad it is, and how to mend it."""

    code: str
    severity: Severity
    message: str


# Controls that no text needs, and that XML cannot hold.
_BARRED = f"{CONTROLS}\ud800-\udfff\ufffe\uffff"

# Invisible characters with a purpose: variation selectors after symbols, Han and Mongolian letters,
# and tags after a flag.
_FORMED = re.compile(
    "(?<=[#*0-9\u00a9\u00ae\u203c-\u303d\u3297\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|(?<=[\u1800-\u18af])[\u180b-\u180f]"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007f]+"
    "|(?<=[\u1100-\u11ff])[\u115f\u1160]|[\u115f\u1160](?=[\u1100-\u11ff])"
)


class _Kind(NamedTuple):
    """What one kind of character does, and what is to be done with it."""

    pattern: re.Pattern[str]
    code: str
    severity: Severity
    does: str
    mend: str


_KINDS = (
    _Kind(
        re.compile(f"[{_BARRED}]"), "control-character", "error",
        "a character that is not to be seen, and that programs act on", "delete it",
    ),
    _Kind(
        re.compile(f"[{BIDI}]"), "control-character", "error",
        "which turns the direction of what follows, so that a name reads as another",
        "delete it; for a mark of direction use U+200E or U+200F",
    ),
    _Kind(
        re.compile(f"[{SEPARATORS}]"), "invisible-character", "warning",
        "a line end that only some programs see", "write a space, or a line feed",
    ),
    _Kind(
        re.compile(f"[{INVISIBLE}]"), "invisible-character", "warning",
        "which is not seen, so that two names that look alike differ", "delete it",
    ),
    _Kind(
        re.compile(f"[{LOST}]"), "lost-character", "warning",
        "which stands for a letter that a program could not read", "write the letter",
    ),
    _Kind(
        re.compile(f"[{PRIVATE}{NO_CHARACTERS}]"), "private-character", "warning",
        "which no two fonts need show alike", "write what it stands for",
    ),
)  # fmt: skip
_ANY = re.compile("|".join(kind.pattern.pattern for kind in _KINDS))
_ASCII_PLAIN = bytes(byte for byte in range(128) if not _ANY.match(chr(byte)))
_PIECE = 1 << 20


def is_suspect(text: str | bytes) -> bool:
    """Tell whether a text, or its UTF-8, may hold a character that it should not."""
    if isinstance(text, str):
        if not text.isascii():
            return _ANY.search(text) is not None
        text = text.encode()
    # str.translate is much faster than the expression, as most characters are plain.
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    left = b"".join(piece.translate(None, _ASCII_PLAIN) for piece in pieces)
    return bool(left) and _ANY.search("".join(set(left.decode()))) is not None


def suspects(text: str) -> Iterator[Fault]:
    """Yield a fault for each kind of character that a text should not hold."""
    if not is_suspect(text):
        return
    formed = {at for found in _FORMED.finditer(text) for at in range(*found.span())}
    told: dict[_Kind, list[int]] = {}
    for found in _ANY.finditer(text):
        if found.start() not in formed:
            kind = next(kind for kind in _KINDS if kind.pattern.match(found[0]))
            told.setdefault(kind, []).append(found.start())
    for kind, places in told.items():
        chars = dict.fromkeys(text[at] for at in places)
        mend = kind.mend
        if windows := {char: seen for char in chars if (seen := _windows(char))}:
            mend = f"write {', '.join(windows.values())}, as Windows has it, or delete it"
        message = (
            f"{', '.join(map(_called, chars))}, {kind.does}: {_around(text, places[0])}; {mend}"
        )
        yield Fault(kind.code, kind.severity, message)


def _called(char: str) -> str:
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X} ({name})" if name else f"U+{ord(char):04X}"


def _windows(char: str) -> str:
    """Return what a control is in the alphabet of Windows, from which it was misread."""
    if not "\x80" <= char <= "\x9f":
        return ""
    return char.encode("latin-1").decode("cp1252", errors="ignore")


def _around(text: str, at: int) -> str:
    """Quote the text around a place, with what is not to be seen spelt out."""
    start, end = max(at - 20, 0), at + 21
    shown = _ANY.sub(lambda found: spelt(found[0]), text[start:end])
    return f'"{"…" * (start > 0)}{shown}{"…" * (end < len(text))}"'


def mixtures(text: str) -> Iterator[Fault]:
    """Yield a fault for each word of a name that mixes scripts."""
    for word in mixed(text):
        strange = strangers(word)
        plain = alike(word, strange)
        mend = "write it in one script" if mixed(plain) or plain == word else f'write "{plain}"'
        letters = ", ".join(f"{char} (U+{ord(char):04X})" for char in strange)
        message = (
            f'"{word}" mixes scripts: {letters} is {script(strange[0]).capitalize()} among other '
            f"letters; {mend}, or leave it if it is so written"
        )
        yield Fault(MIXED, "warning", message)
