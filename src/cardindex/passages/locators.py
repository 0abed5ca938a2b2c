"""Locators held against texts: which places one names, and which a passage stands in.

Only where a text's unit is the paragraph can a locator be told from the text: paragraph N is
its line N, counted from 1 with the empty ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardindex.checks.citations import LAST_PLACE, MOST_PLACES
from cardindex.passages.normal import Text

COUNTED = "paragraph"
"""The unit that is counted in a text."""

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
    if unit != COUNTED:
        return ""
    first, last = text.line(start), text.line(max(end - 1, start))
    return str(first) if first == last else f"{first}-{last}"


def holds(text: Text, start: int, end: int, locator: str) -> bool:
    """Tell whether a locator names every line in which a passage stands; one that is empty does."""
    told = numbers(locator)
    if not told:
        return True
    between = range(text.line(start), text.line(max(end - 1, start)) + 1)
    return all(
        any(first <= line <= last for first, last in told)
        for line in between
        if line in (between[0], between[-1]) or text.lines[line - 1].strip()
    )


def mended(locator: str, place: str) -> str:
    """Return a locator that holds a passage in ``place``: of several parts the nearest gives way.

    The others stay, as they may say where else the claim is made.
    """
    parts = [part.strip() for part in locator.split(",")]
    told = [numbers(part) for part in parts]
    if len(parts) == 1 or not all(told):
        return place
    here = numbers(place)[0][0]
    nearest = min(range(len(parts)), key=lambda at: abs(told[at][0][0] - here))
    parts[nearest] = place
    in_order = dict.fromkeys(sorted(parts, key=lambda part: numbers(part)[0]))
    return ",".join(in_order)


def last_place(text: Text, unit: str, locator: str) -> int:
    """Return the last place of a text if ``locator`` names one past it, else 0."""
    if unit != COUNTED:
        return 0
    length = len(text.lines)
    return length if any(last > length for _, last in numbers(locator)) else 0
