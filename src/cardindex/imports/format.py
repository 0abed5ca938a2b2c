"""A format that can be imported: its name, what it is, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cardindex.errors import CardindexError
from cardindex.imports.found import Found, Wishes


class Unreadable(CardindexError):
    """A file that is not what it was said to be, or a mapping that does not fit it.

    The message says what is wrong, where, and how to mend it; one problem a line.
    """


@dataclass(frozen=True)
class Format:
    """One format: ``read`` yields what its files say, and raises Unreadable.

    ``extra`` names the extra of the package that it needs, if any; ``takes`` the wishes that it
    understands beside those that all do (--only, --query, --nodes, --sheet, --delimiter).
    ``restores`` returns the files of an index by their names where a file is a whole index of
    ours, and None where it is not; it raises Unreadable.
    """

    name: str
    description: str
    extensions: tuple[str, ...]
    read: Callable[[Sequence[Path], Wishes], Iterator[Found]]
    extra: str = ""
    takes: tuple[str, ...] = ()
    restores: Callable[[Path], Mapping[str, str] | None] | None = None
