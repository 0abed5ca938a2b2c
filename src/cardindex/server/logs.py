"""The log of a site on standard error: a line a request, an error or a reload, JSON or for people.

A line has the path of a request and no more of it: no query, no pasted passage, no header but
User-Agent, and of the client's address nothing or its beginning, unless the operator wants it.
Characters that would act on a terminal are written as their numbers.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any, Literal

from cardindex.brief import shortened
from cardindex.characters import shown

Form = Literal["json", "text", "none"]
Clients = Literal["none", "short", "full"]

LOG = logging.getLogger("cardindex.server")

_LONGEST = 300  # characters of a path or of a program's name
_NOT_IN_LINE = ("time", "level", "event", "traceback", "problems")
_IN_WORDS = ("method", "path", "status", "bytes", "ms")


def begin(form: Form) -> None:
    """Have the log written in a form; of ``none`` only errors are, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(in_words=form == "text"))
    logging.raiseExceptions = False  # a log that nobody reads must not fail a request
    for logger in (LOG, logging.getLogger("uvicorn.error")):
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(logging.ERROR)
    logging.getLogger("uvicorn.error").addFilter(_is_not_told_yet)
    if form != "none":
        LOG.setLevel(logging.INFO)


def tell(event: str, **told: object) -> None:
    """Write a line of what happened."""
    LOG.info(event, extra={"told": told})


def fault(event: str, error: BaseException | None = None, **told: object) -> None:
    """Write a line of what went wrong, with where it was raised if it was."""
    LOG.error(event, exc_info=error, extra={"told": told})


def cut(text: str) -> str:
    """Return a text as a line may hold it."""
    return shortened(text, _LONGEST)


def address(told: str, clients: Clients) -> str:
    """Return as much of a client's address as is to be kept; of an IPv4 three parts of four."""
    if clients == "full" or not told:
        return told
    try:
        found = ip_address(told)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    bits = 24 if found.version == 4 else 48
    return str(ip_network(f"{found}/{bits}", strict=False))


def _is_not_told_yet(record: logging.LogRecord) -> bool:
    """Leave out what ``measured`` tells with its address."""
    return not record.getMessage().startswith("Exception in ASGI application")


class _Lines(logging.Formatter):
    """A record as a line."""

    def __init__(self, *, in_words: bool) -> None:
        super().__init__()
        self.in_words = in_words

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat("T", "milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return _words(told) if self.in_words else json.dumps(told, default=str)


def _words(told: Mapping[str, Any]) -> str:
    """Return a line for people: when, and what is asked or happened; below it what else is told."""
    time = told["time"][11:19]
    if told["event"] == "request":
        words = [time, *(str(told[name]) for name in _IN_WORDS), "ms"]
        return _in_one_line(" ".join([*words, "slow"] if told.get("slow") else words))
    more = [*told.get("problems", ()), *told.get("traceback", "").splitlines()]
    rest = [f"{name}={value}" for name, value in told.items() if name not in _NOT_IN_LINE]
    line = " ".join([time, told["event"], *rest])
    return "\n  ".join(map(_in_one_line, [line, *more]))


def _in_one_line(text: str) -> str:
    return shown(text).replace("\n", "\\n")
