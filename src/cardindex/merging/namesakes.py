"""Names of two indexes that are alike: which are worth a look, and what each pair weighs.

What a name weighs is the logarithm of how much likelier it is borne by one than by two: a rare word
that both have weighs much, a common one little, and words that contradict each other weigh against.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from scipy.sparse import csr_array

from cardindex.editing.similar import Words

# Weights for and against. They were set on one made-up data set and are measured on others
# (benchmarks/candidates.py).
_SAME, _SLIP, _SHORT, _INITIAL, _LETTERS = 0.8, 0.2, 0.02, 0.15, 0.3
_SLIPS_BY_CHANCE = 2.0  # how many other words are one slip away from a word
_WORLD = 1000  # the number of names that are assumed beside those of the two indexes
_BY_WORDS = 1.0  # the discount on a whole name, as too few are known to tell how rare it is
_MISSING, _MOST_MISSING = -0.8, -2.4
_CONTRARY, _OTHER_NUMBER, _NOTHING = -3.5, -6.0, -5.0

_KEPT = 10  # how many of the other index each entity is compared with, the likeliest by their keys
_MOST = 20  # and how many more that are equally likely
_STEP = 2000  # how many entities are compared with the other index at once, to bound memory
_COMMON = 40_000  # a key with more pairs than this is ignored
_LONG = 5  # words of so many letters or more may differ by one slip
_VERY_LONG = 8  # and by two


_TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady", "rev", "fr", "hon",
    "gen", "lt", "col", "maj", "capt", "sgt", "cmdr", "adm", "sen", "gov", "jr", "sr", "count",
    "baron", "don", "dona", "sra", "herr", "frau", "mme", "mlle", "general", "colonel", "major",
    "captain", "lieutenant", "admiral", "professor", "doctor", "senator", "minister",
))  # fmt: skip
_SOUNDS = (
    ("ks", "x"), ("ph", "f"), ("sch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("qu", "kv"),
    ("ck", "k"), ("kh", "h"), ("th", "t"), ("c", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")

Pair = tuple[int, int]
"""Two entities by their positions in their indexes."""


class Rarity:
    """How many entities of both indexes bear each word."""

    def __init__(self, names: Iterable[Sequence[Words]]) -> None:
        self.bearers: Counter[str] = Counter()
        self.starts: Counter[str] = Counter()
        self.whole: Counter[Words] = Counter()
        self.count = 0
        self._same: dict[str, float] = {}
        for some in names:
            self.count += 1
            self.whole.update({tuple(sorted(each)) for each in some})
            words = {word for each in some for word in each}
            self.bearers.update(words)
            self.starts.update({word[0] for word in words})

    def chance(self, *words: str) -> float:
        """Return how likely it is that somebody else bears one of these words."""
        bearers = sum([self.bearers[word] for word in words])
        return (bearers + 1) / (self.count + _WORLD)

    def same(self, word: str) -> float:
        """Return what it weighs that two names have a word in common."""
        if word not in self._same:
            self._same[word] = log(_SAME / self.chance(word))
        return self._same[word]

    def called(self, name: Words) -> float:
        """Return what it weighs that two have one whole name, of words that may be common."""
        bearers = self.whole[tuple(sorted(name))]
        return log(_SAME * (self.count + _WORLD) / (bearers + 1)) - _BY_WORDS

    def initial(self, letter: str) -> float:
        """Return how likely it is that somebody else has a name with this letter first."""
        return min(1.0, (self.starts[letter] + 1) / (self.count + 1))


class Likeness(NamedTuple):
    """How alike two names are: what it weighs, and the words of one and the other that meet."""

    weight: float
    met: tuple[tuple[str, str], ...]


def likeness(one: Words, other: Words, rarity: Rarity) -> Likeness:
    """Return how alike two names are, whatever the order of their words."""
    left, right = list(one), list(other)
    met = [(word, word) for word in one if _taken(word, right)]
    for word, _ in met:
        left.remove(word)
    weight = sum([rarity.same(word) for word, _ in met])
    if not left and not right:
        return Likeness(max(weight, rarity.called(one)), tuple(met))
    if left and right:
        if "".join(one) == "".join(other):
            weight = min(sum(map(rarity.same, one)), sum(map(rarity.same, other)))
            return Likeness(weight, ((" ".join(one), " ".join(other)),))
        for word in sorted(left, key=len, reverse=True):
            near = [(value, each) for each in right
                    if (value := _near(word, each, rarity)) is not None]  # fmt: skip
            if near:
                value, match = max(near)
                left.remove(word)
                right.remove(match)
                met.append((word, match))
                weight += value
    if not met:
        return _of_letters(one, other, rarity)
    return Likeness(_held_against(weight, left, right, rarity), tuple(met))


def _taken(word: str, words: list[str]) -> bool:
    if word in words:
        words.remove(word)
        return True
    return False


def _held_against(weight: float, left: list[str], right: list[str], rarity: Rarity) -> float:
    """Return what is left of a weight, as some words met no other."""
    contrary = min(len(left), len(right))
    missing = len(left) + len(right) - 2 * contrary
    if contrary:
        unmet = sum([rarity.same(word) for word in (*left, *right)]) / 2
        weight *= weight / (weight + unmet) if weight > 0 else 1
        numbers = any(word.isdigit() for word in left) and any(word.isdigit() for word in right)
        weight += _OTHER_NUMBER if numbers else _CONTRARY * contrary
    return weight + max(_MISSING * missing, _MOST_MISSING)


def _near(one: str, other: str, rarity: Rarity) -> float | None:
    """Return what two words weigh that are not the same; None where they are not alike."""
    how = _how_near(one, other)
    if how == "sound":
        return log(_SLIP / rarity.chance(one, other))
    if how == "slip":
        return log(_SLIP / (_SLIPS_BY_CHANCE * rarity.chance(one, other)))
    if how == "short":
        return log(_SHORT / (_SLIPS_BY_CHANCE * rarity.chance(one, other)))
    return log(_INITIAL / rarity.initial(one[0])) if how == "initial" else None


@lru_cache(maxsize=1 << 18)
def _how_near(one: str, other: str) -> str:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return "initial" if long.startswith(short) else ""
    if short.isdigit() or long.isdigit():
        return ""
    if sound(short) == sound(long):
        return "sound"
    slips = 2 if len(short) >= _VERY_LONG else 1
    if len(short) >= _LONG - 1 and OSA.distance(short, long, score_cutoff=slips) <= slips:
        return "slip"
    return "short" if len(short) >= 3 and long.startswith(short) else ""


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """Return a word as it may be written in another language, or from another script.

    Aleksei is Alexey, Schmitt Schmit: what is the same after that need not be one.
    """
    for letters, like in _SOUNDS:
        word = word.replace(letters, like)
    return _DOUBLED.sub(r"\1", word)


def plain(words: Words) -> Words:
    """Return the words of a name without titles, where it has others."""
    return tuple(word for word in words if word not in _TITLES) or words


def _of_letters(one: Words, other: Words, rarity: Rarity) -> Likeness:
    """Return how alike a name of one word and the first letters of another are."""
    for short, long in ((one, other), (other, one)):
        if len(short) == 1 and short[0] in _first_letters(long):
            weight = log(_LETTERS / rarity.chance(short[0]))
            return Likeness(weight, ((" ".join(one), " ".join(other)),))
    return Likeness(_NOTHING, ())


@lru_cache(maxsize=1 << 16)
def _first_letters(words: Words) -> tuple[str, ...]:
    """Return what a name of several words may be cut down to: all first letters, or the long ones'.

    Words as short as "of" are often left out.
    """
    ways = (words, [word for word in words if len(word) > 3])
    return tuple(sorted({"".join(word[0] for word in way) for way in ways if len(way) > 2}))


def pairs(one: Sequence[Sequence[Words]], other: Sequence[Sequence[Words]]) -> list[Pair]:
    """Return the pairs, by position, whose names have something in common that is not common.

    For each of either index no more than some, those that have the rarest in common.
    """
    places: dict[str, int] = {}
    left, right = (
        [{places.setdefault(key, len(places)): weight for key, weight in _keys(some).items()}
         for some in names]
        for names in (one, other)
    )  # fmt: skip
    ours, theirs = _matrices(left, right, len(places))
    found = set(_nearest(ours, theirs))
    found |= {(row, column) for column, row in _nearest(theirs, ours)}
    return sorted(found)


def _keys(names: Iterable[Words]) -> dict[str, float]:
    """Return what names have in common that may be alike, and how much that says.

    Words, long words but for a letter, a word with the first letter of another, the first letters
    of all, and all in one.
    """
    found: dict[str, float] = {}
    for words in names:
        if len(words) > 1:
            found["=" + "".join(words)] = 1.0
        for letters in _first_letters(words):
            found[letters] = 1.0
        for word in words:
            if len(word) == 1:
                continue
            found[word] = 1.0
            found.setdefault("~" + sound(word), 0.5)
            if len(word) >= _LONG:
                for at in range(len(word)):
                    found.setdefault(f"{word[:at]}{word[at + 1 :]}", 0.3)
            for each in words:
                if each != word:
                    found[f"{word} {each[0]}"] = 1.0
    return found


def _matrices(
    left: Sequence[Mapping[int, float]], right: Sequence[Mapping[int, float]], count: int
) -> list[csr_array]:
    """Return the keys of each entity of either index, weighed by how rare they are."""
    found = []
    for some in (left, right):
        indptr = np.cumsum([0, *map(len, some)])
        indices = np.fromiter((key for each in some for key in each), dtype=np.int64)
        data = np.fromiter((value for each in some for value in each.values()), dtype=float)
        found.append(csr_array((data, indices, indptr), shape=(len(some), count)))
    bearers = [np.bincount(each.indices, minlength=count) for each in found]
    rare = np.log((len(left) + len(right) + 2) / (bearers[0] + bearers[1] + 1))
    made = bearers[0] * bearers[1]
    rare[(made == 0) | (made > _COMMON)] = 0
    for each in found:
        each.data *= np.sqrt(rare)[each.indices]
        each.eliminate_zeros()
    return found


def _nearest(ours: csr_array, theirs: csr_array) -> Iterator[Pair]:
    """Yield for each row of ours those of theirs that it has the most in common with."""
    turned = theirs.T.tocsr()
    for start in range(0, ours.shape[0], _STEP):
        common = (ours[start : start + _STEP] @ turned).tocsr()
        for row in range(common.shape[0]):
            begin, end = common.indptr[row], common.indptr[row + 1]
            columns, values = common.indices[begin:end], common.data[begin:end]
            if len(columns) > _KEPT:
                # All that are as near as the last one are kept, so that the order does not matter.
                near = np.flatnonzero(values >= np.partition(values, -_KEPT)[-_KEPT] - 1e-9)
                columns = columns[near[np.lexsort((columns[near], -values[near]))][:_MOST]]
            for column in columns.tolist():
                yield start + row, column
