"""Limits of a query: time, memory, rows, size, text and depth, and what is told beyond."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

import pytest
import small
from asking import FOR_EVER, refused

from cardindex.engine import LIMITS, Limits, runner
from cardindex.errors import QueryError
from cardindex.store import Store

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell it so")


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(small.index())


def test_query_that_takes_too_long_is_ended(store: Store) -> None:
    assert refused(store, FOR_EVER, seconds=0.5) == "seconds"


DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))


@LINUX
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ BIND('0123456789abcdef' AS ?x0) {DOUBLED} }}",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f",
    ],
)
def test_query_that_wants_too_much_memory_is_ended(store: Store, text: str) -> None:
    assert refused(store, text, memory=100 << 20) == "memory"


@pytest.mark.parametrize(
    ("text", "limits", "limit"),
    [
        ("SELECT * { ?a ?b ?c }", {"rows": 9}, "rows"),
        ("CONSTRUCT WHERE { ?a ?b ?c }", {"rows": 9}, "rows"),
        ("SELECT * { ?a ?b ?c }", {"size": 999}, "size"),
        ("CONSTRUCT WHERE { ?a ?b ?c }", {"size": 999}, "size"),
        ("ASK { # no longer than it may be\n}", {"text": 9}, "text"),
        ("ASK {{{{}}}}", {"depth": 3}, "depth"),
    ],
)
def test_answer_or_query_that_is_too_large_is_refused(
    store: Store, text: str, limits: dict[str, int], limit: str
) -> None:
    assert refused(store, text, **limits) == limit


def test_limits_are_the_largest_that_is_taken(store: Store) -> None:
    text = "SELECT * { ?a ?b ?c } LIMIT 9"
    assert len(store.query(text, Limits(rows=9, text=len(text), depth=1)).terms) == 9
    assert store.query("ASK {{{{}}}}", Limits(depth=4)).boolean is True


def test_query_that_the_engine_cannot_make_out_is_told(store: Store) -> None:
    joined = "{?a ?b ?c} " * 2000
    assert refused(store, f"ASK {{ {joined} }}", reading=0.5) == "reading"


NESTED: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: f"ASK {{ FILTER{'(' * n}1{')' * n} }}",
    "braces": lambda n: f"ASK {'{' * n}{'}' * n}",
    "lists": lambda n: f"ASK {{ ?a ?b {'(' * n}1{')' * n} }}",
    "blank nodes": lambda n: f"ASK {{ ?a ?b {'[ ?p ' * n}1{']' * n} }}",
    "paths": lambda n: f"ASK {{ ?a {'(' * n}ci:a{')*' * n} ?b }}",
    "subselects": lambda n: f"ASK {'{ SELECT * ' * n}{{}}{'}' * n}",
    "optionals": lambda n: f"ASK {{ {'OPTIONAL { ' * n}{'}' * n} }}",
    "exists": lambda n: f"ASK {{ {'FILTER EXISTS { ' * n}{'}' * n} }}",
    "triples": lambda n: f"ASK {{ ?a ?b {'<<( ?a ?b ' * n}1{')>>' * n} }}",
    "unclosed": lambda n: "ASK { FILTER" + "(" * n,
}


@pytest.mark.parametrize("number", [5_000, 20_000])
@pytest.mark.parametrize("shape", NESTED)
def test_nesting_too_deep_is_told_at_its_place(store: Store, shape: str, number: int) -> None:
    with pytest.raises(QueryError, match=r"^line 1, column \d+: brackets are nested") as caught:
        store.query(NESTED[shape](number))
    assert caught.value.limit == "depth"


@pytest.mark.parametrize("shape", ["parentheses", "braces", "subselects", "exists", "triples"])
def test_nesting_as_deep_as_it_may_be_is_answered(store: Store, shape: str) -> None:
    assert store.query(NESTED[shape](LIMITS.depth - 1)).boolean is not None


def test_brackets_in_strings_comments_and_iris_are_not_nested(store: Store) -> None:
    many = "({[" * LIMITS.depth
    text = f'ASK {{ FILTER(\'{many}\' != """\n{many}""") }} # {many}'
    assert store.query(text).boolean is True


def test_query_that_ends_the_engine_is_told(store: Store) -> None:
    chain = "&&".join(["?x"] * 200_000)
    assert refused(store, f"ASK {{ FILTER({chain}) }}", text=10**6) in {"depth", "reading"}


@pytest.mark.parametrize(
    ("code", "told", "limit"),
    [
        ("SIGSEGV", "too long or too deep for the engine", "depth"),
        ("SIGABRT", "wanted more than 1,024 MB of memory", "memory"),
        ("SIGXCPU", "ended after 60 seconds", "seconds"),
        ("SIGKILL", "ended from outside", "failed"),
        ("SIGUSR1", "ended with SIGUSR1", "failed"),
    ],
)
def test_death_of_the_process_is_told_by_what_it_means(code: str, told: str, limit: str) -> None:
    if not hasattr(signal, code):
        pytest.skip("no such signal here")
    error = runner._death(-getattr(signal, code), LIMITS)
    assert told in str(error)
    assert error.limit == limit


def test_rdflib_that_does_not_come_to_an_end_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_PATIENCE", 0.1)
    unread = "ASK { FILTER(" + "(" * 150 + "1" + ")" * 149 + ") }"
    with pytest.raises(QueryError, match=r"^line 1, column \d+: the query cannot be read on"):
        store.query(unread)


@pytest.mark.parametrize("field", ["seconds", "reading", "memory", "rows", "size", "text", "depth"])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_limit_that_limits_nothing_is_refused(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{field}={value}: a limit is a finite number above 0"):
        Limits(**{field: value})
