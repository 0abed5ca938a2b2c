"""The cluster's tally on Apache Spark itself, with two executors, of which one is lost in mid-run.

For a JVM of 17 or later and a SPARK_HOME with Spark 4: the folder ``pyspark`` of the package of
that name is one (``pip install pyspark==4.2.0`` into an environment of its own, half a gigabyte).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from building import cite, claim, unchecked, work
from test_cluster import parquet, plain, written

from cardindex import cluster
from cardindex.evidence import tally

HOME = os.environ.get("SPARK_HOME", "")
PATIENCE = 120  # seconds for a JVM to come up

ROWS = {
    "claims": [
        claim(f"c{at}", ties=f"same c{at - 1}" if at % 3 == 1 and at > 1 else "")
        for at in range(1, 200)
    ],
    "citations": [cite(f"c{at}", "book", "letter") for at in range(1, 200)],
    "sources": [work("letter", origin="a"), work("book")],
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The address of Apache Spark with two executors, and the process of its driver."""
    if not shutil.which("java") or not HOME:
        pytest.skip("set SPARK_HOME to a Spark 4, and have a JVM of 17 or later: see this file")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("spark")
    conf = {
        "spark.connect.grpc.binding.port": port, "spark.ui.enabled": "false",
        "spark.executor.memory": "1g",
    }  # fmt: skip
    options = [word for name, value in conf.items() for word in ("--conf", f"{name}={value}")]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [f"{HOME}/bin/spark-submit", "--class",
             "org.apache.spark.sql.connect.service.SparkConnectServer",
             "--master", "local-cluster[2,1,1024]", *options, "spark-internal"],
            env=os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
            cwd=folder, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(port)
        yield f"sc://127.0.0.1:{port}", server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _wait(port: int) -> None:
    for _ in range(PATIENCE):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(1)
        else:
            return
    pytest.fail("Spark did not come up")


def _is_right(out: Path) -> None:
    found = written(out, "standings", ["id"]).drop(columns="joined")
    expected = plain(tally(unchecked(ROWS)).claims.reset_index()[[*found]], ["id"])
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("rounds", [1, 3])
def test_spark_itself_comes_to_the_same(
    spark: tuple[str, int], tmp_path: Path, rounds: int
) -> None:
    with cluster.connected(spark[0]) as session:
        there = {worker.process for worker in cluster.workers(session)}
        cluster.tally(
            session,
            str(parquet(tmp_path / "in", ROWS)),
            f"{tmp_path}/out",
            spread=cluster.Spread(6, rounds),
        )
    assert len(there) > 1
    _is_right(tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "weights").num_rows


def test_an_executor_that_is_lost_in_mid_run_is_survived(
    spark: tuple[str, int], tmp_path: Path
) -> None:
    source, lost = str(parquet(tmp_path / "in", ROWS)), []

    def lose() -> None:
        time.sleep(5)
        executor = _executors(spark[1])[0]
        os.kill(executor, signal.SIGKILL)
        lost.append(executor)

    with cluster.connected(spark[0]) as session:
        thread = threading.Thread(target=lose)
        thread.start()
        cluster.tally(
            session, source, f"{tmp_path}/out", outputs=("standings",), spread=cluster.Spread(24)
        )
        thread.join()
    assert lost
    _is_right(tmp_path / "out")


def _executors(group: int) -> list[int]:
    """Return the processes of executors in a group of processes."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            named = b"CoarseGrainedExecutorBackend" in (path / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        if named and os.getpgid(int(path.name)) == group:
            found.append(int(path.name))
    return found
