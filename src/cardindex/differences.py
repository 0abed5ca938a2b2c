"""Two versions of an index told apart, claim by claim."""

from __future__ import annotations

import pandas as pd

from cardindex.evidence import tally
from cardindex.index import CITATION_KEY, Index
from cardindex.tables import COLUMNS

COLUMNS_OF_DIFF = ["claim", "table", "id", "change", "column", "old", "new"]


def differences(old: Index, new: Index) -> pd.DataFrame:
    """Return what changed from ``old`` to ``new``, one row a cell, claims first.

    Columns: ``claim`` (the claim concerned, or empty), ``table``, ``id`` of the row, ``change``
    (added, removed, changed), ``column``, ``old`` and ``new``. An added or removed row is one
    row here, told by its gloss, label, title, or source and locator. A claim whose citations
    change its standing has a row of its own in the column ``standing``.
    """
    rows = [
        *_rows("claims", old.claims, new.claims, "gloss"),
        *_rows("citations", _citations(old), _citations(new), "cites"),
        *_standings(old, new),
        *_rows("entities", old.entities, new.entities, "label"),
        *_rows("names", _names(old), _names(new), "name"),
        *_rows("sources", old.sources, new.sources, "title"),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS_OF_DIFF)
    order = frame["claim"].where(frame["claim"] != "", "~")
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def _rows(
    table: str, old: pd.DataFrame, new: pd.DataFrame, telling: str
) -> list[tuple[str, ...]]:
    """Return the changes of one table, whose frames are indexed by id."""
    found: list[tuple[str, ...]] = []
    columns = [column for column in COLUMNS[table] if column in new.columns]
    for id_ in sorted({*old.index, *new.index}):
        claim = {"claims": id_, "citations": id_.partition("-")[0]}.get(table, "")
        if id_ not in old.index:
            found.append((claim, table, id_, "added", "", "", str(new.at[id_, telling])))
        elif id_ not in new.index:
            found.append((claim, table, id_, "removed", "", str(old.at[id_, telling]), ""))
        else:
            was, is_ = old.loc[id_], new.loc[id_]
            found += [
                (claim, table, id_, "changed", column, str(was[column]), str(is_[column]))
                for column in columns
                if was[column] != is_[column]
            ]
    return found


def _citations(index: Index) -> pd.DataFrame:
    frame = index.citations.set_index("id")
    frame["cites"] = [_told(row) for row in frame.itertuples(index=False)]
    return frame.drop(columns=[column for column in CITATION_KEY if column in frame.columns])


def _told(row: object) -> str:
    parts = (row.source, row.locator, row.chain, row.stance, row.certainty)  # type: ignore[attr-defined]
    return " ".join(part for part in parts if part)


def _names(index: Index) -> pd.DataFrame:
    frame = index.names.copy()
    parts = (frame[column] for column in ("entity", "kind", "name", "language"))
    frame.index = pd.Index([" ".join(cells).strip() for cells in zip(*parts, strict=True)])
    return frame


def _standings(old: Index, new: Index) -> list[tuple[str, ...]]:
    was, is_ = tally(old).claims["standing"], tally(new).claims["standing"]
    return [
        (claim, "claims", claim, "changed", "standing", was[claim], is_[claim])
        for claim in sorted({*was.index} & {*is_.index})
        if was[claim] != is_[claim]
    ]
