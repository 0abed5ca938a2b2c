"""A search of an index: names first, within limits of number and time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TypeVar

from cardindex.brief import brief
from cardindex.errors import MalformedValue, QueryError
from cardindex.index import Index
from cardindex.passages import Text
from cardindex.search.connections import Connections
from cardindex.search.kept import BLOCK, database, opened
from cardindex.search.rows import CLAIMS, KIND_OF, NAMES, NOTES, TEXTS, TITLES
from cardindex.search.words import LONGEST, Asked, Snippet, asked, plain, snippet

Answer = TypeVar("Answer")

KINDS = tuple(dict.fromkeys(KIND_OF.values()))
"""What can be found; ``text`` is a place in the text of a source."""

MOST = 1000
"""The most results; a search with more words has fewer."""

SECONDS = 5.0
"""So long a search takes at most."""

_STEPS = 2000  # instructions of SQLite between two checks of the time
_OFFERED = 5

_MATCH = """SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?
ORDER BY rowid LIMIT ?"""
_TOLD = "SELECT id, place, text FROM told WHERE row = ?"
_WHOLE = "SELECT row FROM named WHERE plain = ? ORDER BY row LIMIT ?"


@dataclass(frozen=True)
class Hit:
    """What was found: ``snippet`` is the text in pieces, each with whether it was sought.

    ``id`` of a ``text`` is that of its source. ``place``: where in it, in its locators.
    """

    kind: str
    id: str
    label: str
    snippet: Snippet
    place: str = ""


@dataclass(frozen=True)
class Results:
    """A part of what was found, and how many there are; ``more``: that is not all of them."""

    hits: tuple[Hit, ...]
    total: int
    more: bool = False


class Search:
    """An index that is searched, by as many threads as like."""

    def __init__(self, index: Index, texts: Mapping[str, Text], seconds: float = SECONDS) -> None:
        self.index, self.texts, self.seconds = index, texts, seconds
        self._lock, self._base = Lock(), _Base(index, texts)

    @property
    def path(self) -> Path:
        """Where its database is."""
        return self._base.path

    def __repr__(self) -> str:
        return brief(self, self.index.title)

    @classmethod
    def of(
        cls, index: Index, texts: Mapping[str, Text] | None = None, seconds: float = SECONDS
    ) -> Search:
        """Return the search of an index, and of ``texts`` by source id: made once, then kept."""
        return cls(index, texts or {}, seconds)

    @classmethod
    def keeping(cls, index: Index) -> None:
        """Have the search of an index kept, where it can be, for those who ask later."""
        if index.key is not None:
            cls.of(index).close()

    def find(
        self, text: str, kinds: Collection[str] = (), limit: int = 20, start: int = 0
    ) -> Results:
        """Find what has all the words of ``text``, the last of which may be a beginning.

        Whole names come first, then names, titles, descriptions, claims, notes and texts. Words in
        double quotes stand side by side. Raises MalformedValue for what is too long or no kind,
        QueryError where it takes too long.
        """
        if len(text) > LONGEST:
            raise MalformedValue(
                f"{text[:40]}…", f"is longer than {LONGEST} characters; take fewer words"
            )
        for kind in kinds:
            if kind not in KINDS:
                raise MalformedValue(kind, f"is nothing to be found; take {', '.join(KINDS)}")
        sought = asked(text)
        if not sought.phrases:
            return Results((), 0)
        start = max(start, 0)
        return self._asked(lambda asking: asking.find(sought, kinds, start, start + max(limit, 0)))

    def near(self, text: str) -> list[tuple[str, str]]:
        """Return entities (id, label) whose names are like what was typed, the most like first."""
        return self._asked(lambda asking: asking.near(text))

    def close(self) -> None:
        """Close the database; for when nobody searches any more."""
        self._base.close()

    @cached_property
    def cited(self) -> Mapping[str, str]:
        """The source of each citation."""
        cited = self.index.citations
        return dict(zip(cited["id"].tolist(), cited["source"].tolist(), strict=True))

    def _asked(self, ask: Callable[[_Asking], Answer]) -> Answer:
        """Ask the database; once more, of one that is made anew, where it is damaged or gone."""
        base = self._base
        try:
            with base.connections.lent() as connection:
                return ask(_Asking(self, connection))
        except sqlite3.DatabaseError:
            with self._lock:
                if self._base is base:
                    base.close()
                    self._base = _Base(self.index, self.texts)
        with self._base.connections.lent() as connection:
            return ask(_Asking(self, connection))


class _Base:
    """A database, opened or made anew; damage is noticed when it is opened."""

    def __init__(self, index: Index, texts: Mapping[str, Text]) -> None:
        self._held = ExitStack()
        self.path = database(index, texts, self._held)
        self.connections = Connections(lambda: opened(self.path))

    def close(self) -> None:
        """Close it, and let it go."""
        self.connections.close()
        self._held.close()


class _Asking:
    """One question to a database, until its time has run out."""

    def __init__(self, search: Search, connection: sqlite3.Connection) -> None:
        self._search, self._connection = search, connection
        self._ends = monotonic() + search.seconds

    def find(self, sought: Asked, kinds: Collection[str], start: int, last: int) -> Results:
        """Return a part of what is found."""
        found, more = self._found(sought, kinds)
        hits = tuple(self._hit(row, sought) for row in found[start:last])
        return Results(hits, len(found), more)

    def near(self, text: str) -> list[tuple[str, str]]:
        """Return entities whose names are like a text."""
        wanted = plain(text[:LONGEST])
        begins = [f'"{word[: (len(word) + 1) // 2]}" *' for word in wanted.split()[:_OFFERED]]
        if not begins:
            return []
        numbers = self._matching(" OR ".join(begins), NAMES, MOST)
        ids: dict[str, str] = {}
        for number in numbers:
            id_, _, name = self._told(number)
            ids.setdefault(plain(name), id_)
        like = get_close_matches(wanted, ids, _OFFERED, 0.5)
        near = dict.fromkeys(ids[name] for name in like)
        return [(id_, self._search.index.label(id_)) for id_ in near]

    def _found(self, sought: Asked, kinds: Collection[str]) -> tuple[list[int], bool]:
        """Return the rows of all that is found, each thing once, and whether there is more."""
        found: dict[tuple[str, str, str], int] = {}
        left = MOST
        for row in self._rows(sought, kinds):
            if left == 0:
                return list(found.values()), True
            left -= 1
            id_, place, _ = self._told(row)
            found.setdefault((KIND_OF[row // BLOCK], id_, place), row)
        return list(found.values()), False

    def _rows(self, sought: Asked, kinds: Collection[str]) -> Iterator[int]:
        """Yield the rows that fit: whole names, then block after block."""
        for block, kind in KIND_OF.items():
            if kinds and kind not in kinds:
                continue
            if block == NAMES:
                yield from self._run(_WHOLE, (" ".join(sought.phrases), MOST))
            yield from self._matching(sought.match(), block, MOST + 1)

    def _matching(self, match: str, block: int, most: int) -> list[int]:
        return self._run(_MATCH, (match, block * BLOCK, (block + 1) * BLOCK - 1, most))

    def _run(self, query: str, values: tuple[str | int, ...]) -> list[int]:
        """Return the rows of a query, ended where it takes too long. Raises QueryError."""
        self._connection.set_progress_handler(lambda: monotonic() > self._ends, _STEPS)
        try:
            return [row for (row,) in self._connection.execute(query, values)]
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            message = (
                f"the search took more than {self._search.seconds:g} seconds; take longer words"
            )
            raise QueryError(message, "seconds") from error
        finally:
            self._connection.set_progress_handler(None, 0)

    def _told(self, row: int) -> tuple[str, str, str]:
        id_, place, text = self._connection.execute(_TOLD, (row,)).fetchone()
        return id_, place, text

    def _hit(self, row: int, sought: Asked) -> Hit:
        id_, place, text = self._told(row)
        block = row // BLOCK
        return Hit(KIND_OF[block], id_, self._label(block, id_), snippet(text, sought), place)

    def _label(self, block: int, id_: str) -> str:
        index = self._search.index
        if block in (TITLES, TEXTS):
            return index.titles[id_]
        if block == CLAIMS:
            claim = index.claims.loc[id_]
            words = index.vocabulary.relations[str(claim["relation"])].words
            ends = (index.labels.get(str(claim[end]), "") for end in ("subject", "object"))
            return f" {words} ".join(ends).strip()
        if block == NOTES:
            return index.titles[self._search.cited[id_]]
        return index.label(id_)
