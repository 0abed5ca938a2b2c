"""Ids and coders of each index in the merged one: the first index keeps its own.

Equal ids of entities and sources get the name of their index as a suffix; claims, whose ids are
numbers everywhere, another letter. Ids from an earlier merge stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from cardindex.editing import CLAIM, ENTITY, SHAPES, SOURCE, Row
from cardindex.editing.references import renamed
from cardindex.errors import CardindexError
from cardindex.merging.parties import Party
from cardindex.settings import Coder

KINDS = (ENTITY, SOURCE, CLAIM)

Earlier = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By name of an index and kind: what its ids are called in a whole that there is already."""


@dataclass
class Names:
    """What the ids of one index are called in the whole, by kind; those that stay are not in it."""

    ids: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    coders: dict[str, str] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def row(self, table: str, row: Row) -> Row:
        """Return a row as it stands in the whole."""
        for kind in KINDS:
            known = self.ids[kind]
            if known:
                row = renamed(row, table, kind, lambda id_, known=known: known.get(id_, id_))  # type: ignore[misc]
        return self._coded(table, row)

    def id(self, kind: str, id_: str) -> str:
        """Return what an id of one kind is called in the whole."""
        return self.ids[kind].get(id_, id_)

    def _coded(self, table: str, row: Row) -> Row:
        column = {"citations": "coder", "decisions": "who"}.get(table)
        if not self.coders or column is None:
            return row
        at = SHAPES[table].index(column)
        cell = ";".join(self.coders.get(part, part) for part in row[at].split(";"))
        return (*row[:at], cell, *row[at + 1 :])


def named(parties: Sequence[Party], earlier: Earlier, own: Iterable[str] = ()) -> list[Names]:
    """Return the names of each index. ``own``: ids that the whole has of itself already."""
    found = [Names() for _ in parties]
    mine = set(own)
    taken = {row[0] for party in parties for kind in KINDS for row in party.rows[kind]} | mine
    for kind in (ENTITY, SOURCE):
        holder = _holders(parties, earlier, kind)
        for party, names in zip(parties, found, strict=True):
            before = earlier.get(party.name, {}).get(kind, {})
            for row in party.rows[kind]:
                new = before.get(row[0]) or row[0]
                held = holder.get(new)
                if row[0] in before:
                    names.ids[kind][row[0]] = new
                    if held and held[0] is not party:
                        names.shared[kind].append(row[0])
                elif held and _is_one(kind, held, (party, row)):
                    names.shared[kind].append(row[0])
                elif held or new in mine:
                    names.ids[kind][row[0]] = _fresh(f"{row[0]}-{party.name}", taken)
                    taken.add(names.ids[kind][row[0]])
                else:
                    holder[new] = (party, row)
    _number_claims(parties, found, earlier)
    _tell_coders_apart(parties, found)
    for names in found:
        names.ids[ENTITY] = {old: new for old, new in names.ids[ENTITY].items() if old != new}
        names.ids[SOURCE] = {old: new for old, new in names.ids[SOURCE].items() if old != new}
    return found


def _holders(parties: Sequence[Party], earlier: Earlier, kind: str) -> dict[str, tuple[Party, Row]]:
    """Return whose each id of an earlier whole is, so that what is new is not taken for that."""
    found: dict[str, tuple[Party, Row]] = {}
    for party in parties:
        before = earlier.get(party.name, {}).get(kind, {})
        for row in party.rows[kind]:
            if row[0] in before:
                found.setdefault(before[row[0]], (party, row))
    return found


def _is_one(kind: str, one: tuple[Party, Row], other: tuple[Party, Row]) -> bool:
    """Tell whether two that are called alike are one: the same address, or the same work."""
    if one[0].settings.base == other[0].settings.base:
        return True
    at = [SHAPES[SOURCE].index(column) for column in ("kind", "title", "date")]
    return kind == SOURCE and bool(one[1][at[1]]) and all(one[1][it] == other[1][it] for it in at)


def _fresh(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def _number_claims(parties: Sequence[Party], found: Sequence[Names], earlier: Earlier) -> None:
    """Give the claims of each index letters of their own, but for those of one base."""
    base_of = {
        before[row[0]]: party.settings.base
        for party in reversed(parties)
        for before in [earlier.get(party.name, {}).get(CLAIM, {})]
        for row in party.rows[CLAIM]
        if row[0] in before
    }
    letters = {new[0] for each in earlier.values() for new in each.get(CLAIM, {}).values()}
    known: dict[str, set[str]] = {}
    for party, names in zip(parties, found, strict=True):
        base = party.settings.base
        mine = [row[0] for row in party.rows[CLAIM]]
        before = earlier.get(party.name, {}).get(CLAIM, {})
        letter_of = {old[0]: new[0] for old, new in before.items() if old[1:] == new[1:]}
        if not before and all(base_of.get(id_, base) == base for id_ in mine):
            letter_of = {id_[0]: id_[0] for id_ in mine}
        spare: dict[str, str] = {}
        called = {}
        for id_ in mine:
            new = before.get(id_) or letter_of.get(id_[0], "") + id_[1:]
            if new == id_[1:] or base_of.get(new, base) != base:
                if id_[0] not in spare:
                    spare[id_[0]] = _letter(id_[0], letters, party)
                    letters.add(spare[id_[0]])
                new = spare[id_[0]] + id_[1:]
            called[id_] = new
        names.shared[CLAIM] = [id_ for id_ in mine if called[id_] in known.get(base, ())]
        names.ids[CLAIM] = {id_: new for id_, new in called.items() if new != id_}
        letters |= {new[0] for new in called.values()}
        known.setdefault(base, set()).update(called.values())
        base_of |= dict.fromkeys(called.values(), base)


def _letter(letter: str, taken: set[str], party: Party) -> str:
    start = ascii_lowercase.index(letter)
    # The letter z is for the whole's own claims.
    for each in (ascii_lowercase[start:] + ascii_lowercase[:start]).replace("z", ""):
        if each not in taken:
            return each
    raise CardindexError(f"no letter is left for the claims of {party.name}; merge fewer indexes")


def _tell_coders_apart(parties: Sequence[Party], found: Sequence[Names]) -> None:
    known: dict[str, Coder] = {}
    for party, names in zip(parties, found, strict=True):
        for id_, coder in party.settings.coders.items():
            if known.setdefault(id_, coder) == coder:
                continue
            names.coders[id_] = _fresh(f"{id_}-{party.name}", set(known))
            known[names.coders[id_]] = coder


def coders_of(parties: Sequence[Party], found: Sequence[Names]) -> dict[str, Coder]:
    """Return who coded the whole, by the ids that they have there."""
    return {
        names.coders.get(id_, id_): coder
        for party, names in zip(parties, found, strict=True)
        for id_, coder in party.settings.coders.items()
    }
