"""Facts that matter in the first index, each with the query that shows it.

A fact here is that the essay says a thing in a certain way, not that it was so.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cardindex
from cardindex import Workbench

GRAPH = Path(__file__).resolve().parent.parent / "graph"

Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return cardindex.open(GRAPH)


def rows(bench: Workbench, query: str) -> Rows:
    """Return the rows of an answer, sorted as text."""
    answer = bench.query(query).itertuples(index=False, name=None)
    return sorted(answer, key=str)


def standings(bench: Workbench, subject: str, relation: str, object_: str) -> Rows:
    """Return text, day and standing of all claims that link two entities."""
    return rows(
        bench,
        f"""
        SELECT (COALESCE(?said, "") AS ?text) (COALESCE(STR(?edtf), "") AS ?when) ?standing {{
          ?claim rdf:subject entity:{subject} ; rdf:predicate ci:{relation} ;
                 rdf:object entity:{object_} ; ci:standing/skos:notation ?standing .
          OPTIONAL {{ ?claim ci:text ?said }}
          OPTIONAL {{ ?claim ci:when ?edtf }}
        }}""",
    )


def sums(bench: Workbench, recipient: str) -> Rows:
    """Return what was paid to someone: giver, quantity, year and mode."""
    return rows(
        bench,
        f"""
        SELECT ?giver ?quantity (COALESCE(STR(?edtf), "") AS ?when) (COALESCE(?how, "") AS ?mode) {{
          ?claim rdf:predicate ?paid ; rdf:object entity:{recipient} ;
                 rdf:subject/rdfs:label ?giver ; ci:quantity ?quantity .
          VALUES ?paid {{ ci:funded ci:bribed ci:payer_in }}
          OPTIONAL {{ ?claim ci:when ?edtf }}
          OPTIONAL {{ ?claim ci:mode/skos:notation ?how }}
        }}""",
    )


def ties(bench: Workbench, tie: str) -> set[frozenset[str]]:
    """Return the pairs of claims that a certain tie joins."""
    found = rows(bench, f"SELECT ?one ?other {{ ?one ci:{tie} ?other }}")
    return {frozenset(map(str, pair)) for pair in found}


def test_two_dates_of_the_relations_between_chile_and_moscow_are_rivals(bench: Workbench) -> None:
    one = standings(bench, "chile", "has_relations_with", "soviet-union")
    other = standings(bench, "soviet-union", "has_relations_with", "chile")
    assert one == [("restored", "1961/", "contested")]
    assert other == [("restored", "1964/", "contested")]


def test_allende_died_by_his_own_hand_or_by_the_troops_and_neither_account_stands(
    bench: Workbench,
) -> None:
    own = standings(bench, "salvador-allende", "killed", "salvador-allende")
    troops = standings(bench, "chilean-armed-forces", "killed", "salvador-allende")
    assert [standing for *_, standing in own + troops] == ["contested", "contested"]


def test_soviet_money_of_1970_is_kept_apart_by_recipient(bench: Workbench) -> None:
    assert sums(bench, "left-wing-senator-1970") == [("Soviet Union", "18000", "1970", "")]
    assert ("Soviet Union", "50000", "1970", "") in sums(bench, "salvador-allende")
    assert [row for row in sums(bench, "pcch") if row[2] == "1970"] == [
        ("Soviet Union", "400000", "1970", ""),
        ("Soviet Union", "~400000", "1970", ""),
    ]


def test_two_tellings_of_the_400000_count_once(bench: Workbench) -> None:
    totals = bench.totals(relations={"funded"}, entities={"pcch"}, window="1970", surely=True)
    assert totals[["unit", "mode", "low"]].values.tolist() == [["USD", "", 400000.0]]


def test_award_of_the_politburo_is_authorised_and_not_paid(bench: Workbench) -> None:
    assert ("Soviet Politburo", "30000", "", "authorised") in sums(bench, "salvador-allende")
    assert sums(bench, "payment-130000-allende") == [
        ("Soviet Politburo", ">130000", "", "authorised")
    ]


def test_payment_through_the_party_names_payer_go_between_and_recipient(bench: Workbench) -> None:
    found = rows(
        bench,
        """
        SELECT ?role ?who {
          ?claim rdf:predicate ?relation ; rdf:object entity:payment-100000-pcch ;
                 rdf:subject/rdfs:label ?who .
          BIND (STRAFTER(STR(?relation), "#") AS ?role)
        }""",
    )
    assert found == [
        ("intermediary_in", "KGB"),
        ("payer_in", "Central Committee of the Soviet Communist Party"),
        ("recipient_in", "Communist Party of Chile"),
    ]


def test_kgb_gave_allende_a_code_name_and_the_files_are_the_root(bench: Workbench) -> None:
    answer = bench.query("handlers", who="salvador-allende")
    assert "LEADER" in answer.to_string()
    assert "Svyatoslav Fyodorovich Kuznetsov" in answer.to_string()


def test_twelve_communists_were_asked_for_not_trained(bench: Workbench) -> None:
    claims = bench.claims
    asked = claims[claims["object"] == "chilean-communists-1976"]
    assert set(asked["mode"]) == {"asked"}
    assert not asked["stands"].any()


@pytest.mark.parametrize(
    ("subject", "relation", "object_"),
    [
        ("cia", "supported", "chile-coup-1973"),
        ("cia", "instigated", "chile-coup-1973"),
        ("cia", "instigated", "chile-truckers-strike-1972"),
        ("united-states", "took_part_in", "chile-coup-1973"),
        ("united-states", "controlled", "augusto-pinochet"),
    ],
)
def test_narratives_reported_in_order_to_be_rejected_do_not_stand(
    bench: Workbench, subject: str, relation: str, object_: str
) -> None:
    found = standings(bench, subject, relation, object_)
    assert found
    assert {standing for *_, standing in found} <= {"contested", "denied"}


def test_kgb_and_dgi_are_divided_by_one_source_and_in_concert_by_another(bench: Workbench) -> None:
    divided = standings(bench, "kgb", "opposed", "dgi")
    together = standings(bench, "kgb", "cooperated_with", "dgi")
    assert [standing for *_, standing in divided + together] == ["contested", "contested"]


def test_soviet_part_in_the_election_stands_and_nobody_in_the_text_denies_that_it_decided(
    bench: Workbench,
) -> None:
    part = standings(bench, "soviet-union", "interfered_in", "chile-election-1970")
    decided = standings(bench, "soviet-union", "influenced", "chile-election-1970")
    assert ("heavily, in favour of Allende", "1970", "untraced") in part
    assert ("decisive", "1970", "untraced") in decided


def test_father_and_son_masetti_are_taken_for_one_by_the_first_version_only(
    bench: Workbench,
) -> None:
    found = rows(
        bench,
        """
        SELECT DISTINCT ?stance ?chain {
          ?claim rdf:predicate ci:same_as ; rdf:subject entity:masetti-senior ;
                 ci:citation ?citation .
          ?citation ci:stance/skos:notation ?stance .
          OPTIONAL { ?citation ci:chain ?said } BIND (COALESCE(?said, "") AS ?chain)
        }""",
    )
    assert ("affirms", "|essay-first-version") in found
    assert ("denies", "") in found
    assert standings(bench, "masetti-senior", "parent_of", "masetti-junior")[0][-1] == "untraced"


def test_czechoslovak_residency_was_set_up_at_soviet_request(bench: Workbench) -> None:
    founded = standings(bench, "czechoslovakia", "founded", "czechoslovak-residency-chile")
    assert founded == [("", "1961", "untraced")]


def test_contested_query_shows_both_sides_and_rivals(bench: Workbench) -> None:
    answer = bench.query("contested").set_index("says")
    one = "Chile had diplomatic relations with Soviet Union (restored; 1961/)"
    other = "Soviet Union had diplomatic relations with Chile (restored; 1964/)"
    assert (answer.at[one, "rivals"], answer.at[other, "rivals"]) == (other, one)
    backing = answer.loc["CIA supported Chilean coup of 1973 (1973-09)"]
    assert "reporting What many believe of the coup" in backing["affirmed_in"]
    assert backing["disputed_in"] == "The Downfall of Salvador Allende, 3"


def test_without_the_essay_nothing_between_soviets_and_chileans_is_left(bench: Workbench) -> None:
    weight = bench.weigh("essay")
    assert ("pcch", "soviet-union") in weight.lost_pairs
    assert weight.everything


def test_nobody_is_named_as_the_killer_where_the_text_names_none(bench: Workbench) -> None:
    found = rows(
        bench,
        """
        SELECT ?killer {
          ?claim rdf:predicate ci:killed ; rdf:object entity:pinochet-victims ;
                 rdf:subject ?killer .
        }""",
    )
    assert found == []
    assert standings(bench, "allende-allies", "killed", "edmundo-perez")
    assert not standings(bench, "allende-supporters", "killed", "edmundo-perez")


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("kgb", "soviet-union"),
        ("cia", "united-states"),
        ("dgi", "cuba"),
        ("cuban-training-cadre", "cuba"),
        ("soviet-politburo", "soviet-union"),
        ("chilean-senate", "chile"),
    ],
)
def test_bodies_that_the_text_names_by_their_state_are_part_of_it(
    bench: Workbench, body: str, state: str
) -> None:
    assert standings(bench, body, "part_of", state)


def test_what_moscow_spread_is_called_a_belief_and_not_praise_of_the_coup(
    bench: Workbench,
) -> None:
    assert standings(bench, "kgb", "spread_belief_about", "chile-coup-1973")
    assert not standings(bench, "kgb", "promoted", "chile-coup-1973")


def test_what_was_tried_in_vain_is_a_failure(bench: Workbench) -> None:
    found = rows(
        bench,
        """
        SELECT DISTINCT ?mode {
          ?claim rdf:predicate ci:surveilled ; rdf:object entity:chilean-officer-corps ;
                 rdf:subject entity:soviet-intelligence ; ci:mode/skos:notation ?mode .
        }""",
    )
    assert found == [("failed",)]


LOADED = re.compile(
    r"\b(?:dictator|ruler|regime|thug|mob|terrorist|puppet|so-called|murderous|butcher|tyrant|"
    r"infamous|notorious|myth|liberator|hero)\b", re.IGNORECASE
)  # fmt: skip


def test_descriptions_and_ids_judge_nobody_but_in_quotation_marks(bench: Workbench) -> None:
    index = bench.index
    told = [*index.entities["description"], *index.entities["label"], *index.sources["title"]]
    unquoted = [re.sub("“[^”]*”", "", text) for text in told]
    assert [text for text in unquoted if LOADED.search(text)] == []
    ids = [*index.entities.index, *index.sources.index]
    assert [id_ for id_ in ids if LOADED.search(id_.replace("-", " "))] == []
