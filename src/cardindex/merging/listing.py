"""The list of who may be who in several indexes: what was judged, then what is to be judged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from cardindex.editing import CLAIM, ENTITY, Ledger
from cardindex.identifiers import SCHEMES
from cardindex.merging.candidates import LIKELY, Candidate, entities
from cardindex.merging.deciding import read_rows
from cardindex.merging.kept import is_whole
from cardindex.merging.naming import named
from cardindex.merging.parties import Party
from cardindex.merging.portraits import Portrait, portraits
from cardindex.merging.tellings import claims
from cardindex.merging.terms import of_whole
from cardindex.ontology import Vocabulary

COLUMNS = ("one", "other", "decision", "who", "why", "score", "reasons", "one_is", "other_is")
"""The columns of a list; the first five are what merging reads."""

Line = dict[str, str]


@dataclass
class Listed:
    """Who may be who: what was ``judged`` before, as it stands, and ``new`` candidates.

    ``gone``: what a judged row names that is in none of the indexes any more.
    """

    judged: list[Line] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def judged(path: Path) -> list[Line]:
    """Return the rows that somebody has judged, of a file of decisions or a merged index.

    Raises CardindexError where it is neither.
    """
    if is_whole(path):
        return list(_of_whole(path))
    return [row for _, row in read_rows(path) if row["decision"]]


def _of_whole(folder: Path) -> Iterator[Line]:
    """Yield what was decided in a merged index, by the ids of the indexes that it was made of."""
    ledger = Ledger.open(folder)
    came: dict[str, str] = {}
    for table, key, name, cell in ledger.rows("came_from"):
        if table in (ENTITY, CLAIM):
            old = json.loads(cell).get("id", key) if cell.startswith("{") else key
            came.setdefault(key, f"{name}:{old}")
    for one, other, decision, who, why in ledger.rows("decisions"):
        ends = {"one": came.get(one, one), "other": came.get(other, other)}
        yield {**ends, "decision": decision, "who": who, "why": why}


def listed(
    parties: Sequence[Party], before: Iterable[Line] = (), *, least: float = LIKELY
) -> Listed:
    """Return who of several indexes may be one, two indexes at a time, entities before claims.

    ``before`` are rows that were judged: they come first, as they are, and are not listed again.
    ``least``: the score from which on a pair is listed. Raises CardindexError where the ontologies
    do not go together.
    """
    vocabulary, _ = of_whole(parties)
    numbers = {*SCHEMES, *vocabulary.identifiers}
    known = {party.name: portraits(party.rows, vocabulary, numbers) for party in parties}
    words = {party.name: _words(party) for party in parties}
    found = Listed([dict(row) for row in before])
    found.gone = list(_gone(found.judged, words))
    decided = _decided(found.judged)
    for one, other in combinations(parties, 2):
        pair = (one, other)
        for each in _between(pair, known, vocabulary, decided, least):
            ends = [f"{party.name}:{id_}" for party, id_ in zip(pair, each[:2], strict=True)]
            if frozenset(ends) not in decided:
                found.new.append(_line(each, ends, words))
    for line in found.judged:
        for end in ("one", "other"):
            name, _, id_ = line[end].partition(":")
            line[f"{end}_is"] = words.get(name, {}).get(id_, "")
    return found


def _words(party: Party) -> dict[str, str]:
    """Return what each entity and claim of an index is called: its label, its gloss."""
    labels = {row[0]: row[2] for row in party.rows[ENTITY]}
    told = {
        row[0]: row[11] or " ".join(filter(None, (labels[row[1]], row[2], labels.get(row[3], ""))))
        for row in party.rows[CLAIM]
    }
    return told | labels


def _gone(rows: Iterable[Line], words: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for row in rows:
        for end in (row["one"], row["other"]):
            name, colon, id_ = end.partition(":")
            if colon and (name not in words or id_ not in words[name]):
                yield end


def _decided(rows: Iterable[Line]) -> dict[frozenset[str], str]:
    """Return what was decided of pairs; a same of one counts before what another was unsure of."""
    found: dict[frozenset[str], str] = {}
    for row in rows:
        pair = frozenset((row["one"], row["other"]))
        if found.get(pair) != "same":
            found[pair] = row["decision"]
    return found


def _between(
    pair: tuple[Party, Party],
    known: Mapping[str, Mapping[str, Portrait]],
    vocabulary: Vocabulary,
    decided: Mapping[frozenset[str], str],
    least: float,
) -> Iterator[Candidate]:
    """Yield the candidates of two indexes."""
    one, other = pair
    shared = named(pair, {})[1].shared
    same = {(id_, id_) for id_ in shared[ENTITY]} | set(_same(pair, decided))
    ours, theirs = known[one.name], known[other.name]
    same = {(left, right) for left, right in same if left in ours and right in theirs}
    apart = {ends for ends, decision in decided.items() if decision == "not"}
    found = entities(ours, theirs, vocabulary, known=same, least=least)
    yield from found
    likely: dict[str, list[tuple[str, float]]] = {}
    for left, right in sorted(same):
        likely.setdefault(right, []).append((left, 1.0))
    for each in found:
        if frozenset((f"{one.name}:{each.one}", f"{other.name}:{each.other}")) not in apart:
            likely.setdefault(each.other, []).append((each.one, each.score))
    alike = set(shared[CLAIM])
    for each in claims(one.rows[CLAIM], other.rows[CLAIM], likely, vocabulary):
        if each.score >= least and not (each.one == each.other and each.one in alike):
            yield each


def _same(
    pair: tuple[Party, Party], decided: Mapping[frozenset[str], str]
) -> Iterator[tuple[str, str]]:
    """Yield those who are decided to be one, by their ids in the first index and the other."""
    names = [party.name for party in pair]
    for ends, decision in decided.items():
        if decision == "same":
            told = dict(end.partition(":")[::2] for end in ends)
            if set(told) == set(names):
                yield told[names[0]], told[names[1]]


def _line(each: Candidate, ends: Sequence[str], words: Mapping[str, Mapping[str, str]]) -> Line:
    is_ = [words[name][id_] for name, _, id_ in (end.partition(":") for end in ends)]
    return dict(
        zip(COLUMNS, (*ends, "", "", "", f"{each.score:.2f}", "; ".join(each.reasons), *is_),
            strict=True)
    )  # fmt: skip


def text(found: Listed) -> str:
    """Return a list as CSV, to be filled in: a decision, who and why in each row that is judged."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows((*found.judged, *found.new))
    return out.getvalue()
