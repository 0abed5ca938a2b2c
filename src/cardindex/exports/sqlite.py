"""SQLite: tables, standing, roots, links, weights and full text in one file, which Datasette opens.

The tables and views are in ``sqlite.sql``. All rows go in as values, never as SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from cardindex import cards, rdf, tables
from cardindex.errors import OutputError
from cardindex.evidence import Selection, tally, weights
from cardindex.evidence.links import ENDS, ends, links
from cardindex.exports import tables as whole_tables
from cardindex.exports.format import Format
from cardindex.index import BOUNDS
from cardindex.lineage import parse_chain
from cardindex.network import EVIDENCE, iso_days
from cardindex.slices import EVERYTHING, strikable

VERSION = 1
"""The version of the schema, which the file knows as its ``user_version``."""

MOST_WEIGHED = 1000
"""So many sources, authors and origins are weighed at most; past that it would take minutes."""

Row = tuple[Any, ...]


def write(selection: Selection) -> bytes:
    """Return a database of a selection: its claims, and whatever these name.

    Standings, roots and weights are those of the whole index. Raises OutputError where the SQLite
    of this Python has no full-text search.
    """
    schema, indexes = _schema()
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(f"PRAGMA page_size = 4096; PRAGMA user_version = {VERSION};")
        connection.executescript(schema)
        for table, rows in _TABLES.items():
            _insert(connection, table, rows(selection))
        connection.commit()
        connection.executescript(indexes)
        for table in _SEARCHED:
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")  # noqa: S608 - a name of ours
        connection.commit()
        return connection.serialize()
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        message = "this Python's SQLite has no full-text search (FTS5); take another Python"
        raise OutputError(message) from error
    finally:
        connection.close()


_SEARCHED = ("entities", "sources", "claims", "citations")


def _schema() -> tuple[str, str]:
    """Return what makes the tables, and what makes their indexes."""
    text = files("cardindex.exports").joinpath("sqlite.sql").read_text(encoding="utf-8")
    before, mark, after = text.partition("-- Made last")
    return before, mark + after


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(connection.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608 - ours
    marks = ", ".join("?" * width)
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - ours


def _cells(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """Yield rows with NULL for an empty text."""
    return (tuple(cell if cell != "" else None for cell in row) for row in rows)


def _as_it_is(table: str) -> Callable[[Selection], Iterator[Row]]:
    return lambda selection: _cells(whole_tables.rows(selection, table))


def _about(selection: Selection) -> Iterator[Row]:
    index = selection.index
    weighed = len(list(strikable(index))) <= MOST_WEIGHED
    told = {
        "title": index.title,
        "description": index.description,
        "base": index.base,
        "licence": index.licence,
        "version": index.version,
        "made_of": "the whole index" if selection.slice == EVERYTHING else "a part of the index",
        "standings": "those of the whole index, whatever part is here",
        "weights": "by source, author and origin" if weighed else
        f"not worked out, as there are more than {MOST_WEIGHED:,}; ask cardindex weigh",
    }  # fmt: skip
    return ((key, value) for key, value in told.items() if value)


def _coders(selection: Selection) -> Iterator[Row]:
    return ((id_, coder.name, coder.kind) for id_, coder in selection.index.coders.items())


def _types(selection: Selection) -> Iterator[Row]:
    vocabulary = selection.index.vocabulary
    return _cells(
        (it.id, it.label, it.definition, ";".join(it.parents)) for it in vocabulary.types.values()
    )


def _families(selection: Selection) -> Iterator[Row]:
    all_ = selection.index.vocabulary.families.values()
    return _cells((it.id, it.label, it.definition, int(it.structural)) for it in all_)


def _relations(selection: Selection) -> Iterator[Row]:
    vocabulary = selection.index.vocabulary
    return _cells(
        (
            it.id, it.label, it.family if it.family in vocabulary.families else "", str(it.kind),
            it.words, it.inverse_words, int(it.symmetric), it.definition,
        )
        for it in vocabulary.relations.values()
    )  # fmt: skip


def _entities(selection: Selection) -> Iterator[Row]:
    called: dict[str, list[str]] = {}
    for entity, name, *_ in whole_tables.rows(selection, "names"):
        called.setdefault(entity, []).append(name)
    rows = whole_tables.rows(selection, "entities")
    return _cells((*row, "; ".join(called.get(row[0], ()))) for row in rows)


def _sources(selection: Selection) -> Iterator[Row]:
    index, part = selection.index, rdf.part_of(selection, "sources")
    days = zip(iso_days(part[BOUNDS[0]]), iso_days(part[BOUNDS[3]]), strict=True)
    for row, bounds in zip(whole_tables.rows(selection, "sources"), days, strict=True):
        entry = index.bibliography.get(row[0])
        known = json.dumps(entry, ensure_ascii=False, sort_keys=True) if entry else ""
        yield from _cells([(*row, *bounds, known)])


def _pairs(column: str) -> Callable[[Selection], Iterator[Row]]:
    def rows(selection: Selection) -> Iterator[Row]:
        part = rdf.part_of(selection, "sources")
        listed = zip(part.index, part[column], strict=True)
        return ((source, other) for source, others in listed for other in dict.fromkeys(others))

    return rows


def _links(selection: Selection) -> Iterator[Row]:
    found = _whole_links(selection)
    columns = (found[name].tolist() for name in (*ENDS, "standing", "stands", "support_low"))
    more = found["support_high"].tolist(), [len(held) for held in found["claims"]]
    return ((at, *row) for at, row in enumerate(zip(*columns, *more, strict=True), 1))


def _whole_links(selection: Selection) -> pd.DataFrame:
    """Return the links of the claims, each as it stands in the whole index."""
    claims = selection.claims
    whole = claims.assign(
        **{name: claims[f"whole_{name}"] for name in ("stands", "standing", "roots")}
    )
    everything = selection if selection.slice == EVERYTHING else tally(selection.index)
    return links(whole, selection.index.vocabulary, everything.joined)


def _claims(selection: Selection) -> Iterator[Row]:
    claims = selection.claims
    said = sentences(selection)
    keyed = ends(claims, selection.index.vocabulary)
    number = keyed.groupby(ENDS, sort=True).ngroup() + 1
    link = dict(zip(keyed.index, number.tolist(), strict=True))
    evidence = [claims[f"whole_{name}"].tolist() for name in EVIDENCE if name != "roots"]
    days = [iso_days(claims[name]) for name in BOUNDS]
    bounds = [
        [value if np.isfinite(value) else None for value in claims[name].tolist()]
        for name in ("low", "high")
    ]
    rows = whole_tables.rows(selection, "claims")
    more = zip(*evidence, *days, *bounds, strict=True)
    return _cells(
        (*row, sentence, link.get(row[0]), *rest)
        for row, sentence, rest in zip(rows, said, more, strict=True)
    )


def sentences(selection: Selection) -> list[str]:
    """Return the claims of a selection in words, in its order."""
    names = ("subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode")
    columns = (selection.claims[name].tolist() for name in names)
    rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    return [cards.sentence(selection.index, row) for row in rows]


def _ties(selection: Selection) -> Iterator[Row]:
    present = set(selection.claims.index)
    for id_, tied in selection.claims["tied"].items():
        for tie in tied:
            if tie.claim in present:
                yield id_, tie.kind, tie.claim, int(tie.perhaps)


def _roots(selection: Selection) -> Iterator[Row]:
    label, there = _labelled(selection)
    for id_, roots in selection.claims["whole_roots"].items():
        for root in roots:
            yield (id_, root, *there(root), label(root))


Ends = tuple[str | None, str | None]


def _labelled(selection: Selection) -> tuple[Callable[[str], str], Callable[[str], Ends]]:
    """Return what says what a root or a key of a strike is called, and which source and entity."""
    reach, index = rdf.reach_of(selection), selection.index

    @cache
    def label(key: str) -> str:
        return cards.root_label(index, key)

    @cache
    def there(key: str) -> Ends:
        kind, _, id_ = key.partition(":")
        if kind == "source":
            return None, id_ if id_ in reach.sources else None
        return id_ if id_ in reach.entities else None, None

    return label, there


def _citations(selection: Selection) -> Iterator[Row]:
    part = rdf.part_of(selection, "citations")
    via = {chain: cards.told_via(selection.index, chain) for chain in part["chain"].unique()}
    own = [part[name].tolist() for name in tables.COLUMNS["citations"]]
    for at in (tables.COLUMNS["citations"].index(name) for name in ("start", "end")):
        own[at] = [None if number < 0 else number for number in own[at]]
    told = [via[chain] for chain in part["chain"]]
    more = [part[name].tolist() for name in ("leans_on", "misquoted", "overstated", "loop")]
    return _cells(zip(part["id"].tolist(), *own, told, *more, strict=True))


def _chains(selection: Selection) -> Iterator[Row]:
    part = rdf.part_of(selection, "citations")
    steps = {chain: parse_chain(chain).steps for chain in part["chain"].unique()}
    for id_, chain in zip(part["id"], part["chain"], strict=True):
        for at, step in enumerate(steps[chain], 1):
            yield id_, at, step.source, step.locator or None, int(step.reported)


def _weights(selection: Selection) -> Iterator[Row]:
    index = selection.index
    if len(list(strikable(index))) > MOST_WEIGHED:
        return
    label, there = _labelled(selection)
    names = ["citations", "falls", "clears", "weakens", "lost_pairs", "everything"]
    for key, *numbers in weights(index)[names].itertuples():
        entity, source = there(key)
        if entity or source:
            yield (key, source, entity, label(key), *map(int, numbers))


_TABLES: dict[str, Callable[[Selection], Iterable[Row]]] = {
    "about": _about,
    "coders": _coders,
    "types": _types,
    "families": _families,
    "relations": _relations,
    "entities": _entities,
    "names": _as_it_is("names"),
    "groups": _as_it_is("groups"),
    "sources": _sources,
    "source_authors": _pairs("authors"),
    "source_rests_on": _pairs("rests"),
    "links": _links,
    "claims": _claims,
    "ties": _ties,
    "roots": _roots,
    "citations": _citations,
    "chains": _chains,
    "weights": _weights,
    "silent": _as_it_is("silent"),
    "decisions": _as_it_is("decisions"),
    "came_from": _as_it_is("came_from"),
}

FORMATS = (
    Format(
        name="sqlite",
        file="index.db",
        media_type="application/vnd.sqlite3",
        group="database",
        description="SQLite: tables, standing, roots, links and full text, for Datasette",
        write=write,
    ),
)
