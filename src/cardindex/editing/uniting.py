"""Uniting two entities, sources or claims that are one, and splitting one that is two."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import combinations
from typing import TYPE_CHECKING

from cardindex import dates
from cardindex.editing.dropping import citation, delete, id_of, without_ties
from cardindex.editing.entries import Change, Entry, Row, added, altered, joined, removed
from cardindex.editing.making import entity_id, next_claim, source_id
from cardindex.editing.moving import CALLED, fresh, moved, there
from cardindex.editing.references import CLAIM, ENTITY, SOURCE, renamed
from cardindex.editing.views import After, Tables, cells, told
from cardindex.errors import CardindexError, MalformedValue
from cardindex.lineage import split_list
from cardindex.tables.marks import is_mark
from cardindex.ties import Tie, parse_ties

if TYPE_CHECKING:
    from cardindex.ontology import Vocabulary

LEAVE, MERGE, SAME = TWICE = ("leave", "merge", "same")
"""What is done with claims that say the same once two are one: nothing, their citations put under
the first of them, or a tie."""

_SAID = ("relation", "text", "quantity", "unit", "when", "place", "mode")


def unite(
    tables: Tables, vocabulary: Vocabulary, kind: str, keep: str, gone: str, *, twice: str = LEAVE
) -> Entry:
    """Return the entry that makes ``gone`` and ``keep`` one, called ``keep``.

    What named the one names the other; names are kept, empty cells filled. ``twice``: what is
    done with claims that then say the same. Notes tell what contradicts each other. Raises
    UnknownName, and CardindexError where the two are one already.
    """
    there(tables, kind, keep)
    there(tables, kind, gone)
    if keep == gone:
        raise CardindexError(f'"{keep}" is one already; name two')
    if kind == CLAIM:
        entry = _claims_united(tables, keep, gone)
    elif kind == SOURCE:
        entry = _sources_united(tables, keep, gone)
    else:
        entry = _entities_united(tables, vocabulary, keep, gone, twice)
    what = f"{CALLED[kind]} {gone} united with {keep}"
    changes = (*entry.changes, *(_as_they_were(tables, kind, keep, gone) if kind != CLAIM else ()))
    return told(tables, what, changes, entry.notes, renaming=True)


def _as_they_were(tables: Tables, kind: str, keep: str, gone: str) -> Iterator[Change]:
    """Yield changes that keep the rows of a merged index as they were, for ``unmerge``."""
    row = cells(kind, there(tables, kind, gone))
    known = {origin[2] for origin in tables.rows("came_from") if origin[:2] == (kind, keep)}
    for origin in tables.rows("came_from"):
        if origin[:2] == (kind, gone) and not is_mark(origin[3]) and origin[2] not in known:
            was = {**row, **(json.loads(origin[3]) if origin[3] else {})}
            cell = json.dumps(was, ensure_ascii=False)
            yield Change("came_from", origin, (kind, keep, origin[2], cell))


def _entities_united(
    tables: Tables, vocabulary: Vocabulary, keep: str, gone: str, twice: str
) -> Entry:
    kept, lost = cells(ENTITY, there(tables, ENTITY, keep)), there(tables, ENTITY, gone)
    old = cells(ENTITY, lost)
    identities = _said_to_be_one(tables, vocabulary, keep, gone)
    first = [delete(tables, CLAIM, id_) for id_ in identities[:1]]
    for id_ in identities[1:]:
        so_far = joined("", *first)
        first.append(delete(After(tables, so_far), CLAIM, id_))
    before = joined("", *first)
    view = After(tables, before)
    changes = [
        *moved(view, ENTITY, {gone: keep}, without=(gone,)),
        removed(ENTITY, lost),
        *_filled(ENTITY, there(tables, ENTITY, keep), old, ("description",)),
    ]
    after = After(view, Entry("", tuple(changes)))
    if old["label"] != kept["label"] and not any(
        row[:2] == (keep, old["label"]) for row in after.rows("names")
    ):
        kind = "alias" if "alias" in vocabulary.name_kinds else next(iter(vocabulary.name_kinds))
        changes.append(added("names", {"entity": keep, "name": old["label"], "kind": kind}))
    notes = list(_decided_otherwise(tables, {keep, gone}))
    notes += [f"{id_}, which said that they are one, goes: it has come true" for id_ in identities]
    notes += [
        f'{column}: "{kept[column]}" stays, "{old[column]}" goes'
        for column in ("type", "description")
        if old[column] and kept[column] and old[column] != kept[column]
    ]
    whole = joined("", before, Entry("", tuple(changes)))
    after = After(tables, whole)
    notes += _contradictions(after, vocabulary, keep)
    alike = _twice_told(after, vocabulary, keep)
    merged = _alike_treated(after, alike, twice)
    if twice == LEAVE:
        notes += [f"{one} and {other} now say the same: merge them, or tie them as the same"
                  for one, other in alike]  # fmt: skip
    return Entry("", joined("", whole, merged).changes, tuple(notes))


def _decided_otherwise(tables: Tables, both: set[str]) -> Iterator[str]:
    for row in tables.rows("decisions"):
        if {*row[:2]} == both and row[2] != "same":
            yield f"{row[3]} decided otherwise ({row[2]}): {row[4] or 'it is not said why'}"


def _said_to_be_one(tables: Tables, vocabulary: Vocabulary, keep: str, gone: str) -> list[str]:
    return [
        row[0]
        for row in tables.rows(CLAIM)
        if row[2] in vocabulary.identifying and {row[1], row[3]} == {keep, gone}
    ]


def _contradictions(tables: Tables, vocabulary: Vocabulary, keep: str) -> Iterator[str]:
    """Yield what claims of one say differently: its datings, its measures; and links to itself."""
    by_relation: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in tables.rows(CLAIM):
        if keep not in (row[1], row[3]):
            continue
        named = cells(CLAIM, row)
        relation = vocabulary.relations.get(row[2])
        if row[1] == row[3] and not (relation and relation.reflexive):
            yield f"{row[0]} now leads from {keep} to itself: {named['gloss']}"
        if relation and relation.kind in ("dating", "measure") and not named["mode"]:
            by_relation.setdefault((row[2], named["unit"]), []).append(named)
    for (relation_id, _), some in by_relation.items():
        for one, other in combinations(some, 2):
            if one["quantity"] != other["quantity"] or apart(one["when"], other["when"]):
                said = [each["quantity"] or each["when"] for each in (one, other)]
                yield (
                    f"{one['id']} and {other['id']} differ: {relation_id} {said[0]} and {said[1]}"
                )


def apart(one: str, other: str) -> bool:
    """Tell whether two dates surely exclude each other; False where one is no date."""
    with suppress(MalformedValue):
        if one and other:
            first, second = dates.parse(one), dates.parse(other)
            return (
                first.latest_end < second.earliest_start or second.latest_end < first.earliest_start
            )
    return False


def said(vocabulary: Vocabulary, row: Row) -> tuple[str, ...]:
    """Return what a claim says, the same for two that say the same."""
    named = cells(CLAIM, row)
    ends = [named["subject"], named["object"]]
    if named["relation"] in vocabulary.symmetric:
        ends.sort()
    return (*ends, *(named[column] for column in _SAID))


def _twice_told(tables: Tables, vocabulary: Vocabulary, about: str) -> list[tuple[str, str]]:
    """Return the pairs of claims about one that say the same and are not tied."""
    first: dict[tuple[str, ...], Row] = {}
    pairs = []
    for row in tables.rows(CLAIM):
        if about not in (row[1], row[3], cells(CLAIM, row)["place"]):
            continue
        earlier = first.setdefault(said(vocabulary, row), row)
        if earlier is not row and not tied(earlier, row):
            pairs.append((earlier[0], row[0]))
    return pairs


def tied(one: Row, other: Row) -> bool:
    """Tell whether a tie leads from one claim to the other."""
    return any(
        tie.claim == end for row, end in ((one, other[0]), (other, one[0])) for tie in ties_of(row)
    )


def ties_of(row: Row) -> tuple[Tie, ...]:
    """Return the ties of a claim; none where they do not parse."""
    with suppress(MalformedValue):
        return parse_ties(cells(CLAIM, row)["ties"])
    return ()


def tie(row: Row, kind: str, claim: str) -> Change:
    """Return the change that ties a claim to another."""
    old = cells(CLAIM, row)["ties"]
    return altered(CLAIM, row, {"ties": f"{old}; {kind} {claim}" if old else f"{kind} {claim}"})


def _alike_treated(tables: Tables, pairs: Sequence[tuple[str, str]], twice: str) -> Entry:
    whole = Entry("", ())
    for one, other in pairs if twice != LEAVE else ():
        now = After(tables, whole)
        if twice == MERGE:
            step = _claims_united(now, one, other)
        else:
            step = Entry("", (tie(there(now, CLAIM, other), SAME, one),))
        whole = joined("", whole, step)
    return whole


def _claims_united(tables: Tables, keep: str, gone: str) -> Entry:
    kept, lost = there(tables, CLAIM, keep), there(tables, CLAIM, gone)
    new, old = cells(CLAIM, kept), cells(CLAIM, lost)
    first = [removed(CLAIM, lost), *moved(tables, CLAIM, {gone: keep}, without=(gone,))]
    notes = [
        f'{column}: "{new[column]}" stays, "{old[column]}" goes'
        for column in ("subject", *_SAID, "object", "gloss")
        if old[column] != new[column]
    ]
    if old["ties"]:
        now = there(After(tables, Entry("", tuple(first))), CLAIM, keep)
        ties = "; ".join(filter(None, (cells(CLAIM, now)["ties"], old["ties"])))
        first.append(altered(CLAIM, now, {"ties": ties}))
    whole = joined("", Entry("", tuple(first)))
    again = _ties_once(After(tables, whole), keep)
    return Entry("", joined("", whole, Entry("", tuple(again))).changes, tuple(notes))


def _ties_once(tables: Tables, claim: str) -> Iterator[Change]:
    """Yield the changes that leave each tie of a claim written once, and none to itself."""
    written: set[tuple[str, frozenset[str]]] = set()
    for row in tables.rows(CLAIM):
        ties = ties_of(row)
        if not any(claim in (row[0], each.claim) for each in ties):
            continue

        def repeated(each: Tie, own: str = row[0]) -> bool:
            pair = each.kind, frozenset((own, each.claim))
            met = pair in written or each.claim == own
            written.add(pair)
            return met

        old = cells(CLAIM, row)["ties"]
        new = without_ties(old, repeated)
        if new != old:
            yield altered(CLAIM, row, {"ties": new})


def _sources_united(tables: Tables, keep: str, gone: str) -> Entry:
    kept, lost = there(tables, SOURCE, keep), there(tables, SOURCE, gone)
    new, old = cells(SOURCE, kept), cells(SOURCE, lost)
    changes = [removed(SOURCE, lost), *moved(tables, SOURCE, {gone: keep}, without=(gone,))]
    now = there(After(tables, Entry("", tuple(changes))), SOURCE, keep)
    own = cells(SOURCE, now)
    rests = ";".join(work for work in split_list(own["rests_on"]) if work != keep)
    container = "" if own["container"] == keep else own["container"]
    mended = altered(SOURCE, now, {"rests_on": rests, "container": container})
    filled = [
        column
        for column in old
        if column != "id" and not cells(SOURCE, mended.after or now)[column] and old[column] != keep
    ]
    changes += [mended, *_filled(SOURCE, mended.after or now, old, filled)]
    notes = [
        f'{column}: "{new[column]}" stays, "{old[column]}" goes'
        for column in old
        if column != "id" and old[column] and new[column] and old[column] != new[column]
    ]
    dropped = [
        id_of(each.before)
        for each in changes
        if each.table == "citations" and each.before and each.after is None
    ]
    if dropped:
        notes.append(
            f"{', '.join(dropped)}: the other source says the same there, and one row goes"
        )
    return Entry("", joined("", Entry("", tuple(changes))).changes, tuple(notes))


def _filled(
    table: str, row: Row, other: Mapping[str, str], columns: Collection[str]
) -> list[Change]:
    """Return the change that fills empty cells of a row from another, if there are any."""
    mine = cells(table, row)
    new = {column: other[column] for column in columns if not mine[column] and other[column]}
    return [altered(table, row, new)] if new else []


def split(
    tables: Tables,
    kind: str,
    id_: str,
    new: Mapping[str, str],
    *,
    claims: Collection[str] = (),
    citations: Collection[str] = (),
) -> Entry:
    """Return the entry by which some claims or citations go from one to a new one beside it.

    ``new``: the cells of the new row that differ from those of the old one; its id is made of its
    label or title where it is not among them. Of an entity ``claims`` move, of a source
    ``citations`` (by id) and all of ``claims``, of a claim ``citations``. Raises UnknownName, and
    CardindexError where nothing would move, or nothing be left of a claim.
    """
    row = there(tables, kind, id_)
    cited = [citation(tables, each) for each in citations]
    moving: list[tuple[str, Row]]
    if kind == ENTITY:
        moving = [(CLAIM, there(tables, CLAIM, each)) for each in claims]
    else:
        wanted = {there(tables, CLAIM, each)[0] for each in claims}
        also = [each for each in tables.rows("citations") if each[0] in wanted]
        moving = [("citations", each) for each in dict.fromkeys((*cited, *also))]
    made = {**cells(kind, row), **new, "id": new.get("id", "") or _id_for(tables, kind, new)}
    fresh(tables, kind, made["id"])
    if kind == CLAIM:
        made["ties"] = new.get("ties", "")
    changes = [added(kind, made)]
    for table, each in moving:
        after = renamed(each, table, kind, lambda old: made["id"] if old == id_ else old)
        if after == each:
            raise CardindexError(f'{_named(table, each)} does not name "{id_}"; name others')
        changes.append(Change(table, each, after))
    if len(changes) == 1:
        what = "claims" if kind == ENTITY else "citations"
        raise CardindexError(f'nothing would move from "{id_}"; name {what} that do')
    left = sum(each[0] == id_ for each in tables.rows("citations"))
    if kind == CLAIM and left == len(changes) - 1:
        raise CardindexError(f'"{id_}" would be left without a citation; leave it one')
    return told(tables, f"{made['id']} split from {id_}", changes)


def _id_for(tables: Tables, kind: str, new: Mapping[str, str]) -> str:
    if kind == CLAIM:
        return next_claim(tables)
    called = "label" if kind == ENTITY else "title"
    if not new.get(called):
        raise CardindexError(f"what is new needs a {called}, or an id")
    if kind == ENTITY:
        return entity_id(tables, new["label"])
    return source_id(tables, new["title"], new.get("author", ""), new.get("date", ""))


def _named(table: str, row: Row) -> str:
    return row[0] if table == CLAIM else id_of(row)
