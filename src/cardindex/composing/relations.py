"""The relations that fit two kinds of entity, the commonest first, found by words people use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from cardindex.folding import folded, unsigned
from cardindex.index import Index
from cardindex.ontology import Kind, Relation

_WHOLE, _BEGINNING, _WORDS, _PARTS = range(4)
# A hit in a name of the relation counts more than one in a synonym, and that more than one in its
# definition.
_CALLED, _SYNONYM, _TOLD = range(3)


@dataclass(frozen=True)
class Fitting:
    """A relation that may be chosen: what it says, how common it is, and how it was found.

    ``words`` stand between subject and object. ``turned``: it fits, or was asked for, from the
    object to the subject (``was paid by``), so that subject and object are to change places.
    ``otherwise`` says when not to use it. ``count``: how many claims of the index are of it.
    ``matched``: the name or synonym that what was typed fits, empty where nothing was typed.
    """

    id: str
    kind: Kind
    label: str
    words: str
    inverse_words: str
    family: str
    definition: str
    otherwise: str
    count: int
    turned: bool = False
    matched: str = ""


_COUNTS: WeakKeyDictionary[Index, Mapping[str, int]] = WeakKeyDictionary()


def relations_for(
    index: Index, subject_type: str = "", object_type: str = "", typed: str = ""
) -> list[Fitting]:
    """Return the relations that fit a subject and an object of these kinds, the best first.

    An empty kind is not yet known, and anything fits it; names, measures and datings, which have
    no object, are offered only while no object is chosen. ``typed``: words that people use
    (``ran``, ``paid off``), of which each has to be in its names, its synonyms or its definition,
    as a word or its beginning; then what fits best comes first, and what is equally good the
    commonest first. Nothing typed: the commonest first, then in the order of the ontology. What
    fits only from object to subject comes last, ``turned``. Raises KeyError for an unknown kind.
    """
    vocabulary = index.vocabulary
    counts = _counts(index)
    wanted = unsigned(folded(typed)).split() if typed.strip() else []
    found = []
    for order, relation in enumerate(vocabulary.relations.values()):
        for turned in (False, True):
            ends = (object_type, subject_type) if turned else (subject_type, object_type)
            if turned and (_alike(relation) or not any((*ends, *wanted))):
                continue
            if not _fits(index, relation, *ends):
                continue
            hit = _best(relation, wanted, turned=turned)
            if hit is None:
                continue
            rank, matched = hit
            count = counts.get(relation.id, 0)
            key = (turned and not wanted, rank, turned, -count, order)
            found.append((key, _fitting(relation, count, matched, turned=turned)))
    found.sort(key=lambda it: it[0])
    best: dict[str, Fitting] = {}
    for _, fitting in found:
        best.setdefault(fitting.id, fitting)
    return list(best.values())


def _alike(relation: Relation) -> bool:
    """Tell whether the relation reads alike from both ends."""
    return relation.symmetric or relation.kind != "link"


def _fits(index: Index, relation: Relation, subject_type: str, object_type: str) -> bool:
    is_a = index.vocabulary.is_a
    if subject_type and not is_a(subject_type, relation.domain):
        return False
    if relation.kind != "link":
        return not object_type
    return not object_type or is_a(object_type, relation.range)


def _fitting(relation: Relation, count: int, matched: str, *, turned: bool) -> Fitting:
    return Fitting(
        relation.id, relation.kind, relation.label, relation.words, relation.inverse_words,
        relation.family, relation.definition, relation.otherwise, count, turned, matched,
    )  # fmt: skip


def _counts(index: Index) -> Mapping[str, int]:
    if index not in _COUNTS:
        counts = index.claims["relation"].value_counts()
        _COUNTS[index] = dict(zip(counts.index, counts.tolist(), strict=True))
    return _COUNTS[index]


def _best(
    relation: Relation, wanted: Iterable[str], *, turned: bool
) -> tuple[tuple[int, int], str] | None:
    """Return how well a relation fits what was typed, and by which of its names."""
    wanted = list(wanted)
    if not wanted:
        return (0, 0), ""
    hits = [
        ((sort, fit), name)
        for sort, name, form in _names(relation, turned)
        if (fit := _fit(form, wanted)) is not None
    ]
    if not hits:
        return None
    (sort, fit), name = min(hits, key=lambda hit: hit[0])
    # A synonym that equals the typed text counts more than a name that only begins with it.
    return (fit if fit == _WHOLE else 1 + sort, fit), "" if sort == _TOLD else name


@cache
def _names(relation: Relation, turned: bool) -> tuple[tuple[int, str, str], ...]:  # noqa: FBT001
    """Return what a relation is called, as (sort, name, folded name)."""
    if turned:
        told = [(_CALLED, relation.inverse_words)]
    else:
        told = [
            *((_CALLED, name) for name in (relation.label, relation.words, relation.id)),
            *((_SYNONYM, name) for name in relation.synonyms),
            (_TOLD, relation.definition),
        ]
    return tuple(
        (sort, name, unsigned(folded(name.replace("_", " ")))) for sort, name in told if name
    )


def _fit(form: str, wanted: list[str]) -> int | None:
    if form == " ".join(wanted):
        return _WHOLE
    words = form.split()
    if not all(any(word.startswith(each) for word in words) for each in wanted):
        return None
    if words[: len(wanted)] == wanted or form.startswith(" ".join(wanted)):
        return _BEGINNING
    return _WORDS if all(each in words for each in wanted) else _PARTS
