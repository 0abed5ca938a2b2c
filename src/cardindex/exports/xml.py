"""Texts and values as XML can hold them: escaped, and without the characters that XML lacks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

import pandas as pd

from cardindex.characters import for_xml

Kind = Literal["boolean", "integer", "double", "string"]

# In an attribute a reader takes what is white for a space, unless it is told otherwise.
_ESCAPED = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;",
    "\t": "&#9;",
})  # fmt: skip


class Column(NamedTuple):
    """One attribute of nodes or edges: its values as escaped text, None where there is none."""

    name: str
    kind: Kind
    values: list[str | None]


def columns(table: pd.DataFrame) -> list[Column]:
    """Return the columns of a table.

    Lists are joined by ``;``; numbers that are missing or without bound are left out.
    """
    return [_column(str(name), column.tolist()) for name, column in table.items()]


def _column(name: str, values: list[object]) -> Column:
    if values and all(isinstance(value, bool) for value in values):
        return Column(name, "boolean", ["true" if value else "false" for value in values])
    if values and all(isinstance(value, int) for value in values):
        return Column(name, "integer", [str(value) for value in values])
    if values and all(isinstance(value, float) for value in values):
        return Column(name, "double", [_number(value) for value in values])  # type: ignore[arg-type]
    # Many rows say the same: the same standing, the same unit.
    known = {text: escaped(text) for text in set(map(_text, values))}
    return Column(name, "string", [known[_text(value)] for value in values])


def _text(value: object) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _number(value: float) -> str | None:
    return repr(value) if math.isfinite(value) else None


def escaped(text: str) -> str:
    """Return a text as it stands between tags or in quotation marks."""
    return for_xml(text).translate(_ESCAPED)


def all_escaped(texts: Iterable[str]) -> list[str]:
    """Return each of the texts as ``escaped`` does."""
    return list(map(escaped, texts))
