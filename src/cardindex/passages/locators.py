"""Locators held against texts: which places one names, and which a passage stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardindex.checks.citations import LAST_PLACE, MOST_PLACES
from cardindex.passages.normal import Text

_RANGE = re.compile(r"([0-9]+)(?:-([0-9]+))?")


def numbers(locator: str) -> list[tuple[int, int]]:
    """Return the ranges of numbers that a locator names: ``87-89,91`` gives 87 to 89, 91 to 91.

    What names more than a source can have is left out.
    """
    found = []
    for first, last in _RANGE.findall(locator):
        if max(len(first), len(last)) <= len(str(LAST_PLACE)):
            low, high = int(first), int(last or first)
            if 0 < low <= high <= low + MOST_PLACES:
                found.append((low, high))
    return found


def places(locator: str) -> Iterator[int]:
    """Yield the numbers that a locator names: ``87-89,91`` gives 87, 88, 89, 91."""
    for first, last in numbers(locator):
        yield from range(first, last + 1)


def located(text: Text, start: int, end: int, unit: str) -> str:
    """Return the locator of ``text.raw[start:end]``; empty where the unit is not counted."""
    units = text.units(unit)
    return units.locator(start, end) if units else ""


def holds(text: Text, start: int, end: int, locator: str, unit: str) -> bool:
    """Tell whether a locator names every place in which a passage stands; one that is empty does.

    So it does where the unit is not counted.
    """
    units = text.units(unit)
    return units is None or units.holds(text.raw, start, end, locator)


def mended(text: Text, locator: str, place: str, unit: str) -> str:
    """Return a locator that holds a passage in ``place``: of several the nearest gives way."""
    units = text.units(unit)
    return units.mended(locator, place) if units else place


def lacking(text: Text, unit: str, locator: str) -> list[str]:
    """Return what a locator names and the text does not have; nothing where it is not counted."""
    units = text.units(unit)
    return units.lacks(locator) if units else []
