"""FollowTheMoney as JSON → plain entities, nested ones apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped
from cardindex.imports.streaming import other, records

HOLDERS = ("entities", "results", "items")
"""Keys under which answers of services hold their entities."""

_KEPT = frozenset({"id", "schema", "properties", "datasets", "caption", "statements", "dataset"})
_MOST_NESTED = 20


class Value(NamedTuple):
    """One value of a property: which data sets state it, and in which language it is."""

    value: str
    datasets: tuple[str, ...] = ()
    language: str = ""


@dataclass
class Entity:
    """An entity: its values by property, and which data sets know it at all."""

    id: str
    schema: str
    at: str
    values: dict[str, list[Value]] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()
    caption: str = ""
    others: tuple[str, ...] = ()  # keys of the record that are not taken

    def texts(self, name: str) -> list[str]:
        """Return the values of a property, each once."""
        return list(dict.fromkeys(each.value for each in self.values.get(name, ())))

    def text(self, name: str) -> str:
        """Return the first value of a property; empty where it has none."""
        values = self.values.get(name)
        return values[0].value if values else ""


def entities(path: Path, encoding: str = "") -> Iterator[Entity | Dropped]:
    """Yield the entities of a file of JSON, those nested in others before them.

    Raises Unreadable where the first of them is none.
    """
    first = True
    for at, value in records(path, HOLDERS, encoding):
        if not _is_entity(value):
            if first:
                raise Unreadable(_no_ftm(path))
            yield Dropped(at, "no entity of FollowTheMoney", "it has no id and schema")
            continue
        first = False
        yield from _unfolded(value, at, ())


def _unfolded(value: Mapping[str, Any], at: str, above: tuple[str, ...]) -> Iterator[Entity]:
    stated = value.get("datasets", value.get("dataset", ()))
    datasets = (stated,) if isinstance(stated, str) else tuple(_plain(stated))
    id_, schema = value["id"], value["schema"]
    others = tuple(sorted(key for key in value if key not in _KEPT))
    caption = value.get("caption")
    told = caption if isinstance(caption, str) else ""
    entity = Entity(id_, schema, at, {}, datasets, told, others)
    properties = value.get("properties")
    for name, said in properties.items() if isinstance(properties, dict) else ():
        for each in said if isinstance(said, list) else [said]:
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                if _is_entity(each) and id_ not in above and len(above) < _MOST_NESTED:
                    yield from _unfolded(each, at, (*above, id_))
                _add(entity, name, Value(each["id"], datasets))
            elif text := _text(each):
                _add(entity, name, Value(text, datasets))
    _state(entity, value.get("statements"))
    yield entity


def _state(entity: Entity, statements: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Take in the statements that an entity may be given as."""
    for said in statements if isinstance(statements, list) else ():
        if (
            isinstance(said, dict)
            and (text := _text(said.get("value")))
            and said.get("prop") != "id"
        ):
            by = _text(said.get("dataset"))
            value = Value(text, (by,) if by else (), _text(said.get("lang")))
            _add(entity, _text(said.get("prop")), value)


def _add(entity: Entity, name: str, value: Value) -> None:
    entity.values.setdefault(name, []).append(value)


def _plain(values: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    yield from (
        (each for each in values if isinstance(each, str)) if isinstance(values, list) else ()
    )


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def _is_entity(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    return (
        isinstance(value, dict)
        and isinstance(value.get("id"), str)
        and bool(value["id"].strip())
        and isinstance(value.get("schema"), str)
    )


def _no_ftm(path: Path) -> str:
    wants = (
        "its first record has no id and schema; an entity is "
        '{"id": "…", "schema": "Person", "properties": {"name": ["…"]}}'
    )
    return f"{path.name}: this is no FollowTheMoney{other(path, 'ftm') or f': {wants}'}"
