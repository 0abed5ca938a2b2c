"""What a query asks, and of what graphs: keywords, updates, and its text as people type it."""

from __future__ import annotations

import re

import pytest
import small

from cardindex.errors import QueryError
from cardindex.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(small.index())


@pytest.mark.parametrize(
    "text",
    [
        "ASK { entity:jonas-reet ?p ?service FILTER(?service != entity:investigations-service) }",
        "ASK { entity:jonas-reet ?from ?service . OPTIONAL { ?service ?from entity:from } }",
        "ASK { entity:jonas-reet ?p ?o FILTER(?o != 'SERVICE <http://a/> {}') } # SERVICE",
        "ASK { entity:jonas-reet ?p ?o FILTER(?o != <http://a/SERVICE/from>) }",
        "PREFIX service: <http://a/> ASK { entity:jonas-reet ?p ?o FILTER(?o != service:service) }",
        "PREFIX from: <http://from/> ASK { entity:jonas-reet ?p ?o FILTER(?o != from:from) }",
        "ASK { entity:jonas-reet ?p ?o FILTER(?o != 'service'@service) }",
        "ASK { entity:jonas-reet ?p ?o OPTIONAL { ?o ci:service|ci:from _:service } }",
    ],
)
def test_innocent_name_is_no_keyword(store: Store, text: str) -> None:
    assert store.query(text).boolean is True


COUNT = "SELECT (COUNT(*) AS ?n) "


@pytest.mark.parametrize(
    "pattern",
    [
        "{ ?s ci:standing ?o FILTER(?o != <http://a/x-from-y>) }",
        "{ ?s ci:standing ?o FILTER(?o != entity:from && ?o != entity:from-here) }",
        "{ ?s ci:standing ?from } # FROM",
        "{ ?s ci:standing ?o FILTER(?o != 'FROM <http://a/>') }",
    ],
)
def test_graphs_stay_one_where_from_is_no_keyword(store: Store, pattern: str) -> None:
    assert store.query(COUNT + pattern).rows == store.query(COUNT + "{ ?s ci:standing ?o }").rows
    assert store.query(COUNT + pattern).rows != [(0,)]


@pytest.mark.parametrize(
    "clause",
    ["FROM graph:truthy", "from graph:truthy", "FROM#\rgraph:truthy", "FROM NAMED graph:claims",
     "FROM<file:///etc/hostname>", "FROM graph:truthy FROM NAMED graph:claims"],
)  # fmt: skip
def test_graphs_are_those_that_from_names(store: Store, clause: str) -> None:
    assert store.query(f"{COUNT} {clause} {{ ?s ci:standing ?o }}").rows == [(0,)]


@pytest.mark.parametrize(
    "text",
    ["LOAD <file:///etc/hostname>", "load silent <file:///etc/hostname>", "CLEAR ALL", "DROP ALL",
     "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", "# x\nDELETE WHERE { ?s ?p ?o }",
     "CREATE GRAPH <http://a/>", "COPY <http://a/> TO <http://b/>", "BASE <a:/> DROP ALL"],
)  # fmt: skip
def test_update_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="queries read and change nothing"):
        store.query(text)


def test_byte_order_mark_and_all_line_ends_are_taken(store: Store) -> None:
    text = "\ufeffSELECT ?l # a comment\rWHERE { # another\r\n entity:norrin rdfs:label ?l\n}"
    assert store.query(text).rows == [("Norrin",)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ASK { '\ud800' }", r"line 1, column 8: this is half a character"),
        ("ASK {} \x00", r"line 1, column 8"),
        ("\u200bASK {}", r"line 1, column 1"),
        ("ASK {} \x1b]0;title\x07", r"line 1, column 8"),
        ("", "the query is empty"),
        ("\ufeff \r\n", "the query is empty"),
    ],
)
def test_text_that_is_no_query_is_told_in_characters_that_do_nothing(
    store: Store, text: str, told: str
) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(text)
    assert str(caught.value).startswith(told)
    assert re.fullmatch(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]*", str(caught.value))


def test_fault_in_a_query_is_not_taken_for_an_update(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("ASK { ?x ci:text\t'y' INSERT ?delete }")
    _, line, pointer = str(caught.value).split("\n")
    assert "change nothing" not in str(caught.value)
    assert line == "  ASK { ?x ci:text 'y' INSERT ?delete }"
    assert line[pointer.index("^") :].startswith("?delete")


def test_only_the_part_of_a_long_line_around_the_place_is_shown(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("ASK { " + "?a ?b ?c . " * 1000 + "nobody:x ?b ?c" + " . ?a ?b ?c" * 1000)
    message, line, pointer = str(caught.value).split("\n")
    assert message == 'line 1, column 11015: unknown prefix "nobody:"'
    assert len(line) < 110
    assert line[: pointer.index("^")].endswith("nobody:x")
