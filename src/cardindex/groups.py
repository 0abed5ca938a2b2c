"""Things by group, in arrays, so that looking at a few groups is fast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Name = TypeVar("Name", int, str)


class Groups(NamedTuple):
    """``things``, group after group, each in order, and where each group ``starts`` and ends."""

    things: Numbers
    starts: Numbers

    def of(self, groups: Numbers) -> tuple[Numbers, Numbers]:
        """Return the things in these groups, one group after the other, and the group of each.

        The group is given as its position in ``groups``.
        """
        if len(groups) == 1:  # as in each step down a line
            only = self.one(groups[0]).copy()
            return only, np.zeros(len(only), dtype=np.int64)
        sizes = self.starts[groups + 1] - self.starts[groups]
        shifts = self.starts[groups] - (np.cumsum(sizes) - sizes)
        whose = np.repeat(np.arange(len(groups)), sizes)
        return self.things[np.arange(len(whose)) + shifts[whose]], whose

    def one(self, group: int) -> Numbers:
        """Return the things in a group."""
        return self.things[self.starts[group] : self.starts[group + 1]]

    def part(self, groups: Numbers) -> Groups:
        """Return these groups alone."""
        things, _ = self.of(groups)
        ends = np.cumsum(self.starts[groups + 1] - self.starts[groups])
        return Groups(things, np.append(0, ends))


def distinct(numbers: Numbers) -> Numbers:
    """Return the numbers that differ, sorted; by sorting, many times as fast as by NumPy's hash."""
    if len(numbers) < 2:
        return numbers.copy()
    ordered = np.sort(numbers)
    found: Numbers = ordered[np.append(True, ordered[1:] != ordered[:-1])]
    return found


def added(known: Numbers, more: Numbers) -> tuple[Numbers, Numbers]:
    """Return those of ``more`` that are not known, and all; each sorted, and nothing twice."""
    if len(known):
        at = np.minimum(np.searchsorted(known, more), len(known) - 1)
        more = more[known[at] != more]
    # A stable sort of two that are in order merges them.
    return more, np.sort(np.concatenate([known, more]), kind="stable")


def grouped(group: Numbers, count: int) -> Groups:
    """Return the places in ``group`` by what is there: one of ``count`` numbers."""
    ends = np.cumsum(np.bincount(group, minlength=count))
    return Groups(np.argsort(group, kind="stable"), np.append(0, ends))


def joined(count: int, pairs: Numbers) -> Numbers:
    """Return for each of ``count`` things the first of those that it is joined to, however far.

    ``pairs``: an array of shape (pairs, 2) of things that are joined.
    """
    first = np.arange(count)
    ones, others = pairs[:, 0], pairs[:, 1]
    # Each round joins what is first to the least of the firsts beside it; two rounds halve them at
    # least. SciPy would do it as well, and takes longer to load than most commands to run.
    while len(ones):
        np.minimum.at(first, np.maximum(ones, others), np.minimum(ones, others))
        while (first[first] != first).any():
            first = first[first]
        ones, others = first[ones], first[others]
        apart = ones != others
        ones, others = ones[apart], others[apart]
    return first


def leaders(members: Iterable[Name], pairs: Iterable[tuple[Name, Name]]) -> dict[Name, Name]:
    """Return for each member the smallest of those that it is joined to by ``pairs``, however far.

    For few members of any type; ``joined`` is for many that are positions.
    """
    leader = {member: member for member in members}

    def find(member: Name) -> Name:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
        leader[second] = first
    return {member: find(member) for member in leader}
