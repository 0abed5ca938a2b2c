"""Communities: parts of a network that hold together more than chance would have it."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.brief import brief, count
from cardindex.errors import UndefinedMeasure
from cardindex.measures.simplenetwork import Folded

SEED = 1971
"""What the order in which entities are looked at is drawn from, so that all get the same answer."""


@dataclass(frozen=True, eq=False)
class Communities:
    """A division of a network: ``of`` gives each entity its number, 1 being the largest.

    ``modularity``: how much more weight is inside than chance would put there, at most 1.
    """

    of: pd.Series[int]
    modularity: float

    def __repr__(self) -> str:
        found = count(int(self.of.nunique()), "community", "communities")
        return brief(self, "", found, f"modularity {self.modularity:.3f}")


def communities(folded: Folded, *, resolution: float = 1.0, seed: int = SEED) -> Communities:
    """Divide a network by Louvain's method.

    Blondel and others, Journal of Statistical Mechanics (2008), P10008; modularity as in Newman,
    Physical Review E 70 (2004), 056131. Directions are left out, weights count. A higher
    ``resolution`` gives more and smaller communities. Another seed can give another division that
    is as good: what is in one community under every seed is more than what one run says.
    """
    flat = folded.undirected()
    if not flat.lines:
        raise UndefinedMeasure("a network without a line has no communities")
    # By number: the method goes through sets, and the order of names in a set is not fixed.
    graph: nx.Graph[int] = nx.from_scipy_sparse_array(flat.matrix)
    parts = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    modularity = nx.community.modularity(graph, parts, resolution=resolution)
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    number = {at: which for which, part in enumerate(ordered, start=1) for at in part}
    of = pd.Series(
        [number[at] for at in range(len(flat.entities))],
        index=pd.Index(flat.entities, name="entity"),
        name="community",
    )
    return Communities(of, float(modularity))


def agreement(one: pd.Series[int], other: pd.Series[int]) -> float:
    """Return how far two divisions of the same entities agree: 1 the same, 0 as by chance.

    The adjusted Rand index of Hubert and Arabie, Journal of Classification 2 (1985), 193–218,
    over the entities that are in both. Raises UndefinedMeasure where fewer than two are.
    """
    both = one.index.intersection(other.index)
    if len(both) < 2:
        raise UndefinedMeasure("two divisions that share fewer than two entities do not compare")
    table = pd.crosstab(one[both], other[both]).to_numpy()
    pairs = _pairs(table).sum()
    first, second = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    chance = first * second / _pairs(len(both))
    most = (first + second) / 2
    return 1.0 if most == chance else float((pairs - chance) / (most - chance))


def _pairs(counts: object) -> npt.NDArray[np.float64]:
    each = np.asarray(counts, dtype=np.float64)
    return each * (each - 1) / 2
