"""Which claims a page holds where it has no room for all, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import cite, claim, index

from cardindex.evidence import Selection, tally
from cardindex.view import part_of

WORDS = [
    "ann funded club",
    "ann met ben",
    "ann met cem",
    "ann met dan",
    "ben met cem",
    "dan met eve",
    "eve met fay",
]


@pytest.fixture
def seven(tmp_path: Path) -> Selection:
    claims = [claim(f"c{i}", text) for i, text in enumerate(WORDS, 1)]
    return tally(index(tmp_path / "index", claims, [cite(row["id"], "book") for row in claims]))


def told(selection: Selection) -> list[str]:
    return [WORDS[int(id_[1:]) - 1] for id_ in selection.claims.index]


def test_what_has_room_is_no_part(seven: Selection) -> None:
    assert part_of(seven, most=7) is None


def test_a_part_is_all_claims_among_those_with_the_most(seven: Selection) -> None:
    part = part_of(seven, most=4)
    assert part is not None
    # Ann has four; ben, cem, dan and eve two each, of which the first by id come first.
    assert told(part.selection) == ["ann met ben", "ann met cem", "ann met dan", "ben met cem"]
    assert dict(part.away) == {"eve": 2, "ann": 1, "club": 1, "dan": 1, "fay": 1}
    assert part.figures == {"claims": 7, "entities": 7, "held": 4}


def test_a_part_around_somebody_has_the_nearest(seven: Selection) -> None:
    part = part_of(seven, "fay", most=2)
    assert part is not None
    assert told(part.selection) == ["dan met eve", "eve met fay"]


def test_somebody_with_more_claims_than_there_is_room_for_is_told_whole(tmp_path: Path) -> None:
    claims = [claim(f"c{i}", "ann nickname", text=f"N{i}") for i in range(1, 4)]
    claims.append(claim("c4", "ben met cem"))
    made = tally(index(tmp_path / "index", claims, [cite(row["id"], "book") for row in claims]))
    part = part_of(made, most=2)
    assert part is not None
    assert list(part.selection.claims.index) == ["c1", "c2", "c3"]


def test_what_is_listed_says_who_and_of_what_kind(seven: Selection) -> None:
    part = part_of(seven, most=4)
    assert part is not None
    listed = part.elsewhere
    assert (listed.id[0], listed.label[0], listed.claims[0]) == ("eve", "Eve", 2)
    assert str(part).startswith("7 claims are more than one page holds: it has the 4 claims among")
