"""index.toml: what an index is called, who may use it, who coded it, what its page washes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex.errors import Problem, suggestion

FILE = "index.toml"
TEXTS = ("title", "description", "base", "licence", "version", "ontology", "wash")
KEYS = (*TEXTS, "coders")
OLD_KEYS = ("blocs",)
"""What stood here before and stands in a table now; ``cardindex fmt --upgrade`` moves it."""

WASH = "bloc"
"""The scheme of groups that the page washes, where index.toml names no other."""

PERSON, MACHINE = CODER_KINDS = ("person", "machine")
"""What a coder can be."""

REQUIRED = {"title": "My index", "base": "https://example.org/my-index/"}

_BASE_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]+[/#]")
_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
_CODER_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODERS = 'write [coders.ann], and below it the lines name = "Ann Example" and kind = "person"'


@dataclass(frozen=True)
class Coder:
    """Who wrote citations: a name, and whether that is a person or a machine."""

    name: str
    kind: str


@dataclass(frozen=True)
class Settings:
    """What ``index.toml`` says.

    ``ontology`` is the path of the index's ontology, or None for the one that ships with
    cardindex. ``wash`` is the scheme of groups.csv that the page washes, or empty for none;
    ``coders`` maps ids to whom they stand for.
    """

    title: str = ""
    description: str = ""
    base: str = ""
    licence: str = ""
    version: str = ""
    ontology: Path | None = None
    wash: str = WASH
    coders: dict[str, Coder] = field(default_factory=dict)


def read(folder: Path) -> tuple[Settings, list[Problem]]:
    """Read ``index.toml`` in ``folder``; what is wrong with it comes back as Problems.

    What is right with it is in the Settings all the same, so that the rest can be checked.
    """
    try:
        # Editors on Windows put a byte order mark before the text, which TOML does not know.
        text = (folder / FILE).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.object[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        row = error.object.count(b"\n", 0, error.start) + 1
        return Settings(), [Problem(FILE, row, "", "bad-encoding", message)]
    except FileNotFoundError:
        message = (
            'there is no such file; write one with the lines title = "My index" and '
            'base = "https://example.org/my-index/"'
        )
        return Settings(), [Problem(FILE, 0, "", "missing-settings", message)]
    except OSError as error:
        message = f"cannot be read: {error.strerror}; put a file there that you may open"
        return Settings(), [Problem(FILE, 0, "", "unreadable-file", message)]
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(), [_not_toml(text, error)]
    problems = [
        Problem(FILE, _line(text, key), key, "malformed-settings", message)
        for key, message in _faults(values, folder)
    ]
    problems += [
        Problem(
            FILE, _line(text, key), key, "blocs-in-settings",
            "blocs stand in groups.csv now, one row a member, with bloc as their scheme; "
            '"cardindex fmt --upgrade" moves them there',
        )
        for key in OLD_KEYS
        if key in values
    ]  # fmt: skip
    return _settings(values, folder, {problem.column for problem in problems}), problems


def _settings(values: dict[str, Any], folder: Path, wrong: set[str]) -> Settings:
    """Return the settings but for those that are ``wrong``."""
    right = {key: value for key, value in values.items() if key in KEYS and key not in wrong}
    ontology = right.pop("ontology", "")
    coders = {
        id_: Coder(about["name"], about["kind"]) for id_, about in right.pop("coders", {}).items()
    }
    return Settings(**right, ontology=folder / ontology if ontology else None, coders=coders)


def _faults(values: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Return (key, what is wrong with it and how to mend it)."""
    known = ", ".join(KEYS)
    faults = [
        (key, f'unknown key "{key}"{suggestion(key, KEYS) or "; delete it"} (the keys are {known})')
        for key in values
        if key not in (*KEYS, *OLD_KEYS)
    ]
    faults += [
        (key, f'has no {key}; add a line such as {key} = "{example}"')
        for key, example in REQUIRED.items()
        if not values.get(key)
    ]
    for key in TEXTS:
        value = values.get(key, "")
        if not isinstance(value, str):
            faults.append((key, f'{key} is not a text; write {key} = "…"'))
        elif key == "base" and value and not _BASE_IRI.fullmatch(value):
            mend = "write http:// or https:// first, / or # last, and no spaces"
            faults.append((key, f'"{value}" is no base IRI; {mend}'))
        elif key == "ontology" and value and not (folder / value).is_file():
            message = (
                f'there is no file "{value}" beside it; give a path from the folder of {FILE}, '
                "or leave the line out for the ontology that ships with cardindex"
            )
            faults.append((key, message))
    coders = values.get("coders", {})
    return faults + [("coders", message) for message in _coder_faults(coders)]


def _coder_faults(coders: object) -> Iterator[str]:
    """Yield what is wrong with the coders, and how to mend it."""
    if not isinstance(coders, dict):
        yield f"coders is not a table; {_CODERS}"
        return
    for id_, about in coders.items():
        if not _CODER_ID.fullmatch(id_):
            yield (
                f'"{id_}" is no id of a coder; an id is lower-case letters and digits joined by '
                "hyphens"
            )
        elif not isinstance(about, dict):
            yield f'coder "{id_}" is not a table; {_CODERS}'
        else:
            yield from _faults_of_coder(id_, about)


def _faults_of_coder(id_: str, about: dict[str, Any]) -> Iterator[str]:
    for key in about:
        if key not in ("name", "kind"):
            mend = suggestion(key, ("name", "kind")) or "; delete it"
            yield f'coder "{id_}": unknown key "{key}"{mend} (the keys are name, kind)'
    if not (isinstance(about.get("name"), str) and about["name"].strip()):
        yield f'coder "{id_}" has no name; add a line such as name = "Ann Example"'
    if about.get("kind") not in CODER_KINDS:
        yield f'coder "{id_}" is of no kind; add the line kind = "person", or kind = "machine"'


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands; 0 where it is not to be seen."""
    found = re.search(
        rf"^[ \t]*(?:\[{key}[\].]|\"?{re.escape(key)}\"?[ \t]*[=.])", text, re.MULTILINE
    )
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _not_toml(text: str, error: tomllib.TOMLDecodeError) -> Problem:
    place = _TOML_LINE.search(str(error))
    row = int(place[1]) if place and place[1] else text.count("\n") + 1
    wrong = _TOML_LINE.sub("", str(error))
    message = f'is not TOML: {wrong}; a line is a key, = and a text in quotation marks: title = "…"'
    return Problem(FILE, row, "", "malformed-settings", message)
