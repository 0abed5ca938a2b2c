"""Loops: works that tell each other's tale."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from archive import WORKS, links
from grounds import Grounds, spread
from hypothesis import given
from hypothesis import strategies as st

from cardindex.checks import examine
from cardindex.index import Index
from cardindex.lineage import (
    loops,
    parse_chain,
    speakers,
)

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("given_links", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["a"]}, [("a", "a")]),
        ({"b": ["a"], "a": ["b"]}, [("a", "b", "a")]),
        ({"c": ["a"], "a": ["b"], "b": ["c"]}, [("a", "b", "c", "a")]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, []),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [("a", "b", "a"), ("c", "d", "c")]),
        ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, [("a", "b", "a"), ("a", "c", "a")]),
    ],
)
def test_loops_are_spelled_out(
    given_links: dict[str, list[str]], found: list[tuple[str, ...]]
) -> None:
    assert loops(given_links) == found


@given(links)
def test_loop_is_found_wherever_there_is_one(given_links: dict[str, list[str]]) -> None:
    try:
        TopologicalSorter(given_links).prepare()
    except CycleError:
        assert loops(given_links)
    else:
        assert loops(given_links) == []


@given(links)
def test_loop_is_a_way_along_the_links_that_names_each_work_once(
    given_links: dict[str, list[str]],
) -> None:
    for loop in loops(given_links):
        *works, last = loop
        assert works[0] == last == min(works)
        assert len(set(works)) == len(works)
        assert all(next_ in given_links[work] for work, next_ in pairwise(loop))


def test_loop_of_a_thousand_works_is_found() -> None:
    works = [f"w{at:04d}" for at in range(5000)]
    ring = {work: [next_] for work, next_ in zip(works, [*works[1:], works[0]], strict=True)}
    assert loops(ring) == [(*works, works[0])]


steps = st.builds(
    lambda work, place, sign: f"{sign}{work}{place}",
    st.sampled_from(WORKS),
    st.sampled_from(["", "@7", "@7,9-12"]),
    st.sampled_from([">", "|"]),
)


@given(st.lists(steps, max_size=5), st.sampled_from(["", "?", ">?", "|?", "!"]))
def test_speakers_are_an_end_of_the_works_without_gaps(parts: list[str], end: str) -> None:
    text = "".join(parts).removeprefix(">") + end
    if not parts:
        text = text.removeprefix(">")
    chain = parse_chain(text)
    works = ("read", *chain.sources)
    found = speakers("read", chain)
    assert works[len(works) - len(found) :] == found
    assert chain.hearsay or works[-1] in found
    assert ("read" in found) == ("|" not in text)


@pytest.mark.parametrize("folder", sorted((DATA / "valid").iterdir()), ids=lambda it: it.name)
def test_frames_have_what_is_traced_of_each_citation(folder: Path) -> None:
    if not (folder / "added-to-ontology.ttl").exists():
        draft, _ = examine(folder)
        index = Index.of(folder, draft)
        rows, found = draft.traced
        expected = spread(found)
        at = {
            line: row for row, line in enumerate(np.asarray(draft.citations.lines)[rows].tolist())
        }
        order = [at[line] for line in index.citations["line"]]
        for name in Grounds._fields:
            column = getattr(expected, name)
            assert index.citations[name].tolist() == [column[row] for row in order], name
