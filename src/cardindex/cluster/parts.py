"""What lies in one partition ↔ an Index that holds just that, for the code of ``evidence``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from cardindex import lineage
from cardindex.checks import Draft, citations, claims, names
from cardindex.cluster.circles import CELLS, CITATION, CITED, CLAIM, ID
from cardindex.cluster.errors import BadRowsError
from cardindex.errors import MalformedValue, Problem
from cardindex.frames import series, texts, tie, told_as
from cardindex.groups import Numbers, distinct
from cardindex.index import Index
from cardindex.lineage import (
    Source,
    Told,
    Traced,
    Works,
    split_list,
    traced,
    works_of,
)
from cardindex.ontology import Vocabulary
from cardindex.ontology.plain import as_plain, of_plain
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, Column, Table, columns_of, empty
from cardindex.ties import parse_ties
from cardindex.tuples import Tuples, lists_of

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

Arrow = Any
"""A table, a batch or a column of Arrow's."""

SOURCE = ("id", "author", "origin", "container", "rests_on")
"""The columns of sources.parquet that evidence asks for."""

OUT_AT_ONCE = 1 << 16
"""So many rows of an answer go out at a time."""


class Shared(NamedTuple):
    """What every partition needs, as bytes that go with the task.

    ``sources``: the columns SOURCE, and ``leaders``: ``root`` and ``leader``, one row for each
    root that counts as one with others, both as Arrow's streams. ``vocabulary``: JSON.
    """

    sources: bytes
    leaders: bytes
    vocabulary: bytes


def packed(table: Arrow) -> bytes:
    """Return a table of Arrow's as bytes, compressed."""
    sink = arrow.BufferOutputStream()
    options = ipc.IpcWriteOptions(compression="zstd")
    with ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def unpacked(data: bytes) -> Arrow:
    """Return the table of which ``packed`` made these bytes."""
    return ipc.open_stream(data).read_all()


def plain(vocabulary: Vocabulary) -> bytes:
    """Return a vocabulary as bytes."""
    return json.dumps(as_plain(vocabulary)).encode()


@dataclass(frozen=True)
class Common:
    """The same as ``Shared``, unpacked: once for all partitions that one process works on."""

    sources: Table
    vocabulary: Vocabulary
    leaders: Arrow

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The sources as an Index has them."""
        frame = pd.DataFrame({name: series(texts(self.sources[name])) for name in SOURCE})
        frame["authors"] = Tuples.per_text(frame["author"], split_list)
        frame["rests"] = Tuples.per_text(frame["rests_on"], split_list)
        return frame.set_index("id")

    @cached_property
    def lineages(self) -> Mapping[str, Source]:
        """Authors, origin and ``rests_on`` of each source, as ``lineage`` takes them."""
        return self.draft(empty("claims"), empty("citations")).lineages

    @cached_property
    def works(self) -> Works:
        """The same in numbers."""
        return works_of(self.lineages)

    def draft(self, told: Table, said: Table) -> Draft:
        """Return some claims and citations as an index that has been read, with all sources."""
        others = {name: empty(name) for name in COLUMNS}
        tables: dict[str, Any] = {
            **others, "sources": self.sources, "claims": told, "citations": said,
        }  # fmt: skip
        return Draft(Settings(), self.vocabulary, **tables)


@lru_cache(maxsize=2)
def common(shared: Shared) -> Common:
    """Unpack what every partition needs."""
    sources = unpacked(shared.sources)
    table = table_of("sources", {name: sources[name] for name in SOURCE}, len(sources))
    return Common(table, of_plain(json.loads(shared.vocabulary)), unpacked(shared.leaders))


def table_of(name: str, columns: Mapping[str, Arrow], count: int) -> Table:
    """Return columns of Arrow's as a table; those that are not there are empty."""
    nothing = ("",) * count
    cells = (
        Column.of_arrow(texts(columns[it])) if it in columns else nothing for it in COLUMNS[name]
    )
    return Table(name, columns_of(name, cells), range(2, count + 2))


class Part(NamedTuple):
    """The claims and citations of a partition: tables with what evidence asks for."""

    claims: Table
    citations: Table


def handed(batches: Iterable[Arrow]) -> Arrow | None:
    """Join the batches that a worker is handed into one table; None for no rows."""
    some = [batch for batch in batches if batch.num_rows]
    return arrow.Table.from_batches(some) if some else None


def gathered(batches: Iterable[Arrow]) -> Part | None:
    """Put the rows of a partition together, as ``circles.rows`` has them; None for no rows.

    Raises BadRowsError where a cell is null.
    """
    table = handed(batches)
    if table is None:
        return None
    cited = table[CITED]
    told, said = table.filter(compute.invert(cited)), table.filter(cited)
    # Sorted by id, so that equal partitions give equal answers.
    told = told.take(compute.sort_indices(told[ID]))
    without_nulls("claims", told, (ID, *CELLS), ("id", *CLAIM))
    without_nulls("citations", said, (ID, *CELLS[: len(CITATION)]), ("claim", *CITATION))
    parts = (
        table_of(name, dict(zip(columns, map(rows.column, (ID, *CELLS)), strict=False)), len(rows))
        for name, rows, columns in (
            ("claims", told, ("id", *CLAIM)),
            ("citations", said, ("claim", *CITATION)),
        )
    )
    return Part(*parts)


def without_nulls(table: str, rows: Arrow, cells: Sequence[str], columns: Sequence[str]) -> None:
    """Raise BadRowsError where a cell is null; ``columns``: what the cells are in the table."""
    problems = []
    for cell, column in zip(cells, columns, strict=True):
        count = rows[cell].null_count
        if count:
            where = compute.filter(rows[ID], compute.is_null(rows[cell]))[0].as_py()
            of = f" (as of claim {where})" if where is not None else ""
            message = f"null stands in {count:,} rows{of}; write an empty text where nothing is"
            problems.append(Problem(f"{table}.parquet", 0, column, "missing-value", message))
    if problems:
        raise BadRowsError(problems)


def index_of(part: Part, shared: Common, *, touched: bool = False) -> Index:
    """Return a partition as an Index that holds just what evidence asks for.

    ``touched``: also what strikes ask for.

    Raises BadRowsError, with all that is wrong, where its rows cannot be read.
    """
    told, said = _claims(part.claims), part.citations
    found = sound(part, shared, told["told_as"].to_numpy())
    nothing = pd.DataFrame()
    return Index(
        path=Path(), title="", description="", base="", licence="", version="", wash="",
        coders={}, vocabulary=shared.vocabulary, entities=_entities(part.claims), names=nothing,
        groups=nothing, sources=shared.frame, claims=told,
        citations=_citations(said, found, touched=touched),
        silent=nothing, decisions=nothing, came_from=nothing, bibliography={},
    )  # fmt: skip


def sound(part: Part, shared: Common, told_as_one: Numbers) -> Traced:
    """Trace the citations of a partition, if its rows can be read.

    ``told_as_one``: by claim, the number that it shares with those tied to it as the same. Raises
    BadRowsError, with all that is wrong, where they cannot.
    """
    place, said = _places(part), part.citations
    found = None
    if not _is_odd(part, shared, place):
        told = Told(
            claim=place,
            group=told_as_one[place],
            source=said["source"],
            chain=said["chain"],
            against=~_is(said["stance"], "affirms"),
            possible=_is(said["certainty"], "possible"),
        )
        with suppress(MalformedValue, KeyError):  # a chain that is none, or names no work
            found = traced(told, shared.works)
    if found is None or _is_looped(found):
        raise BadRowsError(_problems(shared.draft(*part)))
    return found


def _places(part: Part) -> Numbers:
    """Return the position of each citation's claim; -1 for one that is not there."""
    found = compute.index_in(texts(part.citations["claim"]), value_set=texts(part.claims["id"]))
    return np.asarray(found.fill_null(-1), dtype=np.int64)


def _is(column: Column, word: str) -> Any:  # noqa: ANN401 - flags
    return np.array([text == word for text in column.distinct], dtype=bool)[column.codes]


def _is_odd(part: Part, shared: Common, place: Numbers) -> bool:
    """Tell, quickly, whether a check would find a problem."""
    told, said, vocabulary = part.claims, part.citations, shared.vocabulary
    known = shared.lineages.keys()
    words = (
        (told["relation"], vocabulary.relations.keys()),
        (told["mode"], {"", *vocabulary.modes}),
        (said["stance"], vocabulary.stances.keys()),
        (said["certainty"], vocabulary.certainties.keys()),
        (said["source"], known),
    )
    if any(not set(column.distinct) <= set(among) for column, among in words):
        return True
    counts = np.bincount(place[place >= 0], minlength=len(told))
    alone = len(place) and place.min() < 0
    twice = compute.count_distinct(texts(told["id"])).as_py() < len(told)
    return bool(alone or twice or not counts.all())


_CHECKS = (
    names.ids_are_unique, names.claims_exist, names.sources_exist, claims.relations_exist,
    claims.modes_exist, citations.stances_and_certainties_exist,
    citations.chains_lead_somewhere,
)  # fmt: skip


def _problems(draft: Draft) -> Iterator[Problem]:
    """Yield all that is wrong with a partition's rows, in the words of the checks."""
    for check in _CHECKS:
        for problem in check(draft):
            file = problem.file.replace(".csv", ".parquet")
            yield Problem(file, 0, problem.column, problem.code, problem.message)


def _claims(table: Table) -> pd.DataFrame:
    frame = pd.DataFrame({name: series(texts(table[name])) for name in ("id", *CLAIM)})
    frame["tied"] = Tuples.per_text(frame["ties"], parse_ties, read=tie)
    frame["told_as"] = told_as(frame)
    return frame.set_index("id")


def _entities(table: Table) -> pd.DataFrame:
    """Return the entities of claims, with ids alone: pairs need no more."""
    ends = [texts(table["subject"]), texts(table["object"])]
    named = compute.unique(arrow.concat_arrays(ends))
    return pd.DataFrame(index=pd.Index(series(named), name="id"))


def _citations(table: Table, found: Traced, *, touched: bool) -> pd.DataFrame:
    columns: dict[str, Any] = {name: series(texts(table[name])) for name in ("claim", *CITATION)}
    roots = arrow.array(found.about.roots, arrow.large_string())
    columns |= {
        "leans": found.leans,
        "node": found.node,
        "root": series(roots.take(arrow.array(found.root))),
        "speakers": Tuples(found.way, lists_of(found.about.ids, found.ways.speakers)),
        "misquoted": found.misquoted,
        "overstated": found.overstated,
        "loop": series(arrow.array(found.loop, type=arrow.large_string())),
    }
    if touched:
        struck = lineage.touched(found)
        columns["touched"] = Tuples(struck.code, lists_of(struck.keys, struck.groups))
    return pd.DataFrame(columns, copy=False)


def _is_looped(found: Traced) -> bool:
    """Tell whether a chain names a work twice, or the work that was read."""
    works = found.ways.works
    whose = np.repeat(np.arange(len(works.starts) - 1), np.diff(works.starts))
    named = whose * len(found.about.ids) + works.things
    return len(distinct(named)) < len(named)
