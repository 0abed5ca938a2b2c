"""Everything that an index, or a slice of it, can be written as: one file a format, one registry.

Every format carries all claims of the selection it is given, and of each its standing in the whole
index. Networks hold the claims that link two entities; names, measures and dates are in the RDF
and in the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from cardindex.errors import UnknownName
from cardindex.evidence import Selection
from cardindex.exports import (
    csv,
    datapackage,
    gexf,
    graphml,
    jsonld,
    nquads,
    ntriples,
    parquet,
    tables,
    trig,
    turtle,
)
from cardindex.exports.format import Format
from cardindex.files import write_bytes

__all__ = ["FORMATS", "Format", "files", "told", "write"]

FORMATS: dict[str, Format] = {
    format_.name: format_
    for module in (
        turtle, ntriples, trig, nquads, jsonld, graphml, gexf, csv, parquet, tables, datapackage,
    )
    for format_ in module.FORMATS
}  # fmt: skip
"""Every format, by name."""


def write(selection: Selection, format: str, path: Path) -> None:  # noqa: A002
    """Write ``selection`` to the file ``path``, all of it or nothing.

    Raises UnknownName for a format that there is none of, OutputError where it cannot be written.
    """
    if format not in FORMATS:
        raise UnknownName("format", format, FORMATS)
    write_bytes(path, FORMATS[format].write(selection))


def files(selection: Selection) -> dict[str, Callable[[], bytes]]:
    """Return the files of a build: the name of each, and what makes its bytes."""
    return {format_.file: partial(format_.write, selection) for format_ in FORMATS.values()}


def told(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the names of files in the groups that people are told them in."""
    groups: dict[str, list[str]] = {}
    group_of = {format_.file: format_.group for format_ in FORMATS.values()}
    for name in names:
        if name in group_of:
            groups.setdefault(group_of[name], []).append(name)
    return list(groups.items())
