"""``bibliography.json``: CSL-JSON entries of sources, beside the columns that evidence needs.

CSL-JSON, as Zotero and other managers of references write it: an array of objects, each with the
id of a source and a ``type`` of CSL. What else an entry says is kept as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from cardindex import inputs
from cardindex.errors import Problem
from cardindex.tables.writing import first_difference

FILE = "bibliography.json"

Entry = dict[str, Any]
"""What CSL-JSON says of one work; ``id`` and ``type`` are texts."""

MOST_BYTES = 256_000_000
"""Bytes of the longest bibliography that is read."""

_HOW = 'write an array of objects such as {"id": "essay", "type": "article-journal"}'
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class Bibliography:
    """The entries of the file, in its order, and the lines on which they start.

    ``text`` is the file as it was decoded. ``whole``: nothing in it is malformed.
    """

    entries: Sequence[Entry] = ()
    lines: Sequence[int] = ()
    text: str = ""
    whole: bool = True


def read(folder: Path) -> tuple[Bibliography | None, list[Problem]]:
    """Read the bibliography of ``folder``; there is none, and nothing wrong, without the file."""
    try:
        data = inputs.contents(folder / FILE, MOST_BYTES)
    except FileNotFoundError:
        if not (folder / FILE).is_symlink():
            return None, []
        message = "is a link to a file that is not there; put a file there that you may open"
        return None, [Problem(FILE, 0, "", "unreadable-file", message)]
    except OSError as error:
        message = f"cannot be read: {error.strerror}; put a file there that you may open"
        return None, [Problem(FILE, 0, "", "unreadable-file", message)]
    return parse(data)


def parse(data: bytes) -> tuple[Bibliography | None, list[Problem]]:
    """Parse the bytes of the file: its entries, in NFC, and what is wrong with them."""
    try:
        body = inputs.decoded(data)
    except inputs.Undecodable as error:
        message = f"{error}; save the file as UTF-8"
        return None, [Problem(FILE, error.line, "", "bad-encoding", message)]
    text = data.decode()
    try:
        found = _DECODER.decode(body)
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        return None, [_malformed(error.lineno, "", f"is not JSON: {error.msg}; {_HOW}")]
    except (ValueError, RecursionError) as error:
        return None, [_malformed(0, "", f"is not JSON: {_reason(error)}; {_HOW}")]
    if not isinstance(found, list):
        return None, [_malformed(1, "", f"is no array; {_HOW}")]
    entries, lines, problems = [], [], []
    for line, entry in zip(_lines(body), found, strict=True):
        faults = [_malformed(line, key, message) for key, message in _faults(entry)]
        problems += faults
        if not faults:
            entries.append(entry)
            lines.append(line)
    return Bibliography(entries, lines, text, not problems), problems


def canonical(entries: Iterable[Entry]) -> str:
    """Return the canonical text: sorted by id, indented by two, UTF-8 as it is, NFC."""
    return "".join(pieces(sorted(entries, key=lambda entry: str(entry["id"]))))


def pieces(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the canonical text of entries that come sorted by id, one at a time."""
    before = "[\n"
    for entry in entries:
        text = json.dumps([entry], ensure_ascii=False, indent=2)
        yield before + _composed(text.removeprefix("[\n").removesuffix("\n]"))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def entry_text(entry: Entry) -> str:
    """Return one entry as JSON in one line."""
    return _composed(json.dumps(entry, ensure_ascii=False))


def form_problem(read_: Bibliography) -> Problem | None:
    """Return a warning where the file is not in canonical form, naming the first difference."""
    wanted = canonical(read_.entries)
    if not read_.whole or wanted == read_.text:
        return None
    row = first_difference(read_.text, wanted)
    message = (
        'from this line on, order, spacing or spelling is not canonical; "cardindex fmt" mends it'
    )
    return Problem(FILE, row, "", "not-canonical", message, "warning")


def _faults(entry: object) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong with it and how to mend it)."""
    if not isinstance(entry, dict):
        yield "", f"an entry is no object; {_HOW}"
        return
    for key, how in (("id", "give the id of a source"), ("type", 'give one, such as "book"')):
        value = entry.get(key)
        if not isinstance(value, str) or not value:
            wrong = f"is {json.dumps(value)} and no text" if value else "is missing"
            yield key, f"{key} {wrong}; {how}"


def _lines(text: str) -> Iterator[int]:
    """Yield the line on which each element of the array in ``text`` starts."""
    at = text.index("[") + 1
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        if text[at] == "]":
            return
        yield text.count("\n", 0, at) + 1
        _, at = _DECODER.raw_decode(text, at)


def _malformed(row: int, key: str, message: str) -> Problem:
    return Problem(FILE, row, key, "malformed-bibliography", message)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "brackets are nested too deeply"
    if isinstance(error, UnicodeEncodeError):
        return "half of a character stands alone"
    return str(error)


def _unique(pairs: list[tuple[str, Any]]) -> Entry:
    pairs = [(_composed(key), _composed_within(value)) for key, value in pairs]
    entry = dict(pairs)
    if len(entry) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        message = f'an object has the key "{twice}" twice'
        raise ValueError(message)
    return entry


def _no_number(text: str) -> NoReturn:
    message = f"{text} is no number"
    raise ValueError(message)


def _number(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _no_number(text)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _composed_within(value: object) -> object:
    """Compose a text, or the texts of a list; objects were composed as they were read."""
    if isinstance(value, str):
        return _composed(value)
    return list(map(_composed_within, value)) if isinstance(value, list) else value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_number
)
