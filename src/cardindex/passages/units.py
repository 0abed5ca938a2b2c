"""What is counted in a text: its paragraphs, pages, folios or documents, and what locators name.

Paragraph N is line N, counted from 1 with the empty ones. Where other units begin is told beside
the text (``passages.sidecar``). A place may be interrupted, as a page by the notes of the one
before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from cardindex.brief import brief, count
from cardindex.checks.citations import LAST_PLACE, MOST_PLACES

COUNTED = "paragraph"
"""The unit that is counted in any text."""

_LONGEST = len(str(LAST_PLACE))


@dataclass(frozen=True, eq=False)
class Units:
    """The places of a text in one unit.

    ``starts`` are the offsets at which stretches begin, in order, and ``ends`` that at which the
    last ends; ``places`` has of each stretch the number of its place, counted from 0 in the order
    of the text, -1 where it is in none. ``names`` are the locators of the places.
    """

    unit: str
    starts: Sequence[int]
    places: Sequence[int]
    names: Sequence[str]
    end: int

    def __repr__(self) -> str:
        return brief(self, self.unit, count(len(self.names), "place"))

    @classmethod
    def of_lines(cls, starts: Sequence[int], known: int, end: int) -> Units:
        """Return the paragraphs of a text whose lines begin at ``starts``, ``known`` of them."""
        names = [str(number) for number in range(1, known + 1)]
        return cls(COUNTED, starts[: max(known, 1)], range(max(known, 1)), names, end)

    @classmethod
    def of_marks(cls, unit: str, marks: Sequence[tuple[int, str]], end: int) -> Units:
        """Return the units that begin at marks: offset and locator, empty where none begins."""
        numbers: dict[str, int] = {}
        places = [numbers.setdefault(name, len(numbers)) if name else -1 for _, name in marks]
        return cls(unit, [start for start, _ in marks], places, list(numbers), end)

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield place, start and end of each stretch that ``start`` to ``end`` touches."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        for at in range(first, max(bisect_left(self.starts, end), first + 1)):
            if at < len(self.starts):
                closes = self.starts[at + 1] if at + 1 < len(self.starts) else self.end
                yield self.places[at], self.starts[at], closes

    def place(self, offset: int) -> int:
        """Return the number of the place at an offset; -1 where it is in none."""
        at = bisect_right(self.starts, offset) - 1
        return self.places[at] if 0 <= at < len(self.places) else -1

    def locator(self, start: int, end: int) -> str:
        """Return the locator of a passage; empty where an end of it is in no place."""
        first, last = self.place(start), self.place(max(end - 1, start))
        if min(first, last) < 0 or max(first, last) >= len(self.names):
            return ""
        one, other = self.names[min(first, last)], self.names[max(first, last)]
        return one if one == other else f"{one}-{other}"

    def ranges(self, locator: str) -> list[tuple[int, int]]:
        """Return the ranges of places that a locator names; what the text lacks is left out."""
        found = []
        for part in locator.split(","):
            first, _, last = part.strip().partition("-")
            one = self._named(first.strip())
            other = self._named(last.strip()) if last else one
            if one and other and one[0] <= other[1] <= one[0] + MOST_PLACES:
                found.append((one[0], other[1]))
        return found

    def lacks(self, locator: str) -> list[str]:
        """Return the ends of a locator that are no places of this text."""
        ends = (end.strip() for part in locator.split(",") for end in part.split("-"))
        return [end for end in ends if end and not self._is_here(end)]

    def stretches(self, place: int) -> Iterator[tuple[int, int]]:
        """Yield start and end of each stretch of a place."""
        if self.unit == COUNTED:
            opens = self.starts[place]
            yield opens, self.starts[place + 1] if place + 1 < len(self.starts) else self.end
            return
        for at in self._of_places.get(place, ()):
            yield self.starts[at], self.starts[at + 1] if at + 1 < len(self.starts) else self.end

    def holds(self, raw: str, start: int, end: int, locator: str) -> bool:
        """Tell whether a locator names all places of a passage in which something stands.

        One that is empty does. What is in no place needs no name.
        """
        if not locator.strip():
            return True
        told = self.ranges(locator)
        touched = list(self.between(start, end))
        ends = {0, len(touched) - 1}
        return all(
            place < 0 or any(first <= place <= last for first, last in told)
            for at, (place, opens, closes) in enumerate(touched)
            if at in ends or raw[opens:closes].strip()
        )

    def mended(self, locator: str, place: str) -> str:
        """Return a locator that holds what stands in ``place``: of several the nearest gives way.

        The others stay, as they may say where else the claim is made.
        """
        parts = [part.strip() for part in locator.split(",")]
        told = [self.ranges(part) for part in parts]
        if len(parts) == 1 or not all(told):
            return place
        here = self.ranges(place)[0][0]
        nearest = min(range(len(parts)), key=lambda at: abs(told[at][0][0] - here))
        parts[nearest] = place
        in_order = dict.fromkeys(sorted(parts, key=lambda part: self.ranges(part)[0]))
        return ",".join(in_order)

    def _named(self, name: str) -> tuple[int, int] | None:
        """Return the first and the last place of a name: folio 12 is 12r and 12v."""
        if len(name) > _LONGEST + 1 and name not in self._numbers:
            return None
        if self.unit == COUNTED:
            number = int(name) if name.isdecimal() and len(name) <= _LONGEST else 0
            return (number - 1, number - 1) if number else None
        if name in self._numbers:
            return self._numbers[name], self._numbers[name]
        sides = [self._numbers[side] for side in (f"{name}r", f"{name}v") if side in self._numbers]
        return (min(sides), max(sides)) if sides and name.isdecimal() else None

    def _is_here(self, name: str) -> bool:
        named = self._named(name)
        return named is not None and named[1] < len(self.names)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.names)} if self.unit != COUNTED else {}

    @cached_property
    def _of_places(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, place in enumerate(islice(self.places, len(self.starts))):
            found.setdefault(place, []).append(at)
        return found
