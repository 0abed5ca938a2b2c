"""Checks of claims: their relation's demands, dates, quantities, modes and ties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from cardindex import dates, quantities
from cardindex.checks.alike import numbered, part, rows_where
from cardindex.checks.registry import Draft, check, unknown, where
from cardindex.errors import MalformedValue, Problem, nearest, suggestion
from cardindex.lineage import loops
from cardindex.ties import Tie, parse_ties

MODES = ("asked", "authorised", "planned", "attempted", "failed")
"""The values of ``mode``; empty means that it happened."""

# The cells of a claim that each kind of relation requires, and those it bars.
_DEMANDS = {
    "link": (("object",), ()),
    "name": (("text",), ("object", "quantity")),
    "measure": (("quantity",), ("object",)),
    "dating": (("when",), ("object", "text", "quantity")),
}
# Code and message for a required cell that is empty, and for a barred one that is not.
_MISSING = {
    "object": ("missing-object", "links two entities; say in object which is the other"),
    "text": ("missing-text", "names its subject; say in text what it was called"),
    "quantity": ("missing-quantity", "measures its subject; say in quantity how much, with a unit"),
    "when": ("missing-when", "dates its subject; say in when"),
}
_UNEXPECTED = {
    "object": "unexpected-object",
    "text": "unexpected-value",
    "quantity": "unexpected-value",
}


@check
def relations_exist(draft: Draft) -> Iterator[Problem]:
    """Every relation is defined in the ontology."""
    known = draft.vocabulary.relations
    inverses = {
        re.split("[/#]", relation.inverse)[-1]: id_
        for id_, relation in known.items()
        if relation.inverse
    }
    for row, id_ in unknown(draft.claims, "relation", known):
        if id_ in inverses:
            mend = f'; write "{inverses[id_]}", with subject and object the other way round'
        else:
            mend = suggestion(id_, known) or "; define it in the ontology"
        message = f'unknown relation "{id_}"{mend}'
        yield draft.claims.problem(row, "relation", "unknown-relation", message)


@check
def relations_fit_their_ends(draft: Draft) -> Iterator[Problem]:
    """Subject and object are of kinds in the relation's domain and range."""
    type_of = dict(zip(draft.entities["id"], draft.entities["type"], strict=True))
    claims, vocabulary = draft.claims, draft.vocabulary
    for column, code in (("subject", "wrong-domain"), ("object", "wrong-range")):
        wrong, different = {}, {type_: at for at, type_ in enumerate({*type_of.values(), None})}
        types = [different[type_of.get(id_)] for id_ in claims[column].distinct]
        type_code = np.array(types, dtype=np.int64)[claims[column].codes]
        which, first = numbered([part(claims["relation"]), (type_code, len(different))])
        named = [(claims["relation"][row], type_of.get(claims[column][row])) for row in first]
        for relation, type_ in named:
            defined = vocabulary.relations.get(relation)
            if defined is None or type_ not in vocabulary.types:
                continue
            admitted = defined.domain if column == "subject" else defined.range
            if admitted and not vocabulary.is_a(str(type_), admitted):
                wrong[relation, type_] = admitted
        for row in rows_where(which, [pair in wrong for pair in named]):
            relation, id_ = claims["relation"][row], claims[column][row]
            if admitted := wrong.get((relation, type_of.get(id_)), ()):
                message = (
                    f'"{id_}" is of the kind {type_of[id_]}, but {relation} wants for '
                    f"its {column} the kind {' or '.join(admitted)}, or a narrower one; take "
                    "another relation, or mend the kind"
                )
                yield claims.problem(row, column, code, message)


@check
def claims_say_what_their_kind_demands(draft: Draft) -> Iterator[Problem]:
    """A link has an object, a name a text, a measure a quantity, a dating its ``when``."""
    claims, relations = draft.claims, draft.vocabulary.relations
    columns = ("object", "text", "quantity", "when")
    which, first = numbered(
        [part(claims["relation"]), *((claims[column].full(), 2) for column in columns)]
    )
    faults = []
    for row in first:
        relation, found = claims["relation"][row], list[str]()
        if relation in relations:
            needed, barred = _DEMANDS[relations[relation].kind]
            found = [column for column in needed if not claims[column][row]]
            found += [column for column in barred if claims[column][row]]
        faults.append(found)
    for row in rows_where(which, list(map(bool, faults))):
        for column in faults[which[row]]:
            yield _demand_problem(draft, row, column)


def _demand_problem(draft: Draft, row: int, column: str) -> Problem:
    claims = draft.claims
    relation = draft.vocabulary.relations[claims["relation"][row]]
    if not claims[column][row]:
        code, message = _MISSING[column]
        return claims.problem(row, column, code, f"{relation.id} {message}")
    needed = _DEMANDS[relation.kind][0][0]
    message = (
        f"{relation.id} is a {relation.kind} and takes no {column}: what it says stands in "
        f"{needed}; empty the cell, or take another relation"
    )
    return claims.problem(row, column, _UNEXPECTED[column], message)


@check
def dates_are_edtf(draft: Draft) -> Iterator[Problem]:
    """Dates of claims and sources are in our profile of EDTF."""
    for table, column in ((draft.claims, "when"), (draft.sources, "date")):
        faults = _faults(set(table[column].differing()) - {""}, dates.parse)
        for row, value in where(table, column, faults):
            yield table.problem(row, column, faults[value].code, str(faults[value]))


@check
def quantities_are_hedged_numbers(draft: Draft) -> Iterator[Problem]:
    """Quantities parse, and a number and its unit go together."""
    claims = draft.claims
    faults = _faults(set(claims["quantity"].differing()) - {""}, quantities.parse)
    for row, value in where(claims, "quantity", faults):
        yield claims.problem(row, "quantity", faults[value].code, str(faults[value]))
    odd = claims["quantity"].full() != claims["unit"].full()
    for row in np.flatnonzero(odd).tolist():
        quantity, unit = claims["quantity"][row], claims["unit"][row]
        if quantity and not unit:
            message = (
                f'"{quantity}" has no unit; write a currency code (USD) or a plural noun (persons)'
            )
            yield claims.problem(row, "unit", "missing-unit", message)
        elif unit and not quantity:
            message = f'unit "{unit}" has no quantity; give the number, or empty the cell'
            yield claims.problem(row, "unit", "unit-without-quantity", message)


@check
def modes_exist(draft: Draft) -> Iterator[Problem]:
    """A mode is one of ``MODES``, or empty."""
    for row, mode in unknown(draft.claims, "mode", MODES):
        found = nearest(mode, MODES)
        mend = f'did you mean "{found}"?' if found else f"it is one of {', '.join(MODES)}, or empty"
        message = f'unknown mode "{mode}"; {mend}'
        yield draft.claims.problem(row, "mode", "unknown-mode", message)


@check
def ties_hold(draft: Draft) -> Iterator[Problem]:
    """Ties parse, lead to another claim, are written once, and no part is its own whole."""
    claims = draft.claims
    tied = set(claims["ties"].differing()) - {""}
    if not tied:
        return
    known = draft.claim_ids
    faults = _faults(tied, parse_ties)
    written: dict[tuple[str, frozenset[str]], str] = {}
    wholes: dict[str, list[str]] = {}
    for row, text in where(claims, "ties", tied):
        id_ = claims["id"][row]
        if text in faults:
            yield claims.problem(row, "ties", "malformed-tie", str(faults[text]))
            continue
        for tie in parse_ties(text):
            pair = (tie.kind, frozenset((id_, tie.claim)))
            if fault := _tie_fault(id_, tie, known, written.get(pair)):
                yield claims.problem(row, "ties", *fault)
                continue
            written[pair] = id_
            if tie.kind == "part":
                wholes.setdefault(id_, []).append(tie.claim)
    yield from _looped_parts(draft, wholes)


def _tie_fault(
    id_: str, tie: Tie, known: frozenset[str], written: str | None
) -> tuple[str, str] | None:
    """Return code and message of a wrong tie, if so; ``written``: the claim that has it."""
    if tie.claim not in known:
        mend = suggestion(tie.claim, known) or "; add the claim, or delete the tie"
        return "unknown-claim", f'tie to an unknown claim "{tie.claim}"{mend}'
    if tie.claim == id_:
        return "tie-to-itself", f'"{tie.kind} {tie.claim}" ties the claim to itself; delete it'
    # "a part of b" and "b part of a" are two ties, and a loop.
    if written is None or (tie.kind == "part" and written != id_):
        return None
    message = (
        f'"{tie.kind} {tie.claim}" is written at {written} already; a tie is written once and '
        "holds both ways, so delete this one"
    )
    return "repeated-tie", message


def _looped_parts(draft: Draft, wholes: dict[str, list[str]]) -> Iterator[Problem]:
    for loop in loops(wholes):
        row = draft.claims["id"].index(loop[0])
        message = f"a claim cannot be part of itself: {' part of '.join(loop)}; delete one tie"
        yield draft.claims.problem(row, "ties", "looped-part", message)


def _faults(values: set[str], parse: Callable[[str], object]) -> dict[str, MalformedValue]:
    """Return the values that ``parse`` refuses, with its messages."""
    faults = {}
    for value in sorted(values):
        try:
            parse(value)
        except MalformedValue as error:
            faults[value] = error
    return faults
