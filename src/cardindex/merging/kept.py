"""What a merged index keeps: other files of each index, and rows of its own.

In ``merged/NAME/`` lie the index.toml, the bibliography and the like of each index as they were, so
that it can be given back. A row of the whole that came from none of the indexes is its own: a
decision, the claim that says it, and whatever else was added by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cardindex import inputs, settings, tables
from cardindex.editing import BIBLIOGRAPHY, CLAIM, ENTITY, SHAPES, SOURCE, Ledger, Row
from cardindex.editing.live import keys_of
from cardindex.editing.references import mentions
from cardindex.errors import CardindexError
from cardindex.merging.naming import KINDS
from cardindex.merging.parties import TABLES, Party
from cardindex.settings import Coder
from cardindex.tables import OPTIONAL

FOLDER = "merged"
_COPIED = (settings.FILE, tables.bibliography.FILE, "came_from.csv")


@dataclass
class Earlier:
    """A whole that is there already: what ids are called in it, and the rows that are its own."""

    names: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    own: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in SHAPES})
    coders: dict[str, Coder] = field(default_factory=dict)

    @property
    def own_ids(self) -> list[str]:
        """The ids of its own rows."""
        return [row[0] for kind in KINDS for row in self.own[kind]]


def is_whole(folder: Path) -> bool:
    """Tell whether a folder holds an index that was merged of others."""
    return (folder / FOLDER).is_dir() and (folder / settings.FILE).is_file()


def earlier(folder: Path, names: Sequence[str]) -> Earlier:
    """Return what there is of a whole of indexes of these names; nothing of another folder.

    Raises CardindexError where it is of others too, whose rows would be nobody's.
    """
    if not is_whole(folder):
        return Earlier()
    if left := sorted(
        {each.name for each in (folder / FOLDER).iterdir() if each.is_dir()} - {*names}
    ):
        raise CardindexError(
            f"{folder} was made also of {', '.join(left)}; merge all of it again, or name a new "
            "folder"
        )
    ledger = Ledger.open(folder)
    found = Earlier()
    came: dict[str, set[str]] = {table: set() for table in SHAPES}
    for table, key, name, cell in ledger.rows("came_from"):
        if name not in names:
            continue
        came[table].add(key)
        if table in KINDS:
            old = json.loads(cell).get("id", key) if cell.startswith("{") else key
            found.names.setdefault(name, {}).setdefault(table, {})[old] = key
    for table in TABLES:
        if table != BIBLIOGRAPHY:
            rows = ledger.rows(table)
            found.own[table] = [
                row
                for key, row in zip(keys_of(table, rows), rows, strict=True)
                if key not in came[table]
            ]
    found.coders = dict(ledger.settings.coders)
    return found


def unknown(table: str, row: Row, known: Mapping[str, set[str]]) -> str:
    """Return an id that a row names and that is nowhere; or nothing."""
    if table == "decisions":
        return next((id_ for id_ in row[:2] if id_ not in known[ENTITY] | known[CLAIM]), "")
    for kind in (ENTITY, SOURCE, CLAIM):
        for id_ in mentions(row, table, kind):
            if id_ not in known[kind] and id_ != "self":
                return id_
    return ""


def copies(parties: Sequence[Party]) -> dict[str, str]:
    """Return the files of each index that lie in the whole as they are, by their paths there."""
    found: dict[str, str] = {}
    for party in parties:
        names = [*_COPIED, *(f"{table}.csv" for table in OPTIONAL if not party.rows[table])]
        told = party.settings
        own = [path for path in (told.ontology, told.additions) if path and _inside(party, path)]
        # An index that is itself made of others keeps what gives these back.
        within = sorted(each for each in (party.folder / FOLDER).rglob("*") if each.is_file())
        paths = [party.folder / name for name in names] + own + within
        for path in dict.fromkeys(paths):
            if path.is_file():
                at = path.resolve().relative_to(party.folder.resolve())
                found[f"{FOLDER}/{party.name}/{at.as_posix()}"] = inputs.contents(path).decode()
    return found


def _inside(party: Party, path: Path) -> bool:
    return path.resolve().is_relative_to(party.folder.resolve())
