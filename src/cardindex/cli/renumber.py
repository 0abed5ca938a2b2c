"""cardindex renumber: consecutive ids for claims."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import enter, entering_options, opened


@click.command("renumber", short_help="Give the claims consecutive ids.")
@entering_options
def command(index: Path, *, dry_run: bool) -> None:
    """Give the claims the ids c001, c002 … in their order; citations, ties and decisions follow.

    Whoever has cited a claim by its id means another one afterwards.

    \b
    Example: cardindex renumber --dry-run
    """
    from cardindex.editing import renumber

    ledger = opened(index)
    enter(ledger, renumber(ledger), dry_run=dry_run)
