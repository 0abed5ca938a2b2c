"""Two versions of an index told apart, claim by claim."""

from __future__ import annotations

import pandas as pd

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.tables import COLUMNS, claim_key, row_keys
from cardindex.tables.bibliography import entry_text

Change = tuple[str, str, str, str, str, str, str]

COLUMNS_OF_DIFF = ["claim", "table", "id", "change", "column", "old", "new"]

# What is compared of a row, and the column that tells a row that came or went. What makes up the
# id of a citation, a name or a standing cannot change without making it another one.
_COMPARED = {
    "index": (("value",), "value"),
    "entities": (COLUMNS["entities"][1:], "label"),
    "names": ((), "name"),
    "groups": (("note",), "value"),
    "sources": (COLUMNS["sources"][1:], "title"),
    "bibliography": (("entry",), "entry"),
    "claims": ((*COLUMNS["claims"][1:], "standing", "roots"), "gloss"),
    "citations": (("certainty", "start", "end", "seal", "note"), "cites"),
    "silent": (("reason",), "reason"),
    "decisions": (("decision", "why"), "decision"),
    "came_from": (("row",), "index"),
}
_CITES = ("source", "locator", "chain", "stance", "certainty", "coder")
_ORDER = (
    "claims", "citations", "entities", "names", "groups", "sources", "bibliography", "silent",
    "decisions", "came_from", "index",
)  # fmt: skip


def differences(old: Index, new: Index) -> pd.DataFrame:
    """Return what changed from ``old`` to ``new``, one row a cell, claims first.

    Columns: ``claim`` (the claim concerned, or empty), ``table``, ``id`` of the row, ``change``
    (added, removed, changed), ``column``, ``old`` and ``new``. An added or removed row is one
    row here, told by its gloss, label, title, or source and locator. A claim also has columns
    ``standing`` and ``roots``; the table ``index`` is what ``index.toml`` says, ``bibliography``
    has each entry as JSON.
    """
    was, is_ = _told(old), _told(new)
    rows = [row for table in _ORDER for row in _changes(table, was[table], is_[table])]
    # Stable, so that a claim's own changes stand before those of its citations.
    rows.sort(key=lambda row: (not row[0], claim_key(row[0])))
    return pd.DataFrame(rows, columns=COLUMNS_OF_DIFF)


def _changes(table: str, old: pd.DataFrame, new: pd.DataFrame) -> list[Change]:
    """Return the changes of one table, whose frames are indexed by id."""
    columns, telling = _COMPARED[table]
    found: list[Change] = []
    for change, here, there in (("removed", old, new), ("added", new, old)):
        texts = here.loc[here.index.difference(there.index), telling]
        for id_, text in texts.items():
            told = (str(text), "") if change == "removed" else ("", str(text))
            found.append((_claim(table, str(id_)), table, str(id_), change, "", *told))
    both = old.index.intersection(new.index)
    for column in columns:
        was, is_ = old.loc[both, column], new.loc[both, column]
        for id_ in both[(was != is_).to_numpy()]:
            told = str(was[id_]), str(is_[id_])
            found.append((_claim(table, str(id_)), table, str(id_), "changed", column, *told))
    # By row; the columns of one row stay in their order.
    return sorted(found, key=lambda row: (claim_key(_claim(table, row[2])), row[2]))


def _claim(table: str, id_: str) -> str:
    """Return the claim that a row of a table concerns, or nothing."""
    return id_.partition("-")[0] if table in ("claims", "citations") else ""


def _told(index: Index) -> dict[str, pd.DataFrame]:
    """Return the tables of an index as frames of texts, indexed by id."""
    claims, citations = tally(index).claims, index.citations.copy()
    cites = (citations[column].tolist() for column in _CITES)
    citations["cites"] = [" ".join(filter(None, cells)) for cells in zip(*cites, strict=True)]
    for offset in ("start", "end"):
        citations[offset] = citations[offset].astype(str).replace("-1", "")
    entries = {id_: entry_text(entry) for id_, entry in index.bibliography.items()}
    return {
        "index": pd.DataFrame({"value": _settings(index)}, dtype=str),
        "entities": index.entities,
        "sources": index.sources,
        "bibliography": pd.DataFrame({"entry": entries}, dtype=str),
        "claims": claims.assign(roots=[" ".join(roots) for roots in claims["roots"]]),
        "citations": citations.set_index("id"),
        **{
            name: _keyed(name, getattr(index, name))
            for name in ("names", "groups", "silent", "decisions", "came_from")
        },
    }


def _settings(index: Index) -> dict[str, str]:
    names = ("title", "description", "base", "licence", "version", "wash")
    coders = {f"coder {id_}": f"{coder.name} ({coder.kind})" for id_, coder in index.coders.items()}
    return {**{name: getattr(index, name) for name in names}, **coders}


def _keyed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame of a table without ids, indexed by what its rows are known by."""
    columns = {column: frame[column].tolist() for column in COLUMNS[name]}
    return frame.set_index(pd.Index(list(row_keys(name, columns)), dtype=str))
