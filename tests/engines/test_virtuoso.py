"""Virtuoso from a distribution: pushed to both ways and by its bulk loader, and asked.

On Debian: ``apt-get install virtuoso-opensource``. It runs in a folder of its own, on ports of its
own, and is ended; a server that the system runs is left alone.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import small
from stores import free_port, wait_for
from test_namedqueries import ANSWERS, ASKED

from cardindex import namedqueries
from cardindex.errors import RemoteError
from cardindex.index import Index
from cardindex.pushing import push, target, write
from cardindex.remote import Credentials, Patience
from cardindex.store.remote import RemoteStore

pytestmark = pytest.mark.engine("firefox")  # so is what is run by `make test-engines` alone

INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""
DBA = Credentials("dba", "dba")  # of a fresh database, which nobody else reaches


class Virtuoso(NamedTuple):
    address: str
    folder: Path
    sql: int

    def run(self, script: str) -> None:
        (self.folder / "script.sql").write_text(script, encoding="utf-8")
        program = shutil.which("isql-vt") or shutil.which("isql")
        subprocess.run(
            [program, f"127.0.0.1:{self.sql}", "dba", "dba", "script.sql"],
            cwd=self.folder, check=True, capture_output=True, timeout=60,
        )  # fmt: skip


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    if not shutil.which("virtuoso-t"):
        pytest.skip("there is no Virtuoso here: apt-get install virtuoso-opensource")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http), encoding="utf-8")
    server = subprocess.Popen(
        ["virtuoso-t", "-c", "virtuoso.ini", "-f"], cwd=folder,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(http, 60)
        yield Virtuoso(f"http://127.0.0.1:{http}", folder, sql)
    finally:
        server.kill()
        server.wait()


def pushed(index: Index, url: str) -> list[str]:
    told: list[str] = []
    to = target(url, credentials=DBA)
    try:
        push(index, to, told.append)
    finally:
        to.close()
    return told


def cleared(virtuoso: Virtuoso) -> None:
    names = ("truthy", "sources", "claims", "description", "vocabulary", "pushed")
    base = small.index().base
    virtuoso.run("".join(f"SPARQL CLEAR GRAPH <{base}graph/{name}>;\n" for name in names))


def hold_to_the_answers(virtuoso: Virtuoso) -> None:
    store = RemoteStore.open(f"{virtuoso.address}/sparql")
    wrong = []
    for name, values in ASKED.items():
        found = store.query(
            namedqueries.load(small.index())[name].text(small.index(), values)
        ).csv()
        if found != (ANSWERS / f"{name}.csv").read_text(encoding="utf-8"):
            wrong.append(name)
    assert store.query("ASK { ?s ci:standing ci:Contested }").boolean is True
    store.close()
    assert wrong == []


@pytest.mark.parametrize("way", ["/sparql-graph-crud-auth", "/sparql-auth"])
def test_named_queries_answer_the_same(
    virtuoso: Virtuoso, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared(virtuoso)
    told = pushed(small.index(), virtuoso.address + way)
    assert "says nothing of an earlier push" in told[0]
    hold_to_the_answers(virtuoso)
    folder = Path(shutil.copytree(small.FOLDER, tmp_path / "index"))
    table = folder / "entities.csv"
    table.write_text(table.read_text("utf-8").replace("Orlin Party", "Orlin Party of Workers"))
    assert "what has changed" in pushed(Index.open(folder), virtuoso.address + way)[0]
    assert "what has changed" in pushed(small.index(), virtuoso.address + way)[0]
    hold_to_the_answers(virtuoso)


def test_bulk_files_come_to_the_same(virtuoso: Virtuoso) -> None:
    cleared(virtuoso)
    write(small.index(), virtuoso.folder / "quads")
    script = (virtuoso.folder / "quads" / "load-virtuoso.sql").read_text("utf-8")
    virtuoso.run(script.replace("DIR'", "quads'"))
    hold_to_the_answers(virtuoso)


def test_nobody_writes_without_a_name(virtuoso: Virtuoso) -> None:
    to = target(f"{virtuoso.address}/sparql-graph-crud-auth", patience=Patience(tries=1))
    with pytest.raises(RemoteError) as raised:
        push(small.index(), to, lambda _: None)
    to.close()
    assert raised.value.status == 401
