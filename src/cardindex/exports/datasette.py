"""``metadata.json`` for Datasette: what the database of ``exports.sqlite`` is, and how to show it.

Its labels, facets and canned queries are of the file under the name that a build gives it.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from cardindex.evidence import Selection
from cardindex.exports import sqlite
from cardindex.exports.format import Format

Json = dict[str, Any]

DATABASE = PurePath(sqlite.FORMATS[0].file).stem
"""How Datasette calls the database: as its file is called, without the end."""

_LABELS = {
    "entities": "label", "sources": "title", "claims": "sentence", "relations": "label",
    "families": "label", "types": "label",
}  # fmt: skip
_FACETS = {
    "entities": ["type"],
    "names": ["kind", "language"],
    "groups": ["scheme", "value"],
    "sources": ["kind"],
    "claims": ["standing", "relation", "mode"],
    "citations": ["stance", "certainty", "source"],
    "links": ["standing", "relation"],
    "links_in_words": ["standing", "relation"],
    "claims_in_words": ["standing"],
}
_DESCRIPTIONS = {
    "claims_in_words": "Every claim in a sentence, how it stands, and who says so.",
    "links_in_words": "Subject, relation and object, and what all claims of them come to.",
    "contested": "Both sides of every contested claim.",
    "sources_by_weight": "How many claims fall without a source, the heaviest first.",
    "roots_by_claims": "Whose own knowledge claims go back to, and how many rest on it alone.",
    "entities_by_links": "Who is linked most.",
    "timeline": "What has a date, by the first day on which it possibly was.",
    "weights": "What falls and clears without a source, an author or an origin.",
    "roots": "The independent roots of each claim: whose own knowledge it is.",
    "chains": "From whom the work that was read has it, nearest first.",
}
_SORTS = {"entities": "label", "sources": "title"}
_QUERIES = {
    "between": {
        "title": "What links two entities",
        "sql": (
            "select w.* from claims_in_words w join claims c on c.id = w.id\n"
            "where (c.subject = :one and c.object = :other)\n"
            "  or (c.subject = :other and c.object = :one)"
        ),
    },
    "about": {
        "title": "All claims about an entity",
        "sql": (
            "select w.* from claims_in_words w join claims c on c.id = w.id\n"
            "where :entity in (c.subject, c.object) order by c.earliest_start"
        ),
    },
    "told_by": {
        "title": "What a work says, and where",
        "sql": (
            "select citations.locator, citations.stance, claims.sentence, claims.standing\n"
            "from citations join claims on claims.id = citations.claim\n"
            "where citations.source = :source order by citations.rowid"
        ),
    },
    "in_the_years": {
        "title": "What possibly held between two days",
        "sql": (
            "select * from timeline\n"
            "where coalesce(earliest_start, '') <= :to\n"
            "  and coalesce(latest_end, '9999-12-31') >= :from"
        ),
    },
    "resting_on_one": {
        "title": "Claims that rest on one root alone, by that root",
        "sql": (
            "select roots.label, claims.id, claims.sentence from roots\n"
            "join claims on claims.id = roots.claim where claims.support_low = 1\n"
            "order by roots.label, claims.rowid"
        ),
    },
}


def write(selection: Selection) -> bytes:
    """Return the metadata that Datasette takes by ``--metadata``."""
    return (json.dumps(describe(selection), ensure_ascii=False, indent=2) + "\n").encode()


def describe(selection: Selection) -> Json:
    """Return the metadata as plain data."""
    index = selection.index
    licence = index.licence
    url = licence if licence.startswith(("http://", "https://")) else ""
    about = {
        "title": index.title,
        "description": index.description,
        "license": "" if url else licence,
        "license_url": url,
        "source_url": index.base if index.base.startswith(("http://", "https://")) else "",
    }
    names = sorted({*_LABELS, *_FACETS, *_DESCRIPTIONS, *_SORTS})
    database = {"tables": {name: _table(name) for name in names}, "queries": _QUERIES}
    filled = {key: value for key, value in about.items() if value}
    return {**filled, "databases": {DATABASE: database}}


def _table(name: str) -> Json:
    told = {
        "description": _DESCRIPTIONS.get(name),
        "label_column": _LABELS.get(name),
        "facets": _FACETS.get(name),
        "sort": _SORTS.get(name),
    }
    return {key: value for key, value in told.items() if value}


FORMATS = (
    Format(
        name="datasette",
        file="datasette.json",
        media_type="application/json",
        group="database",
        description="metadata of the database for Datasette: labels, facets, canned queries",
        write=write,
    ),
)
