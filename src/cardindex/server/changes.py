"""Whether the files of an index have changed since it was opened, and are no longer written to."""

from __future__ import annotations

from dataclasses import dataclass

from cardindex import compiled
from cardindex.cachewriter import Prepared
from cardindex.server.served import Place

Seen = tuple[object, ...]


def seen(place: Place) -> Seen:
    """Return what tells whether anything changed: size, time and number of each file."""
    tables = compiled.seen(place.folder) or ("unreadable",)
    if place.texts is None:
        return tables
    try:
        texts = sorted(place.texts.iterdir())
        found = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in texts]
    except OSError:
        return (*tables, "unreadable")
    return (*tables, *found)


@dataclass
class Watched:
    """An index that is watched: what its files were when last looked at, and when last tried."""

    place: Place
    prepared: Prepared
    tried: Seen
    last: Seen
    is_stale: bool = False

    def is_due(self) -> bool:
        """Look at the files: whether they changed, and have been left alone since the last look.

        So an editor may save one table after another.
        """
        now = seen(self.place)
        at_rest, self.last = now == self.last, now
        return at_rest and now != self.tried
