"""index.toml: what an index is called, who may use it, and which of its entities form blocs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex.errors import Problem, suggestion

FILE = "index.toml"
TEXTS = ("title", "description", "base", "licence", "version", "ontology")
KEYS = (*TEXTS, "blocs")
REQUIRED = {"title": "My index", "base": "https://example.org/my-index/"}

_BASE_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]+[/#]")
_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
_BLOCS = 'write [blocs] and then lines such as "Services" = ["kgb", "cia"]'


@dataclass(frozen=True)
class Settings:
    """What ``index.toml`` says.

    ``ontology`` is the path of the index's ontology, or None for the one that ships with
    cardindex. ``blocs`` maps a bloc's label to entity ids; blocs are the editor's judgement.
    """

    title: str = ""
    description: str = ""
    base: str = ""
    licence: str = ""
    version: str = ""
    ontology: Path | None = None
    blocs: dict[str, tuple[str, ...]] = field(default_factory=dict)


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
    return _settings(values, folder, {problem.column for problem in problems}), problems


def _settings(values: dict[str, Any], folder: Path, wrong: set[str]) -> Settings:
    """Return the settings but for those that are ``wrong``."""
    right = {key: value for key, value in values.items() if key in KEYS and key not in wrong}
    ontology = right.pop("ontology", "")
    blocs = {label: tuple(ids) for label, ids in right.pop("blocs", {}).items()}
    return Settings(**right, ontology=folder / ontology if ontology else None, blocs=blocs)


def _faults(values: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Return (key, what is wrong with it and how to mend it)."""
    known = ", ".join(KEYS)
    faults = [
        (key, f'unknown key "{key}"{suggestion(key, KEYS) or "; delete it"} (the keys are {known})')
        for key in values
        if key not in KEYS
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
    return faults + _bloc_faults(values.get("blocs", {}))


def _bloc_faults(blocs: object) -> list[tuple[str, str]]:
    if not isinstance(blocs, dict):
        return [("blocs", f"blocs is not a table; {_BLOCS}")]
    return [
        ("blocs", f'bloc "{label}" is not a list of entity ids; {_BLOCS}')
        for label, ids in blocs.items()
        if not (isinstance(ids, list) and all(isinstance(entity, str) for entity in ids))
    ]


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands; 0 where it is not to be seen."""
    found = re.search(rf"^[ \t]*(?:\[{key}\]|\"?{re.escape(key)}\"?[ \t]*=)", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _not_toml(text: str, error: tomllib.TOMLDecodeError) -> Problem:
    place = _TOML_LINE.search(str(error))
    row = int(place[1]) if place and place[1] else text.count("\n") + 1
    wrong = _TOML_LINE.sub("", str(error))
    message = f'is not TOML: {wrong}; a line is a key, = and a text in quotation marks: title = "…"'
    return Problem(FILE, row, "", "malformed-settings", message)
