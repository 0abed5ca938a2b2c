"""Where words of a format meet ours: tables beside the readers, in ``meets/``.

A table has a section for each kind of word, so that no reader knows an id of the ontology:

- ``[kinds.WORD]``: ``ours`` is a kind of the ontology, or else ``label``, ``definition`` and
  ``wider`` (the kind of ours that it is a kind of) define a new one;
- ``[relations.WORD]``: ``ours`` likewise, with ``inverse`` where it runs the other way round, and
  ``from`` and ``to`` where it fits ends of these kinds alone; ``label``, ``words``, ``definition``,
  ``family``, ``takes``, ``symmetric`` and ``reflexive`` define a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cardindex import toml
from cardindex.imports.found import Dropped, FoundKind, FoundNameKind, FoundRelation, Wishes

_FOLDER = Path(__file__).with_name("meets")

_TABLE = Mapping[str, Mapping[str, Any]]


class Met(NamedTuple):
    """The word that is said to whoever takes it in, and whether the relation runs backwards."""

    word: str
    inverse: bool = False


@cache
def words(name: str) -> Mapping[str, Any]:
    """Return the table of a format, parsed."""
    return toml.parsed((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def asked(wishes: Wishes) -> tuple[str, ...]:
    """Return the types that ``--only`` names: one, several with commas between, or said twice."""
    return tuple(word.strip() for said in wishes.only for word in said.split(",") if word.strip())


class Meeting:
    """What words of one import have met so far; ``new`` yields each definition once.

    A word that ``--map`` names is left as it is: what it is to be has been said.
    """

    def __init__(self, name: str, wishes: Wishes) -> None:
        table = words(name)
        self._kinds: _TABLE = table.get("kinds", {})
        self._relations: _TABLE = table.get("relations", {})
        self._asked_kinds = wishes.mapping.get("kinds", {})
        self._asked_relations = wishes.mapping.get("relations", {})
        self._told: set[tuple[str, str]] = set()
        self._new: list[FoundKind | FoundNameKind | FoundRelation] = []

    def kind(self, word: str, label: str = "", definition: str = "") -> str:
        """Return the word for a kind: ours where there is one, else theirs, defined once."""
        known = self._kinds.get(word, {})
        if word in self._asked_kinds or not word:
            return word
        if known.get("ours"):
            return str(known["ours"])
        if self._first("kind", word):
            label = known.get("label", label) or word.replace("-", " ")
            told = known.get("definition", definition)
            self._new.append(FoundKind(word, label, told, known.get("wider", "")))
        return word

    def relation(
        self, word: str, start: Iterable[str] = (), end: Iterable[str] = (), **new: str | bool
    ) -> Met:
        """Return the word for a relation between two kinds (each with all its wider kinds).

        ``new`` is what is known of one that no table has: fields of FoundRelation.
        """
        known = self._relations.get(word, {})
        if word in self._asked_relations:
            return Met(word)
        if known.get("ours") and _fits(known, "from", start) and _fits(known, "to", end):
            return Met(str(known["ours"]), bool(known.get("inverse")))
        if self._first("relation", word):
            defined = {key: value for key, value in known.items() if key in _FIELDS}
            told: dict[str, Any] = {"label": word.replace("-", " "), **new, **defined}
            self._new.append(FoundRelation(word, **told))
        return Met(word)

    def name_kind(self, word: str, label: str, definition: str) -> str:
        """Return the word for a kind of name of the file's own, defined once."""
        if self._first("name", word):
            self._new.append(FoundNameKind(word, label, definition))
        return word

    def new(self) -> Iterator[FoundKind | FoundNameKind | FoundRelation]:
        """Yield what has been defined since it was last asked."""
        yield from self._new
        self._new.clear()

    def _first(self, what: str, word: str) -> bool:
        seen = (what, word) in self._told
        self._told.add((what, word))
        return not seen


class Losses:
    """What is not taken, counted: one line of dropped.csv for each, with how often and why."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def count(self, at: str, what: str, why: str, times: int = 1) -> None:
        """Count something that was not taken."""
        self._counts[at, what, why] += times

    def told(self) -> Iterator[Dropped]:
        """Yield what was counted, in the order of its words, and begin anew."""
        for (at, what, why), times in sorted(self._counts.items()):
            yield Dropped(at, f"{what} ({times:,} times)" if times > 1 else what, why)
        self._counts.clear()


_FIELDS = ("label", "symmetric", "family", "definition", "takes", "reflexive", "words")


def _fits(known: Mapping[str, Any], side: str, kinds: Iterable[str]) -> bool:
    return side not in known or not set(known[side]).isdisjoint(kinds)
