"""Merging indexes into one that records the index of each row, and taking one out again.

The first index keeps its ids. An equal id in another index is another thing, unless both have the
same base IRI (then it is the same IRI) or somebody has decided that the two are the same.
"""

from cardindex.merging.apart import NotMerged, part
from cardindex.merging.comparing import Held, hold_together
from cardindex.merging.deciding import Decision, read_decisions
from cardindex.merging.kept import is_whole
from cardindex.merging.listing import Listed, judged, listed, text
from cardindex.merging.parties import Party, opened
from cardindex.merging.together import Merged, merge, write

__all__ = [
    "Decision", "Held", "Listed", "Merged", "NotMerged", "Party", "hold_together", "is_whole",
    "judged", "listed", "merge", "opened", "part", "read_decisions", "text", "write",
]  # fmt: skip
