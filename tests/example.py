"""The example that ships: what the next claims in an index that ``init`` has made are called.

Tests ask here, so that a claim more in the example changes none of them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import cardindex

FOLDER = Path(cardindex.__file__).parent / "example"

with (FOLDER / "claims.csv").open(encoding="utf-8", newline="") as _file:
    _LAST = max(int(row["id"].removeprefix("c")) for row in csv.DictReader(_file))

NEW, NEXT = (f"c{_LAST + at:03}" for at in (1, 2))
"""The ids of the first claim that is added, and of the second."""
