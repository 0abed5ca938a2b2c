"""How much of what `cardindex propose` proposes is right, against an index coded by people.

    python benchmarks/propose.py [INDEX TEXTS SOURCE]

Held against each other are what is proposed of a text and what the index cites from it, by
sentence: the same two entities, the same relation between them, and in the same direction. What
the index does not say may be an omission of the index; it counts as wrong here. The reach of a cue
and the reading of *by* and of genitives were chosen on the essay, and another text may do worse.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from cardindex.composing import mentions
from cardindex.drafts import Draft, proposed
from cardindex.index import Index
from cardindex.passages import Paragraphs, Text, read_texts, unit_of

PROJECT = Path(__file__).resolve().parent.parent
Said = tuple[int, str, str, str]


def main() -> None:
    defaults = [PROJECT / "graph", PROJECT.parent / "shared" / "seeds", "essay"]
    folder, texts, source = (*sys.argv[1:4], *defaults[len(sys.argv[1:4]) :])
    index = Index.open(folder)
    at_hand = read_texts(index, Path(texts))
    if source not in at_hand:
        sys.exit(f'{texts} holds no text of "{source}"; name index, folder of texts and source')
    text = at_hand[str(source)]
    paragraphs = Paragraphs(text, unit_of(index, str(source)))
    start = process_time()
    drafts = list(proposed(index, str(source), text))
    seconds = process_time() - start
    coded = set(cited(index, str(source), paragraphs))
    found = {said_by(draft, text, paragraphs) for draft in drafts}
    named = {said for said in coded if both_are_named(index, text, paragraphs, said)}
    print(f"{len(drafts)} drafts of {len(text.raw):,} characters in {seconds:.2f} s")
    print(f"{len(coded)} links that the index cites by sentence, of which {len(named)} name both")
    print("in the sentence by a name that the index knows")
    print(f"{'':24}{'precision':>10}{'recall':>8}{'of those named':>16}")
    for told, form in (("two entities", pair), ("relation, either way", either), ("all", all_of)):
        proposals, facts = set(map(form, found)), set(map(form, coded))
        reachable = set(map(form, named))
        right = len(proposals & facts)
        shares = (
            right / max(len(proposals), 1), right / max(len(facts), 1),
            len(proposals & reachable) / max(len(reachable), 1),
        )  # fmt: skip
        print(f"{told:24}{shares[0]:>10.0%}{shares[1]:>8.0%}{shares[2]:>16.0%}")


def cited(index: Index, source: str, paragraphs: Paragraphs) -> Iterator[Said]:
    """Yield the links that sealed citations of a source make, by where their sentences begin."""
    rows = index.citations[(index.citations["source"] == source) & (index.citations["seal"] != "")]
    for row in rows.itertuples(index=False):
        claim = index.claims.loc[row.claim]
        for start in starts(paragraphs, row.start, row.end):
            if claim["object"]:
                yield start, claim["subject"], claim["relation"], claim["object"]


def starts(paragraphs: Paragraphs, start: int, end: int) -> Iterator[int]:
    """Yield where the sentences of a passage begin."""
    while start < end:
        first, last, _ = paragraphs.passage(start, start + 1)
        yield first
        start = max(last, start + 1)


def said_by(draft: Draft, text: Text, paragraphs: Paragraphs) -> Said:
    at = text.normal.find(" ".join(Text.of(draft.passage).normal.split()))
    raw, _ = text.span(at, at + 1)
    return paragraphs.passage(raw, raw + 1)[0], draft.subject, draft.relation, draft.object


def both_are_named(index: Index, text: Text, paragraphs: Paragraphs, said: Said) -> bool:
    start, end, _ = paragraphs.passage(said[0], said[0] + 1)
    here = {id_ for it in mentions(index, text.raw[start:end]) for id_ in it.entities}
    return {said[1], said[3]} <= here


def pair(said: Said) -> tuple[object, ...]:
    return said[0], frozenset((said[1], said[3]))


def either(said: Said) -> tuple[object, ...]:
    return said[0], said[2], frozenset((said[1], said[3]))


def all_of(said: Said) -> tuple[object, ...]:
    return said


if __name__ == "__main__":
    main()
