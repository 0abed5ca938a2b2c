"""Works: what they rest on, whose knowledge they record, and the keys that strike them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cardindex.lineage.chains import Chain, speakers

SELF = "self"
"""The origin of a work that reports its makers' own inquiry or measurement."""

UNKNOWN = ""
"""The unknown root, of a ground of which nobody says who knew."""


class Source(NamedTuple):
    """What lineage needs of a source: authors, origin, what it rests on."""

    authors: tuple[str, ...]
    origin: str
    rests: tuple[str, ...]


class Way(NamedTuple):
    """The way from a source and a chain back to the root.

    ``works``: the source and the chain, nearest first. ``rests``: what the last of them rests on,
    followed while it is exactly one work; the last of these may be a work of the way once more,
    and then ``circular`` is true. ``steps``: the works on which a citation may lean, in the order
    in which they are tried: the chain (but for a last work that has concluded it itself), then
    ``rests``. ``root``: whose knowledge it is if it leans on none of them: ``entity:x``,
    ``source:y`` for a work without exactly one author, or UNKNOWN. ``quoted``: the work whose word
    is given, as the last of the chain; empty without a chain, and for hearsay.
    """

    works: tuple[str, ...]
    speakers: tuple[str, ...]
    rests: tuple[str, ...]
    steps: tuple[str, ...]
    root: str
    circular: bool
    quoted: str


def way(source: str, chain: Chain, sources: Mapping[str, Source]) -> Way:
    """Follow a source and a chain, and what their end rests on."""
    works = (source, *chain.sources)
    speak = speakers(source, chain)
    quoted = works[-1] if len(works) > 1 and not chain.hearsay else ""
    if chain.own:
        root = maker(works[-1], sources)
        return Way(works, speak, (), works[1:-1], root, circular=False, quoted=quoted)
    if chain.hearsay:
        return Way(works, speak, (), works[1:], UNKNOWN, circular=False, quoted=quoted)
    rests, circular = _followed(works, sources)
    end = (*works, *rests)[-1]
    unsure = circular or len(sources[end].rests) > 1
    root = UNKNOWN if unsure else root_of(end, sources)
    return Way(works, speak, rests, (*works[1:], *rests), root, circular, quoted)


def _followed(
    works: tuple[str, ...], sources: Mapping[str, Source]
) -> tuple[tuple[str, ...], bool]:
    """Return what the last of ``works`` rests on, one after the other, and if they come back."""
    rests: list[str] = []
    met = set(works)
    end = works[-1]
    while len(sources[end].rests) == 1:
        (end,) = sources[end].rests
        rests.append(end)
        if end in met:
            return tuple(rests), True
        met.add(end)
    return tuple(rests), False


def maker(source: str, sources: Mapping[str, Source]) -> str:
    """Return as a root who has made a work: its author if it has exactly one, else itself."""
    authors = sources[source].authors
    return f"entity:{authors[0]}" if len(authors) == 1 else f"source:{source}"


def root_of(source: str, sources: Mapping[str, Source]) -> str:
    """Return the origin of a work as a root; UNKNOWN where it has none."""
    origin = sources[source].origin
    if origin == SELF:
        return maker(source, sources)
    return f"entity:{origin}" if origin else UNKNOWN


def strike_keys(source: str, about: Source) -> list[str]:
    """Return the keys under which a strike reaches ``source``: itself, its authors, its origin."""
    keys = [f"source:{source}", *(f"author:{author}" for author in about.authors)]
    if about.origin and about.origin != SELF:
        keys.append(f"origin:{about.origin}")
    return keys
