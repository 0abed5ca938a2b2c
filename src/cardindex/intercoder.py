"""How far two codings of one text agree: entities, pairs, and what is said of the shared pairs.

Percentages, and Krippendorff's alpha for nominal data: K. Krippendorff, *Content Analysis*, 2nd ed.
(2004), ch. 11; A. F. Hayes and K. Krippendorff, "Answering the call for a standard reliability
measure for coding data", *Communication Methods and Measures* 1 (2007), 77-89.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pandas as pd

from cardindex import ontology, settings, tables
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.tables import Table

ATTRIBUTES = ("relation", "direction", "mode", "stance", "certainty", "chain")
"""What is compared of two statements on one pair at one place."""

SUMMARY = ["what", "one", "other", "shared", "of_one", "of_other", "jaccard", "alpha"]
DIFFERENCES = ["place", "pair", "what", "one", "other"]

Pair = tuple[str, str]
Spot = tuple[str, Pair]

_RANGE = re.compile(r"([0-9]{1,9})(?:[-–]([0-9]{1,9}))?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST_RANGE = 1000

# In a chain: what stands before a work, and its id.
_WORK = re.compile(r"(^|[>|])([^>|@!?]+)")


@dataclass(frozen=True)
class Statement:
    """One citation of one claim that links two entities, at one place."""

    claim: str
    relation: str
    direction: str
    mode: str
    stance: str
    certainty: str
    chain: str


@dataclass(frozen=True)
class Coding:
    """What one folder says: entities at work, and statements by place and unordered pair.

    ``left_out`` tells what could not be read, in words.
    """

    entities: frozenset[str]
    statements: dict[Spot, list[Statement]]
    left_out: tuple[str, ...]


def read(
    folder: Path, paragraphs: Collection[int] = (), source: str = "", coder: str = ""
) -> Coding:
    """Read the coding in ``folder``, of ``claims.csv`` and ``citations.csv`` alone if need be.

    ``paragraphs``: only citations of these; all, where there are none. ``source``: only citations
    of this work and of what stands in it. ``coder``: only citations that they made, or accepted.
    A citation of several paragraphs counts at each. Raises CardindexError where one of the two
    tables is missing or cannot be read, UnknownName where no citation is by the coder.
    """
    claims, citations = _table(folder, "claims"), _table(folder, "citations")
    works = _works(folder, source)
    hands = {cell: frozenset(cell.split(";")) for cell in set(citations["coder"])}
    if coder and not any(coder in hand for hand in hands.values()):
        raise UnknownName("coder", coder, sorted(frozenset().union(*hands.values()) - {""}))
    symmetric = _symmetric(folder)
    rows = {row["id"]: row for row in _rows(claims)}
    entities: set[str] = set()
    statements: defaultdict[Spot, list[Statement]] = defaultdict(list)
    unknown: set[str] = set()
    for citation in _rows(citations):
        places = [it for it in _places(citation["locator"]) if _is_among(it, paragraphs)]
        if not places or (works and citation["source"] not in works):
            continue
        if coder and coder not in hands[citation["coder"]]:
            continue
        claim = rows.get(citation["claim"])
        if claim is None:
            unknown.add(citation["claim"])
            continue
        ends = claim["subject"], claim["object"]
        entities.update(filter(None, ends))
        if not all(ends):
            continue
        pair = min(ends), max(ends)
        statement = _statement(claim, citation, symmetric)
        for place in places:
            statements[place, pair].append(statement)
    left_out = [
        f"{folder}: citations.csv cites {id_}, which claims.csv has not" for id_ in sorted(unknown)
    ]
    return Coding(frozenset(entities), dict(statements), tuple(left_out))


def _statement(
    claim: Mapping[str, str], citation: Mapping[str, str], symmetric: Collection[str]
) -> Statement:
    one, other = claim["subject"], claim["object"]
    either = claim["relation"] in symmetric or one == other
    return Statement(
        claim["id"],
        claim["relation"],
        "either" if either else f"{one} to {other}",
        claim["mode"],
        citation["stance"],
        citation["certainty"],
        citation["chain"],
    )


def renamed(coding: Coding, ids: Mapping[str, str]) -> Coding:
    """Return a coding in which entities and works have other ids, as two coders may spell them.

    Raises UnknownName for an id that the coding has not.
    """
    works = {
        work
        for statements in coding.statements.values()
        for statement in statements
        for _, work in _WORK.findall(statement.chain)
    }
    for id_ in ids:
        if id_ not in coding.entities | works:
            raise UnknownName("id", id_, sorted(coding.entities | works))
    statements: defaultdict[Spot, list[Statement]] = defaultdict(list)
    for (place, ends), told in coding.statements.items():
        one, other = sorted(ids.get(end, end) for end in ends)
        statements[place, (one, other)] += [_renamed(it, ids) for it in told]
    entities = frozenset(ids.get(id_, id_) for id_ in coding.entities)
    return replace(coding, entities=entities, statements=dict(statements))


def _renamed(statement: Statement, ids: Mapping[str, str]) -> Statement:
    direction = " to ".join(ids.get(end, end) for end in statement.direction.split(" to "))
    chain = _WORK.sub(lambda found: found[1] + ids.get(found[2], found[2]), statement.chain)
    return replace(statement, direction=direction, chain=chain)


def summary(one: Coding, other: Coding) -> pd.DataFrame:
    """Return how far two codings agree, one row a thing compared.

    ``entities`` (by id) and ``pairs`` (unordered, each at one place): how many each has, how many
    both have, what percentage of each's that is, and of all that either has (Jaccard). Then, of
    the pairs that both have, one row for each of ATTRIBUTES: how many statements are compared, how
    many agree, the percentage, and Krippendorff's alpha (NaN where all values are one and the
    same, so that none could differ).

    A unit of comparison is a statement of the one beside a statement of the other on one pair at
    one place. Where a pair has several at one place, the two most alike are put side by side
    first; one that is left over is no unit, and is told by ``differences``. The direction is
    compared where neither relation is symmetric.
    """
    rows: list[tuple[object, ...]] = [
        ("entities", *_shares(one.entities, other.entities), math.nan),
        ("pairs", *_shares(one.statements.keys(), other.statements.keys()), math.nan),
    ]
    both = [couple for _, *couple in couples(one, other) if None not in couple]
    for attribute in ATTRIBUTES:
        units = list(_units(both, attribute))
        same = sum(first == second for first, second in units)
        percent = _percent(same, len(units))
        counts = len(units), len(units), same
        rows.append((attribute, *counts, percent, percent, math.nan, alpha(units)))
    return pd.DataFrame(rows, columns=SUMMARY)


def differences(one: Coding, other: Coding) -> pd.DataFrame:
    """Return what only one of them has, and each value in which two statements differ.

    Columns: ``place, pair, what, one, other``; ``what`` is ``entity``, ``pair``, ``statement`` or
    one of ATTRIBUTES, and the claims are named beside their values.
    """
    rows: list[tuple[str, ...]] = [
        ("", "", "entity", id_ if id_ in one.entities else "", id_ if id_ in other.entities else "")
        for id_ in sorted(one.entities ^ other.entities)
    ]
    spots = one.statements.keys() ^ other.statements.keys()
    for spot in sorted(spots, key=_in_order):
        told = [_claims(coding.statements.get(spot, ())) for coding in (one, other)]
        rows.append((*_named(spot), "pair", *told))
    for spot, first, second in couples(one, other):
        if first is None or second is None:
            told = [_claims([it] if it else ()) for it in (first, second)]
            rows.append((*_named(spot), "statement", *told))
            continue
        for attribute in ATTRIBUTES:
            for values in _units([(first, second)], attribute):
                if values[0] != values[1]:
                    pairs = zip((first, second), values, strict=True)
                    told = [f"{it.claim}: {value or 'empty'}" for it, value in pairs]
                    rows.append((*_named(spot), attribute, *told))
    return pd.DataFrame(rows, columns=DIFFERENCES)


def alpha(units: Iterable[Sequence[str]]) -> float:
    """Return Krippendorff's alpha for nominal data.

    ``units``: for each unit the values that coders gave it, of any number of coders; a unit with
    fewer than two says nothing. NaN where no two values differ anywhere, as nothing is then known
    of whether coders could have told them apart.
    """
    given: Counter[str] = Counter()
    disagreement = 0.0
    for values in units:
        if len(values) > 1:
            counts = Counter(values)
            given.update(counts)
            # Ordered couples of unlike values, each unit weighing as many as it has values.
            unlike = len(values) ** 2 - sum(count**2 for count in counts.values())
            disagreement += unlike / (len(values) - 1)
    size = given.total()
    expected = size**2 - sum(count**2 for count in given.values())
    return 1 - (size - 1) * disagreement / expected if expected else math.nan


def parse_paragraphs(text: str) -> frozenset[int]:
    """Parse ``106-122`` or ``3,5-9``; an empty text is no paragraph. Raises MalformedValue."""
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        places = _places(part.strip())
        if not all(map(_NUMBER.fullmatch, places)) or not places:
            reason = "this is no paragraph, nor several; write 106, 106-122 or 3,5-9"
            raise MalformedValue(text, reason, "malformed-locator")
        found.update(map(int, places))
    return frozenset(found)


def _table(folder: Path, name: str) -> Table:
    table, problems = tables.read(folder, name)
    if table is None:
        told = "\n".join(f"{folder}/{problem}" for problem in problems)
        raise CardindexError(f"{told}\na coding is at least claims.csv and citations.csv")
    return table


def _rows(table: Table) -> Iterator[dict[str, str]]:
    for row in table.rows():
        yield dict(zip(table.columns, row, strict=True))


def _works(folder: Path, source: str) -> frozenset[str]:
    """Return the work that is asked for and what stands in it, as far as the folder tells."""
    table, _ = tables.read(folder, "sources") if source else (None, [])
    inside = [row["id"] for row in _rows(table) if row["container"] == source] if table else []
    return frozenset((source, *inside)) if source else frozenset()


def _symmetric(folder: Path) -> frozenset[str]:
    """Return the symmetric relations of the folder's ontology, or else of the packaged one."""
    told = settings.read(folder)[0]
    own = told.ontology or ontology.packaged_path()
    return ontology.load(own, additions=told.additions).symmetric


def _places(locator: str) -> list[str]:
    """Return each place that a locator names; a range of numbers as all of them."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in locator.split(","))):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
        few = first <= last < first + _LONGEST_RANGE
        found += [str(number) for number in range(first, last + 1)] if few else [part]
    return found or [""]


def _is_among(place: str, paragraphs: Collection[int]) -> bool:
    return not paragraphs or (bool(_NUMBER.fullmatch(place)) and int(place) in paragraphs)


def _shares(one: Collection[object], other: Collection[object]) -> tuple[object, ...]:
    shared, either = len({*one} & {*other}), len({*one} | {*other})
    percent = (_percent(shared, whole) for whole in (len(one), len(other), either))
    return len(one), len(other), shared, *percent


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else math.nan


def couples(
    one: Coding, other: Coding
) -> Iterator[tuple[Spot, Statement | None, Statement | None]]:
    """Yield the statements on each shared pair side by side, the most alike first.

    What is left over of the one is beside None, and then what is left over of the other.
    """
    shared = one.statements.keys() & other.statements.keys()
    for spot in sorted(shared, key=_in_order):
        ours, theirs = one.statements[spot], other.statements[spot]
        if len(ours) == len(theirs) == 1:
            yield spot, ours[0], theirs[0]
            continue
        matched, ours, theirs = _matched(ours, theirs)
        yield from ((spot, first, second) for first, second in matched)
        yield from ((spot, left, None) for left in ours)
        yield from ((spot, None, left) for left in theirs)


def _matched(
    ours: list[Statement], theirs: list[Statement]
) -> tuple[list[tuple[Statement, Statement]], list[Statement], list[Statement]]:
    """Put statements side by side, the most alike first, and return also what is left over.

    Likeness is compared attribute by attribute, in their order. So the search goes through the sets
    of attributes that two can agree on, from all to none, and need not compare every statement with
    every other.
    """
    couples = []
    left, free = list(range(len(ours))), list(range(len(theirs)))
    for agreed in product((True, False), repeat=len(ATTRIBUTES)):
        names = [name for name, wanted in zip(ATTRIBUTES, agreed, strict=True) if wanted]
        waiting: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for at in free:
            waiting[_values(theirs[at], names)].append(at)
        taken = {}
        for at in left:
            if alike := waiting.get(_values(ours[at], names)):
                taken[at] = alike.popleft()
                couples.append((ours[at], theirs[taken[at]]))
        gone = set(taken.values())
        left = [at for at in left if at not in taken]
        free = [at for at in free if at not in gone]
        if not (left and free):
            break
    return couples, [ours[at] for at in left], [theirs[at] for at in free]


def _values(statement: Statement, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(getattr(statement, name) for name in names)


def _units(
    couples: Iterable[Sequence[Statement | None]], attribute: str
) -> Iterator[tuple[str, str]]:
    for couple in couples:
        first, second = (str(getattr(statement, attribute)) for statement in couple)
        if attribute != "direction" or "either" not in (first, second):
            yield first, second


def _in_order(spot: Spot) -> tuple[int, str, Pair]:
    place, pair = spot
    return int(place) if _NUMBER.fullmatch(place) else 0, place, pair


def _named(spot: Spot) -> tuple[str, str]:
    place, pair = spot
    return place, " – ".join(pair)


def _claims(statements: Iterable[Statement]) -> str:
    return "; ".join(f"{it.claim} {it.relation}" for it in statements)
