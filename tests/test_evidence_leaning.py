"""What leans on another row stands and falls with it."""

from __future__ import annotations

from typing import Any

import pytest
from building import cite, claim, work
from judging import EVERY_WORD, ONE_CLAIM, Make, flags, judged, told

from cardindex.evidence import tally, weigh, weights
from cardindex.slices import Slice

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
    found = tally(opened, Slice(struck=frozenset(struck.split()), **EVERY_WORD))
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
