"""The drafts of an index, read from the disk and checked against the index and its texts.

The line of a draft tells what became of it. Where the journal of the ledger shows that its citation
was undone or done again since, the journal counts: so a desk that was killed loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from cardindex import drafts
from cardindex.drafts import Draft, Held, Placed, Verdict
from cardindex.drafts.reading import Lines
from cardindex.editing import id_of
from cardindex.errors import CardindexError

if TYPE_CHECKING:
    from cardindex.editing import Entry, Ledger
    from cardindex.index import Index
    from cardindex.passages import Text

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Waiting:
    """Drafts that wait to be judged, in the order of their file, and why others cannot be.

    ``judged``: how many were accepted and rejected; ``fault``: why the file cannot be read.
    """

    held: Held = field(default_factory=lambda: Held((), ()))
    judged: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""

    @cached_property
    def by_id(self) -> dict[str, Placed]:
        """The waiting drafts by their digests."""
        return {one.draft.digest: one for one in self.held.placed}


@dataclass
class Pile:
    """The drafts in the folder of an index; ``turn`` is a lock, held while one is judged."""

    folder: Path
    turn: RLock = field(default_factory=RLock)
    _known: tuple[object, ...] = ()
    _waiting: Waiting = field(default_factory=Waiting)

    @property
    def path(self) -> Path:
        """The file of the drafts, there or not."""
        return self.folder / drafts.FILE

    @property
    def stamp(self) -> Stamp | None:
        """A stamp that changes with the file; None where there is none."""
        try:
            about = self.path.stat()
        except OSError:
            return None
        return about.st_ino, about.st_mtime_ns, about.st_size

    def waiting(self, index: Index, texts: Mapping[str, Text], ledger: Ledger) -> Waiting:
        """Return what waits now; read and held anew only where something has changed."""
        with self.turn:
            known = (self.stamp, index, [*texts.values()], ledger.done, ledger.undone)
            if self._known != known:
                self._waiting = self._read(index, texts, ledger)
                self._known = known
            return self._waiting

    def _read(self, index: Index, texts: Mapping[str, Text], ledger: Ledger) -> Waiting:
        if self.stamp is None:
            return Waiting()
        try:
            lines, malformed = drafts.read(self.path)
        except CardindexError as error:
            return Waiting(fault=str(error))
        told = _agreed(lines, ledger)
        judged = [(line, draft) for line, draft in told if draft.judged]
        open_ = [(line, draft) for line, draft in told if not draft.judged]
        held = drafts.hold(index, texts, open_, self.path.name, judged)
        return Waiting(
            Held(held.placed, tuple(sorted((*malformed, *held.refused), key=lambda it: it.row))),
            Counter(draft.judged for _, draft in judged),
        )

    def note(self, verdicts: Mapping[str, Verdict]) -> None:
        """Note verdicts by digest. Raises CardindexError, OutputError."""
        if verdicts:
            drafts.note(self.path, verdicts)

    def settle(self, ledger: Ledger) -> list[str]:
        """Note what was undone or done again since; return the digests of these drafts.

        Where that cannot be noted, the journal still tells it.
        """
        with self.turn, suppress(CardindexError):
            if self.stamp is None:
                return []
            lines, _ = drafts.read(self.path)
            told = _agreed(lines, ledger)
            moved = [now for (_, was), (_, now) in zip(lines, told, strict=True) if was != now]
            self.note({
                each.digest: Verdict(each.judged, each.by, each.citation) for each in moved
            })  # fmt: skip
            return [each.digest for each in moved]
        return []


def _agreed(lines: Lines, ledger: Ledger) -> list[tuple[int, Draft]]:
    """Return drafts by the journal: waiting if their citation was undone, judged if done again.

    The line keeps by whom and as which citation, so that a redo finds it.
    """
    cited = {draft.citation for _, draft in lines} - {""}
    gone = _citations(deed.entry for deed in ledger.journal.undone) & cited if cited else set()
    done = _citations(deed.entry for deed in ledger.journal.done) & cited if cited else set()
    return [(line, _judged(draft, gone, done)) for line, draft in lines]


def _judged(draft: Draft, gone: set[str], done: set[str]) -> Draft:
    if draft.citation in gone and draft.judged:
        return replace(draft, judged="")
    if draft.citation in done and not draft.judged:
        return replace(draft, judged="accepted")
    return draft


def _citations(entries: Iterable[Entry]) -> set[str]:
    """Return the ids of the citations that entries have added."""
    return {
        id_of(change.after)
        for entry in entries
        for change in entry.changes
        if change.table == "citations" and change.after is not None and change.before is None
    }
