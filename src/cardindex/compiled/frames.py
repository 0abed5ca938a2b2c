"""The frames of an index ↔ Arrow IPC files, one for each, which are memory-mapped.

Texts lie there as pandas has them in memory, numbers as NumPy has them, and tuples as a dictionary
of lists (see ``tuples``). ``about.json`` holds the rest: what index.toml says, the vocabulary, the
bibliography. ``sums.json`` holds length and CRC-32 of each file: what is damaged is no entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import ipc

from cardindex.compiled import keys, sums
from cardindex.compiled.keys import Key
from cardindex.compiled.place import Cache
from cardindex.frames import Parts, series, tie
from cardindex.ontology.plain import as_plain, of_plain
from cardindex.settings import Coder
from cardindex.tuples import Tuples

arrow: Any = pa  # its stubs know fewer types than it does

_ABOUT = "about.json"
_TIES = "tied"


def keep(cache: Cache, key: Key, folder: Path, parts: Parts) -> bool:
    """Put an index into the cache, if its folder is still as its key says; tell whether it is.

    Raises nothing where it cannot be kept: it is made anew the next time.
    """
    if keys.key(folder) != key:
        return False
    with suppress(OSError, arrow.ArrowException), cache.making(key.text) as place:
        for name, frame in parts.frames.items():
            _write(place / f"{name}.arrow", frame)
        about = {
            "said": dict(parts.said),
            "coders": {id_: asdict(coder) for id_, coder in parts.coders.items()},
            "vocabulary": as_plain(parts.vocabulary),
            "frames": list(parts.frames),
            "bibliography": parts.bibliography,
        }
        (place / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        sums.write(place)
    return True


def read(cache: Cache, key: Key) -> Parts | None:
    """Return an index from the cache; None where it is not there, or is not as it was written.

    What is damaged is taken away.
    """
    place = cache.entry(key.text)
    if place is None:
        return None
    try:
        return _read(place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, arrow.ArrowException):
        cache.drop(key.text)
        return None


def _read(place: Path) -> Parts:
    sums.hold(place)
    about = json.loads((place / _ABOUT).read_bytes())
    return Parts(
        said=about["said"],
        coders={id_: Coder(**told) for id_, told in about["coders"].items()},
        vocabulary=of_plain(about["vocabulary"]),
        frames={name: _frame(place / f"{name}.arrow") for name in about["frames"]},
        bibliography=about["bibliography"],
    )


def _write(path: Path, frame: pd.DataFrame) -> None:
    columns = dict(_columns(frame))
    table = arrow.table(columns)
    named = {b"cardindex.index": _index(frame).encode()}
    table = table.replace_schema_metadata(named)
    with arrow.OSFile(str(path), "wb") as file, ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _index(frame: pd.DataFrame) -> str:
    """Return what the rows are labelled by, or nothing."""
    return "" if frame.index.name is None else str(frame.index.name)


def _columns(frame: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    if _index(frame):
        yield _index(frame), _arrow(frame.index.array)
    for name in frame.columns:
        yield str(name), _arrow(frame[name].array)


def _arrow(column: Any) -> Any:  # noqa: ANN401 - any array of pandas, and of Arrow
    if isinstance(column, Tuples):
        return column.arrow()
    found = arrow.array(column)
    # Written in one piece, so that nothing is joined when it is opened.
    return found.combine_chunks() if isinstance(found, arrow.ChunkedArray) else found


def _frame(path: Path) -> pd.DataFrame:
    with arrow.memory_map(str(path)) as file:
        table = ipc.open_file(file).read_all()
    index = (table.schema.metadata or {})[b"cardindex.index"].decode()
    columns = {name: _column(name, table[name]) for name in table.column_names}
    labels = pd.Index(columns.pop(index), name=index) if index else pd.RangeIndex(len(table))
    return pd.DataFrame(columns, index=labels, copy=False)


def _column(name: str, column: Any) -> Any:  # noqa: ANN401 - any array of pandas
    kind = column.type
    if arrow.types.is_dictionary(kind):
        return Tuples.of_arrow(column, tie if name == _TIES else None)
    if arrow.types.is_large_string(kind):
        return series(column)
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return whole.to_numpy(zero_copy_only=False)
