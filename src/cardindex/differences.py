"""Two versions of an index told apart, claim by claim."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.tables import COLUMNS, claim_key, row_keys
from cardindex.tables.bibliography import entry_text
from cardindex.tables.marks import is_mark

Change = tuple[str, str, str, str, str, str, str]

COLUMNS_OF_DIFF = ["claim", "table", "id", "change", "column", "old", "new"]

# Columns of a claim that follow from the tables and are compared beside its cells.
_EVIDENCE = ("standing", "roots", "support_low", "support_high")

# By table: the columns that are compared, and the column that describes an added or removed row.
# Columns that make up the id of a row cannot change: another value is another row.
_COMPARED = {
    "index": (("value",), "value"),
    "entities": (COLUMNS["entities"][1:], "label"),
    "names": ((), "name"),
    "groups": (("note",), "value"),
    "sources": (COLUMNS["sources"][1:], "title"),
    "bibliography": (("entry",), "entry"),
    "claims": ((*COLUMNS["claims"][1:], *_EVIDENCE), "words"),
    "citations": (("certainty", "start", "end", "seal", "note"), "cites"),
    "silent": (("reason",), "reason"),
    "decisions": (("decision", "why"), "decision"),
    "came_from": (("row",), "index"),
}
_FACT = ("subject", "object", "relation", "text", "quantity", "unit", "when", "place", "mode")
_NEW = "\0"  # a sign that no id contains
_CLAIM_ID = re.compile(r"\b[a-z][0-9]+\b")
_CITES = ("source", "locator", "chain", "stance", "certainty", "coder")
_ORDER = (
    "claims", "citations", "entities", "names", "groups", "sources", "bibliography", "silent",
    "decisions", "came_from", "index",
)  # fmt: skip


def differences(old: Index, new: Index) -> pd.DataFrame:
    """Return what changed from ``old`` to ``new``, one row a cell, claims first.

    Columns: ``claim`` (the claim concerned, or empty), ``table``, ``id`` of the row, ``change``
    (added, removed, changed), ``column``, ``old`` and ``new``. An added or removed row is one
    row here, described by its gloss, label, title, or source and locator; a claim without a gloss,
    by its sentence. A claim that says the same under another id is not removed: its ``id`` has
    changed. Of came_from.csv only what merging keeps is compared, not the digests of imports. A
    claim also has the columns ``standing``, ``roots``, ``support_low`` and ``support_high``; the
    table ``index`` is what ``index.toml`` says, ``bibliography`` has each entry as JSON.
    """
    known = _known_by(old, new)
    was, is_ = _told(old, {}), _told(new, known)
    rows = [row for table in _ORDER for row in _changes(table, was[table], is_[table])]
    rows += [(id_, "claims", id_, "changed", "id", id_, other)
             for other, id_ in known.items() if not id_.endswith(_NEW)]  # fmt: skip
    rows = [(row[0].removesuffix(_NEW), row[1], row[2].replace(_NEW, ""), *row[3:]) for row in rows]
    # A stable sort keeps a claim's own changes before those of its citations.
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
    # Sorted by row; the columns of one row keep their order.
    return sorted(found, key=lambda row: (claim_key(_claim(table, row[2])), row[2]))


def _claim(table: str, id_: str) -> str:
    """Return the claim that a row of a table concerns, or nothing."""
    return id_.partition("-")[0] if table in ("claims", "citations") else ""


def _known_by(old: Index, new: Index) -> dict[str, str]:
    """Return, for claims of the new index that changed their id, the id to compare them by.

    A claim that says what an old claim says under another id is compared by the old id. A claim
    whose id belonged to another claim, which is still there, gets an id that no claim has.
    """
    before, after = _facts(old), _facts(new)
    moved = {id_ for id_, fact in after.items() if before.get(id_) != fact}
    free: dict[tuple[str, ...], list[str]] = {}
    for id_, fact in before.items() if moved else ():
        if after.get(id_) != fact:
            free.setdefault(fact, []).append(id_)
    found = {}
    for id_ in sorted(moved, key=claim_key):
        if ids := free.get(after[id_]):
            found[id_] = ids.pop(0)
    taken = set(found.values())
    return found | {id_: f"{id_}{_NEW}" for id_ in moved - found.keys() if id_ in taken}


def _facts(index: Index) -> dict[str, tuple[str, ...]]:
    """Return what each claim says: all but its id, its ties and how it is worded."""
    columns = [index.claims[name].tolist() for name in _FACT]
    symmetric = index.vocabulary.symmetric
    facts = {}
    for id_, *cells in zip(index.claims.index, *columns, strict=True):
        ends = sorted(cells[:2]) if cells[2] in symmetric else cells[:2]
        facts[str(id_)] = (*ends, *cells[2:])
    return facts


def _as_known(text: str, known: Mapping[str, str]) -> str:
    return _CLAIM_ID.sub(lambda found: known.get(found[0], found[0]), text) if text else text


def _in_words(index: Index, claims: pd.DataFrame) -> list[str]:
    """Return the gloss of each claim, or what it says in words."""
    relations, labels = index.vocabulary.relations, index.labels
    columns = ("gloss", "subject", "relation", "object", "text", "quantity", "unit", "when")
    told = []
    for gloss, subject, relation, object_, *more in zip(
        *(claims[name].tolist() for name in columns), strict=True
    ):
        ends = (labels.get(subject, subject), relations[relation].words, labels.get(object_, ""))
        told.append(gloss or " ".join(filter(None, (*ends, *more))))
    return told


def _told(index: Index, known: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return the tables of an index as frames of texts, indexed by id.

    ``known``: the ids to compare claims by, as ``_known_by`` returns them.
    """
    claims, citations = tally(index).claims, index.citations.copy()
    claims = claims.assign(words=_in_words(index, claims))
    if known:
        claims = claims.assign(ties=[_as_known(text, known) for text in claims["ties"]])
        claims.index = pd.Index([known.get(id_, id_) for id_ in claims.index])
        citations["id"] = [_as_known(id_, known) for id_ in citations["id"]]
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
            name: _keyed(name, _beside(index, name, known))
            for name in ("names", "groups", "silent", "decisions", "came_from")
        },
    }


def _beside(index: Index, name: str, known: Mapping[str, str]) -> pd.DataFrame:
    """Return the frame of a table without ids, with claims by their ids in ``known``."""
    frame: pd.DataFrame = getattr(index, name)
    if name == "came_from":
        frame = frame.loc[~frame["row"].map(is_mark).astype(bool)]
        of_claims = frame["table"].isin(("claims", "citations"))
        keys = [_as_known(key, known) if is_ else key
                for key, is_ in zip(frame["key"], of_claims, strict=True)]  # fmt: skip
        return frame.assign(key=keys) if known else frame
    if name == "decisions" and known:
        return frame.assign(**{end: [known.get(id_, id_) for id_ in frame[end]]
                               for end in ("one", "other")})  # fmt: skip
    return frame


def _settings(index: Index) -> dict[str, str]:
    names = ("title", "description", "base", "licence", "version", "wash")
    coders = {f"coder {id_}": f"{coder.name} ({coder.kind})" for id_, coder in index.coders.items()}
    return {**{name: getattr(index, name) for name in names}, **coders}


def _keyed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame of a table without ids, indexed by the columns that identify a row."""
    columns = {column: frame[column].tolist() for column in COLUMNS[name]}
    return frame.set_index(pd.Index(list(row_keys(name, columns)), dtype=str))
