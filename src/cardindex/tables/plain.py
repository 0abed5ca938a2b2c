"""Tables that are plain: read by Arrow, many times as fast as by Python, with the same outcome.

A file is plain where reading has nothing to forgive or to warn of, so that its rows are its lines
and its cells the texts between commas. Where that is not sure, ``reading`` judges.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cardindex.tables.column import Column
from cardindex.tables.columns import COLUMNS
from cardindex.tables.table import Table
from cardindex.tables.writing import row_texts

if TYPE_CHECKING:
    import pyarrow as pa

_Flags = npt.NDArray[np.bool_]
_Numbers = npt.NDArray[np.int32]

_BLOCK = 1 << 22  # bytes that Arrow takes at a time; a longer row is not for it
_PIECE = 1 << 24  # bytes that are decoded at a time

# White space of str.strip(): the first and the last bytes of these characters in UTF-8.
_SPACES = [chr(code) for code in range(0x3001) if chr(code).isspace()]
_FIRST, _LAST = np.zeros((2, 256), dtype=np.bool_)
_FIRST[[space.encode()[0] for space in _SPACES]] = True
_LAST[[space.encode()[-1] for space in _SPACES]] = True


def plain(name: str, data: bytes) -> Table | None:
    """Return the table ``name`` of the bytes of its file, or None where the file is not plain."""
    header = f"{','.join(COLUMNS[name])}\n".encode()
    if not data.startswith(header) or not data.endswith(b"\n") or len(data) == len(header):
        return None
    if b"\r" in data or b"\0" in data or not _is_composed(data):
        return None
    columns = _columns(name, data)
    if columns is None:
        return None
    rows = len(columns[0])
    if rows != data.count(b"\n") - 1 or not _are_clean(columns):
        return None
    whole = _are_as_written(columns, data)
    if whole is None:
        return None
    held = dict(zip(COLUMNS[name], map(Column.of_arrow, columns), strict=True))
    return Table(name, held, range(2, rows + 2), data, whole=whole)


def _is_composed(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 in the form NFC."""
    if data.isascii():
        return True
    start = 0
    while start < len(data):
        # Checked line by line: no letter composes across a line end.
        end = data.find(b"\n", start + _PIECE) + 1 or len(data)
        try:
            text = data[start:end].decode()
        except UnicodeDecodeError:
            return False
        if not unicodedata.is_normalized("NFC", text):
            return False
        start = end
    return True


def _columns(name: str, data: bytes) -> list[pa.StringArray] | None:
    """Return the columns as Arrow reads them, a row a line; None where it refuses the file."""
    import pyarrow as pa  # noqa: PLC0415 - most tables are small and need none of it
    from pyarrow import csv as arrow  # noqa: PLC0415

    file: Any = pa.BufferReader(data)
    try:
        read = arrow.read_csv(
            file,
            read_options=arrow.ReadOptions(use_threads=False, block_size=_BLOCK),
            parse_options=arrow.ParseOptions(newlines_in_values=False),
            convert_options=arrow.ConvertOptions(
                check_utf8=False,  # the bytes are known to be UTF-8
                column_types=dict.fromkeys(COLUMNS[name], pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [_one(column) for column in read.columns]


def _one(column: Any) -> pa.StringArray:  # noqa: ANN401
    """Return a column in one piece."""
    found: Any = column.combine_chunks()
    return found.chunk(0) if hasattr(found, "chunk") else found  # type: ignore[no-any-return]


def _are_clean(columns: list[pa.StringArray]) -> bool:
    """Tell whether no row is empty, no cell too long, and none has white space at its ends."""
    empty = np.ones(len(columns[0]), dtype=np.bool_)
    for column in columns:
        starts, text = _laid_out(column)
        lengths = np.diff(starts)
        if lengths.max() > csv.field_size_limit():
            return False
        full = lengths > 0
        empty &= ~full
        if not full.any():
            continue
        suspect = full.copy()
        suspect[full] = _FIRST[text[starts[:-1][full]]] | _LAST[text[starts[1:][full] - 1]]
        if suspect.any() and any(cell != cell.strip() for cell in _cells(column, suspect)):
            return False
    return not empty.any()


def _laid_out(column: pa.StringArray) -> tuple[_Numbers, npt.NDArray[np.uint8]]:
    """Return where each cell starts, with the end of the last, and the bytes of all of them."""
    _, offsets, text = column.buffers()
    starts = np.frombuffer(memoryview(offsets or b""), np.int32)[column.offset :]
    return starts[: len(column) + 1], np.frombuffer(memoryview(text or b""), np.uint8)


def _cells(column: pa.StringArray, which: _Flags) -> list[str]:
    import pyarrow as pa  # noqa: PLC0415

    found: list[str] = column.filter(pa.array(which)).to_numpy(zero_copy_only=False).tolist()
    return found


def _are_as_written(columns: list[pa.StringArray], data: bytes) -> bool | None:
    """Tell whether lines with a quotation mark are in canonical form.

    Each of these is read by Python alone. None: it is not in order, or Arrow has read another row.
    """
    if b'"' not in data:
        return True
    import pyarrow as pa  # noqa: PLC0415

    rows, texts = [], []
    for row, text in _quoted(data):
        rows.append(row)
        texts.append(text)
    reader = csv.reader(texts, strict=True)
    try:
        found = list(reader)
    except csv.Error:
        return None
    taken = pa.array(rows, pa.int64())
    seen = [column.take(taken).to_numpy(zero_copy_only=False).tolist() for column in columns]
    if len(found) != len(texts) or list(map(tuple, found)) != list(zip(*seen, strict=True)):
        return None
    return row_texts(seen) == texts


def _quoted(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the row, counted from 0, and the text of each line with a quotation mark."""
    row, start = -1, 0
    at = data.find(b'"')
    while at >= 0:
        begin = data.rfind(b"\n", start, at) + 1 or start
        row += data.count(b"\n", start, begin)
        end = data.find(b"\n", at)
        yield row, data[begin:end].decode()
        row, start = row + 1, end + 1
        at = data.find(b'"', start)
