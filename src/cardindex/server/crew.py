"""The workers of a site: started, listened to, told of new versions, started anew when they die."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from cardindex.server import logs, metrics
from cardindex.server.worker import GRACE

SILENT = 60
"""Seconds after which a worker that says nothing is taken for stuck, and killed."""

_SOON = 5.0  # seconds: a worker that dies sooner is restarted with growing delays
_SLOWEST = 30.0


@dataclass
class Member:
    """A worker: what it does, its process, the line to it, when it was started and last heard."""

    name: str
    work: Callable[[socket.socket], None]
    pid: int = 0
    line: socket.socket | None = None
    started: float = 0
    heard: float = 0
    is_ready: bool = False
    fell: int = 0  # how often in a row it died too soon
    again: float = 0  # when it is to be started


@dataclass
class Crew:
    """All workers. ``counts``: what they count is kept, also of those that died."""

    members: list[Member] = field(default_factory=list)
    counts: bool = False

    def start(self, member: Member) -> None:
        """Start one as a process of its own, which lets go of what belongs to the others."""
        ours, theirs = socket.socketpair()
        gc.collect()
        gc.freeze()  # the fork shares these objects, and its garbage collector skips them
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
                ours.close()
                for line in self.lines():
                    line.close()
                member.work(theirs)
                code = 0
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told and ends here
                logs.fault("worker failed", error)
            finally:
                with suppress(OSError, ValueError):
                    sys.stderr.flush()
                os._exit(code)
        theirs.close()
        ours.setblocking(False)  # noqa: FBT003
        member.pid, member.line, member.is_ready = pid, ours, False
        member.started = member.heard = time.monotonic()

    def lines(self) -> Iterator[socket.socket]:
        """Return the lines to all that run."""
        return (member.line for member in self.members if member.line is not None)

    def hear(self) -> None:
        """Read the workers' signs of life."""
        now = time.monotonic()
        for member in self.members:
            with suppress(OSError):
                if member.line is not None and member.line.recv(1 << 16):
                    member.heard, member.is_ready = now, True

    def tell(self, **told: object) -> None:
        """Tell all workers something."""
        line = json.dumps(told).encode() + b"\n"
        for each in self.lines():
            with suppress(OSError):  # a dying worker; its successor starts with the new version
                each.send(line)

    def mend(self) -> None:
        """Restart dead workers, and kill stuck ones."""
        now = time.monotonic()
        for member in self.members:
            if member.pid and (code := _ended(member.pid)) is not None:
                self._fell(member, code, now)
            elif member.pid and member.is_ready and now - member.heard > SILENT:
                logs.fault("worker stuck", worker=member.name)
                os.kill(member.pid, signal.SIGKILL)
            elif not member.pid and now >= member.again:
                self.start(member)

    def _fell(self, member: Member, code: int, now: float) -> None:
        lived = now - member.started
        member.fell = member.fell + 1 if lived < _SOON else 0
        member.again = now + (min(2.0 ** (member.fell - 1), _SLOWEST) if member.fell else 0)
        if self.counts:
            metrics.gone(member.pid)
        if member.line is not None:
            member.line.close()
        logs.fault("worker ended", worker=member.name, code=code,
                  lived=round(lived, 1))  # fmt: skip
        member.pid, member.line = 0, None

    def is_ready(self) -> bool:
        """Tell whether all answer."""
        return all(member.is_ready for member in self.members)

    def end(self, hurry: Callable[[], bool]) -> None:
        """Let all workers finish; kill those that take too long, or all where ``hurry``."""
        for member in self.members:
            if member.pid:
                with suppress(ProcessLookupError):
                    os.kill(member.pid, signal.SIGTERM)
        last = time.monotonic() + GRACE + 2
        while running := [member for member in self.members if member.pid]:
            if hurry() or time.monotonic() > last:
                for member in running:
                    with suppress(ProcessLookupError):
                        os.kill(member.pid, signal.SIGKILL)
            for member in running:
                if _ended(member.pid) is not None:
                    member.pid = 0
            time.sleep(0.02)
        for line in self.lines():
            line.close()


def _ended(pid: int) -> int | None:
    """Return how a process ended; None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if found else None
