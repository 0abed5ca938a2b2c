"""The child process that computes slow answers for a site, from one version of an index.

It exchanges frames with its parent: first the place and key of the index, then one question after
the other. It ends when its input is closed.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import TYPE_CHECKING, NamedTuple

from cardindex.engine import confined, frames
from cardindex.errors import CardindexError, OutputError
from cardindex.server.answers import as_json
from cardindex.server.endpoints import ENDPOINTS, status_of
from cardindex.server.served import Place, Served

if TYPE_CHECKING:
    from cardindex.compiled import Key

SECONDS = 20.0
"""How long a question may take."""

MEMORY = 1 << 30
"""How many bytes an answer may take beside the index."""

_BY_PATH = {each.path: each for each in ENDPOINTS}


class Question(NamedTuple):
    """What is asked: of an address, by the words of its query, of what ``id``."""

    path: str
    query: str
    id: str = ""


class Answer(NamedTuple):
    """A body of JSON; or else, where ``status`` is not 200, what is wrong with the question."""

    status: int
    body: bytes
    detail: str = ""


def answer(served: Served, question: Question) -> Answer:
    """Answer a question. Errors that the client can mend are answers, too."""
    from starlette.datastructures import QueryParams  # noqa: PLC0415

    endpoint = _BY_PATH[question.path]
    try:
        asked = endpoint.asked(served, QueryParams(question.query), question.id)
        return Answer(200, as_json(endpoint.answer(asked)).content)
    except OutputError:
        raise  # no fault of the question: the process ends, and the path stays untold
    except CardindexError as error:
        return Answer(status_of(error, question.id), b"", str(error))
    except MemoryError:
        words = f"this takes more than {MEMORY >> 20:,} MB; ask for a smaller part"
        return Answer(503, b"", words)


def main() -> None:
    """Answer questions from standard input until it is closed."""
    # Ctrl-C goes to all processes of a terminal; the parent ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confined.give_up()
    answers = frames.answers()
    asked = frames.frames(sys.stdin.buffer)
    served = _opened(pickle.loads(next(asked).body))  # noqa: S301 - what our own process wrote
    frames.send(answers, frames.READY, served.version.encode() if served else b"")
    own = confined.memory_in_use()
    for frame in asked:
        if served is None:
            break
        confined.bound(own + MEMORY, SECONDS)
        told = answer(served, Question(*pickle.loads(frame.body)))  # noqa: S301
        frames.send(answers, frames.DONE, pickle.dumps(told))
    os._exit(0)


def _opened(told: tuple[Place, Key | None]) -> Served | None:
    try:
        return Served.open(*told)
    except (CardindexError, OSError, MemoryError):
        return None
