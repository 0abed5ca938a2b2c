"""How the process of a query is talked with: a letter, a length, and that many bytes."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

# What is asked.
LOAD, LOADED, OPEN, ASK = b"l", b".", b"o", b"?"
# What comes back: READY for queries, this one READ, and then its DATA and DONE, or a FAULT; ROUGH
# is a fault that may be told better in a moment.
READY, READ, DATA, DONE, FAULT, ROUGH = b"r", b"q", b"d", b"!", b"x", b"~"

_HEAD = struct.Struct(">cI")


class Frame(NamedTuple):
    """One message."""

    kind: bytes
    body: bytes


def send(file: BinaryIO, kind: bytes, body: bytes = b"", *, more: bool = False) -> None:
    """Write a message, and see to it that it goes out; with ``more``, together with the next."""
    file.write(_HEAD.pack(kind, len(body)))
    file.write(body)
    if not more:
        file.flush()


def frames(file: BinaryIO) -> Iterator[Frame]:
    """Yield the messages of a file to its end; one that is cut off is none."""
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        kind, length = _HEAD.unpack(head)
        body = file.read(length)
        if len(body) < length:
            return
        yield Frame(kind, body)


def answers() -> BinaryIO:
    """Return the file for what this process sends; what a library prints goes to standard error."""
    file = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return file
