"""What defaults leave out: each claim once, by its first reason, and how to have it in."""

from __future__ import annotations

import building
import generated
import pytest
from hypothesis import given, settings

from cardindex.errors import UndefinedMeasure
from cardindex.evidence import Selection, tally
from cardindex.evidence.leftout import REASONS, sentence, unlinked
from cardindex.index import Index
from cardindex.measures.fold import focus, simple
from cardindex.measures.ranges import ranking
from cardindex.network import best_paths, left_out
from cardindex.slices import EVERYTHING, Slice


def index() -> Index:
    """Return an index with one claim, or two, for every reason."""
    claims = [
        building.claim("c1", "a funded b"),
        building.claim("c2", "a funded c"),
        building.claim("c3", "b funded c", mode="planned"),
        building.claim("c4", "a killed c"),
        building.claim("c5", "a killed d"),
        building.claim("c6", "a code_name", text="FOX"),
        building.claim("c7", "c funded d"),
        building.claim("c8", "d funded e", mode="asked"),
    ]
    voices = {"c2": "denies", "c5": "denies", "c7": "affirms possible", "c8": "denies"}
    cited = [
        building.cite(row["id"], "s", voice=voices.get(row["id"], "affirms")) for row in claims
    ]
    alone = [building.entity("f")]
    return building.unchecked({"claims": claims, "citations": cited, "entities": alone})


def reasons(selection: Selection) -> dict[str, tuple[str, str]]:
    found = selection.left_out
    return {id_: (row["reason"], row["which"]) for id_, row in found.iterrows()}


def test_each_claim_is_left_out_for_its_first_reason() -> None:
    assert reasons(tally(index(), Slice())) == {
        "c2": ("standing", "denied"), "c5": ("standing", "denied"), "c7": ("standing", "tentative"),
        "c3": ("mode", "planned"), "c8": ("mode", "asked"),
    }  # fmt: skip
    measured = tally(index(), focus(index(), Slice()))
    assert reasons(measured) == reasons(tally(index(), Slice())) | {
        "c4": ("family", "violence"), "c5": ("family", "violence"), "c6": ("family", "identity"),
    }  # fmt: skip


def test_what_the_slice_does_not_ask_for_is_not_left_out() -> None:
    assert reasons(tally(index(), EVERYTHING)) == {}
    assert set(reasons(tally(index(), Slice(entities=frozenset({"b"}))))) == {"c3"}
    assert set(reasons(tally(index(), Slice(families=frozenset({"violence"}))))) == {"c5"}
    assert reasons(tally(index(), Slice(struck=frozenset({"source:s"})))) == {}


def test_sentence_counts_by_reason_and_says_how_to_have_it_in() -> None:
    measured = tally(index(), focus(index(), Slice()))
    assert sentence(measured, linking=True) == (
        "Left out: 1 tentative, 1 denied (--standing any); 2 of families that do not carry people, "
        "means or orders: Violence 2 (--family any); 1 asked, 1 planned (--mode any); 1 that links "
        "no two entities (names, measures, dates)."
    )
    assert sentence(tally(index(), EVERYTHING)) == ""


def test_what_was_asked_for_by_name_is_not_told_as_left_out() -> None:
    chosen = Slice(standings=frozenset({"denied"}), modes=frozenset({"", "asked"}))
    assert sentence(tally(index(), chosen)) == ""


def test_paths_keep_identifications_and_say_what_they_leave_out() -> None:
    assert "2 of families that do not carry people, means or orders: Violence 2" in left_out(
        tally(index(), Slice())
    )
    claims = [building.claim("c1", "a same_as b"), building.claim("c2", "a killed b")]
    cited = [building.cite(id_, "s") for id_ in ("c1", "c2")]
    selection = tally(building.unchecked({"claims": claims, "citations": cited}), Slice())
    assert left_out(selection).startswith("Left out: 1 of families")
    (path,) = best_paths(selection, "a", "b")
    assert path.hops[0].claims == ("c1",)


def test_slice_of_families_that_are_all_left_out_says_so() -> None:
    claims = [building.claim("c1", "a killed b")]
    made = building.unchecked({"claims": claims, "citations": [building.cite("c1", "s")]})
    told = "All that is here is of families that are left out unless they are asked for"
    with pytest.raises(UndefinedMeasure, match=told):
        ranking(made, "degree")
    with pytest.raises(UndefinedMeasure, match="--family any"):
        simple(tally(made, focus(made, Slice())))
    assert told in left_out(tally(made, Slice()))
    assert best_paths(tally(made, Slice()), "a", "b") == []


def test_entities_without_a_link_are_found() -> None:
    assert list(unlinked(tally(index(), EVERYTHING))) == ["f"]
    assert list(unlinked(tally(index(), Slice()))) == ["d", "e", "f"]
    assert list(unlinked(tally(index(), Slice(entities=frozenset({"d"}))))) == ["a", "c", "d", "e"]


@settings(max_examples=30)
@given(generated.indexes())
def test_what_is_left_and_what_is_left_out_are_all_that_is_there(
    rows: dict[str, list[building.Row]],
) -> None:
    made = building.unchecked(rows)
    for chosen in (Slice(), focus(made, Slice())):
        selection = tally(made, chosen)
        out = selection.left_out
        assert sorted([*selection.claims.index, *out.index]) == sorted(made.claims.index)
        assert set(out["reason"]) <= set(REASONS)
        asked = tally(made, Slice(families=chosen.families, standings=EVERYTHING.standings))
        assert set(out.index[out["reason"] == "standing"]) == set(asked.claims.index) - set(
            selection.claims.index
        )
