"""Circular reporting: citations whose way comes back to a work that it has passed, spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from cardindex.groups import distinct
from cardindex.lineage.leaning import Leaning, leading_to, sustained
from cardindex.lineage.paths import Paths, joined_groups

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class Walk:
    """Citations to be followed; ``direction`` is their group and direction as one number.

    ``rests_back``: which of them are grounds that come back along ``rests_on``. ``chained``:
    which have a chain. ``names``: the ids of works, by their numbers.
    """

    def __init__(
        self, who: Leaning, direction: Numbers, of: Numbers, ways: Paths, stop: Numbers,
        names: Sequence[str],
    ) -> None:  # fmt: skip
        self.who, self.direction, self.names = who, direction, names
        self._of, self._ways, self._stop = of, ways, stop
        self.rests_back = ways.circular[of] & (stop < 0)
        self.chained = (np.diff(ways.works.starts) > 1)[of]

    def passed(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Return the works that ``followed`` gives for some citations, and the place of each."""
        passed, stop = joined_groups(self._ways.works, self._ways.rests), self._stop[rows]
        starts = passed.starts[self._of[rows]]
        sizes = np.where(stop >= 0, stop + 1, passed.starts[self._of[rows] + 1] - starts)
        whose = np.repeat(np.arange(len(rows)), sizes)
        place = np.arange(len(whose)) + (starts - (np.cumsum(sizes) - sizes))[whose]
        return passed.things[place], whose

    def followed(self, row: int) -> tuple[str, ...]:
        """Return the works that one passes: up to that on which the citation leans, or all."""
        way, stop = self._ways[self._of[row]], int(self._stop[row])
        return (way.works[0], *way.steps[:stop]) if stop >= 0 else (*way.works, *way.rests)

    def joints(self, row: int) -> list[str]:
        """Return how one comes to each work after the first, to the one that is leaned on too."""
        way, stop = self._ways[self._of[row]], int(self._stop[row])
        joints = [" > "] * (len(way.works) - 1) + [" rests on "] * len(way.rests)
        return joints[: stop + 1] if stop >= 0 else joints

    def next(self, row: int) -> list[int]:
        """Return the citations on which one leans."""
        node = self.who.leans[row]
        members: list[int] = self.who.members.of(node[None])[0].tolist() if node >= 0 else []
        return members


def loops_of(walk: Walk) -> list[str]:
    """Return for each citation the loop into which its way leads, spelled out, or nothing.

    One loop is told of each group and direction.
    """
    lean = walk.who.leans >= 0
    begins = sustained(walk.who, lean) | walk.rests_back
    begins |= _passing_twice(walk, ~begins)
    loops = [""] * len(begins)
    if not begins.any():
        return loops
    circular = leading_to(walk.who, begins, np.ones(len(begins), dtype=bool))
    told: dict[int, str] = {}
    for row in np.flatnonzero(begins).tolist():
        direction = int(walk.direction[row])
        if direction not in told and (loop := _spelled(walk, row)):
            told[direction] = loop
    for row in np.flatnonzero(circular).tolist():
        loops[row] = told[int(walk.direction[row])]
    return loops


def _passing_twice(walk: Walk, among: Flags) -> Flags:
    """Tell which citations pass a work that is passed again by what they lean on.

    Only those ``among`` which nothing leads back are looked at, so that each way has an end.
    """
    found = np.zeros(len(among), dtype=bool)
    # Along rests_on alone one comes back to a work in a circle of works only, and whoever leans
    # into that is led back.
    turning = np.isin(walk.direction, distinct(walk.direction[walk.chained]))
    near = np.flatnonzero(among & turning & ((walk.who.leans >= 0) | (walk.who.node >= 0)))
    works, whose = walk.passed(near)
    direction, width = walk.direction[near], len(walk.names)
    keys, inverse, counts = np.unique(
        direction[whose] * width + works, return_inverse=True, return_counts=True
    )
    suspect: dict[int, set[str]] = {}
    for key in keys[counts > 1].tolist():
        suspect.setdefault(key // width, set()).add(walk.names[key % width])
    rows = distinct(near[whose[counts[inverse] > 1]])
    behind: dict[int, frozenset[str]] = {}
    for row in rows[walk.who.leans[rows] >= 0].tolist():
        again = _behind(walk, row, behind, suspect[int(walk.direction[row])])
        found[row] = not again.isdisjoint(walk.followed(row))
    return found


def _behind(
    walk: Walk, start: int, known: dict[int, frozenset[str]], among: set[str]
) -> frozenset[str]:
    """Return the works of these that are passed behind a citation.

    Without recursion, as ways are long; only the works that are asked for are collected.
    """
    waiting = [start]
    while waiting:
        row = waiting[-1]
        node = int(walk.who.leans[row])
        if node < 0 or node in known:
            waiting.pop()
            continue
        leaned = walk.next(row)
        open_ = [it for it in leaned if _unknown(walk, it, known)]
        if open_:
            waiting += open_
            continue
        works = set[str]()
        for it in leaned:
            works.update(among.intersection(walk.followed(it)))
            works.update(known.get(int(walk.who.leans[it]), ()))
        known[node] = frozenset(works)
        waiting.pop()
    return known[int(walk.who.leans[start])]


def _unknown(walk: Walk, row: int, known: dict[int, frozenset[str]]) -> bool:
    node = int(walk.who.leans[row])
    return node >= 0 and node not in known


def _spelled(walk: Walk, start: int) -> str:
    """Return the shortest loop that leads from a citation back to a work of its own, or nothing."""
    own = walk.followed(start)
    if walk.rests_back[start]:
        return _told(own, walk.joints(start), own[-1])
    before: dict[int, int] = {}
    waiting = [start]
    for row in waiting:
        for leaned in walk.next(row):
            if leaned not in before:
                before[leaned] = row
                waiting.append(leaned)
                again = [work for work in walk.followed(leaned) if work in own]
                if again:
                    return _told(*_path(walk, _trail(before, start, leaned)), again[0])
    return ""


def _trail(before: dict[int, int], start: int, end: int) -> list[int]:
    """Return the citations from ``start`` to ``end``, which may be ``start`` again."""
    trail = [end, before[end]]
    while trail[-1] != start:
        trail.append(before[trail[-1]])
    return trail[::-1]


def _path(walk: Walk, trail: Iterable[int]) -> tuple[list[str], list[str]]:
    """Return the works that are passed along citations, and what joins them."""
    works, joints = list[str](), list[str]()
    for row in trail:
        works += walk.followed(row)
        joints += walk.joints(row)
    return works, joints


def _told(works: Sequence[str], joints: Sequence[str], again: str) -> str:
    """Spell out the way from a work back to it."""
    first = works.index(again)
    last = works.index(again, first + 1)
    way = works[first]
    for at in range(first, last):
        way += joints[at] + works[at + 1]
    return way
