"""The weight of a source, an author or an origin: what falls and what clears without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from cardindex.brief import brief, count
from cardindex.evidence.batches import Batch, batches
from cardindex.evidence.cited import Cited, Flags, Numbers, cited
from cardindex.evidence.identities import identifying
from cardindex.evidence.pairs import count_lost, named_pairs, orphaned_of, pairs_of
from cardindex.evidence.standing import (
    Assessed,
    Assessment,
    among,
    assess,
    stand,
)
from cardindex.groups import Groups, grouped
from cardindex.index import Index
from cardindex.lineage import Source, strike_keys
from cardindex.slices import EVERYTHING, Slice, claims_in, heard_in, kept_in, strikable
from cardindex.tuples import tuples

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
            (pairs_of(index, within, evidence, before), stood),
            (pairs_of(index, within, evidence, after), stands),
        )
    )
    return Weight(
        keys=tuple(sorted(struck)),
        citations=int((was & ~is_).sum()),
        falls=tuple(ids[stood & ~stands]),
        clears=tuple(ids[stands & ~stood]),
        weakens=tuple(ids[stood & stands & _fewer(after.columns, before.columns)]),
        lost_pairs=named_pairs(index, np.setdiff1d(pairs_before, pairs_after)),
        gained_pairs=named_pairs(index, np.setdiff1d(pairs_after, pairs_before)),
        orphaned=orphaned_of(index, pairs_before, pairs_after),
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
    pairs = pairs_of(index, within, evidence, before)
    saying = identifying(index, within)[: None if within.identities else 0]
    # Numbered without gaps, so that they can be counted; -1, which is no pair, sorts first.
    pair = np.unique(np.append(-1, pairs), return_inverse=True)[1][1:] - 1
    in_pair = np.bincount(pair[stood & (pair >= 0)], minlength=int(pair.max(initial=-1)) + 1)
    rows: list[tuple[object, ...]] = []
    for batch, told_of in _judged(index, evidence, before, kept, heard):
        near, of, count = batch.claims, batch.of, len(batch.keys)
        falls, clears, fewer = _moved(batch, before, stood, told)
        changes = (np.bincount(of[each], minlength=count) for each in (falls, clears, fewer))
        lost = count_lost(of, pair[near], falls, clears, in_pair, count)
        for at in np.unique(of[np.isin(near, saying)]).tolist():  # others may be folded than before
            lost[at] = len(weigh(index, (batch.keys[at],), within).lost_pairs)
        figures = (told_of.citations, *changes, lost, told_of.everything)
        table = zip(batch.keys, *(each.tolist() for each in figures), strict=True)
        rows += [row for row, tells in zip(table, told_of.tells.tolist(), strict=True) if tells]
    columns = ["key", "citations", "falls", "clears", "weakens", "lost_pairs", "everything"]
    frame = pd.DataFrame(rows, columns=columns).set_index("key")
    order = ["everything", "falls", "lost_pairs", "citations", "key"]
    return frame.sort_values(order, ascending=[True, False, False, False, True])


class Counted(NamedTuple):
    """What strikes do to the claims of a part of an index: figures that add up over all parts.

    By strike: ``citations``, ``falls``, ``clears`` and ``weakens``; ``there``: how many citations
    go that are read in works which stand in no other; ``tells``: whether anything changes. Of each
    claim that falls or clears ``claim``, which strike is its (``of``), and ``change``, -1 or 1.
    ``gone``: the citations that go, and ``whose`` of which strike.
    """

    keys: tuple[str, ...]
    citations: Numbers
    falls: Numbers
    clears: Numbers
    weakens: Numbers
    there: Numbers
    tells: Flags
    claim: Numbers
    of: Numbers
    change: Numbers
    gone: Numbers
    whose: Numbers


def counted(index: Index, evidence: Cited, mine: Flags, there: Flags) -> Iterator[Counted]:
    """Strike everything on its own, as ``weights`` does, and count what is of claims in ``mine``.

    ``there``: citations that are read in works which stand in no other.
    """
    every = np.ones(len(evidence.claim), dtype=bool)
    before = assess(evidence, every)
    told = mine & _actual(index)
    stood = _stand(before.columns) & told
    for batch in batches(evidence, before, _reach(index, "").items(), every, None):
        near, of, count = batch.claims, batch.of, len(batch.keys)
        falls, clears, fewer = _moved(batch, before, stood, told)
        ours = mine[evidence.claim[batch.gone]]
        gone, whose = batch.gone[ours], batch.whose[ours]
        citations = np.bincount(whose, minlength=count)
        changed = of[_changed(batch.after.columns, before.columns, near) & mine[near]]
        moved = falls | clears
        yield Counted(
            keys=batch.keys,
            citations=citations,
            falls=np.bincount(of[falls], minlength=count),
            clears=np.bincount(of[clears], minlength=count),
            weakens=np.bincount(of[fewer], minlength=count),
            there=np.bincount(whose[there[gone]], minlength=count),
            tells=(citations > 0) | (np.bincount(changed, minlength=count) > 0),
            claim=near[moved],
            of=of[moved],
            change=np.where(clears[moved], 1, -1),
            gone=gone,
            whose=whose,
        )


def alike(index: Index) -> dict[str, str]:
    """Return for each key the first, by kind and name, that strikes the very same citations."""
    first: dict[bytes, str] = {}
    reached = _reach(index, "")
    return {key: first.setdefault(reached[key].tobytes(), key) for key in strikable(index)}


class Strike(NamedTuple):
    """One source, author or origin struck on its own; claims by their positions.

    ``citations``: how many are struck or fall; ``struck``: those of them that are struck, by
    position. ``claims``: those that the strike can change, ``columns`` and ``roots``: what these
    claims alone come to. ``everything``: all was read through it; see ``Weight``.
    """

    key: str
    citations: int
    struck: Numbers
    claims: Numbers
    columns: Assessment
    roots: Groups
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
    for batch, told in _judged(index, evidence, before, kept, heard, kind):
        claims = grouped(batch.of, len(batch.keys))
        roots = batch.after.roots.by_claim(len(batch.claims))
        for at in np.flatnonzero(told.tells).tolist():
            mine = claims.things[claims.starts[at] : claims.starts[at + 1]]
            yield Strike(
                key=batch.keys[at],
                citations=int(told.citations[at]),
                struck=batch.struck[at],
                claims=batch.claims[mine],
                columns=Assessment._make(column[mine] for column in batch.after.columns),
                roots=roots.part(mine),
                everything=bool(told.everything[at]),
            )


class _ToldOf(NamedTuple):
    """Of each strike of a batch: how many citations are gone, and whether all was read through it.

    ``tells``: whether it is told of, as somebody who is heard is struck, or goes back to it.
    """

    citations: Numbers
    everything: Flags
    tells: Flags


def _judged(
    index: Index,
    evidence: Cited,
    before: Assessed,
    kept: Flags,
    heard: Flags | None,
    kind: str = "",
) -> Iterator[tuple[Batch, _ToldOf]]:
    """Strike everything of a ``kind`` on its own, in batches; as ``strikes``."""
    held = index.sources.index[index.sources["container"] != ""]
    alone = ~index.citations["source"].isin(held).to_numpy()
    loud = among(before.left, heard)
    there = loud & alone
    still = int(there.sum())
    reach = _reach(index, kind)
    for batch in batches(evidence, before, reach.items(), kept, heard):
        count = len(batch.keys)
        citations = np.bincount(batch.whose, minlength=count)
        changed = batch.of[_changed(batch.after.columns, before.columns, batch.claims)]
        tells = (citations > 0) | (np.bincount(changed, minlength=count) > 0)
        # To ask for each strike which works are left would take longer than all else.
        gone = np.bincount(batch.whose[there[batch.gone]], minlength=count)
        everything = tells & (gone >= still)
        for at in np.flatnonzero(everything).tolist():
            left = _without(loud, batch.gone[batch.whose == at])
            everything[at] = _is_everything({batch.keys[at]}, _unstruck(index, left))
        yield batch, _ToldOf(citations, everything, tells)


def _unstruck(index: Index, keep: Flags) -> Iterator[frozenset[str]]:
    """Yield, for each work that is still read, the keys that strike what it stands in."""
    authors, origin = (index.sources[name].to_dict() for name in ("authors", "origin"))

    def about(work: str) -> Source:
        return Source(authors[work], origin[work], ())

    for source in sorted(set(index.citations["source"][keep])):
        yield keys_of_holders(source, index.containers, about)


def keys_of_holders(
    work: str, container: Mapping[str, str], about: Callable[[str], Source]
) -> frozenset[str]:
    """Return the keys that strike what a work stands in, and what that stands in."""
    keys: set[str] = set()
    holder = container[work]
    while holder:
        keys.update(strike_keys(holder, about(holder)))
        holder = container[holder]
    return frozenset(keys)


def _is_everything(struck: Collection[str], left: Iterable[frozenset[str]]) -> bool:
    """Tell whether whatever is left stands in what was struck."""
    return all(not keys.isdisjoint(struck) for keys in left)


def _reach(index: Index, kind: str) -> dict[str, Numbers]:
    """Return for each key of this kind the positions of the citations that striking it strikes."""
    # Few are touched by the same keys as no other.
    column = tuples(index.citations["touched"])
    codes, touched = column.codes.astype(np.int64), column.distinct.tuples[:-1]
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for code, keys in enumerate(touched):
        for key in keys:
            if key.startswith(kind):
                alike[key].append(code)
    groups = grouped(codes, len(touched))
    return {key: np.sort(groups.of(np.array(found))[0]) for key, found in alike.items()}


def _stand(assessment: Assessment) -> Flags:
    return stand(assessment.standing)


def _moved(batch: Batch, before: Assessed, stood: Flags, told: Flags) -> tuple[Flags, Flags, Flags]:
    """Tell which of the claims near a batch fall, which clear, and which stand on fewer roots.

    ``stood``: which stood of those that are ``told``.
    """
    near = batch.claims
    stands = _stand(batch.after.columns) & told[near]
    fewer = stood[near] & stands & _fewer(batch.after.columns, before.columns, near)
    return stood[near] & ~stands, stands & ~stood[near], fewer


def _changed(after: Assessment, before: Assessment, near: Numbers) -> Flags:
    """Tell which claims come to something else than ``near`` came to before."""
    changes = [one != other[near] for one, other in zip(after, before, strict=True)]
    found: Flags = np.logical_or.reduce(changes)
    return found


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
