"""What is known of a language's full stops: its abbreviations, how its sentences begin."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

KINDS = ("always", "numbered", "open", "closing")
"""The lists of abbreviations, by what follows one: the files in ``languages/`` say it."""

_FOLDER = Path(__file__).with_name("languages")
# Stops within: U.S, a.m, Ph.D, EE.UU.
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+-?[^\W\d_]{1,2}")
_WORD = re.compile(r"[^\W\d_]+")
# How many letters of a text are read to tell its language, and how many common words are enough.
_ENOUGH, _FEWEST = 20_000, 4
# Of how many words an abbreviation is at most: q. e. p. d.
_LONGEST = 4


@dataclass(frozen=True)
class Rules:
    """A language's abbreviations with their kinds, and the words of its other lists."""

    kinds: dict[str, str] = field(default_factory=dict)
    openers: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()

    def kind(self, words: list[str]) -> tuple[str, str]:
        """Return how the last of ``words`` is abbreviated, and the abbreviation.

        The kind is one of KINDS, or nothing, where it is a word like others. ``words`` are the
        last few before a full stop.
        """
        for length in range(min(len(words), _LONGEST), 0, -1):
            found = " ".join(words[-length:])
            if kind := self.kinds.get(_plain(found)):
                return kind, found
        last = words[-1] if words else ""
        letters = last.rpartition("-")[2]
        if len(letters) == 1 and letters.isalpha():
            return "closing" if letters.islower() else "open", last
        if "." in last and _ACRONYM.fullmatch(last):
            return "open", last
        return "", last


def _plain(text: str) -> str:
    """Return a word as the lists have it: composed, without soft hyphens."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.replace("\u00ad", ""))


@cache
def rules(language: str) -> Rules:
    """Return the rules of a language by its two letters; of an unknown one, empty lists."""
    if language not in languages():
        return Rules()
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current.extend(filter(None, map(str.strip, line.split(","))))
    kinds: dict[str, str] = {}
    for kind in reversed(KINDS):  # an entry of two lists belongs to the first
        for entry in lists.pop(kind, ()):
            kinds.update(dict.fromkeys(_spellings(entry), kind))
    return Rules(kinds, **{name: frozenset(words) for name, words in lists.items()})


def _spellings(entry: str) -> set[str]:
    """Return an abbreviation as it may be written: no, No, NO; but a single letter as it is."""
    if len(entry) == 1:
        return {entry}
    return {entry, entry[0].upper() + entry[1:], entry.upper()}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are lists of, by their two letters."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))


def language_of(text: str) -> str:
    """Return which of our languages a text is in, by its commonest words; nothing if unsure."""
    words = [word.casefold() for word in _WORD.findall(text[:_ENOUGH])]
    hits = {name: sum(word in rules(name).common for word in words) for name in languages()}
    first, second = sorted(hits.values(), reverse=True)[:2]
    return max(hits, key=lambda name: hits[name]) if first >= max(_FEWEST, second * 1.2) else ""
