"""The store of an index in the user's cache: made once, by bulk load, and then only read.

It is an entry beside the compiled index, by the same key, so that it is never stale. Where there
can be none (no cache, a full disk) the store is made in memory each time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from cardindex.compiled import sums
from cardindex.compiled.keys import Key
from cardindex.compiled.place import Cache
from cardindex.engine import Text
from cardindex.watching import working

_ENGINE, _PREFIXES = "engine", "prefixes.json"
_ENDING = ".store"
_TRUSTED = (".sst",)  # files whose blocks the engine checks by its own sums

# Merging the parts of a bulk load takes a quarter of its time and doubles the files; every query
# then looks in one part and not in five, and takes two fifths of the time. Files that are larger
# than this would, doubled, leave little room in the cache for others.
_MERGED = 2_500_000_000


class Kept(NamedTuple):
    """The folder of a store, and the prefixes that are declared in its queries.

    ``held`` keeps it from being taken away until it is closed; ``drop`` takes it away.
    """

    folder: Path
    prefixes: Mapping[str, str]
    held: ExitStack
    drop: Callable[[], None]


def find(place: Cache, of: Key) -> Kept | None:
    """Return the store that is kept of an index, if there is one."""
    name, held = of.text + _ENDING, ExitStack()
    prefixes = place.held(name, held, lambda entry: json.loads((entry / _PREFIXES).read_bytes()))
    if prefixes is None:
        return None
    return Kept(place.path(name) / _ENGINE, prefixes, held, partial(place.drop, name))


def make(place: Cache, of: Key, lines: Iterator[bytes], prefixes: Mapping[str, str]) -> Kept | None:
    """Keep a store of these N-Quads. Returns None where it cannot be written."""
    with suppress(OSError), place.making(of.text + _ENDING) as new:
        fill(new / _ENGINE, lines)
        (new / _PREFIXES).write_text(json.dumps(dict(prefixes)), encoding="utf-8")
        sums.write(new, trusting=_TRUSTED)
    return find(place, of)


def fill(folder: Path, lines: Iterator[bytes]) -> None:
    """Make a store of these N-Quads in a folder. Raises OSError."""
    import pyoxigraph as ox  # noqa: PLC0415 - who only asks a store that is there does without

    with working("Making the store"):
        engine = ox.Store(str(folder))
        engine.bulk_load(cast("BinaryIO", Text(lines)), format=ox.RdfFormat.N_QUADS, lenient=True)
        engine.flush()
        if sum(path.stat().st_size for path in folder.iterdir()) <= _MERGED:
            engine.optimize()
        del engine  # the store is closed before its folder moves
