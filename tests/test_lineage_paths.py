"""The ways of many citations at once against ``works.way``, which follows one."""

from __future__ import annotations

import numpy as np
import pytest
from generated import chains, sources
from hypothesis import given
from hypothesis import strategies as st

from cardindex.errors import MalformedValue
from cardindex.lineage import Source, parse_chain, split_list, way
from cardindex.lineage.paths import paths, works_of


@st.composite
def followed(draw: st.DrawFn) -> tuple[dict[str, Source], list[tuple[str, str]]]:
    rows = draw(sources())
    known = {
        row["id"]: Source(split_list(row["author"]), row["origin"], split_list(row["rests_on"]))
        for row in rows
    }
    some = st.one_of(chains(list(known)), st.tuples(st.sampled_from(list(known)), _ENDS))
    return known, draw(st.lists(some, max_size=12))


_ENDS = st.sampled_from(["", "?", "|?", "!"])


@given(made=followed())
def test_many_ways_are_what_each_is_alone(
    made: tuple[dict[str, Source], list[tuple[str, str]]],
) -> None:
    known, pairs = made
    about = works_of(known)
    codes = np.arange(len(pairs))
    of, found = paths((codes, [it[0] for it in pairs]), (codes, [it[1] for it in pairs]), about)
    for row, (source, chain) in enumerate(pairs):
        at = int(of[row])
        expected = way(source, parse_chain(chain), known)
        told = {
            name: tuple(about.ids[it] for it in getattr(found, name).one(at).tolist())
            for name in ("works", "speakers", "rests", "steps")
        }
        assert told == {name: getattr(expected, name) for name in told}
        assert about.roots[found.root[at]] == expected.root
        assert found.circular[at] == expected.circular
        assert (about.ids[found.quoted[at]] if found.quoted[at] >= 0 else "") == expected.quoted
        assert found.speaks[at] == (source in expected.speakers)
        assert found[at] == expected


@pytest.mark.parametrize("text", ["a>", ">a", "a?!", "a b", "A", "a\n"])
def test_what_is_no_chain_is_refused(text: str) -> None:
    with pytest.raises(MalformedValue):
        paths((np.array([0]), ["a"]), (np.array([0]), [text]), works_of({"a": Source((), "", ())}))
