"""Two indexes together: one that keeps whose each row is, and the way back to either.

The first index keeps its ids. What another calls alike is another thing, unless both have one base
(then an id is one address, and one thing) or somebody has decided so.
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
