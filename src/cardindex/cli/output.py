"""Printing: tables for people at a terminal, CSV or JSON for pipes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    import pandas as pd

Item = TypeVar("Item")

STANDING_COLOURS = {
    "corroborated": "green",
    "single-root": "cyan",
    "untraced": "blue",
    "contested": "yellow",
    "tentative": "magenta",
    "denied": "red",
}


def on_terminal() -> bool:
    """Tell whether a person reads what is printed."""
    return sys.stdout.isatty()


def print_frame(frame: pd.DataFrame, form: str | None, title: str = "") -> None:
    """Print a frame without its index: as a table, as CSV or as JSON."""
    form = form or ("table" if on_terminal() else "csv")
    if form == "table":
        _print_table(frame, title)
    elif form == "json":
        records = [
            {str(key): _plain(value) for key, value in record.items()}
            for record in frame.to_dict("records")
        ]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        joined = frame.map(lambda value: " ".join(value) if isinstance(value, tuple) else value)
        click.echo(joined.to_csv(index=False, lineterminator="\n"), nl=False)


def standing(name: str, low: int, high: int) -> str:
    """Return a standing as it is printed: ``corroborated (3 roots)``, coloured.

    ``low``: how many roots are left where those that depend on one another count once.
    """
    told = f"{name} ({high} roots)" if high > 1 else name
    if low < high:
        told = f"{name} ({high} roots, {low} of them independent)"
    return click.style(told, fg=STANDING_COLOURS[name])


def print_notes(notes: Iterable[str]) -> None:
    """Print sentences for whoever reads the answer, beside it."""
    for note in notes:
        click.echo(note, err=True)


def heading(text: str) -> str:
    """Return a heading as it is printed."""
    return click.style(text, bold=True)


def count(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: ``1 claim``, ``2 claims``."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def progress(items: Iterable[Item], told: str, length: int) -> Iterator[Item]:
    """Yield the items, with a progress bar where a person is watching."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, told, total=length, console=console, transient=True)


def _print_table(frame: pd.DataFrame, title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for name, kind in frame.dtypes.items():
        table.add_column(str(name), justify="right" if kind.kind in "if" else "left")
    for row in frame.itertuples(index=False):
        # Text, not str: what a table holds is never rich's markup.
        table.add_row(*(Text(_told(value)) for value in row))
    Console().print(table)


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if _missing(value) else str(value)


def _plain(value: Any) -> object:
    if isinstance(value, tuple):
        return list(value)
    if _missing(value):
        return None
    found = value.item() if hasattr(value, "item") else value
    # JSON has no infinity: an open bound is null.
    return None if found in (float("inf"), float("-inf")) else found


def _missing(value: object) -> bool:
    """Tell whether a frame has nothing there: a rank that is undefined, a figure without value."""
    import pandas as pd

    return value is None or value is pd.NA or value != value  # noqa: PLR0124 - so is NaN
