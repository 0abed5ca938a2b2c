"""Things by the groups that they are in, so that to look at few groups takes little time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.evidence.standing import Numbers


class Groups(NamedTuple):
    """``things``, group after group, each in order, and where each group ``starts`` and ends."""

    things: Numbers
    starts: Numbers

    def of(self, groups: Numbers) -> tuple[Numbers, Numbers]:
        """Return the things in these groups, one group after the other, and whose each is.

        That is told by position in ``groups``.
        """
        sizes = self.starts[groups + 1] - self.starts[groups]
        shifts = self.starts[groups] - (np.cumsum(sizes) - sizes)
        whose = np.repeat(np.arange(len(groups)), sizes)
        return self.things[np.arange(len(whose)) + shifts[whose]], whose


def grouped(group: Numbers, count: int) -> Groups:
    """Return the places in ``group`` by what is there: one of ``count`` numbers."""
    ends = np.cumsum(np.bincount(group, minlength=count))
    return Groups(np.argsort(group, kind="stable"), np.append(0, ends))
