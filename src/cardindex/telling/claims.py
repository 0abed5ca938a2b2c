"""Claims as on cards: a sentence with links, date and sum, who says so, the standing.

Mirrors ``static/cards/claims.js`` of the explorer, in its words.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from cardindex.brief import shortened
from cardindex.dates.briefly import in_few_words
from cardindex.quantities import grouped
from cardindex.telling.evidence import Telling, best_first, tellings_of_claims
from cardindex.telling.known import Laid, Numbers, Ref
from cardindex.view.words import say

FLAGS = ("told_by_doer", "told_by_concerned", "apparent", "circular", "misquoted", "overstated")
"""The cautions of a claim, which a reader should know besides its standing."""

_SO_AFFIRMED = frozenset(("corroborated", "single-root", "untraced", "contested"))
_LONG_TEXT, _LONG_GLOSS = 300, 800


class Tied(NamedTuple):
    """A tie to another claim: how, in words, and what that says."""

    how: str
    claim: Ref


class Said(NamedTuple):
    """One claim.

    ``subject`` is None where the claim is told from its subject's card, or turned round from its
    object's. ``when``, ``sum``, ``place`` and ``mode`` in words, or empty. ``verdict`` is the
    standing in words, ``meaning`` the same at length; ``roots`` whose knowledge affirms it,
    ``counts`` and ``against`` in words; ``flags`` (name in words, the same at length). ``affirms``
    and ``against_it`` are tellings, the most telling first.
    """

    id: str
    subject: Ref | None
    words: str
    object: Ref | None
    text: str
    when: str
    edtf: str
    sum: str
    place: Ref | None
    mode: str
    gloss: str
    standing: str
    verdict: str
    meaning: str
    roots: tuple[Ref, ...]
    counts: str
    against: str
    flags: tuple[tuple[str, str], ...]
    affirms: tuple[Telling, ...]
    against_it: tuple[Telling, ...]
    ties: tuple[Tied, ...]

    @property
    def tellings(self) -> tuple[Telling, ...]:
        """All of them, those that affirm first."""
        return (*self.affirms, *self.against_it)


def told(known: Laid, at: Numbers, from_: str = "", *, whole: bool = False) -> list[Said]:
    """Return the claims at these positions as told, seen from an entity where one is given.

    ``whole``: with texts and glosses at any length.
    """
    found = zip(known.claims.rows(at), at.tolist(), tellings_of_claims(known, at), strict=True)
    return [_said(known, row, place, tellings, from_, whole) for row, place, tellings in found]


def _said(
    known: Laid,
    row: dict[str, Any],
    at: int,
    tellings: list[Telling],
    from_: str,
    whole: bool,  # noqa: FBT001
) -> Said:
    relation = known.index.vocabulary.relations[row["relation"]]
    turned = from_ == row["object"] and from_ not in ("", row["subject"])
    words = (relation.inverse_words or relation.words) if turned else relation.words
    ends = row["subject"], row["object"]
    other = ends[0] if turned else ends[1]
    cut = (10**9, 10**9) if whole else (_LONG_TEXT, _LONG_GLOSS)
    standing = row["standing"]
    denied = any(it.firm and it.stance == "denies" for it in tellings)
    return Said(
        id=str(known.ids[at]),
        subject=None if from_ and from_ in ends else known.entity(row["subject"]),
        words=words or relation.label,
        object=known.entity(other) if other else None,
        text=shortened(row["text"].strip(), cut[0]),
        when=in_few_words(row["when"]),
        edtf=row["when"],
        sum=sum_in_words(row["quantity"], row["unit"]) if row["quantity"] else "",
        place=known.entity(row["place"]) if row["place"] else None,
        mode=say(f"claim.mode.{row['mode']}") if row["mode"] else "",
        gloss=shortened(row["gloss"], cut[1]),
        standing=standing,
        verdict=say(f"claim.standing.{standing}"),
        meaning=say(f"claim.standing_long.{standing}"),
        roots=tuple(known.root(root) for root in row["roots"]),
        counts=_counts(row) if standing in _SO_AFFIRMED else "",
        against=_against(row) if denied else "",
        flags=_flags(row),
        affirms=tuple(best_first([it for it in tellings if it.stance == "affirms"])),
        against_it=tuple(best_first([it for it in tellings if it.stance != "affirms"])),
        ties=_ties(known, str(known.ids[at])),
    )  # fmt: skip


def _flags(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((say(f"claim.{name}"), say(f"claim.{name}_long")) for name in FLAGS if row[name])


def _counts(row: dict[str, Any]) -> str:
    """Return how many roots, where the standing does not tell it already, and how many works."""
    low, high = int(row["support_low"]), int(row["support_high"])
    works = say("claim.works", n=int(row["works"]))
    if row["standing"] == "single-root" and high == 1:
        return works
    if not high:
        return f"{say('claim.no_root')} · {works}"
    roots = say("claim.roots_joined" if low < high else "claim.roots", n=high, low=low)
    return f"{roots} · {works}"


def _against(row: dict[str, Any]) -> str:
    low, high = int(row["opposition_low"]), int(row["opposition_high"])
    if not high:
        return say("claim.against_none")
    return say("claim.against_joined" if low < high else "claim.against", n=high, low=low)


def sum_in_words(quantity: str, unit: str) -> str:
    """Return a hedged quantity in words: ``~400000``, ``USD`` is "about 400,000 USD"."""
    low, dots, high = quantity.partition("..")
    plain = quantity.lstrip("~<>")
    if dots:
        words = say("quantity.range", low=grouped(low), high=grouped(high))
    elif plain != quantity:
        words = say(f"quantity.{quantity[0]}", n=grouped(plain))
    else:
        words = grouped(quantity)
    return f"{words} {unit}".strip()


def _ties(known: Laid, claim: str) -> tuple[Tied, ...]:
    return tuple(
        Tied(
            f"{say('claim.perhaps') if perhaps else ''}{say(f'claim.tie.{kind}')}",
            Ref("claim", other, brief_sentence(known, other)),
        )
        for kind, other, perhaps in known.ties.get(claim, ())
    )


def brief_sentence(known: Laid, claim: str) -> str:
    """Return what a claim says in a few words: subject, relation, and object or text."""
    row: Any = known.index.claims.loc[claim]
    words = known.index.vocabulary.relations[row["relation"]].words
    object_ = known.entity(row["object"]).label if row["object"] else row["text"]
    return f"{known.entity(row['subject']).label} {words} {shortened(object_, _LONG_TEXT)}"
