"""Queries in a process of their own: no network, within limits, and nothing left behind."""

from __future__ import annotations

import os
import platform
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small

from cardindex.engine import LIMITS, Limits, Runner, process, runner
from cardindex.errors import QueryError
from cardindex.store import Store

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell it so")
CONFINED = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="here nothing but the judging of a query keeps it from the network",
)
FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(small.index())


class Listener:
    """A server on this machine that keeps count of who comes."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"<http://127.0.0.1:{self.socket.getsockname()[1]}/>"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    # A closed socket is not yet one that nobody waits at.
    found.socket.shutdown(socket.SHUT_RDWR)
    found.socket.close()


# No network.

ASKING = [
    "SERVICE URL { ?a ?b ?c }",
    "service URL{ ?a ?b ?c }",
    "SeRvIcE SILENT URL { ?a ?b ?c }",
    "SERVICEURL{}",
    "?c ci:support 1SERVICE URL { ?a ?b ?c }",
    "?c ci:support 1.5e3SERVICE URL { ?a ?b ?c }",
    "?c ci:stands trueSERVICE URL { ?a ?b ?c }",
    "?c ci:text 'x'SERVICE URL { ?a ?b ?c }",
    "?c ci:text '''SERVICE '\\''''SERVICE URL { ?a ?b ?c }",
    "?c ci:text '#'SERVICE URL { ?a ?b ?c }",
    "?c ci:text ?t.SERVICE URL { ?a ?b ?c }",
    "?c ci:text (1)SERVICE URL { ?a ?b ?c }",
    "{}SERVICE URL { ?a ?b ?c }",
    "# a comment\rSERVICE URL { ?a ?b ?c }",
    "# a comment\r\nSERVICE URL { ?a ?b ?c }",
    "SERVICE # a comment\rSILENT # another\n URL # and one more\r{ ?a ?b ?c }",
    "SERVICE#URL\nURL{ ?a ?b ?c }",
    "?a ?b ?c FILTER(?a<?b)SERVICE#>\nURL { ?a ?b ?c }",
    "?a ?b ?c FILTER(?a<ci:b)SERVICE#>\nURL { ?a ?b ?c }",
    "?a ?b ?c FILTER(?a <?b&&?c> ?b)SERVICE URL { ?a ?b ?c }",
    "VALUES ?s { URL } SERVICE ?s { ?a ?b ?c }",
    "BIND(URL AS ?s) SERVICE SILENT ?s { ?a ?b ?c }",
    "{ SELECT * { SERVICE URL { ?a ?b ?c } } }",
    "?a ?b ?c FILTER EXISTS { SERVICE URL { ?a ?b ?c } }",
    "?a ?b ?c FILTER(!EXISTS{SERVICE URL { ?a ?b ?c }})",
    "?a ?b ?c BIND(EXISTS{SERVICE URL { ?a ?b ?c }} AS ?x)",
    "?a ?b ?c MINUS{SERVICE URL { ?a ?b ?c }}",
    "?a ?b ?c OPTIONAL{SERVICE URL { ?a ?b ?c }}",
    "{}UNION{SERVICE URL { ?a ?b ?c }}",
    "GRAPH ?g {SERVICE URL { ?a ?b ?c }}",
    "LATERAL{SERVICE URL { ?a ?b ?c }}",
    "SERVICE URL { SERVICE URL { ?a ?b ?c } }",
    "?service ?p entity:service. SERVICE URL { ?from ?b ?c }",
    "SERVICE http: { ?a ?b ?c }",
]


@pytest.mark.parametrize("pattern", ASKING)
@pytest.mark.parametrize("form", ["SELECT * { # }", "ASK { # }", "CONSTRUCT { ?a ?b ?c } { # }"])
def test_query_that_asks_another_server_is_refused_and_nobody_hears_of_it(
    store: Store, listener: Listener, form: str, pattern: str
) -> None:
    text = form.replace("#", pattern).replace("URL", listener.address)
    text = f"PREFIX http: {listener.address} {text}"
    with pytest.raises(QueryError, match=r"^line \d+, column \d+: SERVICE asks another server"):
        store.query(text)
    assert listener.calls == 0


@pytest.mark.parametrize(
    "pattern",
    [
        r"\u0053ERVICE URL { ?a ?b ?c }",
        r"S\u0045RVICE URL { ?a ?b ?c }",
        r"\U00000053\U00000065rvic\u0065 URL { ?a ?b ?c }",
        "\u017fERVICE URL { ?a ?b ?c }",
        "?c ci:text 'x'@enSERVICE URL { ?a ?b ?c }",
        "?c ci:text entity:a.SERVICE URL { ?a ?b ?c }",
        "#\u2028SERVICE URL { ?a ?b ?c }",
        "SER VICE URL { ?a ?b ?c }",
    ],
)
def test_what_only_other_engines_take_for_service_is_told_and_nobody_hears_of_it(
    store: Store, listener: Listener, pattern: str
) -> None:
    with pytest.raises(QueryError, match=r"^line \d+, column \d+"):
        store.query(f"SELECT * {{ {pattern} }}".replace("URL", listener.address))
    assert listener.calls == 0


def test_place_of_service_is_told(store: Store) -> None:
    text = "# SERVICE\nASK { ?service a entity:service ;\n ci:text 1SERVICE <http://a/>{} }"
    with pytest.raises(QueryError, match=r"^line 3, column 11: SERVICE"):
        store.query(text)


@CONFINED
def test_no_socket_can_be_opened_whatever_the_judge_says(listener: Listener) -> None:
    script = f"""
import socket, subprocess
import pyoxigraph
from cardindex.engine import confined
confined.give_up()
for asked in (
    lambda: pyoxigraph.Store().query("ASK {{ SERVICE {listener.address} {{ ?a ?b ?c }} }}"),
    socket.socket,
    socket.socketpair,
    lambda: subprocess.run(["true"]),
):
    try:
        asked()
    except PermissionError:
        print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused\n" * 4
    assert listener.calls == 0


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


# Limits.


def refused(asked: Store, query: str, /, **limits: float) -> str:
    """Return the limit that a query comes to; the next query is answered all the same."""
    with pytest.raises(QueryError) as caught:
        asked.query(query, Limits(**limits))
    assert asked.query("ASK { entity:norrin ?p ?o }").boolean is True
    return caught.value.limit


def test_query_that_takes_too_long_is_ended(store: Store) -> None:
    start = time.monotonic()
    assert refused(store, FOR_EVER, seconds=0.5) == "seconds"
    assert time.monotonic() - start < 30


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


# Texts.


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


# The process.


class Counted:
    """The N-Quads of a tiny store, and how often they were asked for."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Iterator[bytes]:
        self.times += 1
        return iter([b'<a:s> <a:p> "o" .\n'])


def test_store_is_filled_once_for_all_queries_that_end_well() -> None:
    source = Counted()
    asked = Runner(source)
    assert source.times == 0
    for _ in range(3):
        assert asked.run("SELECT ?o { ?s ?p ?o }", {}).body == b'?o\n"o"\n'
        with pytest.raises(QueryError):
            asked.run("SELCT", {})
        with pytest.raises(QueryError, match="rows"):
            asked.run("SELECT * { VALUES ?x { 1 2 } }", {}, Limits(rows=1))
    assert source.times == 1
    asked.end()
    assert asked.run("ASK {}", {}).kind == "yes"
    assert source.times == 2


def test_process_that_was_ended_from_outside_is_started_anew() -> None:
    source = Counted()
    asked = Runner(source)
    asked.start()
    child = asked._process._child  # type: ignore[union-attr]
    child.kill()
    child.wait()
    assert asked.run("ASK { ?s ?p ?o }", {}).kind == "yes"
    assert source.times == 2


def test_source_that_fails_is_told_and_leaves_no_process() -> None:
    def broken() -> Iterator[bytes]:
        yield from Counted()()
        message = "as told"
        raise QueryError(message)

    asked = Runner(broken)
    for _ in range(2):
        with pytest.raises(QueryError, match=r"^as told$"):
            asked.run("ASK {}", {})
        assert asked._process is None


def test_queries_of_several_threads_are_answered_one_after_the_other(store: Store) -> None:
    found: list[object] = []

    def ask(number: int) -> None:
        found.append(store.query(f"SELECT ({number} AS ?n) {{}}").rows[0][0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, found)) == list(range(9))  # type: ignore[call-overload]


def process_of(asked: Runner) -> int:
    assert asked._process is not None
    return asked._process._child.pid


def gone(pid: int) -> bool:
    """Tell whether a process ends within some seconds; one that nobody has waited for is gone."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:
            return True
        if state.split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@LINUX
def test_process_goes_with_whoever_asks() -> None:
    asked = Runner(Counted())
    asked.start()
    pid = process_of(asked)
    assert not Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").endswith("Z")
    del asked
    assert gone(pid)


SCRIPT = """
import sys, threading, time
from cardindex.engine import Runner
asked = Runner(lambda: (f'<a:{n}> <a:p> "{n}" .\\n'.encode() for n in range(999)))
asked.start()
print(asked._process._child.pid, flush=True)
asked.run(sys.argv[1], {})
"""


@LINUX
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_nothing_is_left_of_a_query_whose_asker_is_killed(name: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, FOR_EVER],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as asking:  # fmt: skip
        assert asking.stdout is not None
        pid = int(asking.stdout.readline())
        time.sleep(0.3)
        asking.send_signal(getattr(signal, name))
    assert gone(pid)


@LINUX
def test_ctrl_c_ends_a_query_at_once() -> None:
    command = [sys.executable, "-m", "cardindex", "query", "-i", str(small.FOLDER)]
    with subprocess.Popen(
        [*command, "-e", FOR_EVER],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as asking:  # fmt: skip
        child = child_of(asking.pid)
        time.sleep(0.5)
        start = time.monotonic()
        # As a terminal has it: the signal goes to both.
        os.killpg(asking.pid, signal.SIGINT)
        out, err = asking.communicate(timeout=30)
    assert asking.returncode == 130
    assert time.monotonic() - start < 10
    assert out == b""
    assert b"Traceback" not in err
    assert gone(child)


def child_of(pid: int) -> int:
    """Wait until a process has a child, and return it."""
    for _ in range(600):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        if found:
            return int(found[0])
        time.sleep(0.05)
    pytest.fail("no process was started for the query")


def test_interrupt_ends_the_process_and_the_next_query_is_answered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as changed:
        changed.setattr(process.Process, "next", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.query("ASK {}")
    assert store.runner._process is None
    assert store.query("ASK {}").boolean is True


def test_modules_of_the_folder_one_is_in_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyoxigraph", "json", "cardindex"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert Runner(Counted()).run("ASK { ?s ?p ?o }", {}).kind == "yes"


def test_python_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(small.FOLDER / "nowhere"))
    with pytest.raises(QueryError, match="no process can be started for the query"):
        Runner(Counted()).run("ASK {}", {})
