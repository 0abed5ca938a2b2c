"""Which claims of two indexes may say the same, once their ends are taken for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from cardindex.editing import CLAIM, SHAPES, Row
from cardindex.editing.judging import claims_alike
from cardindex.editing.uniting import said
from cardindex.merging.candidates import Candidate
from cardindex.ontology import Vocabulary

_MOST = 50  # claims between the same two that one is held against
_SUBJECT, _OBJECT = (SHAPES[CLAIM].index(column) for column in ("subject", "object"))

Likely = Mapping[str, Sequence[tuple[str, float]]]
"""By entity of the other index: who it is likely in the one, and how likely."""


def claims(
    ours: Sequence[Row], theirs: Sequence[Row], likely: Likely, vocabulary: Vocabulary
) -> list[Candidate]:
    """Return the candidates among claims: same ends, same relation, and nothing that differs much.

    A pair is as likely as its ends are; what has to be so first is in its reasons. Who is who is
    left to entities.
    """
    blocks: dict[tuple[str, ...], list[Row]] = {}
    for row in ours:
        blocks.setdefault(said(vocabulary, row)[:3], []).append(row)
    found: dict[tuple[str, str], Candidate] = {}
    for row in theirs:
        if row[2] in vocabulary.identifying:
            continue
        for turned, chance, conditions in _as_ours(row, likely):
            for one in blocks.get(said(vocabulary, turned)[:3], ())[:_MOST]:
                score, why = claims_alike(one, turned)
                score = round(score * chance, 2)
                before = found.get((one[0], row[0]))
                if score and (before is None or before.score < score):
                    reasons = (why, *conditions)
                    found[one[0], row[0]] = Candidate(one[0], row[0], score, reasons)
    return sorted(found.values(), key=lambda it: (-it.score, it.one, it.other))


def _as_ours(row: Row, likely: Likely) -> Iterator[tuple[Row, float, tuple[str, ...]]]:
    """Yield a claim as the one index would say it: how likely, and if who is who."""
    ends = [row[_SUBJECT], row[_OBJECT]]
    for subject, object_ in product(*(likely.get(end, ()) if end else [("", 1.0)] for end in ends)):
        turned = list(row)
        turned[_SUBJECT], turned[_OBJECT] = subject[0], object_[0]
        ifs = tuple(
            f"if {theirs} is {mine[0]}"
            for theirs, mine in zip(ends, (subject, object_), strict=True)
            if mine[1] < 1
        )
        yield tuple(turned), subject[1] * object_[1], ifs
