"""Chains, and the ways from a source and a chain to whoever knew."""

from __future__ import annotations

from itertools import pairwise

import pytest
from archive import WORKS, links, source
from hypothesis import given

from cardindex.errors import MalformedValue
from cardindex.lineage import (
    SELF,
    UNKNOWN,
    Chain,
    Source,
    Step,
    Way,
    maker,
    parse_chain,
    speakers,
    strike_keys,
    way,
)

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
