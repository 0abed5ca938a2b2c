"""Files of GEDCOM → its records: decoded, long values joined, substructures under what they are of.

Read here and not by a package: 5.5.1 and 7 would need two packages with different trees, one of
which alters what it reads, and neither tells which structures were never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cardindex.imports.format import Unreadable
from cardindex.imports.gedcom.ansel import decoded
from cardindex.imports.opened import head_of
from cardindex.imports.streaming import head, in_utf8, marked, other
from cardindex.imports.streaming import lines as lines_of

_LINE = re.compile(r"\s*(\d{1,2})\s+(?:@([^@\s][^@]*)@\s+)?([A-Za-z0-9_]+)(?:\s(.*))?")
_POINTER = re.compile(r"@([^@#\s][^@]*)@")
_CHARSET = re.compile(r"^\s*1\s+CHAR\s+(\S.*?)\s*$", re.MULTILINE)
_CHARSETS = {
    "UTF-8": "utf-8", "UTF8": "utf-8", "UNICODE": "utf-8", "ASCII": "cp1252",
    "ANSI": "cp1252", "WINDOWS": "cp1252", "WINDOWS-1252": "cp1252", "CP1252": "cp1252",
    "ISO-8859-1": "latin-1", "ISO8859-1": "latin-1", "LATIN1": "latin-1",
    "WINDOWS-1250": "cp1250", "CP1250": "cp1250", "WINDOWS-1251": "cp1251", "CP1251": "cp1251",
    "IBMPC": "cp437", "IBM": "cp437", "MSDOS": "cp850", "OEM": "cp850", "MACINTOSH": "mac_roman",
    "ANSEL": "ansel",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """A structure: its tag, its value (with its further lines), what it points at, what it holds.

    ``used`` says that somebody has looked at it: what nobody has is told of in the end.
    """

    tag: str
    value: str
    line: int
    id: str = ""
    level: int = 0
    parts: list[Node] = field(default_factory=list)
    used: bool = False

    def all(self, *tags: str) -> list[Node]:
        """Return the structures of these tags in it, and mark them as looked at."""
        found = [part for part in self.parts if part.tag in tags]
        for part in found:
            part.used = True
        return found

    def one(self, tag: str) -> Node | None:
        """Return the first structure of a tag in it; the others stay to be told of."""
        part = next((part for part in self.parts if part.tag == tag), None)
        if part is not None:
            part.used = True
        return part

    def text(self, tag: str) -> str:
        """Return the value of the first structure of a tag, in one line; empty without one."""
        part = self.one(tag)
        return " ".join(part.value.split()) if part is not None else ""

    @property
    def pointer(self) -> str:
        """The id that it points at; empty where its value is none, or leads nowhere on purpose."""
        found = _POINTER.fullmatch(self.value.strip())
        return found[1] if found and found[1] != "VOID" else ""


@dataclass
class Charset:
    """In what a file is written, what of it was mended, and whether it said otherwise."""

    name: str
    utf8: bool = False  # lines that are UTF-8 although it says otherwise
    joined: int = 0  # lines that are none, and go on with the one before


def charset(path: Path, encoding: str = "") -> Charset:
    """Return in what a file is written: as was said, as its first bytes show, or as its head says.

    Raises Unreadable where it is no GEDCOM.
    """
    start = head(path, encoding)
    if not re.match(r"\s*0\s+HEAD\b", start):
        message = f"{path.name}: this is no GEDCOM, which begins with 0 HEAD"
        raise Unreadable(message + other(path, "gedcom"))
    if encoding:
        return Charset(encoding)
    if marked(head_of(path)[:4]):
        return Charset("utf-8")
    said = _CHARSET.search(start.replace("\r", "\n"))
    return Charset(_CHARSETS.get(said[1].upper(), "utf-8") if said else "utf-8")


def records(path: Path, kind: Charset, encoding: str = "") -> Iterator[Node]:
    """Yield the records of a file. Raises Unreadable."""
    with in_utf8(path, encoding if encoding.lower().replace("_", "-") != "ansel" else "") as file:
        stack: list[Node] = []
        for number, raw in enumerate(_rows(lines_of(file)), start=1):
            text = _text(raw, kind, f"{path.name}:{number}", recoded=bool(encoding))
            found = _LINE.fullmatch(text)
            if not text.strip():
                continue
            if found is None:
                _join(stack, text, kind, f"{path.name}:{number}")
                continue
            level, id_, tag, value = int(found[1]), found[2] or "", found[3].upper(), found[4] or ""
            if level == 0 and stack:
                yield stack[0]
                stack.clear()
            if tag in {"CONT", "CONC"} and stack:
                _continue(stack, level, value, tag)
                continue
            node = Node(
                tag, value.removeprefix("@") if value[:2] == "@@" else value, number, id_, level
            )
            while stack and stack[-1].level >= level:
                stack.pop()
            if stack:
                stack[-1].parts.append(node)
            elif level:
                raise Unreadable(f"{path.name}:{number}: a line of level {level} stands in nothing")
            stack.append(node)
        if not stack or stack[0].tag != "TRLR":
            raise Unreadable(f"{path.name}: it ends without 0 TRLR: it was cut off; get it again")


def _continue(stack: list[Node], level: int, value: str, tag: str) -> None:
    while len(stack) > 1 and stack[-1].level >= level:
        stack.pop()
    more = value.replace("@@", "@") if value[:2] == "@@" else value
    stack[-1].value += f"\n{more}" if tag == "CONT" else more


def _join(stack: list[Node], text: str, kind: Charset, at: str) -> None:
    """Take a line that is none for more of the one before: programs break notes so."""
    if not stack:
        raise Unreadable(f"{at}: this is no line of GEDCOM, which is a level, a tag and a value")
    kind.joined += 1
    stack[-1].value += f"\n{text.strip()}"


def _rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines, however they end: some programs write a carriage return alone."""
    for line in lines:
        yield from line.removesuffix(b"\r").split(b"\r")


def _text(raw: bytes, kind: Charset, at: str, *, recoded: bool) -> str:
    if raw.isascii():
        return raw.decode("ascii").replace("\0", "")
    try:
        text = raw.decode("utf-8")
        kind.utf8 = kind.utf8 or (kind.name not in {"utf-8", "utf-16"} and not recoded)
        return text
    except UnicodeDecodeError as error:
        if kind.name == "ansel":
            return decoded(raw)
        if kind.name == "utf-8":
            how = "name its encoding: --encoding cp1252, or ansel"
            raise Unreadable(f"{at}: it is not UTF-8, as it says; {how}") from error
        return raw.decode(kind.name, "replace")
