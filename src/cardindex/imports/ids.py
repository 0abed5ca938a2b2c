"""Ids that last: which entity of a file is which in the index, and ids for new ones.

An entity that came from the same set before, or whose identifier the index has, is the same one,
whatever its name is now. An equal name alone does not make two one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Protocol

from cardindex.composing.ids import id_for
from cardindex.editing import BIBLIOGRAPHY, Row
from cardindex.imports import cells
from cardindex.imports.found import FoundEntity, FoundSource
from cardindex.tables.marks import read

_DIGITS = 4
_CLAIM = 15  # digits of a claim's id: of a million claims two meet once in two thousand sets


class Held(Protocol):
    """What holds tables: a ledger, or nothing yet."""

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table."""


class Nothing:
    """The tables of an index that is not yet there."""

    def rows(self, table: str) -> Sequence[Row]:  # noqa: ARG002 - as all that hold tables
        """Return no rows."""
        return ()


@dataclass
class Known:
    """Ids by the keys of a file.

    ``fresh`` are the keys of what is new; ``gone`` those of what was deleted by hand since it
    came; ``elsewhere`` those of what the index has from somebody else; ``taken`` those that were
    taken for an id of the index.
    """

    ids: dict[str, str] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def note(self, key: str, id_: str | None, came: Collection[str]) -> None:
        """Note whose id a key is, None where it is new; ``came``: ids of what the set brought."""
        if id_ is None:
            self.fresh.add(key)
            return
        self.ids[key] = id_
        if id_ not in came:
            self.elsewhere.add(key)


def digits(text: str, number: int) -> str:
    """Return so many decimal digits of the hash of a text."""
    hashed = int.from_bytes(blake2b(_bytes(text), digest_size=16).digest(), "big")
    return f"{hashed % 10**number:0{number}}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def claim_id(told: str, taken: Collection[str]) -> str:
    """Return the id of a claim by what it says: a letter and digits, none of ``taken``."""
    for again in range(1_000):
        text = f"{told}\x1f{again}" if again else told
        hashed = int.from_bytes(blake2b(_bytes(text), digest_size=8).digest(), "big")
        lowest = 10 ** (_CLAIM - 1)
        id_ = f"c{lowest + hashed % (9 * lowest)}"
        if id_ not in taken:
            return id_
    raise AssertionError


def entities(found: Mapping[str, FoundEntity], held: Held, origin: str) -> Known:
    """Return who is who: ids by keys of a file whose set is called ``origin``."""
    there = {row[0] for row in held.rows("entities")}
    under, came = _came("entities", held, origin)
    bearers = _bearers(held, {each.id_kind for each in found.values()} - {""})
    called: dict[str, set[str]] | None = None
    known = Known()
    for key, each in found.items():
        plain = cells.key(key)
        id_ = bearers.get((each.id_kind, plain)) if each.id_kind else None
        if id_ is None and plain in under:
            id_ = under[plain]
            if id_ not in there:
                called = _called(held, came & there) if called is None else called
                others = called.get(plain, set()) | called.get(each.label, set())
                id_ = min(others) if len(others) == 1 else None
                if id_ is None:
                    known.gone.add(key)
                    continue
        if id_ is None and key in there and each.label in ("", key):
            id_ = key
            known.taken.add(key)
        known.note(key, id_, came)
    wanted = {key: found[key].label or key for key in known.fresh}
    known.ids |= _new_ids(wanted, there | came | set(under.values()))
    _in_order(known, found)
    return known


def _in_order(known: Known, found: Iterable[str]) -> None:
    """Sort ids in the order of the file, so that reports are the same each time."""
    known.ids = {key: known.ids[key] for key in found if key in known.ids}


def sources(
    found: Mapping[str, FoundSource], held: Held, origin: str, reserved: Collection[str]
) -> Known:
    """Return which source is which; ``reserved``: ids that no new one may have.

    One with the DOI of a work that is there, or with its id as the key by which people cite it, is
    that work.
    """
    there = {row[0] for row in held.rows("sources")}
    under, came = _came("sources", held, origin)
    dois = _dois(held) if any(_doi(each.entry) for each in found.values()) else {}
    known = Known()
    for key in filter(None, found):
        id_ = under.get(cells.key(key))
        if id_ is not None and id_ not in there:
            known.gone.add(key)
            continue
        if id_ is None:
            id_ = dois.get(_doi(found[key].entry)) or _cited_as(found[key], there)
            known.taken |= {key} if id_ else set()
        known.note(key, id_, came)
    wanted = {key: found[key].slug or found[key].title or key for key in known.fresh}
    known.ids |= _new_ids(wanted, there | came | set(reserved))
    _in_order(known, found)
    return known


def _cited_as(each: FoundSource, there: Collection[str]) -> str | None:
    """Return the id in the index by which a file names a source; None where it names none."""
    if each.key in there and each.title in ("", each.key):
        return each.key
    own = id_for(each.key, ()) if each.slug and each.slug == each.key else ""
    return own if own in there else None


def _dois(held: Held) -> dict[str, str]:
    """Return the sources of the index by their DOIs; one that two have is nobody's."""
    found: dict[str, list[str]] = {}
    for id_, text in held.rows(BIBLIOGRAPHY):
        if '"DOI"' in text and (doi := _doi(json.loads(text))):
            found.setdefault(doi, []).append(id_)
    return {doi: ids[0] for doi, ids in found.items() if len(ids) == 1}


def _doi(entry: Mapping[str, Any] | None) -> str:
    """Return the DOI of an entry as it is compared: without an address, in lower case."""
    text = str((entry or {}).get("DOI") or "").strip().lower()
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text)


def _came(table: str, held: Held, origin: str) -> tuple[dict[str, str], set[str]]:
    """Return ids by the keys under which they came from a set, and all ids that came from it."""
    under: dict[str, str] = {}
    came = set()
    for name, key, index, cell in held.rows("came_from"):
        if name == table and index == origin:
            under[read(cell).under or key] = key
            came.add(key)
    return under, came


def _bearers(held: Held, kinds: Collection[str]) -> dict[tuple[str, str], str]:
    """Return entities by identifiers of these kinds; of several bearers the first."""
    found: dict[tuple[str, str], str] = {}
    for entity, name, kind, _ in held.rows("names") if kinds else ():
        if kind in kinds:
            found[kind, name] = min(entity, found.get((kind, name), entity))
    return found


def _called(held: Held, ids: Collection[str]) -> dict[str, set[str]]:
    """Return which of some entities bear a name."""
    found: dict[str, set[str]] = {}
    rows: Iterable[tuple[str, str]] = (
        *((row[0], row[2]) for row in held.rows("entities")),
        *((row[0], row[1]) for row in held.rows("names")),
    )
    for entity, name in rows:
        if entity in ids:
            found.setdefault(name, set()).add(entity)
    return found


@lru_cache(maxsize=1 << 16)
def _stem(label: str) -> str:
    return id_for(label, ())


def _new_ids(wanted: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """Return new ids by keys: what a thing is called, with digits where two meet."""
    stems = {key: _stem(label) for key, label in wanted.items()}
    several = Counter(stems.values())
    made: dict[str, str] = {}
    used = set(taken)
    for key in sorted(stems):
        stem = stems[key]
        if several[stem] == 1 and stem not in taken:
            made[key] = stem
    used |= set(made.values())
    for key in sorted(stems.keys() - made.keys()):
        number, id_ = _DIGITS, f"{stems[key]}-{digits(key, _DIGITS)}"
        while id_ in used:
            number += 1
            id_ = f"{stems[key]}-{digits(key, number)}"
        made[key] = id_
        used.add(id_)
    return made
