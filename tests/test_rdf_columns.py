"""What is written by column says what is said of each row, and no slab or thread changes it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from threading import Event, active_count
from types import SimpleNamespace

import building
import numpy as np
import pytest
import small
from hypothesis import example, given
from hypothesis import strategies as st

from cardindex import cards, dates, rdf
from cardindex.cards import columns as worded
from cardindex.frames import texts
from cardindex.lineage import Source, parse_chain, way
from cardindex.lineage.many import parse_chains
from cardindex.rdf import cells, things, writer
from cardindex.rdf.ahead import ahead
from cardindex.rdf.columns import (
    Coded,
    Lists,
    coded,
    ends,
    facts,
    raw,
    spread,
    together,
    without,
)
from cardindex.rdf.days import cells_of, dated, days
from cardindex.rdf.lines import Lines, quoted, unquoted
from cardindex.rdf.slabs import Property, Rows, Several, Slab, Subjects, Telling, alike, always
from cardindex.rdf.terms import OWN, TEXT, Names
from cardindex.rdf.turtle import Turtle
from cardindex.rdf.ways import Ways, Works, primaries
from cardindex.rdf.writer import Writer

NAMES = Names("https://example.org/")
WORKS = ("annals", "b2", "c-1-d")
PLACES = ("", "@72", "@72,75", "@fol. 3a")

hostile = st.text(st.sampled_from('ab é"\\\n\t\0\x7f\u2028𐍈;'), max_size=6)


@st.composite
def chains(draw: st.DrawFn) -> str:
    signs = st.sampled_from([">", "|"])
    works = draw(st.lists(st.sampled_from(WORKS), max_size=4))
    steps = [work + draw(st.sampled_from(PLACES)) for work in works]
    told = draw(st.sampled_from(["", "|"])) if steps else ""
    told += "".join(f"{draw(signs) if at else ''}{step}" for at, step in enumerate(steps))
    ended = ["", "?", ">?", "|?", "!"] if steps else ["", "?", "|?", "!"]
    return told + draw(st.sampled_from(ended))


@given(st.lists(chains(), max_size=12))
@example(["|b2@72|c-1-d>annals|?", "", "|?", "annals@fol. 3a!", "!"])
def test_chains_are_parsed_and_told_as_each_is(some: list[str]) -> None:
    index = SimpleNamespace(titles={work: f"The {work}, a title" for work in WORKS})
    found = parse_chains(texts(some))
    starts, sources = found.steps.starts.tolist(), found.sources.to_pylist()
    told = worded.told_via(found, texts([index.titles[work] for work in sources])).to_pylist()
    for at, text in enumerate(some):
        one, steps = parse_chain(text), slice(starts[at], starts[at + 1])
        assert tuple(
            zip(
                sources[steps], found.locators.to_pylist()[steps], found.reported[steps].tolist(),
                strict=True,
            )
        ) == tuple(one.steps)  # fmt: skip
        assert (one.hearsay, one.reports_hearsay, one.own) == (
            found.hearsay[at], found.reports_hearsay[at], found.own[at],
        )  # fmt: skip
        assert told[at] == cards.told_via(index, one)  # type: ignore[arg-type]


@st.composite
def cited(draw: st.DrawFn) -> tuple[str, str]:
    source, *steps = draw(st.permutations(WORKS))
    signs = [draw(st.sampled_from([">", "|"])) for _ in steps[: draw(st.integers(0, len(steps)))]]
    chain = "".join(f"{sign}{work}" for sign, work in zip(signs, steps, strict=False))
    return source, chain.removeprefix(">") + draw(st.sampled_from(["", "", ">?", "!"]) if chain
                                                  else st.sampled_from(["", "?", "!"]))  # fmt: skip


@given(
    st.lists(st.tuples(st.lists(st.sampled_from(WORKS), max_size=2, unique=True), st.booleans()),
             min_size=3, max_size=3),
    st.lists(cited(), max_size=9),
)  # fmt: skip
@example([([], True), (["annals"], True), ([], True)], [("annals", "b2"), ("c-1-d", "b2")])
@example([([], True), (["annals"], True), ([], True)], [("c-1-d", "annals>b2")])
def test_who_knew_at_first_hand_is_whom_lineage_finds(
    works: list[tuple[list[str], bool]], some: list[tuple[str, str]]
) -> None:
    rows = [
        building.work(id_, rests_on=";".join(rests), origin="ann" if known else "")
        for id_, (rests, known) in zip(WORKS, works, strict=True)
    ]
    known = Works(building.unchecked({"sources": rows}))
    about = {id_: Source((), "ann" if it else "", tuple(rests))
             for id_, (rests, it) in zip(WORKS, works, strict=True)}  # fmt: skip
    sources, told = ([pair[at] for pair in some] for at in (0, 1))
    ways, read = Ways.of(texts(told), known), known.numbers(texts(sources))
    found = known.called(primaries(known, read, ways, ways.made_in(read, known.none)))
    taken = [way(source, parse_chain(chain), about) for source, chain in some]
    assert found.to_pylist() == [
        it.works[-1] if chain.endswith("!") else (*it.works, *it.rests)[-1] if it.root else ""
        for it, (_, chain) in zip(taken, some, strict=True)
    ]


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", 'b "c"', " "])] * 9), max_size=9))
def test_claims_are_told_as_each_is(rows: list[tuple[str, ...]]) -> None:
    names = ("subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode")
    cells = {name: texts([row[at] for row in rows]) for at, name in enumerate(names)}
    expected = [
        cards.in_words(
            (subject, words, object_), text, f"{quantity} {unit}".strip() if quantity else "",
            when, place, mode,
        )
        for subject, words, object_, text, quantity, unit, when, place, mode in rows
    ]  # fmt: skip
    assert worded.in_words(cells).to_pylist() == expected


@given(st.lists(hostile, max_size=9), st.integers(0, 3))
def test_what_acts_is_escaped_in_those_texts_that_have_it(some: list[str], start: int) -> None:
    part = texts(["x", *some]).slice(min(start, len(some)))
    found, bare = unquoted(part)
    assert bare
    assert [f'"{text}"' for text in found.to_pylist()] == list(map(quoted, part.to_pylist()))
    assert raw(part).decode() == "".join(part.to_pylist())
    assert np.diff(ends(part)).tolist() == [len(text.encode()) for text in part.to_pylist()]


def test_texts_in_which_nothing_acts_are_not_copied() -> None:
    some = texts(["é", "", "b"])
    assert without(some, b'"', str.upper) is some


@given(
    st.lists(st.sampled_from(["", "1970", "-0044-03", "1980?/..", "/1990", "-9999", "0001/0002"]))
)
def test_dates_are_told_as_each_is(some: list[str]) -> None:
    bounds = np.array(
        [dates.parse(text) for text in some],
        dtype=np.int64,
    ).reshape(-1, 4)
    columns = [column.to_pylist() for column in cells_of(texts(some), *bounds.T)]
    for at, text in enumerate(some):
        found = [
            (column.predicate, column.kind, cells[at])
            for column, cells in zip(dated("ci:when"), columns, strict=True)
            if cells[at]
        ]
        assert found == list(one_by_one(text))


def one_by_one(text: str) -> Iterator[tuple[str, str, str]]:
    if not text:
        return
    yield "ci:when", "edtf:EDTF", text
    bounds = dates.parse(text)
    names = ("ci:earliestStart", "ci:latestStart", "ci:earliestEnd", "ci:latestEnd")
    for name, bound in zip(names, bounds, strict=True):
        if bound not in {dates.ALWAYS, dates.NEVER}:
            yield name, "xsd:date", dates.iso(bound)
    if bounds.latest_start == dates.ALWAYS:
        yield "ci:openStart", "xsd:boolean", "true"
    if bounds.earliest_end == dates.NEVER:
        yield "ci:openEnd", "xsd:boolean", "true"


@given(st.lists(st.integers(-800_000, 3_000_000)))
@example([-719162, -719163, 2932896, 2932897])
def test_days_are_written_as_each_is(numbers: list[int]) -> None:
    there = np.array([number % 3 > 0 for number in numbers], dtype=bool)
    found = days(np.array(numbers, dtype=np.int64), there).to_pylist()
    assert found == [
        dates.iso(number) if given_ else ""
        for number, given_ in zip(numbers, there.tolist(), strict=True)
    ]


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4).map(tuple), min_size=1), st.data())
def test_lists_have_each_text_once(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    found = Lists.made(np.array(codes, dtype=np.int64), rows).at()
    names = [found.texts[at].as_py() for at in found.at.tolist()]
    starts = found.starts.tolist()
    assert [names[start:end] for start, end in pairwise(starts)] == [
        list(dict.fromkeys(rows[code])) for code in codes
    ]


@given(
    st.lists(st.tuples(hostile, st.integers(0, 1 << 38), st.booleans(), st.integers(-9, 1 << 38)))
)
def test_cells_together_are_those_of_each_row(rows: list[tuple[str, int, bool, int]]) -> None:
    columns = (
        texts([row[0] for row in rows]),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=bool),
        np.array([row[3] for row in rows], dtype=np.int64),
    )
    found = together(*columns)
    assert [found.cells[code] for code in found.codes.tolist()] == rows
    assert len(set(found.cells)) == len(found.cells)
    assert spread(coded(columns[0])).equals(columns[0])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from("abc"))))
def test_facts_come_once_and_those_of_one_predicate_together(
    told: list[tuple[int, int, str]],
) -> None:
    told.sort(key=lambda fact: fact[0])
    rows, which, values = zip(*told, strict=True) if told else ((), (), ())
    numbers = np.array(which, dtype=np.int64)
    found = facts(np.array(rows, dtype=np.int64), 4, numbers, numbers // 2, texts(list(values)))
    for row, (start, end) in enumerate(pairwise(found.starts.tolist())):
        wanted: dict[int, dict[tuple[int, str], None]] = {}
        for at, predicate, value in told:
            if at == row:
                wanted.setdefault(predicate // 2, {})[predicate, value] = None
        spelled = found.texts.take(found.at[start:end]).to_pylist()
        pairs = list(zip(found.which[start:end].tolist(), spelled, strict=True))
        assert pairs == [fact for some in wanted.values() for fact in some]


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
@pytest.mark.parametrize(("at_a_time", "wide"), [(1, 64), (3, 1), (4000, 2)])
def test_how_things_are_put_together_makes_no_difference(
    format_: str, at_a_time: int, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rdf.dump(small.index(), "full", format_)
    monkeypatch.setattr(writer, "_AT_A_TIME", at_a_time)
    monkeypatch.setattr(cells, "_WIDE", wide)
    made = b"".join(rdf.stream(small.index(), "full", format_))
    if format_ == "jsonld":
        made, before = made.replace(b"\n", b""), before.replace(b"\n", b"")
    assert made == before


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_files_get_what_is_had_in_python(format_: str) -> None:
    assert b"".join(rdf.views(small.index(), "full", format_)) == rdf.dump(
        small.index(), "full", format_
    )
    assert {type(part) for part in rdf.stream(small.index(), "full", format_)} == {bytes}


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_entities_are_written_alike_if_a_relation_is_a_property_of_theirs(
    format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rdf.dump(small.index(), "truthy", format_)
    monkeypatch.setattr(things, "_SAID", tuple(f"<{it.iri}>" for it in _relations()))
    assert not things.Entities(small.selection(), NAMES).apart
    assert rdf.dump(small.index(), "truthy", format_) == before


def _relations() -> list[object]:
    return list(small.index().vocabulary.relations.values())


def lines(*tables: Rows) -> list[str]:
    writer = Writer(Lines(NAMES))
    made = b"".join(writer.written([Slab(tables)])).decode().splitlines()
    assert writer.facts == len(made)
    return made


def test_a_column_in_which_a_cell_has_many_facts() -> None:
    cells = Coded(np.array([1, 0, 1]), (0, 70))
    column = Telling(lambda count: [("ci:note", TEXT, str(at)) for at in range(count)])
    table = Rows((always(("ci:a", TEXT, "x")), column), ["claim/a", "claim/b", "claim/c"],
                 (alike(3), cells))  # fmt: skip
    note = f"<{rdf.NAMESPACES['ci']}note>"
    made = lines(table)
    assert len(made) == 143
    for place, name in ((1, "a"), (73, "c")):
        assert made[place : place + 70] == [
            f'<https://example.org/claim/{name}> {note} "{at}" .' for at in range(70)
        ]


def test_ids_that_stand_behind_no_prefix_are_written_whole() -> None:
    writer = Writer(Turtle(NAMES))
    some = texts(["a", "-b", "c.d", "", "e"])
    several = Lists.made(np.array([0, 1, 0, 1, 0]), [("x", "y.z"), ()]).at()
    columns = (
        always(("ci:a", TEXT, "x")),
        Property("ci:place", OWN, "entity/"),
        Several.of("ci:root", "source/"),
    )
    ids = texts(["a", "b.c", "d", "e", "f"])
    made = b"".join(
        writer.written([Slab((Rows(columns, Subjects("claim/", ids), (alike(5), some, several)),))])
    ).decode()
    root = "ci:root source:x , <https://example.org/source/y.z>"
    assert made == (
        f'claim:a ci:a "x" ;\n\tci:place entity:a ;\n\t{root} .\n'
        '<https://example.org/claim/b.c> ci:a "x" ;\n'
        "\tci:place <https://example.org/entity/-b> .\n"
        'claim:d ci:a "x" ;\n'
        f"\tci:place <https://example.org/entity/c.d> ;\n\t{root} .\n"
        'claim:e ci:a "x" .\n'
        f'claim:f ci:a "x" ;\n\tci:place entity:e ;\n\t{root} .\n'
    )
    assert writer.facts == 15


def test_what_is_made_ahead_comes_in_order_and_what_fails_fails_in_its_turn() -> None:
    def made() -> Iterator[int]:
        yield from range(5)
        raise KeyError("the sixth")

    found = []
    with pytest.raises(KeyError, match="the sixth"):
        found.extend(each for each in _noted(ahead(made()), found))
    assert found[:5] == list(range(5))


def _noted(items: Iterator[int], found: list[int]) -> Iterator[int]:
    for item in items:
        found.append(item)
        yield from ()


def test_what_is_not_asked_for_is_not_made() -> None:
    made, before, gone = [], active_count(), Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                made.append(len(made))
                yield made[-1]
        finally:
            gone.set()

    some = ahead(endless())
    assert next(some) == 0
    some.close()  # type: ignore[attr-defined]
    assert active_count() == before
    assert len(made) == 2
    gone.clear()
    del made[:]
    ahead(endless())  # which nobody takes anything of
    assert gone.wait(10)
    assert made == [0]
