"""What readers yield, gathered: each entity and source once, all claims, the rest counted.

The result does not depend on the order, so that a file that was sorted differently changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from cardindex.checks.limits import TEXT
from cardindex.imports import room
from cardindex.imports.aside import Kept, Packed
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundNameKind,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
)

MANY = 150_000
"""From so many things on, they are held in temporary files."""

_OFTEN = 10_000  # how often the number of things is checked

TAKES = ("object", "quantity", "text", "when")
"""What a claim may have, by which its relation is of a kind."""

ALIAS = "alias"
"""The kind of name under which another label is kept."""


@dataclass
class Gathered:
    """All that files say: entities, sources, kinds, relations by key or word, and claims.

    ``read`` counts what was read by what it is, ``guessed`` how often a thing was guessed;
    ``takes`` says for each word for a relation what its claims have, of TAKES. ``large``: it lies
    in a file aside, and so should what is made of it.
    """

    entities: MutableMapping[str, FoundEntity] = field(default_factory=dict)
    sources: MutableMapping[str, FoundSource] = field(default_factory=dict)
    claims: list[FoundClaim] | Packed[FoundClaim] = field(default_factory=list)
    kinds: dict[str, FoundKind] = field(default_factory=dict)
    name_kinds: dict[str, FoundNameKind] = field(default_factory=dict)
    relations: dict[str, FoundRelation] = field(default_factory=dict)
    dropped: list[Dropped] | Packed[Dropped] = field(default_factory=list)
    guessed: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    takes: dict[str, set[str]] = field(default_factory=dict)
    large: bool = False

    def drop(self, at: str, what: str, why: str) -> None:
        """Note what was not taken."""
        self.dropped.append(Dropped(at, what, why))

    def put_aside(self) -> None:
        """Put what was found into files, and what comes after it."""
        self.large = True
        self.claims = Packed(self.claims, _flat_claim, _whole_claim)
        self.dropped = Packed(self.dropped, _flat_dropped, _whole_dropped)
        entities: Kept[str, FoundEntity] = Kept(_flat_entity, _whole_entity)
        sources: Kept[str, FoundSource] = Kept(_flat_source, _whole_source)
        entities.update(self.entities)
        sources.update(self.sources)
        self.entities, self.sources = entities, sources

    def fitting(self, at: str, what: str, text: str) -> str:
        """Return a text as far as a cell has room for it; that more is left out is noted."""
        if len(text) > TEXT:
            self.drop(at, f"the end of the {what} {text[:40]}…", "it is too long")
        return text[:TEXT]


def _flattened(of: type[Any]) -> Any:  # noqa: ANN401 - from a thing to its values
    return attrgetter(*(each.name for each in fields(of)))


_flat_dropped, _flat_entity = _flattened(Dropped), _flattened(FoundEntity)
_flat_source, _plain_claim = _flattened(FoundSource), _flattened(FoundClaim)
_flat_citation = _flattened(FoundCitation)
_CITATIONS = [each.name for each in fields(FoundClaim)].index("citations")
_CHAIN = [each.name for each in fields(FoundCitation)].index("chain")


def _whole_dropped(flat: tuple[Any, ...]) -> Dropped:
    return Dropped(*flat)


def _whole_entity(flat: tuple[Any, ...]) -> FoundEntity:
    return FoundEntity(*flat)


def _whole_source(flat: tuple[Any, ...]) -> FoundSource:
    return FoundSource(*flat)


def _flat_claim(claim: FoundClaim) -> list[Any]:
    flat = [*_plain_claim(claim)]
    flat[_CITATIONS] = [
        [*cells[:_CHAIN], [tuple(link) for link in cells[_CHAIN]], *cells[_CHAIN + 1 :]]
        for cells in map(_flat_citation, claim.citations)
    ]
    return flat


def _whole_claim(flat: list[Any]) -> FoundClaim:
    for cells in flat[_CITATIONS]:
        cells[_CHAIN] = tuple(Link(*link) for link in cells[_CHAIN])
    flat[_CITATIONS] = tuple(FoundCitation(*cells) for cells in flat[_CITATIONS])
    return FoundClaim(*flat)


def gather(stream: Iterable[Found], *, large: bool = False) -> Gathered:
    """Gather what a reader yields; what is ``large``, or proves to be, is held in files aside.

    Raises Unreadable where it needs more memory than there is.
    """
    found = Gathered()
    if large:
        found.put_aside()
    free = room.left()
    for number, each in enumerate(stream):
        if type(each) is FoundClaim:
            _claim(found, each)
        elif type(each) is FoundEntity:
            _entity(found, each)
        elif type(each) is Read:
            found.read[each.of] += each.rows
        else:
            _take(found, each)
        if not number % _OFTEN:
            others = len(found.entities) + len(found.sources)
            room.refuse_too_many(len(found.claims), others, free)
            if not found.large and len(found.claims) + others > MANY:
                found.put_aside()
    return found


def _claim(found: Gathered, claim: FoundClaim) -> None:
    found.claims.append(claim)
    takes = found.takes.get(claim.relation)
    if takes is None:
        takes = found.takes[claim.relation] = set()
    if len(takes) < len(TAKES):
        takes.update(name for name in TAKES if getattr(claim, name))


def _entity(found: Gathered, each: FoundEntity) -> None:
    if not each.key.strip():
        found.drop(each.at, each.label or "somebody", "it has neither id nor name")
        return
    known = found.entities.get(each.key)
    if known is None:
        found.entities[each.key] = each
    elif not _says_nothing_new(each, known):
        found.entities[each.key] = _one_entity(known, each)


def _take(found: Gathered, each: Found) -> None:
    if isinstance(each, FoundSource):
        known = found.sources.get(each.key)
        found.sources[each.key] = each if known is None else _one_source(found, known, each)
    elif isinstance(each, FoundKind):
        found.kinds.setdefault(each.word, each)
    elif isinstance(each, FoundNameKind):
        found.name_kinds.setdefault(each.word, each)
    elif isinstance(each, FoundRelation):
        found.relations.setdefault(each.word, each)
    elif isinstance(each, Dropped):
        found.dropped.append(each)
    elif isinstance(each, Guessed):
        found.guessed[each.what] += 1


def _says_nothing_new(each: FoundEntity, known: FoundEntity) -> bool:
    return (
        (each.label == known.label or not each.label)
        and (not each.kind or each.kind == known.kind)
        and (not each.description or each.description == known.description)
        and (not each.names or each.names == known.names)
        and (not each.attributes or each.attributes == known.attributes)
        and (not each.id_kind or each.id_kind == known.id_kind)
    )


def _one_entity(one: FoundEntity, other: FoundEntity) -> FoundEntity:
    """Return what two say of one entity; where they differ, the same whichever came first."""
    key = one.key
    labels = sorted({each.label for each in (one, other) if each.label and each.label != key})
    label = labels[0] if labels else one.label or other.label
    names = {*one.names, *other.names, *((more, ALIAS, "") for more in labels[1:])}
    return replace(
        one,
        label=label,
        kind=_either(one.kind, other.kind),
        description=_either(one.description, other.description),
        names=tuple(sorted(names)),
        attributes=tuple(sorted({*one.attributes, *other.attributes})),
        id_kind=_either(one.id_kind, other.id_kind),
    )


def _either(one: str, other: str) -> str:
    return min(filter(None, (one, other)), default="")


def _one_source(found: Gathered, one: FoundSource, other: FoundSource) -> FoundSource:
    """Return what two say of one source; a key that two works bear is told."""
    titles = sorted({one.title, other.title} - {"", one.key})
    if len(titles) > 1:
        why = f'"{one.key}" is the key of two sources, and one can have it: {titles[0]}'
        found.drop(other.at or one.at, f"the title {titles[1]}", why)
    return replace(
        one,
        title=titles[0] if titles else one.title or other.title,
        kind=_either(one.kind, other.kind),
        author=one.author or other.author,
        origin=_either(one.origin, other.origin),
        date=_either(one.date, other.date),
        container=_either(one.container, other.container),
        unit=_either(one.unit, other.unit),
        rests_on=one.rests_on or other.rests_on,
        note=_either(one.note, other.note),
        entry=one.entry or other.entry,
    )
