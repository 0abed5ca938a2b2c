"""Changing an id everywhere at once: in its row and in all cells that name it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from cardindex.checks.names import KEBAB
from cardindex.editing.entries import BIBLIOGRAPHY, Change, Entry, Row
from cardindex.editing.references import CLAIM, ENTITY, SOURCE, referring, renamed
from cardindex.editing.views import Tables, cells, told
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.tables import SORTED_BY, in_order
from cardindex.tables.bibliography import entry_text
from cardindex.tables.marks import is_mark

CALLED = {ENTITY: "entity", SOURCE: "source", CLAIM: "claim"}
"""What a row of each table with ids is called in a sentence."""

_FORMS = {ENTITY: KEBAB, SOURCE: KEBAB, CLAIM: "[a-z][0-9]+"}
_LIKE = {
    ENTITY: "lower-case letters and digits joined by hyphens, such as ida-quill",
    SOURCE: "lower-case letters and digits joined by hyphens, such as lorne-1988",
    CLAIM: "a letter and a number, such as c42",
}
_WIDTH = 3  # digits of a claim's number, at least
_LONGEST = {ENTITY: 200, SOURCE: 200, CLAIM: 40}


def there(tables: Tables, kind: str, id_: str) -> Row:
    """Return the row of an entity, a source or a claim. Raises UnknownName."""
    row = tables.row(kind, id_)
    if row is None:
        raise UnknownName(CALLED[kind], id_, (row[0] for row in tables.rows(kind)))
    return row


def fresh(tables: Tables, kind: str, id_: str) -> str:
    """Return an id that no row has and that one can have. Raises CardindexError."""
    if not re.fullmatch(_FORMS[kind], id_) or len(id_) > _LONGEST[kind]:
        raise MalformedValue(id_, f"the id of {_a(kind)} is {_LIKE[kind]}", "malformed-id")
    if tables.row(kind, id_) is not None:
        raise CardindexError(
            f'there is {_a(kind)} "{id_}" already; give another id, or make one of the two: '
            "cardindex unite"
        )
    return id_


def rename(tables: Tables, kind: str, old: str, new: str) -> Entry:
    """Return the entry that calls an entity, a source or a claim by another id everywhere.

    Raises UnknownName, MalformedValue, and CardindexError where the id is taken.
    """
    there(tables, kind, old)
    fresh(tables, kind, new)
    notes = []
    if kind == SOURCE:
        notes.append(
            f"if you have its text, call its file {new}.txt too; what lies in drafts is not renamed"
        )
    changes = moved(tables, kind, {old: new})
    return told(tables, f"{old} renamed to {new}", changes, notes, renaming=True)


def renumber(tables: Tables) -> Entry:
    """Return the entry that gives claims consecutive ids in their order, from c001 on."""
    ids = in_order(row[0] for row in tables.rows(CLAIM))
    width = max(_WIDTH, len(str(len(ids))))
    new = {id_: f"c{number:0{width}}" for number, id_ in enumerate(ids, start=1)}
    notes = []
    if any(
        row[0] in (CLAIM, "citations") and not is_mark(row[3]) for row in tables.rows("came_from")
    ):
        notes.append(
            "some claims come from elsewhere: an import that makes their ids again would add "
            "them a second time"
        )
    changed = {old: id_ for old, id_ in new.items() if old != id_}
    return told(tables, f"claims renumbered to c{1:0{width}} and on",
                moved(tables, CLAIM, changed), notes, renaming=True)  # fmt: skip


def moved(
    tables: Tables, kind: str, ids: Mapping[str, str], *, without: Iterable[str] = ()
) -> Iterator[Change]:
    """Yield the changes by which all cells that name ``ids`` name what these lead to.

    The rows of ``without`` themselves are left out. A row that comes to say the same as another
    goes; so does a decision that comes to be of one with itself.
    """
    left = set(without)
    found = [
        (table, row)
        for table, row in referring(tables.rows, kind, ids)
        if not (table == kind and row[0] in left)
    ]
    staying: dict[str, set[tuple[str, ...]]] = {}
    moving: dict[str, set[Row]] = {}
    for table, row in found:
        moving.setdefault(table, set()).add(row)
    for table, row in found:
        if table not in staying:
            staying[table] = {
                _key(table, each) for each in tables.rows(table) if each not in moving[table]
            }
        new = renamed(row, table, kind, lambda id_: ids.get(id_, id_))
        if table == BIBLIOGRAPHY:
            new = _entry_renamed(new)
        key = _key(table, new)
        gone = key in staying[table] or (table == "decisions" and new[0] == new[1])
        staying[table].add(key)
        yield Change(table, row, None if gone else new)


def _key(table: str, row: Row) -> tuple[str, ...]:
    """Return the cells by which two rows are of the same."""
    if table == BIBLIOGRAPHY:
        return row[:1]
    named = cells(table, row)
    if table == "decisions":
        return (*sorted(row[:2]), named["who"])
    return tuple(named[column] for column in SORTED_BY[table])


def _entry_renamed(row: Row) -> Row:
    """Return a row of the bibliography whose entry bears the id that the row has."""
    return row[0], entry_text({**json.loads(row[1]), "id": row[0]})


def _a(kind: str) -> str:
    return f"an {CALLED[kind]}" if kind == ENTITY else f"a {CALLED[kind]}"
