"""Matching: what settles whom a row means, what speaks for one, and what makes nobody sure."""

from __future__ import annotations

import building as b
import pytest

from cardindex.evidence import tally
from cardindex.server import extending
from cardindex.server.matching import Asked, Candidate, Matcher


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Two of one name, one of whom has a number of Wikidata; and a claim that does not stand."""
    rows = {
        "entities": [b.entity("mills-1", label="John Mills"),
                     b.entity("mills-2", label="John Mills"),
                     b.entity("acme", label="Acme Ltd."), b.entity("zeta", label="Zeta Works")],
        "names": [{"entity": "mills-1", "name": "Q42", "kind": "wikidata"},
                  {"entity": "acme", "name": "Q7", "kind": "wikidata"},
                  {"entity": "acme", "name": "Acme Limited", "kind": "alias"}],
        "claims": [b.claim("c1", "mills-2 funded acme"), b.claim("c2", "mills-1 funded zeta")],
        "citations": [b.cite("c1", "s1"), b.cite("c2", "s1", voice="denies")],
    }  # fmt: skip
    return Matcher(tally(b.unchecked(rows)))


def _found(matcher: Matcher, query: str, **told: object) -> list[Candidate]:
    pairs = tuple((name, (str(value),)) for name, value in told.items())
    return matcher.candidates(Asked(query, told=pairs))


def _of(found: list[Candidate]) -> dict[str, tuple[float, bool]]:
    return {each.id: (each.score, each.match) for each in found}


def test_of_two_who_are_called_so_neither_is_sure(matcher: Matcher) -> None:
    assert _of(_found(matcher, "john mills")) == {
        "mills-2": (100.0, False), "mills-1": (100.0, False),
    }  # fmt: skip


@pytest.mark.parametrize("told", ["Q42", "q42", "https://www.wikidata.org/wiki/Q42", " wd:Q42 "])
def test_an_identifier_settles_it_whatever_the_name(matcher: Matcher, told: str) -> None:
    found = _found(matcher, "John Mills", wikidata=told)
    assert _of(found) == {"mills-1": (100.0, True), "mills-2": (50.0, False)}
    assert _of(_found(matcher, "somebody else", wikidata=told)) == {"mills-1": (100.0, True)}
    assert _of(_found(matcher, "", wikidata=told)) == {"mills-1": (100.0, True)}


def test_who_is_known_by_another_identifier_is_probably_not_meant(matcher: Matcher) -> None:
    found = _of(_found(matcher, "John Mills", wikidata="Q99"))
    assert found["mills-1"] == (50.0, False)
    assert found["mills-2"][0] == 100.0
    assert _of(_found(matcher, "Acme Limited", wikidata="Q99")) == {"acme": (50.0, False)}


def test_a_relation_that_stands_tells_two_apart(matcher: Matcher) -> None:
    for value in ("acme", "Acme Ltd", "ACME limited"):
        found = _of(matcher.candidates(Asked("John Mills", told=(("funded", (value,)),))))
        assert found == {"mills-2": (100.0, True), "mills-1": (75.0, False)}, value
    # What is denied and affirmed by nobody speaks for nobody.
    found = _of(matcher.candidates(Asked("John Mills", told=(("funded", ("zeta",)),))))
    assert found == {"mills-2": (75.0, False), "mills-1": (75.0, False)}


def test_values_are_of_claims_that_stand_from_either_end(matcher: Matcher) -> None:
    asked = extending.Asked(
        ("mills-1", "mills-2", "acme"), (("funded", 0), ("^funded", 0), ("wikidata", 0))
    )
    rows = extending.extended(matcher, asked)["rows"]
    assert rows["mills-1"] == {"funded": [], "^funded": [], "wikidata": [{"str": "Q42"}]}
    assert rows["mills-2"]["funded"] == [{"id": "acme", "name": "Acme Ltd."}]
    assert rows["acme"]["^funded"] == [{"id": "mills-2", "name": "John Mills"}]
