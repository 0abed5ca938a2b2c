"""cardindex redo: what was undone, done again."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import entering_options, opened, show_rows
from cardindex.cli.printing import echo


@click.command("redo", short_help="Do again what was undone last.")
@entering_options
def command(index: Path, *, dry_run: bool) -> None:
    """Do again what was last undone, entry by entry, until something new is entered.

    It is refused where the rows have changed since.

    \b
    Example: cardindex redo --dry-run
    """
    ledger = opened(index)
    if dry_run and ledger.journal.undone:
        entry = ledger.journal.undone[-1].entry
        ledger.written(entry)
        show_rows(entry.changes)
        echo(f"would be done again: {entry.what}", err=True)
        return
    echo(f"done again: {ledger.redo().what}")
