"""Chains and ``rests_on``: who speaks, what leans on what, roots, and what goes in circles."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from building import Row, cite, claim, unchecked
from building import work as entry
from grounds import Grounds, spread, trace
from hypothesis import given
from hypothesis import strategies as st

from cardindex.checks import examine
from cardindex.errors import MalformedValue
from cardindex.index import Index
from cardindex.lineage import (
    SELF,
    UNKNOWN,
    Chain,
    Source,
    Step,
    Told,
    Way,
    leading_to,
    leaning,
    loops,
    maker,
    parse_chain,
    speakers,
    split_list,
    strike_keys,
    sustained,
    way,
)

DATA = Path(__file__).parent / "data"
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
    "survey": source("club;ada", origin=SELF),
    "retold": source("ben", rests="files"),
    "retold-again": source("cy", rests="retold"),
    "from-two": source("ben", rests="files;letter"),
    "above-two": source("dan", rests="from-two"),
    "retelling": source("eve"),
    "both": source(origin="kgb", rests="letter"),
    "on-letter": source("eve", rests="letter"),
    "ring": source(rests="ring-too"),
    "ring-too": source(rests="ring"),
    "above-ring": source(rests="ring"),
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
        ("!", Chain(own=True)),
        ("a!", Chain((Step("a", "", False),), own=True)),
        ("|a!", Chain((Step("a", "", True),), own=True)),
        ("a@7!", Chain((Step("a", "7", False),), own=True)),
        (
            "a>b|c!",
            Chain((Step("a", "", False), Step("b", "", False), Step("c", "", True)), own=True),
        ),
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
        ("a > b", "a chain is of ids of sources, without spaces; write a>b"),
        ("A>b", '"A" is no source id, alone or with a place in it after @; write a>b@72'),
        ("A_b", "this is no source id, alone or with a place in it after @; write a>b@72"),
        ("a@", "this is no source id"),
        ("a!>b", "! stands only at the end of a chain, as it is the last who concludes"),
        ("!a", "! stands only at the end of a chain"),
        ("a!!", "! stands only at the end of a chain"),
        ("!>a", "! stands right behind a work, or alone for the work that was read; write a>b!"),
        ("a>!", "! stands right behind a work, or alone for the work that was read; write a>b!"),
        ("|!", "! stands right behind a work, or alone for the work that was read; write a>b!"),
        ("a?!", "! and ? exclude each other: what a work has concluded itself is no hearsay"),
        ("a!?", "! and ? exclude each other"),
        ("a!>?", "! and ? exclude each other"),
        ("?!", "! and ? exclude each other"),
        ("a@!", '"a@" is no source id'),
        ("!?", "! and ? exclude each other"),
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
        ("!", ("essay",)),
        ("a!", ("essay", "a")),
        ("|a!", ("a",)),
        ("a|b!", ("b",)),
    ],
)
def test_speakers_are_the_last_and_all_who_take_over_from_it(
    chain: str, speaking: tuple[str, ...]
) -> None:
    assert speakers("essay", parse_chain(chain)) == speaking


# --- Ways: from a source and a chain to whoever knew


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
        ("letter", "files?", UNKNOWN),
        ("inquiry", "", "entity:club"),  # its maker, of whom there is one
        ("survey", "", "source:survey"),  # its makers, of whom there are two
        ("retelling", "inquiry", "entity:club"),
        ("retold", "", "entity:kgb"),
        ("retold-again", "", "entity:kgb"),  # two books on one archive: one root
        ("retelling", "retold-again", "entity:kgb"),
        ("both", "", "entity:ada"),  # what it rests on comes before its own origin
        ("from-two", "", UNKNOWN),
        ("above-two", "", UNKNOWN),
        ("from-two", "letter", "entity:ada"),
        ("ring", "", UNKNOWN),
        ("above-ring", "", UNKNOWN),
        ("letter", "on-letter", UNKNOWN),  # whose end rests on a work of the way
        ("retold", "!", "entity:ben"),  # not the files', as it has concluded it itself
        ("retelling", "retold!", "entity:ben"),
        ("retelling", "letter>retold-again!", "entity:cy"),
        ("retelling", "files!", "source:files"),  # without an author: the work
        ("retelling", "survey!", "source:survey"),
        ("from-two", "!", "entity:ben"),
        ("ring", "!", "source:ring"),
    ],
)
def test_root_is_the_origin_of_what_stands_at_the_end(work: str, chain: str, root: str) -> None:
    assert way(work, parse_chain(chain), SOURCES).root == root


@pytest.mark.parametrize(
    ("work", "chain", "found"),
    [
        (
            "retelling", "letter>retold-again",
            Way(
                works=("retelling", "letter", "retold-again"),
                speakers=("retelling", "letter", "retold-again"),
                rests=("retold", "files"),
                steps=("letter", "retold-again", "retold", "files"),
                root="entity:kgb",
                circular=False,
                quoted="retold-again",
            ),
        ),
        (
            "retelling", "letter|retold-again!",
            Way(
                works=("retelling", "letter", "retold-again"),
                speakers=("retold-again",),
                rests=(),
                steps=("letter",),
                root="entity:cy",
                circular=False,
                quoted="retold-again",
            ),
        ),
        (
            "retelling", "letter>retold-again?",
            Way(
                works=("retelling", "letter", "retold-again"),
                speakers=("retelling", "letter", "retold-again"),
                rests=(),
                steps=("letter", "retold-again"),
                root=UNKNOWN,
                circular=False,
                quoted="",
            ),
        ),
        ("retold", "", Way(("retold",), ("retold",), ("files",), ("files",), "entity:kgb",
                           circular=False, quoted="")),
        ("retold", "!", Way(("retold",), ("retold",), (), (), "entity:ben",
                            circular=False, quoted="")),
        ("retold", "|?", Way(("retold",), (), (), (), UNKNOWN, circular=False, quoted="")),
        ("from-two", "", Way(("from-two",), ("from-two",), (), (), UNKNOWN,
                             circular=False, quoted="")),
        ("ring", "", Way(("ring",), ("ring",), ("ring-too", "ring"), ("ring-too", "ring"), UNKNOWN,
                         circular=True, quoted="")),
        ("above-ring", "", Way(("above-ring",), ("above-ring",), ("ring", "ring-too", "ring"),
                               ("ring", "ring-too", "ring"), UNKNOWN, circular=True, quoted="")),
        ("letter", "on-letter", Way(("letter", "on-letter"), ("letter", "on-letter"), ("letter",),
                                    ("on-letter", "letter"), UNKNOWN, circular=True,
                                    quoted="on-letter")),
    ],
)  # fmt: skip
def test_way_tells_what_is_passed_and_where_one_may_lean(work: str, chain: str, found: Way) -> None:
    assert way(work, parse_chain(chain), SOURCES) == found


@given(links)
def test_following_ends_even_where_works_rest_on_each_other(
    given_links: dict[str, list[str]],
) -> None:
    sources = {work: Source((), "", tuple(given_links.get(work, ()))) for work in WORKS}
    for work in WORKS:
        found = way(work, Chain(), sources)
        path = (*found.works, *found.rests)
        assert path[0] == work
        assert all(sources[above].rests == (below,) for above, below in pairwise(path))
        assert len(set(path)) == len(path) - found.circular
        assert found.circular == (path[-1] in path[:-1])
        assert found.circular or len(sources[path[-1]].rests) != 1


@pytest.mark.parametrize(
    ("work", "made_by"),
    [("letter", "entity:ada"), ("survey", "source:survey"), ("files", "source:files")],
)
def test_maker_is_the_one_author_or_the_work(work: str, made_by: str) -> None:
    assert maker(work, SOURCES) == made_by


@pytest.mark.parametrize(
    ("work", "keys"),
    [
        ("letter", ["source:letter", "author:ada", "origin:ada"]),
        ("survey", ["source:survey", "author:club", "author:ada"]),  # self is nobody to strike
        ("retelling", ["source:retelling", "author:eve"]),
        ("files", ["source:files", "origin:kgb"]),
    ],
)
def test_work_is_struck_as_itself_by_its_authors_and_its_origin(work: str, keys: list[str]) -> None:
    assert strike_keys(work, SOURCES[work]) == keys


# --- Grounds: what leans on what within a claim


class Rows:
    """Citations of an index, each told as in the text that it was made from."""

    def __init__(self, *told: str, works: tuple[Row, ...] = (), claims: tuple[Row, ...] = ()):
        cells = [self._cells(text) for text in told]
        full = {"claims": claims or (claim("c1"),), "citations": [cite(*each) for each in cells]}
        frame = unchecked({**full, "sources": works}).citations
        # The frame is in canonical order, and the cells of a citation are its key.
        keys = list(
            zip(*(frame[name] for name in ("claim", "source", "chain", "stance")), strict=True)
        )
        place = {key: at for at, key in enumerate(keys)}
        self._places = [place[id_, source, chain, voice.split()[0]]
                        for id_, source, chain, voice in cells]  # fmt: skip
        self._frame = frame

    @staticmethod
    def _cells(text: str) -> tuple[str, str, str, str]:
        """``s1<a>b denies possible``, ``s1.`` without a chain, ``c2: s1.`` of another claim."""
        id_, _, rest = text.rpartition(": ")
        way_, _, voice = rest.partition(" ")
        source_, _, chain = way_.removesuffix(".").partition("<")
        voice = voice if voice.startswith(("denies", "doubts")) else f"affirms {voice}"
        return id_ or "c1", source_, chain, voice

    def __getitem__(self, column: str) -> list:
        """Return a column in the order of the texts."""
        values = self._frame[column].tolist()
        return [values[at] for at in self._places]


K, L = entry("k-files", origin="k"), entry("l-files", origin="l")


def test_repeated_row_leans_on_the_row_that_it_repeats_and_so_forth() -> None:
    rows = Rows("s1<s2", "s2<s3", "s3.", works=(entry("s2", origin="m"), entry("s3", origin="k")))
    assert rows["leans_on"] == ["s2", "s3", ""]
    assert rows["root"] == ["", "", "entity:k"]
    first, second, third = rows["node"]
    assert first == -1  # nobody leans on it
    assert rows["leans"] == [second, third, -1]
    assert len({first, second, third}) == 3
    assert {second, third} == {0, 1}
    assert rows["loop"] == ["", "", ""]


def test_all_rows_of_a_work_are_leaned_on_together() -> None:
    rows = Rows("s1<s2", "s2<k-files", "s2<l-files", works=(K, L))
    assert rows["leans_on"] == ["s2", "", ""]
    assert rows["root"] == ["", "entity:k", "entity:l"]
    assert rows["leans"] == [0, -1, -1]
    assert rows["node"] == [-1, 0, 0]


@pytest.mark.parametrize(
    ("told", "leans_on"),
    [
        (["s1<a>b", "a.", "b."], "a"),  # the nearest
        (["s1<a>b", "b."], "b"),
        (["s1<|a|b", "a.", "b."], "a"),  # reporting or taking over
        (["s1<a>b", "s1."], ""),  # never for its own source alone
        (["s1<a>b", "c."], ""),
        (["s1<a", "c2: a."], ""),  # not on a row of another claim
        (["s1<a", "a. denies"], ""),  # nor of the other direction
        (["s1<a", "a. doubts"], ""),
        (["s1<a doubts", "a. denies"], "a"),  # denying and doubting are one
        (["s1<a denies", "a. doubts possible"], "a"),
        (["s1<a", "a. possible"], "a"),
        (["s1<a", "a<b?"], "a"),
        (["s1<a?", "a."], "a"),  # hearsay is followed through its chain
        (["s1<rests?", "base."], ""),  # and no further
        (["s1<?", "base."], ""),
        (["rests.", "base."], "base"),  # without a chain, from the source
        (["rests<!", "base."], ""),  # not for its own conclusion
        (["s1<rests", "base."], "base"),
        (["s1<rests!", "base."], ""),
        (["s1<rests", "rests.", "base."], "rests"),
        (["s1<rests!", "rests."], ""),  # nor are the rows of the one who concludes looked at
        (["s1<a>b!", "a.", "b."], "a"),  # but those of whoever has it from him
        (["s1<a>b!", "b."], ""),
        (["far.", "base."], "base"),  # past works without rows
        (["rests<a", "base."], ""),  # with a chain, from its end alone
        (["branching.", "base.", "a."], ""),
        (["above-branching.", "branching."], "branching"),
        (["above-branching.", "base."], ""),
    ],
)
def test_row_leans_on_the_nearest_work_that_has_any(told: list[str], leans_on: str) -> None:
    works = (
        entry("rests", rests_on="base"), entry("far", rests_on="rests"),
        entry("branching", rests_on="base; a"), entry("above-branching", rests_on="branching"),
    )  # fmt: skip
    rows = Rows(*told, works=works, claims=(claim("c1"), claim("c2", "a funded c")))
    assert rows["leans_on"][0] == leans_on
    assert (rows["leans"][0] >= 0) == bool(leans_on)


@pytest.mark.parametrize(
    ("tie", "mode", "leans_on"),
    [("same", "", "a"), ("same?", "", ""), ("rival", "", ""), ("part", "", ""),
     ("same", "planned", "")],
)  # fmt: skip
def test_claims_that_are_the_same_share_their_rows(tie: str, mode: str, leans_on: str) -> None:
    claims = (claim("c1"), claim("c2", "a funded b", ties=f"{tie} c1", mode=mode))
    rows = Rows("c1: s1<a", "c2: a.", claims=claims)
    assert rows["leans_on"] == [leans_on, ""]


def test_claims_are_the_same_by_way_of_a_third() -> None:
    claims = (claim("c1", ties="same c2"), claim("c2"), claim("c3", ties="same c2"))
    assert Rows("c1: s1<a", "c2: s2.", "c3: a.", claims=claims)["leans_on"] == ["a", "", ""]


@pytest.mark.parametrize(
    ("told", "touched"),
    [
        (["s1<letter>rests"], ["author:ada", "origin:ada", "origin:k", "source:base",
                               "source:letter", "source:rests", "source:s1"]),
        (["s1<letter>rests", "letter."], ["author:ada", "origin:ada", "source:letter",
                                          "source:rests", "source:s1"]),  # all of the chain
        (["far.", "rests."], ["source:far", "source:rests"]),  # rests_on up to what is leaned on
        (["far."], ["origin:k", "source:base", "source:far", "source:rests"]),
        (["s1<rests?"], ["source:rests", "source:s1"]),
        (["s1<rests!"], ["source:rests", "source:s1"]),
        (["branching."], ["source:branching"]),
        (["s1<book!"], ["author:ada", "origin:ada", "source:book", "source:s1"]),  # as the root
        (["book."], ["author:ada", "source:book"]),
        (["inquiry."], ["author:club", "origin:club", "source:inquiry"]),
        (["survey."], ["author:ada", "author:club", "source:survey"]),  # the root is the work
        (["s1<inquiry", "inquiry. denies"], ["author:club", "source:inquiry", "source:s1"]),
        (["s1<letter", "letter. denies"], ["author:ada", "origin:ada", "source:letter",
                                           "source:s1"]),
        (["ring."], ["source:ring", "source:ring-too"]),
    ],
)  # fmt: skip
def test_strike_reaches_source_chain_and_what_is_followed(
    told: list[str], touched: list[str]
) -> None:
    works = (
        entry("letter", author="ada", origin="ada"), entry("rests", rests_on="base"),
        entry("base", origin="k"), entry("far", rests_on="rests"), entry("book", author="ada"),
        entry("branching", rests_on="letter; base"),
        entry("inquiry", author="club", origin="self"),
        entry("survey", author="club; ada", origin="self"),
        entry("ring", rests_on="ring-too"), entry("ring-too", rests_on="ring"),
    )  # fmt: skip
    assert list(Rows(*told, works=works)["touched"][0]) == touched


@pytest.mark.parametrize(
    ("told", "misquoted", "overstated"),
    [
        (["s1<a", "a. denies"], True, False),
        (["s1<a", "a. doubts"], True, False),
        (["s1<a denies", "a."], True, False),
        (["s1<a possible", "a. denies"], True, False),
        (["s1<a!", "a. denies"], True, False),
        (["s1<|a", "a. denies"], True, False),
        (["s1<b>a", "a. denies"], True, False),
        (["s1<a", "a<b denies"], True, False),  # which takes it over from b
        (["s1<a", "a. denies possible"], True, False),
        (["s1<a", "a<|b denies"], False, False),  # which only reports it
        (["s1<a", "a. denies", "a<b"], False, False),  # it has said both
        (["s1<a?", "a. denies"], False, False),
        (["s1<a>b", "a. denies"], False, False),  # not the last
        (["a.", "a. denies"], False, False),  # a work is not quoted by itself
        (["s1<a", "c2: a. denies"], False, False),  # a claim tied to it is another claim
        (["s1<a", "a. possible"], False, True),
        (["s1<a probable", "a. possible"], False, True),
        (["s1<a!", "a. possible"], False, True),
        (["s1<a denies", "a. denies possible"], False, True),
        (["s1<a doubts", "a. denies possible"], False, True),
        (["s1<a", "a. possible", "a. denies"], False, True),
        (["s1<a possible", "a. possible"], False, False),
        (["s1<a", "a. possible", "a<b probable"], False, False),
        (["s1<a", "a<|b possible"], False, False),
        (["s1<a?", "a. possible"], False, False),
        (["s1<a", "c2: a. possible"], False, False),
    ],
)
def test_quotation_is_held_against_the_work_quoted(
    told: list[str], misquoted: bool, overstated: bool
) -> None:
    rows = Rows(*told, claims=(claim("c1"), claim("c2", "a funded b", ties="same c1")))
    assert (rows["misquoted"][0], rows["overstated"][0]) == (misquoted, overstated)
    assert not any(rows["misquoted"][1:])
    assert not any(rows["overstated"][1:])


def test_ground_that_misquotes_has_no_root() -> None:
    rows = Rows("s1<k-files", "k-files. denies", "s2<k-files!", works=(K,))
    assert rows["root"] == ["", "entity:k", ""]
    assert rows["leans"] == [-1, -1, -1]


@pytest.mark.parametrize(
    ("told", "loops_"),
    [
        (["s1<s2", "s2<s3", "s3<s1"], ["s1 > s2 > s3 > s1"] * 3),
        (["s1<s2", "s2<s3", "s3."], ["", "", ""]),
        # A way round, and one that leads out: only who walks round comes back.
        (["s1<s2", "s2<s1", "s2<s3"], ["s1 > s2 > s1", "s1 > s2 > s1", ""]),
        # Whoever leads into a loop comes back to its works, too.
        (["s0<s1", "s1<s2", "s2<s1"], ["s1 > s2 > s1"] * 3),
        (["s1<s2 denies", "s2<s1 denies", "s2."], ["s1 > s2 > s1", "s1 > s2 > s1", ""]),
        (["s1<s2", "s2<s1 denies"], ["", ""]),
        # In the work's own lineage.
        (["ring."], ["ring rests on ring-too rests on ring"]),
        (["s1<ring"], ["ring rests on ring-too rests on ring"]),
        (["s1<ring!"], [""]),
        (["s1<ring?"], [""]),
        (["base<above"], ["base > above rests on base"]),
        (["above.", "base<above"], ["above rests on base > above"] * 2),
        # A work that has no rows itself, passed twice.
        (["s1<m>s2", "s2<m"], ["m > s2 > m", ""]),
        (["s1<m>s2", "s2."], ["", ""]),
        (["s1<m>s2", "s2<m!"], ["m > s2 > m", ""]),
        # One loop is told, be there several.
        (["s1<s2", "s2<s1", "s3<s4", "s4<s3"], ["s1 > s2 > s1"] * 4),
    ],
)
def test_circular_reporting_is_spelled_out(told: list[str], loops_: list[str]) -> None:
    works = (
        entry("ring", rests_on="ring-too"), entry("ring-too", rests_on="ring"),
        entry("above", rests_on="base"),
    )  # fmt: skip
    assert Rows(*told, works=works)["loop"] == loops_


def test_circle_over_claims_that_are_the_same_is_one() -> None:
    claims = (claim("c1"), claim("c2", ties="same c1"))
    rows = Rows("c1: s1<s2", "c2: s2<s1", claims=claims)
    assert rows["loop"] == ["s1 > s2 > s1"] * 2


def test_speakers_stand_beside_each_citation() -> None:
    assert Rows("s1<a|b@3>c", "s1<|?")["speakers"] == [("b", "c"), ()]


def test_pages_in_a_chain_change_nothing() -> None:
    rows = Rows("s1<a@3", "s2<a", "a.")
    assert rows["leans"] == [0, 0, -1]


def test_index_without_citations_has_nothing_to_trace() -> None:
    found = trace(
        Told(*(np.zeros(0, dtype=np.int64),) * 2, [], [], *np.zeros((2, 0), dtype=bool)), {}
    )
    assert all(len(column) == 0 for column in found)


def test_what_leads_to_a_start_leans_on_it_over_what_is_allowed() -> None:
    # 1 and 2 lean on 0, 3 on 2; 4 on itself.
    who = leaning(np.array([-1, 0, 0, 1, 2]), np.array([0, -1, 1, -1, 2]))
    start, everything = np.arange(5) == 0, np.ones(5, dtype=bool)
    assert leading_to(who, start, everything).tolist() == [True, True, True, True, False]
    assert leading_to(who, start, np.arange(5) != 2).tolist() == [True, True, False, False, False]
    assert leading_to(who, np.arange(5) == 4, everything).tolist() == [False] * 4 + [True]


def test_only_what_leads_into_a_loop_is_sustained_by_itself() -> None:
    # 0 and 1 lean on each other, 2 on 1; 3 on the ground 4.
    who = leaning(np.array([1, 0, 1, 2, -1]), np.array([0, 1, -1, -1, 2]))
    lean = who.leans >= 0
    assert sustained(who, lean).tolist() == [True, True, True, False, False]
    assert sustained(who, lean & (np.arange(5) != 0)).tolist() == [False] * 5
    assert sustained(who, lean & (np.arange(5) != 2)).tolist() == [True, True, False, False, False]


# --- Loops


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
