"""IPIF 0.3.3, the JSON of prosopographies: persons, sources, factoids, statements → claims.

A statement is of a person by way of a factoid, which also says in which source it was found. The
data set is the work that is read, and that source is the chain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex import identifiers
from cardindex.imports import cells, streaming
from cardindex.imports.format import Format
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Link,
    Read,
    Wishes,
)
from cardindex.imports.meeting import words
from cardindex.imports.opened import held_to, refuse

_LISTS = ("factoids", "persons", "sources", "statements")
_HOW = "it is what the API answers: an object with a list of persons, sources, factoids, statements"
_OF_RECORDS = frozenset(("createdWhen", "modifiedBy", "modifiedWhen", "derivedFrom"))
_TAKEN = {
    "persons": {"@id", "label", "uris", "factoid-refs", "createdBy"},
    "sources": {"@id", "label", "uris", "factoid-refs", "createdBy", "metadata"},
    "factoids": {
        "@id", "person-ref", "source-ref", "statement-refs", "statement-ref", "person", "source",
        "statement", "statements", "createdBy",
    },
    "statements": {
        "@id", "factoid-refs", "statementType", "name", "role", "date", "places", "memberOf",
        "relatesToPersons", "statementText", "uris", "createdBy",
    },
}  # fmt: skip
_HOSTS = {"wikidata": "wikidata.org", "viaf": "viaf.org", "gnd": "d-nb.info/gnd"}


@dataclass(frozen=True)
class _Tie:
    """Of whom a statement is, where it was found, and who says so."""

    person: str
    source: str
    by: str = ""


@dataclass
class _Reading:
    """What ties statements to persons and sources; who is described; what was not taken."""

    ties: dict[str, list[_Tie]] = field(default_factory=dict)
    persons: dict[str, FoundEntity] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    works: set[str] = field(default_factory=set)
    cited: dict[str, str] = field(default_factory=dict)
    relations: set[str] = field(default_factory=set)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what files of IPIF say; several are read as one, as an API gives a list at a time."""
    reading, counts = _Reading(), Counter[str]()
    for path in paths:
        held_to(path, "ipif")
        for kind, thing, _ in _things(path, wishes.encoding):
            _tie(reading, kind, thing)
            counts[kind] += 1
        if not counts:
            refuse(path, f"holds no persons, sources, factoids or statements; {_HOW}")
    for path in paths:
        for kind, thing, at in _things(path, wishes.encoding):
            yield from _READERS[kind](reading, thing, at)
            _count_left(reading, kind, thing)
    yield from (each for key, each in reading.persons.items() if key not in reading.described)
    for key, label in reading.cited.items():
        if key not in reading.works:
            yield FoundSource(key, label or key, words("ipif")["kinds"]["source"])
    for kind, number in sorted(counts.items()):
        yield Read(number, kind.removesuffix("s"))
    for (what, why), times in sorted(reading.left.items()):
        yield Dropped("", what + (f" ({times:,} times)" if times > 1 else ""), why)


def _things(path: Path, encoding: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each object of a file with what it is: one of the four lists, and where it stands."""
    keys = streaming.keys(path, encoding)
    lists = [each for each in _LISTS if each in keys]
    if lists:
        for kind in lists:
            for number, thing in enumerate(streaming.values(path, f"{kind}.item", encoding), 1):
                yield from _inner(kind, thing, f"{path.name}: {kind} {number}")
        return
    where = "item" if keys == ("item",) else ""
    for number, thing in enumerate(streaming.values(path, where, encoding), 1):
        kind = _kind(thing)
        if kind:
            yield from _inner(kind, thing, f"{path.name}: {kind} {number}")


def _inner(kind: str, thing: Any, at: str) -> Iterator[tuple[str, dict[str, Any], str]]:  # noqa: ANN401
    """Yield an object, and what a factoid holds within it: its person, source, statements."""
    if not isinstance(thing, dict):
        return
    yield kind, thing, at
    if kind == "factoids":
        for name in ("person", "source", "statement"):
            yield from (
                (f"{name}s", each, at) for each in _list(thing.get(name)) if isinstance(each, dict)
            )
        yield from (("statements", each, at) for each in _list(thing.get("statements")))


def _kind(thing: Any) -> str:  # noqa: ANN401
    """Say what an object of a list without a name is."""
    if not isinstance(thing, dict):
        return ""
    if {"person-ref", "source-ref", "person", "statement-refs"} & thing.keys():
        return "factoids"
    if {"statementType", "statementText", "memberOf", "role", "name"} & thing.keys():
        return "statements"
    refs = [each for each in _list(thing.get("factoid-refs")) if isinstance(each, dict)]
    if any("person-ref" in each for each in refs):
        return "sources"
    return "persons" if any("source-ref" in each for each in refs) else ""


def _tie(reading: _Reading, kind: str, thing: Mapping[str, Any]) -> None:
    """Note which statements are of whom and from where."""
    own = _id(thing)
    if kind == "factoids":
        _note(reading, thing, statements=_refs(thing), by=_text(thing.get("createdBy")))
        return
    for ref in _list(thing.get("factoid-refs")):
        if isinstance(ref, dict):
            given = {kind.removesuffix("s"): {"@id": own}} if kind != "statements" else {}
            statements = [own] if kind == "statements" else _refs(ref)
            _note(reading, {**ref, **given}, statements=statements)


def _note(
    reading: _Reading, factoid: Mapping[str, Any], statements: Sequence[str], by: str = ""
) -> None:
    person = _id(factoid.get("person-ref") or factoid.get("person"))
    source = _id(factoid.get("source-ref") or factoid.get("source"))
    if not person:
        return
    _point(reading, person, "", words("ipif")["kinds"]["person"])
    if source:
        reading.cited.setdefault(source, "")
    for each in statements:
        ties = reading.ties.setdefault(each, [])
        known = next((tie for tie in ties if (tie.person, tie.source) == (person, source)), None)
        if known is None:
            ties.append(_Tie(person, source, by))
        elif by and not known.by:
            ties[ties.index(known)] = _Tie(person, source, by)


def _refs(thing: Mapping[str, Any]) -> list[str]:
    found = [*_list(thing.get("statement-refs")), *_list(thing.get("statement-ref"))]
    found += [*_list(thing.get("statement")), *_list(thing.get("statements"))]
    return [_id(each) for each in found if _id(each)]


def _point(reading: _Reading, key: str, label: str, kind: str, at: str = "") -> None:
    """Note somebody or something that is named, and described nowhere yet."""
    known = reading.persons.get(key)
    if known is None or (label and known.label == key):
        id_kind = "iri" if "://" in key else ""
        reading.persons[key] = FoundEntity(key, label or key, kind, id_kind=id_kind, at=at)


def _person(reading: _Reading, thing: Mapping[str, Any], at: str) -> Iterator[Found]:
    key = _id(thing)
    if not key:
        yield Dropped(at, "a person", "it has no @id")
        return
    label = _text(thing.get("label"))
    if label:
        reading.described.add(key)
    else:
        _point(reading, key, "", words("ipif")["kinds"]["person"], at)
    yield FoundEntity(
        key, label, words("ipif")["kinds"]["person"],
        names=(*_uris(thing), *(((key, "ipif", ""),) if "://" not in key else ())),
        id_kind="iri" if "://" in key else "", at=at,
    )  # fmt: skip


def _uris(thing: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for uri in _list(thing.get("uris")):
        value = _text(uri)
        kind = next((each for each, host in _HOSTS.items() if host in value), "iri")
        meant = identifiers.meant(kind, value) if kind in identifiers.SCHEMES else value
        if value:
            yield meant or value, kind if meant else "iri", ""


def _source(reading: _Reading, thing: Mapping[str, Any], at: str) -> Iterator[Found]:
    key = _id(thing)
    if not key:
        yield Dropped(at, "a source", "it has no @id")
        return
    reading.works.add(key)
    title = _text(thing.get("label")) or _text(thing.get("metadata")) or key
    note = ", ".join(_text(uri) for uri in _list(thing.get("uris")))
    slug = "" if title != key else key
    yield FoundSource(key, title, words("ipif")["kinds"]["source"], note=note, at=at, slug=slug)


def _factoid(reading: _Reading, thing: Mapping[str, Any], at: str) -> Iterator[Found]:
    if not _id(thing.get("person-ref") or thing.get("person")):
        yield Dropped(at, f"the factoid {_id(thing)}", "it names no person")
    elif not _refs(thing):
        reading.left["a factoid without statements", "it says nothing"] += 1


def _statement(reading: _Reading, thing: Mapping[str, Any], at: str) -> Iterator[Found]:
    """Yield a statement as claims: one for each relation that it has, of each of its persons."""
    ties = reading.ties.get(_id(thing), ())
    if not ties:
        yield Dropped(at, f"the statement {_id(thing)}", "no factoid says of whom it is")
        return
    by_person: dict[str, list[FoundCitation]] = {}
    for tie in ties:
        chain = (Link(tie.source),) if tie.source else ()
        note = f"factoid by {tie.by}" if tie.by else ""
        by_person.setdefault(tie.person, []).append(FoundCitation(chain=chain, note=note))
    said = list(_said(reading, thing, at))
    if not said:
        yield Dropped(at, f"the statement {_id(thing)}", "it says nothing that is a relation")
    for person, citations in by_person.items():
        name = _text(thing.get("name"))
        if name:
            _point(reading, person, name, words("ipif")["kinds"]["person"], at)
        for number, (relation, object_, more) in enumerate(said):
            yield from _new_relation(reading, relation)
            key = f"{_id(thing)}/{person}/{number}" if _id(thing) else ""
            yield FoundClaim(
                person, relation, object_, citations=tuple(citations), key=key, at=at, **more
            )


_Saying = tuple[str, str, dict[str, Any]]
"""Relation, object and the other cells of a claim."""


def _said(reading: _Reading, thing: Mapping[str, Any], at: str) -> Iterator[_Saying]:
    """Yield each claim that a statement makes."""
    type_, role = _type(thing), _label(thing.get("role"))
    places = list(_pointed(reading, thing.get("places"), "place", at))
    if len(places) > 1 and (type_ or role):
        reading.left["a further place of a statement", "a claim has one"] += len(places) - 1
    more = {
        "when": _date(thing.get("date")),
        "gloss": _text(thing.get("statementText")),
        "place": places[0] if places else "",
    }
    said = list(_linked(reading, thing, (type_, role), more, at))
    yield from said or _alone((type_, role), places, more)


def _linked(
    reading: _Reading,
    thing: Mapping[str, Any],
    told: tuple[str, str],
    more: Mapping[str, Any],
    at: str,
) -> Iterator[_Saying]:
    """Yield what is said of a name, of other persons and of bodies."""
    fields, (type_, role) = words("ipif")["fields"], told
    if name := _text(thing.get("name")):
        yield fields["name"], "", {"text": name, "gloss": more["gloss"]}
    for person in _pointed(reading, thing.get("relatesToPersons"), "person", at):
        relation = type_ or role or fields["relatesToPersons"]
        yield relation, person, {**more, "text": role if relation != role else ""}
    for body in _pointed(reading, thing.get("memberOf"), "body", at):
        yield fields["memberOf"], body, {**more, "text": role}


def _alone(
    told: tuple[str, str], places: Sequence[str], more: Mapping[str, Any]
) -> Iterator[_Saying]:
    """Yield what is said of nobody else: a dating, a role, a place, or words alone."""
    table, (type_, role) = words("ipif"), told
    fields = table["fields"]
    if type_ and type_ in table["types"].values():
        yield type_, "", dict(more)
    elif role or type_:
        yield type_ or fields["role"], "", {**more, "text": role or more["gloss"] or type_}
    elif places:
        for place in places:
            yield fields["places"], place, {**more, "place": ""}
    elif more["gloss"]:
        yield fields["statementText"], "", {"text": more["gloss"], "when": more["when"]}


def _new_relation(reading: _Reading, word: str) -> Iterator[FoundRelation]:
    definition = words("ipif")["new"].get(word, "")
    if definition and word not in reading.relations:
        reading.relations.add(word)
        yield FoundRelation(word, definition=definition)


def _type(thing: Mapping[str, Any]) -> str:
    """Return the type of a statement in our word for it, or in its own."""
    types = words("ipif")["types"]
    told = _list(thing.get("statementType"))
    labels = [_text(each.get("label")) for each in told if isinstance(each, dict)]
    labels += [_text(each) for each in told if isinstance(each, str)]
    uris = [_text(each.get("uri")) for each in told if isinstance(each, dict)]
    ends = [re.sub(r".*[#/]", "", uri.rstrip("/#")) for uri in uris]
    for word in (*labels, *ends):
        plain = re.sub(r"[^a-z]", "", word.lower())
        if plain in types:
            return str(types[plain])
    return next(filter(None, (*labels, *ends)), "")


def _pointed(reading: _Reading, value: Any, kind: str, at: str) -> Iterator[str]:  # noqa: ANN401
    """Yield the keys of what a field points to: persons, bodies, places."""
    for each in _list(value):
        label = _label(each)
        uri = _text(each.get("uri")) if isinstance(each, dict) else ""
        key = (uri if uri in reading.described else re.sub(r".*/persons/", "", uri)) or label
        if key:
            if key not in reading.described:
                _point(reading, key, label, words("ipif")["kinds"][kind], at)
            yield key


def _date(value: Any) -> str:  # noqa: ANN401
    """Return a date as it is worded; where that has no one reading, as it is sorted."""
    if isinstance(value, dict):
        label, day = _text(value.get("label")), _text(value.get("sortdate"))[:10]
        return label if label and (not day or cells.date(label) is not None) else day or label
    return _text(value)


def _label(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        return _text(value.get("label")) or _text(value.get("uri"))
    return _text(value)


def _id(thing: Any) -> str:  # noqa: ANN401
    return _text(thing.get("@id")) if isinstance(thing, dict) else _text(thing)


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [] if value in (None, "", {}) else [value]


def _text(value: Any) -> str:  # noqa: ANN401
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def _count_left(reading: _Reading, kind: str, thing: Mapping[str, Any]) -> None:
    for name in thing:
        if name in _TAKEN[kind] and (name, kind) != ("uris", "statements"):
            continue
        why = "it tells of the record, not of the person" if name in _OF_RECORDS else "unknown"
        why = "there is no place for it" if why == "unknown" else why
        reading.left[f"{name} of {kind}", why] += 1


_READERS = {
    "factoids": _factoid, "persons": _person, "sources": _source, "statements": _statement,
}  # fmt: skip

FORMATS = (
    Format(
        name="ipif",
        description="IPIF 0.3.3: persons, sources, factoids and statements of a prosopography",
        extensions=(".json",),
        read=read,
        extra="imports",
    ),
)
