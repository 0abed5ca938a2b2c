"""What an index knows of each entity that may tell who it is: names, kind, days, neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from cardindex import dates
from cardindex.dates import ALWAYS, NEVER, Bounds
from cardindex.editing import CLAIM, ENTITY, Row
from cardindex.editing.similar import Words, words_of
from cardindex.errors import MalformedValue
from cardindex.merging.namesakes import plain
from cardindex.ontology import Vocabulary

Days = tuple[int, int]
"""A first and a last day."""


@dataclass
class Portrait:
    """One entity as others would know it again.

    ``names``: the folded words of each of its names, the label first. ``numbers``: its identifiers
    elsewhere, by kind. ``datings``: what each relation that dates says of it, as bounds and as
    written. ``active``: the first and last day of what is told of it. ``neighbours``: whom claims
    link it to, and by which relations.
    """

    id: str
    kind: str
    label: str
    names: list[Words]
    numbers: dict[str, set[str]] = field(default_factory=dict)
    datings: dict[str, list[tuple[Bounds, str]]] = field(default_factory=dict)
    active: Days | None = None
    neighbours: dict[str, set[str]] = field(default_factory=dict)


def portraits(
    rows: Mapping[str, Sequence[Row]], vocabulary: Vocabulary, identifiers: Iterable[str]
) -> dict[str, Portrait]:
    """Return the portraits of all entities of an index, by id.

    ``rows``: its rows by table. ``identifiers``: the kinds of name that are numbers elsewhere.
    """
    found = {
        row[0]: Portrait(row[0], row[1], row[2], [plain(words_of(row[2]))]) for row in rows[ENTITY]
    }
    numbers = frozenset(identifiers)
    for entity, name, kind, _ in rows["names"]:
        if entity not in found:
            continue
        if kind in numbers:
            found[entity].numbers.setdefault(kind, set()).add(name)
        else:
            _name(found[entity], name)
    for row in rows[CLAIM]:
        _take(found, vocabulary, row)
    return found


def _name(portrait: Portrait, name: str) -> None:
    words = plain(words_of(name))
    if words and words not in portrait.names:
        portrait.names.append(words)


def _take(found: Mapping[str, Portrait], vocabulary: Vocabulary, row: Row) -> None:
    """Add to the portraits what a claim says of its ends."""
    _, subject, relation, object_, text, _, _, when, _, mode = row[:10]
    known = vocabulary.relations.get(relation)
    if known is None or subject not in found:
        return
    bounds = dates.UNDATED
    with suppress(MalformedValue):
        bounds = dates.parse(when)
    if known.kind == "dating" and not mode:
        found[subject].datings.setdefault(relation, []).append((bounds, when))
    ends = [found[end] for end in {subject, object_} if end in found]
    if known.kind != "dating":
        for portrait in ends:
            _widen(portrait, bounds)
    if len(ends) < 2:
        return
    if known.naming and text:
        _name(found[object_], text)
    if not known.identifies:
        found[subject].neighbours.setdefault(object_, set()).add(relation)
        found[object_].neighbours.setdefault(subject, set()).add(relation)


def _widen(portrait: Portrait, bounds: Bounds) -> None:
    """Take the days of a claim into those that are told of an entity."""
    first, last = bounds.earliest_start, bounds.latest_end
    if first == ALWAYS and last == NEVER:
        return
    first = last if first == ALWAYS else first
    last = first if last == NEVER else last
    before = portrait.active or (first, last)
    portrait.active = min(before[0], first), max(before[1], last)
