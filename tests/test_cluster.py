"""The cluster's tally against the laptop's, on Sail: a Spark Connect server without a JVM."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from building import SETTINGS, Row, cite, claim, completed, unchecked, work
from commands import Run
from generated import indexes
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cardindex import cluster
from cardindex.cluster.errors import ClusterError, explanation
from cardindex.errors import InvalidIndex, OutputError
from cardindex.evidence import tally, weights
from cardindex.rdf import nquads
from cardindex.tables import COLUMNS

Rows = dict[str, list[Row]]
ONE = {
    "claims": [claim("c1")],
    "citations": [cite("c1", "letter")],
    "sources": [work("letter", origin="a")],
}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A cluster of one process, for all tests of a session."""
    server = pytest.importorskip("pysail.spark").SparkConnectServer()
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


@pytest.fixture
def spark(address: str) -> Iterator[Any]:
    with cluster.connected(address) as session:
        yield session


def parquet(folder: Path, rows: Rows, toml: str = SETTINGS, **others: pa.Table) -> Path:
    """Write an index as Parquet; ``others`` take the place of its tables."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.toml").write_text(toml, encoding="utf-8")
    for name, full in completed(rows).items():
        columns = {
            column: pa.array([row.get(column, "") for row in full], pa.string())
            for column in COLUMNS[name]
        }
        pq.write_table(others.get(name, pa.table(columns)), folder / f"{name}.parquet")
    return folder


def apart(parts: list[Rows]) -> Rows:
    """Put indexes together in one that have nothing in common."""
    whole: Rows = {}
    for number, rows in enumerate(parts):
        renamed = _Renamed(number)
        for table, each in rows.items():
            whole.setdefault(table, []).extend(renamed.row(table, row) for row in each)
    return whole


class _Renamed:
    """The rows of one of several indexes under names of its own."""

    def __init__(self, number: int) -> None:
        self._number = number

    def row(self, table: str, row: Row) -> Row:
        return {column: self._cell(table, column, cell) for column, cell in row.items()}

    def _cell(self, table: str, column: str, cell: str) -> str:
        number = self._number
        if not cell or cell == "self" or column in _AS_THEY_ARE:
            return cell
        match table, column:
            case ("claims", "id" | "ties") | ("citations", "claim"):
                return re.sub(r"c(?=[0-9])", f"c{number}0", cell)
            case ("citations", "chain"):
                return cell.replace("s", f"n{number}s")
        return ";".join(f"n{number}{id_}" for id_ in cell.split(";"))


_AS_THEY_ARE = (
    "kind", "label", "type", "title", "relation", "mode", "when", "quantity", "unit", "gloss",
    "stance", "certainty",
)  # fmt: skip


def plain(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return a frame as it can be held against another: in order, lists as tuples."""
    lists = [
        name for name in frame if len(frame) and not isinstance(frame[name].iloc[0], str | bool)
    ]
    for name in lists:
        if hasattr(frame[name].iloc[0], "__len__"):
            frame = frame.assign(**{name: list(map(tuple, frame[name]))})
    frame = frame.sort_values(by).reset_index(drop=True).astype(object)
    return frame.set_axis(pd.Index([*frame], dtype=object), axis=1)


def written(out: Path, name: str, by: list[str]) -> pd.DataFrame:
    return plain(pq.read_table(out / name).to_pandas(), by)


TANGLED = settings(
    max_examples=4,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.generate,),  # to make an example smaller takes minutes of a cluster
)


@TANGLED
@given(
    parts=st.lists(indexes(), min_size=25, max_size=25),
    spread=st.sampled_from([cluster.Spread(5), cluster.Spread(6, 3)]),
)
def test_a_cluster_comes_to_what_a_laptop_comes_to(
    address: str,
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[Rows],
    spread: cluster.Spread,
) -> None:
    folder = tmp_path_factory.mktemp("cluster")
    rows = apart(parts)
    with cluster.connected(address) as spark:
        done = cluster.tally(
            spark, str(parquet(folder / "in", rows)), f"{folder}/out", spread=spread
        )
    ours = tally(unchecked(rows))
    assert done.claims == len(ours.claims)
    found = written(folder / "out", "standings", ["id"])
    expected = plain(ours.claims.reset_index()[[it for it in found if it != "joined"]], ["id"])
    pd.testing.assert_frame_equal(found.drop(columns="joined"), expected)
    ends = ["subject", "relation", "object"]
    found = written(folder / "out", "links", ends)
    pd.testing.assert_frame_equal(found, plain(ours.links[[*found]], ends))
    found = written(folder / "out", "weights", ["key"])
    expected = plain(weights(ours.index).reset_index()[[*found]], ["key"])
    pd.testing.assert_frame_equal(found, expected)


SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer()
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
"""


def test_two_workers_come_to_the_same(tmp_path: Path) -> None:
    # In Sail's local cluster they are threads of one process, with tasks and shuffles between them.
    mode = {"SAIL_MODE": "local-cluster", "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2",
            "SAIL_CLUSTER__WORKER_MAX_COUNT": "2"}  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], env=os.environ | mode, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    claims = [claim(f"c{at}", ties=f"same c{at - 1}" if at % 3 == 1 else "") for at in range(2, 40)]
    rows = {
        "claims": [claim("c1"), *claims],
        "citations": [cite(f"c{at}", "book", "letter") for at in range(1, 40)],
        "sources": [work("letter", origin="a"), work("book")],
    }
    try:
        port = server.stdout.readline().strip() if server.stdout else ""
        with cluster.connected(f"sc://127.0.0.1:{port}") as spark:
            source = str(parquet(tmp_path / "in", rows))
            cluster.tally(spark, source, f"{tmp_path}/out", spread=cluster.Spread(6, 2))
    finally:
        server.kill()
        server.communicate()
    found = written(tmp_path / "out", "standings", ["id"]).drop(columns="joined")
    expected = plain(tally(unchecked(rows)).claims.reset_index()[[*found]], ["id"])
    pd.testing.assert_frame_equal(found, expected)


def test_workers_say_who_they_are(spark: Any) -> None:
    (worker,) = {it._replace(process=0, host="") for it in cluster.workers(spark)}
    assert worker.cardindex


def test_a_finished_run_is_not_written_over_unasked(spark: Any, tmp_path: Path) -> None:
    source, out = str(parquet(tmp_path / "in", ONE)), f"{tmp_path}/out"
    cluster.tally(spark, source, out)
    with pytest.raises(OutputError, match="--replace"):
        cluster.tally(spark, source, out)
    cluster.tally(spark, source, out, replace=True)
    assert len(pq.read_table(f"{out}/standings")) == 1


def test_rows_of_other_rounds_are_written_over(spark: Any, tmp_path: Path) -> None:
    rows = ONE | {"claims": [claim(f"c{at}") for at in range(20)],
                  "citations": [cite(f"c{at}", "letter") for at in range(20)]}  # fmt: skip
    out = f"{tmp_path}/out"
    for name, told, rounds in (("all", rows, 7), ("one", ONE, 3)):
        source = str(parquet(tmp_path / name, told))
        cluster.tally(spark, source, out, spread=cluster.Spread(2, rounds), replace=name == "one")
    assert pq.read_table(f"{out}/standings")["id"].to_pylist() == ["c1"]


def test_columns_that_are_wrong_are_all_told(spark: Any, tmp_path: Path) -> None:
    claims = pa.table({"id": ["c1"], "subject": [7], "Object": ["b"]})
    source = parquet(tmp_path / "in", ONE, claims=claims)
    with pytest.raises(InvalidIndex) as caught:
        cluster.tally(spark, str(source), f"{tmp_path}/out")
    codes = {(problem.column, problem.code) for problem in caught.value.problems}
    assert {("subject", "malformed-column"), ("Object", "unknown-column"),
            ("relation", "missing-column")} <= codes  # fmt: skip


def test_rows_that_are_wrong_are_told_in_the_words_of_the_checks(
    spark: Any, tmp_path: Path
) -> None:
    rows = ONE | {
        "claims": [claim("c1", "a fundd b"), claim("c2")],
        "citations": [cite("c1", "letter", "?>", "affirm")],
    }
    source = parquet(tmp_path / "in", rows)
    with pytest.raises(InvalidIndex) as caught:
        cluster.tally(spark, str(source), f"{tmp_path}/out", spread=cluster.Spread(1))
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"unknown-relation", "uncited-claim", "malformed-chain", "unknown-stance"}


@pytest.mark.parametrize("column", ["mode", "id"])
@pytest.mark.parametrize("rounds", [1, 3])
def test_a_cell_that_is_null_is_told(spark: Any, tmp_path: Path, column: str, rounds: int) -> None:
    full = {column: [ONE["claims"][0].get(column, "")] for column in COLUMNS["claims"]}
    claims = pa.table({**full, column: pa.array([None], pa.string())})
    source = str(parquet(tmp_path / "in", ONE, claims=claims))
    with pytest.raises(InvalidIndex, match="null stands in 1 rows"):
        cluster.tally(spark, source, f"{tmp_path}/out", spread=cluster.Spread(1, rounds))


def test_a_folder_without_tables_is_told(spark: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidIndex, match=r"claims\.parquet.*cannot be read"):
        cluster.tally(spark, str(tmp_path), f"{tmp_path}/out")


def test_nobody_at_the_address_is_told_at_once(run: Run, tmp_path: Path) -> None:
    told = run("cluster", "tally", "--spark", "sc://127.0.0.1:1", "--in", "x", "--out", "y")
    assert told.code == 1
    assert "no cluster answers at sc://127.0.0.1:1" in told.err


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ClusterError, match="write sc://HOST:PORT"), cluster.connected("localhost"):
        pass


def test_the_command_tells_what_it_has_written(run: Run, address: str, tmp_path: Path) -> None:
    source, out = parquet(tmp_path / "in", ONE), tmp_path / "out"
    told = run(
        "cluster", "tally", "--spark", address, "--in", source, "--out", out, "--rounds", "3"
    )
    assert told.code == 0
    assert told.out.startswith(f"1 claims in 2 partitions and 3 rounds; {out} holds:\n")
    assert "1 single-root" in told.out
    assert (out / "finished").is_dir()


@settings(TANGLED, max_examples=2)
@given(parts=st.lists(indexes(), min_size=10, max_size=10))
def test_a_dump_of_a_cluster_says_what_that_of_a_laptop_says(
    address: str, tmp_path_factory: pytest.TempPathFactory, parts: list[Rows]
) -> None:
    folder = tmp_path_factory.mktemp("cluster")
    rows = apart(parts)
    rows["names"] = [{"entity": rows["entities"][0]["id"], "name": 'Á \\ " b', "kind": "nickname"}]
    with cluster.connected(address) as spark:
        cluster.dump(
            spark, str(parquet(folder / "in", rows)), f"{folder}/out", spread=cluster.Spread(3, 2)
        )
    found = {
        line
        for path in (folder / "out").glob("*/*.gz")
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    }
    expected = b"".join(nquads(unchecked(rows))).decode().splitlines()
    assert found == {line for line in expected if "void#triples" not in line}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[PYTHON_VERSION_MISMATCH] Python in worker has different version", "run cardindex with"),
        ("the UDF (3.11) does not match the Python version at runtime", "run cardindex with the"),
        ("ModuleNotFoundError: No module named 'cardindex'", "have no cardindex"),
        ("StatusCode.UNAVAILABLE: failed to connect", "went away or stopped answering"),
        ("[PATH_ALREADY_EXISTS] Path file:/x already exists", "take --replace"),
    ],
)  # fmt: skip
def test_what_engines_say_is_said_in_our_words(text: str, told: str) -> None:
    assert told in str(explanation(RuntimeError(text)))
