"""The normal form of a text, in which seals are made, and the way back to the text's offsets."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from cardindex.brief import brief
from cardindex.folding import MARKS
from cardindex.passages.units import COUNTED, Units

Offsets = npt.NDArray[np.int64]

_WORD_START = re.compile(r"(?<!\w)(?=\S)")
# A hyphenated line break within a word, between small letters: infor-(line end)mation. In a text
# whose lines were joined (Markdown, HTML) a space stands for the line end.
_HYPHENATED = re.compile(
    r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe\uffff](?:\s*\n\s*(?=[^\W\d_])| (?=[a-zß-öø-ÿ]))"
)
# Ranges of letters that never combine with the one before; a test checks it.
_EVEN_RANGES = ((0x00, 0x250), (0x370, 0x483), (0x48A, 0x530), (0x2010, 0x2028), (0x20A0, 0x20C0))


def folded(text: str) -> str:
    """Return ``text`` with what printing changes folded, its white space as it is."""
    return unicodedata.normalize("NFKC", text.translate(MARKS)).translate(MARKS)


def normal(passage: str) -> str:
    """Return the normal form of a passage, in which a seal is made."""
    return " ".join(folded(passage).split())


def seal(passage: str) -> str:
    """Return the seal of a passage: the length of its normal form, and that form's SHA-256."""
    return seal_of_normal(normal(passage))


def seal_of_normal(text: str) -> str:
    """Return the seal of what is in normal form."""
    return f"{len(text)}:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


@dataclass(frozen=True, eq=False)
class Text:
    """A source's text with its normal form.

    ``starts[i]`` and ``ends[i]`` are the offsets in ``raw`` between which character i of
    ``normal`` came to be. Line ends and letters that a form writes as several, such as a letter
    and its accent, stay together. ``marks`` tell where units begin that are not its lines: by the
    unit, offsets and locators (an empty one where none begins).
    """

    raw: str
    normal: str
    starts: Offsets
    ends: Offsets
    marks: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return brief(self, "", f"{len(self.raw):,} characters")

    @classmethod
    def of(cls, raw: str) -> Text:
        """Normalise ``raw``, remembering where each character came from."""
        pieces: list[str] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        for piece, first, last in _pieces(raw):
            pieces.append(piece)
            starts.append(first)
            ends.append(last)
        if not pieces:
            return cls(raw, "", np.arange(0), np.arange(0))
        joined = "".join(pieces).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(joined, dtype="<u4").copy()
        space = np.isin(codes, _SPACES)
        # White space becomes one space, and none at the beginning.
        kept = ~(space & np.concatenate(([True], space[:-1])))
        codes[space] = 0x20
        text = codes[kept].tobytes().decode("utf-32-le", "surrogatepass")
        return cls(raw, text, np.concatenate(starts)[kept], np.concatenate(ends)[kept])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the raw text of a stretch of the normal form."""
        return int(self.starts[start]), int(self.ends[end - 1])

    def at(self, offset: int) -> int:
        """Return where in the normal form the raw text from ``offset`` on begins."""
        return int(np.searchsorted(self.starts, offset))

    def line(self, offset: int) -> int:
        """Return the number of the line in which an offset stands, counted from 1."""
        return bisect_right(self.line_starts, offset)

    def units(self, unit: str) -> Units | None:
        """Return what is counted in this text as ``unit``; None where its places are not known."""
        if unit not in self._units:
            found = None
            if unit == COUNTED:
                found = Units.of_lines(self.line_starts, len(self.lines), len(self.raw))
            elif unit in self.marks:
                found = Units.of_marks(unit, self.marks[unit], len(self.raw))
            self._units[unit] = found
        return self._units[unit]

    @cached_property
    def _units(self) -> dict[str, Units | None]:
        return {}

    @cached_property
    def line_starts(self) -> list[int]:
        """The offsets at which lines begin; a paragraph is a line."""
        return [0, *(found.end() for found in re.finditer("\n", self.raw))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without those at the end of the text in which nothing stands."""
        return self.raw.rstrip().split("\n") if self.raw.strip() else []

    @cached_property
    def words(self) -> list[int]:
        """Where in the normal form a passage may start."""
        return [match.start() for match in _WORD_START.finditer(self.normal)]

    @cached_property
    def joined(self) -> tuple[str, Offsets]:
        """The normal form with words made whole that a line's end parts, and whence it came."""
        kept = np.ones(len(self.normal), dtype=bool)
        for found in _HYPHENATED.finditer(self.raw):
            kept[self.at(found.start()) : self.at(found.end())] = False
        if kept.all():
            return self.normal, np.arange(len(self.normal))
        text = "".join(char for char, keep in zip(self.normal, kept.tolist(), strict=True) if keep)
        return text, np.flatnonzero(kept)


def _pieces(raw: str) -> Iterator[tuple[str, Offsets, Offsets]]:
    """Yield pieces of the folded text, and for each of their characters whence it came.

    What folds letter by letter, as most of a text does, is taken in one step.
    """
    done = 0
    for odd in _ODD.finditer(raw):
        if done < odd.start():
            yield _even(raw, done, odd.start())
        clusters = list(_clusters(odd[0]))
        lengths = [len(piece) for _, _, piece in clusters]
        first = np.array([start for start, _, _ in clusters], dtype=np.int64)
        last = np.array([end for _, end, _ in clusters], dtype=np.int64)
        shift = odd.start()
        piece = "".join(piece for _, _, piece in clusters)
        yield piece, np.repeat(first, lengths) + shift, np.repeat(last, lengths) + shift
        done = odd.end()
    if done < len(raw):
        yield _even(raw, done, len(raw))


def _even(raw: str, start: int, end: int) -> tuple[str, Offsets, Offsets]:
    at = np.arange(start, end, dtype=np.int64)
    return raw[start:end].translate(_EVEN), at, at + 1


def _clusters(raw: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, normal form) of the shortest stretches that do not change each other."""
    start, so_far = 0, ""
    for at, char in enumerate(raw):
        own = folded(char)
        # An "even" letter never combines with the one before; an accent may, or half a syllable.
        joins = ord(char) not in _EVEN and (
            unicodedata.combining(char) or folded(raw[start : at + 1]) != so_far + own
        )
        if at and not joins:
            yield start, at, so_far
            start = at
        so_far = folded(raw[start : at + 1]) if joins else own
    if raw:
        yield start, len(raw), so_far


_EVEN = {
    code: own
    for first, end in _EVEN_RANGES
    for code in range(first, end)
    if len(own := folded(chr(code))) == 1
}
# Stretches of letters that may combine, each with the even letter before it.
_EVEN_CLASS = "".join(map(re.escape, map(chr, _EVEN)))
_ODD = re.compile(f"[{_EVEN_CLASS}]?[^{_EVEN_CLASS}]+")
_SPACES = np.array([code for code in range(0x3001) if chr(code).isspace()], dtype=np.uint32)
