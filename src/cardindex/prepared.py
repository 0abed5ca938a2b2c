"""An index opened once, so that all that is made of it is kept on disk; in a Python of its own.

Whoever serves it asks for that by a pickle on standard input (``main``). This lies outside the
server's room so that such a Python need not wait for all of the server to be imported.
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

from cardindex.compiled import Key
from cardindex.errors import CardindexError
from cardindex.index import Index
from cardindex.passages import Text, read_texts
from cardindex.search import Search
from cardindex.store import Store

_MADE: tuple[Callable[[Index], object], ...] = (Store.keeping, Search.keeping)
"""What is kept on disk of an index beside its columns."""

_VERSION = 16  # letters of the hash that tells two versions apart
_LATER = 5  # how much the process gives way to those that answer


class Prepared(NamedTuple):
    """What came of it: a key by which the version is kept (None: it is not), or why there is none.

    ``version`` is as that function has it, of the key; empty where there is none. ``message`` is
    fit to print: of an index in error the lines that ``check`` has.
    """

    key: Key | None = None
    base: str = ""
    message: str = ""
    version: str = ""


def version(index: str, texts: Mapping[str, Text]) -> str:
    """Return what tells apart all that is shown of an index: of its key, and of its texts."""
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
        # Who asks makes it again, and is told what is wrong.
        with suppress(CardindexError, OSError, MemoryError, RecursionError):
            make(index)
    told = version(index.key.text, read) if index.key else ""
    return Prepared(index.key, index.base, version=told)


def main() -> None:
    """Prepare what standard input names, and write to standard output what came of it."""
    # Ctrl-C goes to all processes of a terminal; whoever began this one ends it, then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        os.nice(_LATER)
    folder, texts, whole = pickle.load(sys.stdin.buffer)  # noqa: S301 - what our own process wrote
    # What a library prints is no outcome.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        pickle.dump(prepare(folder, texts, whole=whole), out)
