"""Seals: how a passage is fingerprinted, found and checked without being republished.

A seal is the length and the SHA-256 of a passage in its normal form: NFKC, quotation marks and
dashes folded, white space to one space. Offsets count code points of the source's text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from cardindex.errors import CardindexError
from cardindex.finding import taken
from cardindex.folding import APOSTROPHES, MARKS, QUOTES
from cardindex.index import Index

STATES = ("exact", "moved", "missing", "no text")
"""What a seal can turn out to be, once held against the texts at hand."""

_WORD_START = re.compile(r"(?<!\w)(?=\S)")
_CLOSING = rf"[{APOSTROPHES}{QUOTES}\"')\]\d]"
_SENTENCE_END = re.compile(rf"[.!?…]{_CLOSING}*(?=\s|$)")
_ELLIPSIS = re.compile(r"…|\.\.\.")
# A paragraph that is one line ends with the line; one of several lines with an empty one.
_BREAKS = {"paragraph": re.compile(r"\n|\r"), "": re.compile(r"\n\s*\n")}
# How many words around the place where a passage should be are looked at before all others.
_NEAR = 400
# By how many seals a text is recognised whose file bears no source's name.
_SAMPLE = 20
# How much of the text "first … last" may span.
_LONGEST_GAP = 4000


@dataclass(frozen=True)
class Text:
    """A source's text with its normal form.

    ``starts[i]`` and ``ends[i]`` are the offsets in ``raw`` between which character i of
    ``normal`` came to be. Line ends and letters that a form writes as several, such as a letter
    and its accent, stay together.
    """

    raw: str
    normal: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Text:
        """Normalise ``raw``, remembering where each character came from."""
        characters: list[tuple[str, int, int]] = []
        for start, end, folded in _clusters(raw):
            for char in folded:
                if not char.isspace():
                    characters.append((char, start, end))
                elif characters and characters[-1][0] != " ":
                    characters.append((" ", start, end))
        letters, starts, ends = zip(*characters, strict=True) if characters else ((), (), ())
        return cls(raw, "".join(letters), starts, ends)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the raw text of a stretch of the normal form."""
        return self.starts[start], self.ends[end - 1]

    @cached_property
    def words(self) -> tuple[int, ...]:
        """Where in the normal form a passage may start."""
        return tuple(match.start() for match in _WORD_START.finditer(self.normal))


class Mark(NamedTuple):
    """Where a passage should stand, and its seal."""

    start: int
    end: int
    seal: str

    @property
    def length(self) -> int:
        """The length of its normal form."""
        return int(self.seal.partition(":")[0])


@dataclass(frozen=True)
class Place:
    """A passage in a text: locator (empty where the unit is unknown), offsets and seal."""

    locator: str
    start: int
    end: int
    seal: str
    passage: str


def normal(passage: str) -> str:
    """Return the normal form of a passage, in which a seal is made."""
    return " ".join(_folded(passage).split())


def seal(passage: str) -> str:
    """Return the seal of a passage: the length of its normal form, and that form's SHA-256."""
    text = normal(passage)
    return f"{len(text)}:{sha256(text.encode()).hexdigest()}"


def read_texts(index: Index, folder: Path) -> dict[str, Text]:
    """Return the texts in ``folder`` by source id: ``essay.txt`` is the text of ``essay``.

    A file that bears no source's name is known by its content: it is the text of the source
    most of whose sealed passages are found in it. Raises CardindexError for a folder without
    texts.
    """
    if not folder.is_dir():
        message = f"{folder}: there is no such folder; name the one that holds the texts"
        raise CardindexError(message)
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        message = f"{folder}: holds no text; name them by source, such as essay.txt"
        raise CardindexError(message)
    texts = {path.stem: _read(path) for path in paths if path.stem in index.sources.index}
    for path in paths:
        if path.stem not in texts:
            text = _read(path)
            source = _recognised(index, text, texts)
            if source:
                texts[source] = text
    return texts


def text_source(index: Index, source: str) -> str:
    """Return the source whose text holds ``source``: its container, or itself."""
    return str(index.sources.at[source, "container"]) or source


def verify(index: Index, texts: Mapping[str, Text]) -> pd.DataFrame:
    """Hold every seal against the texts.

    Returns one row a sealed citation: ``citation, claim, source, line, state, start, end``; the
    state is one of STATES, the offsets are those at which the passage now stands (-1 if nowhere).
    """
    sealed = _sealed(index)
    found = {held: _places(text, sealed[held]) for held, text in texts.items() if held in sealed}
    rows = []
    for row in index.citations[index.citations["seal"] != ""].itertuples(index=False):
        held = text_source(index, str(row.source))
        mark = Mark(row.start, row.end, row.seal)  # type: ignore[arg-type]
        state = found[held][mark] if held in found else ("no text", -1, -1)
        rows.append((row.id, row.claim, row.source, row.line, *state))
    columns = ["citation", "claim", "source", "line", "state", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def passage(index: Index, texts: Mapping[str, Text], citation: Any) -> str:  # noqa: ANN401
    """Return the passage of a citation (a row of the citations frame), or nothing.

    Nothing is returned where no text is at hand or the seal does not hold where it should.
    """
    text = texts.get(text_source(index, citation.source))
    if text is None or not citation.seal:
        return ""
    found = text.raw[citation.start : citation.end]
    return " ".join(found.split()) if seal(found) == citation.seal else ""


def cite(index: Index, source: str, words: str, texts: Mapping[str, Text]) -> list[Place]:
    """Find ``words`` in the text of ``source``; ``first … last`` spans what lies between.

    Returns each sentence, or run of sentences, that holds them. Raises UnknownName for an unknown
    source, CardindexError where its text is not at hand or does not hold the words.
    """
    held = text_source(index, taken(index, source, ("source",)).id)
    if held not in texts:
        message = f'no text of "{held}" is at hand; name its file {held}.txt'
        raise CardindexError(message)
    text = texts[held]
    parts = (re.escape(_caseless(normal(part))) for part in _ELLIPSIS.split(words))
    pattern = re.compile(f".{{0,{_LONGEST_GAP}}}?".join(filter(None, parts)))
    found = [match.span() for match in pattern.finditer(_caseless(text.normal)) if match[0]]
    if not found:
        message = f'"{words}" is not in the text of "{held}"; give words as they stand there'
        raise CardindexError(message)
    unit = str(index.sources.at[held, "unit"])
    spans = dict.fromkeys(_sentences(text, *span, unit) for span in found)
    return [place(text.raw, start, end, unit) for start, end in spans]


def place(raw: str, start: int, end: int, unit: str = "") -> Place:
    """Return the place of ``raw[start:end]``; its locator if the unit is the paragraph."""
    first, last = (raw.count("\n", 0, offset) + 1 for offset in (start, end - 1))
    located = (str(first) if first == last else f"{first}-{last}") if unit == "paragraph" else ""
    found = raw[start:end]
    return Place(located, start, end, seal(found), " ".join(found.split()))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(MARKS)).translate(MARKS)


def _caseless(text: str) -> str:
    """Return ``text`` in lower case, letter by letter, so that no offset moves."""
    lower = ((char, char.casefold()) for char in text)
    return "".join(low if len(low) == 1 else char for char, low in lower)


def _clusters(raw: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, normal form) of the shortest stretches that do not change each other."""
    start, folded = 0, ""
    for at, char in enumerate(raw):
        own = _folded(char)
        # No plain letter joins the one before it; others may: an accent, the half of a syllable.
        joins = not char.isascii() and (
            unicodedata.combining(char) or _folded(raw[start : at + 1]) != folded + own
        )
        if at and not joins:
            yield start, at, folded
            start = at
        folded = _folded(raw[start : at + 1]) if joins else own
    if raw:
        yield start, len(raw), folded


def _read(path: Path) -> Text:
    try:
        return Text.of(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8; save the text as UTF-8"
        raise CardindexError(message) from error
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise CardindexError(message) from error


def _sealed(index: Index) -> dict[str, list[Mark]]:
    """Return the marks of the sealed passages by the source whose text holds them."""
    cited = index.citations[index.citations["seal"] != ""]
    marks: dict[str, dict[Mark, None]] = {}
    for row in cited.itertuples(index=False):
        mark = Mark(row.start, row.end, row.seal)  # type: ignore[arg-type]
        marks.setdefault(text_source(index, str(row.source)), {})[mark] = None
    return {held: list(found) for held, found in marks.items()}


def _recognised(index: Index, text: Text, known: Collection[str]) -> str:
    """Return the source not yet ``known`` most of whose first seals the text bears, or nothing."""
    hits = {
        held: sum(state != "missing" for state, _, _ in _places(text, marks[:_SAMPLE]).values())
        for held, marks in sorted(_sealed(index).items())
        if held not in known
    }
    best = max(hits, key=lambda held: hits[held], default="")
    return best if hits.get(best) else ""


def _places(text: Text, marks: Iterable[Mark]) -> dict[Mark, tuple[str, int, int]]:
    """Return state and offsets of each mark's passage: where it should be, near by, anywhere."""
    found: dict[Mark, tuple[str, int, int]] = {}
    by_length: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if seal(text.raw[mark.start : mark.end]) == mark.seal:
            found[mark] = "exact", mark.start, mark.end
            continue
        near = _search(text, mark.length, {mark.seal}, _near(text, mark.start))
        if near:
            found[mark] = "moved", *near[mark.seal]
        else:
            by_length[mark.length].append(mark)
    for length, lost in by_length.items():
        far = _search(text, length, {mark.seal for mark in lost}, text.words)
        for mark in lost:
            found[mark] = ("moved", *far[mark.seal]) if mark.seal in far else ("missing", -1, -1)
    return found


def _near(text: Text, offset: int) -> list[int]:
    """Return the words around an offset of the raw text, the nearest first."""
    here = bisect_left(text.words, bisect_left(text.starts, offset))
    around = range(max(0, here - _NEAR), min(len(text.words), here + _NEAR))
    return [text.words[at] for at in sorted(around, key=lambda at: abs(at - here))]


def _search(
    text: Text, length: int, seals: Collection[str], starts: Iterable[int]
) -> dict[str, tuple[int, int]]:
    """Return the raw offsets of the first passage of this length that bears each of ``seals``."""
    found: dict[str, tuple[int, int]] = {}
    for start in starts:
        stretch = text.normal[start : start + length]
        sealed = f"{length}:{sha256(stretch.encode()).hexdigest()}"
        if sealed in seals and sealed not in found:
            found[sealed] = text.span(start, start + length)
            if len(found) == len(seals):
                break
    return found


def _sentences(text: Text, start: int, end: int, unit: str) -> tuple[int, int]:
    """Widen a stretch of the normal form to whole sentences of its paragraph; raw offsets."""
    first, last = text.span(start, end)
    breaks = _BREAKS.get(unit, _BREAKS[""])
    opens = max((match.end() for match in breaks.finditer(text.raw, 0, first)), default=0)
    closes = breaks.search(text.raw, last)
    limit = closes.start() if closes else len(text.raw)
    before = [match.end() for match in _SENTENCE_END.finditer(text.raw, opens, first)]
    opens = before[-1] if before else opens
    opens += len(text.raw[opens:first]) - len(text.raw[opens:first].lstrip())
    after = _SENTENCE_END.search(text.raw, max(last - 1, first), limit)
    return opens, after.end() if after else first + len(text.raw[first:limit].rstrip())
