"""Links: what the claims of one subject, relation and object come to together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.evidence.cited import Numbers
from cardindex.ontology import Vocabulary
from cardindex.slices import STANDINGS

ENDS = ["subject", "relation", "object"]


def ends(claims: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Return subject, relation and object of each claim that links, by claim id.

    Where the relation is symmetric the smaller id comes first, so that a link is told once.
    """
    linking = claims.loc[claims["object"] != "", ENDS]
    turned = linking["relation"].isin(vocabulary.symmetric) & (
        linking["subject"] > linking["object"]
    )
    swapped = linking.rename(columns={"subject": "object", "object": "subject"})[ENDS]
    return linking.where(~turned, swapped)


def links(claims: pd.DataFrame, vocabulary: Vocabulary, joined: Mapping[str, str]) -> pd.DataFrame:
    """Fold assessed claims into links; ``joined`` is that of a ``Selection``.

    Returns one row a link, sorted by subject, relation and object: ``subject, relation, object,
    family, stands, standing`` (the best of its claims), ``roots``, ``support_low`` and
    ``support_high`` (of the claims that stand, or of all of them where none does, together),
    ``claims`` (their ids), ``identifications`` (those of the claims that a folded line hangs on,
    as ``lines`` has them: none).
    """
    keyed = ends(claims, vocabulary)
    about = claims.loc[keyed.index]
    grouped = keyed.groupby(ENDS, sort=True)
    link = grouped.ngroup().to_numpy().astype(np.int64)
    found = grouped.size().reset_index()[ENDS]
    count = len(found)
    upholds = about["stands"].to_numpy(dtype=bool)
    stands = np.zeros(count, dtype=bool)
    stands[link[upholds]] = True
    counted = upholds | ~stands[link]
    roots = _gathered(link[counted], about["roots"][counted], count)
    family = {id_: relation.family for id_, relation in vocabulary.relations.items()}
    found["family"] = found["relation"].map(family)
    found["stands"] = stands
    found["standing"] = _best(link, about["standing"], count)
    found["roots"] = pd.Series(roots, dtype=object)
    found["support_low"] = [independent(some, joined) for some in roots]
    found["support_high"] = [len(some) for some in roots]
    ids = _gathered(link, zip(about.index, strict=True), count)
    found["claims"] = pd.Series(ids, dtype=object)
    found["identifications"] = pd.Series([()] * count, dtype=object)
    return found


def independent(roots: Iterable[str], joined: Mapping[str, str]) -> int:
    """Return how many roots are left where those that are joined count once."""
    return len({joined.get(root, root) for root in roots})


def _best(link: Numbers, standings: pd.Series[str], count: int) -> npt.NDArray[np.object_]:
    """Return the best standing among the claims of each link."""
    code = {standing: at for at, standing in enumerate(STANDINGS)}
    best = np.full(count, len(STANDINGS) - 1, dtype=np.int64)
    np.minimum.at(best, link, standings.map(code).to_numpy(dtype=np.int64))
    return np.array(STANDINGS, dtype=object)[best]


def _gathered(
    link: Numbers, values: Iterable[tuple[str, ...]], count: int
) -> list[tuple[str, ...]]:
    """Return for each link the distinct values of its claims, sorted."""
    order = np.argsort(link, kind="stable")
    bounds = np.searchsorted(link[order], np.arange(count + 1)).tolist()
    listed = list(values)
    ordered = [listed[at] for at in order.tolist()]
    return [
        ordered[start] if end - start == 1 else tuple(sorted({*chain(*ordered[start:end])}))
        for start, end in pairwise(bounds)
    ]
