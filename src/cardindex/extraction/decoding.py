"""Bytes → text, by the encoding that they say or that somebody names, never by a guess."""

from __future__ import annotations

import codecs
import re

from cardindex import inputs
from cardindex.extraction.extract import Unreadable

# Longer byte order marks first: that of UTF-32 begins with that of UTF-16.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# About every second byte of UTF-16 is zero, and none of other text: with more it is no text.
_EVERY = 8
_EXAMPLE = 30  # characters of the first line that shows what a reading would be


def decoded(data: bytes, encoding: str = "") -> str:
    """Return the text of ``data``, without a byte order mark and with line feeds alone.

    Raises Unreadable for what is no text, and where it is not in the encoding that is named (UTF-8
    where none is).
    """
    named = encoding or next((name for mark, name in _WIDE if data.startswith(mark)), "")
    if not named and data.count(0) > len(data) // _EVERY + 1:
        message = (
            "it is no text, or UTF-16 that does not say so (name it then: --encoding utf-16-le)"
        )
        raise Unreadable(message)
    try:
        if not named:
            return inputs.decoded(data)
        text = data.decode(_known(named)).removeprefix("\ufeff")
    except inputs.Undecodable as error:
        message = f"line {error.line}: {error}; {_offer(data)}"
        raise Unreadable(message) from error
    except UnicodeError as error:
        message = f"it is not in the encoding {named}: {getattr(error, 'reason', error)}"
        raise Unreadable(message) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def said_encoding(data: bytes) -> str:
    """Return the encoding that the head of an HTML document names; empty where it is UTF-8."""
    found = re.search(
        rb"""<meta[^>]*charset\s*=\s*["']?\s*([\w.:-]+)""", data[:4096], re.IGNORECASE
    )
    name = found[1].decode("ascii").lower() if found else ""
    if not name or any(data.startswith(mark) for mark, _ in _WIDE):
        return ""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    # Encodings are named as browsers do; "utf-16" is wrong for a page whose head could be read.
    if known.startswith(("utf-16", "utf-8")):
        return ""
    return "cp1252" if known in {"iso8859-1", "ascii"} else known


def _known(name: str) -> str:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError) as error:
        message = f'there is no encoding "{name}"; name one such as cp1252, latin-1 or utf-16-le'
        raise Unreadable(message) from error
    if not info._is_text_encoding:  # noqa: SLF001 - the only word that Python has on it
        message = f'"{name}" is no encoding of texts; name one such as cp1252 or latin-1'
        raise Unreadable(message)
    return info.name


def _offer(data: bytes) -> str:
    """Show what the text would be in the encoding that Windows writes."""
    line = next((line for line in data.splitlines() if max(line, default=0) > 0x7F), b"")
    at = next((at for at, byte in enumerate(line) if byte > 0x7F), 0)
    shown = line[max(at - _EXAMPLE // 2, 0) : at + _EXAMPLE].decode("cp1252", errors="replace")
    return (
        "save it as UTF-8, or name its encoding; with --encoding cp1252 it would read "
        f'"{shown.strip()}"'
    )
