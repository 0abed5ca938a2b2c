"""Comparing two indexes: what both say, and what one denies or dates differently.

They are merged in memory, with the decisions on who is who, and nothing of that is kept. Figures of
one index alone are those of its own claims.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from cardindex.brief import count
from cardindex.editing import CLAIM
from cardindex.editing.uniting import apart
from cardindex.evidence import Selection, tally
from cardindex.folding import folded
from cardindex.index import Index
from cardindex.merging.parties import Party
from cardindex.merging.together import Rows, merge, write
from cardindex.slices import EVERYTHING

DENIED, DIFFER, BOTH, ONLY = WHATS = ("denied", "differ", "both", "only")
"""What a row says: one says it and the other denies it; both say it with days or sizes that exclude
each other; both say it; only one speaks of it."""

COLUMNS = (
    "what", "says", "denies", "subject", "relation", "object", "mode", "text", "one_standing",
    "other_standing", "one_roots", "other_roots", "together", "meet", "claims",
)  # fmt: skip

_DENYING = frozenset(("denied", "contested"))
_Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Held:
    """What two indexes say of each other's claims.

    ``rows``: one a link, a name, a dating or a measure, with the columns ``COLUMNS``: whoever is
    decided to be one is one; ``says`` and ``denies`` are names of indexes, ``one_roots`` and
    ``other_roots`` the independent roots in each, ``together`` in both as one, and ``meet`` whether
    those are more. ``notes`` are sentences that count them.
    """

    rows: pd.DataFrame
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Side:
    """The claims of one index, by the key of what they say in both as one: ids and standings."""

    name: str
    claims: Mapping[_Key, Sequence[str]]
    own: pd.DataFrame
    roots: Mapping[_Key, int]
    old: Mapping[str, str]

    def standings(self, key: _Key) -> list[str]:
        return [str(self.own.at[self.old[id_], "standing"]) for id_ in self.claims.get(key, ())]


def hold_together(parties: Sequence[Party], decisions: Path | None = None) -> Held:
    """Compare two indexes.

    ``decisions``: who is who, as merging takes it. Raises InvalidIndex and CardindexError.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "whole"
        merged = merge(parties, folder, decisions=decisions, who="whoever")
        write(merged, folder)
        whole = tally(Index.open(folder), replace(EVERYTHING, identities=True))
    keys = _keys(whole)
    sides = [_side(party, merged.rows, keys) for party in parties]
    together = _together(whole, keys)
    order = sorted(dict.fromkeys(keys.values()))
    rows = [_row(key, sides, whole, together.get(key, 0)) for key in order]
    rows.sort(key=lambda row: (WHATS.index(row["what"]), not row["meet"]))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return Held(frame, tuple(_notes(frame, parties, whole)))


def _keys(whole: Selection) -> dict[str, _Key]:
    """Return by claim a key of what it says, equal for claims that say the same."""
    vocabulary, fold = whole.index.vocabulary, whole.folded
    found: dict[str, _Key] = {}
    columns = ("subject", "relation", "object", "mode", "text", "unit")
    told = (whole.claims[name].tolist() for name in columns)
    for id_, subject, relation, object_, mode, text, unit in zip(
        whole.claims.index, *told, strict=True
    ):
        known = vocabulary.relations[relation]
        ends = [fold.get(subject, subject), fold.get(object_, object_)]
        if known.identifies or (object_ and ends[0] == ends[1]):
            continue
        if object_ and known.symmetric:
            ends.sort()
        beside = {"name": folded(text), "measure": unit}.get(known.kind, "")
        found[str(id_)] = (ends[0], relation, ends[1], mode, beside)
    return found


def _side(party: Party, rows: Rows, keys: Mapping[str, _Key]) -> _Side:
    old: dict[str, str] = {}
    for table, key, name, cell in rows["came_from"]:
        if table == CLAIM and name == party.name:
            old[key] = json.loads(cell).get("id", key) if cell.startswith("{") else key
    claims: defaultdict[_Key, list[str]] = defaultdict(list)
    for id_ in old:
        if id_ in keys:
            claims[keys[id_]].append(id_)
    own = tally(Index.open(party.folder))
    low = _support(own)
    roots = {key: max(low[old[id_]] for id_ in ids) for key, ids in claims.items()}
    return _Side(party.name, claims, own.claims, roots, old)


def _support(selection: Selection) -> dict[str, int]:
    """Return the independent roots behind each claim: of its link, where it is so and links."""
    claims, links = selection.claims, selection.links
    found = dict(zip(map(str, claims.index), map(int, claims["support_low"]), strict=True))
    plain = set(claims.index[claims["mode"] == ""])
    for ids, low in zip(links["claims"], links["support_low"], strict=True):
        found |= dict.fromkeys(plain.intersection(ids), int(low))
    return found


def _together(whole: Selection, keys: Mapping[str, _Key]) -> dict[_Key, int]:
    """Return the independent roots of what is said, in both as one."""
    found: dict[_Key, int] = {}
    for id_, low in _support(whole).items():
        if key := keys.get(id_):
            found[key] = max(found.get(key, 0), low)
    return found


def _row(key: _Key, sides: Sequence[_Side], whole: Selection, together: int) -> dict[str, Any]:
    subject, relation, object_, mode, _ = key
    stood = [side.standings(key) for side in sides]
    says = [any(each != "denied" for each in some) for some in stood]
    denies = [any(each in _DENYING for each in some) for some in stood]
    roots = [side.roots.get(key, 0) for side in sides]
    claims = [[f"{side.name}:{side.old[id_]}" for id_ in side.claims.get(key, ())]
              for side in sides]  # fmt: skip
    index = whole.index
    return {
        "what": _what(key, sides, whole, says, denies),
        "says": ";".join(_named(sides, says)),
        "denies": ";".join(_named(sides, denies)),
        "subject": subject,
        "relation": relation,
        "object": object_,
        "mode": mode,
        "text": "; ".join(_texts(key, sides, index)) if not object_ else "",
        "one_standing": " ".join(dict.fromkeys(stood[0])),
        "other_standing": " ".join(dict.fromkeys(stood[1])),
        "one_roots": roots[0],
        "other_roots": roots[1],
        "together": together,
        "meet": together > max(roots) and all(says),
        "claims": " ".join((*claims[0], *claims[1])),
    }


def _named(sides: Sequence[_Side], which: Sequence[bool]) -> Iterator[str]:
    return (side.name for side, is_ in zip(sides, which, strict=True) if is_)


def _what(
    key: _Key,
    sides: Sequence[_Side],
    whole: Selection,
    says: Sequence[bool],
    denies: Sequence[bool],
) -> str:
    one, other = sides
    if key not in one.claims or key not in other.claims:
        return ONLY
    if (says[0] and denies[1]) or (says[1] and denies[0]):
        return DENIED
    if not all(says):
        return BOTH
    claims = whole.index.claims
    ways = list(product(one.claims[key], other.claims[key]))
    dated = whole.index.vocabulary.relations[key[1]].kind
    if dated == "dating":
        when = claims["when"]
        return DIFFER if all(apart(when[a], when[b]) for a, b in ways) else BOTH
    if dated == "measure":
        low, high = claims["low"], claims["high"]
        return DIFFER if all(low[a] > high[b] or low[b] > high[a] for a, b in ways) else BOTH
    return BOTH


def _texts(key: _Key, sides: Sequence[_Side], index: Index) -> Iterable[str]:
    """Return what each says of somebody without another: a name, a day, a size."""
    found: dict[str, None] = {}
    for side in sides:
        for id_ in side.claims.get(key, ()):
            cells = (str(index.claims.at[id_, name])
                     for name in ("text", "quantity", "unit", "when"))  # fmt: skip
            said = " ".join(filter(None, cells))
            found[f"{said} ({side.name})"] = None
    return found


def _notes(frame: pd.DataFrame, parties: Sequence[Party], whole: Selection) -> Iterator[str]:
    names = [party.name for party in parties]
    what, says = frame["what"], frame["says"]
    yield f"{count(int((what == BOTH).sum()), 'thing')} that both say."
    yield f"{count(int((what == DENIED).sum()), 'thing')} that one says and the other denies."
    if differ := int((what == DIFFER).sum()):
        yield f"{count(differ, 'thing')} that both say, with days or sizes that exclude each other."
    for name in names:
        only = (what == ONLY) & frame["claims"].str.startswith(f"{name}:")
        yield f"{count(int(only.sum()), 'thing')} that only {name} speaks of."
    met = int(frame["meet"].sum())
    yield f"{count(met, 'thing')} with more independent roots in both than in either."
    lent = (what == BOTH) & (frame["together"] > 0)
    lent &= frame[["one_roots", "other_roots"]].min(axis=1) == 0
    yield f"{count(int(lent.sum()), 'thing')} that both say and only one has a root for."
    if not whole.folded and not says.str.contains(";").any():
        yield (
            'Nobody of the one is known to be somebody of the other: "cardindex candidates '
            f'{parties[0].folder} {parties[1].folder}" lists who may be, --decisions takes who is.'
        )
