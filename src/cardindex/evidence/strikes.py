"""The weight of a source, an author or an origin: what falls and what clears without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from cardindex.brief import brief, count
from cardindex.evidence.cited import Cited, Flags, Numbers, cited, positions
from cardindex.evidence.identities import identifying, identities
from cardindex.evidence.joining import Joining, without
from cardindex.evidence.nearby import Layout, lay_out, near_claims, part_of
from cardindex.evidence.standing import (
    CORROBORATED,
    SINGLE_ROOT,
    UNTRACED,
    Assessed,
    Assessment,
    among,
    assess,
)
from cardindex.groups import grouped
from cardindex.index import Index
from cardindex.lineage import Source, strike_keys
from cardindex.slices import EVERYTHING, Slice, claims_in, heard_in, kept_in, strikable
from cardindex.watching import watched

ALL = slice(None)


@dataclass(frozen=True)
class Weight:
    """What striking ``keys`` does to an index.

    ``citations``: how many are struck, and how many fall with them, together. ``falls``: claims
    that stood and stand no longer. ``clears``: claims that now stand. ``weakens``: claims that
    stand, on fewer roots (low or high).
    ``lost_pairs``: pairs of entities whose last standing link falls, ``gained_pairs`` those that
    get a first one, ``orphaned``: entities that lose their last standing link. ``everything``:
    all was read through it; what is left, if anything, was read in works that stand in it.
    """

    keys: tuple[str, ...]
    citations: int
    falls: tuple[str, ...]
    clears: tuple[str, ...]
    weakens: tuple[str, ...]
    lost_pairs: tuple[tuple[str, str], ...]
    gained_pairs: tuple[tuple[str, str], ...]
    orphaned: tuple[str, ...]
    everything: bool

    def __repr__(self) -> str:
        found = (("fall", self.falls), ("clear", self.clears), ("weaken", self.weakens))
        told = (f"{len(claims)} {what}" for what, claims in found)
        return brief(self, " ".join(self.keys), count(self.citations, "citation"), *told)


def weigh(index: Index, keys: Iterable[str], within: Slice = EVERYTHING) -> Weight:
    """Strike ``keys`` (``source:x``, ``author:y``, ``origin:z``) and say what changes.

    ``within`` limits the claims that are told, and pairs and entities to those that they link.
    What it strikes is struck beforehand; where it is according to someone, only that voice
    counts. Its standings say nothing here. With ``identities`` pairs and entities are those into
    whom others are folded, before the strike and after it.
    """
    struck = frozenset(keys)
    evidence = cited(index)
    kept, heard = kept_in(index, within), heard_in(index, within)
    before = assess(evidence, kept, heard)
    after = assess(evidence, kept & kept_in(index, Slice(struck=struck)), heard)
    was, is_ = (among(found.left, heard) for found in (before, after))
    told = claims_in(index, within) & _actual(index)
    stood, stands = _stand(before.columns) & told, _stand(after.columns) & told
    ids = index.claims.index.to_numpy()
    pairs_before, pairs_after = (
        np.unique(pair[which & (pair >= 0)])
        for pair, which in (
            (_pairs(index, within, evidence, before), stood),
            (_pairs(index, within, evidence, after), stands),
        )
    )
    return Weight(
        keys=tuple(sorted(struck)),
        citations=int((was & ~is_).sum()),
        falls=tuple(ids[stood & ~stands]),
        clears=tuple(ids[stands & ~stood]),
        weakens=tuple(ids[stood & stands & _fewer(after.columns, before.columns)]),
        lost_pairs=_named(index, np.setdiff1d(pairs_before, pairs_after)),
        gained_pairs=_named(index, np.setdiff1d(pairs_after, pairs_before)),
        orphaned=_orphaned(index, pairs_before, pairs_after),
        everything=bool(was.any()) and _is_everything(struck, _unstruck(index, is_)),
    )


def weights(index: Index, within: Slice = EVERYTHING) -> pd.DataFrame:
    """Strike every source, author and origin on its own; ``within`` as in ``weigh``.

    Returns a frame by key, the heaviest first: ``citations, falls, clears, weakens, lost_pairs``
    as numbers and ``everything``, which sorts a work through which all was read to the end.
    """
    evidence = cited(index)
    kept, heard = kept_in(index, within), heard_in(index, within)
    before = assess(evidence, kept, heard)
    told = claims_in(index, within) & _actual(index)
    stood = _stand(before.columns) & told
    pairs = _pairs(index, within, evidence, before)
    saying = identifying(index, within)[: None if within.identities else 0]
    # Numbered without gaps, so that they can be counted; -1, which is no pair, sorts first.
    pair = np.unique(np.append(-1, pairs), return_inverse=True)[1][1:] - 1
    in_pair = np.bincount(pair[stood & (pair >= 0)], minlength=int(pair.max(initial=-1)) + 1)
    rows = []
    for strike in strikes(index, evidence, before, kept, heard):
        near, after = strike.claims, strike.after.columns
        stood_near, stands = stood[near], _stand(after) & told[near]
        falls, clears = stood_near & ~stands, stands & ~stood_near
        fewer = _fewer(after, before.columns, near)
        lost = _lost(pair[near], falls, clears, in_pair)
        if np.isin(saying, near).any():  # others may be folded than before
            lost = len(weigh(index, (strike.key,), within).lost_pairs)
        flags = (falls, clears, stood_near & stands & fewer)
        counts = (int(each.sum()) for each in flags)
        rows.append((strike.key, strike.citations, *counts, lost, strike.everything))
    columns = ["key", "citations", "falls", "clears", "weakens", "lost_pairs", "everything"]
    frame = pd.DataFrame(rows, columns=columns).set_index("key")
    order = ["everything", "falls", "lost_pairs", "citations", "key"]
    return frame.sort_values(order, ascending=[True, False, False, False, True])


def alike(index: Index) -> dict[str, str]:
    """Return for each key the first, by kind and name, that strikes the very same citations."""
    first: dict[bytes, str] = {}
    reached = _reach(index, "")
    return {key: first.setdefault(reached[key].tobytes(), key) for key in strikable(index)}


class Strike(NamedTuple):
    """One source, author or origin struck on its own; claims by their positions.

    ``citations``: how many are struck or fall. ``claims``: those that the strike can change,
    ``after``: what these claims alone come to. ``everything``: all was read through it; see
    ``Weight``.
    """

    key: str
    citations: int
    claims: Numbers
    after: Assessed
    everything: bool


def strikes(
    index: Index,
    evidence: Cited,
    before: Assessed,
    kept: Flags,
    heard: Flags | None,
    kind: str = "",
) -> Iterator[Strike]:
    """Strike every source, author and origin on its own, of the citations that are ``kept``.

    Those that strike nothing are passed over, and those that are not of the ``kind``, if one is
    given: ``source``, ``author`` or ``origin``. ``evidence`` is ``cited(index)``, ``before`` what
    it comes to as ``kept`` and ``heard``.
    """
    layout = lay_out(evidence, before.affirmed)
    held = index.sources.index[index.sources["container"] != ""]
    alone = ~index.citations["source"].isin(held).to_numpy()
    loud = among(before.left, heard)
    there = loud & alone
    still = int(there.sum())
    reach = _reach(index, kind)
    for key, reached in watched(reach.items(), "Striking", len(reach)):
        struck = reached[before.left[reached]]
        if not len(struck):
            continue
        near, after, lost = _struck(evidence, layout, before, struck, kept, heard)
        gone = lost[loud[lost]]
        if not len(gone) and _same(after.columns, before.columns, near):
            continue  # it struck what nobody hears, and no one who is heard goes back to it
        # To ask for each strike which works are left would take longer than all else.
        some = still > int(there[gone].sum())
        everything = not some and _is_everything({key}, _unstruck(index, _without(loud, gone)))
        yield Strike(key, len(gone), near, after, everything)


def _struck(
    evidence: Cited,
    layout: Layout,
    before: Assessed,
    struck: Numbers,
    kept: Flags,
    heard: Flags | None,
) -> tuple[Numbers, Assessed, Numbers]:
    """Return the claims that a strike can change, what they come to, and the citations lost."""
    hit, joined = evidence.claim[struck], before.joined
    while True:
        near = near_claims(layout, hit)
        part, rows = part_of(evidence, layout, near)
        keep = kept[rows]
        keep[np.searchsorted(rows, struck)] = False
        after = assess(part, keep, None if heard is None else heard[rows], joined)
        found = _rejoined(layout.joining, before, near, after)
        if found is joined or (found == joined).all():
            return near, after, rows[before.left[rows] & ~after.left]
        # A claim that made roots count as one has fallen: all who rest on those are near, too.
        moved = found[before.roots.root] != before.joined[before.roots.root]
        hit, joined = np.append(hit, before.roots.claim[moved]), found


def _rejoined(laid: Joining, before: Assessed, near: Numbers, after: Assessed) -> Numbers:
    """Return which roots count as one when the claims ``near`` come to what is ``after``."""
    bonds = laid.bonds.claim
    at = np.minimum(np.searchsorted(near, bonds), len(near) - 1)
    inside = near[at] == bonds
    fallen = np.flatnonzero(inside & laid.holds & ~after.affirmed[at])
    return without(laid, fallen, len(before.joined)) if len(fallen) else before.joined


def _unstruck(index: Index, keep: Flags) -> Iterator[frozenset[str]]:
    """Yield, for each work that is still read, the keys that strike what it stands in."""
    columns = (index.sources[name].to_dict() for name in ("container", "authors", "origin"))
    container, authors, origin = columns
    for source in sorted(set(index.citations["source"][keep])):
        keys: set[str] = set()
        holder = container[source]
        while holder:
            keys.update(strike_keys(holder, Source(authors[holder], origin[holder], ())))
            holder = container[holder]
        yield frozenset(keys)


def _is_everything(struck: Collection[str], left: Iterable[frozenset[str]]) -> bool:
    """Tell whether whatever is left stands in what was struck."""
    return all(not keys.isdisjoint(struck) for keys in left)


def _reach(index: Index, kind: str) -> dict[str, Numbers]:
    """Return for each key of this kind the positions of the citations that striking it strikes."""
    # Few are touched by the same keys as no other.
    codes, touched = pd.factorize(index.citations["touched"].to_numpy(dtype=object))
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for code, keys in enumerate(touched):
        for key in keys:
            if key.startswith(kind):
                alike[key].append(code)
    groups = grouped(codes, len(touched))
    return {key: np.sort(groups.of(np.array(found))[0]) for key, found in alike.items()}


def _stand(assessment: Assessment) -> Flags:
    return np.isin(assessment.standing, (CORROBORATED, SINGLE_ROOT, UNTRACED))


def _same(after: Assessment, before: Assessment, near: Numbers) -> bool:
    """Tell whether claims come to what ``near`` came to before."""
    return all((one == other[near]).all() for one, other in zip(after, before, strict=True))


def _fewer(after: Assessment, before: Assessment, near: Numbers | slice = ALL) -> Flags:
    """Tell which claims have fewer roots, or fewer independent ones, than ``near`` had before."""
    fewer = after.support_high < before.support_high[near]
    return fewer | (after.support_low < before.support_low[near])


def _without(flags: Flags, rows: Numbers) -> Flags:
    found = flags.copy()
    found[rows] = False
    return found


def _actual(index: Index) -> Flags:
    return (index.claims["mode"] == "").to_numpy(dtype=bool)


def _pairs(index: Index, within: Slice, evidence: Cited, assessed: Assessed) -> Numbers:
    """Return for each claim its unordered pair of entities as one number, -1 where it has none."""
    entities = index.entities.index
    subject, object_ = (positions(index.claims[end], entities) for end in ("subject", "object"))
    found = identities(index, within, evidence, assessed) if within.identities else None
    if found and found.links:
        into = positions(pd.Series([found.of(id_) for id_ in entities]), entities)
        subject, object_ = into[subject], np.where(object_ < 0, object_, into[object_])
        object_[found.saying(index)] = -1
    both = np.minimum(subject, object_) * len(entities) + np.maximum(subject, object_)
    return np.where((object_ >= 0) & (object_ != subject), both, -1)


def _named(index: Index, pairs: Numbers) -> tuple[tuple[str, str], ...]:
    """Return numbers of pairs as pairs of ids, sorted as entities are."""
    ids = index.entities.index.tolist()
    both = (divmod(pair, len(ids)) for pair in pairs.tolist())
    return tuple((ids[one], ids[other]) for one, other in both)


def _orphaned(index: Index, before: Numbers, after: Numbers) -> tuple[str, ...]:
    """Return the entities that are in a pair before and in none after."""
    count = len(index.entities)
    was, is_ = (np.concatenate([pairs // count, pairs % count]) for pairs in (before, after))
    return tuple(index.entities.index[np.setdiff1d(was, is_)])


def _lost(pair: Numbers, falls: Flags, clears: Flags, standing: Numbers) -> int:
    """Count the pairs that stood and of which no standing claim is left."""
    changed = (pair >= 0) & (falls | clears)
    pairs, of = np.unique(pair[changed], return_inverse=True)
    change = np.bincount(of, np.where(clears[changed], 1, -1), minlength=len(pairs))
    return int(((standing[pairs] > 0) & (standing[pairs] + change == 0)).sum())
