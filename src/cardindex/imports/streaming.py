"""Files of any size → their bytes as UTF-8, and JSON of any size → its records, one at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from cardindex.imports.format import Unreadable
from cardindex.imports.looks import looks_like
from cardindex.imports.opened import head_of, needed, stream

_HEAD = 1 << 16
_PIECE = 1 << 16
_READING = {"multiple_values": True, "use_float": True, "buf_size": _PIECE}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Bytes(Protocol):
    """What can be read a piece at a time, as a file opened for bytes can."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, none at the end."""


DEEPEST = 200
"""Brackets inside brackets that are read; what reads JSON would need all memory for more."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = np.zeros(256, np.int8)
_STEPS[list(b"[{")], _STEPS[list(b"]}")] = 1, -1


class Record(NamedTuple):
    """One record of a file: where it stands, as people write it, and what it is."""

    at: str
    value: Any


def head(path: Path, encoding: str = "") -> str:
    """Return the beginning of a file as text, whatever bytes it holds; raises Unreadable."""
    with stream(path) as file:
        start = file.read(_HEAD)
    return start.decode(encoding or marked(start) or "utf-8", "replace").removeprefix("\ufeff")


def marked(start: bytes) -> str:
    """Return the encoding that the first bytes of a file show; empty where they show none."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if start[1:2] == b"\0" and start[:1] != b"\0":
        return "utf-16-le"
    return "utf-16-be" if start[:1] == b"\0" and start[1:2] != b"\0" else ""


@contextmanager
def in_utf8(path: Path, encoding: str = "") -> Iterator[Bytes]:
    """Open a file as UTF-8 without a mark, from UTF-16 or the encoding that is named.

    Raises Unreadable.
    """
    with stream(path) as file:
        start = file.read(4)
        shown = encoding or marked(start) or "utf-8"
        file.seek(0)
        try:
            known = codecs.lookup(shown).name
        except LookupError as error:
            reason = f'{path.name}: no encoding is called "{encoding}"; write utf-8 or cp1252'
            raise Unreadable(reason) from error
        if known != "utf-8":
            yield _Recoded(path.name, file, shown)
            return
        file.seek(3 if start.startswith(codecs.BOM_UTF8) else 0)
        yield file


def records(path: Path, holders: Sequence[str] = (), encoding: str = "") -> Iterator[Record]:
    """Yield the objects of a JSON file: of a list, of lines, or of a list that an object holds.

    ``holders`` are the keys under which an object holds its records (``objects`` of a bundle).
    Raises Unreadable where it is no JSON, or ends in the middle.
    """
    prefix = _shape(path, holders, encoding)
    if prefix == "lines":
        yield from _lines(path, encoding)
        return
    number = 0
    try:
        for value in _items(path, prefix, encoding):
            number += 1
            yield Record(f"{path.name}: object {number}", value)
    except _Broken as error:
        raise Unreadable(f"{error} (after object {number})") from error


def keys(path: Path, encoding: str = "") -> tuple[str, ...]:
    """Return the keys of the object that a file is, in order; ``item`` where it is a list."""
    found: list[str] = []
    for place, event, value in _events(path, encoding):
        if not place and event == "map_key":
            found.append(value)
        elif not place and event == "start_array":
            return ("item",)
    return tuple(found)


def values(path: Path, prefix: str, encoding: str = "") -> Iterator[Any]:
    """Yield what stands at a place in the words of ijson: ``item``, ``persons.item``.

    Raises Unreadable where it is no JSON, or ends in the middle.
    """
    yield from _items(path, prefix, encoding)


def other(path: Path, wanted: str = "") -> str:
    """Return what a file looks like that is not in the format ``wanted``, and what imports it."""
    found = looks_like(head_of(path))
    told = f'; it looks like {found}: "cardindex import {found} {path.name}"'
    return told if found and found != wanted else ""


class _Recoded:
    """A file of another encoding, read as UTF-8."""

    def __init__(self, name: str, file: Bytes, encoding: str) -> None:
        self._name, self._file, self._encoding = name, file, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._first = True

    def read(self, size: int = -1) -> bytes:
        """Return about as many bytes of UTF-8 as were asked for."""
        while True:
            piece = self._file.read(size)
            try:
                text = self._decoder.decode(piece, final=not piece)
            except UnicodeError as error:
                reason = f"{self._name}: it is not {self._encoding}; name its encoding: --encoding"
                raise Unreadable(reason) from error
            if self._first and text:
                text, self._first = text.removeprefix("\ufeff"), False
            if text or not piece or not size:
                return text.encode("utf-8", "surrogatepass")


class _Broken(Unreadable):
    """JSON that cannot be read on."""


class _Shallow:
    """A file of JSON that is read as long as no more than DEEPEST brackets are open in it."""

    def __init__(self, name: str, file: Bytes) -> None:
        self._name, self._file = name, file
        self._depth, self._open = 0, b""  # the start of a string that the last piece left open

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises Unreadable."""
        piece = self._file.read(size)
        plain = _STRING.sub(b"", self._open + piece)
        inside = plain.find(b'"')
        # Of an unfinished string the opening quote is kept, and whether it ends with an escape.
        escaped = inside >= 0 and (len(plain) - len(plain.rstrip(b"\\"))) % 2
        self._open = (b'"\\' if escaped else b'"') if inside >= 0 else b""
        brackets = (plain[:inside] if inside >= 0 else plain).translate(None, _NO_BRACKETS)
        if brackets:
            depths = _STEPS[np.frombuffer(brackets, np.uint8)].cumsum(dtype=np.int64) + self._depth
            if depths.max() > DEEPEST:
                reason = f"more than {DEEPEST} brackets stand inside one another"
                raise Unreadable(f"{self._name}: {reason}; that is not read")
            self._depth = int(depths[-1])
        return piece


def _shape(path: Path, holders: Sequence[str], encoding: str) -> str:
    """Return under which prefix the records stand: ``item``, ``objects.item``, or ``lines``."""
    start = head(path, encoding)
    if not start.strip():
        raise Unreadable(f"{path.name}: it is empty")
    if not start.lstrip().startswith(("{", "[")):
        raise Unreadable(f"{path.name}: this is no JSON{other(path)}")
    if _is_line(start):
        return "lines"
    return _nested(path, holders, encoding)


def _is_line(start: str) -> bool:
    """Tell whether the first line is an object by itself, and another follows it or nothing."""
    first, _, rest = start.lstrip().partition("\n")
    if not first.startswith("{") or not first.rstrip().endswith("}"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return rest.lstrip()[:1] == "{"


def _nested(path: Path, holders: Sequence[str], encoding: str) -> str:
    """Find where the records are by the first of them, however long it is."""
    inside = ""
    for place, event, _ in _events(path, encoding):
        if event == "start_array" and not place:
            inside = "item"
        if event == "start_array" and (name := place.removeprefix(f"{inside}.")) in holders:
            return f"{inside}.{name}.item" if inside else f"{name}.item"
        if event == "end_map" and place == inside:
            break
    return inside


def _events(path: Path, encoding: str) -> Iterator[tuple[str, str, Any]]:
    ijson = needed("ijson", "JSON")
    with in_utf8(path, encoding) as file, _told(path, ijson.JSONError):
        yield from ijson.parse(_Shallow(path.name, file), **_READING)


def _items(path: Path, prefix: str, encoding: str) -> Iterator[Any]:
    ijson = needed("ijson", "JSON")
    with in_utf8(path, encoding) as file, _told(path, ijson.JSONError):
        yield from ijson.items(_Shallow(path.name, file), prefix, **_READING)


@contextmanager
def _told(path: Path, wrong: type[Exception]) -> Iterator[None]:
    """Say in our words what the reader of JSON could not read."""
    try:
        yield
    except wrong as error:
        said = str(error).partition("\n")[0].strip()
        if "premature" in said or "Incomplete" in said or "incomplete" in said:
            reason = f"{path.name}: it ends in the middle of the JSON; it was cut off: get it again"
        elif "UTF8" in said or "utf-8" in said:
            reason = f"{path.name}: it is not UTF-8; name its encoding: --encoding cp1252"
        else:
            reason = f"{path.name}: this is no JSON: {said}"
        raise _Broken(reason) from error


def _lines(path: Path, encoding: str) -> Iterator[Record]:
    with in_utf8(path, encoding) as file:
        for number, line in enumerate(lines(file), start=1):
            if not line.strip():
                continue
            at = f"{path.name}:{number}"
            try:
                yield Record(at, json.loads(line))
            except UnicodeDecodeError as error:
                raise Unreadable(
                    f"{at}: it is not UTF-8; name its encoding: --encoding cp1252"
                ) from error
            except (ValueError, RecursionError) as error:
                raise Unreadable(f"{at}: this line is no JSON: {_brief(error)}") from error


def _brief(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, at its character {error.pos + 1}"
    return "it cannot be read"


def lines(file: Bytes) -> Iterator[bytes]:
    """Yield the lines of a file, without their line feeds."""
    rest: list[bytes] = []
    while piece := file.read(_PIECE):
        first, *more = piece.split(b"\n")
        rest.append(first)
        for line in more:
            yield b"".join(rest)
            rest = [line]
    yield b"".join(rest)
