"""Claim ids of any length: nothing but the ids themselves hangs on how long they are."""

from __future__ import annotations

import re

from building import Row, unchecked
from generated import indexes
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from cardindex import rdf
from cardindex.evidence import tally
from cardindex.index import Index

# What c1 to c7 are called: in the same order, by number and then by text, but not as texts.
LONGER = dict(
    zip((f"c{at}" for at in range(1, 8)), ("a7", "c05", "c5", "c9", "c10", "c99", "c100"),
        strict=True)
)  # fmt: skip
SHORTER = {after: before for before, after in LONGER.items()}


def renamed(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    def longer(text: str) -> str:
        return re.sub(r"\bc[1-7]\b", lambda found: LONGER[found[0]], text)

    claims = [
        {**row, "id": LONGER[row["id"]], "ties": longer(row["ties"])} for row in rows["claims"]
    ]
    citations = [{**row, "claim": LONGER[row["claim"]]} for row in rows["citations"]]
    return {**rows, "claims": claims, "citations": citations}


@settings(max_examples=40)
@given(rows=indexes())
def test_evidence_is_the_same_whatever_the_claims_are_called(rows: dict[str, list[Row]]) -> None:
    one, other = (tally(unchecked(some)).claims for some in (rows, renamed(rows)))
    assert [SHORTER[id_] for id_ in other.index] == list(one.index)
    same = [column for column in one.columns if column not in ("ties", "tied")]
    assert_frame_equal(other[same].reset_index(drop=True), one[same].reset_index(drop=True))


@settings(max_examples=10)
@given(rows=indexes())
def test_claims_and_citations_come_back_from_rdf_in_their_order(
    rows: dict[str, list[Row]],
) -> None:
    index: Index = unchecked(renamed(rows))
    read = rdf.read(rdf.dump(index, "full", "ntriples"), "ntriples")
    assert [row[0] for row in read["claims"]] == list(index.claims.index)
    assert [row[0] for row in read["citations"]] == index.citations["claim"].tolist()
