"""A session with a cluster, and a check that its workers have what the work needs."""

from __future__ import annotations

import socket
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cardindex import __version__
from cardindex.cluster.errors import ClusterError, explained
from cardindex.errors import NotInstalled

Session = Any
"""A session of Spark's; its client is imported only where it is needed."""

DEFAULT_PORT = 15002
"""Where Spark Connect listens, if nothing else is said."""

_PATIENCE = 10  # seconds until somebody has to have answered at the address
_PROBES = 8


class Worker(NamedTuple):
    """A Python on the cluster: where it runs, and its version and that of cardindex in it."""

    host: str
    process: int
    python: str
    cardindex: str


@contextmanager
def connected(address: str) -> Iterator[Session]:
    """Enter a session of its own with the cluster at ``sc://HOST:PORT``, and leave it.

    Raises ClusterError where nothing answers, or the client of Spark is not installed.
    """
    place = _place(address)
    builder = _builder()
    _answers(address, *place)
    with explained():
        spark = builder.remote(address).create()
        _ = spark.version
    try:
        yield spark
    finally:
        with suppress(Exception):
            spark.stop()


def _place(address: str) -> tuple[str, int]:
    """Return host and port of an address. Raises ClusterError."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme == "sc" and parts.hostname:
            return parts.hostname, parts.port or DEFAULT_PORT
    raise ClusterError(f'"{address}" is no address of a cluster; write sc://HOST:PORT')


def _builder() -> Any:  # noqa: ANN401 - the client has types that say less than its documentation
    try:
        with warnings.catch_warnings(), _with_a_file():
            # Spark warns that it does not support the newest pandas, which is not used here.
            warnings.simplefilter("ignore")
            from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415
    except ImportError as error:
        missing = NotInstalled("work on a cluster", f"Spark's client ({error})", "cluster")
        raise ClusterError(str(missing)) from error
    return SparkSession.builder


@contextmanager
def _with_a_file() -> Iterator[None]:
    """Give the main module a file: without one (``python -c``) the client of Spark fails.

    It takes such a program for a doctest of its own, and asks for the whole of Spark.
    """
    main: Any = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = "-c"
    try:
        yield
    finally:
        del main.__file__


def _answers(address: str, host: str, port: int) -> None:
    """Check that something listens at the address: the client would try for ten minutes."""
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE):
            return
    except OSError as error:
        reason = error.strerror or str(error)
        raise ClusterError(
            f"no cluster answers at {address}: {reason}; start one, or mend the address"
        ) from error


def workers(spark: Session) -> list[Worker]:
    """Ask some workers who they are. Raises ClusterError where one cannot do our work."""
    asked = "host string, process long, python string, cardindex string, missing string"
    with explained():
        answers = spark.range(0, _PROBES, 1, _PROBES).mapInArrow(_probe(), asked).toArrow()
    missing = {row["missing"] for row in answers.to_pylist() if row["missing"]}
    if missing:
        raise ClusterError(
            f"the workers of the cluster have no cardindex ({min(missing)}): install "
            f"cardindex {__version__} in the Python that they run"
        )
    rows = answers.drop_columns(["missing"]).to_pylist()
    found = sorted({Worker(**row) for row in rows})
    problems = sorted({fault for worker in found if (fault := _fault(worker))})
    if problems:
        raise ClusterError("\n".join(problems))
    return found


def _fault(worker: Worker) -> str:
    """Say why a worker cannot do our work, or nothing."""
    ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if worker.python != ours:
        return (
            f"the workers on {worker.host} run Python {worker.python}, and this is {ours}: what is "
            f"sent them has to be of one version; run cardindex with Python {worker.python}"
        )
    if worker.cardindex != __version__:
        return (
            f"the workers on {worker.host} have cardindex {worker.cardindex}, and this is "
            f"{__version__}: install the same on both"
        )
    return ""


def _probe() -> Any:  # noqa: ANN401 - a function
    # Defined inside a function, so that it is sent by value: a worker may lack cardindex.
    def probe(batches: Iterable[Any]) -> Iterator[Any]:
        import os  # noqa: PLC0415
        import platform  # noqa: PLC0415
        import sys  # noqa: PLC0415

        import pyarrow as pa  # noqa: PLC0415

        version = missing = ""
        try:
            from cardindex import __version__ as there  # noqa: PLC0415

            version = str(there)
            from cardindex.evidence import tally  # noqa: F401, PLC0415 - what it is there for
        except Exception as error:  # noqa: BLE001 - whatever keeps it from being there
            missing = f"{type(error).__name__}: {error}"
        for _ in batches:
            pass
        yield pa.RecordBatch.from_pydict(
            {
                "host": [platform.node()],
                "process": [os.getpid()],
                "python": [f"{sys.version_info[0]}.{sys.version_info[1]}"],
                "cardindex": [version],
                "missing": [missing],
            }
        )

    return probe
