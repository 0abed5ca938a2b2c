"""``datapackage.json``: the tables described for Frictionless tools, which lie beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cardindex import tables
from cardindex.checks.beside import DECISIONS
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.evidence import Selection
from cardindex.exports.format import WORKED_OUT, Format
from cardindex.exports.tables import write as write_table
from cardindex.index import Index

Json = dict[str, Any]

_KEBAB = "[a-z0-9]+(-[a-z0-9]+)*"
_DESCRIPTIONS: Mapping[tuple[str, str], str] = {
    ("entities", "label"): "What it is called; a description where it has no name.",
    ("names", "language"): "A BCP 47 tag.",
    ("groups", "scheme"): "What the groups are of: bloc, nationality.",
    ("groups", "value"): "The group; that the entity belongs to it is the editor's judgement.",
    ("sources", "author"): "Entity ids, ; between.",
    ("sources", "origin"): "The entity whose own knowledge it records, or self.",
    ("sources", "date"): "When the statement was made, in EDTF.",
    ("sources", "container"): "The source in which it stands.",
    ("sources", "unit"): "What a locator counts.",
    ("sources", "rests_on"): "Source ids, ; between.",
    ("claims", "quantity"): "As the source hedges it: 400000, ~400000, >130000, 1..2.",
    ("claims", "unit"): "An ISO 4217 code or a noun.",
    ("claims", "when"): "The time of the fact, in EDTF.",
    ("claims", "mode"): "Empty where it was so.",
    ("claims", "ties"): "rival, same or part and a claim id, ; between.",
    ("claims", "gloss"): "The claim in one sentence.",
    ("citations", "locator"): "Where in the source, in its unit.",
    ("citations", "chain"): "Whom the source has it from, nearest first.",
    ("citations", "start"): "Offset of the passage, in code points.",
    ("citations", "end"): "Offset of its end.",
    ("citations", "seal"): "Length and SHA-256 of the normalised passage.",
    ("citations", "coder"): "Who coded it; after a machine, ; and who accepted it.",
    ("silent", "locator"): "A place that was read and states nothing.",
    ("decisions", "one"): "An entity or a claim.",
    ("decisions", "other"): "Another of the same sort.",
    ("decisions", "who"): "Who decided; after a machine, ; and who accepted it.",
    ("came_from", "key"): "The row's id, or the cells that tell it from others, a space between.",
    ("came_from", "index"): "The index that it comes from.",
    ("came_from", "row"): "The row as it was there, where origins differ.",
}
_PRIMARY = {"entities": ["id"], "sources": ["id"], "claims": ["id"]}
# Column → table whose ids it holds; cells with several ids are no keys in this sense.
_FOREIGN = {
    "names": {"entity": "entities"},
    "groups": {"entity": "entities"},
    "silent": {"source": "sources"},
    "sources": {"container": "sources"},
    "claims": {"subject": "entities", "object": "entities", "place": "entities"},
    "citations": {"claim": "claims", "source": "sources"},
}


def write(selection: Selection) -> bytes:
    """Return the description of the tables that ``exports.tables`` writes of ``selection``."""
    return (json.dumps(describe(selection), ensure_ascii=False, indent=2) + "\n").encode()


def describe(selection: Selection) -> Json:
    """Return the data package as plain data."""
    index = selection.index
    about: Json = {
        "name": "index",
        "id": index.base,
        "title": index.title,
        "description": index.description,
        "version": index.version,
        "licenses": [_licence(index.licence)] if index.licence else None,
    }
    resources = [_resource(selection, name) for name in tables.COLUMNS]
    filled = {key: value for key, value in about.items() if value}
    return {"profile": "tabular-data-package", **filled, "resources": resources}


def _licence(text: str) -> Json:
    return {"path": text} if text.startswith(("http://", "https://")) else {"name": text}


def _resource(selection: Selection, table: str) -> Json:
    content = write_table(selection, table=table)
    return {
        "name": table,
        "path": f"{table}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": _schema(selection.index, table),
    }


def _schema(index: Index, table: str) -> Json:
    choices = _choices(index)
    schema: Json = {
        "fields": [_field(table, column, choices) for column in tables.COLUMNS[table]],
        "missingValues": [""],
    }
    if table in _PRIMARY:
        schema["primaryKey"] = _PRIMARY[table]
    if table in _FOREIGN:
        schema["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"resource": "" if other == table else other, "fields": ["id"]},
            }
            for column, other in _FOREIGN[table].items()
        ]
    return schema


def _field(table: str, column: str, choices: Mapping[tuple[str, str], list[str]]) -> Json:
    constraints: Json = {}
    if column in tables.NEEDED[table]:
        constraints["required"] = True
    if (table, column) in choices:
        constraints["enum"] = choices[table, column]
    if column == "id":
        constraints |= {"unique": True, "pattern": "[a-z][0-9]+" if table == "claims" else _KEBAB}
    field: Json = {"name": column, "type": "string"}
    if column in {"start", "end"}:
        field["type"] = "integer"
        constraints["minimum"] = 0
    if (table, column) in _DESCRIPTIONS:
        field["description"] = _DESCRIPTIONS[table, column]
    return field | ({"constraints": constraints} if constraints else {})


def _choices(index: Index) -> dict[tuple[str, str], list[str]]:
    """Return the columns that hold one of a few words, and the words."""
    vocabulary = index.vocabulary
    return {
        ("entities", "type"): [id_ for id_, kind in vocabulary.types.items() if not kind.abstract],
        ("names", "kind"): list(vocabulary.name_kinds),
        ("sources", "kind"): list(vocabulary.source_kinds),
        ("claims", "relation"): list(vocabulary.relations),
        ("claims", "mode"): list(MODES),
        ("citations", "stance"): list(STANCES),
        ("citations", "certainty"): list(CERTAINTIES),
        ("decisions", "decision"): list(DECISIONS),
        ("came_from", "table"): [name for name in tables.COLUMNS if name != "came_from"],
    }


FORMATS = (
    Format(
        name="datapackage",
        file="datapackage.json",
        media_type="application/json",
        group="tables",
        description="Frictionless: what each column of the tables beside it holds",
        write=write,
        partly=WORKED_OUT,
    ),
)
