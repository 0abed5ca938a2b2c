"""Identities: who is folded into whom, what a folded line hangs on, and what strikes do to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import reference
import reference_folding
from building import Row, cite, claim, entity, index, unchecked, work
from cases import CASES, case_of, made
from generated import RELATIONS, indexes
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import cli, namedqueries, tables
from cardindex.cards import card
from cardindex.evidence import tally, weigh, weights
from cardindex.evidence.leftout import unlinked
from cardindex.exports import FORMATS
from cardindex.index import Index
from cardindex.measures.fold import focus, lay, simple
from cardindex.measures.ranges import ranking
from cardindex.measures.strikes import grounds, left
from cardindex.measures.time import timeline
from cardindex.measures.told import told_by_year
from cardindex.network import network
from cardindex.slices import EVERYTHING, Slice, parse, strikable
from cardindex.store import Store

Rows = dict[str, list[Row]]

FOLDING = Slice(identities=True)
ALL_FOLDED = replace(EVERYTHING, identities=True)
TANGLED = indexes(("same_as", "same_as", *RELATIONS))


def liberal(*more: Row, said: tuple[Row, ...] = ()) -> Index:
    """Return the index in which a service paid LIBERAL, whom the editors take for R."""
    return unchecked(
        {
            "claims": [
                claim("c1", "service funded liberal"),
                claim("c2", "liberal same_as r"),
                claim("c3", "r handled z"),
                *more,
            ],
            "citations": [
                cite("c1", "cable"), cite("c2", "notes", "!"), cite("c3", "memoir"), *said,
            ],
            "sources": [
                work("cable", origin="service", date="1970"), work("notes", author="edith"),
                work("memoir", origin="z"),
            ],
            "entities": [entity("liberal", "person", label="LIBERAL"), entity("r", "person")],
        }
    )  # fmt: skip


# Slices.


def test_slice_with_identities_is_an_option() -> None:
    assert parse({"identities": True}) == FOLDING


# What is folded.


def test_line_of_the_folded_hangs_on_who_says_that_they_are_one() -> None:
    selection = tally(liberal(), FOLDING)
    assert selection.folded == {"liberal": "r"}
    line = selection.links.set_index("subject").loc["service"]
    assert line["object"] == "r"
    assert line["claims"] == ("c1",)
    assert line["identifications"] == ("c2",)


def test_claims_are_never_rewritten() -> None:
    plain, folded = tally(liberal()), tally(liberal(), ALL_FOLDED)
    assert folded.claims.equals(plain.claims)


def test_network_of_the_folded_has_its_claims_between_them() -> None:
    graph = network(tally(liberal(), FOLDING))
    assert set(graph.edges(keys=True)) == {("service", "r", "c1"), ("r", "z", "c3")}
    assert graph.edges["service", "r", "c1"]["identifications"] == ("c2",)
    assert graph.edges["r", "z", "c3"]["identifications"] == ()


def test_only_what_is_struck_heard_and_dated_touches_identifications() -> None:
    opened = liberal()
    narrow = Slice(
        relations=frozenset(("funded",)), entities=frozenset(("service",)), identities=True,
        not_types=frozenset(("event",)), standings=frozenset(("single-root",)), text="funded",
    )  # fmt: skip
    assert tally(opened, narrow).folded == {"liberal": "r"}
    for part in (
        Slice(identities=True, struck=frozenset(("author:edith",))),
        Slice(identities=True, according_to="cable"),
        Slice(identities=True, window="1970", surely=True),
    ):
        assert tally(opened, part).folded == {}


def test_what_does_not_stand_folds_nobody() -> None:
    assert tally(liberal(said=(cite("c2", "memoir", "", "denies"),)), FOLDING).folded == {}
    planned = liberal(claim("c4", "z same_as q", mode="planned"), said=(cite("c4", "cable"),))
    assert "z" not in tally(planned, FOLDING).folded


# What is said of it.


def test_it_is_said_who_is_folded_and_what_is_left_out() -> None:
    opened = liberal(claim("c4", "liberal handled r"), said=(cite("c4", "cable"),))
    assert tally(opened, FOLDING).notes == (
        "1 entity is folded into whom they are said to be: LIBERAL into R (c2).",
        "Left out of the links: 1 identification and 1 link within one who is folded.",
    )
    assert tally(opened, Slice()).notes == ()


def test_it_is_said_who_is_said_to_be_two() -> None:
    opened = liberal(claim("c4", "liberal same_as q"), said=(cite("c4", "memoir"),))
    selection = tally(opened, FOLDING)
    assert selection.folded == {}
    assert selection.unfolded == {"liberal": ("q", "r")}
    assert selection.notes[0] == "Nobody is folded."
    assert selection.notes[-1] == (
        "Not folded, as nothing says that the others are one: LIBERAL is said to be Q and R."
    )


def test_it_is_said_where_there_is_nothing_to_fold() -> None:
    plain = unchecked({"claims": [claim("c1")], "citations": [cite("c1", "book")]})
    (note,) = tally(plain, FOLDING).notes
    assert note == "No claim of this index says who was who, so that identities fold nobody."
    (note,) = tally(liberal(), replace(FOLDING, struck=frozenset(("source:notes",)))).notes
    assert note == "No identification stands in this slice, so that nobody is folded."


# Cards.


def test_cards_point_from_one_to_the_other() -> None:
    selection = tally(liberal())
    (bearer,) = card(selection, "liberal").said_to_be
    assert (bearer.entity, bearer.label, bearer.claims, bearer.standing) == (
        "r", "R", ("c2",), "single-root",
    )  # fmt: skip
    (name,) = card(selection, "r").under_this_name
    assert (name.entity, name.label, name.claims) == ("liberal", "LIBERAL", ("c2",))
    assert card(selection, "z").said_to_be == card(selection, "z").under_this_name == ()


def test_card_points_to_the_other_whatever_a_slice_leaves_out() -> None:
    selection = tally(liberal(), Slice(families=frozenset(("money",))))
    assert [one.entity for one in card(selection, "liberal").said_to_be] == ["r"]


@pytest.mark.parametrize("asked", ["r", "liberal"])
def test_card_with_identities_gathers_what_is_told_under_each_name(asked: str) -> None:
    found = card(tally(liberal(), ALL_FOLDED), asked)
    assert found.entity == "r"
    assert found.folded == ("liberal",)
    lines = {line.claim: line.under for _, lines in found.families for line in lines}
    assert lines == {"c1": ("LIBERAL",), "c2": ("LIBERAL",), "c3": ()}


# The named query.


def test_query_tells_who_is_said_to_be_whom_by_whom_and_who_is_said_to_be_two() -> None:
    opened = liberal(
        claim("c4", "liberal same_as q"), claim("c5", "q same_as p"), claim("c6", "p same_as q"),
        claim("c7", "z same_as edith"),
        said=(
            cite("c4", "memoir"), cite("c4", "cable"), cite("c5", "memoir"), cite("c6", "memoir"),
            cite("c7", "cable", "", "denies"),
        ),
    )  # fmt: skip
    answer = Store.of(opened).query(namedqueries.load(opened)["identities"].text(opened)).csv()
    assert answer.splitlines()[1:] == [
        "claim:c4,LIBERAL,Q,corroborated,2,2,Cable | Memoir,P | R",
        "claim:c2,LIBERAL,R,single-root,1,1,Notes (its own conclusion),P | R",
        "claim:c6,P,Q,single-root,1,1,Memoir,",
        "claim:c5,Q,P,single-root,1,1,Memoir,",
        "claim:c7,Z,Edith,denied,0,0,,",
    ]


# Rankings.


def test_rank_with_identities_has_one_person_and_striking_gives_two_again() -> None:
    opened = liberal()
    found = ranking(opened, "degree", FOLDING)
    assert found.table["value"].to_dict() == {"r": 2, "service": 1, "z": 1}
    assert found.strikes.at["author:edith", "entities"] == 4
    assert found.strikes.at["source:notes", "entities"] == 4
    assert any("1 entity is folded" in note for note in found.notes)
    assert set(ranking(opened, "degree").table.index) == {"liberal", "r", "service", "z"}


def test_strike_after_which_a_second_identity_falls_folds() -> None:
    opened = liberal(claim("c4", "liberal same_as q"), said=(cite("c4", "memoir"),))
    found = ranking(opened, "degree", FOLDING)
    assert set(found.table.index) == {"liberal", "r", "service", "z"}
    # The memoir tells of r and z as well, so that only the line of the service is left.
    (laid,) = [each for each in _struck(opened, FOLDING) if each[0] == "source:memoir"]
    assert laid[1] == ("r", "service")


def _struck(opened: Index, part: Slice) -> list[tuple[str, tuple[str, ...]]]:
    selection = tally(opened, part)
    ground = lay(selection, "roots", directed=False, wholes=False)
    return [
        (key, laid.fold(cells).entities)
        for key, laid, cells in grounds(ground, left(selection), "all")
        if cells is not None
    ]


def test_weight_of_a_folded_line_is_no_more_than_the_identification(tmp_path: Path) -> None:
    opened = made(case_of(CASES / "identities.json"), tmp_path)
    weight = {
        ends: data["weight"]
        for *ends_, data in simple(tally(opened, FOLDING)).graph().edges(data=True)
        for ends in [tuple(sorted(ends_))]
    }
    assert weight["p", "q"] == 2
    assert weight["p", "v"] == 2
    assert weight["o1", "t"] == 2
    # Where no root is known there is a voice all the same.
    assert weight["p", "w"] == 1
    claims = simple(tally(opened, FOLDING), "claims").graph()
    assert claims.edges["p", "q"]["weight"] == 2


def test_wholes_are_those_of_the_folded() -> None:
    more = (claim("c4", "org part_of liberal"), claim("c5", "org funded q"))
    opened = liberal(*more, said=(cite("c4", "cable"), cite("c5", "cable")))
    folded = simple(tally(opened, FOLDING), wholes=True)
    assert folded.entities == ("q", "r", "service", "z")


def test_years_of_one_who_is_folded_are_those_of_all_names() -> None:
    opened = unchecked(
        {
            "claims": [
                claim("c1", "service funded liberal", when="1950"),
                claim("c2", "liberal same_as r"),
                claim("c3", "r handled z", when="1952"),
            ],
            "citations": [cite("c1", "cable"), cite("c2", "notes", "!"), cite("c3", "memoir")],
        }
    )
    for name in ("r", "liberal"):
        found = timeline(opened, "degree", FOLDING, entity=name).table["surely"]
        assert found.to_dict() == {1950: 1, 1951: 0, 1952: 1}


def test_weight_of_the_editors_is_that_one_person_is_two_again() -> None:
    weight = weigh(liberal(), ["source:notes"], ALL_FOLDED)
    assert weight.lost_pairs == (("r", "service"),)
    assert weight.gained_pairs == (("liberal", "service"),)


def test_nobody_who_is_folded_is_counted_among_those_without_a_link() -> None:
    opened = unchecked(
        {
            "claims": [claim("c1", "liberal same_as r"), claim("c2", "service funded z")],
            "citations": [cite("c1", "notes", "!"), cite("c2", "cable")],
        }
    )
    assert list(unlinked(tally(opened, FOLDING))) == ["r"]
    assert list(unlinked(tally(opened))) == []


def test_claims_told_of_one_who_is_folded_are_those_of_all_names() -> None:
    opened = liberal()
    assert told_by_year(opened, FOLDING, entity="liberal").claims == 3
    assert told_by_year(opened, entity="liberal").claims == 2


# The command line.


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str]]:
    """Run a command on the index of LIBERAL, and return what it prints on both ways."""
    written = liberal()
    frames = {name: getattr(written, name) for name in ("claims", "citations", "sources")}
    rows = {
        name: [
            {key: cell for key, cell in row.items() if key in tables.COLUMNS[name]} | offsets
            for row in frame.reset_index().to_dict("records")
            for offsets in [{"start": "", "end": ""} if name == "citations" else {}]
        ]
        for name, frame in frames.items()
    }
    people = [entity("liberal", "person", label="LIBERAL"), entity("r", "person")]
    index(tmp_path, entities=people, **rows)

    def run_(*words: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["cardindex", *words, "-i", str(tmp_path)])
        with pytest.raises(SystemExit) as raised:
            cli.main()
        told = capsys.readouterr()
        assert raised.value.code == 0, told.err
        return told.out, told.err

    return run_


Run = Callable[..., tuple[str, str]]


def test_every_command_that_takes_a_slice_folds() -> None:
    sliced = {
        name: [option for parameter in command.params for option in parameter.opts]
        for name, command in cli.commands.commands.items()
    }
    taking = {name for name, options in sliced.items() if "--struck" in options}
    assert taking >= {"compare", "export", "path", "rank", "show", "timeline", "view", "weigh"}
    assert {name for name in taking if "--identities" not in sliced[name]} == set()


def test_path_shows_the_identification_as_a_hop_that_is_said(run: Run) -> None:
    out, err = run("path", "service", "r")
    assert "LIBERAL is said to be R  [single-root; c2]  ← weakest" in out
    assert err == ""
    out, err = run("path", "service", "liberal", "--identities")
    assert "Service funded R  [single-root; c1; hangs on c2]" in out
    assert "1 entity is folded into whom they are said to be: LIBERAL into R (c2)." in err
    out, _ = run("path", "liberal", "r", "--identities")
    assert out == "Both are R: there is no way to go.\n"


def test_show_points_to_the_other_and_gathers_with_identities(run: Run) -> None:
    out, _ = run("show", "liberal")
    assert "Said to be: R (c2, single-root)" in out
    out, _ = run("show", "r")
    assert "Under this name: LIBERAL (c2, single-root)" in out
    assert "c1" not in out
    out, err = run("show", "r", "--identities")
    assert "c1" in out
    assert "told of LIBERAL" in out
    assert "LIBERAL into R" in err


@pytest.mark.parametrize(
    "words",
    [("rank", "degree"), ("timeline", "r", "--window", "1970/1971"),
     ("export", "simple-csv"), ("export", "graphml"),
     ("compare", "cable", "memoir"), ("weigh",), ("weigh", "notes")],
)  # fmt: skip
def test_command_says_what_it_folded(run: Run, words: tuple[str, ...]) -> None:
    out, err = run(*words, "--identities")
    assert out
    assert "olded" in err
    assert "olded" not in run(*words)[1]


@pytest.mark.parametrize(
    "format_", ["graphml", "gexf", "edges-csv", "edges-parquet", "simple-csv", "simple-graphml"]
)
def test_network_exports_are_those_of_the_folded(format_: str) -> None:
    data = FORMATS[format_].write(tally(liberal(), ALL_FOLDED))
    assert data != FORMATS[format_].write(tally(liberal(), EVERYTHING))
    assert b"identifications" in data
    for name in ("claims", "ntriples"):
        folded, plain = (FORMATS[name].write(tally(liberal(), p)) for p in (ALL_FOLDED, EVERYTHING))
        assert folded == plain


# Laws, and what the definitions say.


def strikes(opened: Index) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(strikable(opened)), max_size=3)


def lines_of(opened: Index, part: Slice) -> dict[tuple[str, str, str], reference_folding.Line]:
    names = list(reference_folding.Line.__dataclass_fields__)
    links = tally(opened, part).links
    keys = zip(links["subject"], links["relation"], links["object"], strict=True)
    rows = links[names].to_dict("records")
    return {key: reference_folding.Line(**row) for key, row in zip(keys, rows, strict=True)}


@given(rows=TANGLED, data=st.data())
def test_folding_is_what_the_definitions_say(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    part = replace(ALL_FOLDED, struck=struck)
    expected = reference_folding.fold(reference.read(opened), struck)
    selection = tally(opened, part)
    assert selection.folded == expected.into
    assert selection.unfolded == expected.two
    ways = {name: {*way} for name, way in selection.identities.ways.items()}
    assert ways == expected.ways
    assert lines_of(opened, part) == expected.lines


@given(rows=indexes(tuple(name for name in RELATIONS if name != "same_as")))
def test_index_that_says_of_nobody_who_he_is_folds_to_itself(rows: Rows) -> None:
    opened = unchecked(rows)
    assert lines_of(opened, ALL_FOLDED) == lines_of(opened, EVERYTHING)
    chosen = focus(opened, Slice())
    plain, folded = (
        lay(tally(opened, part), "roots", directed=True, wholes=True)
        for part in (chosen, replace(chosen, identities=True))
    )
    every = np.ones(len(opened.claims), dtype=bool)
    assert plain.columns.tolist() == folded.columns.tolist()
    assert plain.weights(every).tolist() == folded.weights(every).tolist()


@given(rows=TANGLED)
def test_after_a_strike_that_fells_all_identifications_the_folded_is_the_unfolded(
    rows: Rows,
) -> None:
    opened = unchecked(rows)
    saying = tally(opened, EVERYTHING).identifications.index
    cited = opened.citations[opened.citations["claim"].isin(saying)]
    struck = frozenset(f"source:{source}" for source in cited["source"])
    folded, plain = (
        lines_of(opened, replace(part, struck=struck)) for part in (ALL_FOLDED, EVERYTHING)
    )
    assert folded == plain


@given(rows=TANGLED)
def test_folding_invents_no_link_and_supports_none_beyond_its_roots(rows: Rows) -> None:
    opened = unchecked(rows)
    selection = tally(opened, ALL_FOLDED)
    names: dict[str, set[str]] = {id_: {id_} for id_ in opened.entities.index}
    for name, into in selection.folded.items():
        names[into].add(name)
    plain = tally(opened, EVERYTHING).links
    linked = {
        (link.relation, frozenset((link.subject, link.object))) for link in plain.itertuples()
    }
    for line in selection.links.itertuples():
        assert any(
            (line.relation, frozenset((one, other))) in linked
            for one in names[line.subject]
            for other in names[line.object]
        )
        assert 0 <= line.support_low <= line.support_high <= len(line.roots)


@settings(max_examples=25)  # every key of each is struck the long way as well
@given(rows=TANGLED, wholes=st.booleans())
def test_ground_of_a_strike_is_that_of_the_slice_without_it(rows: Rows, *, wholes: bool) -> None:
    opened = unchecked(rows)
    chosen = focus(opened, FOLDING)
    selection = tally(opened, chosen)
    ground = lay(selection, "roots", directed=True, wholes=wholes)
    for key, laid, cells in grounds(ground, left(selection), "all"):
        if cells is None:
            continue
        struck = tally(opened, replace(chosen, struck=frozenset([key])))
        there = lay(struck, "roots", directed=True, wholes=wholes)
        expected = there.fold(there.weights(left(struck).claims))
        found = laid.fold(cells)
        assert found.entities == expected.entities
        assert np.array_equal(found.matrix.toarray(), expected.matrix.toarray())


@settings(max_examples=40)
@given(rows=TANGLED)
def test_weights_of_the_folded_agree_with_weighing_one_by_one(rows: Rows) -> None:
    opened = unchecked(rows)
    for key, row in weights(opened, ALL_FOLDED).iterrows():
        assert row["lost_pairs"] == len(weigh(opened, [str(key)], ALL_FOLDED).lost_pairs)
