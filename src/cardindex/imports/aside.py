"""Sequences and mappings in temporary files, for imports larger than memory.

Small imports use lists and dictionaries; these classes replace them where a file is large.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from heapq import merge
from tempfile import TemporaryFile, gettempdir
from typing import Any, Generic, TypeVar, overload
from weakref import finalize

from cardindex.errors import OutputError

K = TypeVar("K")
T = TypeVar("T")

_PIECE = 1 << 18  # bytes that are read or written at once
_RUN = 25_000  # rows that are sorted at once


class Packed(Sequence[T], Generic[T]):
    """A sequence in an unnamed file, of which only the places are in memory.

    ``flat`` makes plain tuples of a thing, and ``whole`` the thing of these. Raises OutputError
    where the disk has no room.
    """

    def __init__(
        self,
        things: Iterable[T] = (),
        flat: Callable[[T], Any] | None = None,
        whole: Callable[[Any], T] | None = None,
    ) -> None:
        self._flat, self._whole = flat, whole
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - as long as there are things
        finalize(self, self._file.close)
        self._starts, self._lengths = array("Q"), array("I")
        self._waiting: list[bytes] = []
        self._end = self._written = 0
        self._piece, self._from = b"", 0
        self.extend(things)

    def __len__(self) -> int:
        return len(self._starts)

    def append(self, thing: T) -> None:
        """Put a thing at the end."""
        length = self._put(thing)
        self._starts.append(self._end - length)
        self._lengths.append(length)

    def extend(self, things: Iterable[T]) -> None:
        """Put things at the end."""
        for each in things:
            self.append(each)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        start, length = self._starts[at], self._lengths[at]
        if start + length > self._written:
            self._write()
        ahead = start - self._from
        if not 0 <= ahead <= len(self._piece) - length:
            # After the last piece a run probably goes on; another place is a single access.
            follows = 0 <= ahead <= len(self._piece)
            self._file.seek(start)
            self._piece = self._file.read(max(length, _PIECE) if follows else length)
            self._from, ahead = start, 0
        flat = pickle.loads(self._piece[ahead : ahead + length])  # noqa: S301 - our own
        return self._whole(flat) if self._whole else flat

    def __setitem__(self, at: int, thing: T) -> None:
        length = self._put(thing)
        self._starts[at], self._lengths[at] = self._end - length, length

    def __iter__(self) -> Iterator[T]:
        self._write()
        piece, begin, whole = b"", 0, self._whole
        for start, length in zip(self._starts, self._lengths, strict=True):
            ahead = start - begin
            if not 0 <= ahead <= len(piece) - length:
                self._file.seek(start)
                piece, begin, ahead = self._file.read(max(length, _PIECE)), start, 0
            flat = pickle.loads(piece[ahead : ahead + length])  # noqa: S301 - our own
            yield whole(flat) if whole else flat

    def _put(self, thing: T) -> int:
        data = pickle.dumps(self._flat(thing) if self._flat else thing, 5)
        self._waiting.append(data)
        self._end += len(data)
        if self._end - self._written > _PIECE:
            self._write()
        return len(data)

    def _write(self) -> None:
        if not self._waiting:
            return
        data = memoryview(b"".join(self._waiting))
        self._waiting.clear()
        try:
            self._file.seek(self._written)
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            raise OutputError(
                f"{gettempdir()}: what is worked out has no room there: {error.strerror}; make "
                "room, or name another folder in TMPDIR"
            ) from error
        self._written = self._end


class Kept(MutableMapping[K, T], Generic[K, T]):
    """A mapping in an unnamed file, of which only the keys are in memory."""

    def __init__(
        self, flat: Callable[[T], Any] | None = None, whole: Callable[[Any], T] | None = None
    ) -> None:
        self._at: dict[K, int] = {}
        self._things: Packed[T] = Packed((), flat, whole)

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[K]:
        return iter(self._at)

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def __getitem__(self, key: K) -> T:
        return self._things[self._at[key]]

    def __setitem__(self, key: K, thing: T) -> None:
        at = self._at.get(key)
        if at is None:
            self._at[key] = len(self._things)
            self._things.append(thing)
        else:
            self._things[at] = thing

    def __delitem__(self, key: K) -> None:
        del self._at[key]


class Seen(Sequence[T], Generic[K, T]):
    """A view of a sequence that computes each item when it is looked at."""

    def __init__(self, things: Sequence[K], of: Callable[[K], T]) -> None:
        self._things, self._of = things, of

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return list(map(self._of, self._things[at]))
        return self._of(self._things[at])

    def __iter__(self) -> Iterator[T]:
        return map(self._of, self._things)


def in_batches(things: Iterable[T], size: int = _RUN) -> Iterator[list[T]]:
    """Yield lists of so many things, and of what is left."""
    batch: list[T] = []
    for each in things:
        batch.append(each)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def in_order(
    rows: Iterable[tuple[str, ...]],
    keys: Callable[[list[tuple[str, ...]]], list[tuple[str, ...]]],
) -> Packed[tuple[str, ...]]:
    """Return rows sorted by ``keys`` of lists of them; rows of one key stay in order."""
    runs: list[Packed[Any]] = []
    for number, batch in enumerate(in_batches(rows)):
        told = keys(batch)
        order = sorted(range(len(batch)), key=told.__getitem__)
        runs.append(Packed((told[at], number, at, batch[at]) for at in order))
    return Packed(each[3] for each in merge(*runs))
