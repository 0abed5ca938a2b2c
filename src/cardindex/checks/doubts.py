"""Warnings of content that is allowed but rarely meant: repeated claims, self-links, wrong order.

An index with these opens all the same; each message says what follows if nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from cardindex import dates
from cardindex.checks.alike import part, repeated
from cardindex.checks.registry import Draft, check, where
from cardindex.checks.tracing import later_than_quoted
from cardindex.errors import MalformedValue, Problem
from cardindex.groups import Numbers

_TOLD = ("relation", "subject", "object", "text", "quantity", "unit", "when", "place", "mode")
_BETWEEN_IDS = re.compile(r"[;?\s]+")


@check
def claims_are_told_once(draft: Draft) -> Iterator[Problem]:
    """No two claims say the same, unless a tie relates them."""
    claims = draft.claims
    rows: dict[tuple[str, ...], list[int]] = {}
    for row in _meeting(draft):
        rows.setdefault(_told(draft, row), []).append(row)
    for alike in rows.values():
        met: set[str] = set()
        named: set[str] = set()
        for row in alike:
            id_, own = claims["id"][row], set(_BETWEEN_IDS.split(claims["ties"][row]))
            if met and id_ not in named and not own & met:
                first = claims["id"][alike[0]]
                message = (
                    f"says the same as {first} on line {claims.lines[alike[0]]}; put all citations "
                    f'under one of them and delete the other, or tie them: "same {first}" for one '
                    'fact told twice, "rival", or "part"'
                )
                yield claims.warning(row, "id", "repeated-claim", message)
            met.add(id_)
            named |= own


def _meeting(draft: Draft) -> list[int]:
    """Return the rows of claims that another claim repeats."""
    claims, symmetric = draft.claims, draft.vocabulary.symmetric
    if any(claims[column].is_packed for column in _TOLD):
        # Only rows with equal hashes are kept as text: an index may be larger than memory.
        told = (hash(_told(draft, row)) for row in range(len(claims)))
        return repeated([(np.fromiter(told, np.int64, len(claims)), 1)])
    subject, object_, number = _ends(draft)
    either = [relation in symmetric for relation in claims["relation"].distinct]
    turned = np.array(either, dtype=np.bool_)[claims["relation"].codes] & (object_ < subject)
    ends = np.where(turned, object_, subject), np.where(turned, subject, object_)
    rest = (part(claims[column]) for column in _TOLD if column not in ("subject", "object"))
    return repeated([*((end, number) for end in ends), *rest])


def _ends(draft: Draft) -> tuple[Numbers, Numbers, int]:
    """Return the subjects and objects of claims as numbers of one list, and its length."""
    columns = [draft.claims[end] for end in ("subject", "object")]
    number: dict[str, int] = {}
    for column in columns:
        for id_ in column.distinct:
            number.setdefault(id_, len(number))
    subject, object_ = (
        np.array([number[id_] for id_ in column.distinct], dtype=np.int64)[column.codes]
        for column in columns
    )
    return subject, object_, len(number)


def _told(draft: Draft, row: int) -> tuple[str, ...]:
    """Return the content of a claim, with the ends of a symmetric relation in alphabetic order."""
    key = tuple(draft.claims[column][row] for column in _TOLD)
    relation, subject, object_, *rest = key
    turned = relation in draft.vocabulary.symmetric and object_ < subject
    return (relation, object_, subject, *rest) if turned else key


@check
def links_lead_to_another(draft: Draft) -> Iterator[Problem]:
    """The ends of a link differ, unless its relation is reflexive."""
    claims, relations = draft.claims, draft.vocabulary.relations
    subjects, objects, _ = _ends(draft)
    for row in np.flatnonzero(subjects == objects).tolist():
        relation, subject = claims["relation"][row], claims["subject"][row]
        if subject and relation in relations:
            if relations[relation].reflexive or relations[relation].kind != "link":
                continue
            message = (
                f"{relation} links {subject} to itself; name the other end, or take a relation "
                "that may have one entity at both (ci:reflexive in the ontology)"
            )
            yield claims.warning(row, "object", "link-to-itself", message)


@check
def sources_know_or_retell(draft: Draft) -> Iterator[Problem]:
    """A work has an origin or rests on others, never both."""
    sources = draft.sources
    for row, (origin, rests) in enumerate(zip(sources["origin"], sources["rests_on"], strict=True)):
        if origin and rests:
            message = (
                f'has the origin "{origin}" and rests on {rests}: either it records what its '
                "origin knew, or it has it from others; empty one of the two, or say in the chain "
                "of a citation which it is for that claim"
            )
            yield sources.warning(row, "origin", "origin-and-rests-on", message)


@check
def something_is_known_at_first_hand(draft: Draft) -> Iterator[Problem]:
    """Some root is known: a source has an origin, or a citation is a work's own conclusion."""
    sources = draft.sources
    if not sources["id"] or "origin" in sources.missing or any(sources["origin"]):
        return
    if not draft.citations["claim"] or any(text.endswith("!") for text in draft.citations["chain"]):
        return
    message = (
        "no source has an origin, so no root is known and nothing can be corroborated; write in "
        "origin whose own knowledge a work records (a service for its files, a speaker for a "
        'speech), and "self" for a work that reports its makers\' own inquiry'
    )
    yield Problem(sources.file, 0, "origin", "no-known-origin", message, "warning")


@check
def nobody_quotes_what_is_not_yet_written(draft: Draft) -> Iterator[Problem]:
    """No work of a chain is certainly later than a work that reports it."""
    citations = draft.citations
    days = _days(draft)
    texts, works = citations["chain"], draft.chains.works
    told: set[tuple[str, str]] = set()
    first_of: dict[tuple[str, int], int] = {}
    for row in later_than_quoted(draft.chains, texts, days):
        first_of.setdefault((citations["source"][row], int(texts.codes[row])), row)
    for (source, code), row in first_of.items():
        for quoter, work in _out_of_order((source, *(works[code] or ())), days):
            if (quoter, work) in told:
                continue
            told.add((quoter, work))
            message = (
                f"{quoter} ({_date(draft, quoter)}) has it from {work} ({_date(draft, work)}), "
                "which is later; mend one of the dates in sources.csv, or the chain"
            )
            yield citations.warning(row, "chain", "later-than-its-quoter", message)


def _days(draft: Draft) -> dict[str, dates.Window]:
    """Return the earliest and latest day on which each dated source may have been made."""
    sources = draft.sources
    days = {}
    for id_, text in zip(sources["id"], sources["date"], strict=True):
        if text:
            try:
                bounds = dates.parse(text)
            except MalformedValue:  # a problem of its own
                continue
            days[id_] = bounds.earliest_start, bounds.latest_end
    return days


def _out_of_order(
    way: tuple[str, ...], days: Mapping[str, dates.Window]
) -> Iterator[tuple[str, str]]:
    """Yield (quoter, work) for each work that is certainly later than one that quotes it."""
    earliest: tuple[dates.Day, str] | None = None
    for work in way:
        if work in days:
            first, last = days[work]
            if earliest and first > earliest[0]:
                yield earliest[1], work
            if earliest is None or last < earliest[0]:
                earliest = last, work


def _date(draft: Draft, source: str) -> str:
    return draft.sources["date"][draft.sources["id"].index(source)]


@check
def nobody_is_said_to_be_two(draft: Draft) -> Iterator[Problem]:
    """An entity that is said to be two others, which are not said to be one, is not folded."""
    claims = draft.claims
    identifying = draft.vocabulary.identifying
    rows = [row for row, _ in where(claims, "relation", identifying) if not claims["mode"][row]]
    if len(rows) < 2:
        return
    rows = _uncontested(draft, rows)
    leads: dict[str, dict[str, int]] = {}
    for row in rows:
        leads.setdefault(claims["subject"][row], {}).setdefault(claims["object"][row], row)
    for subject, objects in leads.items():
        if len(objects) > 1 and not _one_end(subject, leads):
            named = " and ".join(
                f"{object_} ({claims['id'][objects[object_]]})" for object_ in objects
            )
            message = (
                f"{subject} is said to be {named}, and nothing says that these are one: with "
                "identities it is folded into none of them; tie the claims as rival if only one "
                "can be true, or add the claim that makes one of them the other"
            )
            yield claims.warning(max(objects.values()), "object", "said-to-be-two", message)


def _uncontested(draft: Draft, rows: list[int]) -> list[int]:
    """Return those of these claims that can stand: affirmed, neither disputed nor with a rival."""
    claims, citations = draft.claims, draft.citations
    ids = {claims["id"][row] for row in rows}
    affirmed: set[str] = set()
    disputed: set[str] = set()
    for at, id_ in where(citations, "claim", ids):
        if citations["certainty"][at] != "possible":
            (affirmed if citations["stance"][at] == "affirms" else disputed).add(id_)
    ties = {row: re.findall(r"rival +([a-z][0-9]+)", claims["ties"][row]) for row in rows}
    for row, rivals in ties.items():
        if rivals:
            disputed |= {claims["id"][row], *rivals}
    standing = affirmed - disputed
    return [row for row in rows if claims["id"][row] in standing]


def _one_end(start: str, leads: Mapping[str, Mapping[str, int]]) -> bool:
    """Tell whether all ways from here lead to one entity."""
    reached = _reached(start, leads)
    return any(
        all(end == other or end in _reached(other, leads) for other in reached) for end in reached
    )


def _reached(start: str, leads: Mapping[str, Mapping[str, int]]) -> list[str]:
    found = list(leads.get(start, ()))
    met = set(found)
    for at in found:
        new = [next_ for next_ in leads.get(at, ()) if next_ not in met]
        found += new
        met.update(new)
    return found
