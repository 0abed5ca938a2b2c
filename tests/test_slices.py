"""Slices: what each field leaves, addresses of slices, and names that nothing bears."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from building import SETTINGS, cite, claim, entity, index, unchecked, work
from hypothesis import given
from hypothesis import strategies as st

from cardindex.errors import MalformedValue, UnknownName
from cardindex.evidence import tally
from cardindex.folding import folded as fold
from cardindex.index import Index
from cardindex.slices import (
    EVERYTHING,
    Slice,
    parse,
    speakers_of,
    strikable,
    strike_keys,
    verify,
)


@pytest.fixture(scope="module")
def made() -> Index:
    """Five claims that differ in everything a slice can ask for."""
    return unchecked(
        {
            "claims": [
                claim("c1", "ada funded club", when="1953/1973", gloss="Ada paid the Club."),
                claim("c2", "ada met ben", when="1970~", gloss="They met in Córdoba."),
                claim("c3", "bureau handled ada", when="1971-06", text="Straße"),
                claim("c4", "ben name", text="Alpha"),
                claim("c5", "bureau funded club", mode="planned", when="1960"),
            ],
            "citations": [
                cite("c1", "book", "letter"), cite("c1", "cable"), cite("c2", "book"),
                cite("c3", "cable", "", "affirms possible"), cite("c4", "memoir", "|letter"),
                cite("c4", "book", "", "denies"), cite("c5", "cable"),
            ],
            "sources": [
                work("book", author="writer"), work("letter", author="ada", origin="ada"),
                work("cable", origin="bureau"), work("memoir", author="ben;writer", origin="ben"),
                work("unread", author="nobody", origin="club"),
            ],
            "entities": [
                entity("ada", "person"), entity("ben", "person"), entity("club", "party"),
                entity("bureau", "service"), entity("writer", "person"), entity("nobody", "person"),
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "c1 c2 c3 c4 c5"),
        ({"relations": {"funded", "met"}}, "c1 c2 c5"),
        ({"families": {"money"}}, "c1 c5"),
        ({"types": {"person"}}, "c2 c4"),
        ({"types": {"organisation"}}, "c5"),
        ({"types": {"person", "service"}}, "c2 c3 c4"),
        ({"types": {"agent"}}, "c1 c2 c3 c4 c5"),
        ({"not_types": {"organisation"}}, "c2 c4"),
        ({"types": {"agent"}, "not_types": {"person"}}, "c5"),
        ({"types": {"organisation"}, "not_types": {"service"}}, ""),
        ({"entities": {"ada"}}, "c1 c2 c3"),
        ({"entities": {"ben", "bureau"}}, "c2 c3 c4 c5"),
        ({"window": "1953"}, "c1 c4"),
        ({"window": "1971"}, "c1 c2 c3 c4"),
        ({"window": "1971", "surely": True}, "c1 c3"),
        ({"window": "1971-06-01/1971-06-30", "surely": True}, "c1 c3"),
        ({"window": "1971-06-02", "surely": True}, "c1"),
        ({"window": "../1960", "surely": True}, "c1 c5"),
        ({"surely": True}, "c1 c2 c3 c4 c5"),
        ({"dated": True}, "c1 c2 c3 c5"),
        ({"dated": True, "window": "1971"}, "c1 c2 c3"),
        ({"standings": {"corroborated"}}, "c1"),
        ({"standings": {"tentative", "contested"}}, "c3 c4"),
        ({"standings": frozenset()}, ""),
        ({"modes": {"planned"}}, "c5"),
        ({"modes": frozenset()}, ""),
        ({"struck": {"source:cable"}}, "c1 c2 c4"),
        ({"struck": {"author:writer"}}, "c1 c3 c5"),
        ({"struck": {"origin:bureau", "origin:ada", "source:book"}}, ""),
        ({"according_to": "letter"}, "c1 c4"),
        ({"according_to": "ada"}, "c1 c4"),
        ({"according_to": "writer"}, "c1 c2 c4"),
        ({"according_to": "memoir"}, ""),
        ({"text": "cordoba"}, "c2"),
        ({"text": "ALPHA"}, "c4"),
        ({"text": "strasse bureau"}, "c3"),
        ({"text": "club PAID"}, "c1"),
        ({"relations": {"funded"}, "entities": {"ada"}}, "c1"),
    ],
)
def test_each_field_narrows(made: Index, fields: dict[str, Any], expected: str) -> None:
    told = {
        name: frozenset(value) if isinstance(value, set) else value
        for name, value in fields.items()
    }
    found = tally(made, replace(EVERYTHING, **told)).claims.index
    assert " ".join(found) == expected


def test_only_what_a_coder_cites_or_accepted_counts(tmp_path: Path) -> None:
    settings = (
        f'{SETTINGS}[coders.ann]\nname = "Ann Example"\nkind = "person"\n'
        '[coders.reader]\nname = "Reader"\nkind = "machine"\n'
    )
    coded = index(
        tmp_path,
        [claim("c1"), claim("c2", "a funded c"), claim("c3", "b funded c")],
        [
            cite("c1", "book", coder="ann"), cite("c1", "letter"),
            cite("c2", "book", coder="reader;ann"), cite("c3", "book"),
        ],
        settings=settings,
    )  # fmt: skip
    for name, expected in (("ann", "c1 c2"), ("Ann Example", "c1 c2"), ("reader", "c2")):
        chosen = verify(coded, replace(EVERYTHING, coder=name))
        found = tally(coded, chosen)
        assert " ".join(found.claims.index) == expected
        assert set(found.citations["source"]) == {"book"}
    with pytest.raises(UnknownName, match='unknown coder "bob"'):
        verify(coded, replace(EVERYTHING, coder="bob"))


def test_slice_without_fields_holds_what_stands(made: Index) -> None:
    claims = tally(made, Slice()).claims
    assert list(claims.index) == ["c1", "c2"]
    assert claims["stands"].all()


def test_reporting_is_not_speaking(made: Index) -> None:
    citations = tally(made, replace(EVERYTHING, according_to="letter")).citations
    assert [*zip(citations["claim"], citations["source"], strict=True)] == [
        ("c1", "book"), ("c4", "memoir"),
    ]  # fmt: skip
    assert tally(made, replace(EVERYTHING, according_to="memoir")).claims.empty


# --- Names


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"relations": {"fundet"}}, 'unknown relation "fundet"; did you mean "funded"?'),
        ({"families": {"mony"}}, 'unknown family "mony"; did you mean "money" (Money and means)?'),
        ({"not_types": {"persn"}}, 'unknown kind of entity "persn"; did you mean "person"?'),
        ({"types": {"persn"}}, 'unknown kind of entity "persn"; did you mean "person"?'),
        ({"entities": {"bureu"}}, 'unknown entity "bureu"; did you mean "bureau"?'),
        ({"standings": {"contestet"}}, 'unknown standing "contestet"; did you mean "contested"?'),
        ({"modes": {"planed"}}, 'unknown mode "planed"; did you mean "planned"?'),
        (
            {"struck": {"source:cabel"}},
            'unknown source, author or origin "source:cabel"; did you mean "source:cable"?',
        ),
        ({"according_to": "leter"}, 'unknown source or author "leter"; did you mean "letter"?'),
    ],
)
def test_unknown_name_is_told_with_the_nearest(
    made: Index, fields: dict[str, Any], told: str
) -> None:
    fields = {
        name: frozenset(value) if isinstance(value, set) else value
        for name, value in fields.items()
    }
    with pytest.raises(UnknownName) as caught:
        verify(made, Slice(**fields))
    assert str(caught.value) == told


@pytest.mark.parametrize("window", ["Jun-71", "1973/1953", "../.."])
def test_window_that_is_no_date_is_told(made: Index, window: str) -> None:
    with pytest.raises(MalformedValue):
        tally(made, Slice(window=window))


def test_strikable_is_what_strikes_a_citation(made: Index) -> None:
    assert strikable(made) == [
        "source:book", "source:cable", "source:letter", "source:memoir",
        "author:ada", "author:ben", "author:writer",
        "origin:ada", "origin:ben", "origin:bureau",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("book", {"source:book"}),
        ("ben", {"author:ben", "origin:ben"}),
        ("origin:ben", {"origin:ben"}),
        ("unread", {"source:unread"}),
        ("club", {"origin:club"}),
    ],
)
def test_name_means_a_source_or_an_author_and_origin(
    made: Index, name: str, keys: set[str]
) -> None:
    assert strike_keys(made, name) == keys
    assert tally(made, Slice(struck=frozenset(keys))) is not None


@pytest.mark.parametrize(
    ("name", "nearest"), [("cabel", "cable"), ("source:boöck", "source:book"), ("zzz", None)]
)
def test_name_that_strikes_nothing_is_unknown(made: Index, name: str, nearest: str | None) -> None:
    with pytest.raises(UnknownName) as caught:
        strike_keys(made, name)
    assert caught.value.nearest == nearest


def test_speakers_of_an_author_are_all_his_works(made: Index) -> None:
    assert speakers_of(made, "writer") == {"book", "memoir"}
    assert speakers_of(made, "memoir") == {"memoir"}


# --- Options and addresses


def test_options_are_texts_or_lists() -> None:
    expected = Slice(families=frozenset(("money", "command")), modes=frozenset(("", "asked")))
    assert parse({"families": "money,command", "modes": "actual,asked"}) == expected
    assert parse({"families": ["command", "money"], "modes": ("", "asked")}) == expected
    assert parse({"families": ""}) == Slice()
    assert parse({"entities": "actual"}).entities == {"actual"}
    assert parse({"surely": True}, EVERYTHING) == replace(EVERYTHING, surely=True)


def test_unknown_option_is_told() -> None:
    with pytest.raises(UnknownName, match='unknown slice option "family"; did you mean "families"'):
        parse({"family": "money"})


@pytest.mark.parametrize("value", [True, 3])
def test_option_that_is_no_name_is_told(value: Any) -> None:
    with pytest.raises(TypeError, match="is no name"):
        parse({"families": value})


# --- Folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Peña\tNIETO ", "pena nieto"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("ﬁn \u210c", "fin h"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_takes_away_accents_case_and_space(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_is_final(text: str) -> None:
    assert fold(fold(text)) == fold(text)
