"""Data extension: columns for a table of entities, from names, identifiers and claims that stand.

A property is a relation by its id (``^`` before it: from its other end), a kind of name by its
word, ``label``, ``description`` or ``type``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException

from cardindex import dates
from cardindex.folding import folded
from cardindex.index import Index
from cardindex.server.deadlines import NONE, Deadline
from cardindex.server.matching import Matcher
from cardindex.server.slicing import digits

MOST_ROWS, MOST_PROPERTIES = 1000, 50
_MOST_VALUES = 1000  # of one cell
_PROPOSED = 100
_OWN = {
    "label": "What it is called here.",
    "description": "What it is, in a few words.",
    "type": "What kind of entity it is.",
}


class Property(NamedTuple):
    """What can be asked of an entity."""

    id: str
    name: str
    description: str


class Asked(NamedTuple):
    """Which columns of which rows; each column with how many values at most, 0 for all."""

    ids: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]


def properties(index: Index) -> list[Property]:
    """Return all that can be asked of entities of an index."""
    found: list[Property] = []
    for id_, each in index.vocabulary.relations.items():
        found.append(Property(id_, each.label, each.definition))
        if each.range and not each.symmetric:
            found.append(Property(f"^{id_}", f"{each.label} (of it): {each.inverse_words}",
                                  f"The same from its other end. {each.definition}"))  # fmt: skip
    taken = {each.id for each in found}
    kinds = sorted({*index.names["kind"].unique().tolist(), *index.vocabulary.name_kinds})
    found += [
        Property(kind, kind, f"Names of the kind “{kind}”.")
        for kind in kinds
        if kind and kind not in taken
    ]
    taken |= set(kinds)
    found += [Property(id_, id_, told) for id_, told in _OWN.items() if id_ not in taken]
    return found


def called(index: Index, text: str) -> list[Property]:
    """Return the properties that may be meant by what somebody typed, those that begin so first."""
    wanted, first, other = folded(text), [], []
    for each in properties(index):
        forms = (folded(each.name), each.id.removeprefix("^"), each.id)
        if any(form.startswith(wanted) for form in forms):
            first.append(each)
        elif any(wanted in form for form in forms):
            other.append(each)
    return first + other


def read(told: Mapping[str, Any]) -> Asked:
    """Read what is asked. Raises HTTPException with what is wrong with it."""
    ids, columns = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise HTTPException(400, "ids of extend is a list of texts")
    if not isinstance(columns, list) or not all(
        isinstance(each, dict) and isinstance(each.get("id"), str) for each in columns
    ):
        raise HTTPException(400, "properties of extend is a list of objects with an id")
    if len(ids) > MOST_ROWS or len(columns) > MOST_PROPERTIES:
        raise HTTPException(
            400, f"at most {MOST_ROWS:,} rows and {MOST_PROPERTIES} properties are had at once"
        )
    return Asked(tuple(ids), tuple((each["id"], _limit(each)) for each in columns))


def _limit(column: Mapping[str, Any]) -> int:
    settings = column.get("settings", {})
    limit = settings.get("limit", 0) if isinstance(settings, dict) else None
    if isinstance(limit, str):
        limit = digits(limit)  # as OpenRefine sends what was typed
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 <= limit < 1e9:
        raise HTTPException(400, "the setting limit is a number, 0 for all values")
    return int(limit)


def extended(known: Matcher, asked: Asked, within: Deadline = NONE) -> dict[str, Any]:
    """Return the values of the columns; the row of an unknown id is empty.

    Raises HTTPException for a column that there is none of, and past the deadline.
    """
    by_id = {each.id: each for each in properties(known.index)}
    for id_, _ in asked.columns:
        if id_ not in by_id:
            raise HTTPException(400, f'there is no property "{id_[:100]}"')
    names = _names(known.index, set(asked.ids))
    rows = {
        row: {
            id_: list(_values(known, names, row, id_))[: limit or _MOST_VALUES]
            if row in known.index.labels
            else []
            for id_, limit in asked.columns
        }
        for row in within.over(asked.ids, step=1)
    }
    meta = [_meta(known.index, by_id[id_]) for id_, _ in asked.columns]
    return {"meta": meta, "rows": rows}


def _meta(index: Index, column: Property) -> dict[str, Any]:
    told: dict[str, Any] = {"id": column.id, "name": column.name}
    relation = index.vocabulary.relations.get(column.id.removeprefix("^"))
    if relation and relation.range:
        ends = relation.domain if column.id.startswith("^") else relation.range
        if len(ends) == 1:
            told["type"] = {"id": ends[0], "name": index.vocabulary.types[ends[0]].label}
    return told


def _names(index: Index, ids: set[str]) -> dict[tuple[str, str], list[str]]:
    """Return the names of some entities by (entity, kind)."""
    found: dict[tuple[str, str], list[str]] = {}
    some = index.names[index.names["entity"].isin(list(ids))]
    for id_, name, kind in zip(some["entity"], some["name"], some["kind"], strict=True):
        found.setdefault((id_, kind), []).append(name)
    return found


def _values(
    known: Matcher, names: Mapping[tuple[str, str], list[str]], row: str, id_: str
) -> Iterator[dict[str, Any]]:
    index = known.index
    if id_.removeprefix("^") in index.vocabulary.relations:
        told: dict[str, dict[str, Any]] = {}
        for at, other in known.links(row, id_):
            value = _of_claim(known, at, other)
            told.setdefault(repr(value), value)
        yield from told.values()
    elif (row, id_) in names or id_ not in _OWN:
        yield from ({"str": name} for name in names.get((row, id_), ()))
    elif id_ == "type":
        kind = str(index.entities.at[row, "type"])
        yield {"id": kind, "name": index.vocabulary.types[kind].label}
    elif text := str(index.entities.at[row, id_]):
        yield {"str": text}


def _of_claim(known: Matcher, at: int, other: str) -> dict[str, Any]:
    """Return what a claim says of one of its ends: the other, a number, words or a date."""
    if end := str(known.claims[other].iat[at]):
        return {"id": end, "name": known.index.label(end)}
    claim = known.claims.iloc[at]
    if claim["quantity"]:
        low, high = claim["low"], claim["high"]
        if low == high:
            return {"int": int(low)} if float(low).is_integer() else {"float": float(low)}
        return {"str": f"{claim['quantity']} {claim['unit']}".strip()}
    if claim["text"]:
        return {"str": claim["text"]}
    first, last = int(claim["earliest_start"]), int(claim["latest_end"])
    day = dates.iso(first) if first == last and claim["when"] else ""
    return {"date": f"{day}T00:00:00Z"} if day and day[0] != "-" else {"str": claim["when"]}


def proposed(known: Matcher, kind: str, limit: int) -> dict[str, Any]:
    """Return the properties of entities of a kind, the most frequent first."""
    index = known.index
    vocabulary = index.vocabulary
    fits = {each for each in vocabulary.types if not kind or vocabulary.is_a(each, (kind,))}
    own = set(index.entities.index[index.entities["type"].isin(list(fits))])
    counts = Counter[str]()
    columns = (known.claims[each].tolist() for each in ("subject", "object", "relation"))
    symmetric = vocabulary.symmetric
    for subject, object_, relation in zip(*columns, strict=True):
        if subject in own:
            counts[relation] += 1
        if object_ in own:
            counts[relation if relation in symmetric else f"^{relation}"] += 1
    for id_, name_kind in zip(index.names["entity"], index.names["kind"], strict=True):
        counts[name_kind] += id_ in own
    counts.update(dict.fromkeys(_OWN, len(own)))
    by_id = {each.id: each for each in properties(index)}
    ids = sorted((id_ for id_ in counts if counts[id_] and id_ in by_id),
                 key=lambda id_: (-counts[id_], id_))  # fmt: skip
    told = [{"id": id_, "name": by_id[id_].name} for id_ in ids[: limit or _PROPOSED]]
    answer: dict[str, Any] = {"properties": told}
    return {**answer, "type": kind} if kind else answer
