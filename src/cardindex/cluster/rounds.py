"""How rows are spread over partitions, and rounds for engines that hold all of these at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cardindex.cluster.circles import KEY
from cardindex.cluster.given import Frame
from cardindex.cluster.writing import Place

AT_A_TIME = 250_000
"""The number of claims for one partition, which then takes some 400 MB in a worker."""


class Spread(NamedTuple):
    """Over how many ``partitions`` rows are spread, and in how many ``rounds`` these come.

    No partitions are one for each AT_A_TIME claims. A round is a share of the rows; an engine that
    holds all that it works on holds a round's.
    """

    partitions: int = 0
    rounds: int = 1

    def over(self, claims: int) -> Spread:
        """Return the same with its number of partitions, for so many claims."""
        return self._replace(partitions=self.partitions or max(2, -(-claims // AT_A_TIME)))

    def within(self, rows: Frame, key: str) -> Frame:
        """Return the rows of one round, of which those of one key come into one partition."""
        return rows.repartition(-(-self.partitions // self.rounds), key)

    def by(self, rows: Frame, key: str) -> Iterator[Frame]:
        """Yield the rows of each round so; for each round all of them are read."""
        for at in range(self.rounds):
            share = f"{self._round(key)} = {at}"
            yield self.within(rows if self.rounds == 1 else rows.where(share), key)

    def apart(self, rows: Frame, place: Place, name: str) -> Rows:
        """Return the rows of each round by their KEY.

        Of several rounds, they are written into a folder ``name`` first, so that each round reads
        its own alone.
        """
        if self.rounds == 1:
            return (rows,)
        place.write(name, [rows.selectExpr("*", f"{self._round(KEY)} AS {_ROUND}")], by=_ROUND)
        written = place.read(name)
        return tuple(written.where(f"{_ROUND} = {at}").drop(_ROUND) for at in range(self.rounds))

    def _round(self, key: str) -> str:
        # By another hash than that of partitions, or most of these would have no rows. What has no
        # key is told by the checks.
        return f"coalesce(pmod(crc32({key}), {self.rounds}), 0)"


Rows = tuple[Frame, ...]
"""The rows of each round, as ``circles.rows`` has them."""

_ROUND = "round"


ALL_AT_ONCE = Spread()
