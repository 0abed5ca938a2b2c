"""cardindex renumber: consecutive ids for claims."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import enter, entering_options, opened, tell_mentions


@click.command("renumber", short_help="Give the claims consecutive ids.")
@entering_options
def command(index: Path, *, dry_run: bool) -> None:
    """Give the claims the ids c001, c002 … in their order; citations, ties and decisions follow.

    An id that somebody has cited means another claim afterwards.

    \b
    Example: cardindex renumber --dry-run
    """
    from cardindex.editing import CLAIM, renumber

    ledger = opened(index)
    entry = renumber(ledger)
    claims = [(each.before, each.after) for each in entry.changes if each.table == CLAIM]
    moved = [old[0] for old, new in claims if old and new and old[0] != new[0]]
    tell_mentions(index, *moved)
    enter(ledger, entry, dry_run=dry_run)
