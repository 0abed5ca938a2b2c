"""The process of queries: filled once, started anew, and gone with whoever asks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import small
from asking import FOR_EVER
from sites import PATIENCE, until

from cardindex.engine import Limits, Runner, process, runner
from cardindex.errors import QueryError
from cardindex.store import Store

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell it so")


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(small.index())


class Counted:
    """The N-Quads of a tiny store, and how often they were asked for."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Iterator[bytes]:
        self.times += 1
        return iter([b'<a:s> <a:p> "o" .\n'])


def test_store_is_filled_once_for_all_queries_that_end_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A busy machine may take longer to say where a query is wrong, and its process is given up.
    monkeypatch.setattr(runner, "_PATIENCE", PATIENCE)
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
    """Tell whether a process is gone; so is one that nobody has waited for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except OSError:
        return True
    return state.split()[0] == "Z"


def works(pid: int) -> bool:
    """Tell whether a process has begun to take queries: its start is over once it gives way."""
    with suppress(ProcessLookupError):
        return os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    return False


@LINUX
def test_process_goes_with_whoever_asks() -> None:
    asked = Runner(Counted())
    asked.start()
    pid = process_of(asked)
    assert not Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").endswith("Z")
    del asked
    until(lambda: gone(pid))


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
        until(lambda: works(pid))
        asking.send_signal(getattr(signal, name))
    until(lambda: gone(pid))


@LINUX
def test_ctrl_c_ends_a_query_at_once() -> None:
    command = [sys.executable, "-m", "cardindex", "query", "-i", str(small.FOLDER)]
    with subprocess.Popen(
        [*command, "-e", FOR_EVER],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as asking:  # fmt: skip
        child = working_child_of(asking.pid)
        # As a terminal has it: the signal goes to both.
        os.killpg(asking.pid, signal.SIGINT)
        out, err = asking.communicate(timeout=PATIENCE)  # the query may take twice as long
    assert asking.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    until(lambda: gone(child))


def working_child_of(pid: int) -> int:
    """Wait until a process has a child that takes queries, and return it."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    # A first one is started while a kept store is looked for, and goes where there is none.
    return int(until(lambda: [it for it in path.read_text("utf-8").split() if works(int(it))])[0])


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
