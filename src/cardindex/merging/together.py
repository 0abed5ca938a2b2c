"""Several indexes → one: its rows, where each comes from, and what is new since the last time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex import atomic, checks, ontology, tables
from cardindex.editing import (
    BIBLIOGRAPHY,
    CLAIM,
    ENTITY,
    SHAPES,
    SOURCE,
    Change,
    Entry,
    Row,
    decide,
)
from cardindex.editing.entries import difference, file_of, joined
from cardindex.editing.live import keys_of
from cardindex.editing.references import renamed
from cardindex.editing.views import After
from cardindex.errors import InvalidIndex, OutputError, UnknownName
from cardindex.imports import after
from cardindex.merging import kept, terms
from cardindex.merging.apart import NotMerged, part, rows_of
from cardindex.merging.deciding import Decision, hold, read_decisions
from cardindex.merging.naming import KINDS, Names, coders_of, named
from cardindex.merging.parties import TABLES, Party
from cardindex.settings import PERSON, Coder
from cardindex.tables import COLUMNS, OPTIONAL

Rows = dict[str, list[Row]]

_TOLD = 3  # how many renamed ids of a kind are told; came_from.csv has them all
_OWN = "z"  # the letter of the whole's own claims


@dataclass
class Merged:
    """One index of several, not yet written: its rows by table, and its other files by name.

    ``notes`` are what was renamed, taken for one or left out; ``news`` what has changed in each
    index since the whole was made last.
    """

    rows: Rows
    texts: dict[str, str]
    notes: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)


class Held:
    """The rows of a whole as what decides on them reads them; where they come from comes later."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self._rows: dict[str, Sequence[Row]] = {**rows, "came_from": ()}
        self._by_id: dict[str, dict[str, Row]] = {}

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table."""
        return self._rows.get(table, ())

    def row(self, table: str, id_: str) -> Row | None:
        """Return a row by its first cell."""
        if table not in self._by_id:
            self._by_id[table] = {row[0]: row for row in self.rows(table)}
        return self._by_id[table].get(id_)

    def take(self, entry: Entry) -> None:
        """Take in what an entry changes, but for where rows come from."""
        after = After(self, joined("", entry))
        changed = {change.table for change in entry.changes} - {"came_from"}
        self._rows |= {table: after.rows(table) for table in changed}
        for table in changed:
            self._by_id.pop(table, None)


def merge(
    parties: Sequence[Party],
    folder: Path,
    *,
    decisions: Path | None = None,
    who: str = "",
    title: str = "",
    base: str = "",
) -> Merged:
    """Return what several indexes make together, to be written to ``folder``.

    A whole of these that is there already keeps what was decided in it, and what else is its own.
    Raises InvalidIndex and CardindexError.
    """
    before = kept.earlier(folder, [party.name for party in parties])
    names = named(parties, before.names, before.own_ids)
    vocabulary, texts = terms.of_whole(parties)
    rows, origins, notes = _united(parties, names)
    notes += _told(parties, names)
    lost = _with_own(rows, before)
    given = []
    if decisions:
        given = read_decisions(decisions, parties, names, who, _known_ids(rows))
    notes += _decided(rows, vocabulary, given, _known_ids(rows))
    rows = {table: tables.ordered(table, rows[table]) if table in COLUMNS else sorted(rows[table])
            for table in SHAPES if table != "came_from"}  # fmt: skip
    rows["came_from"] = _came_from(parties, names, rows, origins)
    coders = before.coders | coders_of(parties, names)
    coders |= {
        id_: Coder(id_, PERSON)
        for row in rows["decisions"]
        for id_ in row[3].split(";")
        if id_ and id_ not in coders
    }
    about = terms.Whole(parties, coders, title, base)
    texts |= terms.settings_text(about, texts) | kept.copies(parties)
    return Merged(rows, texts, notes + lost, _news(parties, folder) if before.names else [])


def _united(
    parties: Sequence[Party], names: Sequence[Names]
) -> tuple[Rows, list[dict[str, dict[str, Row]]], list[str]]:
    """Return the rows of all, and by index and table what each row was, by its key in the whole."""
    whole: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
    origins: list[dict[str, dict[str, Row]]] = []
    notes: list[str] = []
    for party, called in zip(parties, names, strict=True):
        was: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
        for table in TABLES:
            rows = party.rows[table]
            if table == BIBLIOGRAPHY:
                named_ = [_entry(called, row) for row in rows]
                keys = [row[0] for row in named_]
            else:
                named_ = [called.row(table, row) for row in rows]
                keys = keys_of(table, named_)
            for key, new, row in zip(keys, named_, rows, strict=True):
                was[table][key] = row
                there = whole[table].setdefault(key, new)
                if there != new:
                    notes.append(
                        f"{table}: {key} reads otherwise in {party.name}; the first stands"
                    )
        origins.append(was)
    return {table: list(held.values()) for table, held in whole.items()}, origins, notes


def _entry(called: Names, row: Row) -> Row:
    id_ = called.id(SOURCE, row[0])
    if id_ == row[0]:
        return row
    entry: dict[str, Any] = {**json.loads(row[1]), "id": id_}
    return id_, tables.bibliography.entry_text(entry)


def _told(parties: Sequence[Party], names: Sequence[Names]) -> list[str]:
    """Say what is called otherwise in the whole, and what is taken for one."""
    notes = []
    for party, called in zip(parties, names, strict=True):
        for kind in KINDS:
            new = called.ids[kind]
            if kind == CLAIM and new:
                old = next(iter(new))
                notes.append(
                    f"{party.name}: {len(new):,} claims are called by another letter, as {old} is "
                    f"{new[old]}"
                )
            elif new:
                some = "; ".join(f"{old} is {it}" for old, it in list(new.items())[:_TOLD])
                more = f"; and {len(new) - _TOLD:,} more" if len(new) > _TOLD else ""
                notes.append(f"{party.name}: {kind} renamed, as another is called so: {some}{more}")
            if shared := called.shared[kind]:
                why = "of the same work" if kind == SOURCE else "of the same address"
                notes.append(f"{party.name}: {len(shared):,} {kind} {why} are one")
        notes += [
            f"{party.name}: coder {old} is {new}, as another is called so"
            for old, new in called.coders.items()
        ]
    return notes


def _with_own(rows: Rows, before: kept.Earlier) -> list[str]:
    """Add what a whole that was there has of its own; say what of it names nothing any more."""
    lost = []
    known = {kind: {row[0] for row in rows[kind]} for kind in KINDS}
    for kind in KINDS:
        known[kind] |= {row[0] for row in before.own[kind]}
    for table in (ENTITY, SOURCE, CLAIM, "citations", "names", "groups", "silent", "decisions"):
        for row in before.own.get(table, ()):
            if gone := kept.unknown(table, row, known):
                lost.append(f"{table}: {' '.join(row[:3])} is left out, as {gone} has gone")
                known.get(table, set()).discard(row[0])
            elif row not in rows[table]:
                rows[table].append(row)
    return lost


def _known_ids(rows: Rows) -> set[str]:
    return {row[0] for kind in (ENTITY, CLAIM) for row in rows[kind]}


def _decided(
    rows: Rows,
    vocabulary: ontology.Vocabulary,
    given: Iterable[Decision],
    known: set[str],
) -> list[str]:
    """Apply what has been decided, in the whole before and now; say what it leaves to be done."""
    notes: list[str] = []
    stood = [Decision(*row) for row in rows["decisions"]]
    given = list(given)
    anew = {(frozenset(each[:2]), each.who) for each in given}
    every = [each for each in stood if (frozenset(each[:2]), each.who) not in anew] + given
    hold(every)
    few, rest = _looked_at(rows, vocabulary, {id_ for each in every for id_ in each[:2]})
    for each in every:
        if missing := {each.one, each.other} - known:
            raise UnknownName("entity or claim", min(missing), known)
        entry = decide(
            few, vocabulary, each.one, each.other,
            decision=each.decision, who=each.who, why=each.why,
        )  # fmt: skip
        notes += entry.notes
        few.take(_with_own_letter(few, entry))
    for table, others in rest.items():
        rows[table] = [*others, *few.rows(table)]
    return notes


def _looked_at(
    rows: Rows, vocabulary: ontology.Vocabulary, ends: Collection[str]
) -> tuple[Held, Rows]:
    """Return the rows that decisions on ``ends`` look at or change, and the others of their tables.

    So a decision does not have to go through all claims.
    """
    identifying = set(vocabulary.identifying)
    near: Rows = {CLAIM: [], "citations": [], SOURCE: rows[SOURCE], "decisions": rows["decisions"]}
    rest: Rows = {CLAIM: [], "citations": rows["citations"], SOURCE: [], "decisions": []}
    for row in rows[CLAIM]:
        is_near = row[0][0] == _OWN or row[2] in identifying or row[0] in ends
        (near if is_near else rest)[CLAIM].append(row)
    return Held({ENTITY: rows[ENTITY], **near}), rest


def _with_own_letter(tables_: Held, entry: Entry) -> Entry:
    """Give a claim that a decision makes the whole's own letter, which no index will use."""
    new = [each.after[0] for each in entry.changes
           if each.table == CLAIM and each.before is None and each.after]  # fmt: skip
    if not new:
        return entry
    own = (row[0] for row in tables_.rows(CLAIM) if row[0][0] == _OWN)
    last = max((int(id_[1:]) for id_ in own), default=0)
    called = {id_: f"{_OWN}{last + at:03}" for at, id_ in enumerate(new, 1)}

    def renamed_(table: str, row: Row | None) -> Row | None:
        return row and renamed(row, table, CLAIM, lambda id_: called.get(id_, id_))

    changes = (
        Change(each.table, each.before, renamed_(each.table, each.after)) for each in entry.changes
    )
    return Entry(entry.what, tuple(changes), entry.notes)


def _came_from(
    parties: Sequence[Party],
    names: Sequence[Names],
    rows: Rows,
    origins: Sequence[Mapping[str, Mapping[str, Row]]],
) -> list[Row]:
    """Return where each row comes from, and what it was there where that is not what it is here."""
    found: dict[tuple[str, str, str], Row] = {}
    here = {
        table: dict(zip(keys_of(table, rows[table]), rows[table], strict=True))
        for table in TABLES
        if table != BIBLIOGRAPHY
    }
    for party, called, was in zip(parties, names, origins, strict=True):
        for table, held in here.items():
            for key, row in was[table].items():
                told = _difference(table, held[key], row)
                found[table, key, party.name] = (table, key, party.name, told)
        new_keys = _new_keys(called, was)
        for table, key, set_, cell in party.rows["came_from"]:
            new = new_keys.get(table, {}).get(key, key)
            found.setdefault((table, new, set_), (table, new, set_, cell))
    return tables.ordered("came_from", found.values())


def _difference(table: str, here: Row, there: Row) -> str:
    """Return the cells that differ in the index that a row comes from, as JSON; or nothing."""
    cells = {
        column: old
        for column, new, old in zip(SHAPES[table], here, there, strict=True)
        if new != old
    }
    return json.dumps(cells, ensure_ascii=False) if cells else ""


def _new_keys(
    called: Names, was: Mapping[str, Mapping[str, Row]]
) -> Mapping[str, Mapping[str, str]]:
    """Return what rows of an index are known by in the whole, by table and what they were."""
    return {
        table: called.ids[table]
        if table in KINDS
        else dict(zip(keys_of(table, list(held.values())), held, strict=True))
        for table, held in was.items()
        if table != BIBLIOGRAPHY
    }


def _news(parties: Sequence[Party], folder: Path) -> list[str]:
    """Say what has come, gone and changed in each index since the whole was made."""
    news = []
    for party in parties:
        try:
            then = part(folder, party.name)
        except NotMerged:
            news.append(f"{party.name} is new")
            continue
        for table in TABLES:
            if table == BIBLIOGRAPHY:
                continue
            changes = difference(table, rows_of(then, table), party.rows[table])
            come = sum(each.before is None for each in changes)
            gone = sum(each.after is None for each in changes)
            if changes:
                changed = len(changes) - come - gone
                news.append(
                    f"{party.name}: {table}: {come:,} new, {changed:,} changed, {gone:,} gone"
                )
    return news or ["nothing has changed since"]


def write(merged: Merged, folder: Path) -> None:
    """Write a whole to its folder, all of it or nothing.

    Raises InvalidIndex where ``check`` would refuse it, and OutputError: also where something else
    is in the folder.
    """
    names = {*merged.texts, *(file_of(table) for table, rows in merged.rows.items() if rows)}
    if folder.is_dir() and any(folder.iterdir()) and not kept.is_whole(folder):
        raise OutputError(f"{folder}: holds something else; name a new folder")
    written = (*(f"{table}.csv" for table in OPTIONAL), tables.bibliography.FILE, *terms.FILES)
    there = (path.relative_to(folder).as_posix() for path in (folder / kept.FOLDER).rglob("*.*"))
    gone = [name for name in (*written, *there) if name not in names]
    with atomic.replacing(folder, gone) as place:
        for name, text in merged.texts.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(text.encode())
        after.write(merged.rows, place)
        errors = [each for each in checks.examine(place)[1] if each.severity == "error"]
        if errors:
            raise InvalidIndex(errors)
