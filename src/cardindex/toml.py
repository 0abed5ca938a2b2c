"""TOML from untrusted files: parsed within limits, with the lines of keys."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

DEEPEST = 50
"""Brackets inside brackets, and keys with dots between them, that are read."""

_LONGEST_REASON = 200  # characters: a reason can quote a key
_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
_KEY = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
# Python's parser takes quadratic time for keys with many dots.
_DOTTED = re.compile(rf"(?<![\w-]){_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{{DEEPEST},}}")
_LONG_NUMBER = re.compile(r"(?<![\w.\"])[+-]?\d[\d_]{4000,}")
_BRACKETS = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|\"(?:\\.|[^\"\\\n])*|'[^'\n]*'?|#[^\n]*"
    r"|[\[{]|[\]}]",
    re.DOTALL,
)


class MalformedToml(ValueError):
    """A text that is not TOML, or more than is read; ``line`` is 0 where it is not known."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def parsed(text: str) -> dict[str, Any]:
    """Parse a text whose lines end in line feeds; raises MalformedToml."""
    dotted = _DOTTED.search(text)
    if dotted:
        reason = f"a key of more than {DEEPEST} parts is not read"
        raise MalformedToml(_line(text, dotted.start()), reason)
    deep = _deepest_allowed(text)
    if deep is not None:
        reason = f"more than {DEEPEST} brackets stand inside one another"
        raise MalformedToml(_line(text, deep), reason)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _LINE.search(str(error))
        line = int(place[1]) if place and place[1] else _line(text, len(text))
        reason = _LINE.sub("", str(error))
        raise MalformedToml(line, reason[:_LONGEST_REASON]) from error
    except (ValueError, RecursionError) as error:
        # Python refuses to convert numbers with so many digits.
        long = _LONG_NUMBER.search(text)
        line = _line(text, long.start()) if long else 0
        reason = "a number is too long" if long else "it cannot be read"
        raise MalformedToml(line, reason) from error


def line_of(text: str, key: str) -> int:
    """Return the line on which a key stands first; 0 where it is not to be seen."""
    bare = re.escape(key)
    spelt = rf"(?:{bare}|\"{bare}\"|'{bare}')"
    found = re.search(
        rf"^[ \t]*(?:\[\[?[ \t]*{spelt}[ \t]*[\].]|{spelt}[ \t]*[=.])", text, re.MULTILINE
    )
    return _line(text, found.start()) if found else 0


def line_of_table(text: str, table: str, key: str) -> int:
    """Return the line of ``[table.key]``, or else that of ``table``."""
    bare = re.escape(key)
    found = re.search(rf"^[ \t]*\[{table}\.[\"']?{bare}[\"']?\]", text, re.MULTILINE)
    return _line(text, found.start()) if found else line_of(text, table)


def _deepest_allowed(text: str) -> int | None:
    """Return where a bracket opens that is inside too many others, if one does."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        met = found[0]
        if met in "[{":
            depth += 1
            if depth > DEEPEST:
                return found.start()
        elif met in "]}":
            depth = max(depth - 1, 0)
    return None


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def quoted(text: str) -> str:
    """Return a text as TOML writes it, in quotation marks."""
    # JSON escapes the same characters, except U+007F.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
