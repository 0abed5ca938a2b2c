"""Claims of an index that say already what is about to be entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args
from weakref import WeakKeyDictionary

from cardindex.cards import sentence
from cardindex.folding import folded, unsigned
from cardindex.index import Index

How = Literal["same", "opposite", "identical"]


class CitedBy(NamedTuple):
    """One citation of a claim: its source and title, where in it, from whom, and how."""

    source: str
    title: str
    locator: str
    chain: str
    stance: str
    certainty: str


@dataclass(frozen=True)
class Already:
    """A claim that says what is about to be said, or nearly.

    ``how``: ``same``, from this subject to this object; ``opposite``, told from the other end,
    by a symmetric relation or by the inverse one; ``identical``, of one who is said to be no
    other than the subject or the object. ``same_text``: its text says the same, too. ``when`` is
    EDTF.
    """

    claim: str
    sentence: str
    when: str
    how: How
    same_text: bool
    citations: tuple[CitedBy, ...]


class _Known(NamedTuple):
    """The relation of each claim; the claims of each subject, the citations of each claim."""

    relations: list[str]
    told_of: dict[str, list[int]]
    cited: dict[str, list[int]]


_KNOWN: WeakKeyDictionary[Index, _Known] = WeakKeyDictionary()
_BESIDE: WeakKeyDictionary[Index, Mapping[str, set[str]]] = WeakKeyDictionary()


def already(
    index: Index, subject: str, relation: str, object_: str = "", text: str = ""
) -> list[Already]:
    """Return the claims that say the same of these entities (ids), the best first.

    First those whose text is the same, then ``same`` before ``opposite`` before ``identical``,
    then the most cited. ``object_`` is empty for a name, a measure and a dating. An entity that
    the index does not have has no claims; ids are taken as they are. Raises KeyError for an
    unknown relation.
    """
    claims = index.claims
    wanted = index.vocabulary.relations[relation]
    turned = {relation} if wanted.symmetric else _inverses(index, relation)
    subjects, objects = _identical(index, subject), _identical(index, object_)
    ends = {*subjects, *objects} - {""}
    known = _known(index)
    places = sorted(at for end in ends for at in known.told_of.get(end, ()))
    near = claims.iloc[[at for at in places if known.relations[at] in {relation, *turned}]]
    rows: list[dict[Any, Any]] = near.reset_index().to_dict("records")
    told = _form(text)
    found: list[tuple[bool, How, dict[Any, Any]]] = []
    for row in rows:
        how = _how(row, (subject, object_), (subjects, objects), relation, turned)
        if how:
            found.append((_form(row["text"]) == told, how, row))
    cited = _citations(index, [row["id"] for _, _, row in found])
    found.sort(key=lambda it: (not it[0], get_args(How).index(it[1]), -len(cited[it[2]["id"]])))
    return [
        Already(row["id"], sentence(index, row), row["when"], how, same, tuple(cited[row["id"]]))
        for same, how, row in found
    ]


def _how(
    row: Mapping[Any, Any],
    ends: tuple[str, str],
    all_ends: tuple[frozenset[str], frozenset[str]],
    relation: str,
    turned: set[str],
) -> How | None:
    there, back = (row["subject"], row["object"]), (row["object"], row["subject"])
    straight, opposite = row["relation"] == relation, row["relation"] in turned
    if straight and there == ends:
        return "same"
    if opposite and back == ends:
        return "opposite"
    for pair, holds in ((there, straight), (back, opposite)):
        if holds and pair[0] in all_ends[0] and pair[1] in all_ends[1]:
            return "identical"
    return None


def _inverses(index: Index, relation: str) -> set[str]:
    """Return the relations that say the same from the other end, where the ontology has any."""
    relations = index.vocabulary.relations
    this = relations[relation]
    return {
        id_
        for id_, other in relations.items()
        if id_ != relation and (other.iri == this.inverse or other.inverse == this.iri)
    }


def _identical(index: Index, entity: str) -> frozenset[str]:
    """Return an entity and all who are said to be it, or whom it is said to be, in any steps."""
    if not entity:
        return frozenset({""})
    beside = _beside(index)
    known = {entity}
    waiting = [entity]
    while waiting:
        new = beside.get(waiting.pop(), set()) - known
        known |= new
        waiting += new
    return frozenset(known)


def _beside(index: Index) -> Mapping[str, set[str]]:
    """Return with whom each is said to be one; kept, as it is asked for at every keystroke."""
    if index not in _BESIDE:
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in _pairs(index):
            beside[one].add(other)
            beside[other].add(one)
        _BESIDE[index] = dict(beside)
    return _BESIDE[index]


def _pairs(index: Index) -> Iterable[tuple[str, str]]:
    """Yield who is said to be whom, by an affirmed claim of no mode or a decision."""
    claims = index.claims.iloc[index.identifying]
    claims = claims[claims["mode"] == ""]
    if not claims.empty:
        citations = index.citations
        affirmed = set(citations.loc[citations["stance"] == "affirms", "claim"])
        claims = claims[claims.index.isin(affirmed)]
        yield from zip(claims["subject"], claims["object"], strict=True)
    decided = index.decisions[index.decisions["decision"] == "same"]
    for one, other in zip(decided["one"], decided["other"], strict=True):
        if one in index.labels:
            yield one, other


def _citations(index: Index, claims: list[str]) -> Mapping[str, list[CitedBy]]:
    found: defaultdict[str, list[CitedBy]] = defaultdict(list)
    cited = _known(index).cited
    for row in index.citations.iloc[
        [at for id_ in claims for at in cited.get(id_, ())]
    ].itertuples():
        found[str(row.claim)].append(
            CitedBy(
                str(row.source), index.titles[str(row.source)], str(row.locator), str(row.chain),
                str(row.stance), str(row.certainty),
            )
        )  # fmt: skip
    return found


def _known(index: Index) -> _Known:
    """Return where claims and citations stand; kept, as it is asked for at every keystroke."""
    if index not in _KNOWN:
        told_of: defaultdict[str, list[int]] = defaultdict(list)
        for at, subject in enumerate(index.claims["subject"].tolist()):
            told_of[subject].append(at)
        cited: defaultdict[str, list[int]] = defaultdict(list)
        for at, claim in enumerate(index.citations["claim"].tolist()):
            cited[claim].append(at)
        _KNOWN[index] = _Known(index.claims["relation"].tolist(), dict(told_of), dict(cited))
    return _KNOWN[index]


def _form(text: str) -> str:
    return unsigned(folded(text)) if text else ""
