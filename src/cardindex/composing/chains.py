"""A chain as a sentence, and as picks of works: whom a work takes it from, whom it reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cardindex.errors import CardindexError, UnknownName
from cardindex.index import Index
from cardindex.lineage import Chain, parse_chain

HEARSAY, OWN = "?", "!"
"""What may stand for a work in the last pick: nobody named, and the own conclusion."""


class Pick(NamedTuple):
    """One step of a chain: a work's id, and how the one before it (the work read) has it from it.

    ``reports``: it only reports it, without taking it over. ``place``: where in the work, as
    ``72`` or ``72,75``, or empty. The last pick may be HEARSAY (it is not said from whom), or OWN
    (the one before has concluded it itself; it neither reports nor has a place).
    """

    source: str
    reports: bool = False
    place: str = ""


def chain_of(picks: Sequence[Pick]) -> str:
    """Return the chain of these picks, nearest first; ``picks_of`` leads back to the same.

    Raises CardindexError where they make no chain: HEARSAY or OWN before the end or with a place,
    OWN reported, a place that is none, a work twice or without an id.
    """
    _refuse(picks)
    parts: list[str] = []
    for pick in picks:
        if pick.source == OWN:
            parts.append(OWN)
            continue
        sign = "|" if pick.reports else ">" if parts else ""
        parts.append(sign + pick.source + (f"@{pick.place}" if pick.place else ""))
    chain = "".join(parts)
    parse_chain(chain)
    return chain


def picks_of(chain: str) -> tuple[Pick, ...]:
    """Return the picks of a chain, nearest first. Raises MalformedValue, a CardindexError."""
    parsed = parse_chain(chain)
    picks = [Pick(step.source, step.reported, step.locator) for step in parsed.steps]
    if parsed.hearsay:
        picks.append(Pick(HEARSAY, parsed.reports_hearsay))
    if parsed.own:
        picks.append(Pick(OWN))
    return tuple(picks)


def chain_in_words(
    index: Index, source: str, chain: str, titles: Mapping[str, str] | None = None
) -> str:
    """Return a chain as a sentence: "Essay takes it from Memoirs, 12, which reports Files".

    Every form has one: without a chain "Essay says so itself". ``titles``: of works that are not
    yet in the index, by id; they go before its own. Raises MalformedValue for what is no chain,
    UnknownName for a work that is nowhere.
    """
    parsed = parse_chain(chain)
    works = (source, *parsed.sources)
    named = [_title(index, work, titles or {}) for work in works]
    if not parsed.steps and not parsed.hearsay:
        return f"{named[0]} has concluded it itself" if parsed.own else f"{named[0]} says so itself"
    return ", which ".join(_clauses(named, parsed))


def _clauses(titles: Sequence[str], chain: Chain) -> list[str]:
    """Return what each work does with the next; all but the first begin with the verb."""
    clauses: list[str] = []
    for step, title in zip(chain.steps, titles[1:], strict=True):
        located = f"{title}, {step.locator}" if step.locator else title
        clauses.append(f"{_verb(step.reported)} {located}")
    if chain.hearsay:
        whom = "somebody whom it does not name"
        clauses.append(f"{_verb(chain.reports_hearsay)} {whom}")
    if chain.own:
        clauses.append("has concluded it itself")
    return [f"{titles[0]} {clauses[0]}", *clauses[1:]]


def _verb(reported: bool) -> str:  # noqa: FBT001 - as the chain has it
    return "only reports" if reported else "takes it from"


def _title(index: Index, source: str, titles: Mapping[str, str]) -> str:
    title = titles.get(source) or index.titles.get(source)
    if title is None:
        raise UnknownName("source", source, index.titles)
    return title


def _refuse(picks: Sequence[Pick]) -> None:
    """Raise where picks make no chain; what a chain itself forbids ``parse_chain`` says."""
    works = [pick.source for pick in picks]
    twice = next((work for at, work in enumerate(works) if work in works[:at]), "")
    if twice:
        raise CardindexError(f'"{twice}" stands twice in one chain; take one of them out')
    for at, pick in enumerate(picks):
        if pick.source in (HEARSAY, OWN):
            if at + 1 < len(picks):
                told = "hearsay" if pick.source == HEARSAY else "an own conclusion"
                raise CardindexError(f"{told} ends a chain; take out what stands behind it")
            if pick.place or (pick.source == OWN and pick.reports):
                raise CardindexError(f'"{pick.source}" is no work, and has neither place nor voice')
        elif pick.place and set(pick.place) & set(">|@?!"):
            raise CardindexError(
                f'the place "{pick.place}" has a sign of chains; write 72 or 72,75'
            )
        elif not pick.source:
            raise CardindexError("a work is missing in the chain; choose one, or take the step out")
