"""Shapes put to a graph by pySHACL, which is kept from parsing one query for every node anew."""

from __future__ import annotations

from functools import cache

import pyshacl
import pytest
import rdflib
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.sparql import Query

_parse, _translate = processor.parseQuery, processor.translateQuery


def validate(graph: rdflib.Graph, **words: object) -> tuple[bool, rdflib.Graph, str]:
    """Return whether the graph conforms, the report, and that as text, as ``pyshacl.validate``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(processor, "translateQuery", translated)
        return pyshacl.validate(graph, **words)


def translated(text: str, base: str | None, prefixes: dict[str, str] | None) -> Query:
    return _kept(text, base, tuple(sorted((prefixes or {}).items())))


@cache
def _kept(text: str, base: str | None, prefixes: tuple[tuple[str, str], ...]) -> Query:
    return _translate(_parse(text), base, dict(prefixes))
