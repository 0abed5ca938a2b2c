"""The code knows no id of a relation or a family: what it asks of one, the ontology says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cardindex.ontology import load

SOURCES = Path(__file__).resolve().parent.parent / "src" / "cardindex"

WORDS = {
    "funded": "an example of what words a relation has, in what is said of one without",
    "identity": "a class of the page's styles",
    "money": "a view of the page, and a module of measures",
    "name": "a kind of relation, and a column",
    "rank": "a column of the measures, and a command",
    "rate": "a word of its own",
    "size": "a word of its own",
    "ordered": "a function of the tables",
    "part_of": "a function of the exports, which takes a part",
}
"""Ids that are words of other things too, and what of; a literal of one is no relation's."""


def literals(text: str) -> set[str]:
    """Return the words that stand alone in quotation marks."""
    return {found[2] for found in re.finditer(r"""(["'`])([A-Za-z_][\w-]*)\1""", text)}


@pytest.mark.parametrize("kind", ["py", "js"])
def test_no_id_of_a_relation_or_family_stands_in_the_code(kind: str) -> None:
    vocabulary = load(SOURCES / "ontology.ttl")
    ids = {*vocabulary.relations, *vocabulary.families} - set(WORDS)
    found = {
        path.relative_to(SOURCES).as_posix(): sorted(ids & literals(path.read_text("utf-8")))
        for path in sorted(SOURCES.rglob(f"*.{kind}"))
        if path.parent.name != "codemirror"  # other people's, as it comes
    }
    assert {path: named for path, named in found.items() if named} == {}
