"""Finding: whom or what a person means who types a name, an id, or a part of either.

Names fit in this order, and the page's model/search.js holds to the same: the id, in any case; the
whole name, of any kind; the whole name but for its signs (``K.G.B.`` is ``KGB``); the beginning of
a name or of a word in it; the beginnings of words, in any order; parts. Of those that fit equally
the most connected is the best, then the first by id.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd

from cardindex.errors import AmbiguousName, UnknownName, nearest
from cardindex.folding import folded, unsigned
from cardindex.index import Index
from cardindex.ontology import EntityType, Family, Relation

KINDS = {
    "entity": "entity",
    "claim": "claim",
    "source": "source",
    "relation": "relation",
    "family": "family",
    "type": "kind of entity",
    "coder": "coder",
}
"""What can be found, and what it is called in a sentence."""

ID, WHOLE, UNSIGNED, BEGINNING, WORDS, PARTS = range(6)
"""How well a name fits, the best first."""

Among = Mapping[str, Collection[str]]
"""By kind the ids among which to look; all ids of a kind that is missing here."""

_CLAIM = re.compile(r"([a-z])([0-9]+)")
_OFFERED = 5  # so many are offered where several fit
_MANY = 50_000  # with more ids, a search for those like a misspelt one would take seconds
_MOST_WORDS = 40  # texts with more words are not searched for word by word
_LONGEST_SLIP = 100  # a longer text is no misspelt name


@dataclass(frozen=True)
class Found:
    """What a typed name may mean: ``name`` is the one that fits, ``fit`` how well.

    ``weight``: how many claims it is an end of; of a source, how many citations it has.
    """

    kind: str
    id: str
    label: str
    name: str
    fit: int
    weight: int


class _Hit(NamedTuple):
    """A match, sorted by fit; ``kind``: the place of its kind among those asked for.

    ``lightness``: its negative weight.
    """

    fit: int
    kind: int
    lightness: int
    id: str
    name: str


class _Row(NamedTuple):
    """One name, in the forms in which it is compared; ``signless`` begins with a space."""

    id: str
    name: str
    plain: str
    signless: str


@dataclass(frozen=True)
class _Names:
    """The names of all of one kind, the best told of each first, and how connected each is."""

    rows: tuple[_Row, ...]
    weights: Mapping[str, int]


_KNOWN: WeakKeyDictionary[Index, dict[str, _Names]] = WeakKeyDictionary()
_LONGEST: WeakKeyDictionary[Index, int] = WeakKeyDictionary()


def found(
    index: Index, text: str, kinds: Sequence[str] = ("entity",), among: Among | None = None
) -> list[Found]:
    """Return all of these kinds that ``text`` may mean, the best first.

    Of those that fit equally well a kind comes before those that are named after it.
    """
    return [_found(index, hit, kinds) for hit in _hits(index, text, kinds, among or {})]


def taken(  # noqa: PLR0913 - each says one thing, by its name
    index: Index,
    text: str,
    kinds: Sequence[str] = ("entity",),
    *,
    told: str = "",
    among: Among | None = None,
    role: str = "",
    alike: bool = False,
) -> Found:
    """Return the one that ``text`` means: the only one of its kind that fits best.

    Of several kinds the first counts before the others, unless they are ``alike``: then only an id
    is taken from the first kind that has it. ``told`` says what is asked for, ``role`` what stood
    before the name (``author:``). Raises UnknownName where nothing fits, and AmbiguousName where
    several fit equally; both offer the best.
    """
    among, asked = among or {}, text
    prefix, colon, rest = text.partition(":")
    if colon and prefix.strip().lower() in kinds and not _is_id(index, text, kinds, among):
        kinds, asked = (prefix.strip().lower(),), rest
    for kind in kinds:
        if _is_id(index, asked, (kind,), among):
            return Found(kind, asked, label(index, kind, asked), asked, ID, 0)
    hits = _hits(index, asked, kinds, among)
    best = [hit for hit in hits if hit.fit == hits[0].fit]
    if not alike or any(hit.fit == ID for hit in best):
        best = [hit for hit in best if hit.kind == best[0].kind]
    if len(best) == 1:
        return _found(index, best[0], kinds)
    told = told or " or ".join(KINDS[kind] for kind in kinds)
    near = best or _like(index, asked, kinds, among)
    offers = [_offer(index, _found(index, hit, kinds), kinds, role) for hit in near[:_OFFERED]]
    if best:
        raise AmbiguousName(told, role + text, offers, len(best))
    raise UnknownName(told, role + text, (role + id_ for id_ in _ids(index, kinds, among)), offers)


def _hits(index: Index, text: str, kinds: Sequence[str], among: Among) -> list[_Hit]:
    hits = (hit for at, kind in enumerate(kinds) for hit in _of_kind(index, at, kind, text, among))
    return sorted(hits)


def _found(index: Index, hit: _Hit, kinds: Sequence[str]) -> Found:
    kind = kinds[hit.kind]
    return Found(kind, hit.id, label(index, kind, hit.id), hit.name, hit.fit, -hit.lightness)


def label(index: Index, kind: str, id_: str) -> str:
    """Return what a person calls it; of a claim, its gloss."""
    labels = _labels(index, kind)
    if labels is not None:
        return str(labels.at[id_])
    return index.coders[id_].name if kind == "coder" else _terms(index, kind)[id_].label


def _labels(index: Index, kind: str) -> pd.Series[Any] | None:
    if kind == "entity":
        return index.entities["label"]
    if kind == "source":
        return index.sources["title"]
    return index.claims["gloss"] if kind == "claim" else None


def _terms(
    index: Index, kind: str
) -> Mapping[str, Relation] | Mapping[str, Family] | Mapping[str, EntityType]:
    vocabulary = index.vocabulary
    if kind == "relation":
        return vocabulary.relations
    return vocabulary.families if kind == "family" else vocabulary.types


def _is_id(index: Index, text: str, kinds: Iterable[str], among: Among) -> bool:
    return any(text in among.get(kind, _all(index, kind)) for kind in kinds)


def _all(index: Index, kind: str) -> Collection[str]:
    """Return all ids of a kind, as a collection with a fast ``in``."""
    labels = _labels(index, kind)
    if labels is not None:
        return labels.index
    return index.coders if kind == "coder" else _terms(index, kind)


def _ids(index: Index, kinds: Sequence[str], among: Among) -> Iterator[str]:
    """Yield all ids that may be meant; none of a kind with too many to compare."""
    for kind in kinds:
        ids = among.get(kind, _all(index, kind))
        if len(ids) <= _MANY:
            yield from ids


def _of_kind(index: Index, at: int, kind: str, text: str, among: Among) -> Iterator[_Hit]:
    """Yield each of a kind that ``text`` may mean, with the name that fits best."""
    if kind == "claim":
        yield from (_Hit(ID, at, 0, id_, id_) for id_ in _claims(index, text))
        return
    names = _names(index, kind)
    plain = folded(text)
    wanted = _Row(plain, text, plain, f" {unsigned(plain)}")
    if not plain:
        return
    words = tuple(dict.fromkeys(wanted.signless.split()))
    words = words if len(words) <= _MOST_WORDS else ()
    best: dict[str, tuple[int, str]] = {}
    for row in names.rows:
        fit = _fit(row, wanted, words)
        if fit is not None and (row.id not in best or fit < best[row.id][0]):
            best[row.id] = fit, row.name
    some = among.get(kind)
    for id_, (fit, name) in best.items():
        if some is None or id_ in some:
            yield _Hit(fit, at, -names.weights.get(id_, 0), id_, name)


def _fit(row: _Row, wanted: _Row, words: Sequence[str]) -> int | None:
    """Tell how well a name fits; None where it does not."""
    if words and words[0] not in row.signless:
        return None
    exact = (row.id == wanted.id, row.plain == wanted.plain, row.signless == wanted.signless)
    if any(exact):
        return exact.index(True)
    if wanted.signless in row.signless:
        return BEGINNING
    if not words or not all(word in row.signless for word in words):
        return None
    return WORDS if all(f" {word}" in row.signless for word in words) else PARTS


def _claims(index: Index, text: str) -> Iterator[str]:
    """Yield the claims with a number, whatever zeros stand before it."""
    match = _CLAIM.fullmatch(folded(text))
    if not match:
        return
    letter, number = match[1], match[2].lstrip("0") or "0"
    for width in range(len(number), _longest(index)):
        id_ = f"{letter}{number.zfill(width)}"
        if id_ in index.claims.index:
            yield id_


def _names(index: Index, kind: str) -> _Names:
    """Return the names of a kind; gathered at the first search of an index, then kept."""
    known = _KNOWN.setdefault(index, {})
    if kind not in known:
        # Claims have no names besides their ids, and are too many to gather.
        called = _called(index, kind) if kind != "claim" else ()
        rows = tuple(_Row(id_, name, *_forms(name)) for id_, name in called if name)
        known[kind] = _Names(rows, weights(index, kind))
    return known[kind]


def _longest(index: Index) -> int:
    """Return how long the longest id of a claim is."""
    if index not in _LONGEST:
        _LONGEST[index] = max(map(len, index.claims.index), default=0)
    return _LONGEST[index]


def _forms(name: str) -> tuple[str, str]:
    plain = folded(name)
    return plain, f" {unsigned(plain)}"


def _called(index: Index, kind: str) -> Iterator[tuple[str, str]]:
    """Yield (id, name): labels first, then other names, then ids."""
    ids = _all(index, kind)
    labels = _labels(index, kind)
    if kind == "entity":
        yield from named(index)
    elif labels is not None:
        yield from zip(ids, labels.tolist(), strict=True)
    else:
        yield from ((id_, label(index, kind, id_)) for id_ in ids)
    if kind == "relation":
        relations = index.vocabulary.relations
        yield from ((id_, relations[id_].words) for id_ in ids)
        yield from ((id_, relations[id_].inverse_words) for id_ in ids)
    yield from ((id_, id_) for id_ in ids)


def named(index: Index) -> Iterator[tuple[str, str]]:
    """Yield (entity, name) of every entity: labels, other names, and names that claims tell of.

    Some are empty.
    """
    yield from index.labels.items()
    yield from zip(index.names["entity"].tolist(), index.names["name"].tolist(), strict=True)
    yield from given(index)


def given(index: Index) -> Iterator[tuple[str, str]]:
    """Yield (entity, name) of the names that claims tell of: code names and the like.

    A claim that tells none gives an empty one.
    """
    claims = index.claims[index.claims["relation"].isin(index.vocabulary.telling_names)]
    for subject, object_, text in zip(
        claims["subject"], claims["object"], claims["text"], strict=True
    ):
        yield object_ or subject, text


def weights(index: Index, kind: str) -> Mapping[str, int]:
    """Return how connected each of a kind is; ids that are missing have the weight 0."""
    claims = index.claims
    if kind == "entity":
        other = claims["object"][claims["object"] != claims["subject"]]
        counts = pd.concat([claims["subject"], other]).value_counts()
    elif kind == "source":
        counts = index.citations["source"].value_counts()
    elif kind == "relation":
        counts = claims["relation"].value_counts()
    else:
        return {}
    return dict(zip(counts.index, counts.tolist(), strict=True))


def _like(index: Index, text: str, kinds: Sequence[str], among: Among) -> list[_Hit]:
    """Return near matches: unknown words of the text are replaced by the nearest known ones."""
    rows = [row for kind in kinds for row in _names(index, kind).rows]
    wanted = unsigned(folded(text))
    if not rows or len(wanted) > _LONGEST_SLIP:
        return []
    known = frozenset(word for row in rows for word in row.signless.split())
    words = [word if word in known else nearest(word, known) for word in wanted.split()]
    near = _hits(index, " ".join(filter(None, words)), kinds, among) if all(words) else []
    if not near and (whole := nearest(wanted, {row.signless[1:] for row in rows})):
        near = _hits(index, whole, kinds, among)
    return [hit for hit in near if hit.fit == near[0].fit or near[0].fit > UNSIGNED]


def _offer(index: Index, it: Found, kinds: Sequence[str], role: str) -> tuple[str, str]:
    """Return what to type for it and its label; the label only where it says more.

    An id that another kind has too, which would be taken first, has its kind before it.
    """
    hidden = _is_id(index, it.id, kinds[: kinds.index(it.kind)], {})
    says_more = unsigned(folded(it.label)) != unsigned(folded(it.id))
    return (f"{it.kind}:" if hidden else role) + it.id, it.label if says_more else ""
