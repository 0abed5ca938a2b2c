"""Printing to standard output and standard error, with all data escaped.

Characters of an index that would act on a terminal (controls, marks of direction) are printed as
their numbers (``characters.shown``). Colours come from ``styled`` alone: it sets marks that no data
can have, and ``echo`` turns them into colours after all else is escaped.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from cardindex import watching
from cardindex.atomic import Bytes, is_standard_output
from cardindex.characters import ACTING, escaped, shown
from cardindex.errors import OutputError

READER_LEFT = 141
"""The exit code where standard output is a pipe that nobody reads any more: 128 and SIGPIPE."""

_KEY = os.urandom(8).hex()
_STYLES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bold", "dim")
_CODES = {name: code for code, name in zip((*range(30, 38), 1, 2), _STYLES, strict=True)}
_MARK = re.compile(f"\ufdd0{_KEY}:([0-9;]+)\ufdd1")


def styled(text: str, *, fg: str = "", bold: bool = False, dim: bool = False) -> str:
    """Return a text with marks that ``echo`` prints as colours, or drops."""
    chosen = [fg] if fg else []
    chosen += [name for name, is_on in (("bold", bold), ("dim", dim)) if is_on]
    codes = ";".join(str(_CODES[name]) for name in chosen)
    return f"{_mark(codes)}{text}{_mark('0')}" if codes else text


def plain(text: str) -> str:
    """Return a text without the marks of ``styled``."""
    return _MARK.sub("", text)


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text for people, with all that a terminal would act on spelt."""
    coloured_ = is_coloured(sys.stderr if err else sys.stdout)
    # After splitting at the marks, every second piece is a colour code.
    pieces = _MARK.split(str(text))
    painted = [
        shown(piece) if at % 2 == 0 else f"\x1b[{piece}m" if coloured_ else ""
        for at, piece in enumerate(pieces)
    ]
    _print("".join(painted), err=err, nl=nl)


def echo_painted(text: str) -> None:
    """Print a text that is escaped and coloured already."""
    _print(text, nl=False)


def echo_data(text: str, *, nl: bool = False) -> None:
    """Print data for programs as they are; at a terminal, escaped."""
    _print(shown(text) if on_terminal() else text, nl=nl)


def echo_json(value: object) -> None:
    """Print a value as JSON in which no character acts on a terminal, and none is lost."""
    text = json.dumps(value, ensure_ascii=not _prints("é – 語"), indent=2)
    _print(spelt(text))


def echo_json_text(text: str) -> None:
    """Print a JSON document that is written already, as ``echo_json`` does, its layout kept."""
    _print(spelt(text) if _prints(text) else json.dumps(json.loads(text), indent=1))


def echo_turtle(text: str) -> None:
    """Print Turtle in which no character acts on a terminal, and none is lost."""
    encoding = sys.stdout.encoding or "utf-8"
    _print(
        re.sub("[^\x00-\x7f]", lambda found: _encodable(found[0], encoding), spelt(text)), nl=False
    )


def spelt(text: str) -> str:
    r"""Return JSON or Turtle with what acts on a terminal as ``\u001b``, which both read back."""
    return ACTING.sub(lambda found: escaped(found[0]), text)


def echo_bytes(chunks: Iterable[Bytes]) -> None:
    """Print the bytes of a file, piece by piece.

    Raises OutputError for binary data on a terminal.
    """
    if on_terminal():
        try:
            echo_data(b"".join(chunks).decode("utf-8"))
        except UnicodeDecodeError:
            message = "this format is no text for a terminal; name a file with -o"
            raise OutputError(message) from None
        return
    with standing_up():
        sys.stdout.flush()
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()


def goes_to_standard_output(output: Path | None) -> bool:
    """Tell whether a file to write is standard output: none, ``-``, or a name like /dev/stdout."""
    return output is None or str(output) == "-" or is_standard_output(output)


def flush() -> None:
    """Have all that was printed go out. Raises OutputError where standard output refuses."""
    with standing_up():
        sys.stdout.flush()


def on_terminal() -> bool:
    """Tell whether a person reads what is printed."""
    return sys.stdout.isatty()


def is_coloured(stream: TextIO) -> bool:
    """Tell whether a stream takes colours: a terminal, unless NO_COLOR, TERM=dumb or FORCE_COLOR.

    NO_COLOR, set to anything, wins; FORCE_COLOR, set to anything but 0, colours pipes too.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced not in {"0", "false"}
    return os.environ.get("TERM") != "dumb" and stream.isatty()


@contextmanager
def standing_up(name: str = "standard output") -> Iterator[None]:
    """Turn an error of a stream into one sentence; end quietly at a broken pipe."""
    try:
        yield
    except BrokenPipeError:
        sys.exit(READER_LEFT)
    except OSError as error:
        message = f"{name}: cannot be written: {error.strerror or error}"
        raise OutputError(message) from error


def _print(text: str, *, err: bool = False, nl: bool = True) -> None:
    watching.hide()
    with standing_up("standard error" if err else "standard output"):
        # color=True keeps click from stripping colours: whether there are any was decided above.
        click.echo(text, err=err, nl=nl, color=True)


def _prints(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _encodable(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return escaped(char)
    return char


def _mark(codes: str) -> str:
    return f"\ufdd0{_KEY}:{codes}\ufdd1"
