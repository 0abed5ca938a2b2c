"""The graphs of an index as packed files, named by what is in them; and what two of them differ in.

A dump is an entry of the cache, named by the hash of its triples. A store says which dump it holds,
so the changes since can be found if that dump is still in the cache.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir

import numpy as np
import numpy.typing as npt

from cardindex import rdf
from cardindex.atomic import packing
from cardindex.atomic.scratch import scratch_folder
from cardindex.compiled.place import Cache, cache, using
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.watching import working

_ABOUT = "about.json"
_ENDING = ".push"
_PIECE = 1 << 20
_SIZE = 20  # bytes of a hash of a graph
_HASHED = 100_000  # lines that are hashed at once
_TOGETHER = 16  # bytes of the hash of a line

Hashes = npt.NDArray[np.bytes_]


@dataclass(frozen=True)
class Graph:
    """A graph of a dump: its hash, and how many triples it has."""

    digest: str
    triples: int


@dataclass(frozen=True)
class Dump:
    """The graphs of an index, by the last part of their path; ``digest`` is that of all of them."""

    folder: Path
    base: str
    digest: str
    graphs: Mapping[str, Graph]

    def iri(self, name: str) -> str:
        """Return the IRI of a graph."""
        return f"{self.base}graph/{name}"

    def path(self, name: str) -> Path:
        """Return the file of a graph: N-Triples, packed."""
        return self.folder / f"{name}.nt.zst"


@contextmanager
def dumped(index: Index | Selection) -> Iterator[Dump]:
    """Yield the dump of an index, kept in the cache if there is one. Raises OSError."""
    place = cache()
    with ExitStack() as stack:
        root = Path(gettempdir()) if place is None else place.folder
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = stack.enter_context(scratch_folder(root))
        with working("Writing the triples"):
            made = _write(index, scratch)
        kept = None if place is None else _keep(place, made)
        if kept is None:
            yield made
            return
        stack.enter_context(using(kept.folder))
        yield kept


@contextmanager
def kept(digest: str) -> Iterator[Dump | None]:
    """Yield the dump of a hash, if it is still in the cache."""
    place = cache()
    entry = place.entry(digest + _ENDING) if place is not None and digest.isalnum() else None
    with ExitStack() as stack:
        found = None
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            if entry is not None:
                stack.enter_context(using(entry))
                found = _read(entry)
        yield found


def lines(path: Path, most: int, size: int) -> Iterator[list[bytes]]:
    """Yield the lines of a packed file, so ``most`` at once, or fewer where they are long.

    ``size``: bytes that they have together, unless one alone has more.
    """
    import pyarrow as pa  # noqa: PLC0415 - takes long to load, and a dry run can do without

    waiting: list[bytes] = []
    held, rest = 0, b""
    with pa.input_stream(str(path), compression="zstd") as file:
        while piece := file.read(_PIECE):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                if waiting and (len(waiting) == most or held + len(line) > size):
                    yield waiting
                    waiting, held = [], 0
                waiting.append(line + b"\n")
                held += len(line) + 1
    if waiting:
        yield waiting


def difference(old: Path, new: Path, gone: Path, come: Path) -> tuple[int, int]:
    """Write the lines of ``old`` that ``new`` has not to ``gone``, and those that came to ``come``.

    Returns how many either are. The hashes of one file are held at a time: 16 bytes a line.
    """
    return _missing(old, _hashes(new), gone), _missing(new, _hashes(old), come)


def _write(index: Index | Selection, folder: Path) -> Dump:
    graphs: dict[str, Graph] = {}
    base = (index.index if isinstance(index, Selection) else index).base
    for path, chunks in rdf.graphs(index):
        name = path.rpartition("/")[2]
        digest, triples = blake2b(digest_size=_SIZE), 0
        with packing(folder / f"{name}.nt.zst") as file:
            for chunk in chunks:
                digest.update(chunk)
                triples += chunk.count(b"\n")
                file.write(chunk)
        graphs[name] = Graph(digest.hexdigest(), triples)
    told = json.dumps([base, {name: graph.digest for name, graph in graphs.items()}])
    whole = blake2b(told.encode(), digest_size=_SIZE).hexdigest()
    about = {"base": base, "digest": whole, "graphs": {n: vars(g) for n, g in graphs.items()}}
    (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return Dump(folder, base, whole, graphs)


def _keep(place: Cache, made: Dump) -> Dump | None:
    """Move a dump into the cache. Returns None where it cannot be kept."""
    name = made.digest + _ENDING
    if place.entry(name) is None:
        try:
            with place.making(name) as new:
                for path in made.folder.iterdir():
                    path.rename(new / path.name)
        except OSError:
            return None
    entry = place.entry(name)
    return None if entry is None else Dump(entry, made.base, made.digest, made.graphs)


def _read(entry: Path) -> Dump:
    about = json.loads((entry / _ABOUT).read_bytes())
    graphs = {name: Graph(**told) for name, told in about["graphs"].items()}
    return Dump(entry, about["base"], about["digest"], graphs)


def _hashes(path: Path) -> Hashes:
    """Return the sorted hashes of all lines of a file."""
    found = [_hashed(some) for some in lines(path, _HASHED, 1 << 40)]
    return np.sort(np.concatenate(found)) if found else np.empty(0, f"S{_TOGETHER}")


def _hashed(some: list[bytes]) -> Hashes:
    together = b"".join(blake2b(line, digest_size=_TOGETHER).digest() for line in some)
    return np.frombuffer(together, dtype=f"S{_TOGETHER}")


def _missing(path: Path, known: Hashes, goal: Path) -> int:
    """Write the lines that are not among those whose hashes are ``known``; return how many."""
    count = 0
    with packing(goal) as file:
        for some in lines(path, _HASHED, 1 << 40):
            hashes = _hashed(some)
            if len(known):
                places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
                new = np.flatnonzero(known[places] != hashes)
            else:
                new = np.arange(len(some))
            for at in new:
                file.write(some[at])
            count += len(new)
    return count
