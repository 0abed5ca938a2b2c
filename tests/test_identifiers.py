"""Identifiers elsewhere: their form, and what of them stands in what people paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex.identifiers import SCHEMES, iri, meant


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("wikidata", "q42", "Q42"), ("wikidata", "Q 42", "Q42"), ("wikidata", "42", "Q42"),
        ("wikidata", "https://www.wikidata.org/wiki/Q42", "Q42"),
        ("wikidata", "http://www.wikidata.org/entity/Q42", "Q42"),
        ("wikidata", "https://m.wikidata.org/wiki/Q42#P31", "Q42"),
        ("wikidata", "https://www.wikidata.org/wiki/Special:EntityPage/Q42", "Q42"),
        ("wikidata", "www.wikidata.org/wiki/Q42?uselang=de", "Q42"), ("wikidata", "wd:Q42", "Q42"),
        ("wikidata", "P31", ""), ("wikidata", "https://en.wikipedia.org/wiki/Allende", ""),
        ("wikidata", "Q0", ""), ("wikidata", "Salvador Allende", ""),
        ("wikidata", "Special:EntityData/Q42", ""),
        ("viaf", "https://viaf.org/viaf/113230702/", "113230702"),
        ("viaf", "http://viaf.org/viaf/113230702/#Adams,_Douglas", "113230702"),
        ("viaf", "https://viaf.org/en/viaf/113230702", "113230702"),
        ("viaf", "VIAF 113230702", "113230702"), ("viaf", "VIAF ID: 113230702", "113230702"),
        ("viaf", "viaf:113230702", "113230702"), ("viaf", "000", ""), ("viaf", "Q42", ""),
    ],
)  # fmt: skip
def test_identifier_is_found_in_what_people_paste(kind: str, text: str, found: str) -> None:
    assert iri(kind, text) == ""
    assert meant(kind, text) == found


def test_identifier_has_an_address() -> None:
    assert iri("wikidata", "Q42") == "http://www.wikidata.org/entity/Q42"
    assert iri("viaf", "113230702") == "http://viaf.org/viaf/113230702"
    assert iri("alias", "Q42") == ""


@given(
    st.sampled_from(sorted(SCHEMES)), st.one_of(st.text(), st.from_regex(r"(q|VIAF|wd:) ?[0-9]+/?"))
)
def test_what_is_offered_is_an_identifier(kind: str, text: str) -> None:
    found = meant(kind, text)
    assert not found or iri(kind, found)


@pytest.mark.parametrize("text", ["Q" + "9" * 5000, "0" * 5000 + "x", "viaf" + " " * 5000])
@pytest.mark.parametrize("kind", sorted(SCHEMES))
def test_long_text_is_none(kind: str, text: str) -> None:
    assert meant(kind, text) == ""
