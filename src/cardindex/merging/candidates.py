"""Who of one index may be who of another: pairs with a score and reasons, for people to decide on.

The score is the chance that two are one, as far as their names, kinds, days and neighbours tell:
each weighs for or against (a logarithm), and of several that one may be each gets its share.
Nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import NamedTuple

from cardindex.dates import Bounds
from cardindex.merging.namesakes import Likeness, Rarity, likeness, pairs
from cardindex.merging.portraits import Days, Portrait
from cardindex.ontology import Vocabulary

LIKELY = 0.3
"""From this score on two are listed."""

_PRIOR = 1.0  # the share of one index that is taken to be in the other
_NUMBER, _OTHER_NUMBER = 16.0, -4.0
_SAME_ID = 5.0
_MOST_MEETING = 20  # a day or an id that more entities share is no evidence
_TELLING = re.compile(r"[a-z]{2,}(-[a-z0-9]+)*")  # ids that somebody chose, against numbers
_KIND, _NEAR_KIND, _OTHER_KIND = 0.97, -0.7, -3.0
_MOST_KIND = 2.0
_DATED_SAME = ((31, 6.0), (366, 3.0), (1_000_000_000, 1.5))  # within so many days
_DATED_APART = ((2, -1.5), (12, -4.0), (10_000, -8.0))  # up to so many years
_FAR_YEARS = 60
_ACTIVE_TOGETHER, _ACTIVE_FAR = 0.3, -3.0
_SHARED, _SAME_RELATION, _MOST_SHARED = 0.6, 0.5, 6.0
_NONE_SHARED, _ENOUGH_KNOWN = -1.5, 2
_HUB = 40_000  # a pair of neighbours that supports more pairs than this is no evidence
_MOST_NAMED = 6.0  # the most that a name weighs: contradictions can outweigh it, as of namesakes
_SUREST = 0.99  # the highest score: only a decision is certain
_HOPELESS = -3.0  # a pair below this score is dropped: no neighbours could make it likely
_ROUNDS = 2
_ANCHOR = 0.5  # from this score on two speak for their neighbours
_YEAR = 366
_NAMED = 3  # neighbours that are named among the reasons


class Candidate(NamedTuple):
    """Two that may be one, by their ids in their indexes; ``score`` from 0 to 1."""

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


@dataclass
class Pair:
    """Two that are held against each other: what kinds and days weigh, names, and neighbours."""

    one: Portrait
    other: Portrait
    beside: float
    names: Likeness
    score: float = 0.0
    shared: list[tuple[float, str]] = field(default_factory=list)


def entities(
    ours: Mapping[str, Portrait],
    theirs: Mapping[str, Portrait],
    vocabulary: Vocabulary,
    *,
    known: Collection[tuple[str, str]] = (),
    least: float = LIKELY,
) -> list[Candidate]:
    """Return the candidates among entities whose score is ``least`` or more, the likeliest first.

    ``known``: pairs of which it is known that they are one; they are not listed, and speak for
    their neighbours.
    """
    prior = log(_PRIOR / max(len(ours), len(theirs), 1))
    held = _held(ours, theirs, vocabulary, prior)
    certain = set(known)
    done = [{pair[at] for pair in certain} for at in (0, 1)]
    held = [it for it in held if it.one.id not in done[0] and it.other.id not in done[1]]
    _score(held, prior)
    for _ in range(_ROUNDS):
        anchors = {(it.one.id, it.other.id): it.score for it in held if it.score >= _ANCHOR}
        _share(held, anchors | dict.fromkeys(sorted(certain), 1.0), ours, theirs)
        _score(held, prior)
    found = [
        Candidate(it.one.id, it.other.id, round(it.score, 2), tuple(_reasons(it, vocabulary)))
        for it in held
        if round(it.score, 2) >= least
    ]
    return sorted(found, key=lambda it: (-it.score, it.one, it.other))


def _held(
    ours: Mapping[str, Portrait],
    theirs: Mapping[str, Portrait],
    vocabulary: Vocabulary,
    prior: float,
) -> list[Pair]:
    """Return the pairs that are worth a look, with what their names, kinds and days weigh."""
    first, second = list(ours.values()), list(theirs.values())
    everyone = [*first, *second]
    rarity = Rarity(each.names for each in everyone)
    kinds: dict[str, float] = {}
    for each in everyone:
        kinds[each.kind] = kinds.get(each.kind, 0) + 1 / len(everyone)
    near = {(one, other): _kind(one, other, kinds, vocabulary) for one in kinds for other in kinds}
    found = []
    named = pairs([it.names for it in first], [it.names for it in second])
    for at, to in {*named, *_meeting(first, second)}:
        one, other = first[at], second[to]
        names = max(
            (likeness(name, called, rarity) for name in one.names for called in other.names),
            key=lambda it: it.weight,
        )
        if one.id == other.id and _TELLING.fullmatch(one.id):
            names = Likeness(max(names.weight, 0.0) + _SAME_ID, names.met)
        beside = near[one.kind, other.kind] + _days(one, other) + _numbers(one, other)
        if names.weight + prior + beside + _MOST_SHARED > _HOPELESS:
            found.append(Pair(one, other, beside, names))
    return sorted(found, key=lambda it: (it.one.id, it.other.id))


def _meeting(first: Sequence[Portrait], second: Sequence[Portrait]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that meet in something else than names: an identifier, an id, a day."""
    bearers: dict[tuple[str, ...], list[int]] = {}
    for at, each in enumerate(first):
        for key in _marks(each):
            bearers.setdefault(key, []).append(at)
    for to, each in enumerate(second):
        for key in _marks(each):
            found = bearers.get(key, ())
            for at in found if len(found) <= _MOST_MEETING else ():
                yield at, to


def _marks(portrait: Portrait) -> Iterator[tuple[str, ...]]:
    if _TELLING.fullmatch(portrait.id):
        yield ("id", portrait.id)
    for kind, numbers in portrait.numbers.items():
        for number in numbers:
            yield ("number", kind, number)
    for relation, datings in portrait.datings.items():
        for bounds, when in datings:
            if bounds.latest_end - bounds.earliest_start <= _DATED_SAME[0][0]:
                yield ("day", relation, when)


def _kind(one: str, other: str, shares: Mapping[str, float], vocabulary: Vocabulary) -> float:
    if one == other:
        return min(log(_KIND / shares[one]), _MOST_KIND) if shares[one] < _KIND else 0.0
    known = vocabulary.types
    if one not in known or other not in known:
        return _OTHER_KIND
    parents = [known[each].parents[:1] for each in (one, other)]
    near = vocabulary.is_a(one, (other,)) or vocabulary.is_a(other, (one,))
    return _NEAR_KIND if near or (parents[0] and parents[0] == parents[1]) else _OTHER_KIND


def _numbers(one: Portrait, other: Portrait) -> float:
    weight = 0.0
    for kind in one.numbers.keys() & other.numbers.keys():
        met = one.numbers[kind] & other.numbers[kind]
        weight += _NUMBER if met else _OTHER_NUMBER
    return weight


def _days(one: Portrait, other: Portrait) -> float:
    """Return what the days of two weigh: when they came and went, and when they did things."""
    weight = 0.0
    for relation in sorted(one.datings.keys() & other.datings.keys()):
        weight += max(
            _dated(first, second)
            for first, _ in one.datings[relation]
            for second, _ in other.datings[relation]
        )
    if one.active and other.active:
        gap = _gap(one.active, other.active)
        weight += _ACTIVE_TOGETHER if gap <= 0 else 0
        weight += _ACTIVE_FAR if gap > _FAR_YEARS * _YEAR else 0
    return weight


def _dated(one: Bounds, other: Bounds) -> float:
    """Return what two datings weigh: one year much, years that exclude each other against."""
    gap = _gap(_span(one), _span(other))
    if gap <= 0:
        narrow = max(each[1] - each[0] for each in (_span(one), _span(other)))
        return next(weight for days, weight in _DATED_SAME if narrow <= days)
    return next((weight for years, weight in _DATED_APART if gap <= years * _YEAR), 0.0)


def _span(bounds: Bounds) -> Days:
    return bounds.earliest_start, bounds.latest_end


def _gap(one: Days, other: Days) -> int:
    """Return how many days lie between two stretches; not above 0 where they meet."""
    return max(one[0], other[0]) - min(one[1], other[1])


def _score(held: Sequence[Pair], prior: float) -> None:
    """Set the score of each pair: the chance that it is one, its rivals on either side counted."""
    odds = []
    for it in held:
        shared = sum(weight for weight, _ in it.shared)
        named = min(it.names.weight + prior, _MOST_NAMED)
        odds.append(exp(min(named + it.beside + min(shared, _MOST_SHARED), 50)))
    ours: dict[str, float] = {}
    theirs: dict[str, float] = {}
    for it, value in zip(held, odds, strict=True):
        ours[it.one.id] = ours.get(it.one.id, 1.0) + value
        theirs[it.other.id] = theirs.get(it.other.id, 1.0) + value
    for it, value in zip(held, odds, strict=True):
        it.score = min(value / max(ours[it.one.id], theirs[it.other.id]), _SUREST)


def _share(
    held: Sequence[Pair],
    anchors: Mapping[tuple[str, str], float],
    ours: Mapping[str, Portrait],
    theirs: Mapping[str, Portrait],
) -> None:
    """Set what the neighbours of each pair weigh that are likely one, and whom they are called."""
    at = {(it.one.id, it.other.id): it for it in held}
    for it in held:
        it.shared = []
    size = len(ours) + len(theirs)
    for (left, right), chance in anchors.items():
        first, second = ours[left].neighbours, theirs[right].neighbours
        if len(first) * len(second) > _HUB:
            continue
        rare = log((size + 200) / (len(first) + len(second) + 1))
        for one, relations in first.items():
            for other, others in second.items():
                if (pair := at.get((one, other))) and (one, other) != (left, right):
                    same = _SAME_RELATION if relations & others else 0.0
                    pair.shared.append((chance * (_SHARED * rare + same), ours[left].label))
    known = [{pair[side] for pair in anchors} for side in (0, 1)]
    met = [
        {id_ for id_, each in side.items()
         if sum(other in some for other in each.neighbours) >= _ENOUGH_KNOWN}
        for side, some in zip((ours, theirs), known, strict=True)
    ]  # fmt: skip
    for it in held:
        if not it.shared and it.one.id in met[0] and it.other.id in met[1]:
            it.shared = [(_NONE_SHARED, "")]


def _reasons(it: Pair, vocabulary: Vocabulary) -> Iterable[str]:
    """Yield what speaks for two to be one, and what against, in words."""
    yield from _of_names(it)
    if it.one.kind != it.other.kind:
        yield f"{it.one.kind} and {it.other.kind}"
    yield from _of_days(it, vocabulary)
    names = list(dict.fromkeys(name for _, name in sorted(it.shared, reverse=True) if name))
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"both linked to {', '.join(names[:_NAMED])}{more}"
    elif it.shared:
        yield "of those whom both know neither knows the other's"


def _of_names(it: Pair) -> Iterable[str]:
    for kind in sorted(it.one.numbers.keys() & it.other.numbers.keys()):
        met = sorted(it.one.numbers[kind] & it.other.numbers[kind])
        yield f"both are {kind} {met[0]}" if met else f"other numbers of {kind}"
    if it.one.id == it.other.id and _TELLING.fullmatch(it.one.id):
        yield f"both have the id {it.one.id}"
    same = " ".join(one for one, other in it.names.met if one == other)
    if same:
        yield f'both are called "{same}"'
    for one, other in it.names.met:
        if one != other:
            yield f'"{one}" may be "{other}"'


def _of_days(it: Pair, vocabulary: Vocabulary) -> Iterable[str]:
    for relation in sorted(it.one.datings.keys() & it.other.datings.keys()):
        first, second = it.one.datings[relation][0], it.other.datings[relation][0]
        told = vocabulary.relations[relation].words
        if first[1] == second[1]:
            yield f"{told} {first[1]}"
        else:
            apart = _gap(_span(first[0]), _span(second[0])) > 0
            end = ", which exclude each other" if apart else ""
            yield f"{told} {first[1]} and {second[1]}{end}"
    active = it.one.active, it.other.active
    if active[0] and active[1] and _gap(active[0], active[1]) > _FAR_YEARS * _YEAR:
        yield f"told of more than {_FAR_YEARS} years apart"
