"""FollowTheMoney: entities as JSON, statements as CSV → entities, claims, and who states them.

The files are read twice: first which entities there are, then what they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern

from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import Dropped, Found, FoundSource, Link, Read, Wishes
from cardindex.imports.ftm.entities import Entity, entities
from cardindex.imports.ftm.model import narrower, schema
from cardindex.imports.ftm.saying import Told, citations, edges, ends, properties, statuses
from cardindex.imports.ftm.statements import gathered, is_statements, rows
from cardindex.imports.ftm.things import entity_of, is_work, page_of, source_of, untaken
from cardindex.imports.meeting import Losses, Meeting, asked, words


@dataclass
class _Reading:
    """One import: which entities there are, what met what, what was lost, which works were told."""

    kinds: dict[str, str]
    wishes: Wishes
    meeting: Meeting
    only: frozenset[str]
    losses: Losses = field(default_factory=Losses)
    told: set[str] = field(default_factory=set)


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what the entities and statements say. Raises Unreadable."""
    kinds: dict[str, str] = {}
    for path in paths:
        for id_, name in _kinds(path, wishes.encoding):
            kinds[id_] = intern(narrower(kinds.get(id_, ""), name))
    reading = _Reading(kinds, wishes, Meeting("ftm", wishes), _only(kinds, wishes))
    for path in paths:
        tables = is_statements(path, wishes.encoding)
        yield from _file(path, reading, _statements if tables else entities)
        yield from reading.losses.told()


def _only(kinds: dict[str, str], wishes: Wishes) -> frozenset[str]:
    """Return the schemata that were asked for; raises Unreadable for one that nothing is of."""
    only = frozenset(asked(wishes))
    there = {name for each in set(kinds.values()) for name in schema(each).ancestors}
    if unknown := sorted(only - there):
        things = sorted(each for each in set(kinds.values()) if schema(each).is_a("Thing"))
        raise Unreadable(
            f'--only "{unknown[0]}": nothing is of this schema; there are {", ".join(things)}'
        )
    return only


def _kinds(path: Path, encoding: str) -> Iterator[tuple[str, str]]:
    if is_statements(path, encoding):
        yield from (
            (row[0], row[1]) for row in rows(path, encoding) if not isinstance(row, Dropped)
        )
    else:
        for entity in entities(path, encoding):
            if not isinstance(entity, Dropped):
                yield entity.id, entity.schema


def _statements(path: Path, encoding: str) -> Iterator[Entity | Dropped]:
    yield from (row for row in rows(path, encoding) if isinstance(row, Dropped))
    yield from gathered(path, encoding)


def _file(
    path: Path, reading: _Reading, opened: Callable[[Path, str], Iterator[Entity | Dropped]]
) -> Iterator[Found]:
    count: Counter[str] = Counter()
    for entity in opened(path, reading.wishes.encoding):
        if isinstance(entity, Dropped):
            reading.losses.count(entity.at, entity.what, entity.why)
            continue
        count["entity"] += 1
        yield from _entity(entity, path.name, reading)
        yield from reading.meeting.new()
    yield Read(count["entity"], "record")


def _entity(entity: Entity, name: str, reading: _Reading) -> Iterator[Found]:
    about = schema(entity.schema)
    if reading.only and not about.ancestors & reading.only and about.is_a("Thing"):
        reading.losses.count(name, f"{entity.schema} entities", "not asked for (--only)")
        return
    if is_work(about):
        yield source_of(entity)
    elif about.is_a("Thing"):
        yield entity_of(entity, reading.meeting)
    yield from _told(entity, name, reading)
    untaken(entity, reading.losses, name)


def _told(entity: Entity, name: str, reading: _Reading) -> Iterator[Found]:
    """Yield the claims of an entity with the sources that they cite."""
    about = schema(entity.schema)
    if ends(about):
        found = list(edges(entity, reading.kinds, reading.meeting))
        if not found:
            missing = " and ".join(each for each in ends(about) or () if not entity.text(each))
            yield Dropped(entity.at, f"{entity.schema} {entity.id}", f"it has no {missing}")
    elif is_work(about):
        found = []
    elif about.is_a("Thing"):
        found = list(properties(entity, reading.kinds, reading.meeting))
    elif about.is_a("Interval"):
        found = list(statuses(entity, reading.meeting))
        if not found:
            yield Dropped(entity.at, f"{entity.schema} {entity.id}", "it names no holder")
    else:
        reading.losses.count(name, f"{entity.schema} entities", "it says nothing of who did what")
        return
    works = _works(entity, reading)
    chain, sources = works.chain, works.sources
    for told in found:
        end, why = _no_end(told, reading)
        if why and not end:
            reading.losses.count(name, f'claims "{told.claim.relation}"', why)
        elif why:
            what = f"{told.claim.relation} of {told.claim.subject} ({end})"
            yield Dropped(entity.at, what, why)
        else:
            yield from (each for each in sources if _is_new(each.key, reading))
            yield from _datasets(told, reading)
            yield _cited(told, chain)


def _cited(told: Told, chain: tuple[Link, ...]) -> Found:
    return replace(told.claim, citations=citations(told, chain))


@dataclass(frozen=True)
class _Works:
    """The works behind an entity: as a chain, and as sources that are still to be told."""

    chain: tuple[Link, ...] = ()
    sources: tuple[FoundSource, ...] = ()


def _works(entity: Entity, reading: _Reading) -> _Works:
    """Return what a data set has an entity from: a document, or else the one page that is named."""
    about = schema(entity.schema)
    if is_work(about):
        return _Works((Link(entity.id),))
    proofs = [id_ for id_ in entity.texts("proof") if id_ in reading.kinds]
    if len(proofs) == 1 and is_work(schema(reading.kinds[proofs[0]])):
        return _Works((Link(proofs[0]),))
    pages = entity.texts("sourceUrl") or entity.texts("publisherUrl") or entity.texts("publisher")
    if len(pages) == 1:
        return _Works((Link(pages[0]),), (page_of(pages[0], entity),))
    if pages:
        why = "several are named, and not which says what"
        reading.losses.count(entity.at.partition(":")[0], "pages that an entity is from", why)
    return _Works()


def _datasets(told: Told, reading: _Reading) -> Iterator[FoundSource]:
    for by in told.datasets:
        if _is_new(by, reading):
            yield FoundSource(by, by, words("ftm")["sources"]["dataset"])


def _is_new(key: str, reading: _Reading) -> bool:
    seen = key in reading.told
    reading.told.add(key)
    return not seen


def _no_end(told: Told, reading: _Reading) -> tuple[str, str]:
    """Return which end keeps a claim from being taken, and why; no end: it was not asked for."""
    ids = (told.claim.subject, told.claim.object) if told.claim.object else (told.claim.subject,)
    for id_ in ids:
        if id_ not in reading.kinds:
            return id_, "an end of it is not in the file"
        about = schema(reading.kinds[id_])
        if is_work(about):
            return id_, "an end of it is a document, which is a source here and no entity"
        if not about.is_a("Thing"):
            return id_, f"an end of it is a {about.label.lower()}, and no entity"
        if reading.only and not about.ancestors & reading.only:
            return "", "an end was not asked for (--only)"
    return "", ""


FORMATS = (
    Format(
        "ftm",
        "FollowTheMoney: entities as JSON, statements as CSV (Aleph, OpenSanctions)",
        (".json", ".jsonl", ".ndjson", ".ftm", ".ijson", ".csv"),
        read,
        extra="imports",
        takes=("only",),
    ),
)
"""What this reader reads."""
