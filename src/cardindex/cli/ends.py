"""How a run begins and ends: its streams, its signals and its exit code.

Exit codes: 0 if all is well; 1 if something is wrong with the input, or cannot be read or written;
2 if the command was written wrongly; 130 for Ctrl-C; 141 where whoever reads standard output has
left, as for other tools; 143 and 129 where the system ends it (SIGTERM, SIGHUP).
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from time import monotonic
from types import FrameType
from typing import Literal, TextIO

import click

from cardindex.cli.printing import READER_LEFT, echo, flush, styled
from cardindex.errors import NO_MEMORY, CardindexError

INTERRUPTED = 130

_OF_STREAMS = {errno.EBADF, errno.ENOSPC, errno.EFBIG}
"""Errors of a stream that cannot be written; for a file, the error would name it."""

_ENDED = {128 + number: number for number in signal.Signals if number.name in {"SIGTERM", "SIGHUP"}}
"""The signals by which the system ends a run, by the exit code that tells of each."""

_SAME = 0.1
"""Seconds in which a signal is the same one: timeout(1) sends it to a process and to its group, and
a wrapper passes on a Ctrl-C that the terminal has sent as well."""


def begin() -> None:
    """Set up the streams and signals of this process, so that a run always ends well."""
    _fill_streams()
    sys.unraisablehook = _come_again
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _interrupt)
    for number in _ENDED.values():
        # Under nohup SIGHUP is ignored, and stays so.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def exit_code(work: Callable[[], object]) -> int:
    """Run a command, tell in a line what went wrong, and return the code to exit with."""
    streams = sys.stdout, sys.stderr
    try:
        found = work()
        flush()
        code = found if isinstance(found, int) else 0
    except SystemExit as error:
        # After a broken pipe click has replaced the streams by silent ones.
        code = _left(error) if sys.stdout is streams[0] else READER_LEFT
        sys.stdout, sys.stderr = streams
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except click.ClickException as error:
        code = _told_usage(error)
    except (CardindexError, MemoryError, RecursionError, OSError) as error:
        code = _told(_sentence(error))
    _let_go()
    return code


def end() -> None:
    """Ignore signals from here on: the process has done its work."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _left(error: SystemExit) -> int:
    """Return the exit code of a command after flushing what it printed."""
    code = error.code if isinstance(error.code, int) else int(error.code is not None)
    try:
        flush()
    except SystemExit:
        return READER_LEFT
    except CardindexError as refused:
        return code or _told(str(refused))
    return code


def _sentence(error: BaseException) -> str:
    match error:
        case MemoryError():
            return NO_MEMORY
        case RecursionError():
            return "something is nested too deep to be read"
        case OSError(filename=None, errno=number, strerror=why) if number in _OF_STREAMS:
            return f"standard output: cannot be written: {why}"  # what click prints by itself
        case OSError():
            named = f"{error.filename}: " if error.filename else ""
            return f"{named}{error.strerror or error}"
    return str(error)


def _told_usage(error: click.ClickException) -> int:
    shown = io.StringIO()
    error.show(shown)
    with suppress(CardindexError, OSError):
        echo(shown.getvalue(), err=True, nl=False)
    return error.exit_code


def _told(message: str) -> int:
    """Print a message that a user can act on, if standard error can be written."""
    with suppress(CardindexError, OSError):
        echo(styled(message, fg="red"), err=True)
    return 1


def _let_go() -> None:
    """Drop what could not be written, so that nothing tries to write it again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, KeyboardInterrupt):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _end(number: int, _: FrameType | None) -> None:
    """End by SystemExit, so that scratch files are taken away; a second signal ends at once."""
    _hand_a_second_to(_end_at_once, number)
    sys.exit(128 + number)


def _end_at_once(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _interrupt(number: int, _: FrameType | None) -> None:
    """Raise KeyboardInterrupt, as Python does."""
    _hand_a_second_to(_interrupt, number)
    raise KeyboardInterrupt


def _hand_a_second_to(handler: Callable[[int, FrameType | None], None], number: int) -> None:
    """Let a handler answer a second signal, and nobody what is still the first: see ``_SAME``."""
    since = monotonic()

    def answer(number: int, frame: FrameType | None) -> None:
        if monotonic() - since > _SAME:
            handler(number, frame)

    signal.signal(number, answer)


def _come_again(lost: sys.UnraisableHookArgs) -> None:
    """Send a signal again that came where nothing can be raised, as in a finalizer.

    Python would tell of the exception and go on as if there had been no signal.
    """
    match lost.exc_value:
        case KeyboardInterrupt():
            number, handler = signal.SIGINT, _interrupt
        case SystemExit(code=int(code)) if code in _ENDED:
            number, handler = _ENDED[code], _end
        case _:
            sys.__unraisablehook__(lost)
            return
    signal.signal(number, handler)
    # By then what could not raise has ended; if it has not, all this happens once more.
    Timer(0.01, os.kill, (os.getpid(), number)).start()


def _fill_streams() -> None:
    """Open streams that were closed at the start, so that no file gets the number of a stream.

    A closed standard output raises on writing; a closed standard error swallows the text. A stream
    whose encoding lacks a character writes its number.
    """
    if sys.stdin is None:
        sys.stdin = _opened(0, os.O_RDONLY, "r")
    if sys.stdout is None:
        sys.stdout = _opened(1, os.O_RDONLY, "w")
    if sys.stderr is None:
        sys.stderr = _opened(2, os.O_WRONLY, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _opened(number: int, flags: int, mode: Literal["r", "w"]) -> TextIO:
    handle = os.open(os.devnull, flags)
    if handle != number:
        os.dup2(handle, number)
        os.close(handle)
    return io.TextIOWrapper(io.FileIO(number, mode, closefd=False), encoding="utf-8")
