"""Identities: who is said to be whom, who is folded into whom, and by which claims.

An identification is a claim like others. Those that stand fold an entity into the one to which all
ways lead; an entity that is said to be two is not folded. Claims are never rewritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import Cited, Flags, Numbers
from cardindex.evidence.reach import grounds_of
from cardindex.evidence.standing import Assessed, among
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.slices import STANDING, STANDINGS, Slice, dated_in, heard_in

Pair = tuple[str, str]

DECISION = "decision"
"""The kind of source in which the makers of an index decide who is who."""

NO_CEILING = 2**31 - 1
"""The ceiling of a line that hangs on decisions alone: none."""

_TOLD = 8  # the most names in a note; the rest are counted


class Identification(NamedTuple):
    """That one entity is another: the claims that stand, and their support.

    ``low`` and ``high`` are the most that a line which hangs on it can have; ``NO_CEILING`` where
    all its grounds are the decisions of the index's makers.
    """

    claims: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True, eq=False)
class Identities:
    """Who is who, by the identifications that stand.

    ``links``: each identification, by name and bearer. ``into``: each folded entity, and into whom.
    ``ways``: the identifications on the ways there, in order. ``two``: each entity that is said to
    be several, and these; it is not folded.
    """

    links: Mapping[Pair, Identification]
    into: Mapping[str, str]
    ways: Mapping[str, tuple[Pair, ...]]
    two: Mapping[str, tuple[str, ...]]

    def of(self, entity: str) -> str:
        """Return the entity into which ``entity`` is folded; itself if it is not folded."""
        return self.into.get(entity, entity)

    def hung_on(self, *entities: str) -> tuple[Pair, ...]:
        """Return the identifications that claims about these entities hang on, in order."""
        ways = [self.ways[entity] for entity in entities if entity in self.ways]
        return ways[0] if len(ways) == 1 else tuple(sorted({pair for way in ways for pair in way}))

    def saying(self, index: Index) -> Numbers:
        """Return the positions of all claims that identify the same two as one of ``links``."""
        claims, at = index.claims, index.identifying
        pairs = zip(claims["subject"].iloc[at], claims["object"].iloc[at], strict=True)
        found: Numbers = at[np.array([pair in self.links for pair in pairs], dtype=bool)]
        return found

    def ceiling(self, pairs: Iterable[Pair]) -> tuple[int, int]:
        """Return the support, low and high, of the weakest of these identifications."""
        found = [self.links[pair] for pair in pairs]
        low = min((each.low for each in found), default=NO_CEILING)
        return low, min((each.high for each in found), default=NO_CEILING)

    def claims(self, pairs: Iterable[Pair]) -> tuple[str, ...]:
        """Return the claims of these identifications, sorted."""
        return tuple(sorted({claim for pair in pairs for claim in self.links[pair].claims}))


def identifying(index: Index, slice_: Slice) -> Numbers:
    """Return the positions of identifications within the dates of a slice."""
    claims = index.claims
    found = index.identifying
    subject, object_ = index.ends
    actual = (claims["mode"].iloc[found] == "").to_numpy(dtype=bool)
    found = found[actual & (subject[found] != object_[found])]
    dated: Numbers = found[dated_in(index, slice_)[found]] if len(found) else found
    return dated


def identities(index: Index, slice_: Slice, evidence: Cited, assessed: Assessed) -> Identities:
    """Return who is who by what ``slice_`` strikes, hears and dates; other fields do not matter.

    ``assessed``: the assessment of the citations that the slice leaves and hears.
    """
    at = identifying(index, slice_)
    standing = [code for code, name in enumerate(STANDINGS) if name in STANDING]
    at = at[np.isin(assessed.columns.standing[at], standing)]
    if not len(at):
        return Identities({}, {}, {}, {})
    grouped: defaultdict[Pair, list[int]] = defaultdict(list)
    claims = index.claims
    pairs = zip(claims["subject"].iloc[at], claims["object"].iloc[at], strict=True)
    for pair, place in zip(pairs, at.tolist(), strict=True):
        grouped[pair].append(place)
    decided = _decided(index, evidence, assessed, at, heard_in(index, slice_))
    roots = assessed.roots.by_claim(evidence.claims)
    names = dict(zip(at.tolist(), claims.index[at].tolist(), strict=True))
    first = assessed.joined.tolist()
    links = {}
    for pair, places in sorted(grouped.items()):
        known = {root for at in places for root in roots.one(at).tolist()}
        low, high = len({first[root] for root in known}), len(known)
        if all(place in decided for place in places):
            low = high = NO_CEILING
        links[pair] = Identification(tuple(map(names.__getitem__, places)), low, high)
    return Identities(links, *_folded(links))


def _decided(
    index: Index, evidence: Cited, assessed: Assessed, at: Numbers, heard: Flags | None
) -> set[int]:
    """Return those claims of which every ground that so affirms is a decision."""
    firm = assessed.firm & evidence.affirms
    rows = np.flatnonzero(among(firm, heard) & np.isin(evidence.claim, at))
    whose = evidence.claim[rows]
    alone = evidence.who.leans[rows] < 0
    grounds, owners = grounds_of(evidence.who, whose[~alone], rows[~alone], firm)
    grounds = np.concatenate([rows[alone], grounds])
    owners = np.concatenate([whose[alone], owners])
    citations, kinds = index.citations, index.kinds
    told = zip(citations["source"].iloc[grounds], citations["chain"].iloc[grounds], strict=True)
    own = np.array([kinds[_last(source, chain)] == DECISION for source, chain in told], dtype=bool)
    return set(owners[own].tolist()) - set(owners[~own].tolist())


def _last(source: str, chain: str) -> str:
    """Return the work that a citation goes back to: the last of its chain, or what was read."""
    steps = parse_chain(chain).steps if chain else ()
    return steps[-1].source if steps else source


def _folded(
    links: Iterable[Pair],
) -> tuple[dict[str, str], dict[str, tuple[Pair, ...]], dict[str, tuple[str, ...]]]:
    """Return who is folded into whom, the ways there, and who is said to be several."""
    leads: defaultdict[str, list[str]] = defaultdict(list)
    for name, bearer in links:
        leads[name].append(bearer)
    reached = {entity: _reached(entity, leads) for pair in links for entity in pair}
    last = {
        entity: min(reached[entity])
        for entity in reached
        if all(entity in reached[other] for other in reached[entity])
    }
    into, ways, two = {}, {}, {}
    for entity in sorted(reached):
        ends = {last[other] for other in reached[entity] if other in last}
        if len(ends) > 1:
            two[entity] = tuple(sorted(ends))
            continue
        (end,) = ends
        if end != entity:
            into[entity] = end
            walked = _reached(entity, leads, end) - {end}
            ways[entity] = tuple(sorted((at, to) for at in walked for to in leads[at]))
    return into, ways, two


def _reached(start: str, leads: Mapping[str, Iterable[str]], goal: str = "") -> set[str]:
    """Return ``start`` and all to whom ways lead from it; a way ends at a ``goal``."""
    found, waiting = {start}, [start]
    for at in waiting:
        new = [to for to in leads.get(at, ()) if to not in found and at != goal]
        found.update(new)
        waiting += new
    return found


def said(index: Index, found: Identities, left_out: tuple[int, int]) -> tuple[str, ...]:
    """Say in sentences who was folded, what was left out for it, and who is said to be several.

    ``left_out``: how many links are within one, and how many are the identifications themselves.
    """
    if not found.links:
        if len(index.identifying):
            return ("No identification stands in this slice, so that nobody is folded.",)
        return ("No claim of this index says who was who, so that identities fold nobody.",)
    return (*_of_folding(index, found), *_of_links(left_out), *_of_two(index, found))


def _of_folding(index: Index, found: Identities) -> Iterator[str]:
    number = len(found.into)
    if not number:
        yield "Nobody is folded."
        return
    named = [
        f"{index.label(one)} into {index.label(other)} ({', '.join(found.claims(found.ways[one]))})"
        for one, other in found.into.items()
    ]
    who = "entity is" if number == 1 else "entities are"
    yield f"{number} {who} folded into whom they are said to be: {_listed(named)}."


def _of_links(left_out: tuple[int, int]) -> Iterator[str]:
    inside, identifications = left_out
    parts = [f"{_count(identifications, 'identification')}"] if identifications else []
    parts += [f"{_count(inside, 'link')} within one who is folded"] if inside else []
    if parts:
        yield f"Left out of the links: {' and '.join(parts)}."


def _of_two(index: Index, found: Identities) -> Iterator[str]:
    named = [
        f"{index.label(one)} is said to be {' and '.join(map(index.label, ends))}"
        for one, ends in found.two.items()
    ]
    if named:
        yield f"Not folded, as nothing says that the others are one: {_listed(named, '; ')}."


def _listed(named: list[str], joint: str = ", ") -> str:
    rest = len(named) - _TOLD
    return joint.join(named[:_TOLD]) + (f"{joint}and {rest} more" if rest > 0 else "")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing if number == 1 else thing + 's'}"
