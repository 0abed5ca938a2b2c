"""Characters that act or are invisible: which they are, and how they are shown."""

from __future__ import annotations

import re

CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
"""Controls except tab and line feed, as a class of characters: a terminal acts on them."""

BIDI = "\u061c\u202a-\u202e\u2066-\u2069"
"""Characters that change the direction of text, so that a name can read as another."""

SEPARATORS = "\u2028\u2029"
"""Line ends that only some programs see."""

INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Invisible characters that make two equal-looking names differ.

The joiners and marks of direction that scripts need are allowed: ZWJ, ZWNJ, LRM, RLM.
"""

LOST = "\ufffd"
"""The replacement for a character that a program could not read."""

NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
"""What Unicode will never make characters; the first two of the planes are barred from XML."""

PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""Characters for private use: each font or program may give them another meaning."""

ACTING = re.compile(f"[{CONTROLS}{BIDI}{SEPARATORS}\ud800-\udfff]")
"""One character that a terminal would act on, or that cannot be sent."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def shown(text: str) -> str:
    r"""Return ``text`` for a terminal, with the characters that act spelt as ``\x1b``.

    Tabs and line feeds stay.
    """
    return ACTING.sub(lambda found: spelt(found[0]), text)


def for_xml(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def quoted(text: str, most: int = 60) -> str:
    r"""Return ``text`` between quotation marks in one line, cut where it is longer than ``most``.

    For messages: a value that somebody wrote wrongly can be of any length and hold anything.
    """
    cut = text if len(text) <= most else f"{text[:most]}…"
    in_one_line = shown(cut).replace("\n", r"\n")
    return f'"{in_one_line}"'


def spelt(char: str) -> str:
    r"""Return a character as its number, as Python writes it: ``\x1b``, ``\u202e``."""
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else escaped(char)


def escaped(char: str) -> str:
    r"""Return a character as its number, as Turtle and JSON write it: ``\u202e``."""
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
