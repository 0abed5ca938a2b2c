"""Two versions of an index told apart, claim by claim."""

from __future__ import annotations

import pandas as pd

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.tables import COLUMNS

Change = tuple[str, str, str, str, str, str, str]

COLUMNS_OF_DIFF = ["claim", "table", "id", "change", "column", "old", "new"]

# What is compared of a row, and the column that tells a row that came or went. What makes up the
# id of a citation, a name or a standing cannot change without making it another one.
_COMPARED = {
    "index": (("value",), "value"),
    "entities": (COLUMNS["entities"][1:], "label"),
    "names": ((), "name"),
    "sources": (COLUMNS["sources"][1:], "title"),
    "claims": ((*COLUMNS["claims"][1:], "standing"), "gloss"),
    "citations": (("certainty", "start", "end", "seal", "note"), "cites"),
}
_ORDER = ("claims", "citations", "entities", "names", "sources", "index")


def differences(old: Index, new: Index) -> pd.DataFrame:
    """Return what changed from ``old`` to ``new``, one row a cell, claims first.

    Columns: ``claim`` (the claim concerned, or empty), ``table``, ``id`` of the row, ``change``
    (added, removed, changed), ``column``, ``old`` and ``new``. An added or removed row is one
    row here, told by its gloss, label, title, or source and locator. A claim also has a column
    ``standing``; the table ``index`` is what ``index.toml`` says.
    """
    was, is_ = _told(old), _told(new)
    rows = [row for table in _ORDER for row in _changes(table, was[table], is_[table])]
    # Stable, so that a claim's own changes stand before those of its citations.
    rows.sort(key=lambda row: (not row[0], row[0]))
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
    return sorted(found, key=lambda row: row[2])


def _claim(table: str, id_: str) -> str:
    """Return the claim that a row of a table concerns, or nothing."""
    return id_.partition("-")[0] if table in ("claims", "citations") else ""


def _told(index: Index) -> dict[str, pd.DataFrame]:
    """Return the tables of an index as frames of texts, indexed by id."""
    names, citations = index.names.copy(), index.citations.copy()
    names.index = _joined(names, ("entity", "kind", "name", "language"))
    citations["cites"] = _joined(citations, ("source", "locator", "chain", "stance", "certainty"))
    for offset in ("start", "end"):
        citations[offset] = citations[offset].astype(str).replace("-1", "")
    settings = {
        **{name: getattr(index, name) for name in ("title", "description", "base", "licence")},
        "version": index.version,
        **{f"bloc {label}": ", ".join(members) for label, members in index.blocs.items()},
    }
    return {
        "index": pd.DataFrame({"value": settings}, dtype=str),
        "entities": index.entities,
        "names": names,
        "sources": index.sources,
        "claims": tally(index).claims,
        "citations": citations.set_index("id"),
    }


def _joined(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.Index[str]:
    """Return the cells of each row as one text."""
    rows = zip(*(frame[column].tolist() for column in columns), strict=True)
    return pd.Index([" ".join(filter(None, cells)) for cells in rows], dtype=str)
