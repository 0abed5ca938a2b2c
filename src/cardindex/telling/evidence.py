"""Who tells a claim, and through which works: "● KGB → Andrew & Gustafson 2017 → essay ¶86".

Mirrors ``static/model/tellings.js`` and ``static/base/evidenceline.js`` of the explorer: one
telling for each citation, the best first.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from cardindex.brief import shortened
from cardindex.passages import passage
from cardindex.telling.known import Laid, Numbers, Ref
from cardindex.view.words import say, words

_MOST_WORKS = 4  # the most works on one line; of more, those in the middle are left out
_LONG_PLACE = 80
_CERTAINTY = {"stated": 0, "probable": 1, "possible": 2}


class Step(NamedTuple):
    """A work on a line of evidence; ``work`` is None where some are left out (named in ``left``).

    ``place``: where in it, with a space before. ``reports``: what follows only reports it.
    """

    work: Ref | None
    place: str
    reports: bool
    left: str = ""


class Way(NamedTuple):
    """A step down from the work that was read: how it has it (in words), from what, where in it."""

    how: str
    work: Ref | None
    place: str


class Telling(NamedTuple):
    """One citation.

    ``roots``: whose knowledge it goes back to, none where that is unknown; ``named``: those that
    the line names, which are none where the one root is the work itself. ``steps``: the works from
    the one nearest to whoever knew to the one that was read. ``work``, ``place`` (with its unit)
    and ``ways``: the same from the work that was read downwards. ``leans_on``: the work on whose
    citations it leans. ``marks`` are words for what is wrong with it. ``seal``, ``start`` and
    ``end`` are of its passage, ``passage`` is that where it may be shown.
    """

    id: str
    stance: str
    certainty: str
    roots: tuple[Ref, ...]
    named: tuple[Ref, ...]
    steps: tuple[Step, ...]
    hearsay: bool
    work: Ref
    place: str
    ways: tuple[Way, ...]
    leans_on: Ref | None
    speakers: tuple[Ref, ...]
    marks: tuple[tuple[str, str], ...]
    loop: str
    note: str
    coder: str
    start: int
    end: int
    seal: str
    passage: str
    firm: bool
    worth: int


def tellings(known: Laid, at: Numbers) -> list[Telling]:
    """Return the tellings of citations at these positions, in their order."""
    return [
        _telling(known, row, known.roots[place], bool(known.firm[place]))
        for row, place in zip(known.citations.rows(at), at.tolist(), strict=True)
    ]


def best_first(told: Sequence[Telling]) -> list[Telling]:
    """Return tellings, the best first.

    The order: stated or probable all the way; with a known root; by certainty; then the shortest
    way from a root, or without a root the way that names the most works.
    """
    return sorted(told, key=lambda one: one.worth)


def tellings_of_claims(known: Laid, at: Numbers) -> list[list[Telling]]:
    """Return for each of the claims at these positions its tellings, in the order of the table."""
    found, whose = known.of_claim.of(at)
    told = tellings(known, found)
    split: list[list[Telling]] = [[] for _ in range(len(at))]
    for one, claim in zip(told, whose.tolist(), strict=True):
        split[claim].append(one)
    return split


def _telling(known: Laid, row: dict[str, Any], roots: Sequence[str], firm: bool) -> Telling:  # noqa: FBT001
    trail, hearsay = known.trail(row["source"], row["chain"])
    works = [(row["source"], row["locator"], False)]
    works = [*((source, place, how == "reports") for source, place, how in reversed(trail)), *works]
    root_refs = tuple(map(known.root, roots))
    itself = len(roots) == 1 and roots[0] == f"source:{works[0][0]}"
    faulty = bool(row["misquoted"] or row["overstated"] or row["loop"])
    return Telling(
        id=row["id"],
        stance=row["stance"],
        certainty=row["certainty"],
        roots=root_refs,
        named=() if itself else root_refs,
        steps=_steps(known, works),
        hearsay=bool(hearsay),
        work=known.titled(row["source"]),
        place=_place(known, row["source"], row["locator"]),
        ways=tuple(_ways(known, trail, hearsay, own=row["chain"].endswith("!"))),
        leans_on=known.titled(row["leans_on"]) if row["leans_on"] else None,
        speakers=tuple(map(known.titled, row["speakers"])),
        marks=_marks(row),
        loop=row["loop"],
        note=row["note"],
        coder=row["coder"],
        start=int(row["start"]),
        end=int(row["end"]),
        seal=row["seal"],
        passage=passage(known.index, known.texts, SimpleNamespace(**row)) if known.texts else "",
        firm=firm,
        worth=_worth(row, len(works), firm=firm, rooted=bool(roots), faulty=faulty),
    )


def _worth(row: dict[str, Any], length: int, *, firm: bool, rooted: bool, faulty: bool) -> int:
    length = min(length, 40)
    return (
        (0 if firm else 4000)
        + (2000 if row["stance"] == "doubts" else 0)
        + (1000 if faulty else 0)
        + (length if rooted else 500 - length)
        + _CERTAINTY.get(row["certainty"], 0) * 100
    )


def _steps(known: Laid, works: Sequence[tuple[str, str, bool]]) -> tuple[Step, ...]:
    steps = [
        Step(known.work(source), _on_line(known, source, place), reports)
        for source, place, reports in works
    ]
    if len(steps) <= _MOST_WORKS:
        return tuple(steps)
    left = " → ".join(step.work.label for step in steps[1:-2] if step.work)
    return (steps[0], Step(None, "", reports=False, left=left), *steps[-2:])


def _on_line(known: Laid, source: str, locator: str) -> str:
    """Return where in a work something stands, as a line has it: `` ¶86``."""
    if not locator:
        return ""
    unit = known.units[source]
    word = words()["evidence"]["units"].get(unit, f"{unit} ".lstrip())
    return f" {word}{shortened(locator, _LONG_PLACE)}"


def _place(known: Laid, source: str, locator: str) -> str:
    """Return the same in words: ``paragraph 86``."""
    unit = known.units[source]
    return f"{words()['units'].get(unit, unit)} {locator}".strip() if locator else ""


def _ways(
    known: Laid, trail: Sequence[tuple[str, str, str]], hearsay: str, *, own: bool
) -> list[Way]:
    found = [
        Way(say(f"citation.{how}"), known.titled(source), _place(known, source, place))
        for source, place, how in trail
    ]
    if hearsay:
        found.append(Way(say(f"citation.hearsay_{hearsay}"), None, ""))
    if own:
        found.append(Way(say("citation.own"), None, ""))
    return found


def _marks(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    wrong = (("misquoted", row["misquoted"]), ("overstated", row["overstated"]),
             ("circular", row["loop"]))  # fmt: skip
    return tuple((say(f"citation.{name}"), say(f"claim.{name}_long")) for name, is_ in wrong if is_)
