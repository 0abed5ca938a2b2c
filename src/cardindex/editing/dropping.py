"""Rows changed and deleted, with what hangs on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress

from cardindex.brief import count as counted
from cardindex.editing.entries import Change, Entry, Row, altered, removed
from cardindex.editing.moving import CALLED, there
from cardindex.editing.references import CLAIM, ENTITY, SOURCE, named, referring
from cardindex.editing.views import Tables, cells, told
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.lineage import split_list
from cardindex.tables import CITATION_KEY, citation_id
from cardindex.ties import Tie, parse_ties


class StillNamed(CardindexError):
    """A row that cannot be deleted: others name it where a name is needed."""


def edit(tables: Tables, kind: str, id_: str, new: Mapping[str, str]) -> Entry:
    """Return the entry that changes cells of an entity, a source or a claim, but for its id.

    Raises UnknownName.
    """
    if new.get("id", id_) != id_:
        raise CardindexError(f'"{id_}" is called otherwise everywhere by: cardindex rename')
    row = there(tables, kind, id_)
    if sum(each[0] == id_ for each in tables.rows(kind)) > 1:
        message = f'several rows of {kind}.csv have the id "{id_}"; give one of them another there'
        raise CardindexError(message)
    return told(tables, f"{id_} changed: {', '.join(new)}", [altered(kind, row, new)])


def edit_citation(tables: Tables, id_: str, new: Mapping[str, str]) -> Entry:
    """Return the entry that changes cells of a citation, and so its id. Raises UnknownName.

    Notes name its new id, and a seal that belongs to another source.
    """
    row = citation(tables, id_)
    change = altered("citations", row, new)
    notes = []
    if change.after and (now := id_of(change.after)) != id_:
        notes.append(f"{id_} is {now} from now on")
    if new.get("source", row[1]) != row[1] and change.cell("seal") and "seal" not in new:
        notes.append(f"its seal is of a passage in {row[1]}: seal one of {new['source']}")
    return told(tables, f"{id_} changed: {', '.join(new)}", [change], notes)


def citation(tables: Tables, id_: str) -> Row:
    """Return the row of a citation, by its id. Raises UnknownName."""
    claim = id_.partition("-")[0]
    known: dict[str, Row] = {}
    for row in tables.rows("citations"):
        if row[0] == claim:
            known.setdefault(id_of(row), row)
    if id_ not in known:
        raise UnknownName("citation", id_, known)
    return known[id_]


def id_of(row: Row) -> str:
    """Return the id of a citation's row."""
    by_column = cells("citations", row)
    return citation_id(*(by_column[column] for column in CITATION_KEY))


def delete(tables: Tables, kind: str, id_: str) -> Entry:
    """Return the entry that deletes an entity, a source or a claim with all that hangs on it.

    With an entity go the claims that it is an end of, with a source the citations from it, with a
    claim its citations and its ties, and claims of which no citation is left. Cells that name it
    besides are emptied. Where there is no such row, what names it goes. Raises UnknownName, and
    StillNamed where a chain or a work in it names a source.
    """
    if not any(referring(tables.rows, kind, (id_,))):
        there(tables, kind, id_)
    if kind == CLAIM:
        changes = list(_without_claims(tables, {id_}))
    elif kind == ENTITY:
        changes = list(_without_entity(tables, id_))
    else:
        changes = list(_without_source(tables, id_))
    count = len(hanging(Entry("", tuple(changes)), kind, id_))
    more = f", and {counted(count, 'row')} that named it" if count else ""
    return told(tables, f"{CALLED[kind]} {id_} deleted{more}", changes)


def delete_citation(tables: Tables, id_: str) -> Entry:
    """Return the entry that deletes a citation; with the last of a claim the claim goes, too."""
    row = citation(tables, id_)
    if sum(each[0] == row[0] for each in tables.rows("citations")) > 1:
        return told(tables, f"citation {id_} deleted", [removed("citations", row)])
    changes = _without_claims(tables, {row[0]})
    return told(tables, f"citation {id_} deleted, and {row[0]}, of which it was the last", changes)


def hanging(entry: Entry, kind: str, id_: str) -> tuple[Change, ...]:
    """Return the changes of a deletion but for that of the row itself."""
    own = [
        each
        for each in entry.changes
        if each.table == kind and each.before is not None and each.before[0] == id_
    ]
    # Of several rows with one id only the one that was meant is deleted.
    return tuple(each for each in entry.changes if each not in own[:1])


def without_ties(cell: str, drop: Callable[[Tie], bool]) -> str:
    """Return the ties of a claim without some; what is no tie stays."""
    kept = []
    for part in cell.split(";"):
        with suppress(MalformedValue):
            if any(map(drop, parse_ties(part.strip()))):
                continue
        kept.append(part)
    return ";".join(kept).strip()


def _without_claims(tables: Tables, ids: Collection[str]) -> Iterator[Change]:
    """Yield what goes with claims: citations, decisions, and the ties of others to them."""
    for table, row in referring(tables.rows, CLAIM, ids):
        if table == CLAIM and row[0] not in ids:
            ties = without_ties(cells(CLAIM, row)["ties"], lambda tie: tie.claim in ids)
            yield altered(CLAIM, row, {"ties": ties})
        else:
            yield removed(table, row)


def _without_entity(tables: Tables, id_: str) -> Iterator[Change]:
    claims = set()
    for table, row in referring(tables.rows, ENTITY, (id_,)):
        by_column = cells(table, row)
        if table == CLAIM and id_ in (by_column["subject"], by_column["object"]):
            claims.add(row[0])
        elif table == CLAIM:
            yield altered(CLAIM, row, {"place": ""})
        elif table == SOURCE:
            origin = "" if by_column["origin"] == id_ else by_column["origin"]
            author = _without(by_column["author"], id_)
            yield altered(SOURCE, row, {"author": author, "origin": origin})
        else:
            yield removed(table, row)
    if claims:
        yield from _without_claims(tables, claims)


def _without_source(tables: Tables, id_: str) -> Iterator[Change]:
    chained, held = [], []
    going: dict[Row, None] = {}
    for table, row in referring(tables.rows, SOURCE, (id_,)):
        by_column = cells(table, row)
        if table == "citations" and by_column["source"] != id_:
            chained.append(id_of(row))
        elif table == "citations":
            going[row] = None
        elif table == SOURCE and row[0] != id_:
            if by_column["container"] == id_:
                held.append(row[0])
            yield altered(SOURCE, row, {"rests_on": _without(by_column["rests_on"], id_)})
        else:
            yield removed(table, row)
    if chained or held:
        where = [f"in the chain of {', '.join(chained[:10])}"] if chained else []
        where += [f"as the container of {', '.join(held[:10])}"] if held else []
        raise StillNamed(f'"{id_}" stands {" and ".join(where)}; change these first')
    left = {row[0] for row in tables.rows("citations") if row not in going}
    bare = {row[0] for row in going} - left
    yield from (removed("citations", row) for row in going if row[0] not in bare)
    if bare:
        yield from _without_claims(tables, bare)


def _without(cell: str, id_: str) -> str:
    if id_ not in named("list", cell):
        return cell
    return ";".join(part for part in split_list(cell) if part != id_)
