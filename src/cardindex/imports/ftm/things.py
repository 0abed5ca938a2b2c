"""Things of FollowTheMoney → entities and sources, with names, ids elsewhere and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cardindex.imports.found import FoundEntity, FoundSource
from cardindex.imports.ftm.entities import Entity, Value
from cardindex.imports.ftm.model import Schema, is_known, schema
from cardindex.imports.ftm.saying import DATINGS, FROM, MONEY, SHARE, WHEN, ends
from cardindex.imports.meeting import Losses, Meeting, words

_TABLE: Mapping[str, Any] = words("ftm")
_PROPERTIES: Mapping[str, Any] = _TABLE["properties"]
_KINDS_OF_NAME: Mapping[str, str] = _PROPERTIES["names"]
_DESCRIPTIONS: list[str] = _PROPERTIES["descriptions"]["names"]
_LABELS: list[str] = _PROPERTIES["labels"]["names"]
_BOOKKEEPING = frozenset(_PROPERTIES["bookkeeping"]["names"])
_SCHEMES = frozenset(_PROPERTIES["attributes"]["names"])
_TYPES = frozenset(_PROPERTIES["attributes"]["types"])
_EDGE = frozenset({
    *_PROPERTIES["text"]["names"], *_PROPERTIES["gloss"]["names"], *MONEY, *SHARE, *WHEN,
})  # fmt: skip
_WORK = frozenset({"author", "publishedAt", "date", "authoredAt", "title", "fileName", "name"})
_LATIN = re.compile(r"[\x00-\u024f\u2010-\u203a]*")


def is_work(about: Schema) -> bool:
    """Tell whether a schema is of documents, which are sources and no entities."""
    return about.is_a("Document")


def entity_of(entity: Entity, meeting: Meeting) -> FoundEntity:
    """Return a thing as an entity."""
    about = schema(entity.schema)
    custom = about.description if is_known(entity.schema) else "The file's own kind of entity."
    label = label_of(entity)
    return FoundEntity(
        entity.id,
        label,
        meeting.kind(entity.schema, about.label.lower(), custom),
        next((text for name in _DESCRIPTIONS if (text := entity.text(name))), ""),
        tuple(dict.fromkeys(_names(entity, about, label, meeting))),
        tuple(dict.fromkeys(_attributes(entity, about))),
        "ftm",
        entity.at,
    )


def source_of(entity: Entity) -> FoundSource:
    """Return a document as a source."""
    about = schema(entity.schema)
    kinds = _TABLE["sources"]
    title = label_of(entity)
    date = next((d for n in ("publishedAt", "date", "authoredAt") if (d := entity.text(n))), "")
    author = [{"literal": name} for name in entity.texts("author")]
    told = {
        "type": "document", "title": title, "author": author,
        "publisher": entity.text("publisher"), "URL": entity.text("sourceUrl"),
    }  # fmt: skip
    return FoundSource(
        entity.id,
        title,
        next(kinds[each] for each in (entity.schema, "Document") if each in kinds),
        date=date.partition("T")[0],
        note=next((text for name in _DESCRIPTIONS if (text := entity.text(name))), ""),
        entry={key: value for key, value in told.items() if value},
        at=entity.at if is_work(about) else "",
    )


def page_of(address: str, entity: Entity) -> FoundSource:
    """Return the page that an entity was taken from as a source."""
    publisher = entity.text("publisher")
    seen = entity.text("retrievedAt").partition("T")[0]
    title = f"{publisher}: {address}" if publisher and publisher != address else address
    entry: dict[str, Any] = {"type": "webpage", "title": title}
    if address.startswith(("http://", "https://")):
        entry["URL"] = address
    if publisher:
        entry["publisher"] = publisher
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", seen):
        entry["accessed"] = {"date-parts": [[int(part) for part in seen.split("-")]]}
    return FoundSource(address, title, _TABLE["sources"]["address"], entry=entry, at=entity.at)


def label_of(entity: Entity) -> str:
    """Return what an entity is called: its caption, a name (in Latin letters first), or its id."""
    if entity.caption:
        return " ".join(entity.caption.split())
    names = entity.values.get("name", [])
    best = sorted(names, key=_readiness)
    if best:
        return best[0].value
    parts = " ".join(
        text for name in ("firstName", "middleName", "lastName") if (text := entity.text(name))
    )
    return parts or next((text for name in _LABELS if (text := entity.text(name))), entity.id)


def untaken(entity: Entity, losses: Losses, name: str) -> None:
    """Count the properties that nothing was made of."""
    about = schema(entity.schema)
    for key, values in entity.values.items():
        known = about.properties.get(key)
        if known is None:
            why = "the model of FollowTheMoney does not have it"
            losses.count(name, f'property "{key}" of {entity.schema}', why, len(values))
        elif not _is_taken(key, entity, about):
            why = "there is no place for it"
            losses.count(name, f'property "{key}" of {entity.schema}', why, len(values))
    for key in entity.others:
        losses.count(name, f'field "{key}"', "it tells how the data set is kept")


def _is_taken(key: str, entity: Entity, about: Schema) -> bool:
    type_ = about.properties[key].type
    if key in _BOOKKEEPING or key in FROM or type_ == "entity":
        return True
    if is_work(about):
        described = next((name for name in _DESCRIPTIONS if entity.text(name)), "")
        return key in _WORK or key == described or bool(ends(about) and key in _EDGE)
    if ends(about):
        return key in _EDGE
    if about.is_a("Thing"):
        return _is_taken_of_thing(key, type_, entity)
    return key in (*WHEN, *_EDGE) or type_ in {"string", "identifier", "name", "country"}


def _is_taken_of_thing(key: str, type_: str, entity: Entity) -> bool:
    if key in _DESCRIPTIONS:
        return key == next((name for name in _DESCRIPTIONS if entity.text(name)), "")
    if not entity.text("name") and key in (*_LABELS, "firstName", "middleName", "lastName"):
        return True
    there = {*DATINGS, *WHEN, *MONEY, *_SCHEMES}
    return key in there or type_ in {"name", "identifier", *_TYPES}


def _readiness(value: Value) -> tuple[bool, bool]:
    return value.language not in {"", "eng"}, not _LATIN.fullmatch(value.value)


def _names(
    entity: Entity, about: Schema, label: str, meeting: Meeting
) -> Iterator[tuple[str, str, str]]:
    for key, values in entity.values.items():
        known = about.properties.get(key)
        if known is None or known.type not in {"name", "identifier"} or key in _BOOKKEEPING:
            continue
        kind = _KINDS_OF_NAME.get(key, "")
        if known.type == "identifier" and not kind:
            told = f"{known.label}, as FollowTheMoney has it."
            kind = meeting.name_kind(_kebab(key), known.label, told)
        for value in values:
            if known.type == "identifier" or value.value != label:
                yield value.value, kind, value.language


def _attributes(entity: Entity, about: Schema) -> Iterator[tuple[str, str]]:
    for key, values in entity.values.items():
        known = about.properties.get(key)
        if known and (key in _SCHEMES or known.type in _TYPES) and key not in _BOOKKEEPING:
            yield from ((_kebab(key), value.value) for value in values)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
