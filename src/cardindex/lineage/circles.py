"""Circular reporting: citations whose way comes back to a work that it has passed, spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from cardindex.lineage.leaning import Leaning, leading_to, sustained
from cardindex.lineage.works import Way

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class Walk:
    """Citations to be followed; ``direction`` is their group and direction as one number.

    ``rests_back``: which of them are grounds that come back along ``rests_on``.
    """

    def __init__(
        self, who: Leaning, direction: Numbers, of: Numbers, ways: Sequence[Way], stop: Numbers,
        *, circular: Flags,
    ) -> None:  # fmt: skip
        self.who, self.direction = who, direction
        self._of, self._ways, self._stop = of, ways, stop
        self.rests_back = circular[of] & (stop < 0)

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
    near = among & ((walk.who.leans >= 0) | (walk.who.node >= 0))
    rows = np.flatnonzero(near).tolist()
    passes = [(int(walk.direction[row]), work) for row in rows for work in walk.followed(row)]
    once, twice = set[tuple[int, str]](), set[tuple[int, str]]()
    for key in passes:
        (twice if key in once else once).add(key)
    suspect: dict[int, set[str]] = {}
    for direction, work in twice:
        suspect.setdefault(direction, set()).add(work)
    behind: dict[int, frozenset[str]] = {}
    for row in rows:
        works = suspect.get(int(walk.direction[row]))
        if works and walk.who.leans[row] >= 0 and not works.isdisjoint(walk.followed(row)):
            found[row] = not _behind(walk, row, behind, works).isdisjoint(walk.followed(row))
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
