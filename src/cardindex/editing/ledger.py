"""The ledger: the tables of one index folder in memory, and every change of them on the disk.

What is written is on the disk, whole and in canonical form, before ``write`` returns. Where a file
has changed on the disk since it was read, nothing is written and the difference is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from cardindex import atomic, inputs, ontology, settings, tables
from cardindex.checks import no_index, without_collecting
from cardindex.editing.entries import (
    BIBLIOGRAPHY,
    SHAPES,
    Change,
    Entry,
    Row,
    diff_lines,
    difference,
    file_of,
    fit,
    inverse,
)
from cardindex.editing.journal import Deed, Journal
from cardindex.editing.live import Found, found
from cardindex.editing.locks import HOME, writing_alone
from cardindex.editing.rows import Rows, RowsChanged
from cardindex.errors import CardindexError, InvalidIndex, OutputError, Problem
from cardindex.tables import OPTIONAL, bibliography
from cardindex.tables.reading import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cardindex.ontology import Vocabulary
    from cardindex.settings import Settings

_TOLD = 20  # rows of a difference that are told

_OPTIONAL = OPTIONAL | {BIBLIOGRAPHY}


class ChangedOnDisk(CardindexError):
    """Files that somebody has changed since they were read; nothing was written.

    ``changes`` are the rows that went and came; ``problems`` what keeps a file from being read.
    """

    def __init__(self, changes: Sequence[Change], problems: Sequence[Problem] = ()) -> None:
        self.changes, self.problems = tuple(changes), tuple(problems)
        named = {file_of(each.table) for each in changes} | {each.file for each in problems}
        told = (
            f"{', '.join(sorted(named))} changed on the disk meanwhile; nothing was written. Take "
            "in what is there now, look whether the entry still fits, and write it again"
        )
        lines = [*map(str, problems), *diff_lines(changes)]
        more = [f"… and {len(lines) - _TOLD:,} more rows"] if len(lines) > _TOLD else []
        super().__init__("\n".join([told, *lines[:_TOLD], *more]))


class NothingToUndo(CardindexError):
    """There is no entry to undo, or none to do again."""


class _File(NamedTuple):
    """A file when it was last read or written: its stamp and the hash of its bytes.

    Both are None where there is no file.
    """

    stamp: tuple[int, int, int] | None
    digest: bytes


@dataclass
class _Held:
    """One file in memory."""

    rows: Rows
    file: _File
    tidy: bool


class Ledger:
    """The tables of one index; make one with ``Ledger.open``.

    Rows are tuples of cells in the order of ``tables.COLUMNS``. One thread writes at a time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, _Held] = {}
        self._writing = RLock()
        self.reload()

    @classmethod
    def open(cls, folder: str | Path) -> Ledger:
        """Open the index in ``folder``, whatever its rows say.

        Raises InvalidIndex where a table cannot be read whole, OutputError where it is Parquet.
        """
        if problem := no_index(Path(folder)):
            raise InvalidIndex([problem])
        return cls(Path(folder))

    def reload(self) -> None:
        """Take in what is on the disk now. Raises InvalidIndex where that cannot be read."""
        atomic.finish(self.folder)
        tables.refuse_parquet(self.folder)
        problems: list[Problem] = []
        held = {}
        with without_collecting():
            for table in SHAPES:
                held[table], found = _read(self.folder, table)
                problems += found
        if problems:
            raise InvalidIndex(problems)
        self._held = held
        self.journal = Journal(self.folder / HOME, self._came_true)

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table, in canonical order."""
        return self._held[table].rows.rows

    def column(self, table: str, column: str) -> Sequence[str]:
        """Return a column of a table."""
        return self._held[table].rows.columns[column]

    def row(self, table: str, id_: str) -> Row | None:
        """Return the row of an entity, a source, a claim, or of the bibliography, by its id."""
        return self._held[table].rows.by_id.get(id_)

    def held(self, table: str) -> Rows:
        """Return the rows of a table, with what can be asked of them."""
        return self._held[table].rows

    @property
    def untidy(self) -> tuple[str, ...]:
        """The files that are not in canonical form; the first write to one brings it there."""
        return tuple(file_of(table) for table, held in self._held.items() if not held.tidy)

    @property
    def done(self) -> tuple[str, ...]:
        """What was done and can be undone, the last at the end."""
        return tuple(deed.entry.what for deed in self.journal.done)

    @property
    def undone(self) -> tuple[str, ...]:
        """What was undone and can be done again, the next at the end."""
        return tuple(deed.entry.what for deed in self.journal.undone)

    @property
    def settings(self) -> Settings:
        """What index.toml says now."""
        return self._about[0]

    @property
    def vocabulary(self) -> Vocabulary:
        """The ontology as it is now; the one that ships where it cannot be read."""
        return self._about[1]

    @property
    def amiss(self) -> Sequence[Problem]:
        """What is wrong with index.toml and the ontology."""
        return self._about[2]

    @property
    def _about(self) -> tuple[Settings, Vocabulary, Sequence[Problem]]:
        stamps = tuple(map(_stamp, self._about_paths))
        if self.__dict__.get("_about_of") != stamps:
            told, amiss = settings.read(self.folder)
            path = told.ontology or ontology.packaged_path()
            found, wrong = ontology.examine(path, additions=told.additions)
            added = () if told.additions is None else (told.additions,)
            self._about_paths = (self.folder / settings.FILE, path, *added)
            known = found or ontology.load(ontology.packaged_path())
            self._about_now = told, known, (*amiss, *wrong)
            self._about_of = tuple(map(_stamp, self._about_paths))
        return self._about_now

    @cached_property
    def _about_paths(self) -> tuple[Path, ...]:
        return (self.folder / settings.FILE,)

    def written(self, entry: Entry) -> dict[str, Rows]:
        """Return the tables that an entry changes as they would be; nothing is written.

        Raises UnfitRow, and RowsChanged where a row that it changes is not there.
        """
        return _applied(self._held, fit(entry.changes))

    def found(self, entry: Entry) -> list[Found]:
        """Return what ``check`` would say of an entry, and of which of its changes.

        Nothing is written. Raises UnfitRow, and RowsChanged where a row that it changes is not
        there.
        """
        changes = fit(entry.changes)
        rows = {table: held.rows for table, held in self._held.items()}
        amiss = [
            each
            for each in changes
            if each.before is not None and not rows[each.table].holds(each.before)
        ]
        if amiss:
            raise RowsChanged(amiss)
        return found(rows, self.settings, self.vocabulary, changes)

    def problems(self, entry: Entry) -> list[Problem]:
        """Return what ``check`` would say of an entry; see ``found``."""
        return [each.problem for each in self.found(entry)]

    def write(self, entry: Entry, beside: Mapping[Path, str] | None = None) -> None:
        """Write an entry to the disk, all of it or nothing, and note it in the journal.

        ``beside``: files that are written with it, and that stay where it is undone. Raises
        UnfitRow, RowsChanged, ChangedOnDisk, and OutputError where the disk refuses.
        """
        changes = fit(entry.changes)
        if not changes:
            return
        with self._alone():
            new = _applied(self._held, changes)
            made = tuple(table for table in new if self._held[table].file.stamp is None)
            with self.journal.doing(Deed(Entry(entry.what, changes), made)):
                self._put(new, beside=beside or {})

    def undo(self) -> Entry:
        """Undo the last entry that was not undone; return it.

        Raises NothingToUndo, and RowsChanged where its rows have changed since.
        """
        with self._alone():
            if not self.journal.done:
                raise NothingToUndo("there is nothing to undo")
            deed = self.journal.done[-1]
            new = self._turned(deed, inverse(deed.entry), "undone")
            with self.journal.undoing():
                self._put(new, [table for table in deed.made if table in new])
        return deed.entry

    def redo(self) -> Entry:
        """Do the entry that was last undone again; return it. Raises as ``undo`` does."""
        with self._alone():
            if not self.journal.undone:
                raise NothingToUndo("there is nothing to do again")
            deed = self.journal.undone[-1]
            new = self._turned(deed, deed.entry, "done again")
            with self.journal.redoing():
                self._put(new)
        return deed.entry

    def changed_on_disk(self) -> ChangedOnDisk | None:
        """Tell what has changed on the disk since it was read, if anything."""
        changes: list[Change] = []
        problems: list[Problem] = []
        for table, held in self._held.items():
            if _stamp(self.folder / file_of(table)) == held.file.stamp:
                continue
            with without_collecting():
                now, found = _read(self.folder, table)
            if not found and now.file.digest == held.file.digest:
                held.file = now.file
                continue
            problems += found
            if not found:
                rows = difference(table, held.rows.rows, now.rows.rows)
                if rows or not held.rows:
                    changes += rows
                if not rows:
                    # The file differs only in form, or has no rows.
                    held.file, held.tidy = now.file, now.tidy
        return ChangedOnDisk(changes, problems) if changes or problems else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock, having seen that the disk has what is in memory."""
        if not os.access(self.folder, os.W_OK):
            raise OutputError(f"{self.folder}: is read-only; nothing was changed")
        with self._writing, writing_alone(self.folder):
            atomic.finish(self.folder)
            if changed := self.changed_on_disk():
                raise changed
            self.journal.read(self._came_true)
            yield

    def _turned(self, deed: Deed, entry: Entry, how: str) -> dict[str, Rows]:
        try:
            return _applied(self._held, entry.changes)
        except RowsChanged as error:
            told = f'"{deed.entry.what}" cannot be {how}, as its rows have changed since:'
            raise RowsChanged(error.changes, told) from None

    def _put(
        self,
        new: Mapping[str, Rows],
        made: Iterable[str] = (),
        beside: Mapping[Path, str] | None = None,
    ) -> None:
        """Write tables; those ``made`` for an entry that is undone go with their last row."""
        going = [table for table in made if not new[table]]
        paths = {self.folder / file_of(table): table for table in new if table not in going}
        written: dict[str, _File] = {}
        if paths:
            beside = beside or {}
            # Other files come first, so that tables never name a file that is not there.
            with atomic.writing_all([*beside, *paths]) as places:
                for path, text in beside.items():
                    places[path].write_bytes(text.encode())
                for path, table in paths.items():
                    data = new[table].text().encode()
                    places[path].write_bytes(data)
                    written[table] = _File(_stamp(places[path]), _digest(data))
        for table in going:
            (self.folder / file_of(table)).unlink(missing_ok=True)
            written[table] = _File(None, b"")
        for table, file in written.items():
            self._held[table] = _Held(new[table], file, tidy=True)

    def _came_true(self, entry: Entry) -> bool:
        """Tell whether the tables show an entry at least in part."""
        befores = [(each.table, each.before) for each in entry.changes if each.before is not None]
        afters = [(each.table, each.after) for each in entry.changes if each.after is not None]
        if not all(table in self._held for table, _ in (*befores, *afters)):
            return True
        old = all(self._held[table].rows.holds(row) for table, row in befores)
        return not old or any(self._held[table].rows.holds(row) for table, row in afters)


def _applied(held: Mapping[str, _Held], changes: Iterable[Change]) -> dict[str, Rows]:
    by_table: dict[str, list[Change]] = {}
    for each in changes:
        by_table.setdefault(each.table, []).append(each)
    new: dict[str, Rows] = {}
    amiss: list[Change] = []
    for table, some in by_table.items():
        try:
            new[table] = held[table].rows.changed(some)
        except RowsChanged as error:
            amiss += error.changes
    if amiss:
        raise RowsChanged(amiss)
    return new


def _read(folder: Path, table: str) -> tuple[_Held, list[Problem]]:
    """Read one file; without it an optional table has no rows, and there is nothing wrong."""
    path = folder / file_of(table)
    nothing = _Held(Rows(table, []), _File(None, b""), tidy=True)
    stamp = _stamp(path)
    if table in _OPTIONAL and stamp is None and not path.is_symlink():
        return nothing, []
    try:
        data = inputs.contents(path, MOST_BYTES)
    except OSError:
        # The reading of tables tells what is wrong with it.
        read = bibliography.read if table == BIBLIOGRAPHY else None
        return nothing, read(folder)[1] if read else tables.read(folder, table)[1]
    file = _File(stamp, _digest(data))
    if table == BIBLIOGRAPHY:
        listed, problems = bibliography.parse(data)
        if listed is None or problems:
            return nothing, problems
        return _Held(Rows.of_bibliography(listed), file, not bibliography.form_problem(listed)), []
    parsed, problems = tables.parse(table, data)
    if parsed is None or problems:
        return nothing, problems
    return _Held(Rows.of(parsed), file, tables.form_problem(parsed) is None), []


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size
