"""SPARQL as text: what in it is quoted, and where and why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cardindex.errors import suggestion


def bare(text: str) -> str:
    """Return a query with comments, strings and IRIs blanked out, all else in its place."""
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def keyword(words: str, bare_text: str) -> re.Match[str] | None:
    """Find a keyword in what ``bare`` left of a query; ``?from`` and ``ci:from`` are none."""
    return re.search(rf"(?<![?$:\w])(?:{words})\b", bare_text, re.IGNORECASE)


_QUOTED = re.compile(
    r"""\\.|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n]*""",
    re.DOTALL,
)


_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def explain(text: str, told: str, prefixes: Mapping[str, str]) -> str:
    """Say where a query is not SPARQL: line, column, and the line itself."""
    if not text.strip():
        return "the query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE …"
    match = _SYNTAX.match(told)
    if match is None:
        return f"the query is not SPARQL: {told}"
    line, column, reason = int(match[1]), int(match[2]), match[3]
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    where = f"line {line}, column {column}"
    pointer = f"\n  {shown}\n  {' ' * (column - 1)}^"
    return f"{where}: {_reason(shown, column, text, reason, prefixes)}{pointer}"


def _reason(shown: str, column: int, text: str, told: str, prefixes: Mapping[str, str]) -> str:
    if keyword("INSERT|DELETE|LOAD|CLEAR|DROP|CREATE", bare(text)):
        return "queries read and change nothing; write SELECT, ASK, CONSTRUCT or DESCRIBE"
    if "Prefix not found" in told:
        names = re.findall(r"([\w-]*):[^\s:]*$", shown[: column - 1])
        if names and names[0] not in prefixes:
            return f'unknown prefix "{names[0]}:"{suggestion(names[0], prefixes)}'
    if "unbound" in told:
        return "it selects a variable that is neither grouped by nor counted"
    if "IRI parsing failed" in told:
        return "this is no IRI"
    return "the query cannot be read on from here"


def place(text: str, offset: int) -> str:
    """Say at which line and column of ``text`` an offset is."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"
