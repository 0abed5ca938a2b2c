"""What can go wrong, as exceptions that carry data and a message fit to print.

CardindexError
├── InvalidIndex       an index with problems; carries every one of them
├── MalformedValue     one value that does not parse (also a ValueError)
├── UnknownName        an entity, source, query or parameter that does not exist
│   └── AmbiguousName  a name that several bear, so that none of them is meant
├── QueryError         a SPARQL query that cannot be run
│   └── QueueFull      one that there is no room for at the moment
├── UndefinedMeasure   a network of which a measure says nothing
├── RemoteError        another server that did not do what it was asked
├── NotInstalled       a package of an extra that is missing (also an ImportError)
└── OutputError        a file or folder that cannot be written
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from cardindex.brief import shortened
from cardindex.characters import shown
from cardindex.folding import folded

Severity = Literal["error", "warning"]

# Where no name is like the unknown one, all are listed if they are no more than this.
_FEW = 25

# A longer text was not typed as a name: the message cuts it and offers nothing.
_LONGEST_NAME = 200

NO_MEMORY = "there is not enough memory for this; ask of a smaller part"
"""What is told of a MemoryError."""

# Up to so many names are compared with a misspelt one; of more, only its alphabetic neighbours.
_MANY, _NEIGHBOURS = 500, 50

# A longer message is cut in the middle: it begins with what is wrong and ends with the mend.
_LONGEST, _OPENING, _ENDING = 1000, 600, 380

# How many problems a message lists, and how many rows of equal problems.
_LINES, _ROWS = 100, 10


class CardindexError(Exception):
    """Base of all errors that a user can cause and mend; ``str()`` is fit to print."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in an index, and how to mend it.

    ``row`` is the line of the file on which the row starts, counted from 1; 0 where a whole file
    is meant. ``column`` is the name of the column, or empty. Whatever stood in the file, each of
    the texts is one line that is fit to print: characters that would act on a terminal are spelt.
    """

    file: str
    row: int
    column: str
    code: str
    message: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        """Make the texts fit to print."""
        for name in ("file", "column", "message"):
            object.__setattr__(self, name, _in_one_line(getattr(self, name)))

    def __str__(self) -> str:
        """Give ``file:row:column: message [code]``, leaving out what does not apply."""
        return self.line((self.row,))

    def line(self, rows: Sequence[int]) -> str:
        """Give the same for all rows that have this problem."""
        only = str(rows[0] or "") if len(rows) == 1 else ""
        place = ":".join(part for part in (self.file, only, self.column) if part)
        told = f" ({_rows_told(rows)})" if len(rows) > 1 else ""
        return f"{place}: {self.message}{told} [{self.code}]"


class InvalidIndex(CardindexError):
    """An index that cannot be used; ``problems`` holds everything found, in file order.

    The message joins those that are alike, and tells no more than a person reads at once.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [problem.line(rows) for problem, rows in alike(self.problems)]
        more = len(lines) - _LINES
        rest = [f'… and {more:,} more lines: "cardindex check --all" tells all'] if more > 0 else []
        super().__init__("\n".join([*lines[:_LINES], *rest]))


def alike(problems: Iterable[Problem]) -> list[tuple[Problem, tuple[int, ...]]]:
    """Return problems, each with all its rows, in the order of the first of them."""
    rows: dict[Problem, list[int]] = {}
    for problem in problems:
        rows.setdefault(replace(problem, row=0), []).append(problem.row)
    return [(replace(one, row=found[0]), tuple(found)) for one, found in rows.items()]


def _rows_told(rows: Sequence[int]) -> str:
    """Write how many rows these are, and the first of them: ``174 rows: 3, 7, 12 …``."""
    more = " …" if len(rows) > _ROWS else ""
    return f"{len(rows):,} rows: {', '.join(map(str, rows[:_ROWS]))}{more}"


def _in_one_line(text: str) -> str:
    plain = shown(text).replace("\n", "\\n").replace("\t", "\\t")
    return plain if len(plain) <= _LONGEST else f"{plain[:_OPENING]} … {plain[-_ENDING:]}"


class MalformedValue(CardindexError, ValueError):
    """A value that does not parse; ``reason`` says what is wrong and how to mend it."""

    def __init__(self, value: str, reason: str, code: str = "malformed-value") -> None:
        self.value, self.reason, self.code = value, reason, code
        super().__init__(f'"{value}": {reason}')


def parses(parse: Callable[[str], object], text: str) -> bool:
    """Tell whether a parser takes a text, and does not raise MalformedValue."""
    try:
        parse(text)
    except MalformedValue:
        return False
    return True


class UnknownName(CardindexError):
    """A name that nothing bears; the message offers the nearest, or all where they are few.

    ``offers``: names that exist, the best first, each with a label or nothing; without them, the
    nearest of ``choices`` is offered. ``nearest`` is the best offer, or None.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        choices: Iterable[str] = (),
        offers: Sequence[tuple[str, str]] = (),
    ) -> None:
        known = frozenset(choices)
        if not offers and (found := nearest(name, known)):
            offers = ((found, ""),)
        self.kind, self.name, self.offers = kind, name, tuple(offers)
        self.nearest = offers[0][0] if offers else None
        hint = f"; did you mean {_listed(offers, len(offers))}?" if offers else ""
        if not hint and 0 < len(known) <= _FEW:
            hint = f"; one of {', '.join(sorted(filter(None, known)))}"
        super().__init__(f'unknown {kind} "{shortened(name, _LONGEST_NAME)}"{hint}')


class AmbiguousName(UnknownName):
    """A name that fits several equally well; ``offers`` are the best of these ``count``."""

    def __init__(self, kind: str, name: str, offers: Sequence[tuple[str, str]], count: int) -> None:
        self.kind, self.name, self.offers = kind, name, tuple(offers)
        self.nearest = offers[0][0]
        told = f"{_listed(offers, count)}; give the id of the one meant, or more of its name"
        Exception.__init__(self, f'{kind} "{shortened(name, _LONGEST_NAME)}" may be {told}')


class QueryError(CardindexError):
    """A query that cannot be run; the message says where and why.

    ``limit`` names the limit that it came to (``seconds``, ``memory``, ``rows`` …), or is empty.
    """

    def __init__(self, message: str, limit: str = "") -> None:
        self.limit = limit
        super().__init__(message)


class QueueFull(QueryError):
    """A query for which there is no room at the moment; ``seconds`` says when to ask again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"too many queries wait already; ask again in {seconds} seconds", "queue")


class UndefinedMeasure(CardindexError):
    """A network of which a measure says nothing; the message says why."""


class RemoteError(CardindexError):
    """Another server that did not do what it was asked; the message says why and what to do.

    ``status`` is the number that it answered with, or 0 where it did not answer. ``limit`` names
    the limit of ours that it came to (``seconds``, ``size``), or is empty.
    """

    def __init__(self, message: str, status: int = 0, limit: str = "") -> None:
        self.status, self.limit = status, limit
        super().__init__(message)


class NotInstalled(CardindexError, ImportError):
    """A package that is missing and that an extra would bring; the message says how to get it."""

    def __init__(self, what_for: str, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(
            f"to {what_for} {package} is needed, and it is not installed; install it with: "
            f'pip install "cardindex[{extra}]"'
        )


class OutputError(CardindexError):
    """A file or folder that cannot be written; what stood there before still stands."""


def _listed(offers: Sequence[tuple[str, str]], count: int) -> str:
    """Return offers as words: ``"kgb" (KGB), "cia" (CIA) or 3 others``."""
    told = [f'"{id_}" ({label})' if label else f'"{id_}"' for id_, label in offers]
    if count > len(offers):
        left = count - len(offers)
        told.append("another" if left == 1 else f"{left} others")
    return " or ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like ``name``, or None where none is like it.

    A serial number (c0042, 17) is like the same number alone: of its letters nothing is to be told.
    """
    return _nearest(name, frozenset(choices))


def suggestion(name: str, choices: Iterable[str]) -> str:
    """Return ``; did you mean "x"?`` for the nearest choice, or nothing."""
    found = nearest(name, choices)
    return f'; did you mean "{found}"?' if found else ""


@lru_cache(maxsize=4096)
def _nearest(name: str, choices: frozenset[str]) -> str | None:
    if len(name) > _LONGEST_NAME:
        return None
    if same := _by_fold(choices).get(folded(name)):
        return same
    near = sorted(choices) if len(choices) <= _MANY else _neighbours(name, choices)
    if number := _serial(name):
        # Of c0604, c0005 is no slip but another claim; c604 is the same, written otherwise.
        if same := _by_number(choices).get(number):
            return same
        near = [choice for choice in near if not _serial(choice)]
    found = get_close_matches(name, near, n=1, cutoff=0.6)
    if not found and name:
        # A short form of a long name ("kgb" for "kgb-residency") shares too few letters for a
        # ratio, so any name that begins with it counts as near.
        found = [choice for choice in near if choice.startswith(name)][:1]
    return found[0] if found else None


_SERIAL = re.compile(r"([a-z]?)[-_.]?0*([0-9]+)")


def _serial(name: str) -> tuple[str, ...] | None:
    """Return the letter, if there is one, and the number of what is a serial number: c0042."""
    found = _SERIAL.fullmatch(folded(name))
    return found.groups() if found else None


@lru_cache(maxsize=4)
def _by_number(choices: frozenset[str]) -> dict[tuple[str, ...], str]:
    """Return the choices that are serial numbers by letter and number; of several, the first."""
    found = ((_serial(choice), choice) for choice in sorted(choices, reverse=True))
    return {number: choice for number, choice in found if number}


def _neighbours(name: str, choices: frozenset[str]) -> list[str]:
    """Return the choices that share the longest beginning or end with ``name``."""
    forwards, backwards = _both_ways(choices)
    begin, end = bisect(forwards, name), bisect(backwards, name[::-1])
    near = set(forwards[max(begin - _NEIGHBOURS, 0) : begin + _NEIGHBOURS])
    near |= {each[::-1] for each in backwards[max(end - _NEIGHBOURS, 0) : end + _NEIGHBOURS]}
    return sorted(near)


@lru_cache(maxsize=4)
def _by_fold(choices: frozenset[str]) -> dict[str, str]:
    """Return the choices by their folded form; of several, the first."""
    return {folded(choice): choice for choice in sorted(choices, reverse=True)}


@lru_cache(maxsize=4)
def _both_ways(choices: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the choices in the order of the alphabet, read forwards and read backwards."""
    return sorted(choices), sorted(choice[::-1] for choice in choices)
