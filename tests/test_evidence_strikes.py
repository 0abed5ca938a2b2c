"""Striking sources, authors and origins: what falls, what clears, what each weighs."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from building import cite, claim, work
from judging import ONE_CLAIM, RIVALS, Make, judged

from cardindex.evidence import tally, weigh, weights
from cardindex.slices import EVERYTHING, Slice, strikable

ARCHIVE = [
    work("book", author="writer", rests_on="archive"),
    work("archive", author="clerk", origin="service"),
    work("memoir", author="man", origin="man", container="album"),
]


@pytest.mark.parametrize(
    ("struck", "left"),
    [
        ("source:book", ["memoir"]),
        ("source:archive", ["memoir"]),
        ("author:writer", ["memoir"]),
        ("author:clerk", ["memoir"]),
        ("origin:service", ["memoir"]),
        ("author:man", ["book"]),
        ("origin:man", ["book"]),
        ("source:album", ["book", "memoir"]),
    ],
)
def test_strike_reaches_source_chain_and_what_they_rest_on(
    make: Make, struck: str, left: list[str]
) -> None:
    opened = make(ONE_CLAIM, [cite("c1", "book"), cite("c1", "memoir")], ARCHIVE)
    selection = tally(opened, Slice(struck=frozenset((struck,))))
    assert sorted(selection.citations["source"]) == left


def test_strike_reaches_every_work_of_a_chain(make: Make) -> None:
    opened = make(ONE_CLAIM, [cite("c1", "essay", "book|letter@3")], [work("letter", origin="man")])
    for struck in ("source:essay", "source:book", "source:letter", "origin:man"):
        assert weigh(opened, [struck]).falls == ("c1",)


def test_branching_rests_on_is_not_followed_by_a_strike(make: Make) -> None:
    sources = [work("book", rests_on="cable; letter"), work("cable"), work("letter", origin="man")]
    opened = make(ONE_CLAIM, [cite("c1", "book")], sources)
    assert strikable(opened) == ["source:book"]
    assert weigh(opened, ["source:letter"]).citations == 0


def test_claim_without_citation_left_is_in_no_slice(make: Make) -> None:
    opened = make(ONE_CLAIM, [cite("c1", "book")])
    selection = tally(opened, Slice(EVERYTHING.relations, struck=frozenset(("source:book",))))
    assert selection.claims.empty
    assert selection.citations.empty
    assert selection.links.empty
    assert selection.totals.empty


def test_contested_claim_clears_when_its_denier_is_struck(make: Make) -> None:
    opened = make(ONE_CLAIM, [cite("c1", "book"), cite("c1", "memoir", "", "denies")])
    weight = weigh(opened, ["source:memoir"])
    assert (weight.clears, weight.falls) == (("c1",), ())
    assert weight.gained_pairs == (("a", "b"),)


def test_contested_claim_clears_when_its_rival_is_struck(make: Make) -> None:
    opened = make(RIVALS, [cite("c1", "book"), cite("c2", "memoir")])
    weight = weigh(opened, ["source:memoir"])
    assert (weight.clears, weight.falls) == (("c1",), ())


def test_whole_index_is_told_beside_what_a_strike_leaves(make: Make) -> None:
    citations = [cite("c1", "book"), cite("c1", "memoir", "", "denies")]
    opened = make(ONE_CLAIM, citations, [work("memoir", origin="man")])
    row = judged(tally(opened, Slice(struck=frozenset(("source:memoir",)))))
    assert (row["standing"], row["stands"], row["opposition_high"]) == ("untraced", True, 0)
    assert (row["whole_standing"], row["whole_stands"], row["whole_opposition_high"]) == (
        "contested", False, 1,
    )  # fmt: skip


def test_weight_tells_falls_clears_weakens_pairs_and_orphans(make: Make) -> None:
    claims = [
        claim("c1", "a funded b"), claim("c2", "b handled a"), claim("c3", "a funded c"),
        claim("c4", "a funded d"), claim("c5", "a funded e", mode="planned"),
    ]  # fmt: skip
    citations = [
        cite("c1", "archive"), cite("c2", "archive"), cite("c3", "archive"),
        cite("c3", "memoir"), cite("c4", "memoir"), cite("c4", "archive", "", "denies"),
        cite("c5", "archive"),
    ]  # fmt: skip
    sources = [work("archive", origin="service"), work("memoir", origin="man")]
    weight = weigh(make(claims, citations, sources), ["source:archive"])
    assert asdict(weight) == {
        "keys": ("source:archive",),
        "citations": 5,
        "falls": ("c1", "c2"),
        "clears": ("c4",),
        "weakens": ("c3",),
        "lost_pairs": (("a", "b"),),
        "gained_pairs": (("a", "d"),),
        "orphaned": ("b",),
        "everything": False,
    }


def test_pair_with_another_standing_link_is_not_lost(make: Make) -> None:
    claims = [claim("c1", "a funded b"), claim("c2", "b allied_with a")]
    opened = make(claims, [cite("c1", "book"), cite("c2", "memoir")])
    assert weigh(opened, ["source:book"]).lost_pairs == ()
    assert weigh(opened, ["source:book", "source:memoir"]).lost_pairs == (("a", "b"),)


def test_claim_that_links_an_entity_to_itself_is_no_pair(make: Make) -> None:
    opened = make([claim("c1", "a funded a")], [cite("c1", "book")])
    weight = weigh(opened, ["source:book"])
    assert (weight.falls, weight.lost_pairs, weight.orphaned) == (("c1",), (), ())


def test_work_through_which_all_was_read_weighs_everything_and_comes_last(make: Make) -> None:
    claims = [claim("c1"), claim("c2", "a funded c")]
    citations = [cite("c1", "essay", "book"), cite("c2", "essay", "memoir"), cite("c2", "essay")]
    opened = make(claims, citations)
    assert weigh(opened, ["source:essay"]).everything
    assert list(weights(opened).index) == ["source:book", "source:memoir", "source:essay"]
    assert list(weights(opened)["everything"]) == [False, False, True]


def test_comment_on_a_work_does_not_keep_it_from_weighing_everything(make: Make) -> None:
    sources = [
        work("essay", author="writer"), work("comment", author="reader", container="essay"),
        work("reply", author="other", container="comment"),
    ]  # fmt: skip
    citations = [cite("c1", "essay", "book"), cite("c1", "comment"), cite("c1", "reply")]
    everything = weights(make(ONE_CLAIM, citations, sources))["everything"]
    assert list(everything[everything].index) == ["author:writer", "source:essay"]
    assert not weigh(make(ONE_CLAIM, citations, sources), ["source:comment"]).everything
    assert weigh(make(ONE_CLAIM, citations, sources), ["source:essay"]).everything


def test_weight_within_a_slice_tells_of_its_claims_alone(make: Make) -> None:
    claims = [claim("c1", "a funded b"), claim("c2", "a handled b"), claim("c3", "a handled c")]
    opened = make(claims, [cite(id_, "book") for id_ in ("c1", "c2", "c3")])
    within = Slice(relations=frozenset(("funded",)))
    assert weigh(opened, ["source:book"], within).falls == ("c1",)
    assert weights(opened, within).loc["source:book", "falls"] == 1


def test_weight_starts_from_what_a_slice_has_struck(make: Make) -> None:
    sources = [work("cable", origin="service"), work("memoir", origin="man")]
    opened = make(ONE_CLAIM, [cite("c1", "cable"), cite("c1", "memoir")], sources)
    within = Slice(struck=frozenset(("source:cable",)))
    assert weigh(opened, ["source:memoir"]).falls == ()
    assert weigh(opened, ["source:memoir"], within).falls == ("c1",)
    assert list(weights(opened, within).index) == ["origin:man", "source:memoir"]
