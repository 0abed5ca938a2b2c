"""Which column of a table is what: by its heading, or by what the one who imports has said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cardindex.imports.tabular.words import data, left_out, plain, synonyms

Mapped = Mapping[str, tuple[str, ...]]
"""What [columns] says: meaning → headings of the file."""

MANY = frozenset({"note", "description", "names", "tags", "attributes", "ignore", "source"})
"""What several columns may be at once."""

_ENDS = ("from", "to")
_SIDES = ("from", "to", "from_label", "to_label", "from_kind", "to_kind")
_UNIT = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")
_CURRENCY = re.compile(r"(.+?)[\s_-]*(?<![A-Z])([A-Z]{3})")


@dataclass(frozen=True)
class Columns:
    """The columns of one table. ``places``: meaning → columns, counted from 0.

    ``extra`` are known to nobody, ``lost`` those that are not taken, each with why. ``unit`` is
    what a heading says of its quantity: ``Amount (USD)``.
    """

    header: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    extra: tuple[int, ...]
    lost: Mapping[int, str]
    unit: str = ""

    def first(self, meaning: str) -> int:
        """Return the column of a meaning; the one after the last where there is none."""
        return self.places.get(meaning, (len(self.header),))[0]


@cache
def meanings() -> tuple[str, ...]:
    """Return everything that a column can be said to be in [columns]."""
    found = [*_SIDES, *synonyms("links"), *synonyms("nodes"), *synonyms("datings")]
    return tuple(dict.fromkeys([*found, "attributes", "ignore"]))


def links(header: Sequence[str], mapped: Mapped) -> Columns | None:
    """Return the columns of a list of links; None where nothing says who is linked to whom."""
    places = _said(header, mapped)
    sides = {} if {"from", "to"} <= places.keys() else _sides(_plains(header, places))
    if not {"from", "to"} <= {*places, *sides}:
        return None
    places |= {side: place for side, place in sides.items() if side not in places}
    return _rest(header, places, "links")


def nodes(header: Sequence[str], mapped: Mapped) -> Columns | None:
    """Return the columns of a list of entities; None where nothing says who they are."""
    found = _rest(header, _said(header, mapped), "nodes", "datings")
    known = found.places.keys() & {"id", "label", "first", "last"}
    return found if known else None


def _plains(header: Sequence[str], places: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """Return the columns that nothing is said of, by their plain headings; of two the first."""
    taken = {place for found in places.values() for place in found}
    free = [(plain(heading), at) for at, heading in enumerate(header) if at not in taken]
    return {heading: at for heading, at in reversed(free) if heading}


def _said(header: Sequence[str], mapped: Mapped) -> dict[str, tuple[int, ...]]:
    """Return the columns that [columns] names, where this table has them."""
    exact = {heading: at for at, heading in reversed(list(enumerate(header)))}
    loose = {plain(heading): at for heading, at in exact.items()}
    found: dict[str, tuple[int, ...]] = {}
    for meaning, headings in mapped.items():
        places = [exact.get(each, loose.get(plain(each), -1)) for each in headings]
        if known := tuple(place for place in places if place >= 0):
            found[meaning] = known
    return found


def _sides(plains: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return the columns of the two ends: the first pair of headings that the table has."""
    tails = data()["ends"]
    for pair in _pairs():
        named = _pair(plains, pair, ("", *map(plain, tails["label_tails"])))
        keyed = _pair(plains, pair, tuple(map(plain, tails["id_tails"])))
        ends = keyed or named
        if not ends:
            continue
        found = dict(zip(_ENDS, ends, strict=True))
        labelled = _pair(plains, pair, tuple(map(plain, tails["label_tails"])))
        if shown := named if keyed else labelled if labelled != named else None:
            found |= {f"{end}_label": at for end, at in zip(_ENDS, shown, strict=True)}
        for end, head in zip(_ENDS, pair, strict=True):
            for tail in map(plain, tails["kind_tails"]):
                at = plains.get(head + tail, plains.get(tail + head))
                if at is not None:
                    found.setdefault(f"{end}_kind", at)
        return {end: (at,) for end, at in found.items()}
    return {}


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    ends = data()["ends"]
    found = [(plain(one), plain(other)) for one, other in ends["pairs"]]
    found += [
        (plain(stem) + one, plain(stem) + other)
        for stem in ends["numbered"]
        for one, other in ends["numbers"]
    ]
    return tuple(found)


def _pair(
    plains: Mapping[str, int], pair: tuple[str, str], tails: Sequence[str]
) -> tuple[int, int] | None:
    for tail in tails:
        for one, other in ((pair[0] + tail, pair[1] + tail), (tail + pair[0], tail + pair[1])):
            if one in plains and other in plains:
                return plains[one], plains[other]
    return None


def _rest(header: Sequence[str], said: dict[str, tuple[int, ...]], *tables: str) -> Columns:
    """Find what the other columns are, by the headings of these tables of the data."""
    places, unit = dict(said), ""
    plains = _plains(header, places)
    reasons = dict(left_out())
    if "links" in tables and (own := _own(plains)):
        reasons |= own
        plains = {heading: at for heading, at in plains.items() if heading not in own}
    for table in tables:
        for meaning, headings in synonyms(table).items():
            found = [plains[heading] for heading in headings if heading in plains]
            if not found or (meaning in said and meaning not in MANY):
                continue
            taken = found if meaning in MANY else found[:1]
            places[meaning] = (*places.get(meaning, ()), *taken)
            for at in taken:
                plains.pop(plain(header[at]))
    if "quantity" not in places and "links" in tables:
        for at, found_unit in _amounts(header, plains):
            places["quantity"], unit = (at,), found_unit
            plains.pop(plain(header[at]))
            break
    used = {at for found in places.values() for at in found}
    rest = [at for at in range(len(header)) if at not in used]
    gone = {at: reasons[plain(header[at])] for at in rest if plain(header[at]) in reasons}
    gone |= {at: "it has no heading" for at in rest if not plain(header[at])}
    gone |= dict.fromkeys(places.get("ignore", ()), "it is to be ignored, as [columns] says")
    extra = tuple(at for at in rest if at not in gone)
    return Columns(tuple(header), places, extra, gone, unit)


def _own(plains: Mapping[str, int]) -> dict[str, str]:
    """Return what a network of our own making has beside its claims, each with why it goes."""
    own = data()["own"]
    if not {plain(heading) for heading in own["signature"]} <= plains.keys():
        return {}
    return {plain(heading): own["why"] for heading in own["headings"]}


def lost(columns: Columns) -> Mapping[str, str]:
    """Return what is not taken in words, columns of one reason together: what → why."""
    by_reason: dict[str, list[str]] = {}
    for at, why in columns.lost.items():
        heading = columns.header[at]
        by_reason.setdefault(why, []).append(f'"{heading}"' if heading else f"number {at + 1}")
    return {_told(headings): why for why, headings in by_reason.items()}


def _told(headings: Sequence[str]) -> str:
    return f"the column{'s' if len(headings) > 1 else ''} {', '.join(headings)}"


def _amounts(header: Sequence[str], plains: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Yield columns such as ``Amount (USD)`` or ``DonationEUR``, each with its unit."""
    known, sums = synonyms("links")["quantity"], synonyms("sums")
    for at in plains.values():
        heading = header[at].strip()
        match = _UNIT.fullmatch(heading)
        if match and plain(match[1]) in known:
            yield at, match[2].strip()
        paid = _CURRENCY.fullmatch(heading)
        if paid and plain(paid[2]) in sums["codes"] and plain(paid[1]) in (*known, *sums["words"]):
            yield at, paid[2]
