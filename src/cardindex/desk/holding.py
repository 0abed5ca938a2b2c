"""The state of a desk: the ledger, the index as it was last read, and the texts, kept fresh.

A large index takes seconds to open. So a thread opens it, and the page gets what is there so far:
first the names of the texts, then the tables, then the assessed index.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING

from cardindex import tables
from cardindex.checks import examine
from cardindex.composing import mentions, suggested_entities
from cardindex.desk.pile import Pile
from cardindex.desk.usable import drafted, index_of, usable
from cardindex.editing import CLAIM, SOURCE, Ledger, Presence
from cardindex.errors import CardindexError, InvalidIndex, Problem
from cardindex.evidence import Selection, tally
from cardindex.passages import Paragraphs, Text, read_texts, text_source, unit_of
from cardindex.passages.texts import read_text

if TYPE_CHECKING:
    from cardindex.index import Index

TEXTS = "texts"
"""The folder of texts in that of the index, unless another is named."""

_LARGE = 3_000_000  # from so many bytes of tables on, reading them can be noticed
_PATIENCE = 4.0  # seconds to wait for the first page
_BREATH = 0.2  # seconds between an entry and reading the index anew


@dataclass(frozen=True)
class Reading:
    """An index as it was at one moment, and what it comes to. ``version`` counts these moments."""

    version: int
    index: Index
    problems: tuple[Problem, ...] = ()

    @cached_property
    def selection(self) -> Selection:
        """The whole index, assessed."""
        return tally(self.index)


@dataclass
class Held:
    """A text that lies open: its paragraphs know the sentences that were asked for."""

    text: Text
    unit: str

    @cached_property
    def paragraphs(self) -> Paragraphs:
        """Its paragraphs and their sentences."""
        return Paragraphs(self.text, self.unit)


@dataclass
class Desk:
    """A desk on one index; make one with ``Desk.open``.

    ``faults``: why texts, or the whole index, cannot be read.
    """

    folder: Path
    texts_folder: Path
    ledger: Ledger | None = None
    reading: Reading | None = None
    texts: dict[str, Held] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    faults: list[str] = field(default_factory=list)
    presence: Presence | None = None
    phase: str = "opening"
    pile: Pile = field(init=False)
    shown: Event = field(default_factory=Event)  # the first page
    _turn: Condition = field(default_factory=Condition)
    _wanted: int = 0
    _closed: bool = False
    _anew: bool = False  # set where the tables on the disk have to be read again, too

    def __post_init__(self) -> None:
        """Find where the drafts lie."""
        self.pile = Pile(self.folder)

    @classmethod
    def open(cls, folder: Path, texts: Path | None = None, *, first: bool = False) -> Desk:
        """Open a desk on the index in ``folder``; slow parts are read by a thread.

        Without ``texts`` the texts are those in the index's own folder ``texts``, if there is one.
        ``first``: the reading of a large index waits until the first page is sent.
        """
        desk = cls(folder, texts if texts is not None else folder / TEXTS)
        desk.glance()
        if not first or _size(folder) < _LARGE:
            desk.shown.set()
        Thread(target=desk._work, daemon=True).start()
        return desk

    @property
    def index(self) -> Index:
        """The index as it was last read. Raises CardindexError while there is none."""
        if self.reading is None:
            raise CardindexError(
                "the index cannot be used yet; wait a moment" if self.phase != "ready" else
                "the index cannot be used before its tables are mended; see what is wrong with it"
            )  # fmt: skip
        return self.reading.index

    @property
    def tables(self) -> Ledger:
        """The tables. Raises CardindexError where they cannot be read."""
        if self.ledger is None:
            raise CardindexError("the tables cannot be read yet; see what is wrong with them")
        return self.ledger

    def held(self, source: str) -> Held:
        """Return the text of a source, or of that in which it stands. Raises CardindexError."""
        held = self.texts.get(source)
        if held is None and source in self.files:
            # This text was asked for before all texts are read.
            held = Held(read_text(self.files[source]), self.units.get(source, ""))
            self.texts.setdefault(source, held)
        if held is None and self.reading and source in self.reading.index.titles:
            held = self.texts.get(text_source(self.reading.index, source))
        if held is None:
            raise CardindexError(f'no text of "{source}" is at hand; name its file {source}.txt')
        return held

    def glance(self) -> None:
        """List the texts and the titles of their sources, before everything else is read."""
        with suppress(OSError, ValueError, CardindexError):
            table, _ = tables.read(self.folder, SOURCE)
            if table is not None:
                self.titles = dict(zip(table["id"], table["title"], strict=True))
                self.units = dict(zip(table["id"], table["unit"], strict=True))
        paths = sorted(self.texts_folder.glob("*.txt")) if self.texts_folder.is_dir() else []
        self.files = {path.stem: path for path in paths if path.stem in self.titles}

    def refresh(self) -> None:
        """Ask the thread to read the index anew from the tables."""
        with self._turn:
            self._wanted += 1
            self._turn.notify_all()

    def wait(self, seconds: float = 60) -> None:
        """Wait until all that was asked for is read."""
        with self._turn:
            self._turn.wait_for(lambda: self.phase == "ready" and not self._wanted, seconds)

    def reload(self) -> None:
        """Take in what is on the disk now. Raises InvalidIndex where it cannot be read."""
        if self.ledger is None:
            self.ledger = Ledger.open(self.folder)
        else:
            self.ledger.reload()
        self.glance()
        self.faults = []
        self._anew = True
        self.refresh()

    def close(self) -> None:
        """End the thread and the presence of this desk."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        if self.presence:
            self.presence.leave()

    def _work(self) -> None:
        """Open everything, then read anew as often as that is asked for."""
        self.shown.wait(_PATIENCE)
        self._open()
        self._reached("ready")
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._wanted or self._closed)
                # Reading holds the interpreter lock, so the answer to a write goes out first.
                self._turn.wait_for(lambda: self._closed, _BREATH)
                if self._closed:
                    return
                asked = self._wanted
            anew, self._anew = self._anew, False
            self._read(checked=not self.problems and not anew)
            if anew:
                self._open_texts()
            with self._turn:
                self._wanted -= asked
                self._turn.notify_all()

    def _open(self) -> None:
        try:
            self.ledger = Ledger.open(self.folder)
        except InvalidIndex as error:
            self.problems = error.problems
            self.faults.append(str(error))
            self._open_texts()
            return
        self.presence = Presence(self.folder)
        self._reached("tables")
        self._read(checked=False)
        self._reached("index")
        self._open_texts()

    def _read(self, *, checked: bool) -> None:
        """Make the index of the tables; ``checked``: what was entered has passed the checks."""
        if self.ledger is None:
            return
        index, problems = None, list[Problem]()
        if checked:
            index = index_of(self.folder, drafted(self.ledger))
        else:
            draft, problems = examine(self.folder)
            if draft is not None and not any(each.severity == "error" for each in problems):
                index = index_of(self.folder, draft)
        if index is None:
            index = usable(self.folder, drafted(self.ledger))
        self.problems = tuple(each for each in problems if each.severity == "error")
        if index is None:
            self.faults.append("no part of the index can be used; mend what is told here")
            return
        version = self.reading.version + 1 if self.reading else 1
        fresh = Reading(version, index, tuple(problems))
        _ = fresh.selection
        # Made ready now, so that the first request need not wait for it.
        suggested_entities(index, "", "a")
        mentions(index, "A")
        self.ledger.row(CLAIM, "")
        self.reading = fresh
        self.titles = dict(index.titles)

    def _open_texts(self) -> None:
        """Read the texts, each that can be read."""
        if not any(self.texts_folder.glob("*.[Tt][Xx][Tt]")):
            return
        index = self.reading.index if self.reading else None
        if index is None:
            return
        read = _read_texts(index, self.texts_folder, self.faults)
        self.files = {}
        self.texts = {source: Held(text, unit_of(index, source)) for source, text in read.items()}

    def _reached(self, phase: str) -> None:
        with self._turn:
            self.phase = phase
            self._turn.notify_all()


def _size(folder: Path) -> int:
    with suppress(OSError):
        return sum(path.stat().st_size for path in folder.glob("*.csv"))
    return 0


def _read_texts(index: Index, folder: Path, faults: list[str]) -> Mapping[str, Text]:
    """Return the texts of a folder; where some cannot be read, those that can."""
    try:
        return read_texts(index, folder)
    except CardindexError as error:
        faults.append(str(error))
    found: dict[str, Text] = {}
    for source in index.titles:
        path = folder / f"{source}.txt"
        with suppress(CardindexError):
            if path.is_file():
                found[source] = read_text(path)
    return found
