"""Checks of characters: acting, invisible, lost and private ones, and mixed scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cardindex import inputs
from cardindex.checks.registry import Draft, check
from cardindex.errors import Problem
from cardindex.scripts import mixed
from cardindex.settings import FILE as SETTINGS
from cardindex.settings import QUERIES, QUERY
from cardindex.suspects import is_suspect, mixtures, suspects
from cardindex.tables import bibliography

_MOST_BYTES = 1_000_000
_NAMES = (("entities", "label"), ("names", "name"), ("groups", "value"), ("sources", "title"))
"""The columns that hold names."""

Place = tuple[str, int, str, str]
"""File, line, column and the text there."""


@check
def characters_are_to_be_seen(draft: Draft) -> Iterator[Problem]:
    """No text has characters that act on a screen; invisible and lost ones are warned of."""
    for table in draft.tables:
        if not is_suspect(table.written):
            continue
        for column, cells in table.columns.items():
            if is_suspect("\n".join(cells)):
                for line, cell in zip(table.lines, cells, strict=True):
                    yield from _told(table.file, line, column, cell)
    for place in _beside(draft):
        yield from _told(*place)


@check
def words_are_in_one_script(draft: Draft) -> Iterator[Problem]:
    """No word of a name mixes letters that look alike: a Cyrillic letter among Latin ones."""
    for name, column in _NAMES:
        table = getattr(draft, name)
        if table.written.isascii():
            continue
        found = {cell for cell in set(table[column]) if mixed(cell)}
        for line, cell in zip(table.lines, table[column], strict=True) if found else ():
            if cell in found:
                yield from _mixed(table.file, line, column, cell)
    for place in _settings(draft):
        yield from _mixed(*place)


def of_queries(folder: Path) -> Iterator[Problem]:
    """Yield the problems of the index's own queries in ``folder``.

    A query that cannot be read is a warning: the index can be used without it.
    """
    try:
        paths = sorted((folder / QUERIES).glob(QUERY))
    except OSError:
        return
    for path in paths:
        name = f"{QUERIES}/{path.name}"
        try:
            text = inputs.decoded(inputs.contents(path, _MOST_BYTES))
        except OSError as error:
            why = error.strerror or error
            message = f"cannot be read: {why}; put a file there that you may open"
            yield Problem(name, 0, "", "unreadable-file", message, "warning")
            continue
        except inputs.Undecodable as error:
            message = f"{error}; save the query as UTF-8"
            yield Problem(name, error.line, "", "bad-encoding", message, "warning")
            continue
        for line, row in enumerate(text.split("\n"), start=1):
            yield from _told(name, line, "", row)


def _told(file: str, line: int, column: str, text: str) -> Iterator[Problem]:
    """Yield a Problem for each kind of character that a text should not hold."""
    for fault in suspects(text):
        yield Problem(file, line, column, fault.code, fault.message, fault.severity)


def _mixed(file: str, line: int, column: str, text: str) -> Iterator[Problem]:
    """Yield a Problem for each word of a name that mixes scripts."""
    for fault in mixtures(text):
        yield Problem(file, line, column, fault.code, fault.message, fault.severity)


def _beside(draft: Draft) -> Iterator[Place]:
    """Yield the texts of an index that are not in its tables."""
    yield from _settings(draft)
    listed = draft.bibliography
    for line, entry in zip(listed.lines, listed.entries, strict=True):
        for key, value in entry.items():
            for text in (key, *_texts(value)):
                yield bibliography.FILE, line, key, text


def _settings(draft: Draft) -> Iterator[Place]:
    known = draft.settings
    for key in ("title", "description", "licence", "version", "wash"):
        yield SETTINGS, known.lines.get(key, 0), key, getattr(known, key)
    for coder in known.coders.values():
        yield SETTINGS, known.lines.get("coders", 0), "coders", coder.name


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON has
    """Yield the texts within a value of JSON, however deep."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting += [*found.values(), *found]
        elif isinstance(found, list | tuple):
            waiting += found
