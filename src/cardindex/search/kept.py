"""The database of a search: made once, kept in the user's cache, and then only read.

It is an entry beside the compiled index, by the same key, so that it is never stale; where texts
are searched their hash is in its name. Where there can be none it is a temporary folder.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cardindex.compiled import sums
from cardindex.compiled.place import cache
from cardindex.errors import OutputError
from cardindex.search.rows import NAMES, Row, rows
from cardindex.search.words import plain
from cardindex.watching import working

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.passages import Text

BLOCK = 1 << 40
"""The distance between the first row numbers of two blocks."""

_FILE, _ENDING = "words.sqlite", ".search"
_HASH = 16  # letters of the hash of texts
_PORTION = 20_000  # rows that are written at a time

# Rows are stored in the order of results, so that none has to be sorted. Folded words are only
# indexed (contentless FTS); the shown texts are in a table beside it.
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE told (row INTEGER PRIMARY KEY, id TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE named (plain TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (plain, row)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    plain, content='', columnsize=0, prefix='2 3', tokenize='unicode61 remove_diacritics 0'
);
"""  # noqa: E501


def database(index: Index, texts: Mapping[str, Text], held: ExitStack) -> Path:
    """Return the database of an index and texts, which stays for as long as ``held`` is open.

    Raises OutputError where it can be made nowhere.
    """
    place, key = cache(), index.key
    if place is not None and key is not None:
        name = key.text + _of_texts(texts) + _ENDING
        found = place.held(name, held, lambda entry: entry / _FILE)
        if found is None:
            with suppress(OSError, sqlite3.Error), place.making(name) as new:
                _fill(new / _FILE, rows(index, texts))
                sums.write(new)
            found = place.held(name, held, lambda entry: entry / _FILE)
        if found is not None:
            return found
    folder = "the folder for temporary files"
    try:
        made = TemporaryDirectory(prefix="cardindex-", ignore_cleanup_errors=True)
        folder = held.enter_context(made)
        _fill(Path(folder) / _FILE, rows(index, texts))
    except (sqlite3.Error, OSError) as error:
        held.close()
        message = f"no search can be made in {folder}: {error}; SQLite needs FTS5 and room there"
        raise OutputError(message) from error
    return Path(folder) / _FILE


def opened(path: Path) -> sqlite3.Connection:
    """Open a database read-only."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def _of_texts(texts: Mapping[str, Text]) -> str:
    if not texts:
        return ""
    told = sha256()
    for source, text in sorted(texts.items()):
        marks = repr(sorted((unit, tuple(some)) for unit, some in text.marks.items()))
        for part in (source, text.raw, marks):
            data = part.encode("utf-8", "surrogatepass")
            told.update(b"%d\0" % len(data) + data)
    return f"-{told.hexdigest()[:_HASH]}"


def _fill(path: Path, told: Iterable[Row]) -> None:
    """Make the database of rows at a path. Raises OSError or sqlite3.Error."""
    with working("Making the search"), closing(sqlite3.connect(path)) as made:
        made.executescript(_SCHEMA)
        for portion in _portions(told):
            folded = [(number, plain(row.text)) for number, row in portion]
            made.executemany(
                "INSERT INTO told VALUES (?, ?, ?, ?)",
                ((number, row.id, row.place, row.text) for number, row in portion),
            )
            made.executemany("INSERT INTO words (rowid, plain) VALUES (?, ?)", folded)
            made.executemany(
                "INSERT INTO named VALUES (?, ?)",
                ((words, number) for number, words in folded if number < (NAMES + 1) * BLOCK),
            )
        made.execute("INSERT INTO words (words) VALUES ('optimize')")
        made.commit()


def _portions(told: Iterable[Row]) -> Iterator[list[tuple[int, Row]]]:
    """Yield rows with their numbers, so many at a time."""
    portion: list[tuple[int, Row]] = []
    last: dict[int, int] = {}
    for row in told:
        number = last.get(row.block, row.block * BLOCK) + 1
        last[row.block] = number
        portion.append((number, row))
        if len(portion) == _PORTION:
            yield portion
            portion = []
    yield portion
