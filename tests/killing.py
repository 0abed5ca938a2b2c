"""Kills runs of the command line at each step at which they change the disk.

Run as a program: ``killing.py SIGNAL FOLDER EVERY WORDS…`` runs ``cardindex WORDS…`` for every
step, or every third, each time in a fresh copy of FOLDER with the working directory there. It sends
itself SIGNAL at that step, until a run comes to its end. Each copy is left as FOLDER-1, FOLDER-4 …
What each run came to is printed. The interpreter is started once and forked for each.

SIGKILL leaves a process no last word: what lies on the disk is what lay there at that step. So
with ``copies`` for SIGNAL one run is enough, in a copy, which is copied in turn at each step. Such
copies have inodes of their own, by which a promise of moves knows its files; so a command that
makes one is killed indeed.

``killing.py 0 - - WORDS…`` runs the command to its end in each folder that standard input names.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import itertools
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

CHANGES = frozenset(
    ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.chmod", "ctypes.dlsym")
)
UNEXPECTED = 99
NEEDED = (
    *(f"cardindex.{name}" for name in (
        "cards", "evidence", "exports", "index", "passages", "upgrade", "view",
    )),
    "networkx", "pyvis.network", "scipy.sparse.csgraph",
)  # fmt: skip


def changes(event: str, arguments: tuple[object, ...]) -> bool:
    """Tell whether an event of the interpreter is a change of what is on the disk."""
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def at_each_step(then: Callable[[int], None]) -> None:
    """Have ``then`` called with the number of each step at which this process changes the disk."""
    step = 0
    calling = False

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal step, calling
        if not calling and changes(event, arguments):
            step += 1
            calling = True
            try:
                then(step)
            finally:
                calling = False

    sys.addaudithook(watch)


def send(number: int, at: int) -> Callable[[int], None]:
    """Return what sends this process a signal at one step."""

    def then(step: int) -> None:
        if step == at:
            os.kill(os.getpid(), number)

    return then


def keep(folder: Path, copy: Callable[[int], Path], every: int) -> Callable[[int], None]:
    """Return what copies the folder at every step, or every third, and says that it was killed."""

    def then(step: int) -> None:
        if step % every == 1 % every:
            shutil.copytree(folder, copy(step), symlinks=True)
            os.write(1, f"{-signal.SIGKILL}\n".encode())

    return then


def run(folder: Path, then: Callable[[int], None], words: list[str]) -> int:
    """Run the command in a process of its own, and return what it came to, as a shell has it."""
    child = os.fork()
    if child == 0:
        code = UNEXPECTED
        try:
            from cardindex.cli import ends, main

            os.chdir(folder)
            sys.argv = ["cardindex", *words]
            ends.begin()
            at_each_step(then)
            with contextlib.redirect_stdout(io.StringIO()):
                main()
        except SystemExit as error:
            code = int(error.code or 0)
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def runs(number: int | None, folder: Path, every: int, words: list[str]) -> Iterator[int]:
    """Yield what each run came to; the last is one that came to its end."""

    def copy(step: int | str) -> Path:
        return folder.with_name(f"{folder.name}-{step}")

    if number is None:
        shutil.copytree(folder, copy("whole"), symlinks=True)
        yield run(copy("whole"), keep(copy("whole"), copy, every), words)
        return
    for step in itertools.count(1, every):
        shutil.copytree(folder, copy(step), symlinks=True)
        code = run(copy(step), send(number, step), words)
        yield code
        if code in (0, UNEXPECTED):
            return


def main() -> None:
    number, folder, every, *words = sys.argv[1:]
    for name in NEEDED:
        importlib.import_module(name)
    gc.freeze()
    if number == "0":
        found = (run(Path(line.rstrip("\n")), lambda _: None, words) for line in sys.stdin)
    else:
        signalled = None if number == "copies" else int(number)
        found = runs(signalled, Path(folder), int(every), words)
    for code in found:
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
