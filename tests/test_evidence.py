"""Roots, standings, links, sums and weights, worked out by hand, and the laws that they keep."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
import reference
from building import Row, cite, claim, index, unchecked, work
from cases import FLAGS
from generated import indexes
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex.evidence import Selection, tally, weigh, weights
from cardindex.index import Index
from cardindex.slices import EVERYTHING, STANDINGS, Slice, strikable

Make = Callable[..., Index]
Rows = dict[str, list[Row]]

ONE_CLAIM = (claim("c1"),)
RIVALS = (claim("c1", "a funded b"), claim("c2", "a funded c", ties="rival c1"))


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make an index in a folder of the test's own."""
    return lambda *args, **rows: index(tmp_path, *args, **rows)


def judged(selection: Selection, id_: str = "c1") -> pd.Series[Any]:
    return selection.claims.loc[id_]


def told(selection: Selection, id_: str = "c1") -> tuple[Any, ...]:
    """Standing, high support and roots of one claim."""
    return tuple(judged(selection, id_)[["standing", "support_high", "roots"]])


def flags(selection: Selection, id_: str = "c1") -> set[str]:
    row = judged(selection, id_)
    return {name for name in FLAGS if row[name]}


# --- Roots and support


def test_four_books_on_one_archive_are_one_root(make: Make) -> None:
    books = [work(f"book{n}", rests_on="archive") for n in range(4)]
    sources = [work("archive", origin="service"), *books]
    selection = tally(make(ONE_CLAIM, [cite("c1", book["id"]) for book in books], sources))
    assert told(selection) == ("single-root", 1, ("entity:service",))
    assert flags(selection) == {"apparent"}


def test_three_letters_of_one_man_are_one_root(make: Make) -> None:
    letters = [work(f"letter{n}", author="man", origin="man") for n in range(3)]
    selection = tally(make(ONE_CLAIM, [cite("c1", it["id"]) for it in letters], letters))
    assert told(selection) == ("single-root", 1, ("entity:man",))
    assert flags(selection) == {"apparent"}


def test_two_origins_corroborate(make: Make) -> None:
    sources = [work("memoir", origin="man"), work("cable", origin="service")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "memoir"), cite("c1", "cable")], sources))
    assert told(selection) == ("corroborated", 2, ("entity:man", "entity:service"))
    assert flags(selection) == set()


def test_work_of_its_makers_own_inquiry_is_a_root_of_its_own(make: Make) -> None:
    sources = [work("survey", author="man", origin="self"), work("memoir", origin="man")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "survey"), cite("c1", "memoir")], sources))
    assert told(selection) == ("corroborated", 2, ("entity:man", "source:survey"))


def test_root_is_that_of_the_end_of_the_chain(make: Make) -> None:
    sources = [work("book", origin="author"), work("cable", origin="service")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "book", "cable@12")], sources))
    assert told(selection) == ("single-root", 1, ("entity:service",))


def test_chain_and_rests_on_lead_to_the_same_root(make: Make) -> None:
    sources = [
        work("named"), work("silent", rests_on="middle"), work("middle", rests_on="archive"),
        work("archive", origin="service"),
    ]  # fmt: skip
    citations = [cite("c1", "named", "archive"), cite("c1", "silent")]
    selection = tally(make(ONE_CLAIM, citations, sources))
    assert told(selection) == ("single-root", 1, ("entity:service",))


def test_origin_of_a_work_that_rests_on_another_is_not_the_root(make: Make) -> None:
    sources = [work("book", origin="author", rests_on="archive"), work("archive")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "book")], sources))
    assert told(selection) == ("single-root", 1, ())


@pytest.mark.parametrize(
    ("source", "chain"),
    [("branching", ""), ("retelling", ""), ("cable", "?"), ("book", "cable?"), ("book", "|?")],
)
def test_unknown_root_counts_one_and_is_unsourced(make: Make, source: str, chain: str) -> None:
    sources = [
        work("branching", origin="man", rests_on="cable; retelling"), work("retelling"),
        work("cable", origin="service"), work("book"),
    ]  # fmt: skip
    selection = tally(make(ONE_CLAIM, [cite("c1", source, chain)], sources))
    assert told(selection) == ("single-root", 1, ())
    assert flags(selection) == {"unsourced"}


def test_two_unknown_roots_still_count_one(make: Make) -> None:
    selection = tally(make(ONE_CLAIM, [cite("c1", "book1"), cite("c1", "book2")]))
    assert told(selection) == ("single-root", 1, ())
    assert flags(selection) == {"unsourced"}


def test_unknown_root_adds_nothing_to_a_known_one(make: Make) -> None:
    citations = [cite("c1", "book"), cite("c1", "cable")]
    selection = tally(make(ONE_CLAIM, citations, [work("cable", origin="service")]))
    assert told(selection) == ("single-root", 1, ("entity:service",))
    assert flags(selection) == set()


@pytest.mark.parametrize(
    ("origins", "expected"),
    [("a", {"self_reported"}), ("b", {"self_reported"}), ("ab", {"self_reported"}), ("ac", set())],
)
def test_claim_on_the_word_of_its_own_ends_is_self_reported(
    make: Make, origins: str, expected: set[str]
) -> None:
    sources = [work(f"by-{origin}", origin=origin) for origin in origins]
    selection = tally(make(ONE_CLAIM, [cite("c1", it["id"]) for it in sources], sources))
    assert flags(selection) == expected


def test_possible_affirmation_gives_no_support(make: Make) -> None:
    sources = [work("memoir", origin="man"), work("cable", origin="service")]
    citations = [cite("c1", "memoir"), cite("c1", "cable", "", "affirms possible")]
    assert told(tally(make(ONE_CLAIM, citations, sources))) == ("single-root", 1, ("entity:man",))


def test_probable_counts_as_stated_does(make: Make) -> None:
    sources = [work("memoir", origin="man"), work("cable", origin="service")]
    citations = [cite("c1", "memoir"), cite("c1", "cable", "", "affirms probable")]
    assert judged(tally(make(ONE_CLAIM, citations, sources)))["standing"] == "corroborated"


@pytest.mark.parametrize(
    ("voices", "opposition"),
    [
        (("denies", "denies"), 2),
        (("denies", "denies possible"), 1),
        (("doubts", "doubts"), 0),
        (("denies possible", "doubts"), 0),
    ],
)
def test_opposition_counts_the_roots_of_firm_denials(
    make: Make, voices: tuple[str, ...], opposition: int
) -> None:
    sources = [work("memoir", origin="man"), work("cable", origin="service")]
    citations = [cite("c1", it["id"], "", voice) for it, voice in zip(sources, voices, strict=True)]
    assert judged(tally(make(ONE_CLAIM, citations, sources)))["opposition"] == opposition


def test_denials_without_known_root_oppose_as_one(make: Make) -> None:
    citations = [cite("c1", "book1", "", "denies"), cite("c1", "book2", "", "denies")]
    assert judged(tally(make(ONE_CLAIM, citations)))["opposition"] == 1


# --- Standing


@pytest.mark.parametrize(
    ("voices", "standing"),
    [
        (["affirms"], "single-root"),
        (["affirms probable"], "single-root"),
        (["affirms possible"], "tentative"),
        (["doubts"], "tentative"),
        (["doubts possible"], "tentative"),
        (["affirms possible", "doubts"], "tentative"),
        (["denies"], "denied"),
        (["denies possible"], "denied"),
        (["denies", "doubts"], "denied"),
        (["denies", "affirms possible"], "denied"),
        (["denies", "affirms"], "contested"),
        (["denies possible", "affirms probable"], "contested"),
        (["doubts possible", "affirms"], "contested"),
    ],
)
def test_standing_follows_from_who_says_what_how_surely(
    make: Make, voices: list[str], standing: str
) -> None:
    citations = [cite("c1", f"book{n}", "", voice) for n, voice in enumerate(voices)]
    row = judged(tally(make(ONE_CLAIM, citations)))
    assert row["standing"] == standing
    assert row["stands"] == (standing == "single-root")


@pytest.mark.parametrize(
    ("tie", "voice", "standings"),
    [
        ("rival", "affirms", ("contested", "contested")),
        ("rival", "affirms probable", ("contested", "contested")),
        ("rival", "affirms possible", ("single-root", "tentative")),
        ("rival", "denies", ("single-root", "denied")),
        ("rival?", "affirms", ("single-root", "single-root")),
        ("same", "affirms", ("single-root", "single-root")),
        ("part", "affirms", ("single-root", "single-root")),
    ],
)
@pytest.mark.parametrize("written_at", ["c1", "c2"])
def test_only_a_certain_rival_that_is_affirmed_contests(
    make: Make, tie: str, voice: str, standings: tuple[str, str], written_at: str
) -> None:
    cells = {written_at: f"{tie} {'c2' if written_at == 'c1' else 'c1'}"}
    claims = [claim("c1", ties=cells.get("c1", "")), claim("c2", ties=cells.get("c2", ""))]
    selection = tally(make(claims, [cite("c1", "book"), cite("c2", "book", "", voice)]))
    assert tuple(selection.claims["standing"]) == standings


def test_rival_that_is_contested_itself_still_contests(make: Make) -> None:
    citations = [cite("c1", "book"), cite("c2", "book"), cite("c2", "memoir", "", "denies")]
    selection = tally(make(RIVALS, citations))
    assert list(selection.claims["standing"]) == ["contested", "contested"]


@pytest.mark.parametrize("mode", ["asked", "authorised", "planned", "attempted"])
def test_what_was_not_so_never_stands(make: Make, mode: str) -> None:
    row = judged(tally(make([claim("c1", mode=mode)], [cite("c1", "book")])))
    assert (row["standing"], row["stands"]) == ("single-root", False)


# --- Striking


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
    opened = make(ONE_CLAIM, [cite("c1", "book"), cite("c1", "memoir", "", "denies")])
    row = judged(tally(opened, Slice(struck=frozenset(("source:memoir",)))))
    assert (row["standing"], row["stands"], row["opposition"]) == ("single-root", True, 0)
    assert (row["whole_standing"], row["whole_stands"], row["whole_opposition"]) == (
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


# --- Links


def test_claims_of_one_link_are_told_together(make: Make) -> None:
    claims = [claim("c1", when="1953"), claim("c2", when="1970"), claim("c3", "b funded a")]
    sources = [work("cable", origin="service"), work("memoir", origin="man")]
    citations = [cite("c1", "cable"), cite("c2", "memoir"), cite("c3", "memoir")]
    links = tally(make(claims, citations, sources)).links
    assert links.loc[0, ["subject", "relation", "object", "support", "claims"]].tolist() == [
        "a", "funded", "b", 2, ("c1", "c2"),
    ]  # fmt: skip
    assert links.loc[0, "roots"] == ("entity:man", "entity:service")
    assert links.loc[1, ["subject", "object", "support"]].tolist() == ["b", "a", 1]


def test_symmetric_link_is_one_whichever_way_round(make: Make) -> None:
    claims = [claim("c1", "b allied_with a"), claim("c2", "a allied_with b")]
    links = tally(make(claims, [cite("c1", "book"), cite("c2", "book")])).links
    assert links[["subject", "object", "claims"]].to_numpy().tolist() == [["a", "b", ("c1", "c2")]]


def test_link_stands_by_one_claim_and_on_the_roots_of_those_that_do(make: Make) -> None:
    claims = [claim("c1"), claim("c2"), claim("c3", mode="planned")]
    sources = [work(name, origin=name) for name in ("one", "two", "three")]
    citations = [
        cite("c1", "one"), cite("c2", "two"), cite("c2", "one", "", "denies"), cite("c3", "three"),
    ]  # fmt: skip
    (link,) = tally(make(claims, citations, sources)).links.to_dict("records")
    assert link["stands"]
    assert link["standing"] == "single-root"
    assert (link["support"], link["roots"]) == (1, ("entity:one",))
    assert link["claims"] == ("c1", "c2", "c3")


def test_link_of_which_no_claim_stands_is_told_with_all_its_roots(make: Make) -> None:
    claims = [claim("c1", mode="planned"), claim("c2", mode="asked")]
    sources = [work(name, origin=name) for name in ("one", "two")]
    citations = [cite("c1", "one"), cite("c2", "two")]
    (link,) = tally(make(claims, citations, sources)).links.to_dict("records")
    assert (link["stands"], link["support"]) == (False, 2)


def test_unsourced_link_has_one_voice_and_a_denied_one_none(make: Make) -> None:
    claims = [claim("c1"), claim("c2", "a funded c")]
    links = tally(make(claims, [cite("c1", "book"), cite("c2", "book", "", "denies")])).links
    assert links["support"].tolist() == [1, 0]
    assert links["standing"].tolist() == ["single-root", "denied"]


def test_names_measures_and_datings_are_no_links(make: Make) -> None:
    claims = [
        claim("c1", "a name", text="Alpha"), claim("c2", "a size", quantity="5", unit="persons"),
        claim("c3", "a founded_on", when="1953"),
    ]  # fmt: skip
    selection = tally(make(claims, [cite(it["id"], "book") for it in claims]))
    assert len(selection.claims) == 3
    assert selection.links.empty
    assert list(selection.entities.index) == ["a"]


# --- Sums


def sums(make: Make, *claims: Row, part: Slice = EVERYTHING) -> list[list[Any]]:
    """Unit, mode, low and high of what these claims add up to."""
    totals = tally(make(claims, [cite(it["id"], "book") for it in claims]), part).totals
    return totals[["unit", "mode", "low", "high"]].to_numpy().tolist()


def paid(id_: str, quantity: str, ties: str = "", unit: str = "USD", mode: str = "") -> Row:
    return claim(id_, quantity=quantity, unit=unit, ties=ties, mode=mode)


@pytest.mark.parametrize(
    ("quantities", "ties", "low", "high"),
    [
        (["100", "50"], "", 150, 150),
        (["~400000", "50..60"], "", 300050, 500060),
        (["100", "80..120"], "same c1", 100, 120),
        (["100", "80..120"], "same? c1", 100, 220),
        (["100", "40"], "part c1", 100, 100),
        (["100", "40"], "part? c1", 100, 140),
        (["100", "40"], "rival c1", 40, 100),
        (["100", "40"], "rival? c1", 40, 140),
        (["100", ">40"], "", 140, math.inf),
        (["100", ">40"], "same c1", 100, math.inf),
        (["100", ">40"], "part c1", 100, 100),
        (["100", "<40"], "", 100, 140),
    ],
)
def test_ties_decide_what_is_counted_once(
    make: Make, quantities: list[str], ties: str, low: float, high: float
) -> None:
    first, second = quantities
    assert sums(make, paid("c1", first), paid("c2", second, ties)) == [["USD", "", low, high]]


def test_modes_and_units_are_totalled_apart(make: Make) -> None:
    found = sums(
        make, paid("c1", "100"), paid("c2", "50", mode="authorised"), paid("c3", "7", unit="RUB"),
        paid("c4", "60", "same c2", mode="authorised"), paid("c5", "30", mode="asked"),
    )  # fmt: skip
    assert found == [
        ["RUB", "", 7, 7],
        ["USD", "", 100, 100],
        ["USD", "asked", 30, 30],
        ["USD", "authorised", 60, 60],
    ]


def test_tie_by_way_of_a_claim_that_the_slice_leaves_out_still_holds(make: Make) -> None:
    claims = (
        paid("c1", "100"), paid("c2", "90", "same c1", mode="authorised"),
        paid("c3", "100", "same c2"), paid("c4", "40", "part c5"),
        paid("c5", "60", "part c1", unit="RUB"),
    )  # fmt: skip
    part = Slice(modes=frozenset(("",)))
    assert sums(make, *claims, part=part) == [["RUB", "", 60, 60], ["USD", "", 100, 100]]


def test_part_counts_for_itself_where_its_whole_is_left_out(make: Make) -> None:
    claims = paid("c1", "100", mode="planned"), paid("c2", "40", "part c1")
    assert sums(make, *claims, part=Slice()) == [["USD", "", 40, 40]]


def test_claims_that_are_part_of_each_other_by_way_of_the_same_count_once(make: Make) -> None:
    claims = paid("c1", "100", "part c2"), paid("c2", "80", "same c3"), paid("c3", "90", "part c1")
    assert sums(make, *claims) == [["USD", "", 100, 100]]


# --- Laws


def strikes(opened: Index) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(strikable(opened)), max_size=3)


STRIKES = st.data()
few = settings(max_examples=40)


@settings(max_examples=20)
@given(rows=indexes())
def test_generated_indexes_are_valid(rows: Rows) -> None:
    with TemporaryDirectory() as folder:
        assert len(index(Path(folder), **rows).claims) == len(rows["claims"])


@given(rows=indexes(), data=STRIKES)
def test_evidence_is_what_the_definitions_say(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    selection = tally(opened, Slice(EVERYTHING.relations, struck=struck, **_EVERY))
    expected = reference.judge(reference.read(opened), struck)
    columns = list(reference.Judgement.__dataclass_fields__)
    found = {
        str(id_): reference.Judgement(**row)
        for id_, row in selection.claims[columns].to_dict("index").items()
    }
    assert found == {id_: judgement for id_, judgement in expected.items() if judgement}


_EVERY: dict[str, frozenset[str]] = {
    "standings": EVERYTHING.standings,
    "modes": EVERYTHING.modes,
}


@given(rows=indexes())
def test_links_are_what_the_definitions_say(rows: Rows) -> None:
    opened = unchecked(rows)
    evidence = reference.read(opened)
    found = {
        (link["subject"], link["relation"], link["object"]): (
            link["stands"], link["roots"],
        )
        for link in tally(opened).links.to_dict("records")
    }  # fmt: skip
    assert found == reference.links(evidence, reference.judge(evidence))


@given(rows=indexes(), data=STRIKES)
def test_weight_is_what_the_definitions_say(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    weight = weigh(opened, struck)
    found = [*map(list, (weight.falls, weight.clears, weight.weakens, weight.lost_pairs))]
    assert found == list(reference.weight(reference.read(opened), struck))


@given(rows=indexes(), data=STRIKES)
def test_weights_agree_with_weighing_one_by_one(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    within = data.draw(
        st.sampled_from(
            (EVERYTHING, Slice(), Slice(families=frozenset(("money",))), Slice(window="1960/1970"))
        )
    )
    frame = weights(opened, within)
    assert sorted(frame.index) == sorted(strikable(opened))
    for key, row in frame.iterrows():
        weight = weigh(opened, [str(key)], within)
        assert row.to_dict() == {
            "citations": weight.citations,
            "falls": len(weight.falls),
            "clears": len(weight.clears),
            "weakens": len(weight.weakens),
            "lost_pairs": len(weight.lost_pairs),
            "everything": weight.everything,
        }


@few
@given(rows=indexes())
def test_support_exceeds_neither_the_affirming_citations_nor_the_origins(rows: Rows) -> None:
    opened = unchecked(rows)
    origins = {row["origin"] for row in rows["sources"]} - {"", "self"}
    own = sum(row["origin"] == "self" for row in rows["sources"])
    affirming = opened.citations[opened.citations["stance"] == "affirms"]["claim"].value_counts()
    for id_, row in tally(opened).claims.iterrows():
        assert row["support"] <= affirming.get(id_, 0)
        assert row["support"] <= len(origins) + own + row["unsourced"]


@few
@given(rows=indexes(), data=STRIKES)
def test_striking_never_raises_support(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    after = tally(opened, Slice(struck=struck, **_EVERY)).claims
    assert (after["support"] <= after["whole_support"]).all()
    assert (after["opposition"] <= after["whole_opposition"]).all()


@few
@given(rows=indexes(), data=STRIKES)
def test_order_of_strikes_does_not_matter(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    first, second = data.draw(strikes(opened)), data.draw(strikes(opened))
    both = weigh(opened, first | second)
    stood = _standing(opened, frozenset())
    for one, other in ((first, second), (second, first)):
        now = weigh(opened, one)
        then = weigh(opened, other, Slice(struck=one, **_EVERY))
        stand = stood - {*now.falls} | {*now.clears}
        assert stand - {*then.falls} | {*then.clears} == _standing(opened, first | second)
        assert now.citations + then.citations == both.citations


def _standing(opened: Index, struck: frozenset[str]) -> set[str]:
    claims = tally(opened, Slice(struck=struck, **_EVERY)).claims
    return {*claims.index[claims["stands"]]}


@few
@given(rows=indexes())
def test_striking_nothing_changes_nothing(rows: Rows) -> None:
    opened = unchecked(rows)
    weight = weigh(opened, [])
    assert asdict(weight) == asdict(type(weight)((), 0, (), (), (), (), (), (), everything=False))
    claims = tally(opened).claims
    for column in ("standing", "stands", "support", "opposition", "roots"):
        assert claims[column].tolist() == claims[f"whole_{column}"].tolist()


@few
@given(rows=indexes())
def test_every_claim_has_exactly_one_standing(rows: Rows) -> None:
    opened = unchecked(rows)
    by_standing = [
        tally(opened, Slice(standings=frozenset((standing,)), modes=EVERYTHING.modes)).claims.index
        for standing in STANDINGS
    ]
    assert sorted(id_ for ids in by_standing for id_ in ids) == list(opened.claims.index)


@few
@given(rows=indexes(), window=st.sampled_from(("1953", "1960/1970", "../1965", "1971-06/..")))
def test_surely_implies_possibly(rows: Rows, window: str) -> None:
    opened = unchecked(rows)
    surely = tally(opened, Slice(window=window, surely=True, **_EVERY)).claims
    possibly = tally(opened, Slice(window=window, **_EVERY)).claims
    assert {*surely.index} <= {*possibly.index}
    undated = {*opened.claims.index[opened.claims["when"] == ""]}
    assert undated <= {*possibly.index}
    assert not undated & {*surely.index}


@few
@given(rows=indexes(), data=STRIKES)
def test_low_total_never_exceeds_the_high_one(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    totals = tally(opened, Slice(struck=struck, **_EVERY)).totals
    assert (totals["low"] <= totals["high"]).all()


@few
@given(rows=indexes())
def test_total_is_at_least_the_smallest_of_its_claims(rows: Rows) -> None:
    """However claims are tied, not all of them vanish in one another."""
    selection = tally(unchecked(rows))
    for total in selection.totals.to_dict("records"):
        bounds = selection.claims.loc[list(total["claims"]), ["low", "high"]]
        assert total["low"] >= bounds["low"].min()
        assert total["high"] >= bounds["high"].min()
