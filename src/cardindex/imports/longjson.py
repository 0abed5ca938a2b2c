"""JSON of any length, an object at a time: what stands under a key, or in the list that it is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cardindex.imports.opened import needed, refuse, stream, text_of

_BOM = b"\xef\xbb\xbf"
_DEEPEST = 100


def items(path: Path, prefix: str, encoding: str = "") -> Iterator[Any]:
    """Yield the values at a place in the words of ijson: ``item``, ``persons.item``.

    Raises Unreadable where the file is no JSON, is cut off, or is nested too deeply.
    """
    ijson = needed("ijson", "JSON")
    with _bytes_of(path, encoding) as file:
        try:
            events = _shallow(path, ijson.parse(file, use_float=True))
            yield from ijson.items(events, prefix)
        except ijson.IncompleteJSONError as error:
            refuse(path, f"is cut off, or no JSON ({_reason(error)}); get the whole file")
        except ijson.JSONError as error:
            refuse(path, f"is no JSON: {_reason(error)}")
        except UnicodeDecodeError as error:
            refuse(path, f"is not UTF-8 ({error.reason}); save it as UTF-8 or give --encoding")


def keys(path: Path, encoding: str = "") -> tuple[str, ...]:
    """Return the keys of the object that a file is, in order; ``item`` where it is a list."""
    ijson = needed("ijson", "JSON")
    found: list[str] = []
    with _bytes_of(path, encoding) as file:
        try:
            for prefix, event, value in ijson.parse(file, use_float=True):
                if prefix == "" and event == "map_key":
                    found.append(value)
                elif prefix == "" and event == "start_array":
                    return ("item",)
        except ijson.IncompleteJSONError as error:
            refuse(path, f"is cut off, or no JSON ({_reason(error)}); get the whole file")
        except ijson.JSONError as error:
            refuse(path, f"is no JSON: {_reason(error)}")
        except UnicodeDecodeError as error:
            refuse(path, f"is not UTF-8 ({error.reason}); save it as UTF-8 or give --encoding")
    return tuple(found)


@contextmanager
def _bytes_of(path: Path, encoding: str) -> Iterator[IO[bytes]]:
    """Open a file as UTF-8 without its mark."""
    with stream(path) as file:
        head = file.read(4)
        file.seek(0)
        if encoding or head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
            yield io.BytesIO(text_of(path, encoding).encode())
            return
        if head.startswith(_BOM):
            file.seek(len(_BOM))
        yield file


def _shallow(path: Path, events: Any) -> Iterator[Any]:  # noqa: ANN401 - of a library without types
    """Pass events on, unless brackets are nested deeper than anybody means."""
    depth = 0
    for event in events:
        if event[1] in {"start_map", "start_array"}:
            depth += 1
            if depth > _DEEPEST:
                refuse(path, f"has brackets in brackets, more than {_DEEPEST} deep; it is no data")
        elif event[1] in {"end_map", "end_array"}:
            depth -= 1
        yield event


def _reason(error: Exception) -> str:
    """Return the first line of what the library says, without the bytes that it shows."""
    lines = str(error).strip().splitlines() or ["it ends too early"]
    return re.sub(r"[^\x20-\x7e]", "", lines[0])[:120].strip()
