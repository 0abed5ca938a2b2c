"""What a syntax is: how it writes predicates, values and things, in which each slab is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from cardindex.rdf.columns import Texts
from cardindex.rdf.terms import Said

MARK = "\0"
"""Stands once in what is written of a fact: by it facts are counted, and subjects put in.

No term holds it, as NUL is escaped in every syntax.
"""

_PLACE = "\ue000"  # a character that no syntax escapes


class Frame(NamedTuple):
    """What stands around the values of one predicate: before, between and behind them."""

    before: str
    between: str
    behind: str


class Around(NamedTuple):
    """What stands around things: before and behind the subject, and at the end of each.

    ``joint`` stands between two of them. ``cut``: so many characters of the first fact of each are
    left out.
    """

    before: str = ""
    behind: str = ""
    end: str = ""
    joint: str = ""
    cut: int = 0


class Plain(NamedTuple):
    """How texts of one kind are written: what stands around each, and what makes them safe.

    ``safe`` returns texts, and whether they are still to have that around them.
    """

    before: str
    behind: str
    safe: Callable[[Texts], tuple[Texts, bool]]


class Syntax(Protocol):
    """One way to write facts down. Each ``Frame`` has a MARK before each value."""

    @property
    def around(self) -> Around | None:
        """What stands around things; None where the subject stands at each MARK."""

    def frame(self, predicate: str, *, several: bool) -> Frame:
        """Return what stands around one value, or several, of a predicate."""

    def value(self, predicate: str, kind: str) -> Callable[[str], str]:
        """Return what writes values of a kind."""

    def plain(self, predicate: str, kind: str, under: str) -> Plain | None:
        """Return how texts of a kind are written; None where each has to be written by itself."""

    def subject(self, path: str) -> str:
        """Return a thing, by its path under the base or its IRI in ``<>``."""

    def subjects(self, under: str, ids: Texts) -> Texts:
        """Return things by their ids: ``under`` stands before each."""


def around(write: Callable[[str], str], under: str) -> tuple[str, str]:
    """Return what stands before and behind each value that is written, with what it is under."""
    before, behind = write(under + _PLACE).split(_PLACE)
    return before, behind


def as_they_are(texts: Texts) -> tuple[Texts, bool]:
    """Return texts in which nothing has to be made safe."""
    return texts, True


def written(syntax: Syntax, facts: Iterable[Said]) -> str:
    """Return facts, those of one predicate together."""
    by_predicate: dict[str, list[str]] = {}
    for predicate, kind, value in facts:
        by_predicate.setdefault(predicate, []).append(syntax.value(predicate, kind)(value))
    return "".join(_listed(syntax, *each) for each in by_predicate.items())


def _listed(syntax: Syntax, predicate: str, values: Sequence[str]) -> str:
    before, between, behind = syntax.frame(predicate, several=len(values) > 1)
    return f"{before}{between.join(values)}{behind}"
