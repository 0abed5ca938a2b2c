"""What is to be done to a store so that it holds a dump: steps in order, alike each time.

Every step can be done twice without harm, and one after another leads to the dump: so a push that
was broken off goes on from the step that it came to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from cardindex.pushing.dumps import Dump, difference, lines
from cardindex.pushing.marker import Marker
from cardindex.watching import working

Kind = Literal["put", "post", "drop", "insert", "delete"]
"""PUT and POST are of the Graph Store Protocol; the others of SPARQL Update."""

_SIZE = 8 << 20  # bytes of triples in one request


@dataclass(frozen=True)
class Step:
    """One request: what is done to a graph, with some triples as N-Triples."""

    kind: Kind
    graph: str
    triples: bytes = b""
    count: int = 0


@dataclass(frozen=True)
class Part:
    """Triples of a file that are put into a graph, added to it or taken from it."""

    kind: Literal["put", "whole", "insert", "delete"]
    name: str
    path: Path
    triples: int


@dataclass(frozen=True)
class Plan:
    """All parts of a push, in order; ``way`` is its name, alike for what is alike.

    ``batch`` is how many triples go at once. ``why`` says in words what is pushed and why so.
    """

    dump: Dump
    parts: tuple[Part, ...]
    batch: int
    why: str
    old: str = ""

    @property
    def way(self) -> str:
        """A name for this push: that of another differs."""
        told = [self.old, self.dump.digest, self.batch, [(p.kind, p.name) for p in self.parts]]
        return sha256(json.dumps(told).encode()).hexdigest()[:16]

    @property
    def requests(self) -> int:
        """How many steps there are, or a few more where triples are long."""
        drops = sum(part.kind == "whole" for part in self.parts)
        return drops + sum(max(-(-part.triples // self.batch), 1) for part in self.parts)

    def steps(self) -> Iterator[Step]:
        """Yield the steps."""
        for part in self.parts:
            yield from _steps(part, self.dump.iri(part.name), self.batch)


def whole(dump: Dump, names: tuple[str, ...], batch: int, why: str, *, update: bool) -> Plan:
    """Return what puts these graphs of a dump in the place of what is there."""
    kind: Literal["whole", "put"] = "whole" if update else "put"
    parts = [Part(kind, name, dump.path(name), dump.graphs[name].triples) for name in names]
    return Plan(dump, tuple(parts), batch, why)


def changes(dump: Dump, old: Dump, folder: Path, batch: int) -> Plan:
    """Return what makes ``dump`` of ``old``: first all that goes, then all that comes.

    What they differ in is written to ``folder``.
    """
    gone, come = [], []
    with working("Comparing with what was pushed last"):
        for name, graph in dump.graphs.items():
            before = old.graphs.get(name)
            if before is not None and before.digest == graph.digest:
                continue
            if before is None:
                come.append(Part("insert", name, dump.path(name), graph.triples))
                continue
            paths = folder / f"{name}-gone.nt.zst", folder / f"{name}-come.nt.zst"
            counts = difference(old.path(name), dump.path(name), *paths)
            gone.append(Part("delete", name, paths[0], counts[0]))
            come.append(Part("insert", name, paths[1], counts[1]))
    parts = tuple(part for part in (*gone, *come) if part.triples)
    return Plan(dump, parts, batch, "what has changed since the last push", old.digest)


def names_changed(dump: Dump, marker: Marker) -> tuple[str, ...]:
    """Return the graphs of which a store holds another version, or none."""
    return tuple(
        name for name, graph in dump.graphs.items() if marker.graphs.get(name) != graph.digest
    )


def _steps(part: Part, graph: str, batch: int) -> Iterator[Step]:
    if part.kind == "whole":
        yield Step("drop", graph)
    kinds: tuple[Kind, Kind]
    match part.kind:
        case "put":
            kinds = ("put", "post")
        case "delete":
            kinds = ("delete", "delete")
        case _:
            kinds = ("insert", "insert")
    at = -1
    for at, some in enumerate(lines(part.path, batch, _SIZE)):
        yield Step(kinds[min(at, 1)], graph, b"".join(some), len(some))
    if at < 0 and part.kind == "put":
        yield Step("put", graph)
