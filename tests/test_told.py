"""When it was told: what had been said and published by a day, surely and possibly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rdflib
from building import cite, claim, unchecked, work
from folding import wholes
from generated import dated
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import rdf
from cardindex.errors import MalformedValue, UndefinedMeasure, UnknownName
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.measures import plots
from cardindex.measures.fold import attested
from cardindex.measures.told import told_by_year
from cardindex.slices import EVERYTHING, Slice, heard_in, verify
from cardindex.workbench import Workbench

# A letter is of no published kind, a book is of one.
WORKS = [
    work("read", date="1990"),
    work("early", date="1960"),
    work("vague", date="1960~"),
    work("undated"),
    work("letter", kind="letter", date="1960"),
    work("note", kind="letter"),
    work("late", kind="letter", date="1980"),
    work("report", kind="report", date="1970"),
    work("papers", kind="archive", date="1950/1975"),
    work("going", kind="newspaper", date="1965/.."),
]


def told(*citations: tuple[str, str]) -> Index:
    """Return an index with a claim for each citation, given as source and chain."""
    claims = [claim(f"c{at}", f"a funded b{at}") for at, _ in enumerate(citations, 1)]
    cited = [cite(row["id"], *each) for row, each in zip(claims, citations, strict=True)]
    return unchecked({"claims": claims, "citations": cited, "sources": WORKS})


def answers(index: Index, **by: str) -> str:
    """Return whether the one citation of an index is heard: surely, possibly or not."""
    sure, perhaps = (
        heard_in(index, replace(EVERYTHING, surely=how, **by)) for how in (True, False)
    )
    assert sure is not None
    assert perhaps is not None
    return "surely" if sure.all() else "possibly" if perhaps.all() else "not"


# Each sentence of the definition, worked by hand.


@pytest.mark.parametrize(
    ("source", "chain", "day", "said", "published"),
    [
        # Any work of the way surely of that day: the book read, what it quotes, what is between.
        ("early", "", "1960", "surely", "surely"),
        ("early", "", "1959", "not", "not"),
        ("read", "early", "1960", "surely", "surely"),
        ("read", "letter>undated", "1960", "surely", "possibly"),
        ("early", "undated", "1960", "surely", "surely"),
        # By then is by the last day of the date, and a source is of its last day.
        ("early", "", "1960-12-31", "surely", "surely"),
        ("early", "", "1960-12-30", "possibly", "possibly"),
        ("early", "", "1960-06~", "possibly", "possibly"),
        ("early", "", "1955/1960", "surely", "surely"),
        # 1960~ is 1959 to 1961.
        ("vague", "", "1961", "surely", "surely"),
        ("vague", "", "1960", "possibly", "possibly"),
        ("vague", "", "1958", "not", "not"),
        # The last is undated: it may have been said at any time, yet surely by who is dated.
        ("undated", "", "0001", "possibly", "possibly"),
        ("read", "undated", "1950", "possibly", "possibly"),
        ("read", "undated", "1990", "surely", "surely"),
        # The last decides what is possible, not what stands between.
        ("read", "undated>early", "1959", "not", "not"),
        ("read", "undated>early", "1960-01-01", "possibly", "possibly"),
        # A letter is said and not published; who publishes it is.
        ("letter", "", "1960", "surely", "not"),
        ("read", "letter", "1960", "surely", "not"),
        ("read", "letter", "1989", "surely", "not"),
        ("read", "letter", "1990-01-01", "surely", "possibly"),
        ("read", "letter", "1990", "surely", "surely"),
        ("undated", "letter", "1960-01-01", "possibly", "possibly"),
        ("note", "", "1990", "possibly", "not"),
        ("report", "", "1970", "surely", "not"),
        # An undated book that has it from a letter of 1980 was not out before.
        ("undated", "late", "1979", "not", "not"),
        ("undated", "late", "1980-01-01", "possibly", "possibly"),
        ("undated", "late", "1999", "surely", "possibly"),
        # What stands before the published work says nothing of when that was out.
        ("late", "undated", "1979", "possibly", "possibly"),
        ("late", "undated", "1980", "surely", "possibly"),
        # In whatever place of the way a published work is.
        ("papers", "undated>letter", "1960", "surely", "possibly"),
        ("papers", "undated>letter", "1959", "not", "not"),
        # Hearsay is an undated last, and no published one.
        ("read", "?", "1950", "possibly", "not"),
        ("read", "?", "1990", "surely", "surely"),
        ("letter", "?", "1950", "possibly", "not"),
        ("read", "early?", "1959", "possibly", "not"),
        ("read", "early>?", "1960-01-01", "possibly", "possibly"),
        ("read", "early?", "1960", "surely", "surely"),
        ("undated", "?", "1950", "possibly", "possibly"),
        # An own conclusion changes nothing.
        ("early", "!", "1960", "surely", "surely"),
        ("early", "!", "1959", "not", "not"),
        ("read", "early!", "1960", "surely", "surely"),
        ("read", "undated!", "1950", "possibly", "possibly"),
        # Whether it is taken over or only reported, and on which page, is all the same.
        ("read", "|early@12", "1960", "surely", "surely"),
        ("read", "undated@3|late@7,9", "1979", "not", "not"),
        # A span, and one that is still going on: from some day of it on, and by none surely.
        ("papers", "", "1949", "not", "not"),
        ("papers", "", "1950", "possibly", "not"),
        ("papers", "", "1975", "surely", "not"),
        ("going", "", "1964", "not", "not"),
        ("going", "", "9999", "possibly", "possibly"),
    ],
)
def test_citation_is_heard_from_the_day_on_that_its_works_tell(
    source: str, chain: str, day: str, said: str, published: str
) -> None:
    index = told((source, chain))
    assert answers(index, said_by=day) == said
    assert answers(index, published_by=day) == published


def test_what_a_work_rests_on_is_not_on_the_way() -> None:
    sources = [work("book", date="1990", rests_on="files"), work("files", date="1950")]
    index = unchecked(
        {"claims": [claim("c1")], "citations": [cite("c1", "book")], "sources": sources}
    )
    assert answers(index, said_by="1989") == "not"


def test_own_kinds_of_the_ontology_say_what_is_published() -> None:
    published = {"book", "article", "newspaper", "memoir", "web", "essay", "comment"}
    assert told(("read", "")).vocabulary.published == published


# What is heard, and what falls.


@pytest.fixture(scope="module")
def made() -> Index:
    """c1: K in a letter of 1960 and L in a book of 1980; c2: denied in 1990; c3: leans on late."""
    return unchecked(
        {
            "claims": [claim("c1"), claim("c2", "a funded d"), claim("c3", "a met d", when="1955")],
            "citations": [
                cite("c1", "letter"), cite("c1", "book"),
                cite("c2", "letter"), cite("c2", "essay", "", "denies"),
                cite("c3", "early", "files"), cite("c3", "files"),
            ],
            "sources": [
                work("letter", kind="letter", date="1960", origin="k", author="k"),
                work("book", date="1980", origin="l", author="l"),
                work("essay", kind="essay", date="1990"),
                work("early", date="1960"), work("files", kind="archive", date="1985", origin="m"),
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"c1": "corroborated", "c2": "contested", "c3": "single-root"}),
        ({"said_by": "1979"}, {"c1": "single-root", "c2": "single-root", "c3": "single-root"}),
        ({"said_by": "1959"}, {}),
        ({"said_by": "1980"}, {"c1": "corroborated", "c2": "single-root", "c3": "single-root"}),
        ({"published_by": "1980"}, {"c1": "single-root", "c3": "single-root"}),
        ({"published_by": "1990"}, {"c1": "single-root", "c2": "denied", "c3": "single-root"}),
        ({"said_by": "1960-06", "surely": True}, {}),
        ({"said_by": "1979", "according_to": "k"}, {"c1": "single-root", "c2": "single-root"}),
        ({"said_by": "1979", "according_to": "l"}, {}),
        ({"said_by": "1985", "published_by": "1979"}, {"c3": "single-root"}),
        ({"said_by": "1979", "window": "1956"}, {"c1": "single-root", "c2": "single-root"}),
        ({"said_by": "1979", "window": "1955", "surely": True}, {"c3": "single-root"}),
    ],
)
def test_only_what_was_told_by_then_counts_and_nothing_falls_by_it(
    made: Index, fields: dict[str, str | bool], expected: dict[str, str]
) -> None:
    claims = tally(made, replace(EVERYTHING, **fields)).claims  # type: ignore[arg-type]
    assert claims["standing"].to_dict() == expected


def test_citations_of_a_selection_are_those_that_are_heard(made: Index) -> None:
    citations = tally(made, replace(EVERYTHING, said_by="1979")).citations
    assert list(citations["source"]) == ["letter", "letter", "early"]


def test_whole_standing_is_not_changed_by_a_day(made: Index) -> None:
    claims = tally(made, replace(EVERYTHING, said_by="1979")).claims
    assert claims.loc["c1", "whole_standing"] == "corroborated"


def test_parts_are_folded_into_wholes_as_known_by_then() -> None:
    index = unchecked(
        {
            "claims": [claim("c1", "a part_of b")],
            "citations": [cite("c1", "early")],
            "sources": WORKS,
        }
    )
    assert wholes(tally(index, Slice(said_by="1960"))) == {"a": "b"}
    assert wholes(tally(index, Slice(said_by="1959"))) == {}
    assert wholes(tally(index, Slice(said_by="1960-06", surely=True))) == {}


def test_sentence_says_by_when(made: Index) -> None:
    part = Slice(window="1955", said_by="1970", published_by="1980", according_to="k")
    assert attested(made, part).endswith(
        "and possibly held in 1955 on what was possibly said by 1970 and possibly published by "
        "1980 on the word of k alone."
    )
    assert "surely said by 1970." in attested(made, Slice(said_by="1970", surely=True))


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("said_by", "soon", '"soon": "said by" takes a date; not a date'),
        ("published_by", "Jun-71", '"Jun-71": "published by" takes a date; a spreadsheet'),
        ("said_by", "1971-13", "there is no month 13"),
        ("said_by", "1973/1953", "it ends before it starts"),
        ("said_by", "1953/..", "this has no last day; write one date, such as 1970"),
        ("published_by", "1953/", "this has no last day"),
    ],
)
def test_what_is_no_date_is_told(made: Index, field: str, text: str, told: str) -> None:
    part = replace(Slice(), **{field: text})
    for ask in (verify, tally):
        with pytest.raises(MalformedValue) as caught:
            ask(made, part)
        assert told in str(caught.value)


# Laws.

days = st.sampled_from(("1953", "1960", "1965-06", "1970~", "1975", "1990"))


def heard(index: Index, **fields: str | bool) -> np.ndarray:
    found = heard_in(index, replace(EVERYTHING, **fields))  # type: ignore[arg-type]
    return np.ones(len(index.citations), dtype=bool) if found is None else found


@settings(max_examples=60)
@given(index=dated().map(unchecked), one=days, other=days)
def test_published_implies_said_and_surely_implies_possibly(
    index: Index, one: str, other: str
) -> None:
    for surely in (True, False):
        published, said = (
            heard(index, **{kind: one}, surely=surely) for kind in ("published_by", "said_by")
        )
        assert (published <= said).all()
        both = heard(index, said_by=one, published_by=other, surely=surely)
        assert (both == said & heard(index, published_by=other, surely=surely)).all()
    for kind in ("published_by", "said_by"):
        early, late = sorted((one, other))
        sure, perhaps = (heard(index, **{kind: early}, surely=it) for it in (True, False))
        assert (sure <= perhaps).all()
        assert (perhaps <= heard(index, **{kind: late})).all() or "~" in early
        assert sure.sum() <= len(index.citations)


@settings(max_examples=20)
@given(index=dated().map(unchecked), surely=st.booleans())
def test_empty_option_changes_nothing(index: Index, surely: bool) -> None:
    part = replace(EVERYTHING, said_by="", published_by="", surely=surely)
    assert heard_in(index, part) is None
    assert tally(index, part).claims.equals(tally(index, EVERYTHING).claims)


@settings(max_examples=40)
@given(index=dated().map(unchecked), day=days, kind=st.sampled_from(("said", "published")))
def test_days_are_those_of_a_plain_reading(index: Index, day: str, kind: str) -> None:
    for surely in (True, False):
        found = heard(index, **{f"{kind}_by": day}, surely=surely)
        assert list(found) == list(plain(index, kind, day, surely=surely))


def plain(index: Index, kind: str, text: str, *, surely: bool) -> Iterable[bool]:
    """Read the definition aloud, citation by citation."""
    from cardindex import dates
    from cardindex.lineage import parse_chain

    day = dates.last_day(text)
    for source, chain in zip(index.citations["source"], index.citations["chain"], strict=True):
        parsed = parse_chain(chain)
        way = [index.sources.loc[work] for work in (source, *parsed.sources)]
        bounds = [dates.parse(work["date"]) for work in way]
        public = [
            kind == "said" or work["kind"] in index.vocabulary.published for work in way
        ]  # fmt: skip
        by_then = [each.latest_end <= day for each in bounds]
        later = [each.earliest_start > day for each in bounds]
        sure = any(told and open_ for told, open_ in zip(by_then, public, strict=True))
        if kind == "said":
            perhaps = parsed.hearsay or not later[-1]
        else:
            perhaps = any(open_ and not any(later[at:]) for at, open_ in enumerate(public))
        yield sure if surely else sure or perhaps


# By year.


def test_claims_are_counted_from_the_year_on_that_they_were_told() -> None:
    index = told(("early", ""), ("read", "letter"), ("vague", ""), ("note", ""), ("read", "?"))
    table = told_by_year(index).table
    assert list(table.index) == list(range(1959, 1991))
    # early and letter are of 1960, vague of 1959 to 1961; note and ? are undated.
    assert table.loc[1959].to_dict() == {
        "said_surely": 0, "said_possibly": 3, "published_surely": 0, "published_possibly": 1,
    }  # fmt: skip
    assert table.loc[1960].to_dict() == {
        "said_surely": 2, "said_possibly": 5, "published_surely": 1, "published_possibly": 2,
    }  # fmt: skip
    assert table.loc[1990].to_dict() == {
        "said_surely": 4, "said_possibly": 5, "published_surely": 4, "published_possibly": 4,
    }  # fmt: skip


def test_claim_is_told_with_the_first_that_affirms_it(made: Index) -> None:
    found = told_by_year(made, EVERYTHING)
    assert found.claims == 3
    assert found.table.loc[1960, "said_surely"] == 3
    # c2 is published by a denial alone, c1 in 1980, c3 in 1960.
    assert found.table["published_surely"].to_dict()[1979] == 1
    assert found.table["published_surely"].iloc[-1] == 2
    assert found.unpublished == 1


def test_only_claims_about_the_entity_count(made: Index) -> None:
    assert told_by_year(made, EVERYTHING, entity="b").claims == 1
    assert Workbench(made).told_by_year(entity="d", relations={"met"}).claims == 1


def test_strikes_and_days_of_the_slice_come_first(made: Index) -> None:
    struck = replace(EVERYTHING, struck=frozenset(("source:letter",)))
    assert told_by_year(made, struck, entity="b").table.index[0] == 1980
    assert told_by_year(made, replace(EVERYTHING, said_by="1979")).table.index[-1] == 1960


def test_index_without_dated_works_has_no_years() -> None:
    with pytest.raises(UndefinedMeasure, match="no work through which these claims were told"):
        told_by_year(told(("undated", ""), ("note", "?")))


def test_entity_of_which_nothing_is_affirmed_has_no_years(made: Index) -> None:
    with pytest.raises(UndefinedMeasure, match="nobody affirms a claim of this slice"):
        told_by_year(made, entity="m")


def test_claims_about_a_name_are_about_its_bearer_where_identities_fold() -> None:
    index = unchecked(
        {
            "claims": [claim("c1", "club funded cover"), claim("c2", "cover same_as ada")],
            "citations": [cite("c1", "early"), cite("c2", "read")],
            "sources": WORKS,
        }
    )
    with pytest.raises(UndefinedMeasure):
        told_by_year(index, Slice(relations=frozenset(("funded",))), entity="ada")
    for name in ("ada", "cover"):
        found = told_by_year(
            index, Slice(relations=frozenset(("funded",)), identities=True), entity=name
        )
        assert found.claims == 1
        # Nobody had said yet who that was: by then it is not about her.
        with pytest.raises(UndefinedMeasure):
            told_by_year(
                index,
                Slice(relations=frozenset(("funded",)), identities=True, said_by="1989"),
                entity="ada",
            )


def test_what_is_left_out_unasked_is_said(made: Index) -> None:
    assert "1 contested" in told_by_year(made).notes[-1]
    assert not any("Left out" in note for note in told_by_year(made, EVERYTHING).notes)


def test_unknown_entity_is_told_with_the_nearest(made: Index) -> None:
    with pytest.raises(UnknownName, match='unknown entity "kk"'):
        told_by_year(made, entity="kk")


@settings(max_examples=25)
@given(index=dated().map(unchecked))
def test_counts_never_shrink_and_agree_with_slices(index: Index) -> None:
    try:
        table = told_by_year(index, EVERYTHING).table
    except UndefinedMeasure:
        return
    assert (table.diff().dropna() >= 0).all(axis=None)
    assert (table["said_surely"] <= table["said_possibly"]).all()
    assert (table["published_surely"] <= table["published_possibly"]).all()
    assert (table["published_surely"] <= table["said_surely"]).all()
    assert (table["published_possibly"] <= table["said_possibly"]).all()
    year = int(table.index[0])
    left = tally(index, replace(EVERYTHING, said_by=f"{year:04}")).citations
    affirmed = left.loc[left["stance"] == "affirms", "claim"].nunique()
    assert table["said_possibly"].iloc[0] == affirmed


def test_years_are_drawn(made: Index, tmp_path: Path) -> None:
    picture = plots.told(told_by_year(made), "claims told")
    picture.save(tmp_path / "told.svg")
    assert "how many published" in picture.caption
    assert (tmp_path / "told.svg").read_bytes().startswith(b"<?xml")


# As triples.


def graph_of(index: Index) -> rdflib.Graph:
    return rdflib.Graph().parse(data=rdf.dump(index, "full", "ntriples"), format="nt")


@pytest.mark.parametrize(
    ("source", "chain", "said_in", "earliest", "latest"),
    [
        ("early", "", "early", "1960-01-01", "1960-12-31"),
        ("read", "early@4", "early", "1960-01-01", "1960-12-31"),
        ("read", "undated", "undated", None, "1990-12-31"),
        ("early", "late", "late", "1960-12-31", "1960-12-31"),
        ("read", "letter>?", None, None, "1960-12-31"),
        ("undated", "!", "undated", None, None),
        ("going", "", "going", "1965-01-01", None),
    ],
)
def test_citation_says_where_and_when_it_was_said(
    source: str, chain: str, said_in: str | None, earliest: str | None, latest: str | None
) -> None:
    index = told((source, chain))
    graph = graph_of(index)
    ci = rdflib.Namespace(rdf.NAMESPACES["ci"])
    (node,) = graph.subjects(rdflib.RDF.type, ci.Citation)
    work = graph.value(node, ci.saidIn)
    assert (work and work.rpartition("/")[2]) == said_in
    for name, day in (("saidEarliest", earliest), ("saidLatest", latest)):
        found = graph.value(node, ci[name])
        assert (found and str(found)) == day


def test_source_has_its_four_days() -> None:
    graph = graph_of(told(("papers", ""), ("going", ""), ("undated", "")))
    ci = rdflib.Namespace(rdf.NAMESPACES["ci"])

    def of(source: str) -> dict[str, str]:
        node = rdflib.URIRef(f"https://example.org/made-up/source/{source}")
        names = ("earliestStart", "latestStart", "earliestEnd", "latestEnd", "openEnd")
        found = {name: graph.value(node, ci[name]) for name in names}
        return {name: str(day) for name, day in found.items() if day is not None}

    assert of("papers") == {
        "earliestStart": "1950-01-01", "latestStart": "1950-12-31",
        "earliestEnd": "1975-01-01", "latestEnd": "1975-12-31",
    }  # fmt: skip
    assert of("going") == {
        "earliestStart": "1965-01-01", "latestStart": "1965-12-31", "openEnd": "true",
    }  # fmt: skip
    assert of("undated") == {}
