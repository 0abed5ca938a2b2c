"""Dates and amounts that stand in a passage, found without asking what language it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cardindex.composing import Amount, Reading, amounts_said, dates_said
from cardindex.dates.names import MONTHS, SEASONS

_TOKEN = re.compile(r"[^\s()\[\]“”\"«»]+")
_YEAR = re.compile(r"(?<![\d.,])(?:1\d{3}|20\d{2})s?(?![\d.,]?\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_EARLY = re.compile(r"1[0-7]\d\d|1800")
_DIGITS = re.compile(r"\d")
# Words that stand with years in dates, in English, Spanish, German and French.
_WORDS = """
a about after and around at autumn before beginning between by century circa decade during early
end ends first from half in late mid middle of on or quarter second since some sometime spring
start summer the third this through throughout till to until winter fourth last ca c
al alrededor antes año años comienzos como de del desde después durante el en enero entre fin
finales fines hacia hasta inicios la los mediados principios siglo y
ab am anfang bis das der die ende im jahr jahre jahren mitte seit um und von vor zwischen
avant depuis du et jusque le les vers à
"""
_OF_TIME = frozenset((*_WORDS.split(), *MONTHS, *SEASONS))
_ENDS = frozenset((*MONTHS, *SEASONS, "century", "later"))
_BEFORE, _AFTER = 5, 4  # words around a year that may belong to a date
_SCALES = frozenset(("hundred", "thousand", "million", "billion", "dozen", "mil", "tausend"))
_EDGE = ".,;:!?…—–"
_LONGEST = 5_000  # characters of a passage that are looked through
_MOST = 12


class Date(NamedTuple):
    """A date in a passage: its words, and what they may mean."""

    words: str
    readings: tuple[Reading, ...]


class Sum(NamedTuple):
    """An amount in a passage: its words, and what they may mean."""

    words: str
    readings: tuple[Amount, ...]


def dates_in(passage: str) -> list[Date]:
    """Return the dates that a passage names, in its order, each in as many words as are of it."""
    raw = [match[0] for match in _TOKEN.finditer(passage[:_LONGEST])]
    words = [word.strip(_EDGE) for word in raw]
    found: list[Date] = []
    done = 0
    for at, word in enumerate(words):
        if at < done or not _YEAR.search(word):
            continue
        for first, last in _windows(at, done, len(words)):
            if not _is_of_time(raw[first:last]):
                continue
            text = " ".join(filter(None, words[first:last]))
            readings = dates_said(text).readings
            if readings:
                found.append(Date(text, readings))
                done = last
                break
    return found[:_MOST]


def _windows(at: int, free: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield stretches of words around one, the longest first."""
    spans = [
        (first, last)
        for first in range(max(at - _BEFORE, free), at + 1)
        for last in range(at + 1, min(at + 1 + _AFTER, length) + 1)
    ]
    return iter(sorted(spans, key=lambda span: (span[0] - span[1], span[0])))


def _is_of_time(words: list[str]) -> bool:
    """Tell whether words may be of one date: no sentence ends between them, all are of time."""
    if any(word[-1] in ";:!?" or (word[-1] == "." and len(word) > 4) for word in words[:-1]):
        return False
    plain = [word.strip(_EDGE).lower() for word in words]
    if _EARLY.fullmatch(plain[-1]) and len(plain) == 1:
        return False  # such a number is more often a count than a year
    if plain[-1] not in _ENDS and not _DIGITS.search(plain[-1]):
        return False
    return all(
        not word or word in _OF_TIME or _DIGITS.search(word) or "-" in word for word in plain
    )


def amounts_in(passage: str) -> list[Sum]:
    """Return the amounts that a passage names in figures, with the word behind each."""
    dated = " ".join(date.words for date in dates_in(passage))
    words = [match[0] for match in _TOKEN.finditer(passage[:_LONGEST])]
    found: list[Sum] = []
    for at, word in enumerate(words):
        plain = word.strip(_EDGE)
        if not (_DIGITS.search(word) or plain in _SCALES) or plain in dated.split():
            continue
        for first, last in (
            (at - 3, at + 2),
            (at - 2, at + 2),
            (at - 1, at + 2),
            (at, at + 2),
            (at, at + 1),
        ):
            some = words[max(first, 0) : last]
            ends = any(each[-1] in ".,;:!?" for each in some[:-1])
            text = " ".join(some).strip(_EDGE)
            readings = () if ends or first < 0 else amounts_said(text).readings
            if readings:
                found.append(Sum(text, readings))
                break
    return found[:_MOST]
