"""Writes all caches of an index, in a process of its own, which opens the index once.

The server starts the process and sends its request as a pickle on standard input (``main``). The
module lies outside the server's room, so that the process need not import the server.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cardindex import compiled
from cardindex.compiled import Key
from cardindex.engine import frames
from cardindex.errors import CardindexError
from cardindex.index import Index
from cardindex.passages import Text, read_texts
from cardindex.search import Search
from cardindex.store import Store

_MADE: tuple[Callable[[Index], object], ...] = (Store.keeping, Search.keeping)
"""What is cached of an index beside its columns."""

_VERSION = 16  # letters of the hash that tells two versions apart
_LATER = 5  # niceness of the process, below those that answer


class Prepared(NamedTuple):
    """The result: the key in the cache (None: it is not kept), or why there is none.

    ``version``: from that function; empty where there is no key. ``message`` is fit to print: for
    an index with errors, the lines of ``check``.
    """

    key: Key | None = None
    base: str = ""
    message: str = ""
    version: str = ""


def version(index: str, texts: Mapping[str, Text]) -> str:
    """Return a name for a version of an index: a hash of its key and of its texts."""
    told = [index]
    for source, text in sorted(texts.items()):
        told += [source, text.raw, repr(sorted(text.marks.items()))]
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:_VERSION]


def prepare(folder: Path, texts: Path | None, *, whole: bool) -> Prepared:
    """Open an index once, so that it is kept; raises nothing that a user can mend.

    ``texts``: the folder of the texts of its sources, where these are to be read as well.
    ``whole``: also what is made of it only once somebody asks, and takes long to make.
    """
    try:
        index = Index.open(folder)
        read = read_texts(index, texts) if texts is not None else {}
    except (CardindexError, OSError, MemoryError, RecursionError) as error:
        return Prepared(message=str(error) or type(error).__name__)
    for make in _MADE if whole else ():
        # The first request makes it again, and gets the error.
        with suppress(CardindexError, OSError, MemoryError, RecursionError):
            make(index)
    told = version(index.key.text, read) if index.key else ""
    return Prepared(index.key, index.base, version=told)


def already(folder: Path, texts: Path | None) -> Prepared | None:
    """Return the same where the cache has the index, which takes no time; None where it has not."""
    try:
        key = compiled.key(folder)
        index = None if key is None else Index.kept(folder, key)
        if key is None or index is None:
            return None
        read = read_texts(index, texts) if texts is not None else {}
    except (CardindexError, OSError, MemoryError, RecursionError):
        return None
    return Prepared(key, index.base, version=version(key.text, read))


def main() -> None:
    """Prepare what standard input names, and write to standard output what came of it."""
    # Ctrl-C reaches all processes of a terminal; the parent then ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        os.nice(_LATER)
    folder, texts, whole = pickle.load(sys.stdin.buffer)  # noqa: S301 - what our own process wrote
    with frames.answers() as out:
        pickle.dump(prepare(folder, texts, whole=whole), out)
