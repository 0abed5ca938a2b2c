"""A file with the results of a long run so far, from which the next run goes on.

A line that names the run, then records, each as its length, its CRC-32 and an archive of NumPy. An
incomplete record at the end is cut off and computed anew.
"""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile
from zlib import crc32

import numpy as np

from cardindex.errors import OutputError
from cardindex.evidence.cited import Numbers
from cardindex.measures.centrality import Values

_FORM = b"cardindex rankings 1 "
_HEAD = struct.Struct("<II")


class Record(NamedTuple):
    """One ranking, as ``rounds.Round`` has it without its key."""

    places: Numbers
    entities: int
    lines: int
    note: str
    errors: Values | None


class Kept:
    """A file of rankings, by what tells their networks."""

    def __init__(self, path: Path, key: str) -> None:
        """Open or begin the file of the run of that key.

        Raises OutputError where the file is of something else, or of another run.
        """
        self.path = path
        self._first = _FORM + key.encode() + b"\n"
        self._known = self._read()

    def known(self) -> dict[bytes, Record]:
        """Return what was found before."""
        return self._known

    def keep(self, told: bytes, record: Record) -> None:
        """Add a ranking, at once and for good."""
        data = _packed(told, record)
        # Opened for each record, so that an interruption can damage only this one.
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "wb") as file:
            file.write(_HEAD.pack(len(data), crc32(data)) + data)

    def _read(self) -> dict[bytes, Record]:
        if not self.path.exists():
            self.path.write_bytes(self._first)
            return {}
        if not self.path.is_file():
            raise OutputError(f"{self.path}: is no file that could keep rankings; name another")
        data = self.path.read_bytes()
        if not data.startswith(_FORM) and not _FORM.startswith(data):
            raise OutputError(
                f"{self.path}: is no file of rankings, and is left as it is; name another"
            )
        if not data.startswith(self._first):
            if self._first.startswith(data):
                self.path.write_bytes(self._first)
                return {}
            raise OutputError(
                f"{self.path}: is of another run: the index, the measure or an option is not the "
                "same; name another file, or delete this one"
            )
        found, end = dict[bytes, Record](), len(self._first)
        while (record := _record(data, end)) is not None:
            end, told, said = record
            found[told] = said
        if end < len(data):
            os.truncate(self.path, end)
        return found


def _record(data: bytes, start: int) -> tuple[int, bytes, Record] | None:
    """Return where a record ends, and what it says; None where it is cut off or damaged."""
    body = start + _HEAD.size
    if len(data) < body:
        return None
    length, sum_ = _HEAD.unpack(data[start:body])
    end = body + length
    if len(data) < end or crc32(data[body:end]) != sum_:
        return None
    try:
        with np.load(io.BytesIO(data[body:end]), allow_pickle=False) as said:
            errors = said["errors"] if len(said["errors"]) else None
            entities, lines = (int(number) for number in said["counts"])
            places = said["places"].astype(np.int64)
            record = Record(places, entities, lines, str(said["note"]), errors)
            return end, said["told"].tobytes(), record
    except (ValueError, KeyError, OSError, BadZipFile):
        return None


def _packed(told: bytes, record: Record) -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        told=np.frombuffer(told, dtype=np.uint8),
        places=record.places.astype(np.int32),
        counts=np.array([record.entities, record.lines]),
        note=np.array(record.note),
        errors=np.zeros(0) if record.errors is None else record.errors,
    )
    return packed.getvalue()
