"""SPARQL as text: what in it is quoted, and where and why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cardindex.characters import shown
from cardindex.engine.limits import Limits, exceeded
from cardindex.errors import QueryError, suggestion


def plain(text: str) -> str:
    """Return a query without a byte order mark, its lines ended as Python ends them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def hold_to(text: str, limits: Limits) -> None:
    """See to it that a text can be handed to an engine; raises QueryError where it cannot."""
    if len(text) > limits.text:
        raise exceeded("text", limits)
    if not text.strip():
        raise QueryError("the query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE …")
    if half := _HALF.search(text):
        reason = "this is half a character; save the query as UTF-8"
        raise QueryError(_pointed(text, *_line_and_column(text, half.start()), reason))
    depth = 0
    for mark in _BRACKETS.finditer(bare(text)):
        depth += 1 if mark[0] in "([{" else -1
        if depth > limits.depth:
            told = exceeded("depth", limits)
            raise QueryError(f"{place(text, mark.start())}: {told}", told.limit)


def bare(text: str) -> str:
    """Return a query with comments, strings and IRIs blanked out, all else in its place."""
    return _QUOTED.sub(_blank, text)


def keyword(words: str, text: str) -> int | None:
    """Return where the first of some keywords is; ``?from`` and ``entity:a-from`` are none."""
    if not re.search(words, text, re.IGNORECASE):
        return None
    left = _NAMES.sub(_blank, bare(text))
    found = re.search(rf"(?<![a-zA-Z])(?:{words})(?![a-zA-Z])", left, re.IGNORECASE)
    return found.start() if found else None


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", match[0])


# "<" followed by a variable is a comparison and opens no IRI: ?a<?b && ?c>?d.
_QUOTED = re.compile(
    r"""\\.|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'"""
    r"""|<(?![?$])[^<>"{}|^`\\\x00-\x20]*>|\#[^\r\n]*""",
    re.DOTALL,
)
_NAMES = re.compile(r"[?$@]\w+|[\w.-]*:[\w.:%-]*")
_BRACKETS = re.compile(r"[()\[\]{}]")
_HALF = re.compile("[\ud800-\udfff]")


_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATES = "INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD"
_QUERIES = "SELECT|ASK|CONSTRUCT|DESCRIBE"


def explain(text: str, told: str, prefixes: Mapping[str, str]) -> tuple[str, bool]:
    """Say why a query is no SPARQL, and at which line and column; the line is shown.

    Also tell whether ``explain_better`` may find a better place.
    """
    update, query = keyword(_UPDATES, text), keyword(_QUERIES, text)
    if update is not None and (query is None or update < query):
        reason = "queries read and change nothing; write SELECT, ASK, CONSTRUCT or DESCRIBE"
        return _pointed(text, *_line_and_column(text, update), reason), False
    match = _SYNTAX.match(told)
    if match is None:
        return f"the query is not SPARQL: {told}", False
    line, column = int(match[1]), int(match[2])
    if reason := _reason(_line(text, line)[: column - 1], match[3], prefixes):
        return _pointed(text, line, column, reason), False
    return _pointed(text, line, column, _UNREAD), True


def explain_better(text: str) -> str | None:
    """Say where a query goes wrong by rdflib's parser, which may take long or fail itself.

    Oxigraph reports the furthest place that any reading reached; the mistake may lie before it.
    """
    # rdflib takes half a second to import; only a query with an error pays for it.
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        parseQuery(text)
    except Exception as error:  # noqa: BLE001 - it is asked for a place, and may have none
        line, column = getattr(error, "lineno", 0), getattr(error, "col", 0)
        return _pointed(text, line, column, _UNREAD) if line else None
    return None


_UNREAD = "the query cannot be read on from here"
_ROOM = 100  # characters of a long line that are shown, as many of them before the place as after


def _pointed(text: str, line: int, column: int, reason: str) -> str:
    """Say what is wrong at a place, and show that place: the query may hold anything at all."""
    told = f"line {line}, column {column}: {reason}"
    # Tabs become spaces, so that the mark below stands beneath its place.
    whole = _line(text, line).replace("\t", " ")
    first = max(column - 1 - _ROOM // 2, 0)
    before, after = shown(whole[first : column - 1]), shown(whole[column - 1 : first + _ROOM])
    opened, closed = "…" if first else "", "…" if len(whole) > first + _ROOM else ""
    if line > text.count("\n") + 1:
        return told
    return f"{told}\n  {opened}{before}{after}{closed}\n  {' ' * len(opened + before)}^"


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else ""


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


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place(text: str, offset: int) -> str:
    """Say at which line and column of ``text`` an offset is."""
    return "line {}, column {}".format(*_line_and_column(text, offset))
