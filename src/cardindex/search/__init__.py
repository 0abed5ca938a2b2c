"""Full-text search of an index: names, descriptions, titles, glosses, notes, and texts if given."""

from __future__ import annotations

from cardindex.search.finds import KINDS, MOST, Hit, Results, Search
from cardindex.search.words import LONGEST

__all__ = ["KINDS", "LONGEST", "MOST", "Hit", "Results", "Search"]
