"""Far, deep and wide indexes: strikes are felt, and the effort grows with the rows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from building import Row, cite, claim, unchecked, work
from judging import EVERY_WORD, Make, flags, judged, supports, told

from cardindex.evidence import tally, weigh, weights
from cardindex.evidence.cited import cited
from cardindex.evidence.standing import assess
from cardindex.evidence.strikes import strikes as each_strike
from cardindex.groups import Groups
from cardindex.index import Index
from cardindex.slices import Slice


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
    after = tally(opened, Slice(struck=frozenset(("source:e",)), **EVERY_WORD))
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
