"""A site to try: `cardindex serve` in a process of its own, its log, and requests byte by byte."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
ESSAY = PROJECT / "graph"

PATIENCE = 30.0  # seconds; far more than anything takes here


def awaited(work: Coroutine[Any, Any, Any]) -> Any:
    """Return what comes of a coroutine, in a thread: a browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


@dataclass
class Running:
    """A site that runs: its process, what it said on standard output, and the lines of its log."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        until(lambda: self.said or self.process.poll() is not None)
        assert self.said, self.lines
        return self.said[0].split()[2].rstrip("/,")

    @property
    def port(self) -> int:
        """Its port."""
        return urlsplit(self.address).port or 0

    def log(self, event: str = "") -> list[dict[str, object]]:
        """Return what was logged so far, of one kind."""
        told = [json.loads(line) for line in self.lines if line.startswith("{")]
        return [each for each in told if event in ("", each["event"])]

    def workers(self) -> list[int]:
        """Return the processes of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text("ascii").split()]

    def exchange(self, sent: bytes, wait: float = PATIENCE) -> bytes:
        """Send bytes, and return all that comes back until the site hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as asking:
            asking.sendall(sent)
            return read(asking)

    def status(self, sent: bytes) -> int:
        """Send bytes, and return the status of the first answer; 0 where there is none."""
        first = self.exchange(sent).split(b"\r\n", 1)[0].split()
        return int(first[1]) if len(first) > 1 else 0

    def end(self, number: int = signal.SIGTERM) -> int:
        """Have it end, and return what it came to."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def read(asking: socket.socket) -> bytes:
    """Return all that comes until the other side hangs up."""
    parts = []
    try:
        while part := asking.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def until(found, patience: float = PATIENCE):
    """Wait until something is found, and return it."""
    last = time.monotonic() + patience
    while time.monotonic() < last:
        if value := found():
            return value
        time.sleep(0.01)
    raise AssertionError("nothing came of it")


def started(*words: object, port: bool = True) -> Running:
    """Start a site on a free port; what it says is read as it comes."""
    command = [sys.executable, "-P", "-m", "cardindex", "serve", *map(str, words)]
    if port:
        command += ["--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT
    )
    running = Running(process)
    for stream, lines in ((process.stdout, running.said), (process.stderr, running.lines)):
        threading.Thread(target=_read, args=(stream, lines), daemon=True).start()
    return running


def _read(stream, lines: list[str]) -> None:
    with stream:
        lines.extend(line.rstrip("\n") for line in stream)


@contextmanager
def site(*words: object, port: bool = True) -> Iterator[Running]:
    """Run a site while the block runs."""
    running = started(*words, port=port)
    try:
        assert running.address
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            try:
                running.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                running.process.kill()
        running.process.wait()
