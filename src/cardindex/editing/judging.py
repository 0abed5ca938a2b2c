"""Entities and claims that are likely told twice, and what somebody has judged of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from cardindex.checks.beside import DECISIONS
from cardindex.editing import similar
from cardindex.editing.dropping import without_ties
from cardindex.editing.entries import Change, Entry, Row, added, altered
from cardindex.editing.making import next_claim
from cardindex.editing.moving import CALLED, there
from cardindex.editing.references import CLAIM, ENTITY, SOURCE
from cardindex.editing.uniting import apart, said, tie, tied
from cardindex.editing.views import Tables, cells, told
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.lineage import SELF

if TYPE_CHECKING:
    from cardindex.ontology import Vocabulary

_DECISION = "decision"  # the kind of source that is the makers' own word
_MOST = 200  # the most claims between the same two that are compared with one another


class Pair(NamedTuple):
    """Two that may be one: ``kind`` is their table, ``score`` nearer to 1 the likelier it is."""

    kind: str
    one: str
    other: str
    score: float
    why: str


def duplicates(tables: Tables, vocabulary: Vocabulary) -> list[Pair]:
    """Return the likely duplicates among entities and claims, the likeliest first of each.

    Left out is what has been decided, in decisions.csv or by a claim or a tie.
    """
    settled = {frozenset(row[:2]) for row in tables.rows("decisions")}
    settled |= {
        frozenset((row[1], row[3]))
        for row in tables.rows(CLAIM)
        if row[2] in vocabulary.identifying
    }
    found = [
        Pair(ENTITY, each.one, each.other, each.score, each.why)
        for each in similar.sequence(similar.alike(tables, vocabulary.identifiers))
    ]
    found += sorted(_claims(tables, vocabulary), key=lambda it: (-it.score, it.one, it.other))
    return [each for each in found if frozenset((each.one, each.other)) not in settled]


def _claims(tables: Tables, vocabulary: Vocabulary) -> Iterator[Pair]:
    """Yield the claims that say nearly the same of the same two, and are not tied."""
    blocks: dict[tuple[str, ...], list[Row]] = {}
    for row in tables.rows(CLAIM):
        blocks.setdefault(said(vocabulary, row)[:3], []).append(row)
    for block in blocks.values():
        for one, other in combinations(block[:_MOST], 2):
            score, why = claims_alike(one, other)
            if score and not tied(one, other):
                yield Pair(CLAIM, one[0], other[0], score, why)


def claims_alike(one: Row, other: Row) -> tuple[float, str]:
    """Return how likely two claims on the same ends and relation are one, and why; 0 if not."""
    first, second = cells(CLAIM, one), cells(CLAIM, other)
    score, why = 1.0, ["the same ends and relation"]
    differing = [
        column
        for column in ("text", "quantity", "unit", "when", "place", "mode")
        if first[column] != second[column]
    ]
    if apart(first["when"], second["when"]) or "mode" in differing:
        return 0.0, ""
    for column in differing:
        if column != "when" and first[column] and second[column]:
            return 0.0, ""
        half = first[column] and second[column]
        score *= 0.9 if column == "when" and half else 0.8
        why.append(f"{column} {first[column] or 'empty'} and {second[column] or 'empty'}")
    return round(score, 2), "; ".join(why if differing else [*why, "nothing differs"])


def decide(  # noqa: PLR0913 - each says one thing, by its name
    tables: Tables,
    vocabulary: Vocabulary,
    one: str,
    other: str,
    *,
    decision: str,
    who: str,
    why: str = "",
) -> Entry:
    """Return the entry that remembers what was judged of two entities, or of two claims.

    A ``same`` is also said where evidence is looked for: of claims by a tie, of entities by a
    claim of identity on the word of the index's makers. An earlier judgement of the same person
    is replaced. Notes name what still says the same where another judgement is made. Raises
    UnknownName and CardindexError.
    """
    if decision not in DECISIONS:
        raise UnknownName("decision", decision, DECISIONS)
    kinds = [kind for kind in (ENTITY, CLAIM)
             if all(tables.row(kind, id_) is not None for id_ in (one, other))]  # fmt: skip
    if not kinds:
        kind = ENTITY if tables.row(ENTITY, one) else CLAIM
        there(tables, kind, one)
        there(tables, kind, other)
    if one == other:
        raise CardindexError(f'"{one}" is one already; name two')
    changes = [_decision(tables, (one, other, decision, who, why))]
    if decision == "same":
        changes += _same(tables, vocabulary, kinds[0], one, other)
        notes: list[str] = []
    else:
        notes = list(_still_same(tables, vocabulary, kinds[0], one, other))
    what = f"{CALLED[kinds[0]]} {one} and {other}: {decision}"
    return told(tables, what, changes, notes)


def _still_same(
    tables: Tables, vocabulary: Vocabulary, kind: str, one: str, other: str
) -> Iterator[str]:
    """Yield what still says that two are one, though it was decided otherwise, and how it goes."""
    if kind == ENTITY:
        for row in tables.rows(CLAIM):
            if row[2] in vocabulary.identifying and {row[1], row[3]} == {one, other}:
                yield (
                    f"{row[0]} still says that {row[1]} is {row[3]}: if it says no more than what "
                    f"you had decided, take it away by: cardindex delete {row[0]}"
                )
        return
    for id_, to in ((one, other), (other, one)):
        ties = cells(CLAIM, there(tables, CLAIM, id_))["ties"]
        left = _untied(ties, to)
        if left != ties:
            yield (
                f"{id_} is still tied to {to} as the same: untie it by: cardindex edit {id_} "
                f'--ties "{left}"'
            )


def _untied(ties: str, to: str) -> str:
    return without_ties(ties, lambda tie: tie.kind == "same" and tie.claim == to)


def _decision(tables: Tables, row: Row) -> Change:
    for old in tables.rows("decisions"):
        if {*old[:2]} == {*row[:2]} and old[3] == row[3]:
            return altered("decisions", old, {"decision": row[2], "why": row[4] or old[4]})
    return Change("decisions", None, row)


def _same(
    tables: Tables, vocabulary: Vocabulary, kind: str, one: str, other: str
) -> Iterator[Change]:
    if kind == CLAIM:
        first, second = there(tables, CLAIM, one), there(tables, CLAIM, other)
        if not tied(first, second):
            yield tie(second, "same", one)
        return
    if any(
        row[2] in vocabulary.identifying and {row[1], row[3]} == {one, other}
        for row in tables.rows(CLAIM)
    ):
        return
    relation = min(vocabulary.identifying, default="")
    if not relation:
        raise MalformedValue("same", "the ontology has no relation that says who is who")
    source = next((row[0] for row in tables.rows(SOURCE) if row[1] == _DECISION), "")
    if not source:
        source = "decisions-of-the-makers"
        yield added(
            SOURCE,
            {"id": source, "kind": _DECISION, "title": "Who is who: decisions of the makers of "
             "this index", "origin": SELF},
        )  # fmt: skip
    id_ = next_claim(tables)
    names = [_label(tables, other), _label(tables, one)]
    if names[0] == names[1]:
        names = [other, one]
    gloss = f"We take {names[0]} to be {names[1]}."
    yield added(
        CLAIM, {"id": id_, "subject": other, "relation": relation, "object": one, "gloss": gloss}
    )
    yield added(
        "citations",
        {"claim": id_, "source": source, "stance": "affirms", "certainty": "stated"},
    )


def _label(tables: Tables, id_: str) -> str:
    return there(tables, ENTITY, id_)[2]
