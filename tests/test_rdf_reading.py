"""The way back: an index comes back from its dump in every syntax."""

from __future__ import annotations

from pathlib import Path

import building
import pytest
import small
from dumped import rows_of
from hostile import CODERS, JSON, hostile_indexes
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import rdf, tables
from cardindex.errors import CardindexError, UnknownName
from cardindex.index import Index
from cardindex.settings import FILE as SETTINGS_FILE

GRAPH = Path(__file__).resolve().parent.parent / "graph"

# rdflib calls what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_small_index_comes_back_from_every_syntax(format_: str) -> None:
    read = rdf.read(rdf.dump(small.index(), "full", format_), format_)
    assert list(read) == list(tables.COLUMNS)
    for name, rows in read.items():
        table = (small.FOLDER / f"{name}.csv").read_text(encoding="utf-8")
        assert tables.render(name, rows) == table


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_coders_and_bibliography_come_back_from_every_syntax(format_: str) -> None:
    read = rdf.read_whole(rdf.dump(small.index(), "full", format_), format_)
    assert read.coders == small.index().coders
    text = (small.FOLDER / "bibliography.json").read_text(encoding="utf-8")
    assert tables.bibliography.canonical(read.bibliography.values()) == text


@pytest.mark.skipif(not (GRAPH / SETTINGS_FILE).exists(), reason="no index in graph/ yet")
def test_real_index_comes_back() -> None:
    index = Index.open(GRAPH)
    read = rdf.read(rdf.dump(index, "full", "ntriples"), "ntriples", index.vocabulary)
    for name, rows in read.items():
        path = GRAPH / f"{name}.csv"
        assert tables.render(name, rows) == (
            path.read_text(encoding="utf-8") if path.exists() else tables.render(name, [])
        )


@settings(max_examples=60)
@given(rows=hostile_indexes(), title=JSON, format_=st.sampled_from(list(rdf.FORMATS)))
def test_any_index_comes_back_from_any_syntax(
    rows: dict[str, list[building.Row]], title: object, format_: str
) -> None:
    entries = [{"id": "s0", "type": "book", "title": title}]
    index = building.unchecked(rows, CODERS, entries)
    read = rdf.read_whole(rdf.dump(index, "full", format_), format_)
    assert read.tables == rows_of(index)
    assert read.coders == CODERS
    assert tables.bibliography.canonical(read.bibliography.values()) == (
        tables.bibliography.canonical(entries)
    )


def test_words_that_the_vocabulary_lacks_are_told() -> None:
    dump = rdf.dump(small.index()).replace(b"ci:CableSource", b"ci:TelegramSource")
    with pytest.raises(UnknownName, match="TelegramSource"):
        rdf.read(dump)


def test_dump_that_does_not_parse_is_told() -> None:
    with pytest.raises(CardindexError, match="cannot be read"):
        rdf.read(b"<a> <b>")
