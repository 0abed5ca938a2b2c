"""How far two codings agree: alpha by published examples, pairs and statements by hand."""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from building import Row, cite, claim, entity, write
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cardindex.cli import commands
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.intercoder import (
    ATTRIBUTES,
    Coding,
    Statement,
    alpha,
    couples,
    differences,
    parse_paragraphs,
    read,
    summary,
)

# --- Alpha


def units(*coders: str) -> list[list[str]]:
    """Turn rows of coders, in which a point is no value, into units."""
    columns = zip(*(row.split() for row in coders), strict=True)
    return [[value for value in column if value != "."] for column in columns]


@pytest.mark.parametrize(
    ("coders", "expected"),
    [
        # K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): example A, binary,
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        # B, two observers,
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
        # and C, four observers and missing values.
        (
            (
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
        ),
    ],
)
def test_alpha_of_published_examples(coders: tuple[str, ...], expected: float) -> None:
    assert round(alpha(units(*coders)), 3) == expected


def test_alpha_is_one_where_all_agree_and_unknown_where_nothing_differs() -> None:
    assert alpha(units("a b c", "a b c")) == 1
    assert math.isnan(alpha(units("a a a", "a a a")))
    assert math.isnan(alpha([]))
    assert math.isnan(alpha(units("a b", ". .")))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=20))
def test_alpha_never_exceeds_one_and_knows_no_order_of_coders(pairs: list[tuple[str, str]]) -> None:
    value = alpha(pairs)
    assert math.isnan(value) or value <= 1
    turned = alpha([(second, first) for first, second in pairs])
    assert math.isnan(value) == math.isnan(turned)
    assert math.isnan(value) or math.isclose(value, turned)


# --- Two codings


def coded(folder: Path, *statements: tuple[str, str], **others: list[Row]) -> Path:
    """Write a coding: each statement is a claim's words and where it is cited."""
    claims, citations = [], []
    for at, (words, cited) in enumerate(statements, start=1):
        locator, chain, voice = (*cited.split("/"), "", "")[:3]
        mode = "planned" if words.endswith("!") else ""
        claims.append(claim(f"c{at}", words.rstrip("!"), mode=mode))
        voice = voice or "affirms stated"
        citations.append(cite(f"c{at}", "essay", chain, voice, locator=locator))
    write(folder, {"claims": claims, "citations": citations, **others})
    (folder / "index.toml").unlink()
    return folder


@pytest.fixture
def codings(tmp_path: Path) -> tuple[Coding, Coding]:
    one = coded(
        tmp_path / "one",
        ("a funded b", "1"), ("a allied_with c", "1"), ("b handled c", "2/book"),
        ("b trained c", "2"), ("d funded a", "3"), ("a name", "3"),
    )  # fmt: skip
    other = coded(
        tmp_path / "other",
        ("a funded b!", "1"), ("c allied_with a", "1//affirms probable"),
        ("c handled b", "2/book//"), ("e funded a", "3"), ("a funded b", "9"),
    )  # fmt: skip
    return read(one), read(other)


def test_entities_and_pairs_are_counted(codings: tuple[Coding, Coding]) -> None:
    frame = summary(*codings).set_index("what")
    assert frame.loc["entities", ["one", "other", "shared", "of_one", "of_other"]].tolist() == [
        4, 4, 3, 75.0, 75.0,
    ]  # fmt: skip
    # a–b and a–c at 1, b–c at 2; not d–a and e–a at 3, nor a–b at 9.
    assert frame.loc["pairs", ["one", "other", "shared", "of_one", "of_other"]].tolist() == [
        4, 5, 3, 75.0, 60.0,
    ]  # fmt: skip
    assert frame.loc[["entities", "pairs"], "jaccard"].tolist() == [60.0, 50.0]


def test_statements_on_shared_pairs_are_compared(codings: tuple[Coding, Coding]) -> None:
    frame = summary(*codings).set_index("what")
    assert list(frame.index) == ["entities", "pairs", *ATTRIBUTES]
    compared = frame.loc[list(ATTRIBUTES), ["one", "shared", "of_one"]].to_numpy().tolist()
    assert compared == [
        [3, 3, 100.0],  # relation: "b trained c" is left over
        [2, 1, 50.0],  # direction: not of allied_with, which has none
        [3, 2, 66.7],  # mode
        [3, 3, 100.0],  # stance
        [3, 2, 66.7],  # certainty
        [3, 3, 100.0],  # chain
    ]
    assert frame.loc["relation", "alpha"] == 1
    assert math.isnan(frame.loc["stance", "alpha"])


def test_differences_name_place_pair_and_claims(codings: tuple[Coding, Coding]) -> None:
    assert differences(*codings).to_numpy().tolist() == [
        ["", "", "entity", "d", ""],
        ["", "", "entity", "", "e"],
        ["3", "a – d", "pair", "c5 funded", ""],
        ["3", "a – e", "pair", "", "c4 funded"],
        ["9", "a – b", "pair", "", "c5 funded"],
        ["1", "a – b", "mode", "c1: empty", "c1: planned"],
        ["1", "a – c", "certainty", "c2: stated", "c2: probable"],
        ["2", "b – c", "direction", "c3: b to c", "c3: c to b"],
        ["2", "b – c", "statement", "c4 trained", ""],
    ]


def test_coding_agrees_with_itself(codings: tuple[Coding, Coding]) -> None:
    one, _ = codings
    frame = summary(one, one)
    assert (frame["of_one"] == 100).all()
    assert differences(one, one).empty


def test_most_alike_statements_are_put_side_by_side(tmp_path: Path) -> None:
    one = coded(tmp_path / "one", ("a funded b", "1"), ("a handled b", "1"))
    other = coded(tmp_path / "other", ("b handled a", "1"), ("a handled b", "1"))
    frame = summary(read(one), read(other)).set_index("what")
    assert frame.loc["relation", ["one", "shared"]].tolist() == [2, 1]
    told = differences(read(one), read(other))
    assert told["what"].tolist() == ["relation", "direction"]


def test_citation_of_several_paragraphs_counts_at_each(tmp_path: Path) -> None:
    folder = coded(tmp_path, ("a funded b", "3-5, 9"), ("a funded c", "v-x"))
    assert [place for place, _ in read(folder).statements] == ["3", "4", "5", "9", "v-x"]
    assert [place for place, _ in read(folder, {4, 9}).statements] == ["4", "9"]


def test_number_without_end_is_a_place_like_any_text(tmp_path: Path) -> None:
    folder = coded(tmp_path, ("a funded b", "9" * 5000), ("a funded c", "1-99999999999"))
    assert {place for place, _ in read(folder).statements} == {"9" * 5000, "1-99999999999"}
    assert read(folder, {4}).statements == {}


def test_only_citations_of_the_work_and_of_what_stands_in_it_count(tmp_path: Path) -> None:
    claims = [claim(f"c{n}", f"a funded {name}") for n, name in enumerate("bcd")]
    citations = [cite("c0", "essay"), cite("c1", "comment"), cite("c2", "book")]
    sources = [{"id": "comment", "container": "essay"}]
    write(tmp_path, {"claims": claims, "citations": citations, "sources": sources})
    assert sorted(read(tmp_path, source="essay").entities) == ["a", "b", "c"]


def test_own_ontology_says_what_is_symmetric(tmp_path: Path) -> None:
    from cardindex import ontology

    folder = coded(tmp_path, ("a allied_with b", "1"))
    plain = ontology.packaged_path().read_text(encoding="utf-8")
    own = plain.replace("owl:SymmetricProperty", "owl:ObjectProperty")
    (folder / "own.ttl").write_text(own, encoding="utf-8")
    (folder / "index.toml").write_text(
        'title = "T"\nbase = "https://example.org/"\nontology = "own.ttl"\n', encoding="utf-8"
    )
    (statement,) = read(folder).statements["1", ("a", "b")]
    assert statement.direction == "a to b"


def test_missing_table_is_told(tmp_path: Path) -> None:
    folder = coded(tmp_path, ("a funded b", "1"))
    (folder / "citations.csv").unlink()
    with pytest.raises(CardindexError, match=r"citations\.csv: there is no such file") as caught:
        read(folder)
    assert str(caught.value).startswith(str(folder))


def test_tables_that_are_not_needed_may_be_missing(tmp_path: Path) -> None:
    folder = coded(tmp_path, ("a funded b", "1"))
    for name in ("entities", "names", "sources"):
        (folder / f"{name}.csv").unlink()
    assert len(read(folder, source="essay").statements) == 1


def test_citation_of_no_claim_is_left_out_and_told(tmp_path: Path) -> None:
    write(tmp_path, {"claims": [claim("c1")], "citations": [cite("c1", "x"), cite("c7", "x")]})
    coding = read(tmp_path)
    assert len(coding.statements) == 1
    assert coding.left_out == (f"{tmp_path}: citations.csv cites c7, which claims.csv has not",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", set()), ("106", {106}), ("106-108", {106, 107, 108}), ("3, 5-6", {3, 5, 6})],
)
def test_paragraphs_are_numbers_and_ranges(text: str, expected: set[int]) -> None:
    assert parse_paragraphs(text) == expected


@pytest.mark.parametrize("text", ["a", "9-3", "1-x", "3;5", "9" * 5000, "1-99999999999"])
def test_what_is_no_range_of_paragraphs_is_told(text: str) -> None:
    with pytest.raises(MalformedValue, match="write 106, 106-122 or 3,5-9"):
        parse_paragraphs(text)


# --- Statements side by side


VALUES = st.tuples(*(st.sampled_from("ab") for _ in ATTRIBUTES))


@given(ours=st.lists(VALUES, max_size=6), theirs=st.lists(VALUES, max_size=6))
def test_most_alike_are_side_by_side_as_if_each_was_held_against_each(
    ours: list[tuple[str, ...]], theirs: list[tuple[str, ...]]
) -> None:
    one, other = (
        [Statement(f"{name}{at}", *values) for at, values in enumerate(told)]
        for name, told in (("c", ours), ("d", theirs))
    )
    spot = ("1", ("a", "b"))
    found = list(couples(*(Coding(frozenset(), {spot: told}, ()) for told in (one, other))))
    expected: list[tuple[object, Statement | None, Statement | None]] = []
    while one and other:
        pair = max(product(one, other), key=lambda both: alike(*both))
        one.remove(pair[0])
        other.remove(pair[1])
        expected.append((spot, *pair))
    expected += [(spot, left, None) for left in one] + [(spot, None, left) for left in other]
    assert found == expected


def alike(one: Statement, other: Statement) -> list[bool]:
    return [getattr(one, name) == getattr(other, name) for name in ATTRIBUTES]


def test_a_thousand_statements_of_one_pair_are_matched_at_once() -> None:
    told = [Statement(f"c{at}", "met", "", "", "affirms", "stated", str(at)) for at in range(1000)]
    coding = Coding(frozenset(), {("1", ("a", "b")): told}, ())
    assert differences(coding, coding).empty


# --- The command


def run(*arguments: str) -> Any:
    return CliRunner().invoke(commands, ["agree", *arguments], catch_exceptions=False)


def test_command_prints_json_without_what_json_lacks(tmp_path: Path) -> None:
    one, other = (coded(tmp_path / name, ("a funded b", "1")) for name in ("one", "other"))
    rows = json.loads(run(str(one), str(other), "--format", "json").stdout)
    assert rows[0] == {
        "what": "entities", "one": 2, "other": 2, "shared": 2,
        "of_one": 100.0, "of_other": 100.0, "jaccard": 100.0, "alpha": None,
    }  # fmt: skip


def test_ids_that_mean_one_are_one_wherever_they_stand(tmp_path: Path) -> None:
    one = coded(tmp_path / "one", ("a funded b", "1/book"), ("b met a", "2/book"))
    other = coded(tmp_path / "other", ("x funded b", "1/memo"), ("b met x", "2/memo"))
    told = run(str(one), str(other), "--same", "a", "x", "--same", "book", "memo")
    assert told.stdout == run(str(one), str(one)).stdout
    apart = run(str(one), str(other), "--same", "a", "x", "--differences").stdout
    assert {line.split(",")[2] for line in apart.splitlines()[1:]} == {"chain"}


def test_id_that_the_second_coding_has_not_is_told(tmp_path: Path) -> None:
    one, other = (coded(tmp_path / name, ("a funded b", "1")) for name in ("one", "other"))
    with pytest.raises(UnknownName, match="bb"):
        run(str(one), str(other), "--same", "a", "bb")


def test_command_chooses_paragraphs_and_lists_differences(tmp_path: Path) -> None:
    one = coded(tmp_path / "one", ("a funded b", "1"), ("a funded c", "2"))
    other = coded(tmp_path / "other", ("a funded b", "1"), entities=[entity("a")])
    assert "100.0" in run(str(one), str(other), "--paragraphs", "1").stdout
    assert run(str(one), str(other), "--differences").stdout.splitlines() == [
        "place,pair,what,one,other",
        ",,entity,c,",
        "2,a – c,pair,c2 funded,",
    ]


# --- By coder, within one index


def by_coders(folder: Path) -> None:
    rows: dict[str, list[Row]] = {
        "entities": [entity("a"), entity("b"), entity("c")],
        "sources": [{"id": "book", "kind": "book", "title": "Book", "unit": "paragraph"}],
        "claims": [claim("c1", "a funded b"), claim("c2", "a bribed b"), claim("c3", "b funded c")],
        "citations": [
            cite("c1", "book", locator="1", coder="ann"),
            cite("c1", "book", locator="1", coder="machine;ben"),
            cite("c2", "book", locator="2", coder="ann"),
            cite("c1", "book", locator="2", coder="ben"),
            cite("c3", "book", locator="3", coder="machine;ann"),
        ],
    }
    write(folder, rows)


def test_two_coders_of_one_index_are_compared(tmp_path: Path) -> None:
    by_coders(tmp_path)
    ann, ben, machine = (read(tmp_path, coder=coder) for coder in ("ann", "ben", "machine"))
    table = summary(ann, ben).set_index("what")
    # Both link a and b in paragraphs 1 and 2; in the second they chose different relations.
    assert tuple(table.loc["pairs", ["one", "other", "shared"]]) == (3, 2, 2)
    assert table.loc["relation", "of_one"] == 50
    assert {spot[0] for spot in machine.statements} == {"1", "3"}


def test_command_compares_coders(tmp_path: Path) -> None:
    by_coders(tmp_path)
    run = CliRunner().invoke
    words = ["agree", str(tmp_path), "--coders", "ann", "ben", "--format", "json"]
    found = json.loads(run(commands, words).stdout)
    assert [row["shared"] for row in found if row["what"] == "pairs"] == [2]
    assert run(commands, ["agree", str(tmp_path)]).exit_code == 2
    assert run(commands, ["agree", str(tmp_path), str(tmp_path), *words[2:]]).exit_code == 2
    with pytest.raises(CardindexError, match='did you mean "ben"'):
        read(tmp_path, coder="bem")
