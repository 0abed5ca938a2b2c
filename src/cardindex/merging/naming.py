"""What ids and coders of each index are called in the whole: the first keeps its own.

Entities and sources that are called alike get the name of their index behind theirs; claims, which
are numbers everywhere, another letter. What was called so in an earlier merge stays called so.
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
    taken = {row[0] for party in parties for kind in KINDS for row in party.rows[kind]} | set(own)
    for kind in (ENTITY, SOURCE):
        holder: dict[str, tuple[Party, Row]] = {}
        for party, names in zip(parties, found, strict=True):
            before = earlier.get(party.name, {}).get(kind, {})
            for row in party.rows[kind]:
                held = holder.get(row[0])
                if held and _is_one(kind, held, (party, row)):
                    names.shared[kind].append(row[0])
                elif held or row[0] in before:
                    new = before.get(row[0]) or _fresh(f"{row[0]}-{party.name}", taken)
                    names.ids[kind][row[0]] = new
                    taken.add(new)
                else:
                    holder[row[0]] = (party, row)
    _number_claims(parties, found, earlier)
    _tell_coders_apart(parties, found)
    for names in found:
        names.ids[ENTITY] = {old: new for old, new in names.ids[ENTITY].items() if old != new}
        names.ids[SOURCE] = {old: new for old, new in names.ids[SOURCE].items() if old != new}
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
    ids: dict[str, set[str]] = {}
    letters: set[str] = set()
    for party, names in zip(parties, found, strict=True):
        base = party.settings.base
        mine = [row[0] for row in party.rows[CLAIM]]
        known = ids.setdefault(base, set())
        others = set().union(*(each for key, each in ids.items() if key != base))
        names.shared[CLAIM] = [id_ for id_ in mine if id_ in known]
        before = earlier.get(party.name, {}).get(CLAIM, {})
        letter_of = {old[0]: new[0] for old, new in before.items() if old[1:] == new[1:]}
        if not before and others.isdisjoint(mine):
            letter_of = {id_[0]: id_[0] for id_ in mine}
        for letter in sorted({id_[0] for id_ in mine} - letter_of.keys()):
            letter_of[letter] = _letter(letter, letters, party)
            letters.add(letter_of[letter])
        letters |= set(letter_of.values())
        names.ids[CLAIM] = {id_: new for id_ in mine if (new := letter_of[id_[0]] + id_[1:]) != id_}
        known.update(names.id(CLAIM, id_) for id_ in mine)


def _letter(letter: str, taken: set[str], party: Party) -> str:
    start = ascii_lowercase.index(letter)
    # z is for what the whole has of itself.
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
