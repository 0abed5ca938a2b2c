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
_UPDATES = "INSERT|DELETE|LOAD|CLEAR|DROP|CREATE"


def explain(text: str, told: str, prefixes: Mapping[str, str]) -> str:
    """Say why a query is no SPARQL, and at which line and column; the line is shown."""
    if not text.strip():
        return "the query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE …"
    if update := keyword(_UPDATES, bare(text)):
        reason = "queries read and change nothing; write SELECT, ASK, CONSTRUCT or DESCRIBE"
        return _shown(text, *_line_and_column(text, update.start()), reason)
    match = _SYNTAX.match(told)
    if match is None:
        return f"the query is not SPARQL: {told}"
    line, column = int(match[1]), int(match[2])
    if reason := _reason(text.split("\n")[line - 1][: column - 1], match[3], prefixes):
        return _shown(text, line, column, reason)
    # Oxigraph tells how far it read with all readings tried; where the sense ends lies before.
    line, column = _end_of_sense(text) or (line, column)
    return _shown(text, line, column, "the query cannot be read on from here")


def _shown(text: str, line: int, column: int, reason: str) -> str:
    lines = text.split("\n")
    pointed = f"\n  {lines[line - 1]}\n  {' ' * (column - 1)}^" if line <= len(lines) else ""
    return f"line {line}, column {column}: {reason}{pointed}"


def _reason(before: str, told: str, prefixes: Mapping[str, str]) -> str:
    """Say what Oxigraph told of the place that ``before`` leads to, where that says something."""
    if "Prefix not found" in told:
        names = re.findall(r"([\w-]*):[^\s:]*$", before)
        if names and names[0] not in prefixes:
            return f'unknown prefix "{names[0]}:"{suggestion(names[0], prefixes)}'
    if "unbound" in told:
        return "it selects a variable that is neither grouped by nor counted"
    if "IRI parsing failed" in told:
        return "this is no IRI"
    return ""


def _end_of_sense(text: str) -> tuple[int, int] | None:
    """Return line and column of the first statement that rdflib cannot read; None if it can."""
    # Half a second, which only a query that cannot be run anyway has to wait.
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        parseQuery(text)
    except Exception as error:  # noqa: BLE001 - it is asked for a place, and may have none
        line, column = getattr(error, "lineno", 0), getattr(error, "col", 0)
        return (line, column) if line else None
    return None


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place(text: str, offset: int) -> str:
    """Say at which line and column of ``text`` an offset is."""
    return "line {}, column {}".format(*_line_and_column(text, offset))
