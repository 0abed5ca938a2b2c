"""Kills runs of the command line at each step at which they change the disk.

Run as a program: ``killing.py SIGNAL FOLDER EVERY WORDS…`` runs ``cardindex WORDS…`` for every
step, or every third, each time in a fresh copy of FOLDER with the working directory there. It sends
itself SIGNAL at that step, until a run comes to its end. Each copy is left as FOLDER-1, FOLDER-4 …
What each run came to is printed. The interpreter is started once and forked for each.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import itertools
import os
import shutil
import sys
import traceback
from pathlib import Path

CHANGES = frozenset(
    ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.chmod", "ctypes.dlsym")
)
UNEXPECTED = 99
NEEDED = ("cards", "evidence", "exports", "index", "passages", "upgrade", "view")


def changes(event: str, arguments: tuple[object, ...]) -> bool:
    """Tell whether an event of the interpreter is a change of what is on the disk."""
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def kill_at(step: int, number: int) -> None:
    """Have this process send itself a signal when it is about to change the disk that often."""
    left = step

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if changes(event, arguments):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), number)

    sys.addaudithook(watch)


def run(step: int, number: int, folder: Path, words: list[str]) -> int:
    """Run the command in a process of its own, and return what it came to, as a shell has it."""
    child = os.fork()
    if child == 0:
        code = UNEXPECTED
        try:
            from cardindex.cli import ends, main

            os.chdir(folder)
            sys.argv = ["cardindex", *words]
            ends.begin()
            kill_at(step, number)
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


def main() -> None:
    number, folder, every, words = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]
    for name in NEEDED:
        importlib.import_module(f"cardindex.{name}")
    for step in itertools.count(1, int(every)):
        copy = folder.with_name(f"{folder.name}-{step}")
        shutil.copytree(folder, copy, symlinks=True)
        code = run(step, number, copy, words)
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()
        if code in (0, UNEXPECTED):
            break


if __name__ == "__main__":
    main()
