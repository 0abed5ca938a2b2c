"""Whom a citation has it from: chains and ``rests_on``, their speakers, roots and loops.

A chain names, nearest first, the works through which a claim reached the work that was read:
``a>b`` (a takes b over as its own), ``a|b`` (a only reports b), a leading ``|`` (the work read
only reports), ``a@72,75`` (pages 72 and 75 of a), a final ``?`` (hearsay, not said from whom).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cardindex.errors import MalformedValue

SELF = "self"
"""The origin of a work that reports its makers' own inquiry or measurement."""

UNKNOWN = ""
"""The root of a citation whose chain or ``rests_on`` does not end in one known origin."""

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PLACE = r"@[^>|@?]+"
_CHAIN = re.compile(
    rf"\|?{_ID}(?:{_PLACE})?(?:[>|]{_ID}(?:{_PLACE})?)*(?:[>|]?\?)?"  # works, and hearsay perhaps
    r"|\|?\?"  # hearsay alone
)
_STEPS = re.compile(rf"([>|]?)({_ID})({_PLACE})?")
_STEP = re.compile(rf"{_ID}(?:{_PLACE})?")


class Step(NamedTuple):
    """One work of a chain; ``reported``: the work before it reports it, without taking it over."""

    source: str
    locator: str
    reported: bool


@dataclass(frozen=True)
class Chain:
    """A parsed chain. ``hearsay``: it ends in ``?``; ``reports_hearsay``: by way of a ``|``."""

    steps: tuple[Step, ...] = ()
    hearsay: bool = False
    reports_hearsay: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The works of the chain, nearest first."""
        return tuple(step.source for step in self.steps)


class Source(NamedTuple):
    """What lineage wants to know of a source: makers, origin, what it rests on."""

    authors: tuple[str, ...]
    origin: str
    rests: tuple[str, ...]


class Lineage(NamedTuple):
    """What follows from a citation's source and chain.

    ``speakers`` are source ids. ``root`` is ``entity:x``, ``source:y`` for a work that is its own
    origin, or UNKNOWN. ``touched`` are the keys under which striking reaches the citation:
    ``source:x``, ``author:y``, ``origin:z``.
    """

    speakers: tuple[str, ...]
    root: str
    touched: tuple[str, ...]


def parse_chain(text: str) -> Chain:
    """Parse a chain; an empty text is the empty chain. Raises MalformedValue."""
    if not text:
        return Chain()
    if not _CHAIN.fullmatch(text):
        raise _malformed(text)
    steps = [Step(source, place[1:], sign == "|") for sign, source, place in _STEPS.findall(text)]
    hearsay = text.endswith("?")
    return Chain(tuple(steps), hearsay, reports_hearsay=text.endswith("|?"))


def split_list(text: str) -> tuple[str, ...]:
    """Split a cell of several values at ``;``."""
    return tuple(part.strip() for part in text.split(";")) if text else ()


def speakers(source: str, chain: Chain) -> tuple[str, ...]:
    """Return the last of the chain and all who reach it by taking over alone, nearest first."""
    works = (source, *chain.sources)
    reports = [step.reported for step in chain.steps]
    if chain.hearsay:
        reports.append(chain.reports_hearsay)
    # Whoever stands after the last "|" takes over all the way to the end.
    first = max((at + 1 for at, reported in enumerate(reports) if reported), default=0)
    return works[first:]


def follow(source: str, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return ``source`` and what it rests on, followed while it rests on exactly one source."""
    path = [source]
    while len(sources[path[-1]].rests) == 1:
        (next_,) = sources[path[-1]].rests
        if next_ in path:
            break
        path.append(next_)
    return tuple(path)


def trace(source: str, chain: Chain, sources: Mapping[str, Source]) -> Lineage:
    """Work out speakers, root and reach of a citation of ``source`` with ``chain``."""
    works = (source, *chain.sources)
    followed = () if chain.hearsay else follow(works[-1], sources)[1:]
    stands_in = (*works, *followed)
    end = stands_in[-1]
    branches = len(sources[end].rests) > 1
    root = UNKNOWN if chain.hearsay or branches else _root(end, sources[end].origin)
    touched = {key for work in stands_in for key in strike_keys(work, sources[work])}
    return Lineage(speakers(source, chain), root, tuple(sorted(touched)))


def strike_keys(source: str, about: Source) -> list[str]:
    """Return the keys under which a strike reaches ``source``: itself, its authors, its origin."""
    keys = [f"source:{source}", *(f"author:{author}" for author in about.authors)]
    if about.origin and about.origin != SELF:
        keys.append(f"origin:{about.origin}")
    return keys


def loops(links: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the loops in ``links``, each as a path from its smallest member back to it.

    At least one is found wherever there is one; taking it apart may bring another to light, as a
    few works can stand in more loops than anyone would read.
    """
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in sorted(links):
        _walk(start, links, done, found)
    return sorted(found)


def _walk(
    start: str, links: Mapping[str, Iterable[str]], done: set[str], found: set[tuple[str, ...]]
) -> None:
    """Search depth first from ``start``; without recursion, as chains of works can be long."""
    path: list[str] = []
    on_path: set[str] = set()
    stack = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
        elif node in on_path:
            loop = path[path.index(node) :]
            turn = loop.index(min(loop))
            found.add((*loop[turn:], *loop[:turn], loop[turn]))
        elif node not in done:
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack += [(next_, False) for next_ in sorted(links.get(node, ()), reverse=True)]


def _root(source: str, origin: str) -> str:
    if origin == SELF:
        return f"source:{source}"
    return f"entity:{origin}" if origin else UNKNOWN


def _malformed(text: str) -> MalformedValue:
    """Say what is wrong with the first part of a chain that is no work."""
    parts = re.split("[>|]", text.removeprefix("|"))
    if parts[-1] != "?":
        parts[-1] = parts[-1].removesuffix("?")
    part = next((part for part in parts if not _STEP.fullmatch(part)), "")
    if any(map(str.isspace, part.partition("@")[0])):
        reason = "a chain has no spaces; write a>b"
    elif not part:
        reason = "a work is missing before or after > or |; write a>b, a|b, |a or ?"
    elif "?" in part:
        reason = "? stands only at the end of a chain; write a>?"
    elif ";" in part:
        reason = 'works are joined by > (takes over) or | (reports), not by ";"'
    else:
        named = f'"{part}" is' if part != text else "this is"
        reason = f"{named} no source id, alone or with a place in it after @; write a>b@72"
    return MalformedValue(text, reason, "malformed-chain")
