"""Matching: which entities of an index a row of somebody's table may mean, and how surely.

A name fits wholly (folded as searches fold it) or in part, by letters and words in any order
(rapidfuzz); an identifier elsewhere settles it; relations in common speak for one. Scores are 0
to 100.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from cardindex import identifiers
from cardindex.composing.names import names_of
from cardindex.evidence import Selection
from cardindex.folding import folded, unsigned
from cardindex.index import Index
from cardindex.server.deadlines import NONE, Deadline

MOST = 100
"""So many candidates of one row at most."""

_LEAST = 45.0  # the least score of a candidate
_PART = 0.95  # the highest score of a name that is only similar
_BY_RELATIONS = 0.25  # the share of the score for relations, where some were given
_OTHER = 0.5  # the share of the score for an entity with another identifier of the same kind
_ROWS = 4000  # names that are compared letter by letter
_WORDS = 5  # how many known words are tried for a misspelt one
_ALIKE = 75.0
_LONGEST = 300  # letters of a name that are compared
_LONGEST_WORDS = 12

Values = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A row as it is asked for.

    ``told`` are properties, each with any of its values that will do; ``types`` ids of kinds of
    entity, any of which will do.
    """

    query: str
    types: tuple[str, ...] | None = None
    told: tuple[tuple[str, Values], ...] = ()
    limit: int = 5


class Candidate(NamedTuple):
    """An entity that may be meant; ``name`` 0 to 100, ``shared`` 0 to 1 of the properties told."""

    id: str
    score: float
    match: bool
    name: float
    shared: float


@dataclass(frozen=True)
class _Names:
    """All names, each once, in the form in which they are compared; whose each is."""

    names: tuple[str, ...]
    owners: tuple[frozenset[str], ...]
    places: Mapping[str, int]
    words: Mapping[str, Sequence[int]]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """All words of all names."""
        return tuple(self.words)


class Matcher:
    """Answers for one index; what it needs is laid out once. ``claims``: those that stand."""

    def __init__(self, selection: Selection) -> None:
        self.index = selection.index
        self._names = _names(self.index)
        self._identified = _identified(self.index)
        stands = selection.claims["stands"].to_numpy(dtype=bool)
        self.claims = selection.claims[stands]

    def candidates(self, asked: Asked, within: Deadline = NONE) -> list[Candidate]:
        """Return whom a row may mean, the best first. Raises HTTPException past the deadline."""
        settled = self._settled(asked)
        scores = self._named(asked.query, within)
        scores.update(dict.fromkeys(settled, 100.0))
        kept = [id_ for id_ in scores if self._is_of(id_, asked.types)]
        linked = [(pid, wanted) for pid, wanted in asked.told if self._is_relation(pid)]
        near = sorted(kept, key=lambda id_: (-scores[id_], -self._weights[id_], id_))[: MOST * 2]
        others = frozenset(id_ for id_ in near if self._is_another(id_, asked))
        found = [
            self._judged(id_, scores[id_], linked, settled, others)
            for id_ in within.over(near, step=1)
        ]
        found.sort(key=lambda each: (-each.score, -self._weights[each.id], each.id))
        return _matched(found, settled, others, by_relations=bool(linked))[: asked.limit]

    def _settled(self, asked: Asked) -> frozenset[str]:
        """Return the entities that have a given identifier."""
        return frozenset(
            entity
            for kind, values in asked.told
            for value in values
            for entity in self._identified.get((kind, identifier(kind, value)), ())
        )

    def _named(self, query: str, within: Deadline) -> dict[str, float]:
        """Return the scores of entities by name, id or IRI; those that do not fit are missing."""
        labels = self.index.labels
        id_ = query.strip().removeprefix(f"{self.index.base}entity/")
        found = {id_: 100.0} if id_ in labels else {}
        text = compared(query[:_LONGEST])
        if not text:
            return found
        found.update(dict.fromkeys(self._called(query), 100.0))
        for at in within.over(self._near(text, within)):
            points = alike(text, self._names.names[at])
            if points >= _LEAST:
                for entity in self._names.owners[at]:
                    found[entity] = max(found.get(entity, 0.0), points)
        return found

    def _near(self, text: str, within: Deadline) -> Iterable[int]:
        """Return names that have a word in common with it, or a word that is like one of its."""
        known = self._names
        lists: list[Sequence[int]] = []
        for word in within.over(dict.fromkeys(text.split()[:_LONGEST_WORDS]), step=1):
            if word in known.words:
                lists.append(known.words[word])
            if word not in known.words or len(text.split()) == 1:
                like = process.extract(
                    word, known.known, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_WORDS
                )
                lists += [known.words[each] for each, *_ in like]
        near: dict[int, None] = {}
        for places in sorted(lists, key=len):  # rare words first
            near.update(dict.fromkeys(places[: max(0, _ROWS - len(near))]))
        return near

    def _is_of(self, id_: str, types: tuple[str, ...] | None) -> bool:
        if types is None:
            return True
        return self.index.vocabulary.is_a(str(self.index.entities["type"].at[id_]), types)

    def _is_relation(self, pid: str) -> bool:
        return pid.removeprefix("^") in self.index.vocabulary.relations

    def _judged(
        self, id_: str, name: float, linked: Sequence[tuple[str, Values]],
        settled: Collection[str], others: Collection[str],
    ) -> Candidate:  # fmt: skip
        shared = 0.0
        score = name
        if linked:
            fits = sum(self._has(id_, pid, wanted) for pid, wanted in linked)
            shared = fits / len(linked)
            score = name * (1 - _BY_RELATIONS) + 100 * _BY_RELATIONS * shared
        if id_ in settled:
            score = 100.0
        elif settled or id_ in others:
            score *= _OTHER
        return Candidate(id_, round(score, 1), match=False, name=round(name, 1), shared=shared)

    def _is_another(self, id_: str, asked: Asked) -> bool:
        """Tell whether an entity has a different identifier of a given kind."""
        own = self._own.get(id_, {})
        return any(
            kind in own and own[kind].isdisjoint(identifier(kind, each) for each in values)
            for kind, values in asked.told
        )

    @cached_property
    def _weights(self) -> Counter[str]:
        """Of how many claims each is an end: of those that fit equally it is the best known."""
        return Counter(self.claims["subject"]) + Counter(self.claims["object"])

    @cached_property
    def _own(self) -> Mapping[str, Mapping[str, set[str]]]:
        own: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for (kind, value), entities in self._identified.items():
            for entity in entities:
                own[entity][kind].add(value)
        return own

    def _has(self, id_: str, pid: str, wanted: Values) -> bool:
        """Tell whether a relation leads from an entity to one of some values."""
        links = self.links(id_, pid)
        if not links:
            return False
        others = {str(self.claims[end].iat[at]) for at, end in links} - {""}
        texts = {compared(str(self.claims["text"].iat[at])) for at, _ in links} - {""}
        return any(
            each in others or compared(each) in texts or not others.isdisjoint(self._called(each))
            for each in wanted
        )

    def _called(self, name: str) -> frozenset[str]:
        """Return all that are wholly so called."""
        at = self._names.places.get(compared(name))
        return self._names.owners[at] if at is not None else frozenset()

    def links(self, id_: str, pid: str) -> list[tuple[int, str]]:
        """Return claims of a property that stand: places in ``claims``, the other end."""
        relation = pid.removeprefix("^")
        both = relation in self.index.vocabulary.symmetric
        ends = [("object", "subject")] if pid.startswith("^") else [("subject", "object")]
        ends = [("subject", "object"), ("object", "subject")] if both else ends
        return [
            (at, other)
            for own, other in ends
            for at in self._at[own].get((id_, relation), ())
        ]  # fmt: skip

    @cached_property
    def _at(self) -> Mapping[str, Mapping[tuple[str, str], list[int]]]:
        relations = self.claims["relation"].tolist()
        found: dict[str, dict[tuple[str, str], list[int]]] = {}
        for end in ("subject", "object"):
            places: dict[tuple[str, str], list[int]] = defaultdict(list)
            for at, key in enumerate(zip(self.claims[end].tolist(), relations, strict=True)):
                places[key].append(at)
            found[end] = dict(places)
        return found


def compared(text: str) -> str:
    """Return a name in the form in which two are one."""
    return unsigned(folded(text))


def alike(one: str, other: str) -> float:
    """Return how alike two names in that form are, 0 to 100; 100 only where they are the same."""
    if one == other:
        return 100.0
    if len(one) < 2 or len(other) < 2:
        return 0.0
    best = max(
        fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other),
        0.85 * fuzz.token_set_ratio(one, other),
    )  # fmt: skip
    return float(best) * _PART


def identifier(kind: str, value: str) -> str:
    """Return an identifier elsewhere as it is kept."""
    meant = identifiers.meant(kind, value) if kind in identifiers.SCHEMES else ""
    return meant or value.strip()


def _matched(
    found: Sequence[Candidate], settled: Collection[str], others: Collection[str], *,
    by_relations: bool,
) -> list[Candidate]:  # fmt: skip
    """Mark the one sure match: a whole name or an identifier, without a rival.

    ``others``: entities with an identifier that differs from the given one.
    """
    sure = [each for each in found if each.name == 100.0 and each.id not in others]
    if settled:
        sure = [each for each in found if each.id in settled]
    elif by_relations:
        most = max((each.shared for each in sure), default=0.0)
        sure = [each for each in sure if each.shared == most]
    only = sure[0].id if len(sure) == 1 and sure[0] in found[:1] else ""
    return [each._replace(match=each.id == only) for each in found]


def _names(index: Index) -> _Names:
    owners: dict[str, set[str]] = defaultdict(set)
    for each in names_of(index):
        if text := compared(each.name):
            owners[text].add(each.entity)
    names = tuple(owners)
    words: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for word in dict.fromkeys(name.split()):
            words[word].append(at)
    places = {name: at for at, name in enumerate(names)}
    return _Names(names, tuple(map(frozenset, owners.values())), places, words)


def _identified(index: Index) -> Mapping[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    kinds = {*index.vocabulary.identifiers, *identifiers.SCHEMES}
    columns = (index.names[each] for each in ("entity", "name", "kind"))
    for id_, name, kind in zip(*columns, strict=True):
        if kind in kinds:
            found[kind, identifier(kind, name)].add(id_)
    return {key: frozenset(ids) for key, ids in found.items()}
