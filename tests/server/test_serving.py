"""A site as it is run, in processes of its own: workers, versions, signals, log and counts."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sites import ESSAY, PATIENCE, Running, read, site, started, until

from cardindex import cli

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")

EXAMPLE = Path(cli.__file__).parent.parent / "example"


def asked(address: str, **headers: str) -> tuple[int, bytes]:
    """Ask for something, and return status and body."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of our own, to change."""
    folder = tmp_path / "quays"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.py"))
    shutil.copy(EXAMPLE.parent / "ontology.ttl", folder / "ontology.ttl")
    return folder


@pytest.fixture(scope="module")
def essay() -> Iterator[Running]:
    """The essay, by two workers, counted."""
    number = port()
    with site(ESSAY, "--workers", 2, "--metrics", number, "--log-clients", "short") as running:
        running.metrics = f"http://127.0.0.1:{number}/metrics"
        yield running


def port() -> int:
    """Return a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def rename(index: Path, old: str, new: str) -> None:
    """Change a label in the entities of an index, as an editor that saves a file at once does."""
    path = index / "entities.csv"
    other = path.with_suffix(".new")
    other.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    other.replace(path)


def label(index: Path) -> tuple[str, str]:
    """Return id and label of an entity of the index."""
    id_, _, label_, *_ = (index / "entities.csv").read_text("utf-8").splitlines()[2].split(",")
    return id_, label_


def test_all_workers_answer_and_are_counted_together(essay: Running) -> None:
    before = counted(essay)
    for _ in range(40):
        assert asked(f"{essay.address}/entity/kgb")[0] == 200
    # A request is counted once it is answered, which may be after its answer has come.
    until(lambda: counted(essay) >= before + 40)
    assert counted(essay) == before + 40
    memory = samples(essay, "cardindex_worker_resident_bytes")
    assert [each.value > 10_000_000 for each in memory] == [True, True]
    assert [each.value for each in samples(essay, "cardindex_index_stale")] == [0]


def samples(running: Running, name: str):
    """Return what is counted under a name, as Prometheus' own reader has it."""
    from prometheus_client.parser import text_string_to_metric_families

    families = text_string_to_metric_families(asked(running.metrics)[1].decode())
    return [each for family in families for each in family.samples if each.name == name]


def counted(running: Running) -> float:
    found = samples(running, "cardindex_requests_total")
    return sum(each.value for each in found if each.labels["status"] == "200")


def test_what_is_counted_is_not_told_where_readers_are(essay: Running) -> None:
    assert asked(f"{essay.address}/metrics")[0] == 404
    assert asked(essay.metrics, Host="rebound.example.com")[0] == 421


def test_a_worker_that_dies_is_started_anew(essay: Running) -> None:
    before = set(essay.workers())
    # The metrics' process is the youngest.
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(essay.workers()) == 3 and min(before) not in essay.workers())
    for _ in range(20):
        assert asked(f"{essay.address}/entity/kgb")[0] == 200


def test_a_request_is_a_line_without_what_was_asked_for(essay: Running) -> None:
    asked(f"{essay.address}/search?q=a-secret-passage", **{"User-Agent": "one \x9b31m two"})
    found = until(lambda: [each for each in essay.log("request") if each["path"] == "/search"])[0]
    assert found["client"] == "127.0.0.0/24"
    assert found["agent"] == "one \x9b31m two"
    assert not any("secret" in line or "\x9b" in line for line in essay.lines)


@contextmanager
def half_asked(running: Running) -> Iterator[socket.socket]:
    """Send a site half a request, which it has begun to read; the other half is ``cd``."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as asking:
        asking.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nExpect: 100-continue\r\n"
            b"Content-Length: 4\r\n\r\nab" % running.port
        )
        going_on = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert asking.recv(len(going_on), socket.MSG_WAITALL) == going_on
        yield asking


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly_once_what_is_asked_is_answered(number: int) -> None:
    with site(ESSAY) as running:
        with half_asked(running) as asking:
            running.process.send_signal(number)
            threading.Timer(0.3, lambda: asking.sendall(b"cd")).start()
            answer = read(asking)
        assert answer.startswith(b"HTTP/1.1 4")  # there is nothing at this address, or no query
        assert running.process.wait(30) == 0
    assert {each["event"] for each in running.log()} <= {"prepared", "request"}
    assert all(line.startswith("{") for line in running.lines)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers share one socket")
def test_whoever_comes_while_a_last_answer_is_given_is_turned_away() -> None:
    with site(ESSAY, "--workers", 2) as running:
        with half_asked(running) as asking:
            port, before = running.port, running.workers()
            running.process.send_signal(signal.SIGTERM)
            until(lambda: len(running.workers()) < len(before))
            until(lambda: not any(_listens(port) for _ in range(20)))
            assert running.process.poll() is None
            asking.sendall(b"cd")
            assert read(asking).startswith(b"HTTP/1.1 4")
        assert running.process.wait(30) == 0


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_new_version_is_served_without_a_failed_request(index: Path) -> None:
    id_, before = label(index)
    with site(index, "--workers", 2) as running:
        page = f"{running.address}/entity/{id_}"
        statuses: list[int] = []
        bodies: set[bool] = set()
        going = threading.Event()

        def ask() -> None:
            while not going.is_set():
                status, body = asked(page)
                statuses.append(status)
                bodies.add(b"Another Name" in body)

        asking = [threading.Thread(target=ask) for _ in range(3)]
        for each in asking:
            each.start()
        rename(index, before, "Another Name")
        os.kill(running.process.pid, signal.SIGHUP)
        until(lambda: len(running.log("opened")) == 2)
        going.set()
        for each in asking:
            each.join()
        assert set(statuses) == {200}
        assert bodies == {False, True}
        assert all(b"Another Name" in asked(page)[1] for _ in range(20))


def test_texts_that_are_as_they_were_are_not_opened_anew(index: Path) -> None:
    with site(index, "--texts", index / "texts") as running:
        until(lambda: running.log("prepared") or running.log("opened"))
        assert not running.log("opened")
        text = index / "texts" / "lantern-essay.txt"
        text.write_text(text.read_text("utf-8") + "One more line.\n", "utf-8")
        os.kill(running.process.pid, signal.SIGHUP)
        until(lambda: running.log("opened"))


def test_an_index_that_comes_to_be_in_error_is_served_as_it_was(index: Path) -> None:
    id_, before = label(index)
    with site(index, "--workers", 2, "--metrics", port()) as running:
        claims = (index / "claims.csv").read_text("utf-8")
        (index / "claims.csv").write_text(claims + "half a row", "utf-8")
        os.kill(running.process.pid, signal.SIGHUP)
        told = until(lambda: running.log("not reloaded"))[0]
        assert any("claims.csv" in problem for problem in told["problems"])
        until(lambda: b"stale" in asked(f"{running.address}/health")[1].split(b",")[0])
        # Who has to start now opens the version that is served.
        first = min(running.workers())
        os.kill(first, signal.SIGKILL)
        until(lambda: first not in running.workers() and len(running.workers()) == 2)
        assert all(
            before.encode() in asked(f"{running.address}/entity/{id_}")[1] for _ in range(20)
        )
        assert asked(f"{running.address}/ready")[0] == 200
        (index / "claims.csv").write_text(claims, "utf-8")
        os.kill(running.process.pid, signal.SIGHUP)
        until(lambda: b'"ok"' in asked(f"{running.address}/health")[1])
        assert len(running.log("not reloaded")) == 1
    assert not any("Traceback" in line for line in running.lines)


def test_an_index_in_error_is_told_with_all_problems_and_not_served(index: Path) -> None:
    with (index / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("half a row\nanother one\n")
    running = started(index, f"second={index}")
    assert running.process.wait(30) == 1
    told = "\n".join(running.lines)
    assert told.count("claims.csv") == 2
    assert "second, of 2 indexes" in told
    assert not any("Traceback" in line for line in running.lines)


def test_a_socket_of_the_file_system(tmp_path: Path) -> None:
    path = tmp_path / "site"
    words = (ESSAY, "--bind", f"unix:{path}", "--public", "https://archive.example.org/essay",
             "--proxy", "unix")  # fmt: skip
    with site(*words) as running:
        until(lambda: running.said)
        assert path.stat().st_mode & 0o777 == 0o660
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(path))
            asking.sendall(
                b"GET /essay/entity/kgb HTTP/1.1\r\nHost: archive.example.org\r\n"
                b"Connection: close\r\n\r\n"
            )
            assert b'href="/essay/static/' in read(asking)
        again = started(*words)
        assert again.process.wait(30) == 1
        assert any("a server listens at" in line for line in again.lines)
        assert running.end() == 0
    assert not path.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--bind", "no.such.host.example.org"), "is no address of this machine"),
        (("--bind", "192.0.2.1"), "cannot be taken"),
        (("--bind", "unix:/dev/null"), "no socket; name another path"),
        (("--public", "archive.example.org"), "is no address of a site"),
        (("--host", "https://archive.example.org"), "is no name of a host"),
        (("--proxy", "nginx"), "is no address of a proxy"),
        (("--metrics", "here"), "write a port as 9100"),
        (("--texts", "other=graph"), 'there is no index "other"'),
        (("--texts", "no/such/folder"), "is no folder"),
        (("graph", "graph"), "two indexes are called"),
        (("health=graph", "graph"), "stands for something else"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_served(
    run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(ESSAY.parent)
    done = run("serve", "--port", 0, *words)
    assert done.code == 1
    assert told in done.err


def test_a_port_that_is_taken_is_told(run, essay: Running) -> None:
    done = run("serve", ESSAY, "--port", essay.port, "--workers", 2)
    assert done.code == 1
    assert f"port {essay.port}" in done.err
    assert "--port 0 finds one that is free" in done.err


def test_two_indexes_of_one_base_are_warned_of(index: Path) -> None:
    with site(index, f"before={index}") as running:
        warned = until(lambda: [line for line in running.lines if line.startswith("Warning")])[0]
        assert "quays, before have one base IRI" in warned
        assert asked(f"{running.address}/before/")[0] == 200
        assert asked(f"{running.address}/quays/")[0] == 200
