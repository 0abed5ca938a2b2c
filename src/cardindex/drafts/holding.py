"""Drafts checked against the index and the texts: which may be read, and which are refused.

A draft is refused if it cannot be judged beside a text: its quotation is not there (in the normal
form of seals), the index lacks its source or relation, or its chain is malformed or names unknown
works. An unknown name of an entity is no reason: the reader may add the entity.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cardindex import finding
from cardindex.drafts.draft import Draft
from cardindex.drafts.reading import Lines
from cardindex.errors import MalformedValue, Problem, nearest
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.passages import Place, Text, normal, place, text_source, unit_of

REASONS: Mapping[str, str] = {
    "malformed-draft": "no draft, or a field of it is none",
    "unknown-stance": "a stance that there is not",
    "unknown-certainty": "a certainty that there is not",
    "unknown-mode": "a mode that there is not",
    "unknown-judged": "a judgement that there is not",
    "unknown-source": "a source that the index does not have",
    "no-text": "no text of the source is at hand",
    "not-quoted": "a passage that is not in the text",
    "unknown-relation": "a relation that the ontology does not have",
    "malformed-chain": "a chain that is none",
    "cited-already": "what a citation of the index says of the same words",
    "said-before": "a draft that says what one before it says",
}
"""Why a draft is refused, by the code of its problem."""


@dataclass(frozen=True)
class Placed:
    """A draft that may be read: where its passage stands, and whom its names mean.

    ``place``: the quoted words with locator, offsets and seal. ``times``: how often they stand in
    the text; the first is taken. ``subject``, ``object``: the entity that is meant, or empty
    where none in the index is called so, or several are.
    """

    line: int
    draft: Draft
    place: Place
    times: int
    subject: str
    object: str


@dataclass(frozen=True)
class Held:
    """Drafts that may be read, in the order of the file, and why the others may not."""

    placed: tuple[Placed, ...]
    refused: tuple[Problem, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many were refused for each reason, by its code, those of most first."""
        told = {(problem.row, problem.code) for problem in self.refused}
        return dict(Counter(code for _, code in sorted(told)).most_common())


_SAID = ("text", "quantity", "unit", "when", "place", "mode")


@dataclass
class _Known:
    """What a file of drafts is checked against, and what was found so far."""

    index: Index
    texts: Mapping[str, Text]
    file: str
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def refusals(self, line: int, draft: Draft) -> Iterable[Problem]:
        """Yield why a draft is refused, whatever its passage."""
        sources, relations = self.index.sources.index, self.index.vocabulary.relations
        if draft.source not in sources:
            yield self.problem(line, "source", "unknown-source", draft.source, sources)
        if draft.relation not in relations:
            yield self.problem(line, "relation", "unknown-relation", draft.relation, relations)
        try:
            works = parse_chain(draft.chain).sources
        except MalformedValue as error:
            yield Problem(self.file, line, "chain", "malformed-chain", error.reason)
        else:
            for work in works:
                if work not in sources:
                    yield self.problem(line, "chain", "unknown-source", work, sources)
        if draft.key in self.seen:
            message = f"says what the draft of line {self.seen[draft.key]} says: one is enough"
            yield Problem(self.file, line, "", "said-before", message)
        self.seen.setdefault(draft.key, line)

    def problem(
        self, line: int, column: str, code: str, name: str, known: Iterable[str]
    ) -> Problem:
        """Return the problem of a name that is not known."""
        found = nearest(name, known)
        kind = code.removeprefix("unknown-")
        mend = f'did you mean "{found}"?' if found else f"add it, or name a {kind} that there is"
        return Problem(self.file, line, column, code, f'unknown {kind} "{name}"; {mend}')

    def cited(self, one: Placed) -> str:
        """Return the claim of the index that says the same of the same words, if there is one."""
        draft = one.draft
        said = (
            draft.source, one.place.start, one.place.end, draft.stance or "affirms",
            draft.certainty or "stated", draft.chain, one.subject, draft.relation, one.object,
            *(getattr(draft, name) for name in _SAID),
        )  # fmt: skip
        return self.citations.get(said, "")

    @cached_property
    def citations(self) -> dict[tuple[object, ...], str]:
        """The claims of the sealed citations, by all that they say."""
        cited = self.index.citations[self.index.citations["seal"] != ""]
        own = ["source", "start", "end", "stance", "certainty", "chain"]
        claims = self.index.claims.loc[cited["claim"], ["subject", "relation", "object", *_SAID]]
        rows = zip(
            cited[own].itertuples(index=False, name=None),
            claims.itertuples(index=False, name=None),
            strict=True,
        )
        said = ((*citation, *claim) for citation, claim in rows)
        return dict(zip(said, cited["claim"], strict=True))

    def meant(self, name: str) -> str:
        """Return the one entity that is called so, by its whole name; empty where none is."""
        if name not in self.names:
            self.names[name] = meant(self.index, name)
        return self.names[name]


def meant(index: Index, name: str) -> str:
    """Return the one entity that is called so, by its whole name; empty where none or several."""
    hits = finding.found(index, name) if name else []
    best = [hit for hit in hits if hit.fit == hits[0].fit and hit.fit <= finding.UNSIGNED]
    return best[0].id if len(best) == 1 else ""


def hold(
    index: Index,
    texts: Mapping[str, Text],
    drafts: Lines,
    file: str = "drafts.jsonl",
    before: Lines = (),
) -> Held:
    """Hold drafts against the index and the texts; those that were judged are left out.

    ``before``: drafts that are known already, so that none of these is to say the same.
    """
    known = _Known(index, texts, file)
    known.seen.update((draft.key, line) for line, draft in before)
    placed, refused = [], []
    for line, draft in drafts:
        faults = list(known.refusals(line, draft))
        found = None
        if draft.source in index.sources.index:
            found = _quoted(known, line, draft)
            faults += [found] if isinstance(found, Problem) else []
        refused += faults
        if not faults and isinstance(found, tuple):
            ends = known.meant(draft.subject), known.meant(draft.object)
            one = Placed(line, draft, *found, *ends)
            if cited := known.cited(one):
                message = f"{cited} says so of the same words"
                refused.append(Problem(file, line, "", "cited-already", message))
            elif not draft.judged:
                placed.append(one)
    return Held(tuple(placed), tuple(refused))


def _quoted(known: _Known, line: int, draft: Draft) -> tuple[Place, int] | Problem:
    """Return where the words of a draft stand, and how often; a problem where they do not."""
    held = text_source(known.index, draft.source)
    text = known.texts.get(held)
    if text is None:
        message = f'no text of "{held}" is at hand; name its file {held}.txt'
        return Problem(known.file, line, "source", "no-text", message)
    words = normal(draft.passage)
    starts = [match.start() for match in re.finditer(_whole(words), text.normal)] if words else []
    if not starts:
        message = f'the passage is not in the text of "{held}"; quote words as they stand there'
        return Problem(known.file, line, "passage", "not-quoted", message)
    start, end = text.span(starts[0], starts[0] + len(words))
    return place(text, start, end, unit_of(known.index, held)), len(starts)


def _whole(words: str) -> str:
    """Return a pattern for words that begin and end no other word."""
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return f"{before}{re.escape(words)}{after}"
