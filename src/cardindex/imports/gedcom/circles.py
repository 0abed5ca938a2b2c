"""Who is told to be his or her own ancestor: each circle once, as it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator

from cardindex.imports.found import Guessed
from cardindex.imports.gedcom.context import Known

_SHOWN = 6


def circles(known: Known) -> Iterator[Guessed]:
    """Yield a sentence for each circle of parents and children."""
    below: dict[str, list[str]] = {}
    for family, children in known.children.items():
        for parent in filter(None, known.families.get(family, ())):
            below.setdefault(parent, []).extend(children)
    done: set[str] = set()
    for start in sorted(below):
        if start not in done:
            yield from map(_told, _from(start, below, done))


def _from(start: str, below: dict[str, list[str]], done: set[str]) -> Iterator[list[str]]:
    """Walk down from one person, and yield the ways that come back to where they have been."""
    way: list[str] = [start]
    on_way = {start}
    waiting = [iter(below.get(start, ()))]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            last = way.pop()
            on_way.discard(last)
            done.add(last)
        elif child in on_way:
            yield way[way.index(child) :]
        elif child not in done:
            way.append(child)
            on_way.add(child)
            waiting.append(iter(below.get(child, ())))


def _told(way: list[str]) -> Guessed:
    shown = [*way[:_SHOWN], *(["…"] if len(way) > _SHOWN else []), way[0]]
    return Guessed(
        f"{way[0]} is told as his or her own ancestor ({' > '.join(shown)}): it is kept so"
    )
