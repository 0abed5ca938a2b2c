"""Finding words in a text: the sentences that hold them, where they stand, and their seal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cardindex import sentences
from cardindex.errors import CardindexError, UnknownName
from cardindex.finding import taken
from cardindex.folding import folded, folded_letters
from cardindex.index import Index
from cardindex.passages.locators import located
from cardindex.passages.normal import Text, normal, seal
from cardindex.passages.paragraphs import Paragraphs
from cardindex.passages.seals import text_source

_ELLIPSIS = re.compile(r"…|\.\.\.")
# How much of the text "first … last" may span.
_LONGEST_GAP = 4000


@dataclass(frozen=True)
class Place:
    """A passage in a text: locator (empty where the unit is unknown), offsets and seal.

    ``doubts`` says where one has to look whether the passage is whole: it ends with an
    abbreviation, or begins after one.
    """

    locator: str
    start: int
    end: int
    seal: str
    passage: str
    doubts: tuple[str, ...] = ()


def cite(
    index: Index, source: str, words: str, texts: Mapping[str, Text], language: str = ""
) -> list[Place]:
    """Find ``words`` in the text of ``source``; ``first … last`` spans what lies between.

    Returns each sentence, or run of sentences, that holds them. ``language``: that of the text,
    by its two letters, where its own words do not tell it. Raises UnknownName for an unknown
    source or language, CardindexError where its text is not at hand or does not hold the words.
    """
    if language and language not in sentences.languages():
        raise UnknownName("language", language, sentences.languages())
    held = text_source(index, taken(index, source, ("source",)).id)
    if held not in texts:
        message = f'no text of "{held}" is at hand; name its file {held}.txt'
        raise CardindexError(message)
    unit = str(index.sources.at[held, "unit"])
    found = quoted(texts[held], words, unit, language)
    if not found:
        message = f'"{words}" is not in the text of "{held}"; give words as they stand there'
        raise CardindexError(message)
    return found


def quoted(text: Text, words: str, unit: str, language: str = "") -> list[Place]:
    """Return each sentence, or run of sentences, of a text that holds the words; see ``cite``."""
    told = Paragraphs(text, unit, language)
    passages = dict.fromkeys(told.passage(*span) for span in spans(text, words))
    return [place(text, start, end, unit, doubts) for start, end, doubts in passages]


def place(text: Text, start: int, end: int, unit: str = "", doubts: tuple[str, ...] = ()) -> Place:
    """Return the place of ``text.raw[start:end]``; its locator if the unit is counted in it."""
    found = text.raw[start:end]
    locator = located(text, start, end, unit)
    return Place(locator, start, end, seal(found), " ".join(found.split()), doubts)


def spans(text: Text, words: str) -> list[tuple[int, int]]:
    """Return the raw offsets of the words: also of those that a line's end parts by a hyphen."""
    whole, origins = text.joined
    joined = (
        text.span(int(origins[first]), int(origins[last]) + 1)
        for first, last in _matches(words, whole)
    )
    spans = dict.fromkeys(joined)
    if whole is not text.normal:
        found = _matches(words, text.normal)
        spans |= dict.fromkeys(text.span(first, last + 1) for first, last in found)
    return list(spans)


def _matches(words: str, text: str) -> list[tuple[int, int]]:
    """Return the first and the last place of the words in a normal form.

    They are looked for as searches fold them, and where they are not to be found so, as they
    stand: of a text that is all accents nothing would be left.
    """
    letters, places = folded_letters(text)
    found = [(places[first], places[last]) for first, last in _runs(words, letters, folded)]
    return found or list(_runs(words, text, normal))


def _runs(words: str, text: str, form: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    parts = (re.escape(form(part)) for part in _ELLIPSIS.split(words))
    pattern = re.compile(f".{{0,{_LONGEST_GAP}}}?".join(filter(None, parts)))
    for match in pattern.finditer(text):
        if match[0]:
            yield match.start(), match.end() - 1
