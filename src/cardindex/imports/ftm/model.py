"""FollowTheMoney's schemata, from the table beside the readers: which are edges, and of whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_TABLE = Path(__file__).parent.parent / "meets" / "ftm_model.json"


class Property(NamedTuple):
    """A property of a schema: its type (``date``, ``entity``, ``string`` …) and its label."""

    type: str
    label: str


class Edge(NamedTuple):
    """Between which properties of a schema an edge runs, and what it says."""

    source: str
    target: str
    label: str
    directed: bool


@dataclass(frozen=True)
class Schema:
    """A schema; ``ancestors`` are it and all that it extends, ``properties`` theirs as well."""

    name: str
    label: str
    description: str
    ancestors: frozenset[str]
    edge: Edge | None
    properties: Mapping[str, Property]

    def is_a(self, name: str) -> bool:
        """Tell whether it is this schema or extends it."""
        return name in self.ancestors


@cache
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads(_TABLE.read_text(encoding="utf-8"))["schemata"]
    return table


@cache
def schema(name: str) -> Schema:
    """Return a schema; one that the model does not have is a thing, with a name."""
    known = _table().get(name)
    parents = [schema(each) for each in (known or {"extends": ["Thing"]}).get("extends", [])]
    said = known or {}
    properties = {key: each for parent in parents for key, each in parent.properties.items()}
    properties |= {key: Property(*about) for key, about in said.get("properties", {}).items()}
    return Schema(
        name,
        said.get("label", name),
        said.get("description", ""),
        frozenset({name}).union(*(parent.ancestors for parent in parents)),
        Edge(*said["edge"]) if "edge" in said else None,
        properties,
    )


def is_known(name: str) -> bool:
    """Tell whether the model has this schema."""
    return name in _table()


def narrower(one: str, other: str) -> str:
    """Return that of two schemata which says more: the one with more that it extends."""
    return max(one, other, key=lambda name: len(schema(name).ancestors)) if one else other
