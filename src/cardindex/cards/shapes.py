"""What a card is made of: one citation, one claim, one entity, one work, in words."""

from __future__ import annotations

from dataclasses import dataclass

from cardindex.brief import brief, count


@dataclass(frozen=True)
class Cited:
    """One citation, in words.

    ``via`` is the chain in words ("from Notes, which has it from Files"). ``leans_on`` is the work
    whose citations of the same claim it leans on; empty for a ground. ``roots`` are those whose
    own knowledge it goes back to; empty if unknown. ``remark`` tells if it misquotes or overstates
    its source. ``passage`` is empty unless the text of the source is given.
    """

    source: str
    work: str
    locator: str
    via: str
    stance: str
    certainty: str
    leans_on: str
    roots: tuple[str, ...]
    remark: str
    note: str
    passage: str


@dataclass(frozen=True)
class Line:
    """One claim, as a sentence with its standing and its citations.

    ``under``: the labels of the folded entities that the claim names, on the card of the entity
    they are folded into. ``loop`` spells out circular reporting ("a > b rests on a"), or is
    empty. The other columns are those of ``evidence.standing.Assessment``.
    """

    claim: str
    sentence: str
    gloss: str
    under: tuple[str, ...]
    standing: str
    support_low: int
    support_high: int
    works: int
    told_by_doer: bool
    told_by_concerned: bool
    apparent: bool
    loop: str
    citations: tuple[Cited, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know besides the standing, in a few words each."""
        told = (
            ("told by the doer", self.told_by_doer),
            ("told by the one concerned", self.told_by_concerned),
            ("apparent corroboration", self.apparent),
            ("circular reporting", bool(self.loop)),
            ("misquoted", any(cited.remark == "misquotes" for cited in self.citations)),
            ("overstated", any(cited.remark == "overstates" for cited in self.citations)),
        )
        return tuple(words for words, holds in told if holds)


@dataclass(frozen=True)
class SaidToBe:
    """An identification: the entity that another is said to be, and the claims that say so.

    ``standing`` is the best of the ``claims``.
    """

    entity: str
    label: str
    claims: tuple[str, ...]
    standing: str
    support_low: int
    support_high: int


@dataclass(frozen=True)
class Card:
    """All that a selection says of one entity: claims by family, in the vocabulary's order.

    ``said_to_be``: whom the entity is said to be; ``under_this_name``: who is said to be it.
    ``folded``: the ids of entities that are folded into it, so that the card has their claims.
    """

    entity: str
    label: str
    kind: str
    description: str
    names: tuple[tuple[str, str], ...]
    said_to_be: tuple[SaidToBe, ...]
    under_this_name: tuple[SaidToBe, ...]
    folded: tuple[str, ...]
    families: tuple[tuple[str, tuple[Line, ...]], ...]

    def __repr__(self) -> str:
        lines = sum(len(lines) for _, lines in self.families)
        return brief(self, self.label, self.entity, self.kind, count(lines, "claim"))


@dataclass(frozen=True)
class Sheet:
    """All claims of a selection that one work is cited for, or that are of one relation.

    ``kind``: ``source`` or ``relation``. ``facts``: pairs of a label and a value in words.
    """

    kind: str
    id: str
    label: str
    facts: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, tuple[Line, ...]], ...]

    def __repr__(self) -> str:
        lines = sum(len(lines) for _, lines in self.families)
        return brief(self, self.label, self.id, self.kind, count(lines, "claim"))
