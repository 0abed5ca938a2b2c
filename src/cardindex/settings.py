"""index.toml: what an index is called, who may use it, and which of its entities form blocs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex.errors import Problem, suggestion

FILE = "index.toml"
KEYS = ("title", "description", "base", "licence", "version", "ontology", "blocs")
REQUIRED = ("title", "base")

_BASE_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+[/#]")
_TOML_LINE = re.compile(r"\(at line (\d+)")


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
    """Read ``index.toml`` in ``folder``; what is wrong with it comes back as Problems."""
    path = folder / FILE
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        row = int(line[1]) if line else 0
        return Settings(), [_problem(f"is not TOML: {error}", row=row)]
    except UnicodeDecodeError as error:
        return Settings(), [_problem(f"is not UTF-8 (byte {error.start}); save it as UTF-8")]
    except OSError as error:
        return Settings(), [
            Problem(FILE, 0, "", "unreadable-file", f"cannot be read: {error.strerror}")
        ]
    problems = list(_problems(values, folder))
    return _settings(values, folder) if not problems else Settings(), problems


def _settings(values: dict[str, Any], folder: Path) -> Settings:
    texts = {key: values.get(key, "") for key in KEYS[:5]}
    ontology = values.get("ontology", "")
    blocs = {label: tuple(ids) for label, ids in values.get("blocs", {}).items()}
    return Settings(**texts, ontology=folder / ontology if ontology else None, blocs=blocs)


def _problems(values: dict[str, Any], folder: Path) -> list[Problem]:
    problems = [
        _problem(f'unknown key "{key}"{suggestion(key, KEYS)}; keys are {", ".join(KEYS)}', key)
        for key in values
        if key not in KEYS
    ]
    problems += [
        _problem(f'has no {key}; add a line {key} = "…"', key)
        for key in REQUIRED
        if key not in values
    ]
    problems += [
        _problem(f'{key} is not a text; write {key} = "…"', key)
        for key in KEYS[:6]
        if not isinstance(values.get(key, ""), str)
    ]
    if problems:
        return problems
    base, ontology = values["base"], values.get("ontology", "")
    if not _BASE_IRI.fullmatch(base):
        problems.append(
            _problem(f'"{base}" is no base IRI; write http(s)://… ending in / or #', "base")
        )
    if ontology and not (folder / ontology).is_file():
        problems.append(
            _problem(
                f'there is no file "{ontology}" beside it; give a path from the folder of {FILE}, '
                "or leave the line out for the ontology that ships with cardindex",
                "ontology",
            )
        )
    return problems + _bloc_problems(values.get("blocs", {}))


def _bloc_problems(blocs: Any) -> list[Problem]:  # noqa: ANN401 - whatever the TOML holds
    form = 'write [blocs] and then lines such as "Services" = ["kgb", "cia"]'
    if not isinstance(blocs, dict):
        return [_problem(f"blocs is not a table; {form}", "blocs")]
    return [
        _problem(f'bloc "{label}" is not a list of entity ids; {form}', "blocs")
        for label, ids in blocs.items()
        if not (isinstance(ids, list) and all(isinstance(entity, str) for entity in ids))
    ]


def _problem(message: str, key: str = "", row: int = 0) -> Problem:
    return Problem(FILE, row, key, "malformed-settings", message)
