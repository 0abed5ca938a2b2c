"""index.toml: what an index is called, who may use it, who coded it, what its page washes."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from cardindex import inputs, toml
from cardindex.characters import BIDI, INVISIBLE, LOST, SEPARATORS, quoted
from cardindex.errors import Problem, suggestion
from cardindex.turtlereader import is_iri

FILE = "index.toml"
QUERIES, QUERY = "queries", "*.rq"
"""The folder of an index's own queries, beside index.toml, and what their files are called."""

TEXTS = ("title", "description", "base", "licence", "version", "ontology", "additions", "wash")
PATHS = ("ontology", "additions")
"""The keys that lead to files of Turtle."""

KEYS = (*TEXTS, "coders")
OLD_KEYS = ("blocs",)
"""Keys that are a table now; ``cardindex fmt --upgrade`` moves their values there."""

WASH = "bloc"
"""The scheme of groups that the page washes, where index.toml names no other."""

PERSON, MACHINE = CODER_KINDS = ("person", "machine")
"""What a coder can be."""

REQUIRED = {"title": "My index", "base": "https://example.org/my-index/"}

MOST = 1_000_000
"""Bytes of index.toml that are read."""

_BASE_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]/?#][^\s<>\"{}|\\^`\[\]]*[/#]")
_UNSEEN = re.compile(f"[{BIDI}{SEPARATORS}{INVISIBLE}{LOST}]")
_USER = re.compile(r"https?://[^/?#]*@")
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST_BASE = 500
_TURTLE = {".ttl", ".turtle", ".nt"}
# How many faults of one kind are told one by one.
_FEW = 20
CODER_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
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
    cardindex; ``additions`` that of a file of terms that are added to it, or None. ``wash`` is the
    scheme of groups.csv that the page washes, or empty for none; ``coders`` maps ids to whom they
    stand for. ``lines`` are those on which the keys stand.
    """

    title: str = ""
    description: str = ""
    base: str = ""
    licence: str = ""
    version: str = ""
    ontology: Path | None = None
    additions: Path | None = None
    wash: str = WASH
    coders: dict[str, Coder] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


_Fault = tuple[str, str]
"""A key or the id of a coder, and what is wrong with it and how to mend it."""


def read(folder: Path) -> tuple[Settings, list[Problem]]:
    """Read ``index.toml`` in ``folder``; what is wrong with it comes back as Problems.

    What is right with it is in the Settings all the same, so that the rest can be checked. A file
    of more than a million bytes is not read.
    """
    try:
        text = inputs.decoded(inputs.contents(folder / FILE, MOST))
    except inputs.Undecodable as error:
        message = f"{error}; save the file as UTF-8"
        return Settings(), [Problem(FILE, error.line, "", "bad-encoding", message)]
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
        values = toml.parsed(text)
    except toml.MalformedToml as error:
        return Settings(), [_not_toml(error)]
    problems = [
        Problem(FILE, toml.line_of(text, key), key, "malformed-settings", message)
        for key, message in _faults(values, folder)
    ]
    problems += [
        Problem(
            FILE, toml.line_of_table(text, "coders", id_), "coders", "malformed-settings", message
        )
        for id_, message in _few(_coder_faults(values.get("coders", {})))
    ]
    problems += [
        Problem(
            FILE, toml.line_of(text, key), key, "blocs-in-settings",
            "blocs stand in groups.csv now, one row a member, with bloc as their scheme; "
            '"cardindex fmt --upgrade" moves them there',
        )
        for key in OLD_KEYS
        if key in values
    ]  # fmt: skip
    lines = {key: toml.line_of(text, key) for key in values if key in KEYS}
    return _settings(values, folder, lines, {problem.column for problem in problems}), problems


def _few(faults: Iterable[_Fault]) -> list[_Fault]:
    """Return the first of many faults of one sort, and how many more there are."""
    left = iter(faults)
    found = list(islice(left, _FEW))
    rest = [where for where, _ in left]
    return found + [(where, f"and {len(rest)} more such faults") for where in rest[:1]]


def _settings(
    values: dict[str, Any], folder: Path, lines: dict[str, int], wrong: set[str]
) -> Settings:
    """Return the settings but for those that are ``wrong``."""
    right = {key: value for key, value in values.items() if key in KEYS and key not in wrong}
    # Paths keep their Unicode form, as the file system has them.
    paths = {key: right.pop(key, "") for key in PATHS}
    coders = {
        id_: Coder(_composed(about["name"]), about["kind"])
        for id_, about in right.pop("coders", {}).items()
    }
    found = {key: folder / path if path else None for key, path in paths.items()}
    right = {key: _composed(value) for key, value in right.items()}
    return Settings(
        **right,
        ontology=found["ontology"],
        additions=found["additions"],
        coders=coders,
        lines=lines,
    )


def _composed(text: str) -> str:
    """Compose a text (NFC), as tables are read."""
    return unicodedata.normalize("NFC", text)


def _faults(values: dict[str, Any], folder: Path) -> Iterator[_Fault]:
    yield from _few(_unknown_keys(values))
    for key, example in REQUIRED.items():
        value = values.get(key, "")
        if isinstance(value, str) and not value.strip():
            yield key, f'has no {key}; add a line such as {key} = "{example}"'
    for key in TEXTS:
        value = values.get(key, "")
        if not isinstance(value, str):
            yield key, f'{key} is not a text; write {key} = "…"'
        elif "\n" in value.strip() and key != "description":
            yield key, f"{key} is more than one line; write it in one"
        elif key == "base" and value.strip():
            yield from ((key, message) for message in _base_faults(value))
        elif key in PATHS and value:
            yield from ((key, message) for message in _path_faults(key, value, folder))


def _unknown_keys(values: dict[str, Any]) -> Iterator[_Fault]:
    known = ", ".join(KEYS)
    for key in values:
        if key not in (*KEYS, *OLD_KEYS):
            mend = _other_spelling(key) or suggestion(key, KEYS) or "; delete it"
            yield key, f"unknown key {quoted(key)}{mend} (the keys are {known})"


def _other_spelling(key: str) -> str:
    """Say how a key is written that differs in case or white space alone."""
    lower = key.strip().casefold()
    if lower in OLD_KEYS:
        return f'; keys are written in lower case: "{lower}", which "cardindex fmt --upgrade" moves'
    return f'; keys are written in lower case: "{lower}"' if lower in KEYS else ""


def _base_faults(value: str) -> Iterator[str]:
    """Yield what keeps a text from being the beginning of addresses that others can follow."""
    if len(value) > _LONGEST_BASE:
        yield f"the base IRI has {len(value)} characters; write at most {_LONGEST_BASE}"
        return
    if not _BASE_IRI.fullmatch(value) or not is_iri(value) or _UNSEEN.search(value):
        mend = "write http:// or https:// first, / or # last, and no spaces"
        yield f"{quoted(value)} is no base IRI; {mend}"
    elif "#" in value[:-1]:
        yield f'{quoted(value)} is no base IRI; a "#" can only be its end'
    elif _USER.match(value):
        yield f'{quoted(value)} names a user before "@"; leave that out of what is published'


def _path_faults(key: str, value: str, folder: Path) -> Iterator[str]:
    """Yield what keeps a text from being the path of an ontology, or of what is added to it."""
    without = "the ontology that ships with cardindex" if key == PATHS[0] else "no additions"
    mend = f"give a path from the folder of {FILE}, or leave the line out for {without}"
    if value.startswith(("/", "~")) or _DRIVE.match(value) or "\\" in value:
        yield f'{quoted(value)} is no path that goes with the index; {mend}, "/" between folders'
        return
    path = folder / value
    try:
        kind = path.stat().st_mode
        real = path.resolve()
    except (OSError, ValueError):
        yield f"there is no file {quoted(value)} beside it; {mend}"
        return
    if stat.S_ISDIR(kind):
        yield f"{quoted(value)} is a folder; {mend}"
    elif not {path.suffix.lower(), real.suffix.lower()} <= _TURTLE:
        yield f"{quoted(value)} is no file of Turtle, whose name ends in .ttl; {mend}"


def _coder_faults(coders: object) -> Iterator[_Fault]:
    if not isinstance(coders, dict):
        yield "", f"coders is not a table; {_CODERS}"
        return
    for id_, about in coders.items():
        if not CODER_ID.fullmatch(id_):
            mend = "an id is lower-case letters and digits joined by hyphens"
            yield id_, f"{quoted(id_)} is no id of a coder; {mend}"
        elif not isinstance(about, dict):
            yield id_, f'coder "{id_}" is not a table; {_CODERS}'
        else:
            yield from ((id_, message) for message in _faults_of_coder(quoted(id_), about))


def _faults_of_coder(told: str, about: dict[str, Any]) -> Iterator[str]:
    unknown = [key for key in about if key not in ("name", "kind")]
    for key in unknown[:_FEW]:
        mend = suggestion(key.casefold(), ("name", "kind")) or "; delete it"
        yield f"coder {told}: unknown key {quoted(key)}{mend} (the keys are name, kind)"
    name = about.get("name")
    if not (isinstance(name, str) and name.strip()):
        yield f'coder {told} has no name; add a line such as name = "Ann Example"'
    elif "\n" in name:
        yield f"the name of coder {told} is more than one line; write it in one"
    if about.get("kind") not in CODER_KINDS:
        yield f'coder {told} is of no kind; add the line kind = "person", or kind = "machine"'


def _not_toml(error: toml.MalformedToml) -> Problem:
    mend = 'a line is a key, = and a text in quotation marks: title = "…"'
    message = f"is not TOML: {error}; {mend}"
    return Problem(FILE, error.line, "", "malformed-settings", message)
