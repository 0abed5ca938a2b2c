"""Pools of query processes: lines, long queries, clients that go, stores that die, closing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from threading import Thread

import pytest
from asking import FOR_EVER
from sites import PATIENCE, until

from cardindex.engine import GRAPHS, ROWS, Bounds, Limits, Pool, Runner, Wanted
from cardindex.errors import QueryError, QueueFull

LINES = [f'<a:{n}> <a:p> "{n}" .\n'.encode() for n in range(400)]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(
        lambda: iter(LINES), {"a": "a:"}, limits=Limits(seconds=50),
        bounds=Bounds(processes=2, long=1, quick=0.1, waiting=8, waiting_long=1),
    )  # fmt: skip
    yield made
    made.close()


def until_idle(pool: Pool) -> None:
    """Wait until nothing is at work; what is asked here for ever takes longer than that."""
    until(lambda: not pool.at_work())


def long(pool: Pool) -> int:
    """Return how many of the queries at work have turned out to be long."""
    with pool._state:
        return pool._long()


@pytest.mark.parametrize("name", ROWS)
def test_rows_and_booleans_are_written_in_every_format(pool: Pool, name: str) -> None:
    rows = pool.run('SELECT ?s { ?s ?p "7" }', Wanted(rows=name))
    boolean = pool.run("ASK {}", Wanted(rows=name))
    assert (rows.kind, boolean.kind) == ("rows", "yes")
    assert (b"a:7" in rows.body, b"true" in boolean.body) == (True, True)


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs_are_written_in_every_format(pool: Pool, name: str) -> None:
    import pyoxigraph as ox

    found = pool.run('CONSTRUCT { ?s a:q "é" } WHERE { ?s ?p "7" }', Wanted(graph=name))
    read = [
        quad.triple
        for quad in ox.parse(found.body, format=ox.RdfFormat.from_media_type(GRAPHS[name]))
    ]
    assert [str(triple) for triple in read] == ['<a:7> <a:q> "é"']


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_counted_in_every_format(pool: Pool, name: str) -> None:
    text = "SELECT ?s ?o { ?s ?p ?o } LIMIT 21"
    assert pool.run(text, Wanted(rows=name), Limits(rows=21)).kind == "rows"
    with pytest.raises(QueryError, match="more than 20 rows"):
        pool.run(text, Wanted(rows=name), Limits(rows=20))


@pytest.mark.parametrize("name", GRAPHS)
def test_triples_are_counted_in_every_format(pool: Pool, name: str) -> None:
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 21"
    assert pool.run(text, Wanted(graph=name), Limits(rows=21)).kind == "graph"
    with pytest.raises(QueryError, match="more than 20 rows"):
        pool.run(text, Wanted(graph=name), Limits(rows=20))


def test_an_answer_of_a_kind_that_is_not_wanted_is_refused(pool: Pool) -> None:
    with pytest.raises(QueryError, match="application/sparql-results") as rows:
        pool.run("SELECT * {}", Wanted(rows=""))
    with pytest.raises(QueryError, match="text/turtle") as graph:
        pool.run("DESCRIBE <a:1>", Wanted(graph=""))
    assert (rows.value.limit, graph.value.limit) == ("format", "format")


def test_quick_queries_do_not_wait_for_long_ones(pool: Pool) -> None:
    """Of endless queries one goes on, one waits, two are refused; and quick ones go through."""
    endless = [pool.ask(f"{FOR_EVER} # {n}") for n in range(4)]
    for n in range(10):
        assert pool.run(f'ASK {{ ?s ?p "{n}" }}').kind == "yes"
    refused = [each for each in endless if each.done()]
    assert len(refused) < 4
    until(lambda: [each.done() for each in endless].count(True) == 2)
    for each in endless:
        if each.done():
            with pytest.raises(QueueFull):
                each.result()
        else:
            each.cancel()
    with pytest.raises(QueryError) as error:
        pool.run(FOR_EVER, limits=Limits(seconds=0.5))
    assert error.value.limit == "seconds"


@pytest.mark.skipif(sys.platform == "win32", reason="processes give way elsewhere")
def test_what_is_long_gives_way_to_what_is_quick() -> None:
    runner = Runner(lambda: iter(LINES))
    try:
        runner.run("ASK {}", {})
        process = runner._process._child.pid
        quick = os.getpriority(os.PRIO_PROCESS, process)
        runner.yield_to_others()
        assert os.getpriority(os.PRIO_PROCESS, process) == 19 >= quick
    finally:
        runner.end()


def test_a_query_that_was_long_waits_with_its_like_and_is_refused_there(pool: Pool) -> None:
    until_idle(pool)
    text = f"{FOR_EVER} # again"
    first = pool.ask(text)
    until(lambda: long(pool))
    second = pool.ask(text)
    with pytest.raises(QueueFull, match="ask again in 50 seconds"):
        pool.ask(text)
    for each in (second, first):
        each.cancel()


def test_a_query_whose_client_has_gone_is_ended(pool: Pool) -> None:
    until_idle(pool)
    asked = pool.ask(f"{FOR_EVER} # gone")
    until(lambda: pool.at_work() == 1)
    asked.cancel()
    until_idle(pool)
    assert pool.run("ASK {}").kind == "yes"


def test_a_query_that_is_ended_as_it_ends_anyway_harms_no_other(pool: Pool) -> None:
    until_idle(pool)
    for n in range(20):
        gone = pool.ask(f"SELECT * {{ ?s ?p ?o }} OFFSET {n}")
        time.sleep(0.0005 * n)
        gone.cancel()
        assert pool.run(f"ASK {{ ?s ?p '{n}' }}").kind == "yes"


def test_a_full_line_is_told() -> None:
    made = Pool(lambda: iter(LINES), {}, bounds=Bounds(processes=2, long=1, waiting=1))
    asked, refused = [], 0
    for n in range(12):
        try:
            asked.append(made.ask(f'ASK {{ ?a ?b "{n}" . ?d ?e ?f }}'))
        except QueueFull:
            refused += 1
    made.close(PATIENCE)
    assert (len(asked) >= 1, refused >= 1) == (True, True)
    assert {each.result().kind for each in asked} == {"yes"}
    with pytest.raises(QueueFull):
        made.ask("ASK {}")


def test_a_store_that_is_damaged_is_made_anew(tmp_path) -> None:
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "CURRENT").write_text("nothing")
    made = Pool(
        tmp_path / "damaged", {}, bounds=Bounds(processes=2, long=1),
        again=lambda: lambda: iter(LINES),
    )  # fmt: skip
    assert [made.run('ASK { ?s ?p "7" }').kind for _ in range(3)] == ["yes"] * 3
    made.close()


def test_what_is_not_answered_when_a_pool_closes_is_ended() -> None:
    made = Pool(lambda: iter(LINES), {}, bounds=Bounds(processes=2, long=1))
    endless = Limits(seconds=600)
    asked = [made.ask(f"{FOR_EVER} # {n}", limits=endless) for n in range(4)]
    closing = Thread(target=made.close, args=(0.5,), daemon=True)
    closing.start()
    closing.join(PATIENCE)
    assert not closing.is_alive()
    for each in asked:
        with pytest.raises(QueryError):
            each.result(0)
