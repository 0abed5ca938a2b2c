"""A text's paragraphs and their sentences: which hold a stretch, which stand beside one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cardindex import sentences
from cardindex.passages.normal import Text
from cardindex.sentences import Sentence

# A paragraph that is one line ends with the line; one of several lines with an empty one.
_BREAKS = {"paragraph": re.compile(r"[\n\r]"), "": re.compile(r"\n\s*\n")}


class _Sentences(NamedTuple):
    """The sentences of a paragraph, and where each starts and ends."""

    found: list[Sentence]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, eq=False)
class Paragraphs:
    """A text whose paragraphs are told apart, and their sentences as they are asked for.

    ``unit``: what its locators count, as a paragraph that is a unit is one line. ``language``: its
    two letters, or nothing where each paragraph's own words tell it.
    """

    text: Text
    unit: str = ""
    language: str = ""

    def passage(self, first: int, last: int) -> tuple[int, int, tuple[str, ...]]:
        """Widen a stretch of the raw text to whole sentences; return the doubts of them too.

        What has no sentence at either end, as white space alone, is taken to the nearest.
        """
        opening = self._sentences(self._filled(first))
        closing = self._sentences(self._filled(max(last - 1, first)))
        if not opening.found or not closing.found:  # a text of white space
            return first, last, ()
        at = max(bisect_right(opening.starts, first) - 1, 0)
        to = min(bisect_left(closing.ends, last), len(closing.found) - 1)
        doubts = []
        if at and opening.found[at - 1].abbreviation:
            before = opening.found[at - 1].abbreviation
            doubts.append(f'begins after the abbreviation "{before}"')
        if closing.found[to].abbreviation:
            doubts.append(f'ends with the abbreviation "{closing.found[to].abbreviation}"')
        return opening.starts[at], closing.ends[to], tuple(doubts)

    def before(self, offset: int) -> tuple[int, int] | None:
        """Return the last sentence that ends at or before ``offset``, if there is one."""
        number = self._number(offset)
        while number >= 0:
            known = self._of(number)
            at = bisect_right(known.ends, offset) - 1
            if at >= 0:
                return known.starts[at], known.ends[at]
            number -= 1
        return None

    def after(self, offset: int) -> tuple[int, int] | None:
        """Return the first sentence that starts at or after ``offset``, if there is one."""
        for number in range(self._number(offset), len(self._opens)):
            known = self._of(number)
            at = bisect_left(known.starts, offset)
            if at < len(known.starts):
                return known.starts[at], known.ends[at]
        return None

    @cached_property
    def _opens(self) -> list[int]:
        breaks = _BREAKS.get(self.unit, _BREAKS[""])
        return [0, *(match.end() for match in breaks.finditer(self.text.raw))]

    @cached_property
    def _known(self) -> dict[int, _Sentences]:
        return {}

    @cached_property
    def _main_language(self) -> str:
        return self.language or sentences.language_of(self.text.raw)

    def _number(self, offset: int) -> int:
        return bisect_right(self._opens, offset) - 1

    def _filled(self, offset: int) -> int:
        """Return an offset in a paragraph in which something stands: this one, or the nearest."""
        if self._sentences(offset).found:
            return offset
        beside = self.after(offset) or self.before(offset)
        return beside[0] if beside else offset

    def _sentences(self, offset: int) -> _Sentences:
        """Return the sentences of the paragraph in which an offset stands, by raw offsets."""
        return self._of(self._number(offset))

    def _of(self, number: int) -> _Sentences:
        if number not in self._known:
            start = self._opens[number]
            last = number + 1 == len(self._opens)
            end = len(self.text.raw) if last else self._opens[number + 1]
            paragraph = self.text.raw[start:end]
            language = self.language or sentences.language_of(paragraph) or self._main_language
            found = [
                Sentence(each.start + start, each.end + start, each.abbreviation)
                for each in sentences.split(paragraph, language)
            ]
            starts, ends = [each.start for each in found], [each.end for each in found]
            self._known[number] = _Sentences(found, starts, ends)
        return self._known[number]
