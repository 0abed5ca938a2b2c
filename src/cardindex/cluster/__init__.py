"""The same tally, links, weights and dump over partitions, on a Spark Connect cluster.

Tables are Parquet, with the columns of the CSV, wherever the engine reads them. Claims that are
tied together come into one partition with their citations; what every partition needs (sources,
the vocabulary, which roots count as one) goes to each; there the code of ``evidence`` runs.
"""

from __future__ import annotations

from cardindex.cluster.errors import ClusterError
from cardindex.cluster.quads import dump
from cardindex.cluster.rounds import Spread
from cardindex.cluster.running import OUTPUTS, Done, tally
from cardindex.cluster.session import Session, connected, workers

__all__ = [
    "OUTPUTS",
    "ClusterError",
    "Done",
    "Session",
    "Spread",
    "connected",
    "dump",
    "tally",
    "workers",
]
