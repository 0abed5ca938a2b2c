"""Chains: whom the work that was read has it from, as text and as steps, and who speaks in them.

A chain names, nearest first, the works through which a claim reached the work that was read:
``a>b`` (a takes b over as its own), ``a|b`` (a only reports b), a leading ``|`` (the work read
only reports), ``a@72,75`` (pages 72 and 75 of a), a final ``?`` (hearsay, not said from whom), a
final ``!`` (what the last work has concluded itself; without a work, the work that was read).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cardindex.errors import MalformedValue

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PLACE = r"@[^>|@?!]+"
_CHAIN = re.compile(
    rf"\|?{_ID}(?:{_PLACE})?(?:[>|]{_ID}(?:{_PLACE})?)*(?:[>|]?\?|!)?"  # works, and how it ends
    r"|\|?\?"  # hearsay alone
    r"|!"  # the own conclusion of the work that was read
)
_STEPS = re.compile(rf"([>|]?)({_ID})({_PLACE})?")
_PLACES = re.compile(_PLACE)
_STEP = re.compile(rf"{_ID}(?:{_PLACE})?")


class Step(NamedTuple):
    """One work of a chain; ``reported``: the work before it reports it, without taking it over."""

    source: str
    locator: str
    reported: bool


@dataclass(frozen=True)
class Chain:
    """A parsed chain.

    ``hearsay``: it ends in ``?``; ``reports_hearsay``: by way of a ``|``. ``own``: it ends in
    ``!``, so that its last work, or without one the work that was read, has concluded it itself.
    """

    steps: tuple[Step, ...] = ()
    hearsay: bool = False
    reports_hearsay: bool = False
    own: bool = False

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The works of the chain, nearest first."""
        return tuple(step.source for step in self.steps)


def parse_chain(text: str) -> Chain:
    """Parse a chain; an empty text is the empty chain. Raises MalformedValue."""
    if not text:
        return Chain()
    if not _CHAIN.fullmatch(text):
        raise _malformed(text)
    steps = [Step(source, place[1:], sign == "|") for sign, source, place in _STEPS.findall(text)]
    hearsay, own = text.endswith("?"), text.endswith("!")
    return Chain(tuple(steps), hearsay, reports_hearsay=text.endswith("|?"), own=own)


def without_places(text: str) -> str:
    """Return a chain without what stands after ``@``: pages say nothing of who has it from whom."""
    return _PLACES.sub("", text)


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


def _malformed(text: str) -> MalformedValue:
    """Say what is wrong with the first part of a chain that is no work."""
    if re.search(r"\?[>|]?!|![>|]?\?", text):
        reason = "! and ? exclude each other: what a work has concluded itself is no hearsay"
        return MalformedValue(text, reason, "malformed-chain")
    parts = re.split("[>|]", text.removeprefix("|"))
    if parts[-1] not in {"?", "!"}:
        parts[-1] = parts[-1].removesuffix("?").removesuffix("!")
    part = next((part for part in parts if not _STEP.fullmatch(part)), "")
    if any(map(str.isspace, part.partition("@")[0])):
        reason = "a chain is of ids of sources, without spaces; write a>b"
    elif not part:
        reason = "a work is missing before or after > or |; write a>b, a|b, |a or ?"
    elif "?" in part:
        reason = "? stands only at the end of a chain; write a>?"
    elif part == "!":
        reason = "! stands right behind a work, or alone for the work that was read; write a>b!"
    elif "!" in part:
        reason = "! stands only at the end of a chain, as it is the last who concludes; write a>b!"
    elif ";" in part:
        reason = 'works are joined by > (takes over) or | (reports), not by ";"'
    else:
        named = f'"{part}" is' if part != text else "this is"
        reason = f"{named} no source id, alone or with a place in it after @; write a>b@72"
    return MalformedValue(text, reason, "malformed-chain")
