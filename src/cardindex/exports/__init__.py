"""The export formats: one file a format, one registry.

Every format carries all claims of the selection it is given, and of each its standing in the whole
index. Unless a selection is chosen, RDF and tables hold the whole index, and networks what stands
of it; those whose names end in ``-all`` hold everything. Networks hold the claims that link two
entities; names, measures and dates are in the RDF and in the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cardindex.atomic import Bytes, packing, write_behind
from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import Selection, tally
from cardindex.exports import (
    bibtex,
    csl,
    csv,
    datapackage,
    datasette,
    footnotes,
    gexf,
    graphml,
    parquet,
    rdfdumps,
    simple,
    sqlite,
    svg,
    tables,
    xlsx,
)
from cardindex.exports.format import Format
from cardindex.index import Index
from cardindex.measures.fold import focus
from cardindex.slices import Slice

__all__ = ["FORMATS", "LARGE", "Format", "files", "select", "told", "write"]

FORMATS: dict[str, Format] = {
    format_.name: format_
    for module in (
        rdfdumps, graphml, gexf, csv, parquet, simple, tables,
        datapackage, xlsx, sqlite, datasette, csl, bibtex, svg, footnotes,
    )
    for format_ in module.FORMATS
}  # fmt: skip
"""Every format, by name."""


LARGE = 200_000
"""Above so many claims a build makes only the page and files that programs load."""

_OF_LARGE = frozenset(("nquads", "nodes-parquet", "edges-parquet"))


def write(
    selection: Selection,
    format: str,  # noqa: A002
    path: Path,
    **asked: Any,  # noqa: ANN401 - what each format takes
) -> None:
    """Write ``selection`` to the file ``path``, all of it or nothing; packed, if it ends so.

    ``asked``: options of the format, such as ``isolates``; see ``Format.takes``. Raises UnknownName
    for an unknown format, OutputError where the file cannot be written.
    """
    if format not in FORMATS:
        raise UnknownName("format", format, FORMATS)
    with packing(path) as file:
        write_behind(file, FORMATS[format].chunks(selection, **asked))


def select(index: Index, format: Format, slice_: Slice | None = None) -> Selection:  # noqa: A002
    """Return what a format holds of an index: of ``slice_``, or of what it holds by default.

    Raises UndefinedMeasure where a measured network has no family to be about.
    """
    return tally(index, _held(index, format, slice_ or format.slice))


def _held(index: Index, format_: Format, chosen: Slice) -> Slice:
    """Return what of a slice a format holds."""
    return focus(index, chosen) if format_.holds == "measured" else chosen


def files(
    index: Index,
    *,
    isolates: bool = False,
    identities: bool = False,
    made: Iterable[Selection] = (),
) -> dict[str, Callable[[], Iterator[Bytes]]]:
    """Return the files of a build: the name of each, and what makes its bytes.

    ``isolates`` keeps entities without a link in the networks that take it; ``identities`` is of
    the slice, and folds entities in whatever is made of it. Of an index of more claims than
    ``LARGE`` there are only N-Quads, and nodes and edges as Parquet: other files would be too large
    for any editor. ``made``: parts of the index that the caller has already; others are made when
    the first file is that needs them.
    """
    large = len(index.claims) > LARGE
    formats = [it for it in FORMATS.values() if (it.name in _OF_LARGE if large else it.built)]
    parts = {selection.slice: selection for selection in made}

    def part(format_: Format) -> Selection:
        try:
            chosen = _held(index, format_, replace(format_.slice, identities=identities))
        except UndefinedMeasure:
            # An ontology without structural families leaves nothing to measure.
            chosen = Slice(standings=frozenset())
        if large:
            # On its own, so that what is worked out of it for a file goes when that is written.
            return replace(parts[chosen]) if chosen in parts else tally(index, chosen)
        if chosen not in parts:
            parts[chosen] = tally(index, chosen)
        return parts[chosen]

    def written(format_: Format) -> Iterator[Bytes]:
        yield from format_.chunks(part(format_), isolates=isolates)

    return {format_.file: partial(written, format_) for format_ in formats}


def told(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the names of files in the groups that people are told them in."""
    groups: dict[str, list[str]] = {}
    group_of = {format_.file: format_.group for format_ in FORMATS.values()}
    for name in names:
        if name in group_of:
            groups.setdefault(group_of[name], []).append(name)
    return list(groups.items())
