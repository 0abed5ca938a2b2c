"""Links: what the claims of one subject, relation and object come to together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.ontology import Vocabulary
from cardindex.slices import STANDINGS

ENDS = ["subject", "relation", "object"]


def ends(claims: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Return subject, relation and object of each claim that links, by claim id.

    Where the relation is symmetric the smaller id comes first, so that a link is told once.
    """
    linking = claims.loc[claims["object"] != "", ENDS]
    symmetric = {id_ for id_, relation in vocabulary.relations.items() if relation.symmetric}
    turned = linking["relation"].isin(symmetric) & (linking["subject"] > linking["object"])
    swapped = linking.rename(columns={"subject": "object", "object": "subject"})[ENDS]
    return linking.where(~turned, swapped)


def links(claims: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Fold assessed claims into links.

    Returns one row a link, sorted by subject, relation and object: ``subject, relation, object,
    family, stands, standing`` (the best of its claims), ``roots`` and ``support`` (of the claims
    that stand, or of all of them where none does), ``claims`` (their ids).
    """
    keyed = ends(claims, vocabulary)
    about = claims.loc[keyed.index]
    grouped = keyed.groupby(ENDS, sort=True)
    link = grouped.ngroup().to_numpy(dtype=np.int64)
    found = grouped.size().reset_index()[ENDS]
    count = len(found)
    upholds = about["stands"].to_numpy(dtype=bool)
    stands = np.zeros(count, dtype=bool)
    stands[link[upholds]] = True
    counted = upholds | ~stands[link]
    roots = _gathered(link[counted], about["roots"][counted], count)
    support = np.zeros(count, dtype=np.int64)
    np.maximum.at(support, link[counted], about["support"].to_numpy()[counted])
    family = {id_: relation.family for id_, relation in vocabulary.relations.items()}
    found["family"] = found["relation"].map(family)
    found["stands"] = stands
    found["standing"] = _best(link, about["standing"], count)
    found["roots"] = pd.Series(roots, dtype=object)
    found["support"] = np.where([bool(names) for names in roots], [*map(len, roots)], support)
    found["claims"] = pd.Series(_gathered(link, ((id_,) for id_ in about.index), count), dtype=object)
    return found


def _best(link: npt.NDArray[np.int64], standings: pd.Series, count: int) -> npt.NDArray[np.object_]:
    """Return the best standing among the claims of each link."""
    code = {standing: at for at, standing in enumerate(STANDINGS)}
    best = np.full(count, len(STANDINGS) - 1, dtype=np.int64)
    np.minimum.at(best, link, standings.map(code).to_numpy(dtype=np.int64))
    return np.array(STANDINGS, dtype=object)[best]


def _gathered(
    link: npt.NDArray[np.int64], values: Iterable[tuple[str, ...]], count: int
) -> list[tuple[str, ...]]:
    """Return for each link the distinct values of its claims, sorted."""
    sets: list[set[str]] = [set() for _ in range(count)]
    for at, some in zip(link.tolist(), values, strict=True):
        sets[at].update(some)
    return [tuple(sorted(some)) for some in sets]
