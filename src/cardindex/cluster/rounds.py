"""How rows are spread over partitions, and rounds for engines that hold all of these at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cardindex.cluster.given import Frame

AT_A_TIME = 250_000
"""The number of claims for one partition, which then takes some 400 MB in a worker."""


class Spread(NamedTuple):
    """Over how many ``partitions`` rows are spread, and in how many ``rounds`` these come.

    No partitions are one for each AT_A_TIME claims. A round is a share of the rows; each of them
    reads all tables, and an engine that holds all that it works on holds a round's.
    """

    partitions: int = 0
    rounds: int = 1

    def over(self, claims: int) -> Spread:
        """Return the same with its number of partitions, for so many claims."""
        return self._replace(partitions=self.partitions or max(2, -(-claims // AT_A_TIME)))

    def by(self, rows: Frame, key: str) -> Iterator[Frame]:
        """Yield the rows of each round; those of one key come into one partition."""
        each = -(-self.partitions // self.rounds)
        for at in range(self.rounds):
            # By another hash than that of partitions, or most of these would have no rows.
            share = f"pmod(crc32({key}), {self.rounds}) = {at}"
            yield (rows if self.rounds == 1 else rows.where(share)).repartition(each, key)


ALL_AT_ONCE = Spread()
