"""Checks of what texts are made of: what acts, what is not seen, what was lost, scripts mixed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cardindex import inputs
from cardindex.characters import (
    BIDI,
    CONTROLS,
    INVISIBLE,
    LOST,
    NO_CHARACTERS,
    PRIVATE,
    SEPARATORS,
    spelt,
)
from cardindex.checks.registry import Draft, check
from cardindex.errors import Problem, Severity
from cardindex.scripts import alike, mixed, script, strangers
from cardindex.settings import FILE as SETTINGS
from cardindex.tables import bibliography

QUERIES, QUERY = "queries", "*.rq"
"""Where an index has queries of its own, and how their files are called."""

_MOST_BYTES = 1_000_000
# What text tables have no other place for, and XML none at all.
_BARRED = f"{CONTROLS}\ud800-\udfff\ufffe\uffff"

# What is not seen, and yet belongs where it stands: after a symbol, Han or Mongolian letter the
# choice of its form, after a flag which region's it is.
_FORMED = re.compile(
    "(?<=[#*0-9\u00a9\u00ae\u203c-\u303d\u3297\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|(?<=[\u1800-\u18af])[\u180b-\u180f]"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007f]+"
    "|(?<=[\u1100-\u11ff])[\u115f\u1160]|[\u115f\u1160](?=[\u1100-\u11ff])"
)


class _Kind(NamedTuple):
    """What one kind of character does, and what is to be done with it."""

    pattern: re.Pattern[str]
    code: str
    severity: Severity
    does: str
    mend: str


_KINDS = (
    _Kind(
        re.compile(f"[{_BARRED}]"), "control-character", "error",
        "a character that is not to be seen, and that programs act on", "delete it",
    ),
    _Kind(
        re.compile(f"[{BIDI}]"), "control-character", "error",
        "which turns the direction of what follows, so that a name reads as another",
        "delete it; for a mark of direction use U+200E or U+200F",
    ),
    _Kind(
        re.compile(f"[{SEPARATORS}]"), "invisible-character", "warning",
        "a line end that only some programs see", "write a space, or a line feed",
    ),
    _Kind(
        re.compile(f"[{INVISIBLE}]"), "invisible-character", "warning",
        "which is not seen, so that two names that look alike differ", "delete it",
    ),
    _Kind(
        re.compile(f"[{LOST}]"), "lost-character", "warning",
        "which stands for a letter that a program could not read", "write the letter",
    ),
    _Kind(
        re.compile(f"[{PRIVATE}{NO_CHARACTERS}]"), "private-character", "warning",
        "which no two fonts need show alike", "write what it stands for",
    ),
)  # fmt: skip
_ANY = re.compile("|".join(kind.pattern.pattern for kind in _KINDS))
_ASCII_BARRED = bytes([*range(9), *range(11, 32), 127])

_NAMES = (("entities", "label"), ("names", "name"), ("groups", "value"), ("sources", "title"))
"""The columns of what things are called."""

Place = tuple[str, int, str, str]
"""File, line, column, and the text that stands there."""


@check
def characters_are_to_be_seen(draft: Draft) -> Iterator[Problem]:
    """No text holds what acts on a screen; what is not seen, lost or private is told."""
    for table in draft.tables:
        if not _is_suspect(table.text):
            continue
        for column, cells in table.columns.items():
            if _is_suspect("\n".join(cells)):
                for line, cell in zip(table.lines, cells, strict=True):
                    yield from _told(table.file, line, column, cell)
    for place in _beside(draft):
        yield from _told(*place)


@check
def words_are_in_one_script(draft: Draft) -> Iterator[Problem]:
    """No word of a name mixes letters that look alike: a Cyrillic letter among Latin ones."""
    for name, column in _NAMES:
        table = getattr(draft, name)
        if table.text.isascii():
            continue
        found = {cell: words for cell in set(table[column]) if (words := mixed(cell))}
        for line, cell in zip(table.lines, table[column], strict=True) if found else ():
            for word in found.get(cell, ()):
                yield _mixed(table.file, line, column, word)
    for file, line, column, text in _settings(draft):
        for word in mixed(text):
            yield _mixed(file, line, column, word)


def of_queries(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the characters of the queries of the index in ``folder``."""
    try:
        paths = sorted((folder / QUERIES).glob(QUERY))
    except OSError:
        return
    for path in paths:
        try:
            text = inputs.decoded(inputs.contents(path, _MOST_BYTES))
        except (OSError, inputs.Undecodable):  # told where queries are read
            continue
        for line, row in enumerate(text.split("\n"), start=1):
            yield from _told(f"{QUERIES}/{path.name}", line, "", row)


def _is_suspect(text: str) -> bool:
    if text.isascii():
        # Seven times as fast as the expression, and most texts are.
        data = text.encode()
        return len(data.translate(None, _ASCII_BARRED)) < len(data)
    return _ANY.search(text) is not None


def _told(file: str, line: int, column: str, text: str) -> Iterator[Problem]:
    """Yield a Problem for each kind of character that a text should not hold."""
    if not _is_suspect(text):
        return
    formed = {at for found in _FORMED.finditer(text) for at in range(*found.span())}
    told: dict[_Kind, list[int]] = {}
    for found in _ANY.finditer(text):
        if found.start() not in formed:
            kind = next(kind for kind in _KINDS if kind.pattern.match(found[0]))
            told.setdefault(kind, []).append(found.start())
    for kind, places in told.items():
        chars = dict.fromkeys(text[at] for at in places)
        mend = kind.mend
        if windows := {char: seen for char in chars if (seen := _windows(char))}:
            mend = f"write {', '.join(windows.values())}, as Windows has it, or delete it"
        message = (
            f"{', '.join(map(_called, chars))}, {kind.does}: {_around(text, places[0])}; {mend}"
        )
        yield Problem(file, line, column, kind.code, message, kind.severity)


def _called(char: str) -> str:
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X} ({name})" if name else f"U+{ord(char):04X}"


def _windows(char: str) -> str:
    """Return what a control is in the alphabet of Windows, from which it was misread."""
    if not "\x80" <= char <= "\x9f":
        return ""
    return char.encode("latin-1").decode("cp1252", errors="ignore")


def _around(text: str, at: int) -> str:
    """Quote the text around a place, with what is not to be seen spelt out."""
    start, end = max(at - 20, 0), at + 21
    shown = _ANY.sub(lambda found: spelt(found[0]), text[start:end])
    return f'"{"…" * (start > 0)}{shown}{"…" * (end < len(text))}"'


def _mixed(file: str, line: int, column: str, word: str) -> Problem:
    strange = strangers(word)
    plain = alike(word, strange)
    mend = "write it in one script" if mixed(plain) or plain == word else f'write "{plain}"'
    letters = ", ".join(f"{char} (U+{ord(char):04X})" for char in strange)
    message = (
        f'"{word}" mixes scripts: {letters} is {script(strange[0]).capitalize()} among other '
        f"letters; {mend}, or leave it if it is so written"
    )
    return Problem(file, line, column, "mixed-scripts", message, "warning")


def _beside(draft: Draft) -> Iterator[Place]:
    """Yield the texts that an index holds beside its tables."""
    yield from _settings(draft)
    listed = draft.bibliography
    for line, entry in zip(listed.lines, listed.entries, strict=True):
        for key, value in entry.items():
            for text in (key, *_texts(value)):
                yield bibliography.FILE, line, key, text
    if draft.settings.ontology is not None:
        vocabulary = draft.vocabulary
        for id_, term in (*vocabulary.types.items(), *vocabulary.relations.items()):
            for text in _texts(vars(term)):
                yield draft.settings.ontology.name, 0, id_, text


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
