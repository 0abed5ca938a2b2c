"""Chains and ``rests_on``: who speaks, which root a citation has, and what goes in circles."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex.errors import MalformedValue
from cardindex.lineage import (
    SELF,
    UNKNOWN,
    Chain,
    Lineage,
    Source,
    Step,
    follow,
    loops,
    parse_chain,
    speakers,
    split_list,
    trace,
)

WORKS = "abcdefgh"

links = st.dictionaries(
    st.sampled_from(WORKS), st.lists(st.sampled_from(WORKS), unique=True, max_size=3)
)


def source(authors: str = "", origin: str = "", rests: str = "") -> Source:
    return Source(split_list(authors), origin, split_list(rests))


# A small archive, told over and over.
SOURCES = {
    "files": source(origin="kgb"),
    "letter": source("ada", origin="ada"),
    "second-letter": source("ada", origin="ada"),
    "inquiry": source("club", origin=SELF),
    "retold": source("ben", rests="files"),
    "retold-again": source("cy", rests="retold"),
    "from-two": source("ben", rests="files;letter"),
    "above-two": source("dan", rests="from-two"),
    "retelling": source("eve"),
}


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("", Chain()),
        ("a", Chain((Step("a", "", False),))),
        ("a>b", Chain((Step("a", "", False), Step("b", "", False)))),
        ("a|b", Chain((Step("a", "", False), Step("b", "", True)))),
        ("|a", Chain((Step("a", "", True),))),
        ("a@72,75-77>b-c", Chain((Step("a", "72,75-77", False), Step("b-c", "", False)))),
        ("?", Chain(hearsay=True)),
        ("|?", Chain(hearsay=True, reports_hearsay=True)),
        ("a?", Chain((Step("a", "", False),), hearsay=True)),
        ("a>?", Chain((Step("a", "", False),), hearsay=True)),
        ("a|?", Chain((Step("a", "", False),), hearsay=True, reports_hearsay=True)),
    ],
)
def test_chain_is_read(text: str, chain: Chain) -> None:
    assert parse_chain(text) == chain


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a>", "a work is missing before or after > or |; write a>b, a|b, |a or ?"),
        (">a", "a work is missing"),
        ("a||b", "a work is missing"),
        ("||a", "a work is missing"),
        ("?>a", "? stands only at the end of a chain; write a>?"),
        ("a;b", 'works are joined by > (takes over) or | (reports), not by ";"'),
        ("a > b", "a chain has no spaces; write a>b"),
        ("A>b", '"A" is no source id, alone or with a place in it after @; write a>b@72'),
        ("A_b", "this is no source id, alone or with a place in it after @; write a>b@72"),
        ("a@", "this is no source id"),
    ],
)
def test_chain_that_cannot_be_read_says_how_to_write_it(text: str, told: str) -> None:
    with pytest.raises(MalformedValue) as raised:
        parse_chain(text)
    assert raised.value.code == "malformed-chain"
    assert told in raised.value.reason


@pytest.mark.parametrize(
    ("chain", "speaking"),
    [
        ("", ("essay",)),
        ("a", ("essay", "a")),
        ("a>b", ("essay", "a", "b")),
        ("|a", ("a",)),
        ("a|b", ("b",)),
        ("|a>b", ("a", "b")),
        ("a|b>c", ("b", "c")),
        ("a|b|c", ("c",)),
        ("?", ("essay",)),
        ("a>?", ("essay", "a")),
        ("|a>?", ("a",)),
        ("|?", ()),
        ("a|?", ()),
    ],
)
def test_speakers_are_the_last_and_all_who_take_over_from_it(
    chain: str, speaking: tuple[str, ...]
) -> None:
    assert speakers("essay", parse_chain(chain)) == speaking


@pytest.mark.parametrize(
    ("work", "chain", "root"),
    [
        ("letter", "", "entity:ada"),
        ("retelling", "letter", "entity:ada"),
        ("retelling", "|letter", "entity:ada"),
        ("retelling", "second-letter", "entity:ada"),  # two letters of one hand: one root
        ("retelling", "", UNKNOWN),
        ("letter", "retelling", UNKNOWN),  # the end of the chain counts, not what was read
        ("letter", "?", UNKNOWN),
        ("letter", "files>?", UNKNOWN),
        ("inquiry", "", "source:inquiry"),
        ("retelling", "inquiry", "source:inquiry"),
        ("retold", "", "entity:kgb"),
        ("retold-again", "", "entity:kgb"),  # two books on one archive: one root
        ("retelling", "retold-again", "entity:kgb"),
        ("from-two", "", UNKNOWN),
        ("above-two", "", UNKNOWN),
        ("from-two", "letter", "entity:ada"),
    ],
)
def test_root_is_the_origin_of_what_stands_at_the_end(work: str, chain: str, root: str) -> None:
    assert trace(work, parse_chain(chain), SOURCES).root == root


def test_strike_reaches_source_chain_and_what_the_last_rests_on() -> None:
    assert trace("retelling", parse_chain("letter>retold-again"), SOURCES) == Lineage(
        speakers=("retelling", "letter", "retold-again"),
        root="entity:kgb",
        touched=(
            "author:ada",
            "author:ben",
            "author:cy",
            "author:eve",
            "origin:ada",
            "origin:kgb",
            "source:files",
            "source:letter",
            "source:retelling",
            "source:retold",
            "source:retold-again",
        ),
    )


def test_strike_does_not_reach_past_a_branch_or_hearsay() -> None:
    assert trace("above-two", Chain(), SOURCES).touched == (
        "author:ben",
        "author:dan",
        "source:above-two",
        "source:from-two",
    )
    assert trace("retold", parse_chain("?"), SOURCES).touched == ("author:ben", "source:retold")


def test_work_of_its_own_origin_is_struck_as_a_source_alone() -> None:
    assert trace("inquiry", Chain(), SOURCES).touched == ("author:club", "source:inquiry")


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


@given(links)
def test_following_ends_even_where_works_rest_on_each_other(
    given_links: dict[str, list[str]],
) -> None:
    sources = {work: Source((), "", tuple(given_links.get(work, ()))) for work in WORKS}
    for work in WORKS:
        path = follow(work, sources)
        assert path[0] == work
        assert len(set(path)) == len(path)
        assert all(sources[above].rests == (below,) for above, below in pairwise(path))


steps = st.builds(
    lambda work, place, sign: f"{sign}{work}{place}",
    st.sampled_from(WORKS),
    st.sampled_from(["", "@7", "@7,9-12"]),
    st.sampled_from([">", "|"]),
)


@given(st.lists(steps, max_size=5), st.sampled_from(["", "?", ">?", "|?"]))
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
