"""A bar on a terminal for work that takes longer than a second, with the time that is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from cardindex.characters import shown
from cardindex.cli.printing import is_coloured

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER = 1.0
"""Seconds before the bar is shown: shorter work needs none."""

_BETWEEN = 0.2  # seconds from one picture to the next


@dataclass
class _Step:
    """One piece of work: of how many parts (None: of none), and how many are done."""

    told: str
    parts: int | None
    done: int = 0
    started: float = field(default_factory=monotonic)

    def advance(self) -> None:
        self.done += 1

    @property
    def words(self) -> str:
        """How many parts are done, and how long the others will take at the same pace."""
        if self.parts is None:
            return ""
        counted = f"{self.done:,}/{self.parts:,}"
        if not self.done:
            return counted
        left = (monotonic() - self.started) / self.done * max(self.parts - self.done, 0)
        return f"{counted} · {_span(left)} left"


def _span(seconds: float) -> str:
    """Write a span of time as an estimate deserves: ``40 s``, ``5 min``, ``2.5 h``."""
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Bar:
    """Shows what is being done on standard error, where that is a terminal; see ``watching``.

    A thread of its own draws, so that the bar moves during a long part; its library is loaded only
    when a bar is shown. The work itself only counts.
    """

    def __init__(self) -> None:
        self.steps: list[_Step] = []
        self._drawing = Lock()
        self._quiet_since = monotonic()
        self._shown: Progress | None = None
        self._tasks: dict[int, TaskID] = {}

    @contextmanager
    def step(self, told: str, parts: int | None) -> Iterator[_Step]:
        """Watch a piece of work; one that is started inside another is shown below it."""
        step = _Step(shown(told), parts)
        self.steps.append(step)
        try:
            with self._drawn() if len(self.steps) == 1 else nullcontext():
                yield step
        finally:
            self.steps[:] = [other for other in self.steps if other is not step]

    def hide(self) -> None:
        """Take the bar away; it comes back when nothing was printed for a while."""
        with self._drawing:
            self._quiet_since = monotonic()
            if self._shown is not None:
                self._shown.stop()
                self._shown = None
                self._tasks.clear()

    @contextmanager
    def _drawn(self) -> Iterator[None]:
        """Draw from a thread until the context ends, then erase the bar."""
        ended = Event()
        thread = Thread(target=self._draw, args=(ended,), daemon=True)
        self._quiet_since = monotonic()
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.hide()

    def _draw(self, ended: Event) -> None:
        while not ended.wait(_BETWEEN):
            with self._drawing:
                if ended.is_set() or monotonic() - self._quiet_since < AFTER:
                    continue
                if self._shown is None:
                    self._shown = _bar()
                    if self._shown is None:
                        return
                    self._shown.start()
                self._show(self._shown, list(self.steps))

    def _show(self, bar: Progress, steps: list[_Step]) -> None:
        for gone in self._tasks.keys() - set(map(id, steps)):
            bar.remove_task(self._tasks.pop(gone))
        for step in steps:
            if id(step) not in self._tasks:
                self._tasks[id(step)] = bar.add_task(step.told, total=step.parts, words="")
            bar.update(self._tasks[id(step)], completed=step.done, words=step.words)
        bar.refresh()


def _bar() -> Progress | None:
    """Return a progress display, or None for a terminal that cannot erase."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    coloured = is_coloured(sys.stderr)
    console = Console(stderr=True, color_system="standard" if coloured else None)
    if not console.is_terminal or console.is_dumb_terminal:
        return None
    columns = [TextColumn(f"{{task.{name}}}", markup=False) for name in _COLUMNS]
    return Progress(
        columns[0], BarColumn(bar_width=30), columns[1],
        console=console, transient=True, auto_refresh=False,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip


_COLUMNS = ("description", "fields[words]")
