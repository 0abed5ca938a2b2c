"""How deep what others wrote is nested: what parses RDF and JSON ends the whole process by itself.

A statement on a statement (``<<( … )>>``) is read, and let go, by as many calls inside one another
as there are statements; some ten thousand of them are more than a stack holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

DEEPEST = 100
"""Statements, or brackets, inside one another that are read."""

_OPENS = b"<<"
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_RUN = re.compile(rb"[\[{]+|[\]}]+")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
# What begins outside of everything, and how what it begins goes on.
_MARK = re.compile(rb"\\.|\"\"\"|'''|[\"'#]|<<|>>|<", re.DOTALL)
_GOES_ON = {
    **dict.fromkeys((b'"', b'"""'), re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)),
    **dict.fromkeys((b"'", b"'''"), re.compile(rb"(?:[^'\\]++|\\.)*+", re.DOTALL)),
    b"#": re.compile(rb"[^\r\n]*+"),
    b"<": re.compile(rb"[^>]*+"),
}
_ENDS = {b"#": (b"\r", b"\n"), b"<": (b">",)}
_LONGEST_MARK = 3
_PARSE_TYPE = re.compile(rb"parseType")
_USUAL = re.compile(rb"\s{0,9}=\s{0,9}[\"'](?:Resource|Literal|Collection)[\"']")
_LONGEST_USUAL = 40  # bytes


class TooDeep(ValueError):
    """What is nested deeper than is read."""

    def __init__(self) -> None:
        super().__init__(f"more than {DEEPEST} brackets or statements stand inside one another")


class Readable(Protocol):
    """What can be read a piece at a time."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, none at the end."""


def hold_json(body: bytes) -> None:
    """Raise TooDeep for JSON with too many brackets inside one another."""
    depth = 0
    for run in _RUN.finditer(_STRING.sub(b"", body).translate(None, _NO_BRACKETS)):
        size = run.end() - run.start()
        depth += size if run[0][:1] in b"[{" else -size
        if depth > DEEPEST:
            raise TooDeep


def hold_turtle(body: bytes) -> None:
    """Raise TooDeep for Turtle, or what is written like it, with too many statements nested."""
    if body.count(_OPENS) > DEEPEST:  # fewer cannot be too deep, wherever they stand
        Statements().feed(body)


def may_be_deep(pieces: Iterator[bytes]) -> bool:
    """Tell whether a text in pieces has so many signs of nesting that it is to be looked into."""
    found, last = 0, b""
    for piece in pieces:
        found += (last + piece).count(_OPENS)
        last = piece[-1:]
        if found > DEEPEST:
            return True
    return False


class Statements:
    """Counts the statements that stand inside one another in a text that comes in pieces.

    It reads strings, comments and addresses as the parser does, so that none hides a bracket.
    """

    def __init__(self) -> None:
        self._left, self._inside, self._depth = b"", b"", 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece. Raises TooDeep."""
        text = self._left + piece
        at, goes_on = 0, True
        while goes_on:
            step = self._within if self._inside else self._outside
            at, goes_on = step(text, at)
        self._left = text[at:]

    def _outside(self, text: bytes, at: int) -> tuple[int, bool]:
        """Go on to the end of the next mark; False where more of the text has to come first."""
        found = _MARK.search(text, at)
        if found is None:
            # The first half of a mark may stand at the end.
            return max(at, len(text) - 1), False
        if found.start() + _LONGEST_MARK > len(text):
            return found.start(), False
        mark = found[0]
        if mark in _GOES_ON:
            self._inside = mark
        elif mark == _OPENS:
            self._depth += 1
            if self._depth > DEEPEST:
                raise TooDeep
        elif mark == b">>":
            self._depth = max(self._depth - 1, 0)
        return found.end(), True

    def _within(self, text: bytes, at: int) -> tuple[int, bool]:
        """Go on to what may end a string, a comment or an address, and past it."""
        inside = self._inside
        found = _GOES_ON[inside].match(text, at)
        at = found.end() if found else at
        ends = _ENDS.get(inside, (inside,))
        if len(text) - at < len(ends[0]):
            return at, False
        if text.startswith(ends, at):
            self._inside = b""
            return at + len(ends[0]), True
        # A quotation mark within three, or a backslash whose letter is still to come.
        return (at, False) if text[at:] == b"\\" else (at + 1, True)


class Elements:
    """Counts the elements of RDF/XML that may be statements on statements, wherever they stand.

    That is those whose ``parseType`` is none of the usual ones, however it is written.
    """

    def __init__(self) -> None:
        self._left, self._found = b"", 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece. Raises TooDeep."""
        text = self._left + piece
        at = 0
        for found in _PARSE_TYPE.finditer(text, 0, max(len(text) - _LONGEST_USUAL, 0)):
            at = found.end()
            self._found += not _USUAL.match(text, at)
        if self._found > DEEPEST:
            raise TooDeep
        self._left = text[max(at, len(text) - _LONGEST_USUAL - len(b"parseType")) :]


class Flat:
    """A file of RDF that is read for as long as it is not nested too deep."""

    def __init__(self, file: Readable, nested: Statements | Elements) -> None:
        self._file, self._nested = file, nested

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises TooDeep."""
        piece = self._file.read(size)
        self._nested.feed(piece)
        return piece
