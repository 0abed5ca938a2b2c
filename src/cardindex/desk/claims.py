"""Claims as the page shows them: a sentence, how it stands, who says so along which way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from cardindex import cards
from cardindex.editing import id_of
from cardindex.lineage import parse_chain
from cardindex.view.shorttitles import short_titles

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk
    from cardindex.index import Index

MOST = 40
"""Claims that are told at once."""

_SHORT: WeakKeyDictionary[Index, Mapping[str, str]] = WeakKeyDictionary()


def claims(desk: Desk, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return these claims as lines of a card; those that are not there are left out."""
    reading = desk.reading
    if reading is None:
        return []
    selection, told = reading.selection, []
    for id_ in list(dict.fromkeys(ids))[:MOST]:
        if id_ not in selection.claims.index:
            continue
        line = cards.claim_line(selection, id_)
        if line is None:
            continue
        row = selection.claims.loc[id_]
        told.append({
            "id": id_, "sentence": line.sentence, "gloss": line.gloss, "standing": line.standing,
            "roots": [line.support_low, line.support_high], "works": line.works,
            "remarks": line.remarks,
            "row": {name: str(row[name]) for name in _COLUMNS},
            "citations": _citations(desk, id_),
        })  # fmt: skip
    return told


_COLUMNS = (
    "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode", "ties",
    "gloss",
)  # fmt: skip


def _citations(desk: Desk, claim: str) -> list[dict[str, Any]]:
    """Return the citations of a claim with the way by which each came, root first."""
    reading = desk.reading
    if reading is None:
        return []
    selection, index = reading.selection, reading.index
    rows = selection.citations[selection.citations["claim"] == claim]
    roots = selection.roots_of_citations.loc[rows.index]
    cells = [row for row in desk.tables.rows("citations") if row[0] == claim]
    raw = {id_of(row): row for row in cells}
    told = []
    for row, known in zip(rows.itertuples(index=False), roots, strict=True):
        chain = parse_chain(str(row.chain))
        works = [{"source": _work(index, str(row.source)), "locator": row.locator,
                  "reports": False}]  # fmt: skip
        for step in chain.steps:
            works.insert(0, {"source": _work(index, step.source), "locator": step.locator,
                             "reports": step.reported})  # fmt: skip
        told.append({
            "id": str(row.id), "stance": row.stance, "certainty": row.certainty, "works": works,
            "hearsay": chain.hearsay, "own": chain.own, "roots": list(known),
            "labels": {root: cards.root_label(index, root) for root in known},
            "note": row.note, "coder": row.coder, "locator": row.locator, "chain": row.chain,
            "source": row.source, "held": str(row.id) in raw,
        })  # fmt: skip
    return told


def _work(index: Index, source: str) -> dict[str, str]:
    if index not in _SHORT:
        _SHORT[index] = short_titles(index)
    return {
        "id": source,
        "title": index.titles[source],
        "short": _SHORT[index].get(source, source),
        "unit": str(index.sources.at[source, "unit"]),
    }
