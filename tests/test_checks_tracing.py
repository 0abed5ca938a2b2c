"""What checks tell by numbers of works, against what each citation and its way say one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from building import Row
from generated import dated, indexes
from grounds import spread
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex.checks import CHECKS, Draft, doubts
from cardindex.checks.alike import numbered, part, repeated, rows_where
from cardindex.checks.tracing import Retold, later_than_quoted, leaning, looped, retold
from cardindex.ontology import load, packaged_path
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, Column, Table, columns_of, ordered

VOCABULARY = load(packaged_path())


def drafted(rows: Mapping[str, Sequence[Row]]) -> Draft:
    made = {}
    for name, columns in COLUMNS.items():
        cells = [[each.get(column, "") for column in columns] for each in rows.get(name, ())]
        by_column = list(zip(*ordered(name, cells), strict=True)) or [()] * len(columns)
        lines = range(2, len(cells) + 2)
        made[name] = Table(name, columns_of(name, by_column), lines)
    return Draft(Settings(title="x", base="https://example.org/x/"), VOCABULARY, **made)


@st.composite
def several(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Some indexes side by side, so that a part of the claims leans on nothing."""
    rows: dict[str, list[Row]] = {}
    for at in range(draw(st.integers(1, 3))):
        for name, some in draw(indexes()).items():
            rows.setdefault(name, []).extend(renamed(name, row, at) for row in some)
    return rows


def renamed(name: str, row: Row, at: int) -> Row:
    """Put the claims of one of several indexes under ids of their own; works are shared."""
    letter = "cde"[at]
    new = dict(row)
    if name == "claims":
        new["id"] = row["id"].replace("c", letter)
        new["ties"] = "; ".join(
            f"{tie.rpartition(' ')[0]} {tie.rpartition(' ')[2].replace('c', letter)}"
            for tie in filter(None, row.get("ties", "").split("; "))
        )
    if name == "citations":
        new["claim"] = row["claim"].replace("c", letter)
    return new


@settings(max_examples=150, deadline=None)
@given(several())
def test_claims_that_are_not_traced_for_checks_have_nothing_to_tell(
    rows: dict[str, list[Row]],
) -> None:
    draft = drafted(rows)
    every, whole = draft.traced
    group = draft._told_as_one[draft._claims_of_citations]
    near = leaning(draft.chains, draft.citations, every, group, draft.lineages)
    told = [bool(loop) or mis or over for loop, mis, over in zip(
        whole.loop, whole.misquoted.tolist(), whole.overstated.tolist(), strict=True
    )]  # fmt: skip
    assert {*every[np.array(told, dtype=bool)].tolist()} <= {*near.tolist()}
    # What is traced alone comes out as among all others.
    part_, all_ = spread(draft._traced(near)), spread(whole)
    at = np.searchsorted(every, near).tolist()
    for name in ("leans_on", "root", "speakers", "touched", "loop", "misquoted", "overstated"):
        assert list(getattr(part_, name)) == [getattr(all_, name)[row] for row in at], name
    leans = {row for row, node in zip(every.tolist(), whole.leans, strict=True) if node >= 0}
    assert leans <= {*near.tolist()}
    told_of = [problem for check in CHECKS for problem in check(draft)]
    again = drafted(rows)
    again.__dict__["retold"] = retold(*again.traced)
    assert told_of == [problem for check in CHECKS for problem in check(again)]


@given(dated())
def test_works_that_are_later_are_found_as_by_each_way(rows: dict[str, list[Row]]) -> None:
    draft = drafted(rows)
    days = doubts._days(draft)
    citations = draft.citations
    works = [draft.chains.works[code] or () for code in citations["chain"].codes]
    ways = [(source, *named) for source, named in zip(citations["source"], works, strict=True)]
    late = [row for row, way in enumerate(ways) if list(doubts._out_of_order(way, days))]
    assert later_than_quoted(draft.chains, citations["chain"], days) == late


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["", "a", "a>b", "b|a@7>c", "a>b>a", "|c!", "?", "x>y", "a>>b", "A b"]),
        ),
        max_size=8,
    )
)
def test_chains_that_come_back_are_found_as_by_each_way(cells: list[tuple[str, str]]) -> None:
    citations = [{"claim": "c1", "source": source, "chain": text} for source, text in cells]
    draft = drafted({"citations": citations, "sources": [{"id": id_} for id_ in "abc"]})
    table = draft.citations
    named = [draft.chains.works[code] or () for code in table["chain"].codes]
    ways = [(source, *works) for source, works in zip(table["source"], named, strict=True)]
    assert looped(draft.chains, table["chain"]) == [
        row for row, way in enumerate(ways) if len(set(way)) < len(way)
    ]


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * 3), max_size=12))
@pytest.mark.parametrize("most", [1 << 62, 5])
def test_rows_are_alike_where_all_their_cells_are(most: int, rows: list[tuple[str, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cardindex.checks.alike._MOST", most)
        parts = [part(Column.of([row[at] for row in rows])) for at in range(3)]
        which, first = numbered(parts)
        assert [rows[first[code]] for code in which.tolist()] == rows
        assert len({rows[row] for row in first}) == len(first)
        assert all(rows.index(rows[row]) == row for row in first)
        assert repeated(parts) == [at for at, row in enumerate(rows) if rows.count(row) > 1]
        chosen = [rows[row][0] == "a" for row in first]
        assert rows_where(which, chosen) == [at for at, row in enumerate(rows) if row[0] == "a"]


def test_of_no_citation_nothing_is_told() -> None:
    found = drafted({}).retold
    assert isinstance(found, Retold)
    assert [len(column) for column in found] == [0, 0, 0, 0, 0]
