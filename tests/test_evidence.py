"""Roots, standings, links, sums and weights, worked out by hand, and the laws that they keep."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
import reference
from building import Row, cite, claim, index, unchecked, work
from cases import FLAGS
from generated import BINDING, ENTITIES, indexes
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cardindex.checks.citations import CERTAINTIES
from cardindex.evidence import Selection, tally, weigh, weights
from cardindex.evidence.cited import cited
from cardindex.evidence.standing import Assessment, assess
from cardindex.evidence.strikes import strikes as each_strike
from cardindex.groups import Groups
from cardindex.index import Index
from cardindex.slices import EVERYTHING, STANDINGS, Slice, heard_in, kept_in, strikable

Make = Callable[..., Index]
Rows = dict[str, list[Row]]

ONE_CLAIM = (claim("c1"),)
COLUMNS = ["standing", "stands", *Assessment._fields[1:], "roots"]
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


def test_one_makers_own_inquiry_is_a_root_of_its_own_with_his_memoir(make: Make) -> None:
    sources = [work("survey", author="man", origin="self"), work("memoir", origin="man")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "survey"), cite("c1", "memoir")], sources))
    assert told(selection) == ("single-root", 1, ("entity:man",))
    assert flags(selection) == {"apparent"}


def test_inquiry_of_several_makers_is_a_root_as_a_work(make: Make) -> None:
    sources = [work("survey", author="man; woman", origin="self"), work("memoir", origin="man")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "survey"), cite("c1", "memoir")], sources))
    assert told(selection) == ("corroborated", 2, ("entity:man", "source:survey"))


@pytest.mark.parametrize(
    ("chain", "roots"),
    [
        ("editors", ("entity:service",)),  # the files that the editors print
        ("editors!", ("entity:ann",)),  # and what they have concluded themselves
        ("|editors!", ("entity:ann",)),
        ("editors?", ()),
    ],
)
def test_own_conclusion_has_its_maker_as_root(
    make: Make, chain: str, roots: tuple[str, ...]
) -> None:
    sources = [work("editors", author="ann", rests_on="files"), work("files", origin="service")]
    selection = tally(make(ONE_CLAIM, [cite("c1", "essay", chain)], sources))
    assert judged(selection)["roots"] == roots


def test_two_books_and_a_memoir_of_one_who_concludes_are_one_root(make: Make) -> None:
    sources = [
        work("book", author="ann"), work("paper", author="ann", origin="service"),
        work("memoir", author="ann", origin="ann"),
    ]  # fmt: skip
    citations = [cite("c1", "book", "!"), cite("c1", "essay", "paper!"), cite("c1", "memoir")]
    assert told(tally(make(ONE_CLAIM, citations, sources))) == ("single-root", 1, ("entity:ann",))


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
    assert told(selection) == ("untraced", 0, ())


@pytest.mark.parametrize(
    ("source", "chain"),
    [
        ("branching", ""), ("retelling", ""), ("cable", "?"), ("book", "cable?"), ("book", "|?"),
        ("ring", ""), ("book", "ring"), ("book", "round"),
    ],
)  # fmt: skip
def test_claim_of_which_no_root_is_known_is_untraced(make: Make, source: str, chain: str) -> None:
    sources = [
        work("branching", origin="man", rests_on="cable; retelling"), work("retelling"),
        work("cable", origin="service"), work("book"), work("ring", rests_on="ring-too"),
        work("ring-too", origin="man", rests_on="ring"), work("round", rests_on="book"),
    ]  # fmt: skip
    selection = tally(make(ONE_CLAIM, [cite("c1", source, chain)], sources))
    assert told(selection) == ("untraced", 0, ())
    assert judged(selection)["stands"]
    assert flags(selection) - {"circular"} == set()


def test_five_reports_of_unknown_root_are_five_works_and_untraced(make: Make) -> None:
    selection = tally(make(ONE_CLAIM, [cite("c1", f"book{n}") for n in range(5)]))
    assert told(selection) == ("untraced", 0, ())
    assert judged(selection)["works"] == 5
    assert flags(selection) == set()


def test_unknown_root_adds_nothing_to_a_known_one(make: Make) -> None:
    citations = [cite("c1", "book"), cite("c1", "cable")]
    selection = tally(make(ONE_CLAIM, citations, [work("cable", origin="service")]))
    assert told(selection) == ("single-root", 1, ("entity:service",))
    assert flags(selection) == set()


@pytest.mark.parametrize(
    ("words", "origins", "expected"),
    [
        ("a funded b", "a", {"told_by_doer"}),
        ("a funded b", "b", {"told_by_concerned"}),
        ("a funded b", "ab", set()),
        ("a funded b", "ac", set()),
        ("a funded b", "c", set()),
        ("a allied_with b", "a", {"told_by_concerned"}),  # whose both ends are concerned
        ("a allied_with b", "b", {"told_by_concerned"}),
        ("a allied_with b", "ab", set()),
        ("a funded a", "a", {"told_by_doer"}),
        ("a allied_with a", "a", {"told_by_concerned"}),
        ("a founded_on", "a", {"told_by_doer"}),
    ],
)
def test_claim_on_the_word_of_one_of_its_ends_says_of_which(
    make: Make, words: str, origins: str, expected: set[str]
) -> None:
    sources = [work(f"by-{origin}", origin=origin) for origin in origins]
    claims = [claim("c1", words, when="1953")]
    selection = tally(make(claims, [cite("c1", it["id"]) for it in sources], sources))
    assert flags(selection) == expected


def test_unknown_root_beside_does_not_hide_that_the_doer_alone_tells(make: Make) -> None:
    citations = [cite("c1", "memoir"), cite("c1", "book")]
    selection = tally(make(ONE_CLAIM, citations, [work("memoir", origin="a")]))
    assert flags(selection) == {"told_by_doer"}


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
        (("denies", "doubts"), 1),
        (("doubts", "doubts"), 0),
        (("denies possible", "doubts"), 0),
    ],
)
def test_opposition_counts_the_roots_of_firm_denials(
    make: Make, voices: tuple[str, ...], opposition: int
) -> None:
    sources = [work("memoir", origin="man"), work("cable", origin="service")]
    citations = [cite("c1", it["id"], "", voice) for it, voice in zip(sources, voices, strict=True)]
    row = judged(tally(make(ONE_CLAIM, citations, sources)))
    assert (row["opposition_low"], row["opposition_high"]) == (opposition, opposition)


def test_denial_that_leans_opposes_with_the_root_of_whom_it_has_it_from(make: Make) -> None:
    sources = [work("cable", origin="service")]
    citations = [cite("c1", "book", "cable", "denies"), cite("c1", "cable", "", "denies")]
    assert judged(tally(make(ONE_CLAIM, citations, sources)))["opposition_high"] == 1


def test_denial_that_leans_on_a_doubt_opposes_without_a_root(make: Make) -> None:
    sources = [work("cable", origin="service")]
    citations = [cite("c1", "book", "cable", "denies"), cite("c1", "cable", "", "doubts")]
    row = judged(tally(make(ONE_CLAIM, citations, sources)))
    assert (row["standing"], row["opposition_high"]) == ("denied", 0)


def test_denials_without_known_root_deny_and_are_no_opposition_in_roots(make: Make) -> None:
    citations = [cite("c1", "book1", "", "denies"), cite("c1", "book2", "", "denies")]
    row = judged(tally(make(ONE_CLAIM, citations)))
    assert (row["standing"], row["opposition_low"], row["opposition_high"]) == ("denied", 0, 0)


# --- Dependence


def agreed(*more: Row, voice: str = "affirms", **cells: str) -> dict[str, list[Row]]:
    """K and L tell c1; e tells that they agreed their accounts; ``more`` are citations."""
    return {
        "claims": [claim("c1"), claim("c2", "k agreed_accounts_with l", **cells)],
        "citations": [cite("c1", "by-k"), cite("c1", "by-l"), cite("c2", "e", "", voice), *more],
        "sources": [
            work("by-k", origin="k"), work("by-l", origin="l"), work("e", origin="m"),
        ],
    }  # fmt: skip


def supports(selection: Selection, id_: str = "c1") -> tuple[str, int, int]:
    row = judged(selection, id_)
    return row["standing"], row["support_low"], row["support_high"]


def test_witnesses_who_agreed_their_accounts_count_once_in_low(make: Make) -> None:
    opened = make(**agreed())
    assert supports(tally(opened)) == ("single-root", 1, 2)
    assert flags(tally(opened)) == set()  # two roots are known; one who tells alone is not
    assert supports(tally(opened, Slice(struck=frozenset(("source:e",))))) == (
        "corroborated", 2, 2,
    )  # fmt: skip
    weight = weigh(opened, ["source:e"])
    assert (weight.falls, weight.clears, weight.weakens) == (("c2",), (), ())


@pytest.mark.parametrize(
    ("voice", "mode", "low"),
    [
        ("affirms", "", 1),
        ("affirms probable", "", 1),
        ("affirms possible", "", 2),
        ("denies", "", 2),
        ("doubts", "", 2),
        ("affirms", "planned", 2),
        ("affirms", "failed", 2),
    ],
)
def test_only_what_is_so_affirmed_joins(make: Make, voice: str, mode: str, low: int) -> None:
    assert supports(tally(make(**agreed(voice=voice, mode=mode))))[1:] == (low, 2)


def test_agreement_that_one_of_them_denies_still_joins(make: Make) -> None:
    selection = tally(make(**agreed(cite("c2", "by-k", "", "denies"))))
    assert supports(selection, "c2") == ("contested", 1, 1)
    assert supports(selection) == ("single-root", 1, 2)


def test_agreements_of_one_with_another_and_him_with_a_third_join_all(make: Make) -> None:
    rows = agreed(cite("c3", "e"), cite("c1", "by-n"))
    rows["claims"].append(claim("c3", "l had_account_from n"))
    rows["sources"].append(work("by-n", origin="n"))
    opened = make(**rows)
    assert supports(tally(opened)) == ("single-root", 1, 3)
    assert supports(tally(opened, Slice(struck=frozenset(("source:by-l",))))) == (
        "single-root", 1, 2,
    )  # fmt: skip


def test_agreement_joins_by_way_of_one_who_does_not_tell(make: Make) -> None:
    rows = agreed(cite("c3", "e"))
    rows["claims"][1:] = [
        claim("c2", "k shared_informant_with n"), claim("c3", "n shared_informant_with l"),
    ]  # fmt: skip
    assert supports(tally(make(**rows))) == ("single-root", 1, 2)


def test_identity_joins_the_name_and_its_bearer(make: Make) -> None:
    rows = agreed()
    rows["claims"][1] = claim("c2", "k same_as l")
    assert supports(tally(make(**rows))) == ("single-root", 1, 2)


def test_root_that_is_a_work_is_joined_through_its_authors(make: Make) -> None:
    rows = agreed()
    rows["sources"][1] = work("by-l", origin="self", author="l; n")
    assert judged(tally(make(**rows)))["roots"] == ("entity:k", "source:by-l")
    assert supports(tally(make(**rows))) == ("single-root", 1, 2)


def test_agreement_joins_in_opposition_too(make: Make) -> None:
    rows = agreed()
    rows["citations"][:2] = [cite("c1", "by-k", "", "denies"), cite("c1", "by-l", "", "denies")]
    row = judged(tally(make(**rows)))
    assert (row["opposition_low"], row["opposition_high"]) == (1, 2)


def test_link_counts_joined_roots_of_its_claims_once_in_low(make: Make) -> None:
    rows = agreed()
    rows["claims"].append(claim("c3", when="1953"))
    rows["citations"][1] = cite("c3", "by-l")
    links = tally(make(**rows)).links.set_index("relation")
    assert links.loc["funded", ["standing", "support_low", "support_high"]].tolist() == [
        "single-root", 1, 2,
    ]  # fmt: skip


# --- What leans


LEANING = {
    # s1 has it from s2, s2 from s3, and s3 knows it.
    "chained": [cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s3")],
    # s2 has it from two.
    "branched": [cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s2", "s4")],
    # s2 knows it as well.
    "both": [
        cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s3"), cite("c1", "s2"),
    ],
    # Round and round, and round with one who knows beside, or behind.
    "round": [cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s3", "s1")],
    "beside": [
        cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s3", "s1"), cite("c1", "s4"),
    ],
    "behind": [cite("c1", "s1", "s2"), cite("c1", "s2", "s1"), cite("c1", "s2", "s3")],
    # Only the surest way counts, and at each strike anew.
    "unsure": [cite("c1", "s1", "s2"), cite("c1", "s2", "", "affirms possible")],
    "surest": [
        cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s2", "s4", "affirms possible"),
    ],
    "unsure round": [cite("c1", "s1", "s2"), cite("c1", "s2", "s1", "affirms possible")],
    "misquoted": [cite("c1", "s1", "s2"), cite("c1", "s2", "", "denies")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "struck", "expected"),
    [
        ("chained", "", ("single-root", ("entity:k",), 3, {"apparent"})),
        ("chained", "source:s2", ("single-root", ("entity:k",), 1, set())),
        ("chained", "source:s3", None),
        ("chained", "origin:k", None),
        # s2 has an origin of its own, and so is struck by it, and s1 with it.
        ("chained", "origin:m", ("single-root", ("entity:k",), 1, set())),
        ("branched", "", ("corroborated", ("entity:k", "entity:l"), 4, set())),
        ("branched", "source:s3", ("single-root", ("entity:l",), 3, {"apparent"})),
        ("branched", "source:s4", ("single-root", ("entity:k",), 3, {"apparent"})),
        ("branched", "source:s3 source:s4", None),
        ("branched", "source:s4 source:s3", None),
        ("branched", "source:s1", ("corroborated", ("entity:k", "entity:l"), 3, set())),
        ("both", "", ("corroborated", ("entity:k", "entity:m"), 3, set())),
        ("both", "source:s3", ("single-root", ("entity:m",), 2, {"apparent"})),
        ("round", "", ("untraced", (), 3, {"circular"})),
        ("round", "source:s4", ("untraced", (), 3, {"circular"})),
        ("round", "source:s1", None),
        ("round", "source:s3", None),
        ("beside", "", ("single-root", ("entity:l",), 4, {"circular"})),
        ("beside", "source:s2", ("single-root", ("entity:l",), 1, set())),
        ("beside", "source:s4", ("untraced", (), 3, {"circular"})),
        ("behind", "", ("single-root", ("entity:k",), 3, {"apparent", "circular"})),
        ("behind", "source:s3", None),
        ("behind", "source:s1", ("single-root", ("entity:k",), 2, set())),
        ("unsure", "", ("tentative", (), 0, set())),
        ("surest", "", ("single-root", ("entity:k",), 3, {"apparent"})),
        ("surest", "source:s3", ("tentative", (), 0, set())),
        ("unsure round", "", ("tentative", (), 0, {"circular"})),
        ("misquoted", "", ("contested", (), 2, {"misquoted"})),
        ("misquoted", "source:s2", None),
    ],
)
def test_what_leans_stands_and_falls_with_what_it_leans_on(
    make: Make, case: str, struck: str, expected: tuple[Any, ...] | None
) -> None:
    sources = [work("s2", origin="m"), work("s3", origin="k"), work("s4", origin="l")]
    # Beside the claim stands another, so that there is always something to strike.
    claims, beside = [*ONE_CLAIM, claim("c2", "a funded c")], [cite("c2", "s4")]
    opened = make(claims, [*LEANING[case], *beside], sources)
    found = tally(opened, Slice(struck=frozenset(struck.split()), **_EVERY))
    if expected is None:
        assert "c1" not in found.claims.index
        stood = bool(judged(tally(opened))["stands"])
        assert ("c1" in weigh(opened, struck.split()).falls) == stood
    else:
        standing, roots, works, marks = expected
        row = judged(found)
        assert (row["standing"], row["roots"], row["works"]) == (standing, roots, works)
        assert flags(found) - {"overstated"} == marks


def test_book_in_hand_beats_what_another_says_of_it(make: Make) -> None:
    citations = [cite("c1", "s1", "book>files"), cite("c1", "book", "cable")]
    sources = [work("files", origin="k"), work("cable", origin="l")]
    assert told(tally(make(ONE_CLAIM, citations, sources))) == ("single-root", 1, ("entity:l",))


def test_work_that_rests_on_one_that_was_read_leans_on_it(make: Make) -> None:
    sources = [work("s1", rests_on="b"), work("b", origin="k"), work("c", origin="l")]
    opened = make(ONE_CLAIM, [cite("c1", "s1"), cite("c1", "b", "c")], sources)
    assert told(tally(opened)) == ("single-root", 1, ("entity:l",))
    assert weigh(opened, ["source:c"]).falls == ("c1",)
    assert weigh(opened, ["source:c"]).citations == 2


def test_overstatement_is_marked_and_is_no_surer_than_what_it_quotes(make: Make) -> None:
    citations = [cite("c1", "s1", "s2"), cite("c1", "s2", "", "affirms possible")]
    selection = tally(make(ONE_CLAIM, citations, [work("s2", origin="m")]))
    assert told(selection) == ("tentative", 0, ())
    assert flags(selection) == {"overstated"}


def test_misquotation_gives_no_root_and_contests(make: Make) -> None:
    citations = [cite("c1", "s1", "s2"), cite("c1", "s2", "", "denies")]
    selection = tally(make(ONE_CLAIM, citations, [work("s2", origin="m")]))
    assert told(selection) == ("contested", 0, ())
    assert judged(selection)["opposition_high"] == 1
    assert flags(selection) == {"misquoted"}


def test_work_that_only_reports_a_denial_is_not_misquoted(make: Make) -> None:
    citations = [cite("c1", "s1", "s2"), cite("c1", "s2", "|s3", "denies")]
    selection = tally(make(ONE_CLAIM, citations, [work("s2", origin="m")]))
    assert told(selection) == ("contested", 1, ("entity:m",))
    assert flags(selection) == set()


def test_claim_tied_as_the_same_has_the_roots_of_what_its_rows_lean_on(make: Make) -> None:
    claims = [claim("c1"), claim("c2", "a funded b", ties="same c1")]
    citations = [cite("c1", "s1", "s2"), cite("c2", "s2"), cite("c2", "s4")]
    sources = [work("s2", origin="k"), work("s4", origin="l")]
    opened = make(claims, citations, sources)
    assert told(tally(opened)) == ("single-root", 1, ("entity:k",))
    assert told(tally(opened), "c2") == ("corroborated", 2, ("entity:k", "entity:l"))
    weight = weigh(opened, ["source:s2"])
    assert (weight.falls, weight.weakens) == (("c1",), ("c2",))


def test_voice_is_not_struck_for_leaning_on_one_that_is_not_heard(make: Make) -> None:
    citations = [cite("c1", "s1", "s2"), cite("c1", "s2", "s3")]
    opened = make(ONE_CLAIM, citations, [work("s3", origin="k")])
    selection = tally(opened, Slice(according_to="s1"))
    assert told(selection) == ("single-root", 1, ("entity:k",))
    assert (judged(selection)["works"], len(selection.citations)) == (2, 1)  # s1, and s2 with it
    assert flags(selection) == set()  # of the two only one is heard


def test_strike_of_a_row_that_is_not_heard_fells_what_leans_on_it(make: Make) -> None:
    citations = [cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c2", "s4")]
    claims = [*ONE_CLAIM, claim("c2", "a funded c")]
    opened = make(claims, citations, [work("s3", origin="k")])
    within = Slice(according_to="s1")
    for key in ("source:s3", "origin:k"):
        weight = weigh(opened, [key], within)
        assert (weight.falls, weight.citations, weight.everything) == (("c1",), 1, True)
        assert weights(opened, within).loc[key].tolist() == [1, 1, 0, 0, 1, True]
    assert tally(opened, Slice(according_to="s1", struck=frozenset(("source:s3",)))).claims.empty
    # Nobody hears s4, and nothing that is heard leans on it.
    assert weigh(opened, ["source:s4"], within).citations == 0
    assert "source:s4" not in weights(opened, within).index


def test_strike_of_what_nobody_hears_is_told_where_what_is_heard_goes_back_to_it(
    make: Make,
) -> None:
    citations = [
        cite("c1", "s1", "s2"), cite("c1", "s2", "s3"), cite("c1", "s2", "s4"), cite("c1", "s5"),
    ]  # fmt: skip
    sources = [work("s3", origin="k"), work("s4", origin="l"), work("s5", origin="m")]
    opened, within = make(ONE_CLAIM, citations, sources), Slice(according_to="s1")
    assert told(tally(opened, within)) == ("corroborated", 2, ("entity:k", "entity:l"))
    weight = weigh(opened, ["source:s3"], within)
    assert (weight.citations, weight.falls, weight.weakens) == (0, (), ("c1",))
    frame = weights(opened, within)
    assert frame.loc["source:s3", ["citations", "falls", "weakens"]].tolist() == [0, 0, 1]
    # s5 tells the claim as well, but nobody hears it, and s1 does not have it from there.
    assert sorted(frame.index) == [
        "origin:k", "origin:l", "source:s1", "source:s2", "source:s3", "source:s4",
    ]  # fmt: skip


# --- Every column that evidence gives


WITNESSES = [
    work("by-k", origin="k"), work("by-l", origin="l"), work("by-a", origin="a"),
    work("by-b", origin="b"), work("book", rests_on="by-k"),
]  # fmt: skip
AGREED = [cite("c2", "book", "!")]
HAND_WORKED: dict[str, list[tuple[list[Row], Any]]] = {
    "standing": [
        ([cite("c1", "by-k"), cite("c1", "by-a")], "corroborated"),
        ([cite("c1", "by-k"), cite("c1", "by-l"), *AGREED], "single-root"),
        ([cite("c1", "paper")], "untraced"),
        ([cite("c1", "paper"), cite("c1", "by-k", "", "doubts")], "contested"),
        ([cite("c1", "by-k", "", "affirms possible")], "tentative"),
        ([cite("c1", "by-k", "", "denies")], "denied"),
    ],
    "support_low": [
        ([cite("c1", "by-k"), cite("c1", "by-l")], 2),
        ([cite("c1", "by-k"), cite("c1", "by-l"), *AGREED], 1),
        ([cite("c1", "paper"), cite("c1", "by-l", "", "denies")], 0),
    ],
    "support_high": [
        ([cite("c1", "by-k"), cite("c1", "by-l"), *AGREED], 2),
        ([cite("c1", "by-k"), cite("c1", "book"), cite("c1", "paper")], 1),
    ],
    "works": [
        ([cite("c1", "paper", "book>by-k"), cite("c1", "book")], 3),
        ([cite("c1", "paper", "|by-k"), cite("c1", "by-l", "", "affirms possible")], 1),
        ([cite("c1", "by-k", "", "denies")], 0),
    ],
    "opposition_low": [
        ([cite("c1", "by-k", "", "denies"), cite("c1", "by-l", "", "denies")], 2),
        ([cite("c1", "by-k", "", "denies"), cite("c1", "by-l", "", "denies"), *AGREED], 1),
    ],
    "opposition_high": [
        ([cite("c1", "by-k", "", "denies"), cite("c1", "by-l", "", "denies"), *AGREED], 2),
        ([cite("c1", "by-k", "", "doubts"), cite("c1", "by-l")], 0),
    ],
    "told_by_doer": [
        ([cite("c1", "by-a"), cite("c1", "paper")], True),
        ([cite("c1", "by-b")], False),
    ],
    "told_by_concerned": [([cite("c1", "by-b")], True), ([cite("c1", "by-a")], False)],
    "apparent": [
        ([cite("c1", "by-k"), cite("c1", "book")], True),
        ([cite("c1", "paper", "book>by-k")], False),  # one with a long chain is not
        ([cite("c1", "by-k"), cite("c1", "paper")], False),
    ],
    "circular": [
        ([cite("c1", "paper", "sheet"), cite("c1", "sheet", "paper")], True),
        ([cite("c1", "paper", "sheet"), cite("c1", "sheet", "book")], False),
    ],
    "misquoted": [
        ([cite("c1", "paper", "by-k"), cite("c1", "by-k", "", "denies")], True),
        ([cite("c1", "paper", "by-k?"), cite("c1", "by-k", "", "denies")], False),
    ],
    "overstated": [
        ([cite("c1", "paper", "by-k"), cite("c1", "by-k", "", "affirms possible")], True),
        ([cite("c1", "paper", "by-k"), cite("c1", "by-k", "", "affirms probable")], False),
    ],
}


@pytest.mark.parametrize(
    ("column", "citations", "value"),
    [(column, *case) for column, given_ in HAND_WORKED.items() for case in given_],
)
def test_column_is_what_was_worked_out_by_hand(
    make: Make, column: str, citations: list[Row], value: Any
) -> None:
    claims = [claim("c1"), claim("c2", "k agreed_accounts_with l")]
    if not any(it["claim"] == "c2" for it in citations):
        claims.pop()
    assert judged(tally(make(claims, citations, WITNESSES)))[column] == value


def test_every_column_is_worked_out_by_hand_both_ways() -> None:
    assert tuple(HAND_WORKED) == Assessment._fields
    assert {value for _, value in HAND_WORKED["standing"]} == {*STANDINGS}
    for column, given_ in HAND_WORKED.items():
        assert len({value for _, value in given_}) > 1, column


# --- Standing


@pytest.mark.parametrize(
    ("voices", "standing"),
    [
        (["affirms"], "untraced"),
        (["affirms probable"], "untraced"),
        (["affirms possible"], "tentative"),
        (["doubts"], "tentative"),
        (["doubts possible"], "tentative"),
        (["affirms possible", "doubts"], "tentative"),
        (["denies"], "denied"),
        (["denies probable"], "denied"),
        (["denies possible"], "tentative"),
        (["denies possible", "affirms possible"], "tentative"),
        (["denies", "doubts"], "denied"),
        (["denies", "affirms possible"], "denied"),
        (["denies", "affirms"], "contested"),
        (["denies probable", "affirms probable"], "contested"),
        (["denies possible", "affirms probable"], "untraced"),
        (["doubts", "affirms"], "contested"),
        (["doubts probable", "affirms"], "contested"),
        (["doubts possible", "affirms"], "untraced"),
    ],
)
@pytest.mark.parametrize("origin", ["", "service"])
def test_standing_follows_from_who_says_what_how_surely(
    make: Make, voices: list[str], standing: str, origin: str
) -> None:
    sources = [work(f"book{n}", origin=origin) for n in range(len(voices))]
    citations = [cite("c1", f"book{n}", "", voice) for n, voice in enumerate(voices)]
    row = judged(tally(make(ONE_CLAIM, citations, sources)))
    if origin and standing == "untraced":
        standing = "single-root"
    assert row["standing"] == standing
    assert row["stands"] == (standing in {"untraced", "single-root"})


@pytest.mark.parametrize(
    ("tie", "voice", "standings"),
    [
        ("rival", "affirms", ("contested", "contested")),
        ("rival", "affirms probable", ("contested", "contested")),
        ("rival", "affirms possible", ("untraced", "tentative")),
        ("rival", "denies", ("untraced", "denied")),
        ("rival?", "affirms", ("untraced", "untraced")),
        ("same", "affirms", ("untraced", "untraced")),
        ("part", "affirms", ("untraced", "untraced")),
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


@pytest.mark.parametrize("mode", ["asked", "authorised", "planned", "attempted", "failed"])
def test_what_was_not_so_never_stands(make: Make, mode: str) -> None:
    row = judged(tally(make([claim("c1", mode=mode)], [cite("c1", "book")])))
    assert (row["standing"], row["stands"]) == ("untraced", False)


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


# --- Links


def test_claims_of_one_link_are_told_together(make: Make) -> None:
    claims = [claim("c1", when="1953"), claim("c2", when="1970"), claim("c3", "b funded a")]
    sources = [work("cable", origin="service"), work("memoir", origin="man")]
    citations = [cite("c1", "cable"), cite("c2", "memoir"), cite("c3", "memoir")]
    links = tally(make(claims, citations, sources)).links
    assert links.loc[0, ["subject", "relation", "object", "support_high", "claims"]].tolist() == [
        "a", "funded", "b", 2, ("c1", "c2"),
    ]  # fmt: skip
    assert links.loc[0, "roots"] == ("entity:man", "entity:service")
    assert links.loc[1, ["subject", "object", "support_high"]].tolist() == ["b", "a", 1]


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
    assert (link["support_high"], link["roots"]) == (1, ("entity:one",))
    assert link["claims"] == ("c1", "c2", "c3")


def test_link_of_which_no_claim_stands_is_told_with_all_its_roots(make: Make) -> None:
    claims = [claim("c1", mode="planned"), claim("c2", mode="asked")]
    sources = [work(name, origin=name) for name in ("one", "two")]
    citations = [cite("c1", "one"), cite("c2", "two")]
    (link,) = tally(make(claims, citations, sources)).links.to_dict("records")
    assert (link["stands"], link["support_low"], link["support_high"]) == (False, 2, 2)


def test_untraced_link_and_a_denied_one_have_no_root(make: Make) -> None:
    claims = [claim("c1"), claim("c2", "a funded c")]
    links = tally(make(claims, [cite("c1", "book"), cite("c2", "book", "", "denies")])).links
    assert links["support_high"].tolist() == [0, 0]
    assert links["standing"].tolist() == ["untraced", "denied"]
    assert links["stands"].tolist() == [True, False]


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


# --- Far away, deep and wide


def test_strike_that_unbinds_roots_is_felt_in_claims_far_away(make: Make) -> None:
    """What e tells of k and l makes low rise wherever both are roots; c3 is lost with it."""
    claims = [
        claim("c1", "k agreed_accounts_with l"), claim("c2", "a funded b"),
        claim("c3", "a funded c"), claim("c4", "a funded d"),
    ]  # fmt: skip
    both = [cite(id_, work_) for id_ in ("c2", "c3", "c4") for work_ in ("by-k", "by-l")]
    citations = [cite("c1", "e"), cite("c3", "e"), *both, cite("c4", "by-m", "", "denies")]
    sources = [work(f"by-{root}", origin=root) for root in "klm"] + [work("e", origin="n")]
    opened = make(claims, citations, sources)
    assert supports(tally(opened), "c2") == ("single-root", 1, 2)
    assert supports(tally(opened), "c3") == ("corroborated", 2, 3)
    after = tally(opened, Slice(struck=frozenset(("source:e",)), **_EVERY))
    assert supports(after, "c2") == ("corroborated", 2, 2)
    assert supports(after, "c3") == ("corroborated", 2, 2)
    assert supports(after, "c4") == ("contested", 2, 2)
    weight = weigh(opened, ["source:e"])
    assert (weight.falls, weight.clears, weight.weakens) == (("c1",), (), ("c3",))
    row = weights(opened).loc["source:e"]
    assert row[["citations", "falls", "clears", "weakens", "lost_pairs"]].tolist() == [
        2,
        1,
        0,
        1,
        1,
    ]
    evidence = cited(opened)
    before = assess(evidence, np.ones(len(evidence.claim), dtype=bool))
    found = {
        strike.key: dict(
            zip(strike.claims.tolist(), strike.columns.support_low.tolist(), strict=True)
        )
        for strike in each_strike(
            opened, evidence, before, np.ones(len(evidence.claim), dtype=bool), None
        )
    }
    assert found["source:e"] == {0: 0, 1: 2, 2: 2, 3: 2}


def chained(works: int, *more: Row) -> Index:
    """One claim, which each work has from the next, and the last from k."""
    ids = [f"w{at:04}" for at in range(works)]
    citations = [cite("c1", one, other) for one, other in pairwise(ids)]
    citations += [cite("c1", ids[-1]), *more]
    sources = [work(ids[-1], origin="k")]
    return unchecked({"claims": [claim("c1")], "citations": citations, "sources": sources})


def wide(rows: int) -> Index:
    """One claim, which a book has on so many pages from a work that has it on as many."""
    pages = [str(at) for at in range(1, rows + 1)]
    citations = [cite("c1", "book", "files", locator=page) for page in pages]
    citations += [cite("c1", "files", locator=page) for page in pages]
    sources = [work("files", origin="k")]
    return unchecked({"claims": [claim("c1")], "citations": citations, "sources": sources})


def effort(of: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Count the calls that are made, and the citations that are looked at over groups."""
    calls = looked_at = 0
    given_out = Groups.of

    def counting(self: Groups, groups: Any) -> Any:
        nonlocal looked_at
        things, whose = given_out(self, groups)
        looked_at += len(things)
        return things, whose

    def counted(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    with monkeypatch.context() as patched:
        patched.setattr(Groups, "of", counting)
        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            of()
        finally:
            sys.setprofile(before)
    return calls, looked_at


def test_deep_chain_is_followed_to_its_end() -> None:
    opened = chained(1500)
    assert told(tally(opened)) == ("single-root", 1, ("entity:k",))
    assert set(tally(opened).roots_of_citations) == {("entity:k",)}
    assert judged(tally(opened))["works"] == 1500
    weight = weigh(opened, ["origin:k"])
    assert (weight.falls, weight.citations) == (("c1",), 1500)
    assert weigh(opened, ["source:w0700"]).citations == 701  # the first to the 700th, and itself
    # Round a ring nobody knows, and one work less breaks it.
    ring = chained(1500, cite("c1", "w1499", "w0000"))
    assert flags(tally(ring)) == {"apparent", "circular"}
    assert weigh(ring, ["origin:k"]).citations == 1501


@pytest.mark.parametrize("make_", [chained, wide], ids=["deep", "wide"])
@pytest.mark.parametrize(
    "ask",
    [
        tally,
        lambda opened: weigh(opened, ["origin:k"]),
        lambda opened: tally(opened).roots_of_citations.tolist(),
    ],
    ids=["tally", "weigh", "roots"],
)
def test_effort_grows_with_the_number_of_citations(
    make_: Callable[[int], Index], ask: Callable[[Index], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(make_(10))  # what is loaded or kept once is no effort of the rest
    half, whole = (effort(lambda n=n: ask(make_(n)), monkeypatch) for n in (750, 1500))
    assert half[0] > 0
    assert all(all_ <= 2.2 * some for some, all_ in zip(half, whole, strict=True))


def test_thousands_of_rows_lean_on_thousands() -> None:
    opened = wide(3000)
    assert told(tally(opened)) == ("single-root", 1, ("entity:k",))
    assert judged(tally(opened))["works"] == 2
    assert weigh(opened, ["source:book"]).citations == 3000
    assert weigh(opened, ["source:files"]).citations == 6000
    assert weights(opened)["citations"].to_dict() == {
        "origin:k": 6000, "source:files": 6000, "source:book": 3000,
    }  # fmt: skip


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
def test_support_exceeds_neither_the_affirming_grounds_nor_who_may_be_a_root(rows: Rows) -> None:
    opened = unchecked(rows)
    citations, shared = opened.citations, opened.claims["told_as"]
    grounds = citations[(citations["stance"] == "affirms") & (citations["leans"] < 0)]
    by_group = grounds["claim"].map(shared).value_counts()
    witnesses = {
        *map("entity:{}".format, ENTITIES),
        *(f"source:{it}" for it in opened.sources.index),
    }
    for id_, row in tally(opened).claims.iterrows():
        assert row["support_low"] <= row["support_high"] <= by_group.get(shared[id_], 0)
        assert row["opposition_low"] <= row["opposition_high"]
        assert row["support_high"] == len(row["roots"])
        assert (row["support_low"] == 0) == (row["support_high"] == 0)
        assert witnesses.issuperset(row["roots"])


@given(rows=indexes(), data=STRIKES)
def test_striking_never_raises_high_nor_brings_one_back(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    first = data.draw(strikes(opened))
    more = first | data.draw(strikes(opened))
    before = tally(opened, Slice(struck=first, **_EVERY))
    after = tally(opened, Slice(struck=more, **_EVERY))
    assert {*after.claims.index} <= {*before.claims.index}
    assert {*after.citations["id"]} <= {*before.citations["id"]}
    was = before.claims.loc[after.claims.index]
    for column in ("support_high", "opposition_high", "works"):
        assert (after.claims[column] <= was[column]).all()
    for roots, had in zip(after.claims["roots"], was["roots"], strict=True):
        assert {*roots} <= {*had}


@given(rows=indexes(), data=STRIKES)
def test_low_rises_only_where_a_claim_that_joined_roots_falls(
    rows: Rows, data: st.DataObject
) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    after = tally(opened, Slice(struck=struck, **_EVERY)).claims
    before = tally(opened).claims
    rises = after["support_low"] > after["whole_support_low"]
    rises |= after["opposition_low"] > after["whole_opposition_low"]
    affirmed = ("corroborated", "single-root", "untraced", "contested")
    joins = before["relation"].isin(BINDING) & (before["mode"] == "")
    held = {*before.index[joins & before["standing"].isin(affirmed)]}
    hold = {*after.index[after["standing"].isin(affirmed)]}
    assert not rises.any() or held - hold


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
    for column in COLUMNS:
        assert claims[column].tolist() == claims[f"whole_{column}"].tolist()


@few
@given(rows=indexes(), data=STRIKES)
def test_striking_what_touches_nothing_changes_nothing(rows: Rows, data: st.DataObject) -> None:
    unread = [work("unread", author="nobody", origin="nobody")]
    opened = unchecked({**rows, "sources": [*rows["sources"], *unread]})
    within = Slice(struck=data.draw(strikes(opened)), **_EVERY)
    keys = ["source:unread", "author:nobody", "origin:nobody"]
    weight = weigh(opened, keys, within)
    assert (weight.citations, weight.falls, weight.clears, weight.weakens) == (0, (), (), ())
    one = tally(opened, within).claims
    other = tally(opened, replace(within, struck=within.struck.union(keys))).claims
    assert one[COLUMNS].to_dict() == other[COLUMNS].to_dict()


@given(rows=indexes(), data=STRIKES)
def test_roots_of_citations_are_those_of_the_grounds_that_they_reach(
    rows: Rows, data: st.DataObject
) -> None:
    """Over what is left, be it sure or not."""
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    evidence = reference.read(opened)
    left = reference.staying(
        [it for it in evidence.citations if not it.struck_by & struck], evidence.citations
    )
    told_ = reference.Told([], set(left))
    expected = [
        tuple(sorted({ground.root for ground in told_.reached(row) if ground.root}))
        for row in evidence.citations
        if row in left
    ]
    assert tally(opened, Slice(struck=struck, **_EVERY)).roots_of_citations.tolist() == expected


@few
@given(rows=indexes())
def test_all_roots_struck_leaves_none(rows: Rows) -> None:
    opened = unchecked(rows)
    roots = {root for found in tally(opened).claims["roots"] for root in found}
    roots.update(opened.citations["root"][opened.citations["root"] != ""])
    struck = frozenset(root.replace("entity:", "origin:") for root in roots)
    after = tally(opened, Slice(struck=struck, **_EVERY)).claims
    assert (after[["support_high", "support_low", "opposition_high"]] == 0).all(axis=None)
    assert not set(after["standing"]) & {"corroborated", "single-root"}


@given(rows=indexes(), data=STRIKES)
def test_citation_that_only_repeats_changes_no_root(rows: Rows, data: st.DataObject) -> None:
    """A work new to the claim that has it from one of its works, no surer than that."""
    opened = unchecked(rows)
    shared = opened.claims["told_as"]
    repeated = data.draw(st.sampled_from(rows["citations"]))
    same_way = [
        it for it in rows["citations"]
        if it["source"] == repeated["source"]
        if shared[it["claim"]] == shared[repeated["claim"]]
        if (it["stance"] == "affirms") == (repeated["stance"] == "affirms")
    ]  # fmt: skip
    # Who has it from a work that has told a claim tied as the same, too, repeats that as well.
    assume(all(it["claim"] == repeated["claim"] for it in same_way))
    surest = min(CERTAINTIES.index(it["certainty"]) for it in same_way)
    certainty = data.draw(st.sampled_from(CERTAINTIES[surest:]))
    chain = data.draw(st.sampled_from(("", "|"))) + repeated["source"]
    more = cite(repeated["claim"], "new-work", chain, f"{repeated['stance']} {certainty}")
    after = unchecked({**rows, "citations": [*rows["citations"], more]})
    struck = data.draw(strikes(opened))
    one = tally(opened, Slice(struck=struck, **_EVERY)).claims
    other = tally(after, Slice(struck=struck, **_EVERY)).claims
    columns = ["roots", "support_high", "support_low", "opposition_high", "opposition_low"]
    if more["stance"] == "affirms":
        columns.append("standing")
    for column in columns:
        assert one[column].to_dict() == other[column].to_dict(), column


@few
@given(rows=indexes(), data=STRIKES)
def test_each_strike_on_its_own_comes_to_what_the_slice_does(
    rows: Rows, data: st.DataObject
) -> None:
    """The part of the evidence that a strike is asked of, against the whole."""
    opened = unchecked(rows)
    voice = data.draw(st.sampled_from(["", *(it["id"] for it in rows["sources"])]))
    within = Slice(struck=data.draw(strikes(opened)), according_to=voice)
    evidence = cited(opened)
    kept, heard = kept_in(opened, within), heard_in(opened, within)
    before = assess(evidence, kept, heard)
    for strike in each_strike(opened, evidence, before, kept, heard):
        more = kept & kept_in(opened, Slice(struck=frozenset((strike.key,))))
        whole = assess(evidence, more, heard).columns
        expected = {name: column.copy() for name, column in before.columns._asdict().items()}
        for name, column in strike.columns._asdict().items():
            expected[name][strike.claims] = column
        for name, column in whole._asdict().items():
            assert column.tolist() == expected[name].tolist(), (strike.key, name)


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
