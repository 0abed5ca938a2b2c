"""Answers as they are printed: tables for people at a terminal, CSV or JSON for pipes."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from cardindex.brief import count
from cardindex.characters import shown
from cardindex.cli.printing import (
    echo,
    echo_data,
    echo_json,
    echo_painted,
    is_coloured,
    on_terminal,
    styled,
)
from cardindex.records import is_missing, records

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.evidence import Selection

__all__ = [
    "GAP",
    "count",
    "heading",
    "print_frame",
    "print_notes",
    "room",
    "standing",
    "tell_left_out",
    "width",
]

STANDING_COLOURS = {
    "corroborated": "green",
    "single-root": "cyan",
    "untraced": "blue",
    "contested": "yellow",
    "tentative": "magenta",
    "denied": "red",
}


def print_frame(
    frame: pd.DataFrame, form: str | None, title: str = "", *, cut: Collection[str] = ()
) -> None:
    """Print a frame without its index: as a table, as CSV or as JSON.

    ``cut``: columns that a table cuts short with … where the terminal is narrow, so that all
    others stand whole.
    """
    form = form or ("table" if on_terminal() else "csv")
    if form == "table":
        _print_table(frame, title, cut)
    elif form == "json":
        echo_json(records(frame))
    else:
        echo_data(_csv(frame))


def standing(name: str, low: int, high: int) -> str:
    """Return a standing as it is printed: ``corroborated (3 roots)``, coloured.

    ``low``: the number of roots with dependent ones counted as one.
    """
    told = f"{name} ({high} roots)" if high > 1 else name
    if low < high:
        independent = f"{low} of them independent" if low > 1 else "not independent"
        told = f"{name} ({high} roots, {independent})"
    return styled(told, fg=STANDING_COLOURS[name])


def print_notes(notes: Iterable[str]) -> None:
    """Print notes to standard error, beside the answer."""
    for note in notes:
        echo(note, err=True)


def heading(text: str) -> str:
    """Return a heading as it is printed."""
    return styled(text, bold=True)


def tell_left_out(
    selection: Selection,
    *,
    linking: bool,
    how: Mapping[str, str] | None = None,
    isolates: bool = False,
) -> None:
    """Tell on standard error what the defaults leave out of a selection, and who has no link.

    ``linking``: whether only claims that link two entities are taken. ``how``: by which options
    what was left out is taken in, by reason. ``isolates``: whether entities without a link stay.
    """
    from cardindex.evidence.leftout import HOW, alone, sentence, unlinked

    told = [sentence(selection, linking=linking, how=how or HOW)]
    if linking:
        told.append(alone(selection.index, unlinked(selection), kept=isolates))
    if any(told):
        echo(" ".join(filter(None, told)), err=True)


def _print_table(frame: pd.DataFrame, title: str, cut: Collection[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # As rich.Text and not str: cells must not be read as rich's markup.
    told = Text(shown(title)) if title else None
    table = Table(title=told, title_justify="left", header_style="bold")
    if cut:
        # Lines between columns would take the room of the titles.
        table.box, table.show_edge, table.pad_edge = box.SIMPLE_HEAD, False, False
    whole = [name for name in frame.columns if name not in cut]
    left = room() - sum(width(frame[name], str(name)) + GAP for name in whole)
    for name, kind in frame.dtypes.items():
        table.add_column(
            Text(shown(str(name))),
            justify="right" if kind.kind in "if" else "left",
            no_wrap=bool(cut),
            overflow="ellipsis" if name in cut else "fold",
            max_width=max(left // len(cut), 1) if name in cut else None,
        )
    for row in frame.itertuples(index=False):
        table.add_row(*(Text(_told(value)) for value in row))
    # Printed by us: rich would end the process at a broken pipe.
    console = Console(**_colours(sys.stdout))
    with console.capture() as printed:
        console.print(table)
    echo_painted(printed.get())


def _colours(stream: TextIO) -> dict[str, Any]:
    """Return how rich is told whether to colour what it prints."""
    if is_coloured(stream):
        return {"force_terminal": True, "color_system": "standard"}
    return {"color_system": None}


GAP = 3
"""How wide it is between two columns of a table of which some are cut."""


def width(column: pd.Series, name: str) -> int:
    """Return how wide a terminal shows the longest line of a column or its name."""
    from rich.cells import cell_len

    lines = (line for value in column for line in _told(value).split("\n"))
    return max(map(cell_len, (shown(name), *lines)))


def room() -> int:
    """Return how wide the terminal is."""
    from rich.console import Console

    return Console().width


def print_rows(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as CSV, as a frame would be printed, without importing pandas (half a second)."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    echo_data(_csv_of(names, columns))


def _csv(frame: pd.DataFrame) -> str:
    return _csv_of(list(map(str, frame.columns)), [frame[name].tolist() for name in frame.columns])


def _csv_of(names: Sequence[str], columns: Sequence[Sequence[object]]) -> str:
    from cardindex.tables import comma_separated

    def cell(value: object) -> str:
        if isinstance(value, tuple):
            return " ".join(map(str, value))
        return "" if is_missing(value) else str(value)

    return comma_separated(list(names), (list(map(cell, column)) for column in columns))


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return shown(", ".join(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if is_missing(value) else shown(str(value))
