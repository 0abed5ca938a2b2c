"""Changes of existing rows: edit, delete, rename, unite, split, and judgements of pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cardindex import editing
from cardindex.desk.entering import Refused, problems_of
from cardindex.desk.form import Unreadable, mapping, text_in
from cardindex.editing import CLAIM, ENTITY, SOURCE, Entry, diff_lines
from cardindex.errors import CardindexError, nearest

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

_KINDS = {"entity": ENTITY, "source": SOURCE, "claim": CLAIM}
_MOST_LINES = 200  # the most rows of a preview
_MOST_IDS = 10_000


def deed_of(desk: Desk, data: Mapping[str, Any]) -> Entry:
    """Return the entry that does what was asked for. Raises CardindexError."""
    what = text_in(data, "what")
    if what not in _DEEDS:
        like = nearest(what, _DEEDS)
        raise Unreadable(f'there is no deed "{what}"{f"; {like}?" if like else ""}')
    return _DEEDS[what](desk, data)


def preview(desk: Desk, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a deed would change, row by row; nothing is written."""
    entry = deed_of(desk, data)
    lines = list(diff_lines(entry.changes))
    return {
        "what": entry.what, "lines": lines[:_MOST_LINES], "more": max(len(lines) - _MOST_LINES, 0),
        "notes": list(entry.notes), "problems": problems_of(desk, entry),
    }  # fmt: skip


def do(desk: Desk, data: Mapping[str, Any]) -> dict[str, Any]:
    """Do it; what is returned is on the disk. Raises Refused, and as ``Ledger.write`` does."""
    entry = deed_of(desk, data)
    errors = [each for each in problems_of(desk, entry) if each["severity"] == "error"]
    if errors:
        raise Refused(errors)
    desk.tables.write(entry)
    desk.refresh()
    return {"what": entry.what}


def again(desk: Desk, way: str) -> dict[str, Any]:
    """Undo the last entry, or do the one again that was undone."""
    entry = desk.tables.undo() if way == "undo" else desk.tables.redo()
    desk.refresh()
    return {"what": entry.what}


def history(desk: Desk) -> dict[str, Any]:
    """Return what can be undone and done again: the last first."""
    if desk.ledger is None:
        return {"done": [], "undone": []}
    return {
        "done": list(reversed(desk.ledger.done))[:30],
        "undone": list(reversed(desk.ledger.undone))[:30],
    }


def duplicates(desk: Desk) -> list[dict[str, Any]]:
    """Return pairs that may be one, the likeliest first, each with what it is called."""
    pairs = editing.duplicates(desk.tables, desk.tables.vocabulary)
    told = []
    for pair in pairs[:200]:
        names = [_called(desk, pair.kind, id_) for id_ in (pair.one, pair.other)]
        told.append({
            "kind": pair.kind, "one": pair.one, "other": pair.other, "score": pair.score,
            "why": pair.why, "names": names,
        })  # fmt: skip
    return told


def row(desk: Desk, kind: str, id_: str) -> dict[str, Any]:
    """Return a row with its cells by column, and how many rows name it."""
    if kind == "citation":
        table, found = "citations", editing.citation(desk.tables, id_)
    else:
        table = _table(kind)
        known = desk.tables.row(table, id_)
        if known is None:
            raise CardindexError(f'there is no {kind} "{id_}" any more')
        found = known
    named = sum(1 for _ in editing.referring(desk.tables.rows, table, (id_,))) - 1 if (
        kind in ("entity", "source")) else 0  # fmt: skip
    return {"kind": kind, "id": id_, "cells": editing.cells(table, found), "named": max(named, 0)}


def _called(desk: Desk, kind: str, id_: str) -> str:
    found = desk.tables.row(kind, id_)
    if found is None:
        return id_
    cells = editing.cells(kind, found)
    if kind == CLAIM and desk.reading and id_ in desk.reading.index.claims.index:
        from cardindex.cards import sentence  # noqa: PLC0415 - for claims alone

        told = desk.reading.index.claims.loc[[id_]].to_dict("records")[0]
        return sentence(desk.reading.index, {str(name): cell for name, cell in told.items()})
    return cells.get("label") or cells.get("gloss") or id_


def _table(kind: str) -> str:
    if kind not in _KINDS:
        raise Unreadable(f'there is nothing of the kind "{kind}"')
    return _KINDS[kind]


def _cells(data: Mapping[str, Any], name: str = "cells") -> dict[str, str]:
    given = mapping(data.get(name) or {}, name)
    return {str(column): text_in(given, column) for column in given}


def _ids(data: Mapping[str, Any], name: str) -> list[str]:
    given = data.get(name) or []
    if not isinstance(given, list) or len(given) > _MOST_IDS:
        raise Unreadable(f"{name}: is no list of ids")
    return [text_in({"id": each}, "id") for each in given]


def _edit(desk: Desk, data: Mapping[str, Any]) -> Entry:
    kind, id_ = text_in(data, "kind"), text_in(data, "id")
    try:
        if kind == "citation":
            return editing.edit_citation(desk.tables, id_, _cells(data))
        return editing.edit(desk.tables, _table(kind), id_, _cells(data))
    except KeyError as error:
        raise Unreadable(f"there is no column {error}") from error


def _delete(desk: Desk, data: Mapping[str, Any]) -> Entry:
    kind, id_ = text_in(data, "kind"), text_in(data, "id")
    if kind == "citation":
        return editing.delete_citation(desk.tables, id_)
    return editing.delete(desk.tables, _table(kind), id_)


def _rename(desk: Desk, data: Mapping[str, Any]) -> Entry:
    kind = _table(text_in(data, "kind"))
    return editing.rename(desk.tables, kind, text_in(data, "id"), text_in(data, "to"))


def _unite(desk: Desk, data: Mapping[str, Any]) -> Entry:
    kind = _table(text_in(data, "kind"))
    twice = text_in(data, "twice") or editing.LEAVE
    return editing.unite(
        desk.tables, desk.tables.vocabulary, kind, text_in(data, "id"), text_in(data, "gone"),
        twice=twice,
    )  # fmt: skip


def _split(desk: Desk, data: Mapping[str, Any]) -> Entry:
    kind = _table(text_in(data, "kind"))
    return editing.split(
        desk.tables, kind, text_in(data, "id"), _cells(data, "new"),
        claims=_ids(data, "claims"), citations=_ids(data, "citations"),
    )  # fmt: skip


def _decide(desk: Desk, data: Mapping[str, Any]) -> Entry:
    return editing.decide(
        desk.tables, desk.tables.vocabulary, text_in(data, "one"), text_in(data, "other"),
        decision=text_in(data, "decision"), who=text_in(data, "who"), why=text_in(data, "why"),
    )  # fmt: skip


def _silent(desk: Desk, data: Mapping[str, Any]) -> Entry:
    cells = {name: text_in(data, name) for name in ("source", "locator", "reason")}
    return editing.add_row(desk.tables, "silent", cells)


def _add(desk: Desk, data: Mapping[str, Any]) -> Entry:
    table = text_in(data, "table")
    if table not in ("entities", "sources", "names", "groups"):
        raise Unreadable(f'no row is added to "{table}" here')
    try:
        return editing.add_row(desk.tables, table, _cells(data), desk.tables.vocabulary.identifiers)
    except KeyError as error:
        raise Unreadable(f"there is no column {error}") from error


_DEEDS: Mapping[str, Callable[[Desk, Mapping[str, Any]], Entry]] = {
    "edit": _edit, "delete": _delete, "rename": _rename, "unite": _unite, "split": _split,
    "decide": _decide, "silent": _silent, "add": _add,
}  # fmt: skip
