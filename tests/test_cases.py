"""The shared cases, put to Python alone; ``tests/browser/test_cases.py`` puts them to both."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import CASES, FLAGS, answer, case_of, made

STANDINGS = {"corroborated", "single-root", "untraced", "contested", "denied", "tentative"}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_answer_is_the_one_worked_out_by_hand(path: Path, tmp_path: Path) -> None:
    case = case_of(path)
    made_up = made(case, tmp_path)
    for ask in case["asks"]:
        found = answer(made_up, ask)
        assert {name: found[name] for name in ask["answer"]} == ask["answer"], ask


def test_cases_hold_every_standing_every_flag_and_every_kind_of_answer() -> None:
    asks = [ask for path in CASES.glob("*.json") for ask in case_of(path)["asks"]]
    answers = [ask["answer"] for ask in asks]
    claims = [claim for told in answers for claim in told.get("claims", {}).values()]
    assert {standing for standing, *_ in claims} == STANDINGS
    assert {flag for *_, flags in claims for flag in flags} == {*FLAGS}
    assert {name for told in answers for name in told} == {
        "claims", "links", "totals", "flows", "paths", "strike", "folded", "unfolded",
        "identifications", "found",
    }  # fmt: skip
