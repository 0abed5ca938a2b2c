"""Extracts → the text of a source, and the file of its units beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cardindex.brief import count
from cardindex.characters import (
    BIDI,
    CONTROLS,
    INVISIBLE,
    LOST,
    NO_CHARACTERS,
    PRIVATE,
    SEPARATORS,
)
from cardindex.checks.citations import locator_fault
from cardindex.extraction import Extract, Mark, assembled, default_unit
from cardindex.passages import COUNTED, sidecar

UNSEEN = re.compile(
    f"[\n\t{CONTROLS}{BIDI}{SEPARATORS}{INVISIBLE}{LOST}{NO_CHARACTERS}{PRIVATE}\ud800-\udfff]"
)
"""A character that no title may have."""

_SHOWN = 5  # locators that are named one by one


@dataclass(frozen=True)
class Made:
    """A text: what its file holds, what is counted in it, and the file beside it (or nothing)."""

    raw: str
    unit: str
    beside: str
    marks: tuple[Mark, ...]
    told: tuple[str, ...]


def made(extracts: Sequence[Extract], unit: str = "") -> Made:
    """Put files that follow on each other together; ``unit``: what is counted, if that is known."""
    unit = unit or default_unit(extracts)
    raw, marks = assembled(extracts, unit)
    told: list[str] = []
    whole: list[Mark] = []
    for each in dict.fromkeys(mark.unit for mark in marks):
        own, doubts = _fit([mark for mark in marks if mark.unit == each], each, len(extracts))
        whole += own
        told += doubts
    whole.sort(key=lambda mark: mark.start)
    places = len({mark.locator for mark in whole if mark.unit == unit} - {""})
    if unit == COUNTED:
        number = len(raw.rstrip().split("\n"))
        told.insert(0, f"{count(number, 'paragraph')}, counted by lines")
    elif places:
        names = [mark.locator for mark in whole if mark.unit == unit and mark.locator]
        span = names[0] if places == 1 else f"{names[0]} to {names[-1]}"
        told.insert(0, f"{count(places, unit)} ({span})")
    else:
        told.insert(0, _untold(unit))
    beside = sidecar.written(whole, raw) if whole else ""
    return Made(raw, unit, beside, tuple(whole), tuple(told))


def _untold(unit: str) -> str:
    sign = {"page": "[p. 12]", "folio": "[fol. 12r]", "document": "[doc. 12]"}.get(unit, "")
    how = f"; write {sign} into it where one begins, and add it again" if sign else ""
    return f"its {unit}s are not told in it, so that locators cannot be held against it{how}"


def _fit(marks: list[Mark], unit: str, files: int) -> tuple[list[Mark], list[str]]:
    """Return marks whose locators can be one; those of several files that repeat are counted on."""
    told = []
    odd = dict.fromkeys(m.locator for m in marks if m.locator and _is_odd(unit, m.locator))
    if odd:
        shown = ", ".join(f'"{each}"' for each in list(odd)[:_SHOWN])
        more = " …" if len(odd) > _SHOWN else ""
        told.append(
            f"{count(len(odd), unit)} have no number that a locator could give ({shown}{more}): "
            "passages there get none"
        )
        marks = [m._replace(locator="" if m.locator in odd else m.locator) for m in marks]
    times = Counter(m.locator for m in marks if m.locator)
    if files > 1 and unit == "page" and max(times.values(), default=0) > 1:
        numbers = iter(range(1, len(marks) + 1))
        marks = [m._replace(locator=str(next(numbers))) for m in marks]
        told.append("the files number their pages alike: they are counted through from 1")
    return marks, told


def _is_odd(unit: str, locator: str) -> bool:
    return bool(locator_fault(unit, locator)) or bool(set(locator) & set("-,"))
