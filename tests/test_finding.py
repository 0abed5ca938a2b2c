"""Finding: whom a typed name means, what is taken, what is offered, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from building import Row, cite, claim, entity, unchecked, work
from hypothesis import given
from hypothesis import strategies as st

from cardindex import finding
from cardindex.errors import AmbiguousName, UnknownName
from cardindex.finding import found, taken
from cardindex.index import Index
from cardindex.settings import Coder


def name(id_: str, words: str) -> Row:
    return {"entity": id_, "name": words, "kind": "alias"}


@pytest.fixture(scope="module")
def made() -> Index:
    return unchecked(
        {
            "entities": [
                entity("kgb", label="Committee for State Security"),
                entity("kgb-school", label="School of the KGB"),
                entity("salvador-allende", "person", label="Salvador Allende"),
                entity("andres-allende", "person", label="Andrés Allende"),
                entity("elder", "person", label="Jorge Masetti (the father)"),
                entity("younger", "person", label="Jorge Masetti (the son)"),
                entity("ohiggins", "person", label="Bernardo O’Higgins"),
                entity("garces", "person", label="Juan Garcés-Soto"),
                entity("usa", label="United States"),
                entity("letters", "event", label="Reading of the letters"),
            ],
            "names": [
                name("kgb", "Moscow Centre"), name("kgb", "KGB"), name("usa", "U.S."),
                name("elder", "Jorge Masetti"), name("younger", "Jorge Masetti"),
            ],
            "claims": [
                claim("c1", "kgb code_named salvador-allende", text="LEADER"),
                claim("c02", "kgb handled salvador-allende"),
                claim("c003", "kgb-school met andres-allende", gloss="They met."),
                claim("c12", "elder met younger"),
                claim("c012", "elder handled younger"),
            ],
            "citations": [cite(id_, "letters") for id_ in ("c1", "c02", "c003", "c12", "c012")],
            "sources": [
                work("letters", title="Letters of Andrés", author="andres-allende"),
                work("centre", title="The Centre", origin="kgb"),
            ],
        },
        {"ann": Coder("Ann Example", "person")},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("kgb", "kgb"),
        ("KGB", "kgb"),  # though the school has it in its name
        ("K.G.B.", "kgb"),
        ("\uff2b\uff27\uff22", "kgb"),  # in full width
        ("\u200bkgb\u00a0", "kgb"),
        ("entity:KGB", "kgb"),
        ("Entity: Moscow Centre", "kgb"),
        ("moscow centre", "kgb"),
        ("“Moscow Centre”", "kgb"),
        ("leader", "salvador-allende"),  # a code name, which a claim tells of
        ("salvador_allende", "salvador-allende"),
        ("Allende, Salvador", "salvador-allende"),
        ("andre\u0301s", "andres-allende"),
        ("ANDRES allende", "andres-allende"),
        ("O'Higgins", "ohiggins"),
        ("o`higgins", "ohiggins"),
        ("garces soto", "garces"),
        ("Garcés‐Soto", "garces"),
        ("us", "usa"),
        ("father", "elder"),
        ("scow", "kgb"),
    ],
)
def test_entity_is_taken_by_what_people_type(made: Index, text: str, id_: str) -> None:
    assert taken(made, text).id == id_


@pytest.mark.parametrize(
    ("text", "kind", "id_"),
    [
        ("c1", "claim", "c1"),
        ("C0001", "claim", "c1"),
        ("c2", "claim", "c02"),
        ("claim:c3", "claim", "c003"),
        ("c12", "claim", "c12"),
        ("LETTERS", "source", "letters"),
        ("letters of andres", "source", "letters"),
        ("Handled", "relation", "handled"),
        ("code named", "relation", "code_named"),
        ("member-of", "relation", "member_of"),
        ("was handled by", "relation", "handled"),
        ("money & means", "family", "money"),
        ("Money and means", "family", "money"),
        ("Armed Group", "type", "armed-group"),
        ("ann example", "coder", "ann"),
    ],
)
def test_whatever_is_asked_for_is_taken_by_its_name(
    made: Index, text: str, kind: str, id_: str
) -> None:
    assert taken(made, text, (kind,)).id == id_


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        # The most connected first.
        ("allende", '"salvador-allende" or "andres-allende"'),
        (
            "Jorge Masetti",
            '"elder" (Jorge Masetti (the father)) or "younger" (Jorge Masetti (the son))',
        ),
    ],
)
def test_name_that_fits_several_is_offered_and_not_guessed(
    made: Index, text: str, offered: str
) -> None:
    with pytest.raises(AmbiguousName) as caught:
        taken(made, text)
    assert str(caught.value).startswith(f'entity "{text}" may be {offered}; give the id')


def test_claims_of_one_number_are_offered(made: Index) -> None:
    with pytest.raises(AmbiguousName, match=r'"c012" \(elder handled younger\) or "c12"'):
        taken(made, "c00012", ("claim",))


def test_first_kind_is_meant_where_several_fit_and_its_prefix_tells_another(made: Index) -> None:
    kinds = ("entity", "source")
    assert taken(made, "letters", kinds).kind == "entity"
    assert taken(made, "Source:letters", kinds).kind == "source"
    assert taken(made, "Letters of Andres", kinds).kind == "source"
    assert taken(made, "centre", kinds).kind == "source"  # an id is before any name
    with pytest.raises(AmbiguousName, match='"andres-allende" or "source:letters"'):
        taken(made, "andr", ("entity", "source"), alike=True)


def test_misspelt_name_is_answered_with_what_it_is_like(made: Index) -> None:
    for text, nearest in (
        ("Salvadore Alende", "salvador-allende"), ("alende", "salvador-allende"),
        ("kgbb", "kgb"), ("Moscow Center", "kgb"), ("masetty", "elder"), ("ohigins", "ohiggins"),
    ):  # fmt: skip
        with pytest.raises(UnknownName, match="unknown entity") as caught:
            taken(made, text)
        assert caught.value.nearest == nearest, text


@pytest.mark.parametrize(
    "text", ["", " ", "…", "—", "🕊", "(.*)", "[", "\0", "a" * 1_000_000, "zq " * 300_000]
)
def test_what_is_no_name_is_unknown_at_once(made: Index, text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        taken(made, text, ("entity", "claim", "source", "relation"))
    assert len(str(caught.value)) < 1000
    assert found(made, text) == []


def test_only_those_are_taken_that_are_asked_for(made: Index) -> None:
    among = {"entity": {"andres-allende"}}
    assert taken(made, "allende", among=among).id == "andres-allende"
    with pytest.raises(UnknownName):
        taken(made, "kgb", among=among)


def test_id_is_taken_without_gathering_any_name(
    monkeypatch: pytest.MonkeyPatch, made: Index
) -> None:
    def refuse(*_: object) -> Any:
        raise AssertionError

    monkeypatch.setattr(finding, "_names", refuse)
    assert taken(made, "kgb").id == "kgb"


@given(st.text(max_size=8))
def test_what_is_taken_is_the_best_that_is_found(text: str) -> None:
    fitting = found(SMALL, text)
    assert [(it.fit, -it.weight, it.id) for it in fitting] == sorted(
        (it.fit, -it.weight, it.id) for it in fitting
    )
    try:
        best = taken(SMALL, text)
        # An id is taken without a look at how many claims it has, or at its other names.
        assert (best.kind, best.id, best.label, best.fit) == (
            fitting[0].kind,
            fitting[0].id,
            fitting[0].label,
            fitting[0].fit,
        )
    except UnknownName:
        assert len(fitting) != 1


SMALL = unchecked({"claims": [claim("c1", "ab met ac"), claim("c2", "ab met b")]})


def test_name_of_very_many_words_is_found_whole_and_by_its_beginning() -> None:
    long = " ".join(f"word{number}" for number in range(60))
    made = unchecked({"entities": [entity("long", label=long), entity("other")]})
    assert taken(made, long.upper()).id == "long"
    assert taken(made, long[:-1]).id == "long"
    assert found(made, " ".join(reversed(long.split()))) == []
