"""What citations lean on, for the checks: chains parsed once for each text, works as numbers.

To trace every citation takes as long as all checks together, and most lean on nothing. So numbers
tell first which citations may lean; only their claims are traced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex import lineage
from cardindex.errors import MalformedValue
from cardindex.groups import Groups, Numbers
from cardindex.lineage import Source, Told, Traced, parse_chain, works_of
from cardindex.tables import Column, Table

Flags = npt.NDArray[np.bool_]

NOBODY = -1
"""The number of a work or a claim that is in no table."""

# The most works behind works that are looked at; with more, all citations are traced.
_MOST = 5_000_000

_JOINT = re.compile("[>|]")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Chains(NamedTuple):
    """The chains of citations, by the different texts of their column.

    ``works``: those that each text names, None where it is no chain; ``bare``: it names works that
    exist, and nothing else. ``number`` of each work: first all of sources.csv. ``steps``: the
    numbers of the works of each text, none where it is no chain. ``source``: the number of the work
    that each citation is of.
    """

    works: list[tuple[str, ...] | None]
    bare: list[bool]
    number: Mapping[str, int]
    steps: Groups
    source: Numbers


def chains_of(citations: Table, known: Collection[str]) -> Chains:
    """Parse the chains of citations; ``known`` are the ids of sources.csv."""
    formed = {id_ for id_ in known if _ID.fullmatch(id_)}
    works, bare = list[tuple[str, ...] | None](), list[bool]()
    for text in citations["chain"].distinct:
        named = tuple(_JOINT.split(text.removeprefix("|")))
        bare.append(formed.issuperset(named))
        works.append(named if bare[-1] else _works(text))
    number = {id_: at for at, id_ in enumerate(known)}
    cited = citations["source"]
    for each in (cited.distinct, *filter(None, works)):
        for work in each:
            if work not in number:
                number[work] = len(number)
    steps = _listed([number[work] for work in named or ()] for named in works)
    own = np.fromiter(map(number.__getitem__, cited.distinct), np.int64, len(cited.distinct))
    return Chains(works, bare, number, steps, own[cited.codes])


def _works(text: str) -> tuple[str, ...] | None:
    """Return the works that a chain names; None where it does not parse."""
    try:
        return parse_chain(text).sources
    except MalformedValue:
        return None


def _listed(lists: Iterable[Sequence[int]]) -> Groups:
    found = list(lists)
    ends = np.cumsum([len(each) for each in found], dtype=np.int64)
    things = [thing for each in found for thing in each]
    return Groups(np.array(things, dtype=np.int64), np.append(0, ends))


def looped(chains: Chains, texts: Column) -> list[int]:
    """Return the citations that come back to a work: to their source, or within their chain."""
    twice = [named is not None and len(set(named)) < len(named) for named in chains.works]
    found = np.array(twice, dtype=np.bool_)[texts.codes]
    step, whose = chains.steps.of(texts.codes.astype(np.int64))
    found[whose[step == chains.source[whose]]] = True
    rows: list[int] = np.flatnonzero(found).tolist()
    return rows


def later_than_quoted(
    chains: Chains, texts: Column, days: Mapping[str, tuple[int, int]]
) -> list[int]:
    """Return the citations on whose way a work is surely later than one before it."""
    first = np.full(len(chains.number) + 1, np.iinfo(np.int64).min)
    last = np.full(len(chains.number) + 1, np.iinfo(np.int64).max)
    for work, (begins, ends) in days.items():
        if work in chains.number:
            first[chains.number[work]], last[chains.number[work]] = begins, ends
    starts, lengths = chains.steps.starts[:-1], np.diff(chains.steps.starts)
    found = np.zeros(len(texts), dtype=np.bool_)
    rows = np.arange(len(texts))
    earliest = last[chains.source]
    for depth in range(int(lengths.max(initial=0))):
        rows = rows[lengths[texts.codes[rows]] > depth]
        step = chains.steps.things[starts[texts.codes[rows]] + depth]
        found[rows] |= first[step] > earliest[rows]
        earliest[rows] = np.minimum(earliest[rows], last[step])
    late: list[int] = np.flatnonzero(found).tolist()
    return late


def readable(chains: Chains, citations: Table, claim: Numbers, known: int) -> Numbers:
    """Return the citations whose claim, source and works of the chain exist, none of them twice.

    ``claim``: the row of each citation's claim, or NOBODY; ``known``: so many works exist.
    """
    texts = citations["chain"]
    whole = [
        named is not None
        and len(set(named)) == len(named)
        and (bare or all(chains.number[work] < known for work in named))
        for named, bare in zip(chains.works, chains.bare, strict=True)
    ]
    fits = np.array(whole, dtype=np.bool_)[texts.codes] & (claim >= 0) & (chains.source < known)
    fits[looped(chains, texts)] = False
    return np.flatnonzero(fits)


def traced(citations: Table, rows: Numbers, claim: Numbers, group: Numbers,
           sources: Mapping[str, Source]) -> Traced:  # fmt: skip
    """Trace these citations; ``claim`` of each citation, ``group`` of each claim."""
    told = Told(
        claim=claim[rows],
        group=group[claim[rows]],
        source=_texts(citations["source"], rows),
        chain=_texts(citations["chain"], rows),
        against=~_is(citations["stance"], "affirms")[rows],
        possible=_is(citations["certainty"], "possible")[rows],
    )
    return lineage.traced(told, works_of(sources))


class Retold(NamedTuple):
    """What checks ask of citations that were traced: ``rows``, and by row what is told of each.

    ``loop``, ``misquoted`` and ``overstated`` as in ``lineage.Traced``; ``speaks``: whether the
    source itself is among those who speak.
    """

    rows: Numbers
    loop: list[str]
    misquoted: Flags
    overstated: Flags
    speaks: Flags


def retold(rows: Numbers, found: Traced) -> Retold:
    """Return what checks ask of these citations."""
    speaks = found.ways.speaks[found.way]
    return Retold(rows, found.loop, found.misquoted, found.overstated, speaks)


def _texts(column: Column, rows: Numbers) -> Sequence[str]:
    if len(rows) == len(column):
        return column
    distinct = column.distinct
    return [distinct[code] for code in column.codes[rows].tolist()]


def _is(column: Column, value: str) -> Flags:
    return np.fromiter((cell == value for cell in column.distinct), np.bool_)[column.codes]


def leaning(chains: Chains, citations: Table, rows: Numbers, group: Numbers,
            sources: Mapping[str, Source]) -> Numbers:  # fmt: skip
    """Return those of ``rows`` in whose group one may lean on another, or go in a circle.

    ``group``: that of each citation's claim. All of a group are among them, or none.
    """
    if not len(rows):
        return rows
    codes = citations["chain"].codes[rows]
    beyond, circular = _beyond(chains, sources)
    if beyond is None:
        return rows
    starts, lengths = chains.steps.starts, np.diff(chains.steps.starts)
    end = chains.source[rows]
    longer = lengths[codes] > 0
    end[longer] = chains.steps.things[starts[1:][codes[longer]] - 1]
    own, members = chains.source[rows], group[rows]
    keys = np.sort(members * len(chains.number) + own)
    found = circular[end] | _meets_itself(chains, beyond)[codes]
    near = np.zeros(int(group.max()) + 1, dtype=np.bool_)
    for step, whose in (chains.steps.of(codes.astype(np.int64)), beyond.of(end)):
        found[whose[step == own[whose]]] = True
        wanted = members[whose] * len(chains.number) + step
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        near[members[whose[keys[at] == wanted]]] = True
    near[members[found]] = True
    return rows[near[members]]


def _beyond(chains: Chains, sources: Mapping[str, Source]) -> tuple[Groups | None, Flags]:
    """Return what each work rests on, one after the other, and whether that goes in a circle.

    None where these are too many: works that rest on one another a thousandfold.
    """
    ways, circular = list[list[int]](), np.zeros(len(chains.number), dtype=np.bool_)
    left = _MOST
    for work, at in chains.number.items():
        way, end = dict[int, None](), work
        while end in sources and len(sources[end].rests) == 1:
            (end,) = sources[end].rests
            if chains.number[end] in way or end == work:
                circular[at] = True
                break
            way[chains.number[end]] = None
            left -= 1
            if not left:
                return None, circular
        ways.append(list(way))
    sizes = np.array(list(map(len, ways)), dtype=np.int64)
    return (None if sizes[chains.source].sum() > _MOST else _listed(ways)), circular


def _meets_itself(chains: Chains, beyond: Groups) -> Flags:
    """Tell of each text whether what its last work rests on stands in the chain already."""
    sizes, found = np.diff(beyond.starts), []
    for named in chains.works:
        last = chains.number[named[-1]] if named else 0
        again = bool(named) and bool(sizes[last])
        numbers = {chains.number[work] for work in named or ()} if again else set[int]()
        found.append(again and not numbers.isdisjoint(beyond.one(last).tolist()))
    return np.array(found, dtype=np.bool_)
