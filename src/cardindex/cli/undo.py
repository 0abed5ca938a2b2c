"""cardindex undo: the last entry taken back."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import entering_options, opened, show_rows
from cardindex.cli.printing import echo


@click.command("undo", short_help="Take back the last entry.")
@entering_options
def command(index: Path, *, dry_run: bool) -> None:
    """Take back what was last entered, by a command or the desk, entry by entry.

    It is refused where the rows have changed since, by hand or by git.

    \b
    Example: cardindex undo --dry-run
    """
    from cardindex.editing import inverse

    ledger = opened(index)
    if dry_run and ledger.journal.done:
        entry = inverse(ledger.journal.done[-1].entry)
        ledger.written(entry)
        show_rows(entry.changes)
        echo(f"would be undone: {entry.what}", err=True)
        return
    echo(f"undone: {ledger.undo().what}")
