"""Bytes → rows of a CSV file: its encoding, what separates its cells, and what breaks it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

from cardindex import inputs
from cardindex.errors import suggestion
from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped, Guessed, Wishes
from cardindex.imports.tabular.sheets import Row, Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_TOLD = {"\t": "tabs", ";": "semicolons", "|": "bars", " ": "spaces"}
_EXCEL = re.compile(r"""\s*"?sep=(?P<by>[,;|\t])"?[,;|\t]*\n""", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FEW = 50  # lines that tell what separates cells


def sheet(path: Path, contents: bytes, wishes: Wishes) -> Sheet:
    """Read a CSV file; raises Unreadable where it is no text, or where it breaks off."""
    text, told = _decoded(path, contents, wishes.encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROLS.search(text):
        text = _CONTROLS.sub("", text)
        told.append(Guessed(f"{path.name}: control characters (NUL and the like) are left out"))
    delimiter = _delimiter(path, wishes.delimiter)
    excel = _EXCEL.match(text)
    if excel:
        # The line keeps its place, so that rows are told by their own numbers.
        text = "\n" + text[excel.end() :]
    by = delimiter or (excel["by"] if excel else _guessed(text))
    if not delimiter and by in _TOLD:
        told.append(Guessed(f"{path.name}: its cells are separated by {_TOLD[by]}"))
    if by == " ":
        text = re.sub("(?m)^ +| +$|(?<= ) +", "", text)
    _whole(path, text, by)
    return Sheet(path.name, _rows(path.name, text, by), told=told)


def _rows(name: str, text: str, by: str) -> Iterator[Row]:
    before = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=by)
    try:
        for cells in reader:
            row = [" ".join(cell.split()) for cell in cells]
            if any(row):
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        message = f"{name}:{before + 1}: cannot be read as CSV: {error}; shorten the cell"
        raise Unreadable(message) from error


def _whole(path: Path, text: str, by: str) -> None:
    """Raise Unreadable where a quotation mark is opened and never closed."""
    if '"' not in text:
        return
    start = [0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=by, strict=True)
    lenient = csv.reader(io.StringIO(text, newline=""), delimiter=by)
    try:
        for _ in reader:
            start[0] = reader.line_num
    except csv.Error as error:
        if "unexpected end" in str(error) or "larger than" in str(error):
            message = (
                f"{path.name}:{start[0] + 1}: a quotation mark opens a cell and nothing closes it; "
                'close it, or write a mark that is part of a cell twice ("")'
            )
            raise Unreadable(message) from error
        try:
            deque(lenient, maxlen=0)
        except csv.Error as other:
            message = f"{path.name}:{lenient.line_num}: cannot be read as CSV: {other}"
            raise Unreadable(message) from other


def _decoded(path: Path, contents: bytes, encoding: str) -> tuple[str, list[Guessed | Dropped]]:
    if encoding:
        return _named(path, contents, encoding), []
    for mark, name, told in _MARKS:
        if contents.startswith(mark):
            heard = [] if name == "utf-8-sig" else [Guessed(f"{path.name}: read as {told}")]
            return _named(path, contents, name), list(heard)
    if wide := _unmarked_utf16(contents):
        guess = Guessed(f"{path.name}: read as UTF-16, which it does not say (--encoding)")
        return _named(path, contents, wide), [guess]
    try:
        return contents.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    for name, told in (("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
        try:
            text = contents.decode(name)
        except UnicodeDecodeError:
            continue
        found = re.search(r"\w*[^\x00-\x7f]\w*", text)
        example = f", such as “{found[0][:30]}”" if found else ""
        guess = Guessed(
            f"{path.name}: read as {told}, as it is no UTF-8; where letters{example} are wrong, "
            "name its encoding: --encoding mac_roman, cp1250, cp1251 …"
        )
        return text, [guess]
    raise AssertionError  # Latin-1 reads all bytes


def _named(path: Path, contents: bytes, encoding: str) -> str:
    try:
        return contents.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        known = ("utf-8", "utf-16", "utf-16-le", "cp1252", "latin-1", "mac_roman", "cp1251")
        hint = suggestion(encoding, known) or f"; one of {', '.join(known)}"
        message = f'there is no encoding "{encoding}"{hint}'
        raise Unreadable(message) from error
    except (UnicodeError, TypeError, AttributeError) as error:
        reason = getattr(error, "reason", error)
        message = f"{path}: it is not in the encoding {encoding} ({reason}); name another"
        raise Unreadable(message) from error


def _unmarked_utf16(contents: bytes) -> str:
    head = contents[:2000]
    if head.count(0) < len(head) // 3 or len(head) < 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _delimiter(path: Path, named: str) -> str:
    found = _NAMED.get(named.strip().casefold(), named) if named else ""
    if found and (len(found) != 1 or found in '"\r\n'):
        message = f'{path.name}: cells cannot be separated by "{named}"; name one sign, or tab'
        raise Unreadable(message)
    return found


def _guessed(text: str) -> str:
    """Return what separates the cells: what gives the most rows the same number of cells."""
    lines = [line for line in text[:200_000].split("\n", _FEW)[:_FEW] if line.strip()]
    scores = {by: _even(lines, by) for by in (",", "\t", ";", "|")}
    best = max(scores, key=lambda by: scores[by])
    if scores[best][1] > 1:
        return best
    plain = [line for line in lines if line[0] not in "#%"]
    numbers = all(re.fullmatch(r"\s*\S+ +\S+(?: +-?[\d.]+)?\s*", line) for line in plain)
    return " " if numbers and plain and all(c.isdigit() for c in plain[-1].split()[0]) else ","


def _even(lines: list[str], by: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=by) if row)
    except csv.Error:
        return 0.0, 0
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 1
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    # Titles and comments above a table have no separators; one in a tenth of lines is chance.
    return round(count / sum(widths.values()), 1), width


def contents(path: Path) -> bytes:
    """Return the bytes of a file; raises Unreadable where there are none to read."""
    try:
        data = inputs.contents(path)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise Unreadable(message) from error
    if not data.strip():
        message = f"{path}: it is empty; look whether it was saved"
        raise Unreadable(message)
    return data
