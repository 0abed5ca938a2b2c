"""Folding: what one line of a network counts, which way it runs, and who is in whose place."""

from __future__ import annotations

import numpy as np
import pytest
from building import cite, claim, unchecked, work
from folding import told, wholes

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures.fold import focus, simple
from cardindex.slices import Slice

Lines = dict[tuple[str, str], float]


def lines(index: Index, weight: str = "roots", part: Slice | None = None, **how: bool) -> Lines:
    graph = simple(tally(index, part or Slice()), weight, **how).graph()
    return {ends: data["weight"] for *ends_, data in graph.edges(data=True) for ends in [(*ends_,)]}


PARALLEL = told("a funded b: x", "a trained b: x, y", "b handled a: z", "b funded c: ")


def test_parallel_claims_are_one_line_that_counts_claims() -> None:
    assert lines(PARALLEL, "claims") == {("a", "b"): 3, ("b", "c"): 1}


def test_roots_of_parallel_claims_count_once_each() -> None:
    assert lines(PARALLEL, "roots") == {("a", "b"): 3, ("b", "c"): 1}
    assert lines(PARALLEL, "roots", directed=True) == {
        ("a", "b"): 2,
        ("b", "a"): 1,
        ("b", "c"): 1,
    }


def test_line_without_known_root_has_one_voice() -> None:
    assert lines(told("a funded b: "), "roots") == {("a", "b"): 1}


def test_without_weight_every_line_is_one() -> None:
    assert lines(PARALLEL, "one") == {("a", "b"): 1, ("b", "c"): 1}


def test_line_weighs_what_its_claims_say_added_up() -> None:
    said = {"c1": "3", "c2": "0.5", "c3": "", "c4": "100..200", "c5": ">10", "c6": "7"}
    words = dict(zip(said, ("a funded b",) * 3 + ("b funded c",) * 3, strict=True))
    rows = {
        "claims": [
            claim(id_, words[id_], quantity=number, unit="USD" if number else "")
            for id_, number in said.items()
        ],
        "citations": [cite(id_, "x") for id_ in said],
    }
    rows["claims"][5]["ties"] = "same c4"  # the same money told elsewhere, and told as less
    assert lines(unchecked(rows), "quantity") == {("a", "b"): 4.5, ("b", "c"): 160}


def test_symmetric_relation_runs_both_ways() -> None:
    index = told("b allied_with a: x", "a funded b: y")
    assert lines(index, "claims", directed=True) == {("a", "b"): 2, ("b", "a"): 1}


def test_what_does_not_link_two_is_no_line() -> None:
    index = told("a funded a: x", "a funded b: x", "a founded_on: x")
    assert lines(index, "claims") == {("a", "b"): 1}


def test_only_claims_of_the_slice_are_lines() -> None:
    rows = {
        "claims": [claim("c1", "a funded b"), claim("c2", "b funded c", mode="planned")],
        "citations": [cite("c1", "x"), cite("c2", "x"), cite("c1", "y", voice="denies")],
    }
    index = unchecked(rows)
    with pytest.raises(UndefinedMeasure, match="widen the slice"):
        simple(tally(index, Slice()))
    contested = Slice(standings=frozenset(["contested"]))
    assert lines(index, part=contested) == {("a", "b"): 1}


def test_struck_root_no_longer_counts() -> None:
    index = told("a funded b: x, y")
    assert lines(index, part=Slice(struck=frozenset(["source:x"]))) == {("a", "b"): 1}


def test_part_is_folded_into_its_whole_and_the_whole_of_that() -> None:
    index = told("desk part_of service: x", "service part_of state: x", "desk funded b: x")
    assert wholes(tally(index)) == {"desk": "state", "service": "state"}
    assert lines(index, wholes=True) == {("b", "state"): 1}


def test_part_of_two_wholes_stays_itself() -> None:
    index = told("desk part_of one: x", "desk part_of other: x", "desk funded b: x")
    assert wholes(tally(index)) == {}


def test_parts_in_a_circle_stay_themselves() -> None:
    index = told("a part_of b: x", "b part_of a: x", "a funded c: x")
    assert wholes(tally(index)) == {}


def test_part_that_only_a_struck_source_tells_of_stays_itself() -> None:
    index = told("desk part_of state: x", "desk funded b: y")
    without = tally(index, Slice(struck=frozenset(["origin:x-people"])))
    assert wholes(without) == {}


def test_slice_without_family_is_about_people_means_and_orders() -> None:
    index = told("a funded b: x", "a killed b: x", "a met b: x")
    chosen = focus(index, Slice())
    assert chosen.families == {
        id_ for id_, family in index.vocabulary.families.items() if family.structural
    }
    asked = Slice(families=frozenset(["violence"]))
    assert focus(index, asked) == asked


def test_unknown_weight_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="roots"):
        simple(tally(PARALLEL), "root")  # type: ignore[arg-type]


def test_matrix_is_what_networkx_makes_of_the_graph() -> None:
    index = told("a funded b: x", "b allied_with c: y", "c funded a: z", "a funded d: x, y")
    for directed in (False, True):
        folded = simple(tally(index), directed=directed)
        again = folded.graph()
        cells = {
            (folded.entities[row], folded.entities[column])
            for row, column in zip(*folded.matrix.nonzero(), strict=True)
        }
        both = set(again.edges) | (set() if directed else {(b, a) for a, b in again.edges})
        assert cells == both
        assert folded.lines == again.number_of_edges()
        assert np.array_equal(folded.undirected().matrix.toarray() > 0,
                              folded.undirected().matrix.T.toarray() > 0)  # fmt: skip


def test_works_on_one_archive_are_one_root() -> None:
    works = (
        work("archive", origin="service"),
        *(work(f"book-{at}", rests_on="archive") for at in (1, 2, 3)),
    )
    index = told("a funded b: book-1, book-2, book-3", works=works)
    assert lines(index, "roots") == {("a", "b"): 1}
