"""A vocabulary ↔ what JSON can hold, so that an ontology that was read once need not be again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from cardindex.ontology.terms import EntityType, Family, FamilyGroup, Relation, Vocabulary

Term = TypeVar("Term")

_TERMS: Mapping[str, type[Any]] = {
    "types": EntityType,
    "relations": Relation,
    "families": Family,
    "groups": FamilyGroup,
}
_SETS = ("published", "identifiers")


def as_plain(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a vocabulary as objects, lists and texts."""
    plain = {field.name: getattr(vocabulary, field.name) for field in fields(vocabulary)}
    for name in _TERMS:
        plain[name] = [asdict(term) for term in plain[name].values()]
    for name in _SETS:
        plain[name] = sorted(plain[name])
    return {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in plain.items()
    }


def of_plain(plain: Mapping[str, Any]) -> Vocabulary:
    """Return the vocabulary of which ``as_plain`` made this."""
    found = dict(plain)
    for name, kind in _TERMS.items():
        terms = [_term(kind, values) for values in plain[name]]
        found[name] = {term.id: term for term in terms}
    for name in _SETS:
        found[name] = frozenset(plain[name])
    return Vocabulary(**found)


def _term(kind: type[Term], values: Mapping[str, Any]) -> Term:
    return kind(**{name: tuple(it) if isinstance(it, list) else it for name, it in values.items()})
