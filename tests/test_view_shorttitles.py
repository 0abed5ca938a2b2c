"""What works are called on one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cardindex.index import Index
from cardindex.view.shorttitles import last_name, short_title, short_titles, year_of

TESTS = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def harbour() -> Index:
    return Index.open(TESTS / "data" / "page")


def titles_with(index: Index, **columns: dict[str, Any]) -> dict[str, str]:
    """Return the short titles with cells of sources.csv set: ``title={"tale": "Tales"}``."""
    sources = index.sources.copy()
    for column, cells in columns.items():
        for source, value in cells.items():
            sources.at[source, column] = value
    return short_titles(replace(index, sources=sources))


def test_published_work_of_persons_is_called_by_last_names_and_year(harbour: Index) -> None:
    found = titles_with(harbour, authors={"survey": ["ines", "orlov"]})
    assert found["memoir"] == "Ábalos 1971"
    assert found["survey"] == "Ábalos & Orlov 1999"


def test_of_three_or_more_authors_the_first_is_named(harbour: Index) -> None:
    found = titles_with(harbour, authors={"survey": ["orlov", "ines", "rtl"]})
    assert found["survey"] == "Orlov et al. 1999"


def test_what_is_not_published_or_of_no_person_is_called_by_its_title(harbour: Index) -> None:
    found = titles_with(harbour, authors={"aurora-letters": ["orlov"], "survey": ["aurora"]})
    assert found["aurora-letters"] == "Letters of Aurora 1953"
    assert found["survey"] == "A Survey of the Quays 1999"
    assert found["aurora-files"] == "Files of Aurora"


def test_year_that_the_title_tells_is_not_told_again(harbour: Index) -> None:
    found = titles_with(harbour, title={"aurora-letters": "Letters, 1953"})
    assert found["aurora-letters"] == "Letters, 1953"


def test_undated_work_alone_of_its_kind_among_those_read_is_called_by_it(harbour: Index) -> None:
    assert titles_with(harbour, date={"tale": ""})["tale"] == "essay"
    # The survey was not read: citations have it by way of the tale.
    assert titles_with(harbour, date={"survey": ""})["survey"] == "A Survey of the Quays"


def test_works_called_alike_are_told_apart(harbour: Index) -> None:
    found = titles_with(
        harbour, authors={"survey": ["ines"]}, date={"survey": "1971"},
        title={"aurora-files": "Papers", "aurora-letters": "Papers"},
    )  # fmt: skip
    assert found["memoir"] == "My Harbour 1971"
    assert found["survey"] == "A Survey of the Quays 1971"
    assert len(set(found.values())) == len(found)


def test_bibliography_knows_best(harbour: Index) -> None:
    entry = {
        "id": "survey", "type": "book", "issued": {"date-parts": [[2001, 4]]},
        "author": [{"family": "García Márquez", "given": "Ada"}, {"literal": "Quay Board"}],
    }  # fmt: skip
    found = short_titles(replace(harbour, bibliography={"survey": entry}))
    assert found["survey"] == "García Márquez & Quay Board 2001"
    bare = {"id": "survey", "type": "book", "title-short": "Survey"}
    found = short_titles(replace(harbour, bibliography={"survey": bare}))
    assert found["survey"] == "Survey 1999"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Christopher Andrew", "Andrew"),
        ("Jorge Masetti (the son)", "Masetti"),
        ("Ludwig van Beethoven", "van Beethoven"),
        ("María de la Cruz", "de la Cruz"),
        ("Plato", "Plato"),
        ("Orlov, Pavel", "Orlov"),
    ],
)
def test_last_name(label: str, expected: str) -> None:
    assert last_name(label) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Spain: A Unique History", "Spain"),
        ("The Harbour – a life", "The Harbour"),
        ("St. John's papers", "St. John's papers"),
        ("What many of the harbour believe of it", "What many of the harbour believe of …"),
        ("x" * 50, "x" * 36 + " …"),
    ],
)  # fmt: skip
def test_short_title(title: str, expected: str) -> None:
    assert short_title(title) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1973-07-29", "1973"),
        ("1973~", "1973"),
        ("197X", "1970s"),
        ("[1993..1999]", "1993–1999"),
        ("-0043-03-15", "44 BC"),
        ("", ""),
    ],
)
def test_year_of(date: str, expected: str) -> None:
    assert year_of(date) == expected
