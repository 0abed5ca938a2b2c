"""No query reaches a network, whatever it asks for and whatever reads it."""

from __future__ import annotations

import platform
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import small

from cardindex.errors import QueryError
from cardindex.store import Store

CONFINED = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="here nothing but the judging of a query keeps it from the network",
)


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
