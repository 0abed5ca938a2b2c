"""Ontologies that tests write: the packaged one with more, or less, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardindex import ontology, turtlereader
from cardindex.errors import InvalidIndex
from cardindex.ontology import core

PACKAGED = ontology.packaged_path()
TEXT = PACKAGED.read_text(encoding="utf-8")
VOCABULARY = ontology.load(PACKAGED)
LINE = TEXT.count("\n") + 3  # at which begins what `changed` adds
LINK = "a owl:ObjectProperty , ci:LinkRelation"
WHOLE = f'{LINK} ; ci:family ci:money ; ci:words "paid"@en'


def changed(tmp_path: Path, text: str = TEXT, *, more: str = "") -> Path:
    """Write an ontology of one's own; it may use the prefix ``my:``."""
    path = tmp_path / "my.ttl"
    path.write_text(f"{text}\n@prefix my: <https://example.org/mine/> .\n{more}", encoding="utf-8")
    return path


def changed_core(path: Path) -> list[str]:
    """Name the core terms (``ci:Claim``) that an ontology lacks, changes or adds, sorted."""
    return sorted(map(core._told, core._changed(turtlereader.read(path))))


def problems(path: Path) -> list[str]:
    """Return the problems for which an ontology is not taken, as they are printed."""
    with pytest.raises(InvalidIndex) as caught:
        ontology.load(path)
    return [str(problem) for problem in caught.value.problems]


def only(path: Path) -> str:
    """Return the one problem of an ontology, as it is printed."""
    _, (problem,) = ontology.examine(path)
    assert "\n" not in str(problem)
    return str(problem)
