"""Sums: what is counted once, and what apart."""

from __future__ import annotations

import math
from typing import Any

import pytest
from building import Row, cite, claim
from judging import Make

from cardindex.evidence import tally
from cardindex.slices import EVERYTHING, Slice


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
