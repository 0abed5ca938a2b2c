"""The weight of a source, an author or an origin: what falls and what clears without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from cardindex.evidence.groups import Groups, grouped
from cardindex.evidence.standing import (
    CORROBORATED,
    SINGLE_ROOT,
    Assessment,
    Cited,
    Flags,
    Numbers,
    assess,
    cited,
    positions,
)
from cardindex.index import Index
from cardindex.lineage import Source, strike_keys
from cardindex.slices import EVERYTHING, Slice, citations_in, claims_in


@dataclass(frozen=True)
class Weight:
    """What striking ``keys`` does to an index.

    ``citations``: how many are struck. ``falls``: claims that stood and stand no longer.
    ``clears``: claims that now stand. ``weakens``: claims that stand, on fewer roots.
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


def weigh(index: Index, keys: Iterable[str], within: Slice = EVERYTHING) -> Weight:
    """Strike ``keys`` (``source:x``, ``author:y``, ``origin:z``) and say what changes.

    ``within`` limits the claims that are told, and pairs and entities to those that they link.
    What it strikes is struck beforehand; where it is according to someone, only that voice
    counts. Its standings say nothing here.
    """
    struck = frozenset(keys)
    evidence = cited(index)
    left = citations_in(index, within)
    keep = left & citations_in(index, Slice(struck=struck))
    before, after = assess(evidence, left), assess(evidence, keep)
    told = claims_in(index, within) & _actual(index)
    stood, stands = _stand(before) & told, _stand(after) & told
    ids = index.claims.index.to_numpy()
    pair = _pairs(index)
    pairs_before, pairs_after = (np.unique(pair[which & (pair >= 0)]) for which in (stood, stands))
    return Weight(
        keys=tuple(sorted(struck)),
        citations=int((left & ~keep).sum()),
        falls=tuple(ids[stood & ~stands]),
        clears=tuple(ids[stands & ~stood]),
        weakens=tuple(ids[stood & stands & (after.support < before.support)]),
        lost_pairs=_named(index, np.setdiff1d(pairs_before, pairs_after)),
        gained_pairs=_named(index, np.setdiff1d(pairs_after, pairs_before)),
        orphaned=_orphaned(index, pairs_before, pairs_after),
        everything=bool(left.any()) and _is_everything(struck, _unstruck(index, keep)),
    )


def weights(index: Index, within: Slice = EVERYTHING) -> pd.DataFrame:
    """Strike every source, author and origin on its own; ``within`` as in ``weigh``.

    Returns a frame by key, the heaviest first: ``citations, falls, clears, weakens, lost_pairs``
    as numbers and ``everything``, which sorts a work through which all was read to the end.
    """
    evidence = cited(index)
    left = citations_in(index, within)
    before = assess(evidence, left)
    told = claims_in(index, within) & _actual(index)
    stood = _stand(before) & told
    pairs = _pairs(index)
    # Numbered without gaps, so that they can be counted; -1, which is no pair, sorts first.
    pair = np.unique(np.append(-1, pairs), return_inverse=True)[1][1:] - 1
    in_pair = np.bincount(pair[stood & (pair >= 0)], minlength=int(pair.max(initial=-1)) + 1)
    rows = []
    for key, struck, near, after, everything in strikes(index, evidence, left):
        stood_near, stands = stood[near], _stand(after) & told[near]
        falls, clears = stood_near & ~stands, stands & ~stood_near
        weakens = stood_near & stands & (after.support < before.support[near])
        lost = _lost(pair[near], falls, clears, in_pair)
        counts = (int(flags.sum()) for flags in (falls, clears, weakens))
        rows.append((key, len(struck), *counts, lost, everything))
    columns = ["key", "citations", "falls", "clears", "weakens", "lost_pairs", "everything"]
    frame = pd.DataFrame(rows, columns=columns).set_index("key")
    order = ["everything", "falls", "lost_pairs", "citations", "key"]
    return frame.sort_values(order, ascending=[True, False, False, False, True])


class Strike(NamedTuple):
    """One source, author or origin struck on its own; claims and citations by their positions.

    ``citations`` are those struck, ``claims`` those that the strike can change, ``after`` the
    assessment of these claims alone. ``everything``: all was read through it; see ``Weight``.
    """

    key: str
    citations: Numbers
    claims: Numbers
    after: Assessment
    everything: bool


def strikes(index: Index, evidence: Cited, left: Flags, kind: str = "") -> Iterator[Strike]:
    """Strike every source, author and origin on its own, of the citations that are ``left``.

    Those that strike nothing are passed over, and those that are not of the ``kind``, if one is
    given: ``source``, ``author`` or ``origin``. ``evidence`` is ``cited(index)``.
    """
    layout = _layout(evidence)
    held = index.sources.index[index.sources["container"] != ""]
    alone = ~index.citations["source"].isin(held).to_numpy()
    for key, reached in _reach(index, kind).items():
        struck = reached[left[reached]]
        if not len(struck):
            continue
        keep = left.copy()
        keep[struck] = False
        near, part, keep_near = _near(evidence, layout, struck, keep)
        # To ask for each strike which works are left would take longer than all else.
        everything = not (keep & alone).any() and _is_everything({key}, _unstruck(index, keep))
        yield Strike(key, struck, near, assess(part, keep_near), everything)


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


class Layout(NamedTuple):
    """Whom a claim brings with it: its circle's claims, and each claim's citations and rivals.

    ``circle``: the circle of each claim; the rest by circle and by claim, as positions.
    """

    circle: Numbers
    claims: Groups
    citations: Groups
    rivals: Groups


def _layout(evidence: Cited) -> Layout:
    circle, count = _circles(evidence), evidence.claims
    by = (circle, evidence.claim, evidence.rivals[:, 0])
    return Layout(circle, *(grouped(group, count) for group in by))


def _circles(evidence: Cited) -> Numbers:
    """Return for each claim the first of those that it meets as a rival, however indirectly."""
    circle = np.arange(evidence.claims)
    one, other = evidence.rivals.T
    while (circle[one] != circle[other]).any():
        np.minimum.at(circle, one, circle[other])
    return circle


def _near(
    evidence: Cited, layout: Layout, struck: Numbers, keep: Flags
) -> tuple[Numbers, Cited, Flags]:
    """Return the claims that a strike can change, and the evidence and the flags of those alone.

    A strike reaches no further than its claims and the circles of their rivals, and most strikes
    reach few: to assess all claims again for each would take a hundred times as long.
    """
    hit = np.zeros(evidence.claims, dtype=bool)
    hit[layout.circle[evidence.claim[struck]]] = True
    near = np.sort(layout.claims.of(np.flatnonzero(hit))[0])
    rows, claim = layout.citations.of(near)
    rivals, one = layout.rivals.of(near)
    # Whoever is the rival of one of these is one of them.
    other = np.searchsorted(near, evidence.rivals[rivals, 1])
    part = evidence._replace(
        claims=len(near),
        claim=claim,
        affirms=evidence.affirms[rows],
        denies=evidence.denies[rows],
        doubts=evidence.doubts[rows],
        firm=evidence.firm[rows],
        root=evidence.root[rows],
        own=evidence.own[rows],
        rivals=np.stack([one, other], axis=1),
    )
    return near, part, keep[rows]


def _stand(assessment: Assessment) -> Flags:
    return np.isin(assessment.standing, (CORROBORATED, SINGLE_ROOT))


def _actual(index: Index) -> Flags:
    return (index.claims["mode"] == "").to_numpy(dtype=bool)


def _pairs(index: Index) -> Numbers:
    """Return for each claim its unordered pair of entities as one number, -1 where it has none."""
    entities = index.entities.index
    subject, object_ = (positions(index.claims[end], entities) for end in ("subject", "object"))
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
    size = len(standing)
    change = np.bincount(pair[clears & (pair >= 0)], minlength=size) - np.bincount(
        pair[falls & (pair >= 0)], minlength=size
    )
    return int(((standing > 0) & (standing + change == 0)).sum())
