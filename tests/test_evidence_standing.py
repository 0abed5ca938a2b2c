"""Standing: who says what, how surely, and what contests it."""

from __future__ import annotations

import pytest
from building import cite, claim, work
from judging import ONE_CLAIM, RIVALS, Make, judged

from cardindex.evidence import tally


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
