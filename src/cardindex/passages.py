"""Seals: how a passage is fingerprinted, found and checked without being republished.

A seal is the length and the SHA-256 of a passage in its normal form: NFKC, quotation marks and
dashes folded, white space to one space. Offsets count code points of the source's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from cardindex.errors import CardindexError, UnknownName
from cardindex.index import Index

STATES = ("exact", "moved", "missing", "no text")
"""What a seal can turn out to be, once held against the texts at hand."""

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛‹›`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": "",
    }
)
_WORD_START = re.compile(r"(?<!\w)(?=\S)|(?<=\W)(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]\d]*(?=\s|$)")


@dataclass(frozen=True)
class Text:
    """A source's text with its normal form; ``origin[i]`` is where character i of it came from."""

    raw: str
    normal: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Text:
        """Normalise ``raw``, remembering where each character came from."""
        characters: list[str] = []
        origin: list[int] = []
        for at, cluster in _clusters(raw):
            for char in _folded(cluster):
                if char.isspace():
                    if not characters or characters[-1] == " ":
                        continue
                    char = " "  # noqa: PLW2901 - any white space counts as one space
                characters.append(char)
                origin.append(at)
        return cls(raw, "".join(characters), (*origin, len(raw)))

    def span(self, start: int, length: int) -> tuple[int, int]:
        """Return the offsets in the raw text of a stretch of the normal form."""
        first, last = self.origin[start], self.origin[start + length - 1]
        return first, last + len(next(cluster for _, cluster in _clusters(self.raw[last:])))


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
    sealed = index.citations[index.citations["seal"] != ""]
    windows: dict[tuple[str, int], dict[str, int]] = {}
    rows = []
    for row in sealed.itertuples(index=False):
        held = text_source(index, str(row.source))
        text = texts.get(held)
        found = _find(text, row, windows, held) if text else ("no text", -1, -1)
        rows.append((row.id, row.claim, row.source, row.line, *found))
    columns = ["citation", "claim", "source", "line", "state", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def passage(index: Index, texts: Mapping[str, Text], citation: object) -> str:
    """Return the passage of a citation (a row of the citations frame), or nothing.

    Nothing is returned where no text is at hand or the seal does not hold where it should.
    """
    text = texts.get(text_source(index, str(citation.source)))  # type: ignore[attr-defined]
    if text is None or not citation.seal:  # type: ignore[attr-defined]
        return ""
    found = text.raw[citation.start : citation.end]  # type: ignore[attr-defined]
    return " ".join(found.split()) if seal(found) == citation.seal else ""  # type: ignore[attr-defined]


def cite(index: Index, source: str, words: str, texts: Mapping[str, Text]) -> list[Place]:
    """Find ``words`` in the text of ``source``; ``first … last`` spans what lies between.

    Returns each sentence, or run of sentences, that holds them. Raises UnknownName for an unknown
    source, CardindexError where its text is not at hand or does not hold the words.
    """
    if source not in index.sources.index:
        raise UnknownName("source", source, index.sources.index)
    held = text_source(index, source)
    if held not in texts:
        message = f'no text of "{held}" is at hand; name its file {held}.txt'
        raise CardindexError(message)
    text = texts[held]
    wanted = [re.escape(normal(part).casefold()) for part in re.split(r"…|\.\.\.", words)]
    pattern = re.compile(".{0,4000}?".join(part for part in wanted if part))
    folded = text.normal.casefold()
    if not any(wanted) or len(folded) != len(text.normal):
        found = []
    else:
        found = [match.span() for match in pattern.finditer(folded)]
    if not found:
        message = f'"{words}" is not in the text of "{held}"; give words as they stand there'
        raise CardindexError(message)
    unit = str(index.sources.at[held, "unit"])
    spans = dict.fromkeys(_sentences(text, *span) for span in found)
    return [place(text.raw, start, end, unit) for start, end in spans]


def place(raw: str, start: int, end: int, unit: str = "") -> Place:
    """Return the place of ``raw[start:end]``; its locator if the unit is the paragraph."""
    first, last = (raw.count("\n", 0, offset) + 1 for offset in (start, end - 1))
    located = (str(first) if first == last else f"{first}-{last}") if unit == "paragraph" else ""
    found = raw[start:end]
    return Place(located, start, end, seal(found), " ".join(found.split()))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)


def _clusters(raw: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, characters) so that a letter stays with the accents that follow it."""
    start = 0
    for at in range(1, len(raw) + 1):
        if at == len(raw) or not unicodedata.combining(raw[at]):
            yield start, raw[start:at]
            start = at


def _read(path: Path) -> Text:
    try:
        return Text.of(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8; save the text as UTF-8"
        raise CardindexError(message) from error
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise CardindexError(message) from error


def _recognised(index: Index, text: Text, known: Iterable[str]) -> str:
    """Return the source not yet ``known`` most of whose seals the text bears, or nothing."""
    sealed = index.citations[index.citations["seal"] != ""]
    hits: dict[str, int] = {}
    for row in sealed.itertuples(index=False):
        held = text_source(index, str(row.source))
        if held not in known and seal(text.raw[row.start : row.end]) == row.seal:
            hits[held] = hits.get(held, 0) + 1
    return max(sorted(hits), key=lambda source: hits[source], default="")


def _find(
    text: Text, row: object, windows: dict[tuple[str, int], dict[str, int]], held: str
) -> tuple[str, int, int]:
    """Return state and offsets of one citation's passage in ``text``."""
    start, end, wanted = row.start, row.end, row.seal  # type: ignore[attr-defined]
    if seal(text.raw[start:end]) == wanted:
        return "exact", start, end
    length, _, digest = wanted.partition(":")
    key = held, int(length)
    if key not in windows:
        windows[key] = _digests(text.normal, int(length))
    at = windows[key].get(digest)
    return ("missing", -1, -1) if at is None else ("moved", *text.span(at, int(length)))


def _digests(normal_text: str, length: int) -> dict[str, int]:
    """Return the SHA-256 of every stretch of this length that starts where a word may."""
    starts = (match.start() for match in _WORD_START.finditer(normal_text))
    found: dict[str, int] = {}
    for start in starts:
        if start + length <= len(normal_text):
            digest = sha256(normal_text[start : start + length].encode()).hexdigest()
            found.setdefault(digest, start)
    return found


def _sentences(text: Text, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of the normal form to whole sentences, within its lines; raw offsets."""
    first, last = text.span(start, end - start)
    line_start = text.raw.rfind("\n", 0, first) + 1
    line_end = text.raw.find("\n", last)
    line_end = len(text.raw) if line_end < 0 else line_end
    before = [match.end() for match in _SENTENCE_END.finditer(text.raw, line_start, first)]
    after = _SENTENCE_END.search(text.raw, max(last - 1, first), line_end)
    opens = before[-1] if before else line_start
    opens += len(text.raw[opens:first]) - len(text.raw[opens:first].lstrip())
    return opens, after.end() if after else line_end
