"""The names by which an index knows its entities, with what each is: a label, a code name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cardindex.finding import given
from cardindex.identifiers import SCHEMES
from cardindex.index import Index
from cardindex.ontology import CORE

LABEL, CODE_NAME, SURNAME = "label", "code name", "surname"
"""What a name is, where its kind is not one of ``names.csv``."""

_SHORTEST_SURNAME = 4
_PERSON = f"{CORE}Person"


class Named(NamedTuple):
    """A name of an entity: ``kind`` is LABEL, CODE_NAME, SURNAME, or as in ``names.csv``."""

    entity: str
    name: str
    kind: str


def names_of(index: Index, *, surnames: bool = False) -> Iterator[Named]:
    """Yield every name of every entity: labels, other names, and names that claims tell of.

    Identifiers elsewhere are no names. ``surnames``: also the last word of a person's label, as
    it is what a text calls a person by from the second time on.
    """
    for entity, label in index.labels.items():
        yield Named(entity, label, LABEL)
    names = index.names
    for entity, name, kind in zip(names["entity"], names["name"], names["kind"], strict=True):
        vocabulary = index.vocabulary
        is_called = kind not in SCHEMES and kind not in vocabulary.identifiers
        if kind in vocabulary.name_kinds and is_called:
            yield Named(entity, name, kind)
    yield from (Named(entity, text, CODE_NAME) for entity, text in given(index) if text)
    if surnames:
        yield from _surnames(index)


def _surnames(index: Index) -> Iterator[Named]:
    types = index.vocabulary.types
    persons = {
        id_
        for id_ in types
        if any(types[it].iri == _PERSON for it in (id_, *types[id_].parents) if it in types)
    }
    for entity, label, type_ in zip(
        index.entities.index, index.entities["label"], index.entities["type"], strict=True
    ):
        words = label.split()
        last = words[-1] if len(words) > 1 else ""
        if type_ in persons and len(last) >= _SHORTEST_SURNAME and _is_surname(last):
            yield Named(entity, last, SURNAME)


def _is_surname(word: str) -> bool:
    return word[0].isupper() and word.replace("-", "").replace("'", "").isalpha()
