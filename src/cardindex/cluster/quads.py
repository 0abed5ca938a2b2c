"""An index as N-Quads, a file a partition, gzipped: what any SPARQL store bulk-loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.checks import Draft
from cardindex.cluster import circles, given
from cardindex.cluster.circles import CITED, ID, KEY
from cardindex.cluster.errors import explained
from cardindex.cluster.given import Frame, Given
from cardindex.cluster.parts import (
    Arrow,
    Part,
    Shared,
    common,
    handed,
    packed,
    sound,
    table_of,
    unpacked,
    without_nulls,
)
from cardindex.cluster.rounds import ALL_AT_ONCE, Rows, Spread
from cardindex.cluster.running import Done, lay_out
from cardindex.cluster.session import Session, workers
from cardindex.cluster.standings import joined_by
from cardindex.cluster.writing import Place
from cardindex.evidence import selected
from cardindex.evidence.cited import cited
from cardindex.evidence.standing import assess
from cardindex.index import Index
from cardindex.rdf import nquads
from cardindex.settings import Settings
from cardindex.tables import COLUMNS, Table, empty
from cardindex.watching import working

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

CLAIMS, ENTITIES, ABOUT = PARTS = ("claims", "entities", "about")
"""The folders of a dump, each of gzipped text."""

TELLING = "telling"
"""The folder of the rows of rounds, with all that quads tell; it stays."""

_LABELS = ("subject_label", "object_label")
_ENDS = ("subject", "object")
_LINE = "value string"


class Told(NamedTuple):
    """What a worker needs to write quads: what is ``shared``, and whole sources and settings."""

    shared: Shared
    sources: bytes
    settings: Settings


def dump(
    spark: Session, source: str, out: str, *, spread: Spread = ALL_AT_ONCE, replace: bool = False
) -> Done:
    """Write the index in ``source`` as N-Quads into the folder ``out``; as ``tally``.

    The graphs are those of ``rdf.nquads``; a direct triple may come more than once, and how many
    there are of each graph is not said.
    """
    place = Place(spark, out, replace=replace)
    place.free()
    with working("Asking the workers"):
        workers(spark)
    index = given.read(spark, source, tuple(COLUMNS))
    with working("Laying out"):
        laid = lay_out(spark, index, place, spread)
        with explained():
            sources = packed(index.tables["sources"].toArrow())
        told = Told(laid.shared, sources, index.settings)
    with working("Writing claims"):
        rows = laid.spread.apart(_rows(spark, index), place, TELLING)
        place.write(CLAIMS, _written(rows, told, laid.spread), "text")
    with working("Writing entities"):
        place.write(ENTITIES, _entities_of(index, told, laid.spread), "text")
    with working("Writing the rest"):
        place.write(ABOUT, [_rest(spark, index, told)], "text")
    done = Done(out, (CLAIMS, ENTITIES, ABOUT), laid.claims, laid.spread, {})
    place.finish({"claims": done.claims, "outputs": ", ".join(done.outputs)})
    return done


def _rows(spark: Session, index: Given) -> Frame:
    """Return claims and citations as rows of one frame, with the labels of subject and object."""
    told = index.tables["claims"].selectExpr("*", f"false AS {CITED}")
    for end, label in zip(_ENDS, _LABELS, strict=True):
        labels = index.tables["entities"].selectExpr(f"id AS {end}", f"label AS {label}")
        told = told.join(labels, end, "left")
    said = index.tables["citations"].selectExpr("*", f"claim AS {ID}", f"true AS {CITED}")
    both = _united(told, said)
    return circles.keyed(spark, both, circles.keys(index.tables["claims"], every=True))


def _united(one: Frame, other: Frame) -> Frame:
    """Return the rows of both; texts that only one of them has are null in the other."""
    columns = list(dict.fromkeys([*one.columns, *other.columns]))
    parts = [
        frame.selectExpr(
            *(
                f"`{name}`" if name in frame.columns else f"CAST(NULL AS STRING) AS `{name}`"
                for name in columns
            )
        )
        for frame in (one, other)
    ]
    return parts[0].unionAll(parts[1])


def _written(rows: Rows, told: Told, spread: Spread) -> Iterator[Frame]:
    """Yield the quads of all claims by rounds."""
    for some in rows:
        yield spread.within(some, KEY).drop(KEY).mapInArrow(partial(_claims, told), _LINE)


def _claims(told: Told, batches: Iterable[Arrow]) -> Iterator[Arrow]:
    """Yield the quads of the claims of a partition."""
    table = handed(batches)
    if table is None:
        return
    claims, citations = (
        _held(name, table.filter(which))
        for name, which in (
            ("claims", compute.invert(table[CITED])),
            ("citations", table[CITED]),
        )
    )
    both = common(told.shared)
    sound(Part(claims, citations), both, np.arange(len(claims)))
    named = _named(table.filter(compute.invert(table[CITED])))
    tables = {"entities": named, "sources": _sources(told), "claims": claims}
    index = _index(told, {**tables, "citations": citations})
    evidence = cited(index)
    every = np.ones(len(evidence.claim), dtype=bool)
    found = assess(evidence, every, joined=joined_by(evidence, both))
    yield from _lines(nquads(selected(index, evidence, found), {"direct", "claims"}))


def _held(name: str, rows: Arrow) -> Table:
    columns = COLUMNS[name]
    without_nulls(name, rows, columns, columns)
    return table_of(name, {column: rows[column] for column in columns}, len(rows))


def _named(rows: Arrow) -> Table:
    """Return who is named in claims, by id and label; of what kind they are is not asked."""
    ends = [
        arrow.table({"id": rows[end], "label": rows[label]})
        for end, label in zip(_ENDS, _LABELS, strict=True)
    ]
    both = arrow.concat_tables(ends)
    known = both.filter(compute.is_valid(both["label"]))
    named = known.group_by("id").aggregate([("label", "min")])
    columns = {"id": named["id"], "label": named["label_min"]}
    return table_of("entities", columns, len(named))


def _sources(told: Told) -> Table:
    sources = unpacked(told.sources)
    return table_of("sources", {name: sources[name] for name in COLUMNS["sources"]}, len(sources))


def _index(told: Told, tables: dict[str, Table]) -> Index:
    """Return an index of these tables, and of others without rows."""
    full: dict[str, Any] = {name: empty(name) for name in COLUMNS} | tables
    return Index.of(Path(), Draft(told.settings, common(told.shared).vocabulary, **full))


def _lines(parts: Iterable[bytes]) -> Iterator[Arrow]:
    """Yield lines as rows, some thousand lines a row, as each is written with a line's end."""
    for part in parts:
        lines = arrow.array([part.decode().removesuffix("\n")], arrow.string())
        yield arrow.RecordBatch.from_arrays([lines], ["value"])


def _entities_of(index: Given, told: Told, spread: Spread) -> Iterator[Frame]:
    """Yield the quads of entities and their names by rounds."""
    entities = index.tables["entities"].selectExpr("*", "false AS named")
    names = index.tables["names"].selectExpr("*", "entity AS id", "true AS named")
    both = _united(entities, names)
    for some in spread.by(both, "id"):
        yield some.mapInArrow(partial(_described, told), _LINE)


def _described(told: Told, batches: Iterable[Arrow]) -> Iterator[Arrow]:
    table = handed(batches)
    if table is None:
        return
    which = {"entities": compute.invert(table["named"]), "names": table["named"]}
    tables = {name: _held(name, table.filter(rows)) for name, rows in which.items()}
    yield from _lines(nquads(_index(told, tables), {"entities"}))


def _rest(spark: Session, index: Given, told: Told) -> Frame:
    """Return the quads of sources and of what the index says of itself, written here."""
    with explained():
        tables = {
            name: table_of(name, _columns(frame.toArrow()), frame.count())
            for name, frame in index.tables.items()
            if name not in {"claims", "citations", "names"}
        }
    # Graphs without anything in them are described all the same; the claims are not here.
    parts = list(nquads(_index(told, tables), {"direct", "sources", "claims", "about"}))
    lines = b"".join(parts).decode().splitlines()
    # How many triples each graph has nobody has counted here.
    kept = [line for line in lines if _TRIPLES not in line]
    return spark.createDataFrame(arrow.table({"value": kept}))


_TRIPLES = "<http://rdfs.org/ns/void#triples>"


def _columns(table: Arrow) -> dict[str, Arrow]:
    return {name: table[name] for name in table.column_names}
