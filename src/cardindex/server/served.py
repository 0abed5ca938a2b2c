"""One index as it is served: opened and assessed once, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from cardindex import compiled
from cardindex.cachewriter import version
from cardindex.errors import CardindexError
from cardindex.evidence import Selection, tally
from cardindex.index import Index
from cardindex.passages import Text, read_texts
from cardindex.rdf import Names
from cardindex.server.answercache import AnswerCache

Part = TypeVar("Part")


@dataclass(frozen=True)
class Place:
    """Where an index lies, and what it is called among those that are served.

    ``name`` is its part of the path, empty where it is the only one. ``texts``: the folder of the
    texts of its sources, where these may be shown to everybody. ``endpoint``: the address of a
    SPARQL endpoint that holds the index and answers its queries.
    """

    folder: Path
    name: str = ""
    texts: Path | None = None
    endpoint: str = ""


@dataclass(frozen=True, eq=False)
class Served:
    """A version of an index as it is served. A reload makes another; requests keep their own.

    ``version`` is a hash of all that the index follows from; ``changed`` the time of its newest
    file. ``texts`` is empty unless the operator said that they may be shown.
    """

    place: Place
    index: Index
    everything: Selection
    names: Names
    version: str
    changed: datetime
    texts: Mapping[str, Text]
    kept: AnswerCache = field(default_factory=AnswerCache)
    _parts: dict[Callable[[Served], Any], Any] = field(default_factory=dict)
    _making: dict[Callable[[Served], Any], RLock] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    @classmethod
    def open(cls, place: Place, key: compiled.Key | None = None) -> Served:
        """Open what lies at a place. Raises InvalidIndex as ``Index.open`` does.

        With a key it is the version of that key, if it is still kept.
        """
        index = (Index.kept(place.folder, key) if key else None) or Index.open(place.folder)
        key = index.key or compiled.key(place.folder)
        seen = key.seen if key else ()
        newest = max((changed for _, _, changed, _ in seen), default=0)
        texts = read_texts(index, place.texts) if place.texts else {}
        return cls(
            place=place,
            index=index,
            everything=tally(index),
            names=Names(index.base),
            version=version(key.text if key else repr(index), texts),
            changed=datetime.fromtimestamp(newest // 1_000_000_000, UTC),
            texts=texts,
        )

    def is_as_on_disk(self) -> bool:
        """Tell whether opening the index from disk now would give the same version."""
        key, folder = compiled.key(self.place.folder), self.place.texts
        if key is None:
            return False
        try:
            texts = read_texts(self.index, folder) if folder else {}
        except (CardindexError, OSError):
            return False
        return version(key.text, texts) == self.version

    def part(self, make: Callable[[Served], Part]) -> Part:
        """Return what ``make`` makes of this index (a store, a search …): once, then kept."""
        with self._lock:
            making = self._making.setdefault(make, RLock())
        # One lock for each part: only requests for the same part wait.
        with making:
            if make not in self._parts:
                self._parts[make] = make(self)
            found: Part = self._parts[make]
            return found

    def close(self) -> None:
        """Close all parts that can be closed, after the last request for this version."""
        with self._lock:
            parts = list(self._parts.values())
            self._parts.clear()
        for part in parts:
            with suppress(AttributeError):
                part.close()
