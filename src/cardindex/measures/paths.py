"""Betweenness and distances from many sources at a time: of all, or of some that were drawn.

Brandes' accumulation (Journal of Mathematical Sociology 25 (2001), 163-177) by sparse matrices,
many sources at a time. In undirected networks trees that hang on the rest are computed separately,
and their entities become a weight of the entity where they hang (Baglioni and others, ASONAM 2012):
half of the people in a network of letters have one correspondent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from cardindex.evidence.cited import Flags, Numbers

Values = npt.NDArray[np.float64]
Matrix = sparse.csr_array[np.float64]

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AT_ONCE = 16
"""How many sources at most are followed at a time."""

_CELLS = 1 << 20  # the most numbers in a table of sources by entities


@dataclass(frozen=True, eq=False)
class Paths:
    """A network laid out for shortest paths.

    ``leaves``: the lines of those within, from row to column, each 1, and ``arrives``, the same
    from column to row. ``within``: whom the rows are of. ``stands_for``: by entity, the row where
    it hangs or stands; ``weight``: by row, how many do. ``hanging``: by entity, the ordered pairs
    that it is between because of what hangs on it. ``trees``: these, None where none were looked
    for.
    """

    leaves: Matrix
    arrives: Matrix
    within: Numbers
    stands_for: Numbers
    weight: Values
    hanging: Values
    trees: Trees | None = None


class Trees(NamedTuple):
    """What was taken off, and what it tells; all by entity.

    ``kept``: who is left. ``root``: where each hangs; ``size``: how many hang on it, itself
    included, ``squares``: the squares of the sizes of what hangs on it directly, and ``below``:
    how far all that hangs on it is from it, together. ``taken``: who was taken off, time after
    time, and ``off``: from whom.
    """

    kept: Flags
    root: Numbers
    size: Numbers
    squares: Numbers
    below: Numbers
    taken: tuple[Numbers, ...]
    off: Numbers


def lay(matrix: Matrix, *, directed: bool) -> Paths:
    """Lay out a network for shortest paths, from row to column; weights do not count."""
    size = matrix.shape[0]
    cells = np.ones(matrix.nnz), matrix.indices, matrix.indptr
    lines = sparse.csr_array(cells, shape=matrix.shape)
    if directed:
        everyone = np.arange(size)
        return Paths(lines, lines.T.tocsr(), everyone, everyone, np.ones(size), np.zeros(size))
    trees = _trees(lines)
    _, part = csgraph.connected_components(lines, directed=False)
    others = np.bincount(part)[part] - 1
    # Two are apart by an entity if what hangs on it parts them; the rest is one part more.
    rest = others + 1 - trees.size
    hanging = (others**2 - trees.squares - rest**2).astype(np.float64)
    within = np.flatnonzero(trees.kept)
    row = np.cumsum(trees.kept) - 1
    core = lines[within][:, within]
    weight = trees.size[within].astype(np.float64)
    return Paths(core, core, within, row[trees.root], weight, hanging, trees)


def _trees(lines: Matrix) -> Trees:
    """Take off entities with a single line, again and again, until none is left."""
    size = lines.shape[0]
    degree = np.diff(lines.indptr).astype(np.int64)
    # The sum of the neighbours' numbers is the number of the only one left.
    last = np.asarray(lines @ np.arange(size, dtype=np.float64)).astype(np.int64)
    kept, off = np.ones(size, dtype=bool), np.arange(size)
    weight = np.ones(size, dtype=np.int64)
    squares, below = np.zeros((2, size), dtype=np.int64)
    taken = list[Numbers]()
    while len(leaves := np.flatnonzero(kept & (degree == 1))):
        # Of two that have only each other, the first stays.
        leaves = leaves[(degree[last[leaves]] != 1) | (last[leaves] < leaves)]
        at = last[leaves]
        kept[leaves] = False
        off[leaves] = at
        taken.append(leaves)
        np.subtract.at(degree, at, 1)
        np.subtract.at(last, at, leaves)
        np.add.at(weight, at, weight[leaves])
        np.add.at(squares, at, weight[leaves] ** 2)
        np.add.at(below, at, below[leaves] + weight[leaves])
    root = off.copy()
    for leaves in reversed(taken):
        root[leaves] = root[root[leaves]]
    return Trees(kept, root, weight, squares, below, tuple(taken), off)


def between(paths: Paths, sources: Numbers, times: Values) -> Values:
    """Return what these sources depend on each of those within, added up: (within, groups).

    ``sources``: rows, and ``times``, of shape (sources, groups), how often each counts in each
    group. What a source depends on an entity: for how many others it is on the shortest paths,
    shared among these where there are several.
    """
    total = np.zeros((len(paths.within), times.shape[1]))

    def some(which: slice) -> Values:
        # A loop: most sources are in one group, and NumPy would start threads for a product.
        counts = sparse.csr_array(times[which])
        found: Values = np.asarray(_dependencies(paths, sources[which]) @ counts)
        return found

    # Added in a fixed order, whichever is done first, so that sums are the same every time.
    for found in in_order(some, _slices(paths, len(sources))):
        total += found
    return total


def distances(paths: Paths) -> tuple[Values, Values]:
    """Return, by entity, how many others reach it, and how far they are from it, together."""
    size = len(paths.within)
    reached, far = np.zeros(size), np.zeros(size)

    def some(which: slice) -> tuple[Values, Values]:
        weight, near, steps = paths.weight[which], np.zeros(size), np.zeros(size)
        for step, front in enumerate(_fronts(paths, np.arange(size)[which])):
            there = (front > 0) @ weight
            near += there
            steps += step * there
        return near, steps

    for near, steps in in_order(some, _slices(paths, size)):
        reached += near
        far += steps
    if paths.trees is None:
        return reached - 1, far
    return _down_trees(paths, paths.trees, reached, far)


def _down_trees(paths: Paths, trees: Trees, reached: Values, far: Values) -> tuple[Values, Values]:
    """Return the same for all, from what reaches those within by way of them alone."""
    everyone, steps = np.zeros((2, len(trees.kept)))
    everyone[paths.within], steps[paths.within] = reached, far
    _, part = csgraph.connected_components(paths.leaves, directed=False)
    # Distances from a tree add the depth at which an entity hangs.
    steps[paths.within] += np.bincount(part, trees.below[paths.within])[part]
    for leaves in reversed(trees.taken):
        above = trees.off[leaves]
        everyone[leaves] = everyone[above]
        # One step farther from all but those that hang on it, to whom it is one nearer.
        steps[leaves] = steps[above] + everyone[leaves] - 2 * trees.size[leaves]
    return everyone - 1, steps


def _slices(paths: Paths, sources: int) -> list[slice]:
    """Return the sources that are followed at a time."""
    width = min(max(_CELLS // max(len(paths.within), 1), 1), AT_ONCE)
    return [slice(start, start + width) for start in range(0, sources, width)]


def exact(paths: Paths) -> Values:
    """Return the betweenness of each entity: of all ordered pairs the share that it is between."""
    everyone = np.arange(len(paths.within))
    return shares(paths, between(paths, everyone, paths.weight[:, None])[:, 0])


def shares(paths: Paths, depends: Values) -> Values:
    """Return betweenness from what all depend on those within, together."""
    found = paths.hanging.copy()
    found[paths.within] += depends
    return found / scale(paths)


def scale(paths: Paths) -> int:
    """Return how many ordered pairs of others each entity could be between; 1 where none are."""
    size = len(paths.hanging)
    return max((size - 1) * (size - 2), 1)


def cost(paths: Paths) -> float:
    """Return how many steps along lines one source takes, as far as can be told beforehand.

    All lines are gone along at every distance. How many there are is told by the one who has the
    most lines, from whom others are at most twice as far.
    """
    if not len(paths.within):
        return 1.0
    source = np.argmax(np.diff(paths.leaves.indptr))
    far = csgraph.breadth_first_order(paths.leaves, int(source), return_predecessors=True)
    order, before = far
    step = np.zeros(len(paths.within), dtype=np.int64)
    for at in order[1:].tolist():
        step[at] = step[before[at]] + 1
    return float((paths.leaves.nnz + len(paths.within)) * (1 + int(step.max(initial=0))))


def in_order(call: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
    """Yield what ``call`` gives for each item, worked out on all cores, in the order of items.

    A consumer that stops early, also by Ctrl-C, waits only for the items in progress.
    """
    workers = cpu_count() or 1
    if len(items) < 2 or workers < 2:
        yield from map(call, items)
        return
    threads = ThreadPoolExecutor(workers)
    try:
        ahead = deque(threads.submit(call, item) for item in items[: 2 * workers])
        for item in items[2 * workers :]:
            yield ahead.popleft().result()
            ahead.append(threads.submit(call, item))
        while ahead:
            yield ahead.popleft().result()
    finally:
        threads.shutdown(cancel_futures=True)


def _dependencies(paths: Paths, sources: Numbers) -> Values:
    """Return how far each source (column) depends on each entity within (row)."""
    shape = len(paths.within), len(sources)
    fronts = list(_fronts(paths, sources))
    depends, weight = np.zeros(shape), paths.weight[:, None]
    share = np.zeros(shape)  # what is handed back, of each shortest way to an entity
    for front in fronts[:0:-1]:
        back = np.asarray(paths.leaves @ share)
        back *= front
        depends += back
        back += weight
        share = np.divide(back, front, out=share, where=front > 0)
        share *= front > 0
    return depends


def _fronts(paths: Paths, sources: Numbers) -> Iterator[Values]:
    """Yield, by distance, in how many shortest ways each row is reached; 0 for all others."""
    shape = len(paths.within), len(sources)
    front, unseen = np.zeros(shape), np.ones(shape)
    front[sources, np.arange(len(sources))] = 1.0
    while front.any():
        yield front
        unseen *= front == 0
        front = np.asarray(paths.arrives @ front)
        front *= unseen
