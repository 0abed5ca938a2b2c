"""Whom a person may mean as subject or object: what the passage names first, then all names.

Also what one should know before a new entity is made: who has a name like its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate
from weakref import WeakKeyDictionary

import numpy as np

from cardindex.composing.mentions import mentions
from cardindex.composing.names import names_of
from cardindex.finding import BEGINNING, ID, PARTS, UNSIGNED, WHOLE, WORDS
from cardindex.folding import folded, unsigned
from cardindex.index import Index

_OFFERED = 20
_LIKE = 78.0  # so like, of 100, a name is that may be a slip of what was typed
_SIMILAR = 86.0  # so like one is that warns of a new entity
_SHORTEST_SLIP, _LONGEST = 3, 100
_LINE = 120


@dataclass(frozen=True)
class Candidate:
    """An entity that may be meant.

    ``line``: its description, cut to one line. ``name``: the one that fits, where it is not the
    label; ``here``: it is named in the passage; ``doubtful``: by what may be a word, or by a name
    that others bear too. ``fits``: its kind is one of those wanted. ``weight``: of how many claims
    it is an end.
    """

    id: str
    label: str
    type: str
    kind: str
    line: str
    name: str
    here: bool
    doubtful: bool
    fits: bool
    weight: int


@dataclass(frozen=True)
class Similar:
    """An entity whose name is like that of a new one: ``likeness`` from 0 to 100, 100 the same."""

    id: str
    label: str
    kind: str
    name: str
    likeness: float


@dataclass(frozen=True)
class _Names:
    """All names and ids of an index, in the form in which they are held against one another.

    ``lines``: the forms one a line, with a space before each, so that one search goes through
    all; ``starts``: where each line begins.
    """

    entities: tuple[str, ...]
    names: tuple[str, ...]
    forms: tuple[str, ...]
    sorted_forms: tuple[str, ...]
    lines: str
    starts: list[int]

    def holding(self, text: str) -> Iterator[int]:
        """Yield the places of the names that have ``text`` in them."""
        at = self.lines.find(text)
        while at >= 0:
            row = bisect_right(self.starts, at) - 1
            yield row
            following = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.lines)
            at = self.lines.find(text, following)


_KNOWN: WeakKeyDictionary[Index, _Names] = WeakKeyDictionary()
_WEIGHTS: WeakKeyDictionary[Index, Mapping[str, int]] = WeakKeyDictionary()


def suggested_entities(
    index: Index,
    passage: str = "",
    typed: str = "",
    wanted_types: Collection[str] = (),
    most: int = _OFFERED,
) -> list[Candidate]:
    """Return whom a person may mean, the best first, at most ``most``.

    Nothing typed: who is named in the passage, in its order. Otherwise who is called so, as
    ``finding`` tells it; of those that fit as well whoever stands in the passage first; where
    hardly anybody is called so, also who is called nearly so. ``wanted_types``: kinds of entity
    (their narrower kinds too); others come after those, marked. The first call with an index
    prepares its names (half a second for 10,000 entities); later ones take some 20 ms.
    """
    here = _named(index, passage)
    ranked = _typed(index, typed, here, most) if typed.strip() else [(id_, "") for id_ in here]
    told = [_candidate(index, id_, name, here, wanted_types) for id_, name in ranked]
    told.sort(key=lambda it: not it.fits)
    return told[:most]


def similar(index: Index, label: str, most: int = 5) -> list[Similar]:
    """Return entities that a new one of this label may be, the likest first.

    Names are held against each other without case, accents and signs, their words in any order;
    one whose words are all in the other's is like it too (``Neruda``, ``Pablo Neruda``).
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - not at every start

    wanted = _sorted(_form(label[:_LONGEST]))
    if not wanted:
        return []
    names = _names(index)
    best: dict[str, tuple[float, str]] = {}
    hits = process.extract(
        wanted, names.sorted_forms, scorer=fuzz.ratio, processor=None, limit=50,
        score_cutoff=_SIMILAR,
    )  # fmt: skip
    scored = [(score, at) for _, score, at in hits]
    scored += [(_SIMILAR, at) for at in _within(wanted, names)]
    for score, at in scored:
        id_ = names.entities[at]
        if id_ not in best or score > best[id_][0]:
            best[id_] = score, names.names[at]
    ranked = sorted(best.items(), key=lambda it: (-it[1][0], -_weights(index)[it[0]], it[0]))
    return [
        Similar(id_, index.label(id_), _kind(index, id_), name, round(score, 1))
        for id_, (score, name) in ranked[:most]
    ]


def _named(index: Index, passage: str) -> dict[str, bool]:
    """Return the entities that a passage names, in its order, and whether that is doubtful."""
    here: dict[str, bool] = {}
    for mention in mentions(index, passage) if passage else ():
        doubtful = mention.doubtful or mention.ambiguous
        for id_ in sorted(mention.entities, key=lambda id_: -_weights(index)[id_]):
            here[id_] = here.get(id_, True) and doubtful
    return here


def _typed(index: Index, typed: str, here: Collection[str], most: int) -> list[tuple[str, str]]:
    """Return who is called so, and by which name; where they are few, also who is nearly."""
    names = _names(index)
    best: dict[str, tuple[int, int]] = {}
    for at, fit in _hits(names, typed[:_LONGEST], most):
        id_ = names.entities[at]
        if id_ not in best or fit < best[id_][0]:
            best[id_] = fit, at
    weights = _weights(index)
    ranked = nsmallest(
        most, best, key=lambda id_: (best[id_][0], id_ not in here, -weights[id_], id_)
    )
    told = {id_: names.names[best[id_][1]] for id_ in ranked}
    if len(told) < most and len(typed.strip()) >= _SHORTEST_SLIP:
        for id_, name in _slips(index, typed, most):
            told.setdefault(id_, name)
    return [(id_, "" if name == id_ else name) for id_, name in told.items()]


def _hits(names: _Names, typed: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield the names that fit, by their place, and how well, as ``finding`` has it."""
    plain = folded(typed)
    wanted = unsigned(plain)
    if not wanted:
        return
    found = 0
    for at in names.holding(f" {wanted}"):
        found += 1
        if names.forms[at] != wanted:
            yield at, BEGINNING
        elif names.entities[at] == plain:
            yield at, ID
        else:
            yield at, WHOLE if folded(names.names[at]) == plain else UNSIGNED
    if found >= most:
        return
    words = tuple(dict.fromkeys(wanted.split()))
    for at in names.holding(max(words, key=len)):
        form = f" {names.forms[at]}"
        if all(f" {word}" in form for word in words):
            yield at, WORDS
        elif all(word in form for word in words):
            yield at, PARTS


def _slips(index: Index, typed: str, most: int) -> list[tuple[str, str]]:
    """Return who is called nearly as what was typed, perhaps the beginning of it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - not at every start

    names = _names(index)
    wanted = _form(typed[:_LONGEST])
    hits = process.extract(
        wanted, names.forms, scorer=fuzz.ratio, processor=None, limit=most, score_cutoff=_LIKE
    )
    if not hits:
        # The beginning of a name, or one word of it.
        longer = fuzz.partial_ratio if len(wanted) > _SHORTEST_SLIP else fuzz.ratio
        hits = process.extract(
            wanted, names.forms, scorer=longer, processor=None, limit=most,
            score_cutoff=_LIKE + 4,
        )  # fmt: skip
    return [(names.entities[at], names.names[at]) for _, _, at in hits]


def _within(wanted: str, names: _Names) -> list[int]:
    """Return the names whose words are all in the wanted one's, or that have all of its words."""
    words = frozenset(wanted.split())
    some = max(words, key=len)
    near = []
    for at, form in enumerate(names.forms):
        if some in form or (form and form in wanted):
            other = frozenset(form.split())
            if (words <= other or other <= words) and min(map(len, words & other)) > 2:
                near.append(at)
    return near


def _candidate(
    index: Index, id_: str, name: str, here: dict[str, bool], wanted: Collection[str]
) -> Candidate:
    cells = index.entities.loc[id_]
    label, type_, told = str(cells["label"]), str(cells["type"]), str(cells["description"])
    return Candidate(
        id_, label, type_, index.vocabulary.types[type_].label, _cut(told),
        name="" if name == label else name,
        here=id_ in here,
        doubtful=here.get(id_, False),
        fits=not wanted or index.vocabulary.is_a(type_, wanted),
        weight=_weights(index)[id_],
    )  # fmt: skip


def _weights(index: Index) -> Mapping[str, int]:
    """Return of how many claims each entity is an end."""
    if index not in _WEIGHTS:
        subject, object_ = index.ends
        ends = np.concatenate((subject, object_[object_ != subject]))
        counts = np.bincount(ends[ends >= 0], minlength=len(index.labels))
        _WEIGHTS[index] = dict(zip(index.labels, counts.tolist(), strict=True))
    return _WEIGHTS[index]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LINE else f"{line[: _LINE - 1].rsplit(' ', 1)[0]}…"


def _kind(index: Index, id_: str) -> str:
    return index.vocabulary.types[str(index.entities.at[id_, "type"])].label


def _names(index: Index) -> _Names:
    if index not in _KNOWN:
        told = dict.fromkeys((named.entity, named.name) for named in names_of(index))
        told |= dict.fromkeys((id_, id_) for id_ in index.labels)
        forms = [_form(name) for _, name in told]
        lengths = [len(form) + 2 for form in forms]
        _KNOWN[index] = _Names(
            tuple(id_ for id_, _ in told),
            tuple(name for _, name in told),
            tuple(forms),
            tuple(map(_sorted, forms)),
            "".join(f" {form}\n" for form in forms),
            list(accumulate(lengths, initial=0))[:-1],
        )
    return _KNOWN[index]


def _form(name: str) -> str:
    return unsigned(folded(name))


def _sorted(form: str) -> str:
    return " ".join(sorted(form.split()))
