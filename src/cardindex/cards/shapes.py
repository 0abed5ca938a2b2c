"""What a card is made of: one citation, one claim, one entity, one work, in words."""

from __future__ import annotations

from dataclasses import dataclass

from cardindex.brief import brief, count


@dataclass(frozen=True)
class Cited:
    """One citation, in words.

    ``via`` tells the chain ("from Notes, which has it from Files"), ``leans_on`` the work whose
    citations of the same claim it leans on, or nothing for a ground; ``roots`` whose own knowledge
    it goes back to, none where that is unknown. ``remark`` says what is wrong with it: that it
    misquotes or overstates. ``passage`` is empty unless the text of the source is at hand.
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

    ``under``: the labels of the other names under which it was told, where the card is of one into
    whom others are folded. ``loop`` spells out circular reporting ("a > b rests on a"), or is
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
    """That somebody is said to be somebody else: whoever is at the other end, and who says so.

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
    ``folded``: the ids of those whose claims stand here, too, as they are folded into it.
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

    ``kind``: ``source`` or ``relation``. ``facts``: what is known of it, as (what, in words).
    """

    kind: str
    id: str
    label: str
    facts: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, tuple[Line, ...]], ...]

    def __repr__(self) -> str:
        lines = sum(len(lines) for _, lines in self.families)
        return brief(self, self.label, self.id, self.kind, count(lines, "claim"))
