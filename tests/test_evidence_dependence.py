"""Witnesses who agreed their accounts, names of one bearer: roots that are joined count once."""

from __future__ import annotations

import pytest
from building import Row, cite, claim, work
from judging import Make, flags, judged, supports

from cardindex.evidence import tally, weigh
from cardindex.slices import Slice


def agreed(*more: Row, voice: str = "affirms", **cells: str) -> dict[str, list[Row]]:
    """K and L tell c1; e tells that they agreed their accounts; ``more`` are citations."""
    return {
        "claims": [claim("c1"), claim("c2", "k agreed_accounts_with l", **cells)],
        "citations": [cite("c1", "by-k"), cite("c1", "by-l"), cite("c2", "e", "", voice), *more],
        "sources": [
            work("by-k", origin="k"), work("by-l", origin="l"), work("e", origin="m"),
        ],
    }  # fmt: skip


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
