"""Drafts without any model: two names that the index knows and a cue word, in one sentence.

A cue (``skos:hiddenLabel`` of a relation in the ontology) stands between two names. The actor is
the name before it or, with *by* or a genitive before it, the name behind it. Nothing else is
understood, neither pronouns nor denials. A person has to read the drafts; ``benchmarks/`` measures
how many are right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cardindex.composing import Mention, mentions
from cardindex.drafts.draft import Draft
from cardindex.folding import folded, folded_letters
from cardindex.index import Index
from cardindex.ontology import Relation, Vocabulary
from cardindex.passages import Paragraphs, Text, text_source, unit_of

_REACH = 45  # characters between a cue and a name that it is taken to speak of
_LONGEST = 600  # characters of a sentence beyond which it is a list, and pairs mean nothing
# After these words a cue is passive: the actor is named next.
_BY = re.compile(r" (?:\w+ ){0,2}?(?:by|por)\b")
# "Chile's president Allende": the name behind the cue holds the office at the name before it.
_OF = re.compile(r"['’]s? (?:[\w-]+ ){0,2}$")


@dataclass(frozen=True)
class _Cue:
    """A cue word in a sentence: ``start`` and ``end`` in it, and the relations that it signals."""

    start: int
    end: int
    relations: tuple[Relation, ...]


class _Cues(NamedTuple):
    """The cues of an ontology, the longest first, and a pattern that finds them folded."""

    relations: Mapping[str, tuple[Relation, ...]]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> _Cues:
        """Gather them; an asterisk at the end of one stands for any ending."""
        told: dict[str, list[Relation]] = {}
        for relation in vocabulary.relations.values():
            for cue in relation.cues if relation.kind == "link" else ():
                told.setdefault(folded(cue), []).append(relation)
        longest = sorted(told, key=lambda cue: (-len(cue), cue))
        forms = (
            re.escape(cue.removesuffix("*")) + (r"\w*" if cue.endswith("*") else "")
            for cue in longest
        )
        pattern = re.compile(rf"\b(?:{'|'.join(forms)})\b") if longest else None
        return cls({cue: tuple(told[cue]) for cue in longest}, pattern)

    def found(self, sentence: str) -> Iterator[_Cue]:
        """Yield the cues in a sentence, of those that overlap the longest."""
        letters, places = folded_letters(sentence)
        for match in self.pattern.finditer(letters) if self.pattern else ():
            cue = next(cue for cue in self.relations if _is(cue, match[0]))
            yield _Cue(places[match.start()], places[match.end() - 1] + 1, self.relations[cue])


def _is(cue: str, words: str) -> bool:
    return words.startswith(cue[:-1]) if cue.endswith("*") else words == cue


_Known = tuple[_Cues, Mapping[tuple[str, ...], int]]


def proposed(index: Index, source: str, text: Text, coder: str = "") -> Iterator[Draft]:
    """Yield drafts of what the text of a source may state, in the order of the text.

    ``coder``: the id under which the index knows this procedure. Names that may mean several, or
    that may be no name, are left out.
    """
    paragraphs = Paragraphs(text, unit_of(index, text_source(index, source)))
    knows = _Cues.of(index.vocabulary), _habits(index)
    seen: set[tuple[str, ...]] = set()
    for start, end, named in _sentences(paragraphs, mentions(index, text.raw)):
        sentence = text.raw[start:end]
        for subject, relation, object_ in _readings(index, knows, sentence, start, named):
            draft = Draft(
                source=source,
                passage=" ".join(sentence.split()),
                subject=subject,
                relation=relation,
                object=object_,
                coder=coder,
            )
            if draft.key not in seen:
                seen.add(draft.key)
                yield draft


def _sentences(
    paragraphs: Paragraphs, named: list[Mention]
) -> Iterator[tuple[int, int, list[Mention]]]:
    """Yield start and end of each sentence that names two or more, with its mentions."""
    here: list[Mention] = []
    start = end = -1
    for mention in named:
        if len(mention.entities) > 1 or mention.doubtful:
            continue
        if mention.start >= end:
            if len(here) > 1:
                yield start, end, here
            start, end, _ = paragraphs.passage(mention.start, mention.end)
            here = []
        here.append(mention)
    if len(here) > 1:
        yield start, end, here


def _readings(
    index: Index, knows: _Known, sentence: str, offset: int, named: list[Mention]
) -> Iterator[tuple[str, str, str]]:
    """Yield subject, relation and object of what a sentence may state."""
    cues, habits = knows
    if len(sentence) > _LONGEST:
        return
    spans = [(it.start - offset, it.end - offset, it.entities[0]) for it in named]
    for cue in cues.found(sentence):
        if any(start < cue.end and cue.start < end for start, end, _ in spans):
            continue  # the cue is a part of a name
        before = [it for it in spans if it[1] <= cue.start <= it[1] + _REACH]
        behind = [it for it in spans if cue.end <= it[0] <= cue.end + _REACH]
        if not before or not behind:
            continue
        pair = before[-1][2], behind[0][2]
        if _BY.match(sentence, cue.end) or _OF.match(sentence, before[-1][1], cue.start):
            pair = pair[1], pair[0]
        yield from _fitting(index, habits, cue, pair)


def _fitting(
    index: Index, habits: Mapping[tuple[str, ...], int], cue: _Cue, pair: tuple[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what the cue says of the pair: by the first of its relations that fits the two.

    Where it fits both ways, that way is taken in which the index has it more often between two
    such kinds, and of equals that in which the sentence has it.
    """
    if pair[0] == pair[1]:
        return
    is_a, types = index.vocabulary.is_a, index.entities["type"]
    for relation in cue.relations:
        fit = [
            (habits.get((types[one], relation.id, types[other]), 0), one, other)
            for one, other in (pair, pair[::-1])
            if is_a(types[one], relation.domain) and is_a(types[other], relation.range)
        ]
        if fit:
            _, subject, object_ = max(fit, key=lambda found: found[0])
            yield subject, relation.id, object_
            return


def _habits(index: Index) -> Mapping[tuple[str, ...], int]:
    """Return how often the index has each relation between two kinds of entity."""
    types = index.entities["type"]
    links = index.claims[index.claims["object"] != ""]
    ends = zip(links["subject"], links["relation"], links["object"], strict=True)
    return Counter((types[one], relation, types[other]) for one, relation, other in ends)
