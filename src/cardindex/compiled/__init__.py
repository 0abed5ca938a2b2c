"""A cache on disk of what follows from the tables of an index, never stale.

An *entry* is a folder named by the hash of all that it follows from (``keys``), published whole
(``place``): frames as Arrow IPC that lie ready in memory once they are opened (``frames``).
"""

from __future__ import annotations

from cardindex.compiled.keys import Key, key, seen
from cardindex.compiled.place import Cache, cache

__all__ = ["Cache", "Key", "cache", "key", "seen"]
