"""Edges and properties of FollowTheMoney → claims, with the data sets that state them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from cardindex.imports.found import FoundCitation, FoundClaim, Link
from cardindex.imports.ftm.entities import Entity, Value
from cardindex.imports.ftm.model import Schema, schema
from cardindex.imports.meeting import Meeting, words

_TABLE: Mapping[str, Any] = words("ftm")
_PAIRS: Mapping[str, list[str]] = _TABLE["pairs"]
_REFINED: Mapping[str, Any] = _TABLE["refined"]
_TEXT: list[str] = _TABLE["properties"]["text"]["names"]
_GLOSS: list[str] = _TABLE["properties"]["gloss"]["names"]
_TELLING = {"string", "identifier", "name", "country"}
_LONGEST = 300  # characters of a text that is put together
MONEY = ("amount", "currency", "amountUsd", "amountEur")
SHARE = ("percentage", "sharesCount", "sharesValue", "sharesCurrency")
WHEN = ("startDate", "endDate", "date")
FROM = ("sourceUrl", "publisher", "publisherUrl", "proof", "retrievedAt")


@dataclass(frozen=True)
class Told:
    """A claim without its citations, and the data sets that state it."""

    claim: FoundClaim
    datasets: tuple[str, ...]


def ends(about: Schema) -> tuple[str, str] | None:
    """Return the properties between which a schema runs, as an edge or as a message does."""
    if about.edge:
        return about.edge.source, about.edge.target
    pair = _PAIRS.get(about.name)
    return (pair[0], pair[1]) if pair else None


def edges(entity: Entity, kinds: Mapping[str, str], meeting: Meeting) -> Iterator[Told]:
    """Yield what an edge says, once for all data sets that say the same of it."""
    found: dict[FoundClaim, list[str]] = {}
    about = schema(entity.schema)
    pair = ends(about)
    for dataset, view in _views(entity):
        for start, end in product(*(view.texts(name) for name in pair)) if pair else ():
            claim = _edge(view, about, (start, end), kinds, meeting)
            found.setdefault(claim, []).extend(dataset)
    alone = len(found) == 1
    for claim, datasets in found.items():
        yield Told(replace(claim, key=entity.id if alone else ""), tuple(dict.fromkeys(datasets)))


def statuses(entity: Entity, meeting: Meeting) -> Iterator[Told]:
    """Yield what an interval that is no edge says of its holder: a sanction, a passport."""
    about = schema(entity.schema)
    word = meeting.relation(
        entity.schema, label=about.label.lower(), takes="name", family=_TABLE["family"],
        definition=about.description or f"What FollowTheMoney calls {about.label}.",
    ).word  # fmt: skip
    found: dict[FoundClaim, list[str]] = {}
    for dataset, view in _views(entity):
        for holder in _holders(view, about):
            told = [
                text
                for name, each in about.properties.items()
                if each.type in _TELLING and name not in (*FROM, "recordId", "summary")
                for text in view.texts(name)
            ]
            text = "; ".join(told)[:_LONGEST] or about.label
            claim = FoundClaim(
                holder,
                word,
                text=text,
                when=when_of(view),
                gloss=_first(view, _GLOSS),
                at=entity.at,
            )
            found.setdefault(claim, []).extend(dataset)
    for claim, datasets in found.items():
        yield Told(claim, tuple(dict.fromkeys(datasets)))


def properties(entity: Entity, kinds: Mapping[str, str], meeting: Meeting) -> Iterator[Told]:
    """Yield what an entity says of itself: dates of its life, its parts, what it is worth."""
    about = schema(entity.schema)
    start = about.ancestors
    for name, values in entity.values.items():
        known = about.properties.get(name)
        if known and known.type == "entity" and name not in FROM:
            for value in values:
                end = schema(kinds.get(value.value, "Thing")).ancestors
                met = meeting.relation(
                    name, start, end, label=known.label.lower(), family=_TABLE["family"],
                    definition=f'What the property "{name}" of {about.label} names.',
                )  # fmt: skip
                claim = FoundClaim(
                    entity.id, met.word, value.value, inverse=met.inverse, at=entity.at
                )
                yield Told(claim, value.datasets or entity.datasets)
        elif name in DATINGS:
            word = meeting.relation(name, start).word
            for value in values:
                claim = FoundClaim(entity.id, word, when=_day(value.value), at=entity.at)
                yield Told(claim, value.datasets or entity.datasets)
    yield from _measures(entity, meeting)


def citations(told: Told, chain: tuple[Link, ...]) -> tuple[FoundCitation, ...]:
    """Return a citation for each data set; of the file itself where none is named."""
    return tuple(FoundCitation(by, chain=chain) for by in told.datasets or ("",))


def when_of(entity: Entity) -> str:
    """Return EDTF for the time of an interval; empty where it tells none."""
    start, end = (_day(entity.text(name)) for name in WHEN[:2])
    if start and start == end:
        return start
    return f"{start}/{end}" if start or end else _day(entity.text("date"))


def _day(written: str) -> str:
    return written.partition("T")[0].partition(" ")[0]


def _measures(entity: Entity, meeting: Meeting) -> Iterator[Told]:
    """Yield what a thing in time and of worth says of both: a contract, an event."""
    if when := when_of(entity):
        word = meeting.relation("interval").word
        claim = FoundClaim(entity.id, word, when=when, at=entity.at)
        yield Told(claim, _stating(entity, WHEN))
    quantity, unit = _money(entity)
    if quantity:
        word = meeting.relation("amount").word
        claim = FoundClaim(entity.id, word, quantity=quantity, unit=unit, at=entity.at)
        yield Told(claim, _stating(entity, MONEY))


def _stating(entity: Entity, names: tuple[str, ...]) -> tuple[str, ...]:
    stating = [
        by for name in names for value in entity.values.get(name, ()) for by in value.datasets
    ]
    return tuple(dict.fromkeys(stating)) or entity.datasets


def _edge(
    view: Entity, about: Schema, pair: tuple[str, str], kinds: Mapping[str, str], meeting: Meeting
) -> FoundClaim:
    word, back = _refined(view)
    start, end = (schema(kinds.get(id_, "Thing")).ancestors for id_ in pair)
    label = about.edge.label if about.edge else about.label.lower()
    symmetric = bool(about.edge and not about.edge.directed)
    told = (
        about.description or f"What FollowTheMoney calls {about.label}: the one {label} the other."
    )
    if back:
        start, end = end, start
    met = meeting.relation(
        word, start, end, label=label, symmetric=symmetric, definition=told,
        family=_TABLE["family"],
    )  # fmt: skip
    quantity, unit = _quantity(view)
    return FoundClaim(
        pair[0],
        met.word,
        pair[1],
        text="; ".join(_carried(view, about))[:_LONGEST],
        quantity=quantity,
        unit=unit,
        when=when_of(view),
        gloss=_first(view, _GLOSS),
        inverse=met.inverse != back,
        at=view.at,
    )


def _carried(view: Entity, about: Schema) -> Iterator[str]:
    """Yield what an edge says in words: the role, the purpose."""
    for name in _TEXT:
        if name not in about.properties or about.properties[name].type != "entity":
            yield from view.texts(name)


def _refined(view: Entity) -> tuple[str, bool]:
    """Return the word for an edge that one of its values says more of, and whether it runs back."""
    table = _REFINED.get(view.schema, {})
    for text in view.texts(table.get("property", "")):
        if found := table["words"].get(text.lower()):
            return str(found[0]), bool(found[1])
    return view.schema, False


def _quantity(view: Entity) -> tuple[str, str]:
    quantity, unit = _money(view)
    if quantity:
        return quantity, unit
    if percent := view.text("percentage").rstrip("% "):
        return percent, "percent"
    if value := view.text("sharesValue"):
        return value, view.text("sharesCurrency")
    return (count, "shares") if (count := view.text("sharesCount")) else ("", "")


def _money(view: Entity) -> tuple[str, str]:
    if amount := view.text("amount"):
        return amount, view.text("currency") or "units"
    for name, unit in (("amountUsd", "USD"), ("amountEur", "EUR")):
        if amount := view.text(name):
            return amount, unit
    return "", ""


def _holders(view: Entity, about: Schema) -> list[str]:
    names = [name for name, each in about.properties.items() if each.type == "entity"]
    return [id_ for name in names if name not in FROM for id_ in view.texts(name)]


def _first(view: Entity, names: list[str]) -> str:
    return next((text for name in names if (text := view.text(name))), "")


def _views(entity: Entity) -> Iterator[tuple[list[str], Entity]]:
    """Yield an entity as each of its data sets has it; once, where they all say the same."""
    stated = {value.datasets for values in entity.values.values() for value in values}
    if len(stated) < 2:
        yield [*(next(iter(stated), ()) or entity.datasets)], entity
        return
    for by in sorted({by for each in stated for by in each}):
        values = {
            name: kept
            for name, told in entity.values.items()
            if (kept := [value for value in told if by in value.datasets or not value.datasets])
        }
        yield [by], replace(entity, values=_with_ends(values, entity))


def _with_ends(values: dict[str, list[Value]], entity: Entity) -> dict[str, list[Value]]:
    """Add the ends of an edge that a data set leaves to the others."""
    pair = ends(schema(entity.schema)) or ()
    return {**{name: entity.values.get(name, []) for name in pair}, **values}


DATINGS = frozenset(
    name for name, about in _TABLE["relations"].items()
    if about.get("takes") == "dating" and name != "interval"
)  # fmt: skip
"""Properties that date a life or a body."""
