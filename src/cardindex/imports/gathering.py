"""What readers yield, gathered: each entity and source once, all claims, the rest counted.

Equal things told in another order are gathered alike, so that a file that is sorted anew changes
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cardindex.checks.limits import TEXT
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundNameKind,
    FoundRelation,
    FoundSource,
    Guessed,
    Read,
)

ALIAS = "alias"
"""The kind of name under which another label is kept."""


@dataclass
class Gathered:
    """All that files say: entities, sources, kinds, relations by key or word, and claims.

    ``read`` counts what was read by what it is, ``guessed`` how often a thing was guessed.
    """

    entities: dict[str, FoundEntity] = field(default_factory=dict)
    sources: dict[str, FoundSource] = field(default_factory=dict)
    claims: list[FoundClaim] = field(default_factory=list)
    kinds: dict[str, FoundKind] = field(default_factory=dict)
    name_kinds: dict[str, FoundNameKind] = field(default_factory=dict)
    relations: dict[str, FoundRelation] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    guessed: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)

    def drop(self, at: str, what: str, why: str) -> None:
        """Note what was not taken."""
        self.dropped.append(Dropped(at, what, why))

    def fitting(self, at: str, what: str, text: str) -> str:
        """Return a text as far as a cell has room for it; that more is left out is noted."""
        if len(text) > TEXT:
            self.drop(at, f"the end of the {what} {text[:40]}…", "it is too long")
        return text[:TEXT]


def gather(stream: Iterable[Found]) -> Gathered:
    """Gather what a reader yields."""
    found = Gathered()
    entities, claims = found.entities, found.claims
    for each in stream:
        if type(each) is FoundClaim:
            claims.append(each)
        elif type(each) is FoundEntity:
            if not each.key.strip():
                found.drop(each.at, each.label or "somebody", "it has neither id nor name")
                continue
            known = entities.get(each.key)
            if known is None:
                entities[each.key] = each
            elif not _says_nothing_new(each, known):
                entities[each.key] = _one_entity(known, each)
        elif type(each) is Read:
            found.read[each.of] += each.rows
        else:
            _take(found, each)
    return found


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
