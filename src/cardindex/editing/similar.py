"""Names that are alike: how much, and why, by their words, each weighed by how rare it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from math import log
from typing import NamedTuple

from cardindex.editing.references import ENTITY
from cardindex.editing.views import Tables
from cardindex.folding import folded, unsigned
from cardindex.identifiers import SCHEMES

LIKELY = 0.7
"""From this score on names are likely those of one."""

_COMMON = 60  # a word that more entities have in their names distinguishes nobody
_LONG = 5  # words of so many letters or more may differ by one letter
_NEAR = 0.8
_INITIAL = 0.6

Words = tuple[str, ...]


class Alike(NamedTuple):
    """Two entities whose names are alike: the better score is nearer to 1."""

    one: str
    other: str
    score: float
    why: str


def alike_notes(
    tables: Tables, id_: str, label: str, identifiers: Collection[str]
) -> tuple[str, ...]:
    """Return a sentence where others bear a name that is like this label; else nothing."""
    found = names_like(tables, label, identifiers)
    if not found:
        return ()
    named = ", ".join(f'{other} ("{name}")' for other, name, _ in found[:3])
    return (f'"{label}" ({id_}) is like {named}; if it is one of these, take its id',)


def names_like(
    tables: Tables, name: str, identifiers: Collection[str] = ()
) -> list[tuple[str, str, float]]:
    """Return (entity, name, score) of those who bear a name like this one, the best first.

    ``identifiers`` are the ontology's kinds of name by which nobody is called.
    """
    wanted = words_of(name)
    if not wanted:
        return []
    names = called(tables, identifiers)
    weights = _weights(names)
    keys = set(_keys(wanted))
    best: dict[str, tuple[float, str]] = {}
    for id_, forms in names.items():
        for form, words in forms.items():
            if keys.isdisjoint(_keys(words)):
                continue
            score, _ = _score(wanted, words, weights)
            if score >= LIKELY and score > best.get(id_, (0.0, ""))[0]:
                best[id_] = score, form
    order = sorted(best, key=lambda id_: (-best[id_][0], id_))
    return [(id_, best[id_][1], round(best[id_][0], 2)) for id_ in order]


def alike(tables: Tables, identifiers: Collection[str] = ()) -> Iterator[Alike]:
    """Yield the pairs of entities that bear names alike, or one identifier.

    ``identifiers`` are the ontology's kinds of name by which nobody is called.
    """
    names = called(tables, identifiers)
    types = {row[0]: row[1] for row in tables.rows(ENTITY)}
    weights = _weights(names)
    yield from _identified(tables, identifiers)
    blocks: dict[str, dict[str, None]] = {}
    for id_, forms in names.items():
        for words in forms.values():
            for key in _keys(words):
                blocks.setdefault(key, {})[id_] = None
    pairs = {
        pair
        for block in blocks.values()
        if 1 < len(block) <= _COMMON
        for pair in combinations(sorted(block), 2)
    }
    for one, other in sorted(pairs):
        score, why = max(
            _score(first, second, weights)
            for first in names[one].values()
            for second in names[other].values()
        )
        if types[one] != types[other]:
            score, why = score * _NEAR, f"{why}; {types[one]} and {types[other]}"
        if score >= LIKELY:
            yield Alike(one, other, round(score, 2), why)


def called(tables: Tables, identifiers: Collection[str] = ()) -> dict[str, dict[str, Words]]:
    """Return the names of each entity, as they stand and as their folded words."""
    found: dict[str, dict[str, Words]] = {
        row[0]: {row[2]: words_of(row[2])} for row in tables.rows(ENTITY)
    }
    for entity, name, kind, _ in tables.rows("names"):
        if kind not in SCHEMES and kind not in identifiers and entity in found:
            found[entity][name] = words_of(name)
    return found


@lru_cache(maxsize=1 << 17)
def words_of(name: str) -> Words:
    """Return the folded words of a name."""
    return tuple(unsigned(folded(name)).split())


def _identified(tables: Tables, identifiers: Collection[str]) -> Iterator[Alike]:
    bearers: dict[tuple[str, str], dict[str, None]] = {}
    for entity, name, kind, _ in tables.rows("names"):
        if kind in SCHEMES or kind in identifiers:
            bearers.setdefault((kind, name), {})[entity] = None
    for (kind, name), some in bearers.items():
        for one, other in combinations(sorted(some), 2):
            yield Alike(one, other, 1.0, f"both are {kind} {name}")


def _weights(names: Mapping[str, Mapping[str, Words]]) -> Counter[str]:
    """Return how many entities bear each word."""
    return Counter(
        word for forms in names.values() for word in {w for words in forms.values() for w in words}
    )


def _keys(words: Iterable[str]) -> Iterator[str]:
    """Yield the keys by which names meet: words, and long words with one letter left out."""
    for word in words:
        yield word
        if len(word) >= _LONG:
            yield from (f"{word[:at]}{word[at + 1 :]}" for at in range(len(word)))


def _score(one: Words, other: Words, bearers: Mapping[str, int]) -> tuple[float, str]:
    """Return how alike two names are, from 0 to 1, and why."""
    if one == other:
        return 1.0, f'both are called "{" ".join(one)}"'
    weight = {word: 1 / log(2 + max(bearers.get(word, 0), 1)) for word in (*one, *other)}
    left = list(other)
    total, reasons = 0.0, []
    for word in sorted(one, key=len, reverse=True):
        likeness, match = max(((_like(word, each), each) for each in left), default=(0.0, ""))
        if likeness < _INITIAL:
            continue
        left.remove(match)
        total += likeness * (weight[word] + weight[match])
        if word != match:
            reasons.append(f'"{word}" may be "{match}"')
    whole = sum(weight[word] for word in one) + sum(weight[word] for word in other)
    same = " ".join(word for word in one if word in other)
    why = [f'both are called "{same}"'] if same else []
    return (total / whole if whole else 0.0), "; ".join(why + reasons)


@lru_cache(maxsize=1 << 16)
def _like(one: str, other: str) -> float:
    """Return how alike two words are."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return _INITIAL if long.startswith(short) else 0.0
    if one[0] != other[0] or len(short) < _LONG - 1 or len(long) - len(short) > 2:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= _NEAR else 0.0


def sequence(found: Iterable[Alike]) -> Sequence[Alike]:
    """Return pairs once each, the likeliest first."""
    best: dict[tuple[str, str], Alike] = {}
    for each in found:
        pair = each.one, each.other
        if pair not in best or each.score > best[pair].score:
            best[pair] = each
    return sorted(best.values(), key=lambda it: (-it.score, it.one, it.other))
