"""What can go wrong on a cluster, said in a line or two; and what a worker says of bad rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from cardindex.errors import CardindexError, InvalidIndex, OutputError, Problem

MOST = 100
"""So many problems of one partition are told."""

_TOLD = re.compile(r"cardindex-problems:(\[.*?\]):cardindex-problems", re.DOTALL)
_LONGEST = 600

# As Spark says it, and as Sail does.
_OTHER_PYTHON = (
    "PYTHON_VERSION_MISMATCH", "different minor version", "does not match the Python version",
)  # fmt: skip


class ClusterError(CardindexError):
    """A cluster that cannot do what it is asked; the message says why, and what to do."""


class BadRowsError(ValueError):
    """What a worker raises where rows cannot be read; its text carries every problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        told = [
            [one.file, one.column, one.code, one.message]
            for one in list(dict.fromkeys(problems))[:MOST]
        ]
        # In ASCII, as it goes through the messages of engines.
        super().__init__(f"cardindex-problems:{json.dumps(told)}:cardindex-problems")


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the client of Spark raises into an error of ours, without a traceback."""
    try:
        yield
    except CardindexError:
        raise
    except Exception as error:
        raise explanation(error) from error


def explanation(error: Exception) -> Exception:
    """Return the error of ours that says what the client of Spark has raised."""
    text = str(error)
    found = _TOLD.search(text)
    if found:
        told = json.loads(found[1])
        return InvalidIndex(
            Problem(file, 0, column, code, said) for file, column, code, said in told
        )
    if "cardindex" in text and ("ModuleNotFoundError" in text or "No module named" in text):
        return ClusterError(
            "the workers of the cluster have no cardindex: install the same version of it in the "
            "Python that they run"
        )
    if any(said in text for said in _OTHER_PYTHON):
        return ClusterError(f"{_short(text)}\nrun cardindex with the Python that the workers have")
    if "already exists" in text.lower() or "PATH_ALREADY_EXISTS" in text:
        return OutputError(f"{_short(text)}\nname another folder, or take --replace")
    if _is_gone(error):
        return ClusterError(
            f"the cluster went away or stopped answering: {_short(text)}\nwhat it has written is "
            "half-written: run it again with --replace when it is back"
        )  # fmt: skip
    return ClusterError(f"the cluster could not do it: {_short(text)}")


def _is_gone(error: Exception) -> bool:
    """Tell whether the other end of the line is no longer there."""
    code: Any = getattr(error, "code", None)
    named = str(code()) if callable(code) else ""
    return "UNAVAILABLE" in f"{named} {error}" or type(error).__name__ == "RetriesExceeded"


def _short(text: str) -> str:
    """Return the lines of a message that say something: those of a traceback say it last."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if any("Traceback" in line for line in lines):
        last = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
        lines = last[-1:] or lines[-1:]
    told = " ".join(line for line in lines[:4] if not line.startswith("JVM stacktrace"))
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]} …"
