"""The weight of a source, an author or an origin: what falls and what clears without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cardindex.evidence.standing import (
    CORROBORATED,
    SINGLE_ROOT,
    Assessment,
    Cited,
    Flags,
    Numbers,
    assess,
    cited,
)
from cardindex.index import Index
from cardindex.slices import EVERYTHING, Slice, citations_in, claims_in, strikable


@dataclass(frozen=True)
class Weight:
    """What striking ``keys`` does to an index.

    ``citations``: how many are struck. ``falls``: claims that stood and stand no longer.
    ``clears``: claims that now stand. ``weakens``: claims that stand, on fewer roots.
    ``lost_pairs``: pairs of entities whose last standing link falls, ``gained_pairs`` those that
    get a first one, ``orphaned``: entities that lose their last standing link. ``everything``:
    not one citation is left.
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

    ``within`` limits the claims that are told, never what is counted for them.
    """
    struck = frozenset(keys)
    evidence = cited(index)
    keep = citations_in(index, Slice(struck=struck))
    before = assess(evidence, np.ones_like(keep))
    after = assess(evidence, keep)
    told = claims_in(index, within)
    actual = (index.claims["mode"] == "").to_numpy()
    stood, stands = _stand(before) & actual, _stand(after) & actual
    ids = index.claims.index.to_numpy()
    pairs_before, pairs_after = _pairs(index, stood & told), _pairs(index, stands & told)
    return Weight(
        keys=tuple(sorted(struck)),
        citations=int((~keep).sum()),
        falls=tuple(ids[stood & ~stands & told]),
        clears=tuple(ids[stands & ~stood & told]),
        weakens=tuple(ids[stood & stands & told & (after.support < before.support)]),
        lost_pairs=tuple(sorted(pairs_before - pairs_after)),
        gained_pairs=tuple(sorted(pairs_after - pairs_before)),
        orphaned=tuple(sorted(_members(pairs_before) - _members(pairs_after))),
        everything=not keep.any() and len(keep) > 0,
    )


def weights(index: Index, within: Slice = EVERYTHING) -> pd.DataFrame:
    """Strike every source, author and origin on its own.

    Returns a frame by key, the heaviest first: ``citations, falls, clears, weakens, lost_pairs``
    as numbers and ``everything``, which sorts a work through which all was read to the end.
    """
    evidence = cited(index)
    everything = np.ones(len(evidence.claim), dtype=bool)
    before = assess(evidence, everything)
    reach = _reach(index)
    told = claims_in(index, within) & (index.claims["mode"] == "").to_numpy()
    pair = _pair_codes(index)
    standing_pairs = np.bincount(
        pair[_stand(before) & told & (pair >= 0)], minlength=int(pair.max(initial=-1)) + 1
    )
    starts = np.searchsorted(evidence.claim, np.arange(evidence.claims + 1))
    rows = []
    for key in strikable(index):
        struck = reach[key]
        affected = _affected(evidence, struck)
        after = _assess_only(evidence, struck, affected, starts)
        stood, stands = _stand_only(before, affected), _stand(after)
        counted = told[affected]
        falls, clears = stood & ~stands & counted, stands & ~stood & counted
        weakens = stood & stands & counted & (after.support < before.support[affected])
        lost = _lost(pair[affected], falls, clears, standing_pairs)
        rows.append(
            (
                key, len(struck), int(falls.sum()), int(clears.sum()), int(weakens.sum()), lost,
                len(struck) == len(everything),
            )
        )  # fmt: skip
    columns = ["key", "citations", "falls", "clears", "weakens", "lost_pairs", "everything"]
    frame = pd.DataFrame(rows, columns=columns).set_index("key")
    order = ["everything", "falls", "lost_pairs", "citations", "key"]
    return frame.sort_values(order, ascending=[True, False, False, False, True])


def _reach(index: Index) -> dict[str, Numbers]:
    """Return for each key the positions of the citations that striking it strikes."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, keys in enumerate(index.citations["touched"]):
        for key in keys:
            rows[key].append(row)
    return {key: np.array(found, dtype=np.int64) for key, found in rows.items()}


def _affected(evidence: Cited, struck: Numbers) -> Numbers:
    """Return the claims whose standing a strike can change: those struck, and their rivals."""
    hit = np.unique(evidence.claim[struck])
    met = evidence.rivals[np.isin(evidence.rivals[:, 1], hit), 0]
    return np.union1d(hit, met)


def _assess_only(evidence: Cited, struck: Numbers, affected: Numbers, starts: Numbers) -> Assessment:
    """Assess the affected claims alone; their rivals count, so those are assessed too."""
    near = np.union1d(affected, evidence.rivals[np.isin(evidence.rivals[:, 0], affected), 1])
    rows = np.concatenate(
        [np.arange(starts[claim], starts[claim + 1]) for claim in near]
        or [np.empty(0, dtype=np.int64)]
    )
    rivals = evidence.rivals[np.isin(evidence.rivals, near).all(axis=1)]
    part = evidence._replace(
        claims=len(near),
        claim=np.searchsorted(near, evidence.claim[rows]),
        affirms=evidence.affirms[rows],
        denies=evidence.denies[rows],
        doubts=evidence.doubts[rows],
        firm=evidence.firm[rows],
        root=evidence.root[rows],
        own=evidence.own[rows],
        rivals=np.searchsorted(near, rivals),
    )
    found = assess(part, ~np.isin(rows, struck))
    wanted = np.searchsorted(near, affected)
    return Assessment(*(values[wanted] for values in found))


def _stand(assessment: Assessment) -> Flags:
    return np.isin(assessment.standing, (CORROBORATED, SINGLE_ROOT))


def _stand_only(assessment: Assessment, claims: Numbers) -> Flags:
    return np.isin(assessment.standing[claims], (CORROBORATED, SINGLE_ROOT))


def _pair_codes(index: Index) -> Numbers:
    """Return for each claim the number of its unordered pair of entities, or -1."""
    code = {id_: at for at, id_ in enumerate(index.entities.index)}
    subject = np.array([code[id_] for id_ in index.claims["subject"]], dtype=np.int64)
    object_ = np.array([code.get(id_, -1) for id_ in index.claims["object"]], dtype=np.int64)
    both = np.minimum(subject, object_) * len(code) + np.maximum(subject, object_)
    linked = (object_ >= 0) & (object_ != subject)
    found = np.full(len(subject), -1, dtype=np.int64)
    found[linked] = np.unique(both[linked], return_inverse=True)[1]
    return found


def _lost(pair: Numbers, falls: Flags, clears: Flags, standing: Numbers) -> int:
    """Count the pairs that stood and of which no standing claim is left."""
    size = len(standing)
    change = np.bincount(pair[clears & (pair >= 0)], minlength=size) - np.bincount(
        pair[falls & (pair >= 0)], minlength=size
    )
    return int(((standing > 0) & (standing + change == 0)).sum())


def _pairs(index: Index, which: Flags) -> set[tuple[str, str]]:
    """Return the unordered pairs of entities that the claims ``which`` link."""
    ends = index.claims.loc[which, ["subject", "object"]].itertuples(index=False, name=None)
    return {(min(pair), max(pair)) for pair in ends if pair[1] and pair[0] != pair[1]}


def _members(pairs: set[tuple[str, str]]) -> set[str]:
    return {entity for pair in pairs for entity in pair}
