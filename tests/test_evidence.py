"""Roots and support, worked out by hand, and every column that evidence gives."""

from __future__ import annotations

from typing import Any

import pytest
from building import Row, cite, claim, work
from judging import ONE_CLAIM, Make, flags, judged, told

from cardindex.evidence import tally
from cardindex.evidence.standing import Assessment
from cardindex.slices import STANDINGS


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
