"""Where a cluster writes to: a folder of its own, which says when it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import pyarrow as pa

from cardindex.cluster.errors import explained
from cardindex.cluster.given import Frame
from cardindex.cluster.session import Session
from cardindex.errors import OutputError

arrow: Any = pa  # its stubs know fewer types than it does

FINISHED = "finished"
"""What is written last, as JSON: a folder without it is half-written."""


class Place:
    """A folder that the engine writes to.

    Engines do not rename what lies on a store of objects, and not every one leaves a _SUCCESS; so
    FINISHED comes last, and is what to look for.
    """

    def __init__(self, spark: Session, path: str, *, replace: bool = False) -> None:
        self._spark, self._path, self._replace = spark, path.rstrip("/"), replace

    def free(self) -> None:
        """Raise OutputError where something stands there that is not to be replaced."""
        if self._replace:
            self._write(FINISHED, "json", self._said({"half": "written"}), "overwrite")
            return
        if self._has(FINISHED, "json"):
            raise OutputError(
                f"{self._path} holds a finished run already; name another folder, or take --replace"
            )

    def write(
        self, name: str, frames: Iterable[Frame], form: str = "parquet", *, by: str = ""
    ) -> None:
        """Write frames, one after the other, as one folder; ``by``: one for each value of that."""
        mode = "overwrite" if self._replace else "error"
        for frame in frames:
            self._write(name, form, frame, mode, by)
            mode = "append"

    def read(self, name: str) -> Frame:
        """Return a frame that has been written."""
        return self._spark.read.parquet(f"{self._path}/{name}")

    def finish(self, said: Mapping[str, object]) -> None:
        """Say that all is written."""
        self.write(FINISHED, [self._said(said)], "json")

    def _said(self, said: Mapping[str, object]) -> Frame:
        return self._spark.createDataFrame(arrow.table({k: [v] for k, v in said.items()}))

    def _write(self, name: str, form: str, frame: Frame, mode: str, by: str = "") -> None:
        writer = frame.write.mode(mode).format(form)
        if by:
            writer = writer.partitionBy(by)
        if form == "text":
            writer = writer.option("compression", "gzip")
        with explained():
            writer.save(f"{self._path}/{name}")

    def _has(self, name: str, form: str) -> bool:
        with suppress(Exception):
            return bool(self._spark.read.format(form).load(f"{self._path}/{name}").columns)
        return False
